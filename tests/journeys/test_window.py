"""The real window with its threads: opening, locking, a crash, and data that cannot be used."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot
from sqlcipher3 import dbapi2 as sqlite

from db import backup
from db.engine import reading
from db.keys import keys_path
from db.peek import unlock
from desktop.door import knock
from desktop.services import backups
from desktop.settings import database_file
from desktop.window import Window
from tests import builders
from tests.builders import OLD_WOMAN, PASSWORD
from tests.conftest import Made
from tests.journeys.conftest import Open
from tests.robots import FirstStartRobot, FrameRobot, IntakeRobot, RecoveryRobot, SignInRobot

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def station(home: Path, made: Made) -> Path:
    """A folder in which the station is set up."""
    shutil.copytree(made.folder, home)
    return home


def sits_down(qtbot: QtBot, window: Window, number: str = "001002") -> FrameRobot:
    robot = SignInRobot(qtbot, window, (1366, 768))
    robot.press(f"officer.{number}")
    with qtbot.waitSignal(window.ready, timeout=20_000):
        robot.enters(PASSWORD)
    assert window.frame is not None
    return FrameRobot(qtbot, window, (1366, 768))


def wizard(qtbot: QtBot, window: Window) -> IntakeRobot:
    return IntakeRobot(qtbot, window, (1366, 768))


@pytest.mark.file
def test_the_first_start_makes_the_station_and_lets_the_administrator_in(
    qtbot: QtBot, open_window: Open, home: Path
) -> None:
    window = open_window(home)
    first = FirstStartRobot(qtbot, window, (1366, 768))
    first.answers(
        name="示例派出所", code="330 105", number="001001", officer="王3",
        password="a long enough one", again="a long enough one",
    )  # fmt: skip
    before = first.kept()
    first.goes_on()
    qtbot.waitUntil(lambda: "字母" in first.complaint("first.code"))
    assert first.kept() == before
    first.answers(code="330105A1")
    first.goes_on()
    qtbot.waitUntil(lambda: "数字" in first.complaint("first.officer"))
    first.answers(officer="王管理")
    with qtbot.waitSignal(window.ready, timeout=20_000):
        first.goes_on()
    shown = RecoveryRobot(qtbot, window, (1366, 768))
    code = shown.code
    shown.copies("0000")
    assert "末四位" in shown.complaint("recovery.last")
    with qtbot.waitSignal(window.ready, timeout=20_000):
        shown.copies(code[-4:])
    assert FrameRobot(qtbot, window, (1366, 768)).room == "guide"
    copy = home.with_name("copy")
    qtbot.waitUntil(lambda: _backed_up(home), timeout=20_000)
    shutil.copytree(home, copy)
    entered = knock(copy, builders.at()).recover(code, "001001", "another long password")
    entered.backend.engine.dispose()


def test_a_wrong_password_is_told_and_the_right_one_opens(
    qtbot: QtBot, open_window: Open, station: Path
) -> None:
    window = open_window(station)
    robot = SignInRobot(qtbot, window, (1366, 768))
    robot.press("officer.001002")
    robot.enters("not the right one")
    qtbot.waitUntil(lambda: "密码" in robot.complaint("sign-in.password"))
    assert window.frame is None
    with qtbot.waitSignal(window.ready, timeout=20_000):
        robot.enters(PASSWORD)
    assert robot.text("clerk") == "李窗口"


def test_after_locking_the_same_officer_comes_back_to_the_same_input(
    qtbot: QtBot, open_window: Open, station: Path
) -> None:
    window = open_window(station)
    robot = sits_down(qtbot, window)
    robot.key(Qt.Key.Key_F2)
    intake = wizard(qtbot, window)
    intake.takes("hkb")
    intake.reaches("person")
    intake.answers(OLD_WOMAN)
    for _twice in range(2):
        with qtbot.waitSignal(window.ready, timeout=20_000):
            robot.key(Qt.Key.Key_L, CONTROL)
        assert not robot.has("rail.intake")
        sign_in = SignInRobot(qtbot, window, (1366, 768))
        with qtbot.waitSignal(window.ready, timeout=20_000):
            sign_in.enters(PASSWORD)
        assert robot.room == "intake"
        assert intake.text("intake.person.name") == OLD_WOMAN.name


def test_locking_hides_an_open_question_too(qtbot: QtBot, open_window: Open, station: Path) -> None:
    window = open_window(station)
    robot = sits_down(qtbot, window)
    robot.key(Qt.Key.Key_Slash, CONTROL)
    assert robot.has("sheet")
    with qtbot.waitSignal(window.ready, timeout=20_000):
        robot.key(Qt.Key.Key_L, CONTROL)
    assert not robot.has("sheet")


def test_a_window_that_is_gone_without_closing_loses_nothing(
    qtbot: QtBot, open_window: Open, station: Path, records: str
) -> None:
    window = open_window(station)
    sits_down(qtbot, window).key(Qt.Key.Key_F2)
    intake = wizard(qtbot, window)
    intake.takes("hkb")
    intake.reaches("person")
    intake.answers(OLD_WOMAN)
    qtbot.waitUntil(lambda: intake.text("intake.kept") != "")
    intake.reaches("circumstances")
    qtbot.waitUntil(lambda: _settled(window))
    qtbot.waitUntil(lambda: bool(records) or _backed_up(station), timeout=20_000)
    window.hide()  # neither closed nor left: as if the power had gone
    assert window.backend is not None
    window.backend.engine.dispose()  # a process that is gone holds no file open
    again = open_window(station)
    sits_down(qtbot, again).key(Qt.Key.Key_F2)
    offered = wizard(qtbot, again)
    qtbot.waitUntil(lambda: len(offered.drafts) == 1)
    offered.press(f"draft.resume.{offered.drafts[0]}")
    assert offered.step == "circumstances"
    offered.goes_to("person")
    for name in ("id_number", "name", "phone", "hukou_address"):
        assert offered.text(f"intake.person.{name}") == getattr(OLD_WOMAN, name)


def _backed_up(home: Path) -> bool:
    """Whether the backup that follows the first way in is done."""
    folder = home / "backups"
    under_way = any(folder.glob(".*")) or any(folder.glob("*.new"))
    return any(folder.glob("*.backup.json")) and not under_way


def _settled(window: Window) -> bool:
    """Whether the database has answered everything that was asked before."""
    done: list[object] = []
    assert window.jobs is not None
    window.jobs.ask(lambda _session: True, done.append)
    for _turn in range(1000):
        QCoreApplication.processEvents()
        if done:
            return True
    return False


# Data that cannot be used


def newer(file: Path, key: bytes) -> None:
    with contextlib.closing(sqlite.connect(str(file))) as raw, raw:
        unlock(raw, key)
        raw.execute("update alembic_version set version_num = '9999'")


def foreign(file: Path, _key: bytes) -> None:
    for each in file.parent.glob(f"{file.name}*"):
        each.unlink()
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("create table somebody_elses (id integer)")


def no_database(file: Path, _key: bytes) -> None:
    for each in file.parent.glob(f"{file.name}*"):
        each.unlink()
    file.write_bytes(b"this is a letter, not a database\n" * 400)


def emptied(file: Path, _key: bytes) -> None:
    file.write_bytes(b"")


def gone(file: Path, _key: bytes) -> None:
    file.unlink()


def keys_gone(file: Path, _key: bytes) -> None:
    keys_path(file).unlink()


def keys_damaged(file: Path, _key: bytes) -> None:
    keys_path(file).write_text("{}")


Harm = Callable[[Path, bytes], None]


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (foreign, "没有加密"), (emptied, "空的"), (gone, "不见了"),
        (keys_gone, "密钥文件"), (keys_damaged, "密钥文件"),
    ],
)  # fmt: skip
def test_data_that_cannot_be_used_is_told_and_left_alone(
    qtbot: QtBot, open_window: Open, station: Path, key: bytes, harm: Harm, said: str
) -> None:
    harm(database_file(station), key)
    before = {each.name: each.read_bytes() for each in station.iterdir()}
    window = open_window(station)
    robot = SignInRobot(qtbot, window, (1366, 768))
    assert said in robot.text("sign-in.foot")
    assert window.frame is None
    assert window.first_start is None
    after = {each.name: each.read_bytes() for each in station.iterdir() if each.is_file()}
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize(("harm", "said"), [(newer, "更新的版本"), (no_database, "密钥打不开")])
def test_what_only_the_key_shows_is_told_after_the_password(
    qtbot: QtBot, open_window: Open, station: Path, key: bytes, harm: Harm, said: str
) -> None:
    file = database_file(station)
    harm(file, key)
    before = file.read_bytes()
    window = open_window(station)
    robot = SignInRobot(qtbot, window, (1366, 768))
    robot.press("officer.001002")
    robot.enters(PASSWORD)
    qtbot.waitUntil(lambda: said in robot.complaint("sign-in.password"), timeout=20_000)
    assert window.frame is None
    assert file.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(
    qtbot: QtBot, open_window: Open, home: Path
) -> None:
    home.mkdir(mode=0o500)
    window = open_window(home)
    assert "写入" in SignInRobot(qtbot, window, (1366, 768)).text("sign-in.foot")
    assert window.frame is None


def test_a_desk_that_was_left_is_hidden_and_comes_back_to_the_very_field(
    qtbot: QtBot, open_window: Open, station: Path
) -> None:
    window = open_window(station)
    robot = sits_down(qtbot, window)
    robot.key(Qt.Key.Key_F2)
    intake = wizard(qtbot, window)
    intake.takes("hkb")
    intake.reaches("person")
    intake.writes("intake.person.name", "赵桂")
    other, citizen = QDialog(window), QWidget()
    other.setModal(True)
    for each in (other, citizen):
        qtbot.addWidget(each)
        each.show()
    with qtbot.waitSignal(window.ready, timeout=20_000):
        window.idle.left.emit()
    assert not other.isVisible()
    assert not citizen.isVisible()
    assert not robot.has("rail.intake")
    with qtbot.waitSignal(window.ready, timeout=20_000):
        SignInRobot(qtbot, window, (1366, 768)).enters(PASSWORD)
    assert intake.keyboard.objectName() == "intake.person.name"
    assert intake.text("intake.person.name") == "赵桂"
    assert citizen.isVisible()
    assert not other.isVisible()


def test_another_officer_takes_over_quickly(qtbot: QtBot, open_window: Open, station: Path) -> None:
    window = open_window(station)
    robot = sits_down(qtbot, window)
    with qtbot.waitSignal(window.ready, timeout=20_000):
        robot.key(Qt.Key.Key_L, CONTROL)
    citizen = QWidget()
    qtbot.addWidget(citizen)
    assert sits_down(qtbot, window, "001003").text("clerk") == "陈主管"
    citizen.show()
    with qtbot.waitSignal(window.ready, timeout=20_000):
        robot.key(Qt.Key.Key_L, CONTROL)
    sits_down(qtbot, window, "001002")
    assert not citizen.isVisible()


@pytest.mark.file
def test_the_day_ends_with_a_backup(qtbot: QtBot, open_window: Open, station: Path) -> None:
    window = open_window(station)
    sits_down(qtbot, window)
    window.close()
    window.finish()
    (made,) = backup.listed(station / "backups")
    assert made.file.exists()
    again = open_window(station)
    sits_down(qtbot, again)
    assert again.backend is not None
    with reading(again.backend.engine) as session:
        assert backups.standing(session).last == builders.NOW
