"""The tab of the catalogue: editions and the draft, or an item's editor in their place."""

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.services.catalogue_upkeep import DraftState
from desktop.views.desk import Desk
from desktop.views.parts import column
from desktop.views.settings.catalogue.editor import Editor
from desktop.views.settings.catalogue.overview import Overview


class CataloguePage(QWidget):
    """What is being written stays while another tab or room is looked at."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._stack = QStackedWidget()
        self._editor: Editor | None = None
        self._overview = Overview(desk)
        self._overview.edit_asked.connect(self._edit)
        self._stack.addWidget(self._overview)
        column(self._stack, parent=self)

    def arrive(self) -> None:
        """Load the editions, unless an item is being written."""
        if self._editor is None:
            self._overview.arrive()

    def _edit(self, draft: DraftState) -> None:
        self._editor = Editor(self._desk, draft)
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
