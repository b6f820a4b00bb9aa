"""One attached file as a small picture to press."""

from gettext import gettext as _

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QPushButton

from desktop.domain.attachments import Media, Picture
from desktop.services.attachments import AttachmentRow
from desktop.views import theme
from desktop.views.attachments import wording
from desktop.views.attachments.pictures import stamp
from desktop.views.parts import hint

SIDE, ROOM = 56, 64
"""The picture and the button around it, in px."""


class Thumb(QPushButton):
    """A small picture; Enter opens the file, Delete asks to remove it."""

    opened = Signal(int)
    removal_asked = Signal(int)

    def __init__(self, row: AttachmentRow) -> None:
        super().__init__()
        self.row = row
        self.setObjectName(f"attachment.{row.id}")
        self.setProperty("kind", "thumb")
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(ROOM, ROOM)
        self.setIconSize(QSize(20, 20))
        self.setIcon(theme.icon("file-text" if row.media is Media.PDF else "image", "ink-3"))
        self.setAccessibleName(row.name)
        advice = _("Enter looks at it, Delete removes it.")
        hint(self, f"{row.name}\n{wording.facts(row)}\n{advice}")
        self.clicked.connect(self._open)

    def show_picture(self, picture: Picture) -> None:
        """Put the file's own picture in the place of the general one."""
        pages = self.row.pages
        badge = f"PDF {pages}" if self.row.media is Media.PDF else ""
        self.setIconSize(QSize(SIDE, SIDE))
        self.setIcon(QIcon(stamp(picture, SIDE, self.devicePixelRatioF(), badge)))

    def _open(self) -> None:
        self.opened.emit(self.row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete asks to remove it."""
        if event.key() == Qt.Key.Key_Delete:
            self.removal_asked.emit(self.row.id)
        else:
            super().keyPressEvent(event)
