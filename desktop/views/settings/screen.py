"""What a station sets itself: a tab each, as far as the signed-in officer may."""

from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from desktop.domain.officers import Right
from desktop.views.desk import Desk
from desktop.views.parts import column, label, row, scrolled
from desktop.views.settings.about import About
from desktop.views.settings.calendar import CalendarPage
from desktop.views.settings.carrier import CarrierForm
from desktop.views.settings.catalogue import CataloguePage
from desktop.views.settings.deferrable import DeferrablePage
from desktop.views.settings.hours import HoursForm
from desktop.views.settings.officers import Officers
from desktop.views.settings.papers import PapersPage
from desktop.views.settings.pc import ThisPCForm
from desktop.views.settings.seal import SealForm
from desktop.views.settings.station import StationForm

Make = Callable[[Desk], QWidget]


class SettingsScreen(QWidget):
    """A page a tab; changes of this PC go to `desk.pc`.

    A supervisor sees what supervisors answer for, an administrator everything.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("settings")
        self._tabs = QTabBar()
        self._tabs.setObjectName("settings.tabs")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._pages = QStackedWidget()
        self._made: list[QWidget] = []
        for key, title, right, make, around in _all():
            if desk.clerk.may(right):
                self._made.append(make(desk))
                self._tabs.setTabData(self._tabs.addTab(title), key)
                self._pages.addWidget(around(self._made[-1]))
        self._tabs.currentChanged.connect(self._turn)
        head = label(_("Settings"), size="title")
        top = column(head, self._tabs, margins=(24, 16, 24, 0), spacing=4)
        column(top, self._pages, spacing=0, parent=self)

    def _turn(self, place: int) -> None:
        self._pages.setCurrentIndex(place)
        self._load()

    def _load(self) -> None:
        arrive = getattr(self._made[self._tabs.currentIndex()], "arrive", None)
        if arrive is not None:
            arrive()

    def open_file(self, file: Path) -> None:
        """Show what a settings file would change, on the page of this PC."""
        for place, page in enumerate(self._made):
            if isinstance(page, ThisPCForm):
                self._tabs.setCurrentIndex(place)
                page.bundle.look(file)

    @property
    def place(self) -> str:
        """The tab that is shown, for the manual."""
        return str(self._tabs.tabData(self._tabs.currentIndex()))

    def arrive(self) -> None:
        """Load the page that is shown and put the keyboard on the tabs."""
        self._load()
        self._tabs.setFocus(Qt.FocusReason.TabFocusReason)


def _all() -> tuple[tuple[str, str, Right, Make, Callable[[QWidget], QWidget]], ...]:
    """The tabs: whose right each is, and whether its page is as wide as a text or as the window."""
    return (
        ("station", _("Station"), Right.MANAGE, _station, _narrow),
        ("officers", _("Officers"), Right.MANAGE, Officers, _narrow),
        ("papers", _("Papers"), Right.APPROVE, PapersPage, _Wide),
        ("catalogue", _("Catalogue"), Right.APPROVE, CataloguePage, _Wide),
        ("deferrable", _("Papers to follow"), Right.APPROVE, DeferrablePage, _Wide),
        ("calendar", _("Calendar"), Right.MANAGE, CalendarPage, _Wide),
        ("pc", _("This PC"), Right.MANAGE, ThisPCForm, _narrow),
        ("about", _("About"), Right.APPROVE, About, _narrow),
    )


def _station(desk: Desk) -> QWidget:
    made = QWidget()
    parts = (StationForm(desk), HoursForm(desk), SealForm(desk), CarrierForm(desk))
    column(*parts, None, spacing=16, parent=made)
    return made


def _narrow(part: QWidget) -> QWidget:
    """A tab's content, not wider than can be read, scrolling where it is taller."""
    part.setMaximumWidth(880)
    inner = QWidget()
    inner.setObjectName("canvas")
    places = row(part, None, margins=(24, 16, 24, 24), parent=inner)
    places.setStretch(0, 10)
    return scrolled(inner)


class _Wide(QWidget):
    """A tab's content over the whole width; it scrolls inside itself, not with the screen."""

    def __init__(self, part: QWidget) -> None:
        super().__init__()
        column(part, margins=(24, 16, 24, 16), parent=self)

    def hasHeightForWidth(self) -> bool:
        """Take the height that is there: wrapped words inside ask for more than is needed."""
        return False
