"""Who may sign in: the accounts, a new one, and one's own password."""

from gettext import gettext as _

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from desktop.services import station
from desktop.services.station import OfficerRow
from desktop.views.desk import Desk, Tone
from desktop.views.parts import button, card, column, row
from desktop.views.settings.accounts import NewOfficerForm, PasswordForm
from desktop.views.settings.officer_table import OfficersModel


class Officers(QWidget):
    """The table of accounts with the forms that change it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._model = OfficersModel(self)
        self._table = QTableView()
        self._turn = button(_("Deactivate"), icon="user-x", name="officers.turn")
        self._turn.clicked.connect(self._ask_turn)
        self._new = NewOfficerForm(desk)
        self._new.added.connect(self._reload)
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
        acts = row(None, self._turn, margins=(16, 8, 16, 12))
        column(self._table, acts, margins=(8, 8, 8, 0), spacing=0, parent=listed)
        forms = row(self._new, PasswordForm(self._desk), spacing=16)
        forms.setStretch(0, 1)
        forms.setStretch(1, 1)
        column(listed, forms, None, spacing=16, parent=self)

    def _reload(self) -> None:
        self._desk.ask(station.officers, done=self._show)

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
        self._turn.setEnabled(found is not None and found.id != self._desk.clerk.id)
        active = found is None or found.active
        self._turn.setText(_("Deactivate") if active else _("Activate"))

    def _ask_turn(self) -> None:
        found = self._row()
        if found is not None:
            act = station.set_active
            self._desk.act(act, found.id, not found.active, done=self._turned, changes=("officer",))

    def _turned(self, _nothing: object) -> None:
        self._desk.bar.tell(_("The account is changed."), Tone.GOOD)
        self._reload()
