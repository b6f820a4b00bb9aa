"""Step 6: every line told large, ticked when it is clear; questions and answers noted."""

from gettext import gettext as _

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QListWidget, QListWidgetItem, QWidget

from desktop.domain.intake import Step
from desktop.domain.slips import Answer
from desktop.views import theme
from desktop.views.fields import Field, Line
from desktop.views.flow import emptied
from desktop.views.intake.lines import Told, told_lines
from desktop.views.intake.page import Page
from desktop.views.intake.work import Work
from desktop.views.parts import button, card, column, label, row


class ExplainPage(Page):
    """One line at a time; Space ticks it and goes on to the next."""

    shown = Signal(object)

    def __init__(self, work: Work) -> None:
        advice = _("Read each line out, let the visitor repeat it; Space ticks and goes on.")
        super().__init__(work, Step.EXPLAIN, advice)
        self._lines: tuple[Told, ...] = ()
        self._at = 0
        self._stage = QFrame()
        self._stage.setProperty("surface", "card")
        self._stage.setObjectName("explain.stage")
        self._stage.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._stage.setMinimumHeight(220)
        self._stage.installEventFilter(self)
        self._count = label("", size="hint", name="explain.count")
        self._heading = label("", size="emphasis", wrap=True)
        self._text = label("", wrap=True, name="explain.text")
        self._text.setProperty("type", "told")
        self._tick = button(_("Explained"), icon="check", name="explain.tick", tip=_("Space"))
        self._tick.setCheckable(True)
        self._tick.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tick.clicked.connect(self._ticked)
        back = button("", kind="quiet", icon="chevron-left", tip=_("Line before  ↑"))
        back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        back.clicked.connect(lambda: self._go(-1))
        forth = button("", kind="quiet", icon="chevron-right", tip=_("Next line  ↓"))
        forth.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        forth.clicked.connect(lambda: self._go(1))
        self._large = QCheckBox(_("Print large"))
        self._large.setObjectName("explain.large")
        self._large.clicked.connect(lambda on: work.update(large=on))
        column(
            row(self._heading, None, self._count), self._text, None,
            row(back, forth, None, self._large, self._tick, spacing=8),
            margins=(24, 16, 16, 12), spacing=10, parent=self._stage,
        )  # fmt: skip
        self._list = QListWidget()
        self._list.setObjectName("explain.lines")
        self._list.setFixedHeight(190)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.currentRowChanged.connect(self._picked)
        self.body.addWidget(self._stage)
        self.body.addWidget(self._list)
        self.body.addWidget(self._questions())

    def _questions(self) -> QWidget:
        box = card()
        self._asked, self._answered = Line(limit=200), Line(limit=400)
        add = button(_("Note it"), icon="plus", name="explain.note")
        add.clicked.connect(self._add)
        self._answered.returnPressed.connect(self._add)
        self._noted = column(spacing=4)
        column(
            label(_("Questions the visitor asked"), size="emphasis"),
            self._noted,
            Field(_("Question"), self._asked, name="explain.question"),
            Field(_("Answer"), self._answered, name="explain.answer"),
            row(None, add), margins=16, spacing=4, parent=box,
        )  # fmt: skip
        return box

    def begin(self) -> None:
        """Forget a question that was not noted."""
        self._asked.clear()
        self._answered.clear()

    def arrive(self) -> None:
        """Begin at the first line that is not clear yet."""
        self.refresh()
        done = self.work.draft.explained
        self._at = next((n for n, row_ in enumerate(self._lines) if row_.key not in done), 0)
        self._show()

    def first(self) -> QWidget:
        """The line on stage."""
        return self._stage

    def refresh(self) -> None:
        """Show the lines as they stand."""
        lines = told_lines(self.work.matter, self.work.content)
        if [row_.key for row_ in lines] != [row_.key for row_ in self._lines]:
            self._at = min(self._at, len(lines) - 1)
        self._lines = lines
        self._list.blockSignals(True)
        self._list.clear()
        for told in lines:
            self._list.addItem(self._entry(told))
        self._list.blockSignals(False)
        emptied(self._noted)
        for place, answer in enumerate(self.work.draft.questions):
            self._noted.addWidget(self._answer(place, answer))
        self._large.setChecked(self.work.matter.large)
        self._show()
        self.quiet()

    def _entry(self, told: Told) -> QListWidgetItem:
        clear = told.key in self.work.draft.explained
        entry = QListWidgetItem(told.heading)
        entry.setIcon(
            theme.icon("circle-check" if clear else "circle", "good" if clear else "ink-3")
        )
        return entry

    def _answer(self, place: int, answer: Answer) -> QWidget:
        box = QWidget()
        drop = button("", kind="quiet", icon="x", tip=_("Take out"))
        drop.clicked.connect(lambda _=False, place=place: self._drop(place))
        words_ = label(f"问：{answer.ask}　答：{answer.answer}", wrap=True)
        line = row(words_, drop, parent=box)
        line.setStretch(0, 1)
        return box

    def _show(self) -> None:
        if not self._lines:
            return
        told = self._lines[self._at]
        done = self.work.draft.explained
        clear = sum(1 for row_ in self._lines if row_.key in done)
        self._heading.setText(told.heading)
        self._text.setText(told.text)
        self._count.setText(
            _("line {at} of {all} · {clear} explained").format(
                at=self._at + 1, all=len(self._lines), clear=clear
            )
        )
        self._tick.setChecked(told.key in done)
        self._list.blockSignals(True)
        self._list.setCurrentRow(self._at)
        self._list.blockSignals(False)
        self.shown.emit((told, self._at, len(self._lines)))

    def _picked(self, place: int) -> None:
        if 0 <= place < len(self._lines):
            self._at = place
            self._show()

    def _go(self, step: int) -> None:
        self._at = max(0, min(len(self._lines) - 1, self._at + step))
        self._show()

    def _ticked(self) -> None:
        key = self._lines[self._at].key
        done = self.work.draft.explained
        if key in done:
            self.work.update(explained=done - {key})
        else:
            self._tick_on(key)

    def _tick_on(self, key: str) -> None:
        at = self._at
        self.work.update(explained=self.work.draft.explained | {key})
        if at + 1 < len(self._lines):
            self._at = at + 1
            self._show()
        elif not self.show_open():
            self.on.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space ticks and goes on; the arrows walk."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            match event.key():
                case Qt.Key.Key_Space:
                    self._tick_on(self._lines[self._at].key)
                    return True
                case Qt.Key.Key_Down | Qt.Key.Key_Up:
                    self._go(1 if event.key() == Qt.Key.Key_Down else -1)
                    return True
                case _:
                    pass
        return super().eventFilter(watched, event)

    def _add(self) -> None:
        ask, answer = self._asked.text().strip(), self._answered.text().strip()
        if ask and answer:
            self.work.update(questions=(*self.work.draft.questions, Answer(ask, answer)))
            self._asked.clear()
            self._answered.clear()
            self._asked.setFocus()

    def _drop(self, place: int) -> None:
        rows = self.work.draft.questions
        self.work.update(questions=rows[:place] + rows[place + 1 :])
