"""The intake under way: its answers, what follows from them, and keeping them safe."""

import uuid
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.applicants import Applicant, Organisation, Person
from desktop.domain.errors import Refusal
from desktop.domain.intake import Draft, Finding, Matter, Step
from desktop.domain.printing import Paper
from desktop.domain.slips import SlipContent, told_hash
from desktop.services import drafts, editions, intake
from desktop.services.catalogue import Shelf
from desktop.services.drafts import SavedDraft
from desktop.services.intake import Issued, OpenCase
from desktop.services.seals import Seal
from desktop.services.told_once import Exempt
from desktop.views.desk import Desk

KEEP_AFTER = 250
"""Milliseconds after the last keystroke until a draft is stored."""


class Work(QObject):
    """One intake: screens change its draft, and read the matter that follows from it.

    `begun` tells that another visit is on, `changed` follows every change, `kept` every stored
    draft, `issued` the end of the intake.
    """

    begun = Signal()
    changed = Signal()
    kept = Signal()
    issued = Signal(object)
    refused = Signal(object)
    offered = Signal(tuple)
    found_open = Signal(tuple)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.key = ""
        self.draft = Draft()
        self.step = Step.ITEMS
        self.since: datetime = desk.now()
        self._asked_of = _matter_of(self.draft)
        self._shelf = desk.shelf
        self.busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER)
        self._timer.timeout.connect(self.keep)
        desk.jobs.broken.connect(self._broken)
        self.matter: Matter
        self.content: SlipContent
        self.begin(())

    def begin(self, items: tuple[str, ...]) -> None:
        """Start anew, perhaps with items chosen in the guide."""
        self.keep_now()
        self._restart(uuid.uuid4().hex, Draft(items=items), Step.ITEMS)

    def resume(self, saved: SavedDraft) -> None:
        """Go on where an unfinished intake was left."""
        self.keep_now()
        step = Step(saved.step) if saved.step in set(Step) else Step.ITEMS
        self._restart(saved.key, saved.draft, step)

    def take_up(self, draft: Draft) -> None:
        """Go on with answers that were given before, under a slip that is void now."""
        self.keep_now()
        self._restart(uuid.uuid4().hex, draft, Step.PERSON)
        self.keep()

    def _restart(self, key: str, draft: Draft, step: Step) -> None:
        self.key, self.step, self.since, self.busy = key, step, self.desk.now(), False
        self.begun.emit()
        self._take(draft)

    def update(self, **answers: Any) -> None:
        """Change some answers; an equal answer changes nothing."""
        draft = replace(self.draft, **answers)
        if "continues" not in answers and _matter_of(draft) != _matter_of(self.draft):
            draft = replace(draft, continues=None)
        if draft != self.draft:
            self._take(draft)
            self._timer.start()

    def person(self, who: str, **facts: Any) -> None:
        """Change facts of the applicant (`person`) or of who came instead (`other`)."""
        applicant = self.draft.applicant
        known = (applicant.person if who == "person" else applicant.other) or Person()
        self.applicant(**{who: replace(known, **facts)})

    def organisation(self, **facts: str) -> None:
        """Change the organisation that applies."""
        known = self.draft.applicant.organisation or Organisation()
        changed = replace(known, **facts)
        self.applicant(organisation=None if changed == Organisation() else changed)

    def applicant(self, **facts: Any) -> None:
        """Change who is in the matter; who and what was asked stays."""
        applicant: Applicant = replace(self.draft.applicant, **facts)
        self.update(applicant=applicant)

    def material(self, name: str, finding: Finding) -> None:
        """Note what was found of one material."""
        self.update(materials={**self.draft.materials, name: finding})

    def _take(self, draft: Draft) -> None:
        other = draft.continues != self.draft.continues
        self.draft = draft
        if other:
            self._look_up(draft.continues)
        self._think()

    def _look_up(self, case: int | None) -> None:
        """An open case goes on by the edition by which it began."""
        self._shelf = self.desk.shelf
        if case is not None:
            known = partial(self._know, case)
            self.desk.ask(editions.shelf_of_case, self.desk.shelf, case, done=known)

    def _know(self, case: int, shelf: Shelf) -> None:
        if self.draft.continues == case and shelf != self._shelf:
            self._shelf = shelf
            self._think()

    def _think(self) -> None:
        desk = self.desk
        self.matter, self.content = intake.preview(
            self._shelf, desk.template, desk.station, desk.clerk, self.draft, self.since
        )
        self.changed.emit()

    @property
    def told(self) -> str:
        """The fingerprint of the text as it stands now."""
        return told_hash(self.content)

    def go(self, step: Step) -> None:
        """Remember the step, so that the intake comes back to it."""
        if step is not self.step:
            self.step = step
            self._timer.start()
        self.keep_now()

    def keep_now(self) -> None:
        """Store the draft without waiting, if something is not stored yet."""
        if self._timer.isActive():
            self.keep()

    def keep(self) -> None:
        """Store every answer given so far."""
        self._timer.stop()
        if self.busy or self.draft.empty:
            return
        values = (self.key, self.step, self._title(), self.draft)
        self.desk.act(drafts.save_draft, *values, done=self._kept)

    def _title(self) -> str:
        names = "、".join(item.name for item in self.matter.items)
        return f"{self.draft.applicant.person.name} {names}".strip()[:400]

    def _kept(self, _result: object) -> None:
        self.kept.emit()

    def ask_drafts(self) -> None:
        """Look for intakes left unfinished; `offered` carries them."""
        self.desk.ask(drafts.unfinished, self.desk.clerk, done=self._offer)

    def _offer(self, rows: tuple[SavedDraft, ...]) -> None:
        self.offered.emit(tuple(row for row in rows if row.key != self.key))

    def drop(self, key: str) -> None:
        """Throw an unfinished intake away."""
        self.desk.act(drafts.drop_draft, key, done=self._dropped)

    def _dropped(self, _result: object) -> None:
        self.ask_drafts()

    def ask_open_cases(self) -> None:
        """Look for open cases of this person and these items; `found_open` carries them."""
        self._asked_of = _matter_of(self.draft)
        self.desk.ask(intake.open_cases, *self._asked_of, done=self._found)

    def _found(self, rows: tuple[OpenCase, ...]) -> None:
        self.found_open.emit(rows if self._asked_of == _matter_of(self.draft) else ())

    def issue(self, exempt: Exempt | None = None) -> None:
        """End the intake: number, slip, case and delivery in one act; asked twice, done once."""
        from desktop.printing.pdf import render_slip

        if self.busy:
            return
        self.busy = True
        self._timer.stop()
        render = partial(render_slip, template=self.desk.template)
        if self.desk.seal is not None:
            render = partial(_sealed, render, self.desk.seal)
        window = self.desk.station.window
        desk = intake.Desk(self.desk.shelf, self.desk.template, render, self.desk.press, window)
        self.desk.act(
            intake.issue,
            desk,
            self.key,
            replace(self.draft, outcome=self.matter.outcome),
            exempt,
            done=self._issued,
            changes=("slips", "cases", "deliveries"),
            refused=self._refused,
        )

    def _issued(self, issued: Issued) -> None:
        self.busy = False
        self.issued.emit(issued)

    def _refused(self, error: Refusal) -> None:
        self.busy = False
        self._timer.start()  # what was typed last is not stored yet
        self.refused.emit(error)

    def _broken(self, error: object) -> None:
        if self.busy:
            self.busy = False
            self._timer.start()
            self.refused.emit(error)


def _matter_of(draft: Draft) -> tuple[str, tuple[str, ...]]:
    """Whose matter it is: an open case of one person never goes on under another."""
    return draft.applicant.person.id_number, draft.items


def _sealed(render: intake.Render, seal: Seal, content: SlipContent) -> Paper:
    from desktop.printing.seal import sealed  # pyHanko only where slips are sealed

    return sealed(render(content), seal.p12, seal.password)
