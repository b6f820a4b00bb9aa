"""Lists between window and sections: what may go, what waits to be taken, what went before.

The window examines and hands over, the section decides; both sign the list.
"""

from collections.abc import Callable, Sequence
from functools import partial
from gettext import gettext as _

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.services import handovers, papers
from desktop.services.handovers import Candidate, HandOverRow
from desktop.services.papers import IssuedPaper, PaperRow
from desktop.services.slips import PAGE
from desktop.views import words
from desktop.views.case_forms import Form, Ticks
from desktop.views.cases.handover_forms import RecallForm, TakeForm
from desktop.views.desk import Desk, Tone
from desktop.views.flow import emptied
from desktop.views.paper_prints import PaperSheet
from desktop.views.parts import Empty, button, card, column, label, row, scrolled
from desktop.views.sheet import ground


class HandOvers(QWidget):
    """Everything about lists at the place where the clerk works."""

    marked = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._form: Form | None = None
        self._lists: tuple[HandOverRow, ...] = ()
        self._waiting = column(spacing=8)
        self._going = column(spacing=8)
        self._past = column(spacing=8)
        self._older = button(_("Older lists"), kind="quiet", name="handovers.older")
        self._older.clicked.connect(self._more)
        self._older.hide()
        inner = QWidget()
        column(self._waiting, self._going, self._past, row(self._older, None), None,
               spacing=20, margins=(0, 0, 12, 0), parent=inner)  # fmt: skip
        column(scrolled(inner), parent=self)
        desk.jobs.changed.connect(self._changed)

    def arrive(self) -> None:
        """Load what waits, what may go, and the latest lists."""
        clerk = self._desk.clerk
        self._desk.ask(handovers.waiting, clerk, done=self._show_waiting)
        self._desk.ask(handovers.candidates, clerk, done=self._show_going)
        self._desk.ask(handovers.lists, clerk, done=self._show_past)

    def _changed(self, nouns: frozenset[str]) -> None:
        if "cases" in nouns and self.isVisible():
            self.arrive()

    def _place(self, name: str) -> str:
        return name or _("window")

    def _show_waiting(self, rows: tuple[HandOverRow, ...]) -> None:
        emptied(self._waiting)
        if not rows:
            return
        self._waiting.addWidget(label(_("To be taken here"), size="emphasis"))
        for each in rows:
            box = card("warn")
            said = _("{giver} gives {count} cases, {time}").format(
                giver=self._place(each.giver), count=len(each.lines),
                time=words.moment(each.made_at),
            )  # fmt: skip
            take = button(_("Take"), kind="filled", name=f"handovers.take.{each.id}")
            take.clicked.connect(partial(self._take, each))
            names = "、".join(f"{line.name} {line.number}" for line in each.lines)
            text = column(label(said, strong=True), label(names, size="small", wrap=True),
                          spacing=2)  # fmt: skip
            line = row(text, self._number(each), take, margins=(16, 8, 12, 8), parent=box)
            line.setStretch(0, 1)
            self._waiting.addWidget(box)

    def _show_going(self, rows: tuple[Candidate, ...]) -> None:
        emptied(self._going)
        self._going.addWidget(label(_("May be handed over"), size="emphasis"))
        if not rows:
            advice = _("Cases that a section decides stand here once they are accepted; what a "
                       "section decided stands here to go back.")  # fmt: skip
            self._going.addWidget(label(advice, tone="second", wrap=True))
        for taker in dict.fromkeys(each.taker for each in rows):
            self._going.addWidget(self._group(taker, [r for r in rows if r.taker == taker]))

    def _group(self, taker: str, rows: Sequence[Candidate]) -> QWidget:
        """The cases that go to one place, ticked, with the button that makes the list."""
        box = card()
        states = words.case_states()
        lines = [
            (each.case, f"{each.name}　{each.number}",
             f"{'、'.join(each.items)} · {states[each.state]}")
            for each in rows
        ]  # fmt: skip
        ticks = Ticks(lines, ticked=True)
        make = button(
            _("Make the list for {place}").format(place=self._place(taker)),
            kind="filled", icon="list-checks", name=f"handovers.make.{taker or 'window'}",
        )  # fmt: skip
        make.clicked.connect(partial(self._give, taker, ticks, make))
        column(ticks, row(None, make), margins=16, spacing=8, parent=box)
        return box

    def _give(self, taker: str, ticks: Ticks, make: QPushButton, _checked: bool = False) -> None:
        make.setEnabled(False)
        values = (self._desk.press, ticks.ticked, taker)
        self._desk.act(
            handovers.hand_over, *values, done=self._given, changes=("cases",),
            refused=partial(self._not_given, make),
        )  # fmt: skip

    def _given(self, paper: PaperRow) -> None:
        said = _("List {number} is made. It is taken where it goes.").format(number=paper.number)
        self._desk.bar.tell(said, Tone.GOOD)
        self._print(paper.id)

    def _not_given(self, make: QPushButton, error: object) -> None:
        make.setEnabled(True)
        self._desk.jobs.refused.emit(error)

    def _take(self, each: HandOverRow, _checked: bool = False) -> None:
        form = TakeForm(ground(self), each)
        form.given.connect(partial(self._taken, form, each))
        self._form = form

    def _taken(self, form: TakeForm, each: HandOverRow) -> None:
        self._send(form, handovers.take, each.id, form.refused)

    def _recall(self, each: HandOverRow, _checked: bool = False) -> None:
        form = RecallForm(ground(self), each.number)
        form.given.connect(partial(self._recalled, form, each))
        self._form = form

    def _recalled(self, form: RecallForm, each: HandOverRow) -> None:
        self._send(form, handovers.recall, each.id, form.reason.text())

    def _send(self, form: Form, service: Callable[..., None], *values: object) -> None:
        self._desk.act(
            service, *values, done=self._done, changes=("cases",), refused=form.refuse
        ).broken.connect(form.failed)

    def _done(self, _answer: object) -> None:
        if self._form is not None:
            self._form.finish()
        self._desk.bar.tell(_("Noted."), Tone.GOOD)

    def _show_past(self, rows: tuple[HandOverRow, ...]) -> None:
        self._lists = rows
        emptied(self._past)
        if rows:
            self._past.addWidget(label(_("Lists so far"), size="emphasis"))
            self._add_past(rows)
        else:
            advice = _("Every list stays here with its paper.")
            self._past.addWidget(Empty("list-checks", _("No list was made yet"), advice))

    def _add_past(self, rows: tuple[HandOverRow, ...]) -> None:
        for each in rows:
            self._past.addWidget(self._line(each))
        self._older.setVisible(len(rows) == PAGE)

    def _more(self) -> None:
        last = self._lists[-1].id
        self._desk.ask(handovers.lists, self._desk.clerk, last, done=self._show_more)

    def _show_more(self, rows: tuple[HandOverRow, ...]) -> None:
        self._lists += rows
        self._add_past(rows)

    def _line(self, each: HandOverRow) -> QWidget:
        box = card("plain")
        way = f"{self._place(each.giver)} → {self._place(each.taker)}"
        said = _("{way}, {count} cases, {time}").format(
            way=way, count=len(each.lines), time=words.moment(each.made_at)
        )
        parts: list[QWidget | None] = [self._number(each), label(said), None, self._state(each)]
        if each.taken_at is None and each.giver == self._desk.clerk.section:
            made = button(_("Take back"), kind="small", name=f"handovers.recall.{each.id}")
            made.clicked.connect(partial(self._recall, each))
            parts.append(made)
        elif each.taken_at is not None and each.signed_at is None:
            made = button(_("Signed paper is here"), kind="small",
                          name=f"handovers.signed.{each.id}")  # fmt: skip
            made.clicked.connect(partial(self._signed, each))
            parts.append(made)
        row(*parts, margins=(4, 4, 12, 4), spacing=12, parent=box)
        return box

    def _state(self, each: HandOverRow) -> QWidget:
        refused = [line for line in each.lines if line.refused]
        if each.taken_at is None:
            return label(_("○ not taken yet"), tone="second")
        if len(refused) == len(each.lines):
            return label(_("× taken back or refused"), tone="bad")
        text = _("● taken by {name}").format(name=each.taken_by)
        if refused:
            text = _("▲ taken but for {count}").format(count=len(refused))
        return label(text, tone="warn" if refused else "good")

    def _signed(self, each: HandOverRow, _checked: bool = False) -> None:
        self._desk.act(papers.signed, each.paper, done=self._noted, changes=("cases",))

    def _noted(self, _answer: object) -> None:
        self._desk.bar.tell(_("Noted."), Tone.GOOD)

    def _number(self, each: HandOverRow) -> QPushButton:
        made = button(each.number, kind="quiet", icon="file-text",
                      name=f"handovers.paper.{each.id}")  # fmt: skip
        made.clicked.connect(partial(self._print, each.paper))
        return made

    def _print(self, paper: int, _checked: bool = False) -> None:
        self._desk.look(papers.look, paper, done=self._offer)

    def _offer(self, paper: IssuedPaper) -> None:
        PaperSheet(ground(self), self._desk, paper)
