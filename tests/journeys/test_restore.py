"""A restore in the real window with its threads, by keyboard only: signed in, and locked out."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from pytestqt.qtbot import QtBot
from sqlcipher3 import dbapi2 as sqlite

from db import backup
from db.backup import Backup
from db.engine import reading, writing
from db.fences import TRIGGERS
from db.peek import unlock
from desktop.backend import Backend, open_backend
from desktop.services import backups
from desktop.settings import Settings, database_file
from desktop.window import Window
from tests import builders
from tests.builders import NOW, PASSWORD
from tests.robots import FirstStartRobot, FrameRobot, RestoreRobot, SignInRobot
from tests.services.counter import acts, issued

pytestmark = pytest.mark.file

SIZE = (1366, 768)


@dataclass(frozen=True)
class Station:
    """A station with one slip in its backup and a second one since."""

    home: Path
    key: bytes
    taken: Backup


@pytest.fixture
def station(backend: Backend, home: Path, key: bytes) -> Station:
    issued(backend)
    taken = backup.make(backend.store.path, key, home / "backups", NOW)
    with writing(backend.engine) as session:
        backups.made(session, None, NOW, taken)
    issued(backend, person=builders.FROM_ANHUI)
    backend.engine.dispose()
    return Station(home, key, taken)


Open = Callable[[], Window]


@pytest.fixture
def open_window(qtbot: QtBot, home: Path) -> Iterator[Open]:
    """Opens windows on the folder and lets their threads end afterwards."""
    windows: list[Window] = []

    def opened() -> Window:
        window = Window(home, Settings(), builders.at())
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(*SIZE)
        with qtbot.waitSignal(window.ready, timeout=20_000):
            window.show()
        window.activateWindow()
        return window

    yield opened
    for window in windows:
        window.finish()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def signs_in(qtbot: QtBot, window: Window) -> None:
    robot = SignInRobot(qtbot, window, SIZE)
    robot.press("officer.001003")
    with qtbot.waitSignal(window.ready, timeout=20_000):
        robot.enters(PASSWORD)


def restores(qtbot: QtBot, window: Window) -> RestoreRobot:
    """From the list to the exchange; what each page says is looked at by the caller."""
    sheet = RestoreRobot(qtbot, window)
    sheet.sees_backups(1)
    sheet.takes(0)
    sheet.persons("001003", PASSWORD, "001001", PASSWORD)
    sheet.waits_for("restore.reason")
    return sheet


def finishes(qtbot: QtBot, window: Window, sheet: RestoreRobot) -> None:
    with qtbot.waitSignal(window.ready, timeout=30_000):
        sheet.types("磁盘损坏")
        sheet.key(Qt.Key.Key_Return)


def told(station: Station) -> list[str]:
    """What the chain of the records says that lie here now."""
    opened = open_backend(station.home, builders.at(), station.key)
    try:
        with reading(opened.engine) as session:
            return acts(session)
    finally:
        opened.engine.dispose()


def test_locked_out_of_damaged_records_two_persons_restore_a_backup(
    qtbot: QtBot, open_window: Open, station: Station
) -> None:
    file = database_file(station.home)
    file.write_bytes(b"")
    window = open_window()
    robot = SignInRobot(qtbot, window, SIZE)
    assert "空的" in robot.text("sign-in.foot")
    assert robot.keyboard.objectName() == "sign-in.restore"
    robot.key(Qt.Key.Key_Return)
    sheet = restores(qtbot, window)
    assert sheet.table[2] == ["?", "1"]
    sheet.key(Qt.Key.Key_Return)
    assert sheet.complaint("restore.reason") != ""
    finishes(qtbot, window, sheet)
    assert robot.says("已恢复")
    assert window.frame is None
    signs_in(qtbot, window)
    assert robot.text("clerk") == "陈主管"
    window.close()
    window.finish()
    done = told(station)
    assert done[done.index("slip.issue") :][:4] == [
        "slip.issue",
        "paper.issue",
        "backup.restored",
        "officer.sign_in",
    ]
    aside = next(station.home.glob("set-aside-*"))
    assert (aside / file.name).read_bytes() == b""


def test_signed_in_the_records_go_back_and_the_sign_in_begins_anew(
    qtbot: QtBot, open_window: Open, station: Station
) -> None:
    window = open_window()
    signs_in(qtbot, window)
    assert window.frame is not None
    window.frame.restore_asked.emit()
    sheet = restores(qtbot, window)
    here, there = zip(*sheet.table, strict=True)
    assert int(here[1]) > int(there[1])
    assert here[2] == "2"
    finishes(qtbot, window, sheet)
    assert FrameRobot(qtbot, window, SIZE).says("已恢复")
    signs_in(qtbot, window)
    assert FrameRobot(qtbot, window, SIZE).room == "guide"


def test_hurt_records_are_read_only_until_a_backup_is_restored(
    qtbot: QtBot, open_window: Open, station: Station
) -> None:
    with contextlib.closing(sqlite.connect(str(database_file(station.home)))) as raw, raw:
        unlock(raw, station.key)
        raw.execute(f"DROP TRIGGER {next(iter(TRIGGERS))}")
    window = open_window()
    signs_in(qtbot, window)
    robot = FrameRobot(qtbot, window, SIZE)
    qtbot.waitUntil(lambda: robot.has("notice.restore"))
    assert "只读" in robot.text("notice.hurt")
    robot.press("notice.restore")
    sheet = restores(qtbot, window)
    assert sheet.table[2] == ["2", "1"]
    finishes(qtbot, window, sheet)
    signs_in(qtbot, window)
    qtbot.waitUntil(lambda: robot.has("notice.backup"))
    assert not robot.has("notice.hurt")


def test_leaving_changes_nothing(qtbot: QtBot, open_window: Open, station: Station) -> None:
    window = open_window()
    signs_in(qtbot, window)
    assert window.frame is not None
    window.frame.restore_asked.emit()
    sheet = restores(qtbot, window)
    assert (station.home / "rehearsal").exists()
    sheet.key(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not (station.home / "rehearsal").exists())
    assert not sheet.has("sheet")
    window.close()
    window.finish()
    assert "backup.restored" not in told(station)


def complains(sheet: RestoreRobot, field: str) -> bool:
    return sheet.complaint(field) != ""


def test_wrong_persons_are_told_beside_their_fields(
    qtbot: QtBot, open_window: Open, station: Station
) -> None:
    database_file(station.home).write_bytes(b"")
    window = open_window()
    SignInRobot(qtbot, window, SIZE).key(Qt.Key.Key_Return)
    sheet = RestoreRobot(qtbot, window)
    sheet.sees_backups(1)
    sheet.takes(0)
    for typed, field in (
        (("001003", "not the right one", "001001", PASSWORD), "password"),
        (("001003", PASSWORD, "001001", "not the right one"), "second"),
        (("001003", PASSWORD, "001003", PASSWORD), "second"),
        (("001003", PASSWORD, "001002", PASSWORD), "second"),
        (("001002", PASSWORD, "001003", PASSWORD), ""),
    ):
        for name, text in zip(("number", "password", "other", "second"), typed, strict=True):
            sheet.writes(f"restore.{name}", text)
        sheet.key(Qt.Key.Key_Return)
        if field:
            below = f"restore.{field}"
            qtbot.waitUntil(partial(complains, sheet, below), timeout=20_000)
            assert sheet.keyboard.objectName() == below
        else:
            qtbot.waitUntil(lambda: "权限" in sheet.text("restore.said"), timeout=20_000)
        assert not (station.home / "rehearsal").exists()


def test_a_new_pc_restores_instead_of_being_set_up(
    qtbot: QtBot,
    open_window: Open,
    station: Station,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from desktop.views.restore import RestoreSheet

    elsewhere = tmp_path / "from the safe"
    station.taken.file.parent.rename(elsewhere)
    for each in station.home.iterdir():
        each.unlink()
    monkeypatch.setattr(RestoreSheet, "choose_folder", lambda _self: str(elsewhere))
    window = open_window()
    FirstStartRobot(qtbot, window, SIZE).press("first.restore")
    sheet = RestoreRobot(qtbot, window)
    qtbot.waitUntil(lambda: sheet.has("restore.said"))
    sheet.press("restore.other")
    sheet = restores(qtbot, window)
    assert [row[0] for row in sheet.table] == ["?", "?", "?"]
    finishes(qtbot, window, sheet)
    signs_in(qtbot, window)
    assert window.frame is not None
