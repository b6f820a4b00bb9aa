"""A paper-clip with a count beside a material, and the sheet it opens."""

from gettext import gettext as _

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.services.attachments import Place
from desktop.views import theme
from desktop.views.attachments import wording
from desktop.views.attachments.camera import MakeSource
from desktop.views.attachments.part import AttachmentsPart
from desktop.views.desk import Desk
from desktop.views.parts import GAP, ICON, hint
from desktop.views.sheet import Sheet

WIDTH = 56


class FilesSheet(Sheet):
    """The files of one material, over the window."""

    def __init__(
        self,
        over: QWidget,
        desk: Desk,
        place: Place,
        material: str,
        camera: MakeSource | None = None,
    ) -> None:
        self._part = AttachmentsPart(desk, camera, alone=True)
        self._part.setMinimumHeight(200)
        close = [("close", _("Close"), "filled")]
        title = _("Attachments: {name}").format(name=wording.material_name(desk.shelf, material))
        super().__init__(over, title, "", close, body=self._part, width=640)
        self._part.show_place(place, (material,))
        self._part.focus_first()


class Clip(QPushButton):
    """A paper-clip that shows how many files there are; words of its own stand before the count."""

    def __init__(self, name: str, said: str, words: str = "") -> None:
        super().__init__()
        self._said, self._words = said, words
        self.setObjectName(name)
        self.setProperty("kind", "small")
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumWidth(WIDTH)  # with and without a figure, so that rows stand in line
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show how many there are now."""
        text = " ".join(part for part in (self._words, str(count or "")) if part)
        gap = GAP if text else 0
        self.setText(text)
        self.setIcon(theme.icon("paperclip", "ink-2", ICON, gap))
        self.setIconSize(QSize(ICON + gap, ICON))
        told = _("{name} (files: {count})").format(name=self._said, count=count)
        self.setAccessibleName(told)
        hint(self, told)
