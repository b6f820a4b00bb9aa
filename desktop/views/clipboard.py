"""A secret on the clipboard: marked so that histories leave it out, and taken away again."""

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

SECONDS = 30
"""How long a secret stays where anybody can paste it, or where anybody can read it."""

MARKS = {
    "x-kde-passwordManagerHint": b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
}
"""What tells the clipboard histories of Linux desktops and of Windows to keep out."""


class SecretClipboard(QObject):
    """Puts a secret on the clipboard, and clears it if nobody has put anything else there."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._secret = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SECONDS * 1000)
        self._timer.timeout.connect(self.clear)

    def put(self, secret: str) -> None:
        """Put it there for a while."""
        self.clear()
        self._secret = secret
        data = QMimeData()
        data.setText(secret)
        for name, value in MARKS.items():
            data.setData(name, value)
        QGuiApplication.clipboard().setMimeData(data)
        self._timer.start()

    def clear(self) -> None:
        """Take it away, if it is still ours."""
        self._timer.stop()
        if self._secret and QGuiApplication.clipboard().text() == self._secret:
            QGuiApplication.clipboard().clear()
        self._secret = ""
