"""The card that notes a question: a key for the channel, a key for how it ended."""

from collections.abc import Iterator
from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLayout, QPushButton, QWidget

from desktop.domain.enquiries import QUESTION_LENGTH, Channel, Ending
from desktop.domain.errors import Refusal
from desktop.domain.officers import Right
from desktop.services import enquiries
from desktop.services.enquiries import Before
from desktop.views import words
from desktop.views.desk import Desk
from desktop.views.enquiries import said
from desktop.views.fields import Field, Line
from desktop.views.parts import button, column, hint, label, row

PAUSE_MS = 250


class NoteCard(QWidget):
    """Channel, words, person; `ended` says how the question ended, `visit` begins an intake."""

    ended = Signal(object)
    visit = Signal()

    def __init__(self, desk: Desk, channel: Channel) -> None:
        super().__init__()
        self._desk, self._item = desk, ""
        self._channels = QButtonGroup(self)
        channels = row(spacing=6)
        for number, (each, name) in enumerate(said.channels().items(), 1):
            made = self._channel(each, name, f"Alt+{number}")
            made.setChecked(each is channel)
            channels.addWidget(made)
        self.question = Line(example=_("In the words of who asks"), limit=QUESTION_LENGTH)
        self.name = Line(limit=30)
        self.phone = Line(limit=30)
        self.answer = Line(limit=200)
        self._fields = {
            "question": Field(_("What is asked"), self.question, name="enquiries.question"),
            "name": Field(_("Name"), self.name, name="enquiries.name"),
            "phone": Field(_("Phone"), self.phone, name="enquiries.phone"),
            "answer": Field(
                _("What was said, or who takes it on"), self.answer, name="enquiries.answer"
            ),
        }
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(PAUSE_MS)
        self._again.timeout.connect(self._ask_before)
        self.phone.textEdited.connect(self._typed_phone)
        fields = self._fields
        self._before = label("", size="small", tone="warn", wrap=True, name="enquiries.before")
        self._before.hide()
        person = row(fields["name"], fields["phone"], spacing=8)
        person.setStretch(1, 1)
        fields["name"].setMaximumWidth(104)
        column(
            label(_("Note the question"), size="emphasis"), channels, 4, fields["question"],
            person, self._before, fields["answer"], *self._ends(), None,
            margins=16, spacing=6, parent=self,
        )  # fmt: skip

    def _channel(self, channel: Channel, name: str, key: str) -> QPushButton:
        made = button(name, kind="small", name=f"enquiries.channel.{channel}")
        made.setCheckable(True)
        made.setProperty("channel", channel.value)
        hint(made, f"{name}  {key}")
        QShortcut(QKeySequence(key), self).activated.connect(made.click)
        self._channels.addButton(made)
        return made

    def _ends(self) -> Iterator[QWidget | QLayout]:
        done = button(_("Answered"), kind="filled", key="Ctrl+Return", name="enquiries.answered")
        passed = button(_("Passed on"), key="Ctrl+Shift+Return", name="enquiries.passed_on")
        call = button(_("Call back later"), key="Alt+B", name="enquiries.call_back")
        for each, ending in zip((done, passed, call), Ending, strict=True):
            each.clicked.connect(partial(self._end, ending))
        yield done
        yield row(passed, call, spacing=6)
        if self._desk.clerk.may(Right.SERVE):
            visit = button(
                _("Begin intake"), icon="clipboard-plus", key="Alt+V", name="enquiries.visit"
            )
            visit.clicked.connect(self.visit)
            yield visit

    @property
    def channel(self) -> Channel:
        """By which way the question came; the last one stays for the next."""
        return Channel(self._channels.checkedButton().property("channel"))

    def _end(self, ending: Ending, _checked: bool = False) -> None:
        for field in self._fields.values():
            field.complain("")
        self.ended.emit(ending)

    def refuse(self, error: Refusal) -> None:
        """Say beside the field why nothing was noted; everything typed stays."""
        field = self._fields.get(error.field, self._fields["question"])
        field.complain(words.refusal(error))
        field.editor.setFocus()

    def about(self, item: str) -> None:
        """The item that is asked about now."""
        self._item = item
        self._typed_phone()

    def _typed_phone(self, _text: str = "") -> None:
        self._before.hide()
        if self.phone.text().strip():
            self._again.start()

    def _ask_before(self) -> None:
        values = (self._desk.clerk, self.phone.text(), self._item)
        self._desk.ask(enquiries.asked_before, *values, done=self._show_before)

    def _show_before(self, before: Before) -> None:
        if before.last is not None:
            told = _("▲ Asked for this before: {times} times, last {time}")
            self._before.setText(
                told.format(times=before.times, time=words.moment(before.last)[:16])
            )
            self._before.show()

    def empty(self) -> None:
        """Ready for the next question."""
        for field in self._fields.values():
            field.complain("")
        for line in (self.question, self.name, self.phone, self.answer):
            line.clear()
        self._before.hide()
