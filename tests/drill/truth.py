"""What is left after a fault: everything is read, and held against what was acknowledged."""

import hashlib
import json
from collections import Counter as Count
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db import backup, keys
from db.engine import reading
from db.health import examine
from db.models import Audit, Draft, Slip
from desktop.domain.errors import Refusal
from desktop.services.audit import verify
from desktop.services.intake import ISSUED
from desktop.services.slips import missing_numbers
from tests.drill import apart
from tests.drill.apart import Told
from tests.drill.report import Row
from tests.drill.site import Site


@dataclass(slots=True)
class Truth:
    """What one look showed."""

    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    acts: int = 0
    slips: int = 0

    @property
    def kept(self) -> int:
        return 0 if self.unreadable else self.acknowledged - len(self.lost)

    def row(self, fault: str, what: str, told: str = "", *more_wrong: str) -> Row:
        """The look as a row of the table."""
        wrong = (
            *self.unreadable,
            *(f"lost {each}" for each in self.lost),
            *self.wrong,
            *more_wrong,
        )
        shown = told or f"{self.acts} acts, {self.slips} slips"
        return Row(
            fault, what, self.acknowledged, self.kept, len(self.lost), len(self.unreadable), shown,
            wrong,
        )  # fmt: skip


def look(site: Site, said: Iterable[Told]) -> Truth:
    """Open the records anew in a process of its own, and read all of them."""
    return apart.run(partial(_look, site, [each for each in said if "act" in each]))


def _look(site: Site, said: list[Told]) -> Truth:
    truth = Truth(acknowledged=len(said))
    try:
        with site.opened() as backend:
            if backend.store.hurt is not None:
                truth.unreadable.append(f"opened read-only: {backend.store.hurt}")
            truth.wrong += [
                f"{finding.check}: {finding.trouble} {finding.values}"
                for finding in examine(site.file, site.key, whole=True)
                if finding.trouble is not None
            ]
            with reading(backend.engine) as session:
                truth.acts = verify(session).rows
                truth.slips = len(session.scalars(select(Slip.id)).all())
                truth.lost += _lost(session, said)
                truth.wrong += _half(session)
        truth.lost += _lost_backups(site, said)
        truth.wrong += _unfit_backups(site)
    except Refusal as refusal:
        truth.unreadable.append(f"refused: {refusal} {refusal.values}")
    return truth


def _lost(session: Session, said: list[Told]) -> Iterator[str]:
    """Every act that was acknowledged and is not there."""
    acts = set(session.scalars(select(Audit.key).where(Audit.key.is_not(None))))
    slips = {
        row.intake: (row.number, row.sha256)
        for row in session.execute(select(Slip.intake, Slip.number, Slip.sha256))
    }
    drafts = set(session.scalars(select(Draft.key)))
    for each in said:
        if "key" in each and each["key"] not in acts:
            yield f"{each['act']} {each['key']}"
        elif each["act"] == "issue" and slips.get(each["intake"]) != (
            each["number"], each["sha256"],
        ):  # fmt: skip
            yield f"slip {each['number']}"
        elif each["act"] == "draft" and each["draft"] not in drafts | set(slips):
            yield f"draft {each['draft']}"


HALVES = {
    "a case without a slip": "SELECT id FROM case_file WHERE id NOT IN (SELECT case_id FROM slip)",
    "a case without items": (
        "SELECT id FROM case_file WHERE id NOT IN (SELECT case_id FROM case_item)"
    ),
    "a case in a state that its events do not tell": """
        SELECT c.id FROM case_file c WHERE c.state IS NOT coalesce(
          (SELECT e.after FROM case_event e WHERE e.case_id = c.id ORDER BY e.id DESC LIMIT 1),
          'notice_given')""",
    "an accepted case without number or delivery": """
        SELECT id FROM case_file WHERE accepted_at IS NOT NULL
        AND (number IS NULL OR id NOT IN (SELECT case_id FROM delivery))""",
    "a parcel in a state that its steps do not tell": """
        SELECT d.id FROM delivery d WHERE d.mode = 'courier' AND d.state IS NOT coalesce(
          (SELECT e.after FROM delivery_event e WHERE e.delivery_id = d.id
           ORDER BY e.id DESC LIMIT 1), d.state) AND d.state <> 'pending'""",
    "a sheet without its line in the chain": """
        SELECT p.id FROM print p JOIN slip s ON s.id = p.slip_id WHERE NOT EXISTS
          (SELECT 1 FROM audit a WHERE a.act = 'slip.print' AND a.subject = s.number)""",
    "a draft of an intake that was issued": (
        "SELECT key FROM draft WHERE key IN (SELECT intake FROM slip)"
    ),
    "an officer without a key slot": "SELECT id FROM officer WHERE active AND slot IS NULL",
}
"""What half an act would leave behind; each finds nothing."""


def _half(session: Session) -> Iterator[str]:
    encrypted = session.scalar(text("SELECT recovery IS NOT NULL FROM station"))
    for what, question in HALVES.items():
        if "key slot" in what and not encrypted:
            continue
        for row in session.execute(text(question)):
            yield f"{what}: {row[0]}"
    yield from _slips(session)
    for number in missing_numbers(session):
        yield f"slip number {number} is missing"
    cases = text(
        "SELECT c.series, c.value, (SELECT count(*) FROM case_file f WHERE f.number IS NOT NULL) "
        "FROM counter c WHERE c.series LIKE 'case:%'"
    )
    for series, value, found in session.execute(cases):
        if value != found:
            yield f"{series}: {value} numbers, {found} cases"


def _slips(session: Session) -> Iterator[str]:
    """Every slip against its bytes and its one line in the chain."""
    lines: dict[str, list[dict[str, Any]]] = {}
    for subject, detail in session.execute(
        select(Audit.subject, Audit.detail).where(Audit.act == ISSUED)
    ):
        lines.setdefault(subject, []).append(json.loads(detail))
    numbers: list[str] = []
    rows = select(Slip.number, Slip.sha256, Slip.pdf)
    for number, sha256, pdf in session.execute(rows, execution_options={"yield_per": 50}):
        numbers.append(number)
        if hashlib.sha256(pdf).hexdigest() != sha256:
            yield f"slip {number}: its PDF has another hash"
        if [line["sha256"] for line in lines.get(number, [])] != [sha256]:
            yield f"slip {number}: not once in the chain with its hash"
    for number in set(lines) - set(numbers):
        yield f"slip {number} is in the chain and nowhere else"
    for number, times in Count(numbers).items():
        if times > 1:
            yield f"slip {number} is there {times} times"


def _lost_backups(site: Site, said: list[Told]) -> Iterator[str]:
    """The newest acknowledged backup, unless a newer one stands in for it."""
    named = [each["backup"] for each in said if "backup" in each]
    names = [each.file.name for each in backup.listed(site.home / "backups")]
    if named and not any(name >= max(named) for name in names):
        yield f"backup {max(named)}"


def _unfit_backups(site: Site) -> Iterator[str]:
    """A backup with a manifest is whole, to the byte."""
    for each in backup.listed(site.home / "backups"):
        if not each.file.exists() or backup.file_hash(each.file) != each.manifest.sha256:
            yield f"backup {each.file.name} is not what its manifest says"
        elif site.key is not None and keys.load(keys.keys_path(each.file)) is None:
            yield f"backup {each.file.name} has no key file"
