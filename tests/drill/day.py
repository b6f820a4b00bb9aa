"""A counter's day: every act in its own transaction, acknowledged by a line after the commit."""

from collections.abc import Callable
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import backup
from db.engine import writing
from db.models import Case, Delivery
from desktop.backend import Backend
from desktop.domain.cases import CaseMove, CaseState
from desktop.domain.intake import Step
from desktop.domain.waybills import DEFAULT_PREFIXES, s10_check_digit
from desktop.services import backups, drafts, intake, moves, officers, parcels, slips
from desktop.services.intake import Issued
from tests.drill.apart import Wire
from tests.drill.site import Site, clock

MADE = (CaseMove.EXAMINE, CaseMove.APPROVE, CaseMove.MAKE_CERTIFICATE)


class Day:
    """One officer at one counter; `run` keeps the keys of different runs apart."""

    def __init__(self, site: Site, backend: Backend, wire: Wire, run: int = 0) -> None:
        self.site, self.backend, self.wire, self.run = site, backend, wire, run
        self.now = clock(run * 20)()
        self._desk = site.desk()
        self._acts = count(1)

    def act(self, name: str, work: Callable[[Session], Any], **more: Any) -> Any:
        """One act: stored whole, then acknowledged."""
        key = f"act-{self.run}-{next(self._acts)}"
        with writing(self.backend.engine, key) as session:
            result = work(session)
        if isinstance(result, Issued):
            more |= {"number": result.number, "sha256": result.paper.sha256, "case": result.case}
        self.wire.say(act=name, key=key, **more)
        return result

    def draft(self, name: str) -> None:
        """Keep an unfinished intake; it leaves no line in the chain."""
        with writing(self.backend.engine) as session:
            drafts.save_draft(
                session, self.site.clerk, self.now, name, Step.ITEMS, name, self.site.drafts[0]
            )
        self.wire.say(act="draft", draft=name)

    def issue(self, name: str, which: int = 0) -> Issued:
        """End an intake: case, slip, number, PDF, delivery."""
        return self.act("issue", self.issuing(name, which), intake=name)  # type: ignore[no-any-return]

    def issuing(self, name: str, which: int = 0) -> Callable[[Session], Issued]:
        """The work of ending an intake."""
        draft = self.site.drafts[which % len(self.site.drafts)]
        return lambda session: intake.issue(
            session, self.site.clerk, self.now, self._desk, name, draft
        )

    def print(self, slip: int, name: str) -> None:
        """Ask for a sheet and say that it came out."""
        clerk, now = self.site.clerk, self.now
        sheet = self.act(
            "print", lambda s: slips.ask_print(s, clerk, now, slip, "printer", f"print-{name}")
        )
        self.act("told", lambda s: slips.tell_print(s, clerk, now, sheet.id, True))

    def move(self, case: int, move: CaseMove) -> None:
        """Take a case one step on."""

        def moved(session: Session) -> None:
            version = session.get_one(Case, case).version
            moves.move_case(
                session, self.site.clerk, self.now, self._desk.press, case, version, move
            )

        self.act("move", moved)

    def post(self, case: int, waybill: str) -> None:
        """Give a parcel to the courier."""

        def posted(session: Session) -> None:
            row = session.scalars(select(Delivery).where(Delivery.case_id == case)).one()
            parcels.post(
                session, self.site.clerk, self.now, row.id, row.version, waybill, DEFAULT_PREFIXES
            )

        self.act("post", posted)

    def visit(self, n: int) -> None:
        """One visitor from the first answer to the parcel."""
        name = f"visit-{self.run}-{n}"
        self.draft(name)
        issued = self.issue(name, n)
        self.print(issued.slip, name)
        if issued.state is CaseState.ACCEPTED:
            for move in MADE:
                self.move(issued.case, move)
            serial = f"{self.run % 10_000:04d}{n:04d}"
            self.post(issued.case, f"EE{serial}{s10_check_digit(serial)}CN")
        if n % 3 == 2:
            self.draft(f"left-{self.run}-{n}")

    def password(self, old: str, new: str) -> None:
        """Change the officer's own password."""
        clerk, now = self.site.clerk, self.now
        self.act(
            "password", lambda s: officers.change_password(s, clerk, now, old, new), password=new
        )

    def backup(self) -> None:
        """Take a checked backup and write it down."""
        store = self.backend.store
        made = backup.make(store.path, store.key, self.site.home / "backups", self.now)
        self.wire.say(act="copied", backup=made.file.name)
        self.act("backup", lambda s: backups.made(s, self.site.clerk, self.now, made))


def visits(site: Site, run: int, most: int, wire: Wire) -> None:
    """Open the records and serve visitors, at most so many."""
    with site.opened(run * 20) as backend:
        day = Day(site, backend, wire, run)
        wire.say(opened=True)
        for n in range(most):
            day.visit(n)
