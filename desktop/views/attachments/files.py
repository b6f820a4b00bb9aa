"""The files of one material: its name, small pictures, and the two ways in."""

from collections.abc import Sequence
from gettext import gettext as _
from pathlib import Path

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QPushButton

from desktop.domain.attachments import Picture
from desktop.services.attachments import AttachmentRow
from desktop.views.attachments.thumb import Thumb
from desktop.views.flow import Flow
from desktop.views.parts import button, column, label, restyle, row

AT_ONCE = 3
"""Small pictures that are made in one go."""


class MaterialFiles(QFrame):
    """One material; files are chosen, dropped here, or taken by a camera.

    Alone on a sheet it says in words what a narrow column says by icons. `came` follows every few
    of the small pictures' places.
    """

    came = Signal(str)
    choice_asked = Signal(str)
    camera_asked = Signal(str)
    dropped = Signal(str, list)
    opened = Signal(int)
    removal_asked = Signal(int)

    def __init__(self, material: str, name: str, alone: bool = False) -> None:
        super().__init__()
        self.material, self._alone = material, alone
        self.thumbs: dict[int, Thumb] = {}
        self._rows: tuple[AttachmentRow, ...] = ()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._add_some)
        self.setObjectName(f"files.{material}")
        self.setProperty("files", True)
        self.setAcceptDrops(True)
        self._count = label("", size="hint", name=f"files.{material}.count")
        more = self._way("paperclip", "add", _("Choose files"), _("Attach files: {name}"), name)
        photo = self._way(
            "camera", "camera", _("Take a picture"), _("Take a picture: {name}"), name
        )
        self._photo = photo
        more.clicked.connect(self._choose)
        photo.clicked.connect(self._photograph)
        self._pictures = Flow()
        self._nothing = label(
            _("Nothing attached yet. Drop files here, choose them, or take a picture."),
            tone="second", wrap=True, name=f"files.{material}.nothing",
        )  # fmt: skip
        if alone:
            line = row(more, photo, None, self._count, spacing=8)
            column(line, self._nothing, self._pictures, margins=4, spacing=12, parent=self)
        else:
            self._nothing.hide()
            line = row(label(name, size="small", wrap=True), self._count, more, photo, spacing=4)
            line.setStretch(0, 1)
            column(line, self._pictures, margins=(6, 1, 1, 1), spacing=2, parent=self)
        self._pictures.hide()

    def _way(self, icon: str, key: str, words: str, said: str, name: str) -> QPushButton:
        """A button that says it in words where there is room, else by its icon and a hint."""
        text, kind, whole = (words, "", "") if self._alone else ("", "icon", said.format(name=name))
        made = button(text, kind=kind, icon=icon, name=f"files.{self.material}.{key}", tip=whole)
        made.setAccessibleName(said.format(name=name))
        return made

    def show_rows(self, rows: Sequence[AttachmentRow]) -> None:
        """Show these files; nothing is made anew where they are the same."""
        if [each.id for each in rows] == [each.id for each in self._rows]:
            return
        self._rows = tuple(rows)
        self._pictures.clear()
        self.thumbs = {}
        self._pictures.setVisible(bool(rows))
        self._nothing.setVisible(self._alone and not rows)
        self._count.setText(str(len(rows)) if rows else "")
        self._add_some()

    def _add_some(self) -> None:
        """Make a few more; all at once would hold the window up for longer than a frame."""
        for each in self._rows[len(self.thumbs) : len(self.thumbs) + AT_ONCE]:
            made = Thumb(each)
            made.opened.connect(self.opened)
            made.removal_asked.connect(self.removal_asked)
            self.thumbs[each.id] = made
            self._pictures.addWidget(made)
        self.came.emit(self.material)
        if len(self.thumbs) < len(self._rows):
            self._soon.start()

    def show_picture(self, attachment: int, picture: Picture) -> None:
        """A small picture came."""
        if attachment in self.thumbs:
            self.thumbs[attachment].show_picture(picture)

    def _choose(self) -> None:
        self.choice_asked.emit(self.material)

    def without_camera(self) -> None:
        """No pictures are taken at this counter."""
        self._photo.hide()

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
