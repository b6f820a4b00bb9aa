"""Keys: whose password opens the records, and the recovery code in the safe."""

from gettext import gettext as _

from PySide6.QtWidgets import QWidget

from desktop.services import key_slots, officers
from desktop.services.key_slots import Holder, Holders
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.parts import button, card, column, label, row
from desktop.views.recovery import RecoverySheet
from desktop.views.sheet import ground
from desktop.views.tables import Column, Rows, table


def slot_words(holder: Holder) -> str:
    """Whether an account's password opens the records, with its shape."""
    if holder.slot:
        return _("● opens the records")
    return _("○ does not open them")


class KeysPage(QWidget):
    """The accounts with their slots, and the recovery code."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        columns = (
            Column(_("Number"), lambda h: h.number, 120, strong=True),
            Column(_("Name"), lambda h: h.name, 140),
            Column(_("Role"), lambda h: words.roles()[h.role], 120),
            Column(_("Password"), slot_words, 0, lambda h: "good" if h.slot else "ink-3"),
        )
        self._rows = Rows(columns)
        self._table = table(self._rows, columns, "keys.table", dense=desk.settings.dense)
        self._table.setMinimumHeight(240)
        self._state = label("", wrap=True, name="keys.recovery")
        self._new = button(_("New recovery code"), icon="key-round", name="keys.new")
        self._new.clicked.connect(self._make)
        top, low = card(), card()
        column(
            label(_("The recovery code"), size="emphasis"), self._state,
            label(
                _("A new one is shown once, to be put into the chief's safe; the old one opens "
                  "nothing any more from then on."),
                tone="second", wrap=True,
            ),
            row(None, self._new), margins=20, spacing=8, parent=top,
        )  # fmt: skip
        column(
            label(_("Who can open the records"), size="emphasis"),
            label(
                _("Every account has a key slot of its own, which goes when it is deactivated."),
                tone="second", wrap=True,
            ),
            self._table, margins=20, spacing=8, parent=low,
        )  # fmt: skip
        places = column(top, low, spacing=16, parent=self)
        places.setStretch(1, 1)
        desk.jobs.changed.connect(self._changed)

    def arrive(self) -> None:
        """Look who holds a key."""
        self._desk.ask(key_slots.holders, self._desk.clerk, done=self._show)

    def _changed(self, nouns: frozenset[str]) -> None:
        if "officer" in nouns and self.isVisible():
            self.arrive()

    def _show(self, found: Holders) -> None:
        self._rows.show_rows(found.rows)
        self._new.setEnabled(found.encrypted)
        if not found.encrypted:
            self._state.setText(_("▲ The records on this PC are not encrypted."))
        elif found.recovery:
            self._state.setText(_("● There is one. It should lie sealed in the chief's safe."))
        else:
            said = _("■ There is none. If every password is lost, so are the records.")
            self._state.setText(said)

    def _make(self) -> None:
        self._desk.act(officers.new_recovery, done=self._made, changes=("officer",))

    def _made(self, code: str) -> None:
        RecoverySheet(ground(self), code).answered.connect(self._kept)

    def _kept(self, _answer: str) -> None:
        self._desk.bar.tell(_("The new recovery code is in force."), Tone.GOOD)
