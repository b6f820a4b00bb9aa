"""The delivery room: lists by tabs at the left, the marked delivery at the right."""

from gettext import gettext as _

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.views.deliveries.doors import Doors
from desktop.views.deliveries.handed import Handed
from desktop.views.deliveries.on_the_way import OnTheWay
from desktop.views.deliveries.panel import DeliveryPanel
from desktop.views.deliveries.posting import PostingDay
from desktop.views.desk import Desk
from desktop.views.parts import card, column, row
from desktop.views.tabs import Tab, Tabs


class DeliveriesScreen(QWidget):
    """Everything between the certificate and the citizen's hands."""

    case_asked = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("deliveries")
        self._desk = desk
        self._panel = DeliveryPanel(desk)
        self._panel.case_asked.connect(self.case_asked)
        self._tabs = Tabs(
            "deliveries",
            _("Deliveries"),
            (
                Tab("on_the_way", _("On the way"), self._on_the_way),
                Tab("posting", _("Posting list"), self._posting),
                Tab("doors", _("At the door"), self._doors),
                Tab("handed", _("Handed over"), self._handed),
            ),
        )
        right = card("plain")
        right.setFixedWidth(340)
        column(self._panel, parent=right)
        place = row(self._tabs, right, spacing=0, parent=self)
        place.setStretch(0, 1)

    @property
    def place(self) -> str:
        """The tab that is shown, for the manual."""
        return self._tabs.place

    def arrive(self) -> None:
        """Load the list that is shown."""
        self._tabs.arrive()

    def _on_the_way(self) -> QWidget:
        page = OnTheWay(self._desk)
        page.marked.connect(self._panel.show_row)
        return page

    def _posting(self) -> QWidget:
        page = PostingDay(self._desk)
        page.marked.connect(self._panel.show_delivery)
        return page

    def _doors(self) -> QWidget:
        page = Doors(self._desk)
        page.marked.connect(self._panel.show_delivery)
        return page

    def _handed(self) -> QWidget:
        page = Handed(self._desk)
        page.marked.connect(self._panel.show_delivery)
        return page
