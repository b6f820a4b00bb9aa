"""Robots: one a screen, speaking the clerk's language; they find widgets by name and press keys."""

from tests.robots.attachments import AttachmentsRobot
from tests.robots.base import PrintRobot, Robot
from tests.robots.calendar import CalendarRobot
from tests.robots.frame import FirstStartRobot, FrameRobot, RecoveryRobot, SignInRobot
from tests.robots.guide import GuideRobot
from tests.robots.intake import IntakeRobot
from tests.robots.manual import ManualRobot
from tests.robots.papers import PapersRobot
from tests.robots.records import CaseRobot, CasesRobot, DailyRobot, DeliveriesRobot, SlipsRobot
from tests.robots.restore import RestoreRobot
from tests.robots.safety import SafetyRobot
from tests.robots.second import SecondRobot
from tests.robots.settings import SettingsRobot
from tests.robots.upkeep import UpkeepRobot

__all__ = [
    "AttachmentsRobot",
    "CalendarRobot",
    "CaseRobot",
    "CasesRobot",
    "DailyRobot",
    "DeliveriesRobot",
    "FirstStartRobot",
    "FrameRobot",
    "GuideRobot",
    "IntakeRobot",
    "ManualRobot",
    "PapersRobot",
    "PrintRobot",
    "RecoveryRobot",
    "RestoreRobot",
    "Robot",
    "SafetyRobot",
    "SecondRobot",
    "SettingsRobot",
    "SignInRobot",
    "SlipsRobot",
    "UpkeepRobot",
]
