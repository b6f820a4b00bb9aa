"""The room of cases: lists by tabs at the left, the marked case at the right."""

from gettext import gettext as _

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.views.case_panel import CasePanel
from desktop.views.cases.all import AllCases
from desktop.views.cases.chase import Chase
from desktop.views.cases.guards import Guards
from desktop.views.cases.handovers import HandOvers
from desktop.views.cases.sites import Sites
from desktop.views.desk import Desk
from desktop.views.parts import card, column, row
from desktop.views.tabs import Tab, Tabs


class CasesScreen(QWidget):
    """All cases, lists between window and sections, promised papers, visits to sites."""

    slip_asked = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("cases")
        self._desk = desk
        self._case = CasePanel(desk)
        self._case.slip_asked.connect(self.slip_asked)
        self._tabs = Tabs(
            "cases",
            _("Cases"),
            (
                Tab("all", _("All cases"), self._all),
                Tab("guards", _("Five days"), self._guards),
                Tab("handovers", _("Hand-over"), self._handovers),
                Tab("chase", _("Promised papers"), self._chase),
                Tab("sites", _("Site visits"), self._sites),
            ),
        )
        right = card("plain")
        right.setFixedWidth(340)
        column(self._case, parent=right)
        places = row(self._tabs, right, spacing=0, parent=self)
        places.setStretch(0, 1)

    @property
    def place(self) -> str:
        """The tab that is shown, for the manual."""
        return self._tabs.place

    def arrive(self) -> None:
        """Load the list that is shown."""
        self._tabs.arrive()

    def leave(self) -> None:
        """Before a lock: mask what the case at the right shows."""
        self._case.leave()

    def show_case(self, case: int) -> None:
        """Show one case at the right, and the list of all from there on."""
        page = self._tabs.show_page("all")
        if isinstance(page, AllCases):
            page.show_at(case)
        self._case.show_case(case)

    def show_list(self, key: str) -> None:
        """Turn to one of the lists and load it."""
        self._tabs.show_page(key)
        self._tabs.arrive()

    def _all(self) -> QWidget:
        page = AllCases(self._desk)
        page.marked.connect(self._case.show_case)
        page.emptied.connect(self._case.clear)
        return page

    def _guards(self) -> QWidget:
        page = Guards(self._desk)
        page.marked.connect(self._case.show_case)
        return page

    def _handovers(self) -> QWidget:
        page = HandOvers(self._desk)
        page.marked.connect(self._case.show_case)
        return page

    def _chase(self) -> QWidget:
        page = Chase(self._desk)
        page.marked.connect(self._case.show_case)
        return page

    def _sites(self) -> QWidget:
        page = Sites(self._desk)
        page.marked.connect(self._case.show_case)
        return page
