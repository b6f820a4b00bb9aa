"""The table of all cases: a window on a list of any length, its scroll bar goes over all places.

One question is under way at a time; where the bar is dragged on meanwhile only the last place
counts. So dragging through a million cases asks for a few dozen pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QWidget

from desktop.domain.officers import Clerk
from desktop.services import case_lists
from desktop.services.case_lists import CaseFilter, CaseLine, Place
from desktop.views import words
from desktop.views.cases.rows import CaseRows
from desktop.views.desk import Desk
from desktop.views.parts import chip
from desktop.views.tables import Column, chosen, mark_row, table

NEAR = 25
"""So many rows before an end of the window the next page is asked for."""


class Way(StrEnum):
    """Where a page is wanted."""

    AT = "at"
    DOWN = "down"
    UP = "up"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Asked:
    """A page that is wanted: of which list, in which direction, from which place."""

    turn: int
    shown: CaseFilter
    by_due: bool
    way: Way
    place: int | Place | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A page as it came; `latest` is the newest place there is."""

    asked: Asked
    lines: tuple[CaseLine, ...]
    reached: int | Place | None
    latest: int


def answer(session: Any, clerk: Clerk, asked: Asked) -> Answered:
    """Fetch a page."""
    latest, place = case_lists.latest(session, clerk), asked.place
    if asked.by_due:
        due = place if isinstance(place, Place) else None
        queued = case_lists.queue(session, clerk, asked.shown, due)
        return Answered(asked, queued.lines, queued.reached, latest)
    at = place if isinstance(place, int) else None
    if asked.way in (Way.UP, Way.LAST):
        found = case_lists.page(session, clerk, asked.shown, after=at or 0)
    else:
        found = case_lists.page(session, clerk, asked.shown, before=at)
    return Answered(asked, found.lines, found.reached, latest)


class CaseTable(QWidget):
    """Cases of a filter at any place; tells which one is marked and whether any is there.

    To open a case is an act with a trace, so none is marked until the clerk does it.
    """

    marked = Signal(object)
    opened = Signal(object)
    filled = Signal(bool)

    def __init__(self, desk: Desk, columns: Sequence[Column]) -> None:
        super().__init__()
        self._desk = desk
        self._list = Asked(0, CaseFilter(), False, Way.AT)
        self._under_way = False
        self._waits: Asked | None = None
        self._above: int | None = None
        self._below: int | Place | None = None
        self._kept: int | None = None
        self._to_first = False
        self.rows = CaseRows(columns)
        self.view = table(self.rows, columns, "cases.table", dense=desk.settings.dense)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.selectionModel().currentRowChanged.connect(self._marked)
        self.view.activated.connect(self._open)
        self.view.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.view.installEventFilter(self)
        self.bar = QScrollBar(Qt.Orientation.Vertical)
        self.bar.setObjectName("cases.bar")
        self.bar.setSingleStep(1)
        self.bar.setPageStep(case_lists.PAGE)
        self.bar.valueChanged.connect(self._dragged)
        self.bar.sliderReleased.connect(self._released)
        self._day = chip("", "accent")
        self._day.setParent(self)
        self._day.setObjectName("cases.day")
        self._day.hide()
        places = QHBoxLayout(self)
        places.setContentsMargins(0, 0, 0, 0)
        places.setSpacing(0)
        places.addWidget(self.view, 1)
        places.addWidget(self.bar)

    def show_list(self, shown: CaseFilter, by_due: bool, keep: int | None = None) -> None:
        """Begin anew with another filter or order; the case `keep` stays marked if it is there."""
        self._list = Asked(self._list.turn + 1, shown, by_due, Way.AT)
        self._kept = keep
        self._ask(Way.AT, None)

    def show_at(self, case: int) -> None:
        """Show the list from a case on, with it marked."""
        self._kept = case
        self._ask(Way.AT, None if self._list.by_due else case + 1)

    def reload(self) -> None:
        """Show the same place as it is now."""
        top = self.top
        self._kept = self.case
        at_top = top is None or self._above is None
        self._ask(Way.AT, None if at_top or self._list.by_due or top is None else top.id + 1)

    @property
    def top(self) -> CaseLine | None:
        """The first line that is seen."""
        place = self.view.rowAt(0)
        return self.rows.rows[place] if 0 <= place < self.rows.rowCount() else None

    @property
    def case(self) -> int | None:
        """The marked case."""
        found = chosen(self.view)
        return found.id if isinstance(found, CaseLine) else None

    def go_to(self, place: int) -> None:
        """Show the list from a place on."""
        self._ask(Way.AT, place + 1)

    def _ask(self, way: Way, place: int | Place | None) -> None:
        made = Asked(self._list.turn, self._list.shown, self._list.by_due, way, place)
        if self._under_way:
            if way in (Way.AT, Way.LAST):
                self._waits = made
            return
        self._put(made)

    def _put(self, asked: Asked) -> None:
        self._under_way = True
        job = self._desk.ask(answer, self._desk.clerk, asked, done=self._answered)
        job.refused.connect(self._failed)
        job.broken.connect(self._failed)

    def _failed(self, _error: object) -> None:
        self._under_way = False
        self._waits = None

    def _answered(self, found: Answered) -> None:
        self._under_way = False
        waits, self._waits = self._waits, None
        if found.asked.turn == self._list.turn:
            self._show(found)
        if waits is not None:
            self._put(waits)
        elif not self._under_way:
            self._go_on()

    def _show(self, found: Answered) -> None:
        match found.asked.way:
            case Way.AT:
                self._begin(found)
            case Way.LAST:
                self.rows.show_rows(found.lines)
                self._above, self._below = _id(found.reached), None
                self.view.scrollToBottom()
                self.view.selectRow(self.rows.rowCount() - 1)
            case Way.DOWN:
                self._add_below(found)
            case Way.UP:
                self._add_above(found)
        self._set_bar(found.latest)
        open_ended = self._above is not None or self._below is not None
        self.filled.emit(bool(self.rows.rows) or open_ended)

    def _begin(self, found: Answered) -> None:
        place, kept = _id(found.asked.place), self._kept
        self.rows.whole = self._list.by_due
        self.rows.show_rows(found.lines)
        self._below = found.reached
        self._above = place - 1 if place is not None and place <= found.latest else None
        self.view.scrollToTop()
        if kept is not None:
            mark_row(self.view, self.rows, lambda line: line.id == kept)
        elif self._to_first:
            self.view.selectRow(0)
        self._to_first = False
        if found.lines:
            self._day.setText(words.day(found.lines[0].received_at.astimezone().date()))
            self._day.adjustSize()

    def _add_below(self, found: Answered) -> None:
        first = self._first
        self.rows.add_rows(found.lines)
        self._below = found.reached
        if first is not None and self._first != first:
            self._above = self._first

    def _add_above(self, found: Answered) -> None:
        last, seen = self._last, self.view.verticalScrollBar().value()
        self.rows.add_above(found.lines)
        self._above = _id(found.reached)
        if last is not None and self._last != last:
            self._below = self._last
        self.view.doItemsLayout()
        self.view.verticalScrollBar().setValue(seen + len(found.lines))

    @property
    def _first(self) -> int | None:
        return self.rows.rows[0].id if self.rows.rows else None

    @property
    def _last(self) -> int | None:
        return self.rows.rows[-1].id if self.rows.rows else None

    def _set_bar(self, latest: int) -> None:
        """Let the bar show the place of the first line; the list by due days has Qt's own."""
        policy = Qt.ScrollBarPolicy
        by_due = self._list.by_due
        self.view.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if by_due else policy.ScrollBarAlwaysOff
        )
        self.bar.setVisible(not by_due)
        if self.bar.isSliderDown():
            return
        self.bar.blockSignals(True)
        self.bar.setMaximum(max(0, latest - 1))
        if self.top is not None:
            self.bar.setValue(latest - self.top.id)
        self.bar.blockSignals(False)

    def _dragged(self, value: int) -> None:
        self._kept = self.case
        if self.bar.isSliderDown():
            self._day.move(self.bar.x() - self._day.width() - 8, self._handle())
            self._day.show()
            self._day.raise_()
        self.go_to(self.bar.maximum() + 1 - value)

    def _handle(self) -> int:
        """About where the bar is held."""
        share = self.bar.value() / max(1, self.bar.maximum())
        return round(share * (self.height() - self._day.height()))

    def _released(self) -> None:
        self._day.hide()

    def _scrolled(self, _value: int) -> None:
        self._set_bar(self.bar.maximum() + 1)
        if not self._under_way:
            self._go_on()

    def _go_on(self) -> None:
        """Fetch the next page where the window's end is near."""
        top, count = self.view.rowAt(0), self.rows.rowCount()
        bottom = self.view.rowAt(self.view.viewport().height() - 1)
        bottom = count if bottom < 0 else bottom
        if self._below is not None and bottom + NEAR >= count:
            self._ask(Way.DOWN, self._below)
        elif self._above is not None and top < NEAR:
            self._ask(Way.UP, self._above)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Home and End go to the newest and the oldest case of all."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Home:
                self._kept, self._to_first = None, True
                self._ask(Way.AT, None)
                return True
            if event.key() == Qt.Key.Key_End and not self._list.by_due:
                self._ask(Way.LAST, None)
                return True
        return super().eventFilter(watched, event)

    def _marked(self, now: QModelIndex, _before: QModelIndex) -> None:
        found = chosen(self.view) if now.isValid() else None
        if isinstance(found, CaseLine):
            self.marked.emit(found)

    def _open(self) -> None:
        found = chosen(self.view)
        if isinstance(found, CaseLine):
            self.opened.emit(found)


def _id(place: int | Place | None) -> int | None:
    return place if isinstance(place, int) else None
