"""The tab of official papers: the list of all kinds, or the editor in its place."""

from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.services.own_papers import Versions
from desktop.services.station import StationFacts
from desktop.views.desk import Desk
from desktop.views.parts import column
from desktop.views.settings.papers.editor import Editor
from desktop.views.settings.papers.overview import Overview


class PapersPage(QWidget):
    """What is being written stays while another tab or room is looked at."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._stack = QStackedWidget()
        self._editor: Editor | None = None
        self._overview = Overview(desk)
        self._overview.reword_asked.connect(self._reword)
        self._stack.addWidget(self._overview)
        column(self._stack, parent=self)

    def arrive(self) -> None:
        """Load the list, unless a version is being written."""
        if self._editor is None:
            self._overview.arrive()

    def _reword(self, versions: Versions, data: dict[str, Any], facts: StationFacts) -> None:
        self._editor = Editor(self._desk, versions, data, facts)
        self._editor.left.connect(self._left)
        self._stack.addWidget(self._editor)
        self._stack.setCurrentWidget(self._editor)
        self._editor.arrive()

    def _left(self) -> None:
        if self._editor is not None:
            self._stack.removeWidget(self._editor)
            self._editor.deleteLater()
            self._editor = None
        self._overview.arrive()
        self._overview.take_keyboard()
