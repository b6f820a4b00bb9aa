"""Keys: whose password opens the records, and the recovery code in the safe."""

from functools import partial
from gettext import gettext as _

from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.errors import Refusal
from desktop.services import key_slots, officers, rekey
from desktop.services.key_slots import Holder, Holders
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.parts import button, card, column, label, row
from desktop.views.recovery import RecoverySheet
from desktop.views.sheet import Sheet, ground
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
        self._table.setMinimumHeight(150)
        self._table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._state = label("", wrap=True, name="keys.recovery")
        self._new = button(_("New recovery code"), icon="key-round", name="keys.new")
        self._new.clicked.connect(self._make)
        self._renew = button(_("Renew the key"), icon="refresh-cw", name="keys.renew")
        self._renew.clicked.connect(self._ask_renew)
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
        parts = column(
            label(_("Who can open the records"), size="emphasis"),
            label(
                _("Every account has a key slot of its own, which goes when it is deactivated. "
                  "After somebody left, renew the key: slots they may have copied open nothing "
                  "then."),
                tone="second", wrap=True,
            ),
            self._table, row(None, self._renew), margins=20, spacing=8, parent=low,
        )  # fmt: skip
        parts.setStretch(2, 1)
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
        self._renew.setEnabled(found.encrypted)
        if not found.encrypted:
            self._state.setText(_("▲ The records on this PC are not encrypted."))
        elif found.recovery:
            self._state.setText(_("● There is one. It should lie sealed in the chief's safe."))
        else:
            said = _("■ There is none. If every password is lost, so are the records.")
            self._state.setText(said)

    def _make(self) -> None:
        self._desk.act(officers.new_recovery, done=self._made, changes=("officer",))

    def _ask_renew(self) -> None:
        sheet = Sheet(
            ground(self),
            _("Renew the key of the records?"),
            _("All passwords and the recovery code stay as they are. Backups made so far keep the "
              "old key. It takes some seconds; nobody else may have the program open on these "
              "records."),
            [("", _("Cancel"), "quiet"), ("renew", _("Renew the key"), "filled")],
        )  # fmt: skip
        sheet.answered.connect(self._renew_now)

    def _renew_now(self, key: str) -> None:
        if key != "renew":
            return
        self._renew.setEnabled(False)
        desk = self._desk
        work = partial(rekey.renew, desk.jobs.engine, desk.clerk, desk.now())
        job = desk.jobs.alone(work, self._renewed, self._not_renewed, "officer")
        job.broken.connect(self._not_renewed)

    def _renewed(self, _nothing: object) -> None:
        self._renew.setEnabled(True)
        self._desk.bar.tell(_("The key is renewed. Make a backup now."), Tone.GOOD)

    def _not_renewed(self, error: object) -> None:
        self._renew.setEnabled(True)
        told = words.refusal(error) if isinstance(error, Refusal) else words.unexpected(error)
        self._desk.bar.tell(told, Tone.BAD)

    def _made(self, code: str) -> None:
        RecoverySheet(ground(self), code, self._desk.jobs).answered.connect(self._kept)

    def _kept(self, _answer: str) -> None:
        self._desk.bar.tell(_("The new recovery code is in force."), Tone.GOOD)
