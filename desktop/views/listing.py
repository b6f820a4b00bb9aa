"""A list that comes page by page, with a sentence above it and a word where nothing is yet."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.views.desk import Desk
from desktop.views.parts import Empty, card, column
from desktop.views.tables import Column, Rows, chosen, table

Question = tuple[Any, ...]
"""A service and what it is asked beside session and clerk."""


class Listing(QWidget):
    """Asks for a page, for the next one at its end, and anew when one of `nouns` changed.

    `marked` carries what `key` makes of the marked row: the case or the delivery to be shown.
    """

    marked = Signal(int)

    def __init__(
        self,
        desk: Desk,
        name: str,
        columns: Sequence[Column],
        head: QHBoxLayout,
        empty: Empty,
        key: Callable[[Any], int],
        nouns: frozenset[str],
    ) -> None:
        super().__init__()
        self._desk, self._key, self._nouns = desk, key, nouns
        self._rows = Rows(columns)
        self._rows.wanted.connect(self._more)
        self._table = table(self._rows, columns, f"{name}.table", dense=desk.settings.dense)
        self._table.selectionModel().currentRowChanged.connect(self._mark)
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(self._table)
        box = card()
        column(self._stack, margins=1, parent=box)
        places = column(head, box, spacing=12, parent=self)
        places.setStretch(1, 1)
        desk.jobs.changed.connect(self._changed)

    def question(self, last: Any) -> Question:
        """What is asked for the page after a row; for the first page where it is None."""
        raise NotImplementedError

    def arrive(self) -> None:
        """Load the first page."""
        self._ask(None, self._show)

    def _more(self) -> None:
        self._ask(self._rows.rows[-1], self._rows.add_rows)

    def _ask(self, last: Any, done: Callable[[Any], None]) -> None:
        service, *values = self.question(last)
        self._desk.ask(service, self._desk.clerk, *values, done=done)

    def _changed(self, nouns: frozenset[str]) -> None:
        if nouns & self._nouns and self.isVisible():
            self.arrive()

    def _show(self, rows: tuple[Any, ...]) -> None:
        self._rows.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)

    def _mark(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.marked.emit(self._key(chosen(self._table)))
