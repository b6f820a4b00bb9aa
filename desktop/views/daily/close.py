"""Closing a day (日结): its figures, its gaps one by one, the signature, and what changed since."""

from datetime import date
from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from desktop.domain.day_close import GapKind
from desktop.services import day_close, papers
from desktop.services.day_close import Closed, Day
from desktop.services.gaps import Gap
from desktop.services.papers import IssuedPaper, PaperRow
from desktop.views import words
from desktop.views.case_forms import Form
from desktop.views.daily import day_words
from desktop.views.days import DayStep
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Field, Line
from desktop.views.paper_prints import PaperSheet
from desktop.views.parts import Empty, button, card, column, label, restyle, row
from desktop.views.sheet import Sheet, ground
from desktop.views.tables import Column, Rows, chosen, table


class ExplainForm(Form):
    """Why some gaps are there."""

    def __init__(self, over: QWidget, count: int, before: str) -> None:
        self.said = Line(before, limit=200)
        fields = {"said": Field(_("Why, and what follows"), self.said, name="form.words")}
        text = _("It stands on the day-close sheet beside {count} gaps.").format(count=count)
        super().__init__(over, _("Explain"), text, _("Explain"), fields)
        self.said.setFocus(Qt.FocusReason.TabFocusReason)


class ClosePage(QWidget):
    """One day: what is open is explained or carried over, then the day is closed."""

    marked = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("daily.close")
        self._desk = desk
        self._day: Day | None = None
        self._days = DayStep(desk.now().date(), "close.day")
        self._days.changed.connect(self._turned)
        self._columns = (
            Column(_("What is open"), self._kind, 150, self._tone),
            Column(_("Number"), lambda r: r.number, 192),
            Column(_("Person"), lambda r: r.name, 90, strong=True),
            Column(_("Officer"), lambda r: r.officer, 76),
            Column(_("Since"), lambda r: words.day(r.since), 100),
            Column(_("What is said of it"), self._said),
        )
        self._gaps = Rows(self._columns)
        self._table = table(self._gaps, self._columns, "close.table", dense=desk.settings.dense)
        self._table.selectionModel().currentRowChanged.connect(self._mark)
        self._table.activated.connect(self._explain)
        self._change_columns = (
            Column(_("Record"), lambda r: day_words.records()[r.kind], 110, strong=True),
            Column(_("Number"), lambda r: r.key, 90),
            Column(_("What"), lambda r: day_words.differences()[r.how], 120),
            Column(_("Before → now"), day_words.fields),
        )
        self._changes = Rows(self._change_columns)
        changes = table(self._changes, self._change_columns, "close.changes")
        self._state = label("", strong=True, name="close.state")
        self._numbers = QGridLayout()
        self._figures = {
            name: label("–", size="emphasis", name=f"close.{name}") for name in day_words.counts()
        }
        self._stack = QStackedWidget()
        done = Empty("circle-check", _("Nothing is open"), _("The day can be closed."))
        same = Empty("shield-check", _("Nothing changed since"),
                     _("The records of this day are as they were when it was closed."))  # fmt: skip
        for each in (done, self._table, same, changes):
            self._stack.addWidget(each)
        self._lay_out()
        desk.jobs.changed.connect(self._changed)

    def _lay_out(self) -> None:
        for place, (name, title) in enumerate(day_words.counts().items()):
            self._numbers.addLayout(
                column(self._figures[name], label(title, size="hint"), spacing=0), 0, place
            )
        figures = card()
        self._numbers.setContentsMargins(20, 8, 20, 8)
        figures.setLayout(self._numbers)
        self._explain_button = button(_("Explain …"), name="close.explain")
        self._explain_button.clicked.connect(self._explain)
        self._all = button(_("All of this kind …"), name="close.all")
        self._all.clicked.connect(self._explain_all)
        self._carry = button(_("Carry over"), name="close.carry")
        self._carry.clicked.connect(self._carry_over)
        self._close = button(_("Close the day"), kind="filled", key="Ctrl+Return", icon="lock",
                             name="close.close")  # fmt: skip
        self._close.clicked.connect(self._ask_close)
        self._sheet = button(_("Day-close sheet"), icon="printer", name="close.sheet")
        self._sheet.clicked.connect(self._open_sheet)
        for keys, act in (("Alt+E", self._explain), ("Alt+C", self._carry_over)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        head = row(
            self._days, None, self._explain_button, self._all, self._carry, self._sheet,
            self._close, spacing=8,
        )  # fmt: skip
        box = card()
        column(self._stack, margins=1, parent=box)
        places = column(head, figures, self._state, box, spacing=10, parent=self)
        places.setStretch(3, 1)

    def _kind(self, gap: Gap) -> str:
        shape = "▲" if gap.open else "→" if gap.carried else "●"
        return f"{shape} {day_words.gaps()[gap.kind]}"

    def _tone(self, gap: Gap) -> str:
        return "warn" if gap.open else "" if gap.carried else "good"

    def _said(self, gap: Gap) -> str:
        if gap.said or gap.carried:
            carried = _("carried over") if gap.carried else ""
            return "；".join(part for part in (gap.said, carried) if part)
        if gap.before:
            return _("(last time: {said})").format(said=gap.before)
        return day_words.why(gap)

    @property
    def _on(self) -> date:
        return self._days.day

    def _turned(self, _day: object) -> None:
        self.arrive()

    def arrive(self) -> None:
        """Look at the day as it stands now."""
        values = (self._desk.clerk, self._desk.now(), self._on)
        self._desk.study(day_close.look, *values, done=self._show)

    def _changed(self, _nouns: frozenset[str]) -> None:
        if self.isVisible():
            self.arrive()

    def _show(self, day: Day) -> None:
        if day.day != self._on:
            return
        known = chosen(self._table)
        self._day = day
        for name, figure in self._figures.items():
            figure.setText(str(getattr(day.counts, name)))
        self._gaps.show_rows(day.gaps)
        open_ = sum(1 for gap in day.gaps if gap.open)
        closed = day.closed
        for each in (self._explain_button, self._all, self._carry):
            each.setVisible(closed is None and bool(day.gaps))
        self._close.setVisible(closed is None)
        self._close.setEnabled(not open_ and day.day <= self._desk.now().date())
        self._sheet.setVisible(closed is not None)
        if closed is None:
            self._stack.setCurrentIndex(1 if day.gaps else 0)
            self._mark_again(known)
            text, tone = _not_closed(len(day.gaps), open_)
        else:
            self._changes.show_rows(closed.changes)
            self._stack.setCurrentIndex(3 if closed.changes else 2)
            text, tone = _closed(closed)
        self._state.setText(text)
        restyle(self._state, tone=tone)

    def _mark_again(self, known: object) -> None:
        """Go on from the gap that was marked; the next open one where it has its word now."""
        rows = self._gaps.rows
        subject = known.subject if isinstance(known, Gap) else ""
        at = next((n for n, gap in enumerate(rows) if gap.subject == subject), 0)
        following = (n for n in range(len(rows)) if rows[(at + n) % len(rows)].open)
        if rows:
            self._table.selectRow((at + next(following, 0)) % len(rows))

    def _mark(self, now: QModelIndex, _before: QModelIndex) -> None:
        gap = chosen(self._table) if now.isValid() else None
        if isinstance(gap, Gap) and gap.case is not None:
            self.marked.emit(gap.case)

    def _marked_gap(self) -> Gap | None:
        gap = chosen(self._table)
        unclosed = self._day is not None and self._day.closed is None
        return gap if isinstance(gap, Gap) and unclosed else None

    def _explain(self) -> None:
        if (gap := self._marked_gap()) is not None:
            self._ask((gap,))

    def _explain_all(self) -> None:
        if (gap := self._marked_gap()) is not None and self._day is not None:
            self._ask(tuple(each for each in self._day.gaps if each.kind is gap.kind))

    def _ask(self, gaps: tuple[Gap, ...]) -> None:
        form = ExplainForm(ground(self), len(gaps), gaps[0].said or gaps[0].before)
        form.given.connect(partial(self._send, form, gaps))

    def _send(self, form: ExplainForm, gaps: tuple[Gap, ...]) -> None:
        subjects = _subjects(gaps)
        self._desk.act(
            day_close.explain, self._on, subjects, form.said.text(),
            done=partial(self._explained, form), changes=("days",), refused=form.refuse,
        ).broken.connect(form.failed)  # fmt: skip

    def _explained(self, form: Form, _nothing: object) -> None:
        form.finish()
        self._table.setFocus()

    def _carry_over(self) -> None:
        if (gap := self._marked_gap()) is not None:
            values = (self._on, _subjects((gap,)), gap.said or gap.before, True)
            self._desk.act(day_close.explain, *values, done=self._done, changes=("days",))

    def _done(self, _nothing: object) -> None:
        self._table.setFocus()

    def _ask_close(self) -> None:
        text = _(
            "The records of {day} are kept as they stand now, by their fingerprint; the sheet is "
            "printed and signed. What changes later shows as changed after closing."
        )
        sheet = Sheet(
            ground(self), _("Close the day"), text.format(day=self._on.isoformat()),
            [("", _("Cancel"), "quiet"), ("close", _("Close the day"), "filled")],
        )  # fmt: skip
        sheet.answered.connect(self._answered)

    def _answered(self, key: str) -> None:
        if key == "close":
            values = (self._desk.press, self._on)
            self._desk.act(day_close.close, *values, done=self._closed, changes=("days",))

    def _closed(self, paper: PaperRow) -> None:
        self._desk.bar.tell(_("The day is closed; please sign the sheet."), Tone.GOOD)
        self._desk.look(papers.look, paper.id, done=self._offer)

    def _open_sheet(self) -> None:
        if self._day is not None and self._day.closed is not None:
            self._desk.look(papers.look, self._day.closed.paper, done=self._offer)

    def _offer(self, paper: IssuedPaper) -> None:
        PaperSheet(ground(self), self._desk, paper)


def _subjects(gaps: tuple[Gap, ...]) -> tuple[tuple[GapKind, str], ...]:
    return tuple((gap.kind, gap.subject) for gap in gaps)


def _not_closed(count: int, open_: int) -> tuple[str, str]:
    if open_:
        said = _("▲ {open} of {count} gaps are still to be explained or carried over.")
        return said.format(open=open_, count=count), "warn"
    return _("● Every gap has its word; the day can be closed."), "good"


def _closed(closed: Closed) -> tuple[str, str]:
    if not closed.whole:
        text = _("■ The stored records of this day do not fit their fingerprint. Tell IT.")
        return text, "bad"
    said = _("● Closed {time} by {officer}, sheet {number}, code {code}")
    text = said.format(
        time=words.moment(closed.at), officer=closed.officer, number=closed.paper_number,
        code=closed.head_code,
    )  # fmt: skip
    if closed.changes:
        text += _(" — ▲ {count} changes since").format(count=len(closed.changes))
        return text, "warn"
    return text, "good"
