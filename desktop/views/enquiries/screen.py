"""The enquiry desk's room: answer, call back, what was asked, what was asked twice."""

from gettext import gettext as _

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.views.desk import Desk
from desktop.views.enquiries.answer import AnswerPage
from desktop.views.enquiries.lists import CallBacks, Log
from desktop.views.enquiries.twice import Twice
from desktop.views.parts import column
from desktop.views.tabs import Tab, Tabs


class EnquiriesScreen(QWidget):
    """Everything about people who ask.

    `visit_begun` carries the key of an intake made of a question, `slip_asked` a slip,
    `guide_asked` an item whose page is wanted.
    """

    visit_begun = Signal(str)
    slip_asked = Signal(int)
    guide_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("enquiries")
        self._desk = desk
        tabs = (
            Tab("answer", _("To answer"), self._answer),
            Tab("calls", _("Call back"), self._calls),
            Tab("log", _("What was asked"), self._log),
            Tab("twice", _("Asked twice"), self._twice),
        )
        self._tabs = Tabs("enquiries", _("Enquiries"), tabs)
        column(self._tabs, margins=(0, 0, 12, 0), parent=self)

    @property
    def place(self) -> str:
        """The tab that is shown, for the manual."""
        return self._tabs.place

    def arrive(self) -> None:
        """Load the page that is shown."""
        self._tabs.arrive()

    def show_list(self, key: str) -> None:
        """Turn to one of the pages and load it."""
        self._tabs.show_page(key)
        self._tabs.arrive()

    def _answer(self) -> QWidget:
        page = AnswerPage(self._desk)
        page.visit_begun.connect(self.visit_begun)
        return page

    def _calls(self) -> QWidget:
        page = CallBacks(self._desk)
        page.visit_begun.connect(self.visit_begun)
        return page

    def _log(self) -> QWidget:
        page = Log(self._desk)
        page.visit_begun.connect(self.visit_begun)
        page.slip_asked.connect(self.slip_asked)
        return page

    def _twice(self) -> QWidget:
        page = Twice(self._desk)
        page.guide_asked.connect(self.guide_asked)
        return page
