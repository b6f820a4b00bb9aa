"""Who may sign in: the accounts, a new one, and one's own password."""

from gettext import gettext as _

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from desktop.services import officers
from desktop.services.officers import OfficerRow
from desktop.views.desk import Desk, Tone
from desktop.views.parts import button, card, column, row
from desktop.views.settings.accounts import (
    FirstPassword,
    NewOfficerForm,
    PasswordForm,
    SectionSheet,
)
from desktop.views.settings.officer_list import OfficerListSheet
from desktop.views.settings.officer_table import OfficersModel
from desktop.views.sheet import ground


class Officers(QWidget):
    """The table of accounts with the forms that change it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._model = OfficersModel(self)
        self._table = QTableView()
        self._turn = button(_("Deactivate"), icon="user-x", name="officers.turn")
        self._turn.clicked.connect(self._ask_turn)
        self._renew = button(_("New first password"), icon="key-round", name="officers.renew")
        self._renew.clicked.connect(self._ask_password)
        self._section = button(_("Section"), icon="layers", name="officers.section")
        self._section.clicked.connect(self._ask_section)
        self._list = button(_("Import a list"), icon="upload", name="officers.list")
        self._list.clicked.connect(self._ask_list)
        self._new = NewOfficerForm(desk)
        desk.jobs.changed.connect(self._changed)
        self._lay_out()
        self._table.selectionModel().selectionChanged.connect(self._chosen)
        self._reload()

    def _lay_out(self) -> None:
        self._table.setObjectName("officers.table")
        self._table.setAccessibleName(_("Officers"))
        self._table.setModel(self._model)
        self._table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self._table.setTabKeyNavigation(False)
        self._table.setShowGrid(False)
        self._table.verticalHeader().hide()
        tall = 32 if self._desk.settings.dense else 40
        self._table.verticalHeader().setDefaultSectionSize(tall)
        head = self._table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._table.setMinimumHeight(230)
        listed = card()
        acts = row(
            self._list, None, self._section, self._renew, self._turn, margins=(16, 8, 16, 12)
        )
        column(self._table, acts, margins=(8, 8, 8, 0), spacing=0, parent=listed)
        forms = row(self._new, PasswordForm(self._desk), spacing=16)
        forms.setStretch(0, 1)
        forms.setStretch(1, 1)
        column(listed, forms, None, spacing=16, parent=self)

    def _ask_list(self) -> None:
        OfficerListSheet(ground(self), self._desk)

    def _changed(self, nouns: frozenset[str]) -> None:
        """Load anew, also where whoever asked for the change is gone from the screen."""
        if "officer" in nouns:
            self._reload()

    def _reload(self) -> None:
        self._desk.ask(officers.officers, done=self._show)

    def _show(self, rows: tuple[OfficerRow, ...]) -> None:
        chosen = self._row()
        self._model.show_rows(rows)
        places = [at for at, each in enumerate(rows) if chosen and each.id == chosen.id]
        self._table.selectRow(places[0] if places else 0)
        self._chosen()

    def _row(self) -> OfficerRow | None:
        found = self._table.currentIndex().data(OfficersModel.ROW)
        return found if isinstance(found, OfficerRow) else None

    def _chosen(self) -> None:
        found = self._row()
        other = found is not None and found.id != self._desk.clerk.id
        self._turn.setEnabled(other)
        self._renew.setEnabled(other)
        active = found is None or found.active
        self._turn.setText(_("Deactivate") if active else _("Activate"))

    def _ask_turn(self) -> None:
        found = self._row()
        if found is None:
            return
        if not found.active:
            self._ask_password()
            return
        act = officers.set_active
        self._desk.act(act, found.id, False, done=self._turned, changes=("officer",))

    def _ask_password(self) -> None:
        """Who forgot the password, or comes back, gets a new first one."""
        found = self._row()
        if found is not None:
            sheet = FirstPassword(ground(self), self._desk, found)
            sheet.given.connect(self._turned)

    def _ask_section(self) -> None:
        found = self._row()
        if found is not None:
            sheet = SectionSheet(ground(self), self._desk, found)
            sheet.given.connect(self._turned)

    def _turned(self, _nothing: object) -> None:
        self._desk.bar.tell(_("The account is changed."), Tone.GOOD)
        self._reload()
