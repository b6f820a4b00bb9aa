"""The files of one material: its name, small pictures, and the two ways in."""

from collections.abc import Sequence
from gettext import gettext as _
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QPushButton

from desktop.domain.attachments import Picture
from desktop.services.attachments import AttachmentRow
from desktop.views.attachments.thumb import Thumb
from desktop.views.flow import Flow
from desktop.views.parts import button, column, label, restyle, row


class MaterialFiles(QFrame):
    """One material; files are chosen, dropped here, or taken by a camera.

    Alone on a sheet it says in words what a narrow column says by icons.
    """

    choice_asked = Signal(str)
    camera_asked = Signal(str)
    dropped = Signal(str, list)
    opened = Signal(int)
    removal_asked = Signal(int)

    def __init__(self, material: str, name: str, alone: bool = False) -> None:
        super().__init__()
        self.material, self._alone = material, alone
        self.thumbs: dict[int, Thumb] = {}
        self.setObjectName(f"files.{material}")
        self.setProperty("files", True)
        self.setAcceptDrops(True)
        self._count = label("", size="hint", name=f"files.{material}.count")
        more = self._way("paperclip", "add", _("Attach files: {name}").format(name=name))
        photo = self._way("camera", "camera", _("Take a picture: {name}").format(name=name))
        more.clicked.connect(self._choose)
        photo.clicked.connect(self._photograph)
        self._pictures = Flow()
        self._nothing = label(
            _("Nothing attached yet. Drop files here, choose them, or take a picture."),
            tone="second", wrap=True, name=f"files.{material}.nothing",
        )  # fmt: skip
        if alone:
            more.setText(_("Choose files"))
            photo.setText(_("Take a picture"))
            line = row(more, photo, None, self._count, spacing=8)
            column(line, self._nothing, self._pictures, margins=4, spacing=12, parent=self)
        else:
            self._nothing.hide()
            line = row(label(name, size="small", wrap=True), self._count, more, photo, spacing=4)
            line.setStretch(0, 1)
            column(line, self._pictures, margins=(6, 1, 1, 1), spacing=2, parent=self)
        self._pictures.hide()

    def _way(self, icon: str, name: str, said: str) -> QPushButton:
        kind = "" if self._alone else "icon"
        made = button("", kind=kind, icon=icon, name=f"files.{self.material}.{name}", tip=said)
        made.setAccessibleName(said)
        return made

    def show_rows(self, rows: Sequence[AttachmentRow]) -> None:
        """Show these files; small pictures that are there already stay."""
        if [row_.id for row_ in rows] == list(self.thumbs):
            return
        self._pictures.clear()
        self.thumbs = {}
        for each in rows:
            made = Thumb(each)
            made.opened.connect(self.opened)
            made.removal_asked.connect(self.removal_asked)
            self.thumbs[each.id] = made
            self._pictures.addWidget(made)
        self._pictures.setVisible(bool(rows))
        self._nothing.setVisible(self._alone and not rows)
        self._count.setText(str(len(rows)) if rows else "")

    def show_picture(self, attachment: int, picture: Picture) -> None:
        """A small picture came."""
        if attachment in self.thumbs:
            self.thumbs[attachment].show_picture(picture)

    def _choose(self) -> None:
        self.choice_asked.emit(self.material)

    def _photograph(self) -> None:
        self.camera_asked.emit(self.material)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files from this PC, and show where they would go."""
        if files_in(event.mimeData()):
            event.acceptProposedAction()
            restyle(self, over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They go elsewhere."""
        restyle(self, over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """They are dropped here."""
        restyle(self, over=False)
        event.acceptProposedAction()
        self.dropped.emit(self.material, files_in(event.mimeData()))


def files_in(data: QMimeData) -> list[Path]:
    """The files of this PC that are dragged; addresses elsewhere are left out."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
