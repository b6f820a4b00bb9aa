"""Tabs: backups, the audit, who looked at whom; for the administrator retention and keys."""

from gettext import gettext as _

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Right
from desktop.views import words
from desktop.views.desk import Desk
from desktop.views.parts import card, column, label, row, scrolled
from desktop.views.safety.audit import AuditPage
from desktop.views.safety.backups import BackupsPage
from desktop.views.safety.keys import KeysPage
from desktop.views.safety.looks import LooksPage
from desktop.views.safety.retention import RetentionPage


class SafetyScreen(QWidget):
    """A page a tab; `restore_asked` leads to a restore."""

    restore_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("safety")
        self._tabs = QTabBar()
        self._tabs.setObjectName("safety.tabs")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._pages = QStackedWidget()
        backups = _elsewhere() if desk.jobs.shared else self._backups(desk)
        pages: list[tuple[str, str, QWidget, bool]] = [
            ("backups", _("Backups"), backups, True),
            ("audit", _("Audit"), AuditPage(desk), True),
            ("looks", _("Who looked at whom"), LooksPage(desk), False),
        ]
        if desk.clerk.may(Right.MANAGE):
            pages.append(("retention", _("Retention"), RetentionPage(desk), True))
            pages.append(("keys", _("Key slots"), KeysPage(desk), True))
        for key, title, page, scrolls in pages:
            self._tabs.setTabData(self._tabs.addTab(title), key)
            self._pages.addWidget(_narrow(page) if scrolls else page)
        self._made = [page for _key, _title, page, _scrolls in pages]
        self._tabs.currentChanged.connect(self._turn)
        head = label(_("Safety"), size="title")
        top = column(head, self._tabs, margins=(24, 16, 24, 0), spacing=4)
        column(top, self._pages, spacing=0, parent=self)

    def _backups(self, desk: Desk) -> QWidget:
        made = BackupsPage(desk)
        made.restore_asked.connect(self.restore_asked)
        return made

    def _turn(self, place: int) -> None:
        self._pages.setCurrentIndex(place)
        self._load()

    def _load(self) -> None:
        arrive = getattr(self._made[self._tabs.currentIndex()], "arrive", None)
        if arrive is not None:
            arrive()

    @property
    def place(self) -> str:
        """The tab that is shown, for the manual."""
        return str(self._tabs.tabData(self._tabs.currentIndex()))

    def arrive(self) -> None:
        """Load the page that is shown and put the keyboard on the tabs."""
        self._load()
        self._tabs.setFocus(Qt.FocusReason.TabFocusReason)


def _elsewhere() -> QWidget:
    """What stands in the place of the backups where a server keeps the records."""
    box = card()
    column(
        label(_("Records on a server"), size="emphasis"),
        label(words.refusal(Refusal(Trouble.SERVER_KEEPS)), wrap=True, name="backups.elsewhere"),
        margins=20, spacing=8, parent=box,
    )  # fmt: skip
    page = QWidget()
    column(box, None, parent=page)
    return page


def _narrow(part: QWidget) -> QWidget:
    """A page not wider than can be read, scrolling where it is taller."""
    part.setMaximumWidth(960)
    inner = QWidget()
    inner.setObjectName("canvas")
    places = row(part, None, margins=(24, 16, 24, 24), parent=inner)
    places.setStretch(0, 10)
    return scrolled(inner)
