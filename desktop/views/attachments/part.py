"""The part of a screen that holds attachments, material by material."""

from collections.abc import Sequence
from functools import partial
from gettext import gettext as _
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.attachments import OTHER, Picture
from desktop.services import attachments
from desktop.services.attachments import AttachmentRow, Opened, Place, materials_of
from desktop.views.attachments import wording
from desktop.views.attachments.adding import Adding
from desktop.views.attachments.camera import CameraSheet, MakeSource, source_of
from desktop.views.attachments.files import MaterialFiles
from desktop.views.attachments.look_sheet import LookSheet
from desktop.views.attachments.removing import RemoveForm
from desktop.views.desk import Desk
from desktop.views.flow import emptied
from desktop.views.parts import Fold, by_eye, column, label, row
from desktop.views.sheet import ground

KINDS = "JPEG, PNG, PDF (*.jpg *.jpeg *.jfif *.png *.pdf)"


class AttachmentsPart(QWidget):
    """Shows and takes the files of one place; `alone` is a part with one material on a sheet."""

    def __init__(self, desk: Desk, camera: MakeSource | None = None, alone: bool = False) -> None:
        super().__init__()
        self.setObjectName("attachments")
        self._desk, self._camera, self._alone = desk, camera, alone
        self._place: Place | None = None
        self._materials: tuple[str, ...] = ()
        self._files: dict[str, MaterialFiles] = {}
        self._pictures: dict[int, Picture] = {}
        self._count = label("", size="hint", name="attachments.count")
        self._adding = Adding(desk)
        self._rows = column(spacing=0)
        self._gone = column(spacing=0)
        advice = _("JPEG, PNG or PDF; drop files on a material.")
        head = row(label(_("Attachments"), strong=True), self._count, None, spacing=8)
        body = (label(advice, size="hint", wrap=True), self._rows, self._adding, self._gone)
        if alone:
            self._count.hide()
            column(*body, None, spacing=8, parent=self)
        else:
            column(head, *body, spacing=4, parent=self)
        desk.jobs.changed.connect(self._changed)

    def show_place(self, place: Place, materials: Sequence[str]) -> None:
        """Show what is attached at a place, under these materials and whatever else has files."""
        if place != self._place:
            self._place, self._materials = place, ()
            self._pictures.clear()
            self._adding.quiet()
            emptied(self._gone)
        if tuple(materials) != self._materials:
            self._materials = tuple(materials)
            self._lay_out(self._materials)
        self._ask()

    def focus_first(self) -> None:
        """Give the keyboard to the first thing that can be pressed."""
        for made in by_eye(self)[:1]:
            made.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self, materials: Sequence[str]) -> None:
        emptied(self._rows)
        self._files = {}
        for material in materials:
            name = wording.material_name(self._desk.shelf, material)
            made = MaterialFiles(material, name, self._alone)
            made.came.connect(self._ask_pictures)
            made.choice_asked.connect(self._choose)
            if self._desk.settings.camera == "off":
                made.without_camera()
            made.camera_asked.connect(self._photograph)
            made.dropped.connect(self._take)
            made.opened.connect(self._open)
            made.removal_asked.connect(self._ask_removal)
            self._files[material] = made
            self._rows.addWidget(made)
            made.show()  # at once, so that it can take the keyboard

    def _changed(self, nouns: frozenset[str]) -> None:
        if "attachments" in nouns:
            self._ask()

    def _ask(self) -> None:
        if self._place is not None:
            answer = partial(self._show, self._place)
            self._desk.ask(attachments.listed, self._desk.clerk, self._place, done=answer)

    def _show(self, place: Place, rows: tuple[AttachmentRow, ...]) -> None:
        if place != self._place:
            return
        found = materials_of(rows)
        if not self._alone and (more := [m for m in found if m not in self._files]):
            self._lay_out((*self._files, *more))
        for material, files in self._files.items():
            files.show_rows(found.get(material, ()))
        total = sum(len(found.get(material, ())) for material in self._files)
        self._count.setText(str(total) if total else "")
        self._show_gone([each for each in rows if each.removed and each.material in self._files])

    def _ask_pictures(self, material: str) -> None:
        """Small pictures come a few at a time, where their places are there."""
        files = self._files[material]
        for key in files.thumbs:
            if key in self._pictures:
                files.show_picture(key, self._pictures[key])
        missing = tuple(key for key in files.thumbs if key not in self._pictures)
        if missing:
            answer = partial(self._show_pictures, files)
            clerk = self._desk.clerk
            self._desk.ask(attachments.thumbnails, clerk, missing, done=answer)

    def _show_pictures(
        self, files: MaterialFiles, pictures: tuple[tuple[int, Picture], ...]
    ) -> None:
        for key, picture in pictures:
            self._pictures[key] = picture
            files.show_picture(key, picture)

    def _show_gone(self, rows: Sequence[AttachmentRow]) -> None:
        emptied(self._gone)
        if rows:
            title = _("Removed: {count}").format(count=len(rows))
            make = partial(_told, rows)
            self._gone.addWidget(Fold(title, make, name="attachments.removed", quiet=True))

    def choose_files(self) -> list[str]:
        """Ask which files; an empty answer attaches none."""
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Attach files"), "", KINDS)
        return chosen

    def _choose(self, material: str) -> None:
        self._take(material, [Path(each) for each in self.choose_files()])

    def _take(self, material: str, files: Sequence[Path]) -> None:
        if self._place is not None:
            self._adding.take_files(self._place, material, files)

    def _photograph(self, material: str) -> None:
        if self._place is None:
            return
        name = wording.material_name(self._desk.shelf, material)
        sheet = CameraSheet(ground(self), self._desk, name, self._camera or source_of(self._desk))
        sheet.taken.connect(partial(self._taken, self._place, material, name))

    def _taken(self, place: Place, material: str, name: str, data: bytes) -> None:
        stamp = self._desk.now().strftime("%Y%m%d-%H%M%S")
        self._adding.take_bytes(place, material, f"{name} {stamp}.jpg", data)

    def _open(self, attachment: int) -> None:
        self._desk.look(attachments.look, attachment, done=self._look)

    def _look(self, opened: Opened) -> None:
        name = wording.material_name(self._desk.shelf, opened.row.material)
        LookSheet(ground(self), self._desk, name, opened)

    def _ask_removal(self, attachment: int) -> None:
        for files in self._files.values():
            if attachment in files.thumbs:
                RemoveForm(ground(self), self._desk, files.thumbs[attachment].row)


def with_other(materials: Sequence[str]) -> tuple[str, ...]:
    """Materials with a place for what belongs to none of them."""
    return (*(each for each in materials if each != OTHER), OTHER)


def _told(rows: Sequence[AttachmentRow]) -> QWidget:
    made = QWidget()
    column(
        *(label(wording.removal(each), size="hint", wrap=True) for each in rows),
        margins=(24, 0, 0, 4), spacing=2, parent=made,
    )  # fmt: skip
    return made
