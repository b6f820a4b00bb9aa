"""The QR code of an item, drawn module by module so that it stays crisp at every size."""

from gettext import gettext as _

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.views.parts import column, label, row
from desktop.views.sheet import Sheet

QUIET = 4
"""Width of the white border in modules, as the standard asks."""


def code_text(item: str) -> str:
    """What the code of an item says."""
    return f"onevisit:item:{item}"


class Code(QWidget):
    """A QR code, always black on white."""

    def __init__(self, text: str, name: str = "") -> None:
        super().__init__()
        import segno

        self.setObjectName(name)
        self.setAccessibleName(text)
        self._modules = [bytes(line) for line in segno.make(text, error="m", micro=False).matrix]
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Whole pixels for each module."""
        side = (len(self._modules) + 2 * QUIET) * 7
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The border, then the dark modules."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        size = self.width() // (len(self._modules) + 2 * QUIET)
        for down, line in enumerate(self._modules):
            for right, dark in enumerate(line):
                if dark:
                    place = QRect((right + QUIET) * size, (down + QUIET) * size, size, size)
                    painter.fillRect(place, Qt.GlobalColor.black)
        painter.end()


def code_sheet(over: QWidget, item: str, name: str) -> Sheet:
    """The sheet with an item's code."""
    body = QWidget()
    said = label(code_text(item), size="hint", name="guide.code.text")
    code = Code(code_text(item), name="guide.code.picture")
    column(row(None, code, None), row(None, said, None), spacing=8, parent=body)
    advice = _("Scan this at any window of the station to open the item.")
    close = [("close", _("Close"), "filled")]
    return Sheet(over, name, advice, close, body=body, width=420)
