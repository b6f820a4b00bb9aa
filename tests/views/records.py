"""Visits that ended with a slip, stored without a wizard; each has its own minute."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from db.engine import reading, writing
from db.models import Case
from desktop.backend import Backend
from desktop.domain.applicants import Person
from desktop.domain.cases import CaseMove
from desktop.domain.printing import Paper
from desktop.domain.slips import SlipContent
from desktop.services import intake
from desktop.services import moves as case_moves
from desktop.services.intake import Issued
from tests import builders
from tests.builders import NOW, OLD_WOMAN

PAPER = Paper(b"%PDF-1.4 a small one", "0" * 64, 1)
READY = (CaseMove.EXAMINE, CaseMove.APPROVE, CaseMove.MAKE_CERTIFICATE)


class Visits:
    """Serves visitors, one a minute."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._keys = count(1)
        self._drafts: dict[Any, Any] = {}

    def serve(
        self,
        item: str = "household-book-replace",
        person: Person = OLD_WOMAN,
        officer: str = "001002",
        at: datetime | None = None,
        whole: bool = False,
        **more: Any,
    ) -> Issued:
        """One visit; `whole` makes the real PDF."""
        key = next(self._keys)
        clerk = builders.clerk(self._backend, officer)
        known = (item, person, officer, tuple(sorted(more.items())))
        if known not in self._drafts:
            made = builders.finished_draft(self._backend, clerk, (item,), person, **more)
            assert made.signature is not None
            signature = replace(made.signature, reason="不愿签字")
            self._drafts[known] = replace(made, signature=signature)
        with reading(self._backend.engine) as session:
            counter = self._backend.counter(clerk)(session)

        def render(content: SlipContent) -> Paper:
            from desktop.printing.pdf import render_slip

            return render_slip(content, counter.template) if whole else PAPER

        desk = intake.Desk(counter.shelf, counter.template, render, builders.press(counter))
        when = at or NOW + timedelta(minutes=key)
        with writing(self._backend.engine) as session:
            return intake.issue(session, clerk, when, desk, f"visit-{key}", self._drafts[known])

    def move(self, case: int, *moves: CaseMove, reason: str = "") -> None:
        """Decide."""
        clerk = builders.clerk(self._backend)
        press = builders.press(builders.counter(self._backend, clerk))
        for move in moves:
            with writing(self._backend.engine) as session:
                version = session.get_one(Case, case).version
                case_moves.move_case(session, clerk, NOW, press, case, version, move, reason)

    def parcel(self, person: Person = OLD_WOMAN) -> Issued:
        """A visit whose card is made and may be posted."""
        issued = self.serve("id-card", person)
        self.move(issued.case, *READY)
        return issued
