"""The supervisor's room: pages by tabs at the left, the marked case at the right where one is."""

from gettext import gettext as _

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.officers import Right
from desktop.views.case_panel import CasePanel
from desktop.views.daily.list import ListPage
from desktop.views.desk import Desk
from desktop.views.parts import card, column, row
from desktop.views.tabs import Tab, Tabs

BESIDE_CASE = frozenset({"list", "close", "reviews"})
"""Pages whose rows are cases; the others take the whole width."""


class DailyScreen(QWidget):
    """The list of the days and what a supervisor makes of it."""

    slip_asked = Signal(int)
    line_asked = Signal(str, int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("daily")
        self._desk = desk
        self._case = CasePanel(desk)
        self._case.slip_asked.connect(self.slip_asked)
        tabs = [Tab("list", _("List"), self._list), Tab("reviews", _("Reviews"), self._reviews)]
        if desk.clerk.may(Right.SEE_ALL):
            tabs += [
                Tab("close", _("Day close"), self._close),
                Tab("figures", _("Figures"), self._figures),
                Tab("debt", _("Guide debt"), self._debt),
            ]
        self._tabs = Tabs("daily", _("Daily list"), tabs)
        self._tabs.turned.connect(self._turned)
        self._right = card("plain")
        self._right.setFixedWidth(320)
        column(self._case, parent=self._right)
        places = row(self._tabs, self._right, spacing=0, parent=self)
        places.setStretch(0, 1)

    @property
    def place(self) -> str:
        """The tab that is shown, for the manual."""
        return self._tabs.place

    def arrive(self) -> None:
        """Load the page that is shown."""
        self._tabs.arrive()

    def leave(self) -> None:
        """Before a lock: mask what the case at the right shows."""
        self._case.leave()

    def show_page(self, key: str) -> None:
        """Turn to one of the pages and load it."""
        self._tabs.show_page(key)
        self._turned(key)
        self._tabs.arrive()

    def show_case(self, case: int) -> None:
        """Show one case at the right, whatever day it belongs to."""
        page = self._tabs.show_page("list")
        self._turned("list")
        if isinstance(page, ListPage):
            page.mark_case(case)
        self._case.show_case(case)

    def _turned(self, key: str) -> None:
        self._right.setVisible(key in BESIDE_CASE)

    def _list(self) -> QWidget:
        page = ListPage(self._desk)
        page.marked.connect(self._case.show_case)
        page.emptied.connect(self._case.clear)
        page.slip_asked.connect(self.slip_asked)
        return page

    def _reviews(self) -> QWidget:
        from desktop.views.daily.reviews import ReviewsPage

        page = ReviewsPage(self._desk)
        page.marked.connect(self._case.show_case)
        return page

    def _close(self) -> QWidget:
        from desktop.views.daily.close import ClosePage

        page = ClosePage(self._desk)
        page.marked.connect(self._case.show_case)
        return page

    def _figures(self) -> QWidget:
        from desktop.views.daily.figures import FiguresPage

        return FiguresPage(self._desk)

    def _debt(self) -> QWidget:
        from desktop.views.daily.debt import DebtPage

        page = DebtPage(self._desk)
        page.line_asked.connect(self.line_asked)
        return page
