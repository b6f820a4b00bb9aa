"""What is printed of the station."""

from gettext import gettext as _

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.domain.errors import Refusal
from desktop.services import station
from desktop.services.station import StationFacts
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Field, Line
from desktop.views.parts import button, card, column, label, row


class StationForm(QWidget):
    """The station's facts; what is wrong is said beside the field, and what was typed stays."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        unset = _("empty is printed as “to be filled in”")
        prefixes = _("separated by spaces; 3301 is Hangzhou")
        self._fields = {
            "name": _field("name", _("Unit, as printed on every paper"), 80),
            "district": _field("district", _("District"), 40),
            "code": _field("code", _("Station code"), 12, _("begins every slip number")),
            "local_prefixes": _field(
                "local_prefixes", _("Number prefixes that count as local"), 80, prefixes
            ),
            "window": _field("window", _("Window"), 40, unset),
            "hours": _field("hours", _("Office hours"), 120, unset),
            "enquiry_phone": _field("enquiry_phone", _("Enquiry phone"), 40, unset),
            "complaint_phone": _field("complaint_phone", _("Complaint phone"), 40, unset),
            "government": _field("government", _("Who reconsiders decisions"), 80, unset),
            "court": _field("court", _("Court that hears suits"), 80, unset),
            "site": _field(
                "site",
                _("Web address of the mobile guides"),
                200,
                _("empty: QR codes hold what to bring, without the web"),
            ),
        }
        self._save = button(_("Save"), kind="filled", icon="save", name="station.save")
        self._save.clicked.connect(self._ask)
        self._lay_out()
        desk.ask(station.station, done=self._show)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        for place, field in enumerate(self._fields.values()):
            grid.addWidget(field, place // 2, place % 2)
            grid.setColumnStretch(place % 2, 1)
        box = card()
        column(grid, row(None, self._save), margins=24, spacing=8, parent=box)
        note = _("New slips carry this from the next sign-in; slips given out stay as they are.")
        column(label(note, tone="second", wrap=True), box, None, spacing=12, parent=self)

    def _show(self, facts: StationFacts | None) -> None:
        for name, field in self._fields.items():
            value = getattr(facts or StationFacts(), name)
            _line(field).setText(" ".join(value) if isinstance(value, tuple) else value)

    def _ask(self) -> None:
        for field in self._fields.values():
            field.complain("")
        typed = {name: _line(field).text().strip() for name, field in self._fields.items()}
        prefixes = tuple(typed.pop("local_prefixes").split())
        facts = StationFacts(**typed, local_prefixes=prefixes)
        changes = ("station",)
        self._desk.act(
            station.change_station, facts, done=self._saved, changes=changes, refused=self._refused
        )

    def _saved(self, _nothing: object) -> None:
        self._desk.bar.tell(_("The station is saved."), Tone.GOOD)

    def _refused(self, error: Refusal) -> None:
        field = self._fields.get(error.field)
        if field is None:
            self._desk.bar.tell(words.refusal(error), Tone.BAD)
        else:
            field.complain(words.refusal(error))
            field.editor.setFocus(Qt.FocusReason.TabFocusReason)


def _field(name: str, title: str, limit: int, hint: str = "") -> Field:
    return Field(title, Line(limit=limit), hint=hint, name=f"station.{name}")


def _line(field: Field) -> Line:
    assert isinstance(field.editor, Line)  # noqa: S101 - tells the type checker
    return field.editor
