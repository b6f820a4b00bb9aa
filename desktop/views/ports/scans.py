"""What follows a scan: the item, slip, case or parcel opens; a question that is open stays."""

from collections.abc import Callable
from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.domain.officers import Right
from desktop.domain.wedge import Code, CodeKind, code_in
from desktop.services import find
from desktop.services.find import Found
from desktop.views.desk import Desk, Tone
from desktop.views.ports.scanner import Scanner


class Scans(QObject):
    """Reads scans at one counter and opens what they name, whatever has the keyboard."""

    def __init__(
        self,
        desk: Desk,
        frame: QWidget,
        show_item: Callable[[str], None],
        show_record: Callable[[Found], None],
    ) -> None:
        super().__init__(frame)
        self._desk, self._frame = desk, frame
        self._show_item, self._show_record = show_item, show_record
        self._scanner: Scanner | None = None
        self._set_to: tuple[object, ...] = ()
        desk.pc.ports.settings_changed.connect(self._set)
        desk.pc.ports.scanned.connect(self.take)
        self._set()

    def _set(self) -> None:
        """Begin, or begin anew where the settings changed."""
        now = self._desk.settings
        wanted = (now.scanner != "off", now.scanner_gap, now.scanner_shortest, now.scanner_end)
        if wanted == self._set_to:
            return
        self._set_to = wanted
        if self._scanner is not None:
            self._scanner.stop()
            self._scanner.deleteLater()
            self._scanner = None
        if now.scanner != "off":
            self._scanner = Scanner(
                now.scanner_gap, now.scanner_shortest, now.scanner_end, self.ours, self
            )
            self._scanner.scanned.connect(self.take)
            self._scanner.foreign.connect(self._foreign)

    def _code(self, text: str) -> Code | None:
        return code_in(text, self._desk.station.code, self._desk.settings.waybill_prefixes)

    def ours(self, text: str) -> bool:
        """Whether a scan is one of our codes, while somebody is signed in here."""
        return self._frame.isVisible() and self._code(text) is not None

    def take(self, text: str) -> None:
        """Open what a scan names; says where it went where nothing opens."""
        code = self._code(text)
        if code is None or not self._frame.isVisible():
            return
        if _asked(self._frame):
            told = _("Scanned: {code}. A question is open; answer it, then scan again.")
            self._desk.bar.tell(told.format(code=code.text), Tone.WARN)
        elif code.kind is CodeKind.TRAINING:
            told = _("{code} is a slip of the training. It is not in these records and not valid.")
            self._desk.bar.tell(told.format(code=code.text), Tone.BAD)
        elif code.kind is CodeKind.ITEM:
            self._open_item(code.text)
        elif self._desk.clerk.may(Right.SERVE):
            done = partial(self._found, code.text)
            self._desk.ask(find.find, self._desk.clerk, code.text, done=done)
        else:
            self._desk.bar.tell(_("Your account may not open what was scanned."), Tone.WARN)

    def _foreign(self, _text: str) -> None:
        """What it says is not repeated: it may be anything."""
        if self._frame.isVisible():
            told = _(
                "What was scanned is none of this program's codes, and no field has the cursor."
            )
            self._desk.bar.tell(told, Tone.WARN)

    def _open_item(self, item: str) -> None:
        if item in self._desk.shelf.catalogue.items:
            self._show_item(item)
        else:
            told = _("The item of this code is not in the catalogue in use.")
            self._desk.bar.tell(told, Tone.WARN)

    def _found(self, text: str, rows: tuple[Found, ...]) -> None:
        if rows and rows[0].by is not find.FoundBy.NAME:
            self._show_record(rows[0])
            return
        told = _("Scanned: {code}. Nothing at this station bears that number.")
        self._desk.bar.tell(told.format(code=text), Tone.WARN)


def _asked(frame: QWidget) -> bool:
    """Whether a question lies over the window."""
    return any(each.isVisible() for each in frame.findChildren(QWidget, "scrim"))
