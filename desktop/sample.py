"""One complete matter of somebody nobody is, for the self-test and the measurements."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from db.engine import reading, writing
from desktop.domain.applicants import Applicant, Person
from desktop.domain.intake import Draft, Finding, Matter
from desktop.domain.officers import Role
from desktop.domain.printing import Paper
from desktop.domain.slips import MaterialState, Signature, SignatureMode, SlipContent, to_text
from desktop.door import knock
from desktop.printing.papers import render_paper
from desktop.printing.pdf import render_slip
from desktop.services import intake
from desktop.services.intake import Issued
from desktop.services.officers import NewOfficer
from desktop.services.paper_templates import shipped_template
from desktop.services.papers import Press
from desktop.services.station import StationFacts


class Sample:
    """A fresh database with a station, and a draft in which nothing is open."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self._now = now
        self._keys = count(1)
        admin = NewOfficer("1", "自检", Role.ADMINISTRATOR, "self-test password")
        facts = StationFacts(name="自检", code="TEST")
        entered = knock(folder, lambda: now).set_up(facts, admin, encrypted=True)
        self._backend, self._clerk = entered.backend, entered.clerk
        with reading(self._backend.engine) as session:
            self._counter = self._backend.counter(self._clerk)(session)
        self._draft = self._finished()
        matter, content = self._preview(self._draft)
        signature = Signature(SignatureMode.PAPER, "自检", text_hash=matter.told)
        self._draft = replace(self._draft, signature=signature)
        self._content = replace(content, number="TEST0001", signature=signature)
        self.text = to_text(self._content)
        self.pdf = self._render_it(self._content).pdf

    def _finished(self) -> Draft:
        person = Person(name="自检", id_number="000103195006150024")
        draft = Draft(items=("household-book-replace",), applicant=Applicant(person), asked=True)
        matter = intake.matter_of(self._counter.shelf, draft, self._now.date())
        return replace(
            draft,
            acknowledged=frozenset(row.flag for row in matter.assessment.findings),
            materials={n.material: Finding(MaterialState.HERE) for n in matter.assessment.needs},
            explained=frozenset(matter.lines),
        )

    def _preview(self, draft: Draft) -> tuple[Matter, SlipContent]:
        counter = self._counter
        return intake.preview(
            counter.shelf, counter.template, counter.station, self._clerk, draft, self._now
        )

    def _render_it(self, content: SlipContent) -> Paper:
        return render_slip(content, self._counter.template)

    def render(self) -> Paper:
        """Make the slip's PDF anew."""
        return self._render_it(self._content)

    def issue(self) -> Issued:
        """Store one more case with its slip; the PDF is at hand, only the records are made."""
        paper = Paper(self.pdf, "0" * 64, 1)
        return self._issue(lambda _content: paper)

    def issue_whole(self) -> Issued:
        """Store one more case and make its PDF in the same act, as the window does."""
        return self._issue(partial(render_slip, template=self._counter.template))

    def _issue(self, render: intake.Render) -> Issued:
        counter = self._counter
        press = Press(counter.shelf, counter.template, shipped_template, counter.law, render_paper)
        desk = intake.Desk(counter.shelf, counter.template, render, press)
        with writing(self._backend.engine) as session:
            key = f"sample-{next(self._keys)}"
            return intake.issue(session, self._clerk, self._now, desk, key, self._draft)

    @property
    def engine(self) -> Engine:
        """The open records."""
        return self._backend.engine

    @property
    def key(self) -> bytes | None:
        """The key of the records."""
        return self._backend.store.key

    def copy_to(self, file: Path) -> None:
        """The records as they are now, in another file with the same key."""
        raw = self.engine.raw_connection()
        try:
            raw.cursor().execute("VACUUM INTO ?", (str(file),))
        finally:
            raw.close()

    def close(self) -> None:
        """Let the database go."""
        self._backend.engine.dispose()
