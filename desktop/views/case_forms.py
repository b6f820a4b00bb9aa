"""What a move of a case asks beside its button: sheets with the few fields the act wants."""

from collections.abc import Iterable
from datetime import date, timedelta
from gettext import gettext as _

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QPushButton, QWidget

from desktop.domain.clocks import PauseKind
from desktop.domain.errors import Refusal
from desktop.domain.visits import Purpose
from desktop.services.cases import Outstanding
from desktop.services.supplements import Wanted
from desktop.views import case_words, words
from desktop.views.fields import Choice, Field, Line
from desktop.views.parts import column, label, row, scrolled
from desktop.views.second import SecondSheet
from desktop.views.sheet import Sheet

TAB = Qt.FocusReason.TabFocusReason


class Form(Sheet):
    """A sheet that stays open, with all that was typed, until its act is done or left with Esc.

    `given` says that it was filled in; the fields tell what. `more` stands above the fields,
    `foot` below them; so many fields stand `beside` each other.
    """

    given = Signal()

    def __init__(
        self,
        over: QWidget,
        title: str,
        text: str,
        act: str,
        fields: dict[str, Field],
        more: QWidget | None = None,
        foot: QWidget | None = None,
        width: int = 480,
        beside: int = 1,
    ) -> None:
        self._fields = fields
        self._said = label("", size="small", tone="bad", wrap=True, name="form.said")
        self._said.hide()
        body = QWidget()
        parts = [more, *_lines(list(fields.values()), beside), foot, self._said]
        column(*(part for part in parts if part is not None), spacing=4, parent=body)
        buttons = [("", _("Cancel"), "quiet"), ("go", act, "filled")]
        super().__init__(over, title, text, buttons, body=body, width=width)
        self._go = self.findChildren(QPushButton, "sheet.go")[-1]
        for field in fields.values():
            if isinstance(field.editor, Line):
                field.editor.returnPressed.connect(self._give)

    def answer(self, key: str) -> None:
        """Hand over what was filled in; the sheet closes when the act is done, or with Esc."""
        if key == "go":
            self._give()
        else:
            super().answer(key)

    def _give(self) -> None:
        if self._go.isEnabled():
            for field in self._fields.values():
                field.complain("")
            self._said.hide()
            self._go.setEnabled(False)
            self.given.emit()

    def refuse(self, error: Refusal) -> None:
        """Say beside the field why the act was not done; everything typed stays."""
        self._go.setEnabled(True)
        field = self._fields.get(error.field)
        if field is None:
            self._said.setText(words.refusal(error))
            self._said.show()
        else:
            field.complain(words.refusal(error))
            field.editor.setFocus(TAB)

    def failed(self, error: object) -> None:
        """Say that the program itself failed; everything typed stays."""
        self._go.setEnabled(True)
        self._said.setText(words.unexpected(error))
        self._said.show()

    def finish(self) -> None:
        """The act is done."""
        super().answer("done")


def _lines(fields: list[Field], beside: int) -> list[QWidget]:
    """The fields one below the other, or some of them beside each other in a line."""
    if beside == 1:
        return list(fields)
    made = []
    for start in range(0, len(fields), beside):
        line = QWidget()
        row(*fields[start : start + beside], spacing=16, parent=line)
        made.append(line)
    return made


def day_edit(day: date, name: str) -> QDateEdit:
    """A field for a day."""
    made = QDateEdit(QDate(day.year, day.month, day.day))
    made.setDisplayFormat("yyyy-MM-dd")
    made.setObjectName(name)
    return made


def day_of(edit: QDateEdit) -> date:
    """The day in such a field."""
    found = edit.date()
    return date(found.year(), found.month(), found.day())


class StopForm(Form):
    """Why a limit, or one office's alone, is stopped, for what, and until when (art. 45)."""

    def __init__(self, over: QWidget, today: date, office: str = "") -> None:
        self.kind = Choice(list(case_words.pause_kinds().items()))
        self.reason = Line(limit=200)
        self.expected = day_edit(today + timedelta(days=7), "form.expected")
        fields = {
            "kind": Field(_("What does not count"), self.kind, name="form.kind"),
            "reason": Field(_("Reason"), self.reason, name="form.reason"),
            "expected": Field(_("Expected to last until"), self.expected, name="form.expected"),
        }
        title, text = (
            _("Stop the limit"),
            _("The applicant is told in writing; the limit goes on when you let it."),
        )
        if office:
            text = _("Only the clock of {office} stops. The applicant is told in writing.").format(
                office=office
            )
        super().__init__(over, title, text, title, fields)

    def values(self) -> tuple[PauseKind, str, date]:
        """For what, why, until when."""
        kind = self.kind.value
        chosen = kind if isinstance(kind, PauseKind) else PauseKind.HEARING
        return chosen, self.reason.text(), day_of(self.expected)


class ExtendSheet(SecondSheet):
    """How much longer a limit is to be, why, and who approves it (art. 42)."""

    def __init__(self, over: QWidget, title: str, text: str, offered: str) -> None:
        self._count = Line(offered, limit=2)
        more = Field(_("Working days more"), self._count, name="form.count")
        super().__init__(over, title, text, title, with_reason=True, more=more)

    @property
    def count(self) -> int:
        """Working days, 0 where no whole number stands there."""
        text = self._count.text().strip()
        return int(text) if text.isascii() and text.isdigit() else 0


class Ticks(QWidget):
    """Things to tick, each with a remark below its name."""

    def __init__(self, rows: Iterable[tuple[object, str, str]], ticked: bool) -> None:
        super().__init__()
        self._boxes: list[tuple[object, QCheckBox]] = []
        inner = QWidget()
        place = column(spacing=4, parent=inner)
        for key, name, remark in rows:
            box = QCheckBox(name)
            box.setChecked(ticked)
            box.setObjectName(f"form.tick.{key}")
            self._boxes.append((key, box))
            place.addWidget(box)
            if remark:
                place.addLayout(row(38, label(remark, size="hint", wrap=True)))
        place.addStretch(1)
        area = scrolled(inner)
        area.setMaximumHeight(280)
        column(area, parent=self)

    @property
    def ticked(self) -> list[object]:
        """The keys of what is ticked, in order."""
        return [key for key, box in self._boxes if box.isChecked()]


class CameForm(Form):
    """Which of the things asked for or promised are here now, and whether somebody brought them."""

    def __init__(self, over: QWidget, title: str, rows: Iterable[Outstanding]) -> None:
        self._ticks = Ticks([(each.id, each.name, each.remark) for each in rows], ticked=True)
        self._brought = QCheckBox(_("The citizen came to the window for it"))
        self._brought.setChecked(True)
        self._brought.setObjectName("form.brought")
        more = QWidget()
        column(self._ticks, self._brought, spacing=12, parent=more)
        text = _("Tick what is here now; a receipt is made of it.")
        super().__init__(over, title, text, title, {}, more)

    def values(self) -> tuple[list[object], bool]:
        """Keys of what came, and whether it counts as a visit."""
        return self._ticks.ticked, self._brought.isChecked()


class AskForm(Form):
    """Everything that is missing, asked for at once (art. 32 (4))."""

    def __init__(self, over: QWidget, materials: list[tuple[str, str]], today: date) -> None:
        self._names = dict(materials)
        self._ticks = Ticks([(key, name, "") for key, name in materials], ticked=False)
        self.why = Line(limit=200)
        self.other = Line(limit=100)
        self.due = day_edit(today + timedelta(days=10), "form.due")
        fields = {
            "other": Field(_("Something else"), self.other, name="form.other"),
            "why": Field(_("What is wrong or missing"), self.why, name="form.why"),
            "due": Field(_("Until when"), self.due, name="form.due"),
        }
        super().__init__(
            over, _("Ask for what is missing"),
            _("Tell everything at once: what could be asked now is not asked for later."),
            _("Make the notice"), fields, self._ticks, width=560,
        )  # fmt: skip

    def values(self) -> tuple[tuple[Wanted, ...], date]:
        """What is asked for, and until when."""
        why = self.why.text().strip()
        rows = [Wanted(str(key), self._names[str(key)], why) for key in self._ticks.ticked]
        if self.other.text().strip():
            rows.append(Wanted("", self.other.text().strip(), why))
        return tuple(rows), day_of(self.due)


class PromiseForm(Form):
    """What may follow later, until when, and what the applicant promises (容缺)."""

    def __init__(self, over: QWidget, materials: list[tuple[str, str]], today: date) -> None:
        self._ticks = Ticks([(key, name, "") for key, name in materials], ticked=False)
        self.words = Line(limit=200)
        self.until = day_edit(today + timedelta(days=10), "form.until")
        fields = {
            "words": Field(_("What is promised"), self.words, name="form.words"),
            "until": Field(_("Until when"), self.until, name="form.until"),
        }
        super().__init__(
            over, _("Accept, papers to follow"),
            _("Only papers that the guide or this station lets follow can be promised."),
            _("Accept"), fields, self._ticks,
        )  # fmt: skip

    def values(self) -> tuple[tuple[str, ...], date, str]:
        """What follows, until when, and the promise."""
        keys = tuple(str(key) for key in self._ticks.ticked)
        return keys, day_of(self.until), self.words.text()


class VisitNote(Form):
    """That the citizen came, where no other act tells it."""

    def __init__(self, over: QWidget) -> None:
        purposes = case_words.purposes()
        self.purpose = Choice([(each, purposes[each]) for each in purposes])
        self.remark = Line(limit=200)
        fields = {
            "purpose": Field(_("What for"), self.purpose, name="form.purpose"),
            "remark": Field(_("Remark"), self.remark, name="form.remark"),
        }
        text = _("Acts at the window count by themselves; note only what they do not tell.")
        super().__init__(over, _("The citizen came"), text, _("Note it"), fields)

    def values(self) -> tuple[Purpose, str]:
        """What for, and the remark."""
        purpose = self.purpose.value
        return purpose if isinstance(purpose, Purpose) else Purpose.ASK, self.remark.text()
