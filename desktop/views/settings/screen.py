"""Four tabs: what is printed of the station, who may sign in, this PC, what runs here."""

from gettext import gettext as _

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from desktop.views.desk import Desk
from desktop.views.parts import column, label, row, scrolled
from desktop.views.settings.about import About
from desktop.views.settings.carrier import CarrierForm
from desktop.views.settings.officers import Officers
from desktop.views.settings.pc import ThisPCForm
from desktop.views.settings.seal import SealForm
from desktop.views.settings.station import StationForm


class SettingsScreen(QWidget):
    """What an administrator looks after; changes of this PC go to `desk.pc`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("settings")
        self._tabs = QTabBar()
        self._tabs.setObjectName("settings.tabs")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._pages = QStackedWidget()
        for title, page in (
            (
                _("Station"),
                _one_below_the_other(StationForm(desk), SealForm(desk), CarrierForm(desk)),
            ),
            (_("Officers"), Officers(desk)),
            (_("This PC"), ThisPCForm(desk)),
            (_("About"), About(desk)),
        ):
            self._tabs.addTab(title)
            self._pages.addWidget(_page(page))
        self._tabs.currentChanged.connect(self._pages.setCurrentIndex)
        head = label(_("Settings"), size="title")
        top = column(head, self._tabs, margins=(24, 16, 24, 0), spacing=4)
        column(top, self._pages, spacing=0, parent=self)

    def arrive(self) -> None:
        """Put the keyboard on the tabs."""
        self._tabs.setFocus(Qt.FocusReason.TabFocusReason)


def _one_below_the_other(*parts: QWidget) -> QWidget:
    made = QWidget()
    column(*parts, None, spacing=16, parent=made)
    return made


def _page(part: QWidget) -> QWidget:
    """A tab's content, not wider than can be read, scrolling where it is taller."""
    part.setMaximumWidth(880)
    inner = QWidget()
    inner.setObjectName("canvas")
    places = row(part, None, margins=(24, 16, 24, 24), parent=inner)
    places.setStretch(0, 10)
    return scrolled(inner)
