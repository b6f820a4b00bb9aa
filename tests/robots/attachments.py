"""The robot of attachments: their part of a screen, the look, the camera."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop.views.attachments.canvas import Canvas
from tests.robots.base import Robot


class AttachmentsRobot(Robot):
    """Attaches, looks, removes."""

    def files(self, material: str) -> list[str]:
        """The files of a material, by their names."""
        QApplication.processEvents()
        place = self.find(f"files.{material}", QWidget)
        found = [each for each in place.findChildren(QPushButton) if self._thumb(each)]
        return [each.accessibleName() for each in found]

    def _thumb(self, each: QPushButton) -> bool:
        return each.property("kind") == "thumb" and each.isVisible()

    def thumb(self, name: str) -> QPushButton:
        """The small picture of a file."""
        QApplication.processEvents()
        found = [each for each in self.screen.findChildren(QPushButton) if self._thumb(each)]
        return next(each for each in found if each.accessibleName() == name)

    def drops(self, material: str, paths: Sequence[Path], *, away: bool = False) -> bool:
        """Drag files onto a material and let them go there, or elsewhere; whether it takes them."""
        place, data = self.find(f"files.{material}", QWidget), QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(each)) for each in paths])
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        copy = Qt.DropAction.CopyAction
        entering = QDragEnterEvent(QPoint(5, 5), copy, data, left, none)
        entering.setAccepted(False)
        QApplication.sendEvent(place, entering)
        if not entering.isAccepted():
            return False
        assert place.property("over")
        leaving = QDragLeaveEvent() if away else QDropEvent(QPointF(5, 5), copy, data, left, none)
        QApplication.sendEvent(place, leaving)
        assert not place.property("over")
        return True

    def opens(self, name: str) -> None:
        """Look at a file with the keyboard."""
        thumb = self.thumb(name)
        thumb.setFocus()
        QTest.keyClick(thumb, Qt.Key.Key_Return)

    def asks_to_remove(self, name: str) -> None:
        """Press Delete on a file."""
        QTest.keyClick(self.thumb(name), Qt.Key.Key_Delete)

    def because(self, reason: str) -> None:
        """Answer why."""
        self.writes("attachment.reason", reason)
        self.press("sheet.go")

    @property
    def page(self) -> str:
        """Which page is looked at."""
        return self.text("look.place")

    @property
    def canvas(self) -> Canvas:
        """The picture that is looked at."""
        return self.find("look.canvas", Canvas)

    @property
    def shown(self) -> QSize:
        """The size of the picture that is looked at."""
        return self.canvas.shown

    @property
    def said(self) -> str:
        """What is said of files that were not taken."""
        return self.text("attachments.said") if self.has("attachments.said") else ""
