"""What the lists of the days are filtered by, and the filters that somebody keeps under a name."""

from collections.abc import Mapping
from gettext import gettext as _

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.cases import CaseState
from desktop.domain.officers import Right
from desktop.domain.slips import Stub
from desktop.services import daily, officers, saved_filters
from desktop.services.officers import OfficerRow
from desktop.services.saved_filters import Saved
from desktop.views import words
from desktop.views.case_forms import Form
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Choice, Field, Line
from desktop.views.parts import button, row
from desktop.views.sheet import ground


class Filters(QObject):
    """One drop-down for each filter; `changed` says that the list is to be asked anew."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        catalogue = desk.shelf.catalogue
        items = [(item.id, item.name) for item in catalogue.items.values()]
        flags = [(flag.id, flag.label) for flag in catalogue.flags.values()]
        states, stubs = words.case_states().items(), words.stubs().items()
        self.choices = {
            "officer": Choice([(None, _("All officers"))], name="daily.officer"),
            "item": Choice([(None, _("All items")), *items], name="daily.item"),
            "flag": Choice([(None, _("All people")), *flags], name="daily.flag"),
            "state": Choice([(None, _("All states")), *states], name="daily.state"),
            "stub": Choice([(None, _("All stubs")), *stubs], name="daily.stub"),
            "window": Choice([(None, _("All windows"))], name="daily.window"),
        }
        for choice in self.choices.values():
            choice.setSizeAdjustPolicy(
                Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumContentsLength(4)
            choice.activated.connect(self._tell)
        if not desk.clerk.may(Right.SEE_ALL):
            self.choices["officer"].hide()

    def load(self) -> None:
        """Offer the officers and windows that the records know."""
        self._desk.ask(officers.officers, done=self._offer_officers)
        self._desk.ask(daily.windows, self._desk.clerk, done=self._offer_windows)

    def _tell(self, _place: int = 0) -> None:
        self.changed.emit()

    def _offer_officers(self, rows: tuple[OfficerRow, ...]) -> None:
        for officer in rows:
            self.choices["officer"].offer(officer.id, officer.name)

    def _offer_windows(self, names: tuple[str, ...]) -> None:
        for name in names:
            self.choices["window"].offer(name, name)
        self.choices["window"].setVisible(len(names) > 1)

    def heed(self, which: frozenset[str]) -> None:
        """Only some of the filters mean something to the list that is shown."""
        for name, choice in self.choices.items():
            choice.setEnabled(name in which)

    @property
    def values(self) -> dict[str, object]:
        """The chosen values of the filters that are heeded, by their names."""
        return {n: c.value if c.isEnabled() else None for n, c in self.choices.items()}

    @property
    def plain(self) -> dict[str, str]:
        """The same as texts, to be kept."""
        return {name: str(value) for name, value in self.values.items() if value is not None}

    def choose(self, values: Mapping[str, str]) -> None:
        """Take kept values up; one that is not offered any more lets everything through."""
        for name, choice in self.choices.items():
            choice.choose(None)
            text = values.get(name)
            if text is not None:
                choice.choose(_read(name, text))
        self.changed.emit()


def _read(name: str, text: str) -> object:
    match name:
        case "officer":
            return int(text) if text.isdigit() else None
        case "state":
            return CaseState(text) if text in set(CaseState) else None
        case "stub":
            return Stub(text) if text in set(Stub) else None
        case _:
            return text


class KeptFilters(QWidget):
    """The officer's own filters by name; `chosen` carries the values of one."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, filters: Filters) -> None:
        super().__init__()
        self._desk, self._filters = desk, filters
        self._choice = Choice([(None, _("Kept filters"))], name="daily.kept")
        self._choice.activated.connect(self._take)
        self._keep = button("", icon="save", name="daily.keep", tip=_("Keep these filters"))
        self._keep.clicked.connect(self._ask_name)
        self._drop = button("", icon="trash-2", name="daily.drop", tip=_("Throw this one away"))
        self._drop.clicked.connect(self._throw)
        for each, name in ((self._keep, _("Keep these filters")), (self._drop, _("Throw away"))):
            each.setAccessibleName(name)
            each.setFixedWidth(44)
        self._drop.hide()
        row(self._choice, self._keep, self._drop, spacing=4, parent=self)
        self._wanted = ""
        self._load()

    def _load(self) -> None:
        self._desk.ask(saved_filters.kept, self._desk.clerk, done=self._offer)

    def _offer(self, rows: tuple[Saved, ...]) -> None:
        self._choice.clear_all()
        self._choice.offer(None, _("Kept filters"))
        for each in rows:
            self._choice.offer(each.name, each.name)
        self._known = {each.name: each.values for each in rows}
        self._choice.choose(self._wanted or None)
        self._choice.setVisible(bool(rows))
        self._drop.setVisible(bool(self._choice.value))

    def _take(self, _place: int) -> None:
        name = self._choice.value
        self._wanted = str(name or "")
        self._drop.setVisible(bool(name))
        self.chosen.emit(self._known.get(self._wanted, {}))

    def _ask_name(self) -> None:
        line = Line(self._wanted, limit=saved_filters.NAME_LENGTH)
        fields = {"name": Field(_("Name"), line, name="form.name")}
        text = _("The filters as they are chosen now; the days are not kept.")
        form = Form(ground(self), _("Keep these filters"), text, _("Keep"), fields)
        form.given.connect(lambda: self._store(form, line.text()))
        line.setFocus()

    def _store(self, form: Form, name: str) -> None:
        self._wanted = name.strip()
        self._desk.act(
            saved_filters.keep, name, self._filters.plain, done=lambda _done: self._kept(form),
            refused=form.refuse,
        ).broken.connect(form.failed)  # fmt: skip

    def _kept(self, form: Form) -> None:
        form.finish()
        self._desk.bar.tell(_("Kept as “{name}”.").format(name=self._wanted), Tone.GOOD)
        self._load()

    def _throw(self) -> None:
        name, self._wanted = self._wanted, ""
        self._desk.act(saved_filters.drop, name, done=lambda _done: self._load())
