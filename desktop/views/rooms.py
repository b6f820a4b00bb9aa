"""Joins the screens to one frame: which rooms there are and how one leads to another."""

from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Trouble
from desktop.domain.officers import Right, Role
from desktop.services.find import Found
from desktop.settings import Settings
from desktop.troubles import troubles
from desktop.views.desk import Desk, Tone
from desktop.views.frame import Frame, Room
from desktop.views.notices import Notices
from desktop.views.ports.reading import CardReading
from desktop.views.ports.scans import Scans
from desktop.views.ports.simulator import Simulator

ChangeSettings = Callable[[Settings], None]


class Rooms:
    """The screens of one frame; each is imported and made when it is first entered."""

    def __init__(self, desk: Desk, change: ChangeSettings) -> None:
        self._desk = desk
        desk.pc.kept_by(change)
        self.frame = Frame(desk, self._all())
        self.frame.search.item_chosen.connect(self.show_item)
        self.frame.search.record_chosen.connect(self.show_record)
        if desk.clerk.may(Right.SERVE):
            QShortcut(QKeySequence("Ctrl+R"), self.frame).activated.connect(self.print_last)
        if desk.clerk.may(Right.SERVE):
            notices = Notices(desk)
            notices.restore_asked.connect(self.frame.restore_asked)
            notices.guards_asked.connect(self.show_guards)
            notices.reviews_asked.connect(self.show_reviews)
            self.frame.bar.add_right(notices)
        self.frame.bar.add_right(Simulator(desk))
        CardReading(desk, self.frame)
        Scans(desk, self.frame, self.show_item, self.show_record)
        self.frame.enter("enquiries" if desk.clerk.role is Role.DUTY else "guide")
        if desk.faults:
            desk.bar.tell(troubles()[Trouble.CATALOGUE_BROKEN], Tone.WARN)

    def _all(self) -> tuple[Room, ...]:
        serve, approve = Right.SERVE, Right.APPROVE
        return (
            Room("guide", _("Guide"), "book-open", "F3", self._guide),
            Room("intake", _("Intake"), "clipboard-plus", "F2", self._intake, serve),
            Room("slips", _("Slips"), "receipt-text", "F4", self._slips, serve),
            Room("deliveries", _("Delivery"), "truck", "F5", self._deliveries, serve),
            Room("cases", _("Cases"), "folder-open", "F8", self._cases, serve),
            Room("daily", _("Daily list"), "list-checks", "F6", self._daily, serve),
            Room(
                "enquiries",
                _("Enquiries"),
                "message-circle-question-mark",
                "F7",
                self._enquiries,
                Right.ENQUIRE,
            ),
            Room("safety", _("Safety"), "shield-check", "F9", self._safety, Right.SEE_ALL),
            Room("settings", _("Settings"), "settings", "F12", self._settings, approve),
        )

    def _guide(self) -> QWidget:
        from desktop.views.guide import GuideScreen

        screen = GuideScreen(self._desk)
        screen.intake_asked.connect(self.start_intake)
        return screen

    def _intake(self) -> QWidget:
        from desktop.views.intake import IntakeScreen

        screen = IntakeScreen(self._desk)
        screen.issued.connect(self.print_slip)
        return screen

    def _slips(self) -> QWidget:
        from desktop.views.slips import SlipsScreen

        screen = SlipsScreen(self._desk)
        screen.taken_up.connect(self.take_up)
        return screen

    def _deliveries(self) -> QWidget:
        from desktop.views.deliveries import DeliveriesScreen

        screen = DeliveriesScreen(self._desk)
        screen.case_asked.connect(self.show_case)
        return screen

    def _cases(self) -> QWidget:
        from desktop.views.cases import CasesScreen

        screen = CasesScreen(self._desk)
        screen.slip_asked.connect(self.show_slip)
        return screen

    def _daily(self) -> QWidget:
        from desktop.views.daily import DailyScreen

        screen = DailyScreen(self._desk)
        screen.slip_asked.connect(self.show_slip)
        screen.line_asked.connect(self.show_line)
        return screen

    def _enquiries(self) -> QWidget:
        from desktop.views.enquiries import EnquiriesScreen

        screen = EnquiriesScreen(self._desk)
        screen.visit_begun.connect(self.go_on)
        screen.slip_asked.connect(self.show_slip)
        screen.guide_asked.connect(self.show_item)
        return screen

    def _safety(self) -> QWidget:
        from desktop.views.safety import SafetyScreen

        screen = SafetyScreen(self._desk)
        screen.restore_asked.connect(self.frame.restore_asked)
        return screen

    def _settings(self) -> QWidget:
        from desktop.views.settings import SettingsScreen

        return SettingsScreen(self._desk)

    def open_file(self, file: Path) -> None:
        """Lead an administrator to what a settings file would change; others are told."""
        if not self._desk.clerk.may(Right.MANAGE):
            self._desk.bar.tell(
                _("An administrator takes over a settings file. Nothing was changed."), Tone.WARN
            )
            return
        from desktop.views.settings import SettingsScreen

        screen = self.frame.enter("settings")
        if isinstance(screen, SettingsScreen):
            screen.open_file(file)

    def lay_card(self, key: str) -> None:
        """Lay a card on the simulated reader."""
        self._desk.pc.ports.laid.emit(key)

    def show_item(self, item: str) -> None:
        """Open the guide at one item."""
        from desktop.views.guide import GuideScreen

        screen = self.frame.enter("guide")
        if isinstance(screen, GuideScreen):
            screen.show_item(item)

    def show_line(self, item: str, material: int) -> None:
        """Open the guide at one material of an item, by its number."""
        from desktop.views.guide import GuideScreen

        screen = self.frame.enter("guide")
        if isinstance(screen, GuideScreen):
            screen.show_material(item, material)

    def start_intake(self, items: tuple[str, ...]) -> None:
        """Begin a new intake with these items."""
        from desktop.views.intake import IntakeScreen

        screen = self.frame.enter("intake")
        if isinstance(screen, IntakeScreen):
            screen.begin(items)

    def take_up(self, slip: int) -> None:
        """Go on with the matter of a void slip in the wizard."""
        from desktop.views.intake import IntakeScreen

        screen = self.frame.enter("intake")
        if isinstance(screen, IntakeScreen):
            screen.take_up(slip)

    def go_on(self, key: str) -> None:
        """Go on with an intake that was kept."""
        from desktop.views.intake import IntakeScreen

        screen = self.frame.enter("intake")
        if isinstance(screen, IntakeScreen):
            screen.go_on(key)

    def show_slip(self, slip: int) -> None:
        """Open the ledger at one slip."""
        from desktop.views.slips import SlipsScreen

        screen = self.frame.enter("slips")
        if isinstance(screen, SlipsScreen):
            screen.show_slip(slip)

    def print_slip(self, slip: int) -> None:
        """Open the ledger at one slip and offer to print it."""
        from desktop.views.slips import SlipsScreen

        screen = self.frame.enter("slips")
        if isinstance(screen, SlipsScreen):
            screen.print_slip(slip)

    def print_last(self) -> None:
        """Offer to print again what this officer issued last, from wherever they are."""
        from desktop.views.slips import SlipsScreen

        screen = self.frame.enter("slips")
        if isinstance(screen, SlipsScreen):
            screen.print_last()

    def show_case(self, case: int) -> None:
        """Open one case beside the list of all."""
        from desktop.views.cases import CasesScreen

        screen = self.frame.enter("cases")
        if isinstance(screen, CasesScreen):
            screen.show_case(case)

    def show_guards(self) -> None:
        """Open the list of cases about which has to be told what is missing."""
        from desktop.views.cases import CasesScreen

        screen = self.frame.enter("cases")
        if isinstance(screen, CasesScreen):
            screen.show_list("guards")

    def show_reviews(self) -> None:
        """Open the list of what was returned or urged."""
        from desktop.views.daily import DailyScreen

        screen = self.frame.enter("daily")
        if isinstance(screen, DailyScreen):
            screen.show_page("reviews")

    def show_record(self, found: object) -> None:
        """Open what the search box found: its slip where one fitted, else the case."""
        if isinstance(found, Found):
            if found.slip is not None and found.by == "slip":
                self.show_slip(found.slip)
            else:
                self.show_case(found.case)
