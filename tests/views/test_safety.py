"""The room for safety as a supervisor and an administrator work with it."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.audit import head_code
from desktop.domain.errors import Refusal, Trouble
from desktop.door import knock
from desktop.printing import paper
from desktop.services import audit, backups, cases, retention, slips
from desktop.services.looks import Look
from desktop.services.retention import Kind
from desktop.settings import Settings
from desktop.views import words
from desktop.views.desk import Desk
from desktop.views.notices import Notices, age
from desktop.views.safety import SafetyScreen
from desktop.views.safety.backups import BackupsPage
from desktop.views.safety_words import looks
from tests import builders
from tests.builders import FROM_ANHUI, NOW, PASSWORD
from tests.conftest import DeskOf
from tests.robots import RecoveryRobot, Robot, SafetyRobot, SecondRobot
from tests.services.counter import acts, issued
from tests.tamper import unfenced


@pytest.fixture
def chief(desk_of: DeskOf) -> Desk:
    return desk_of("001001")


def opened(qtbot: QtBot, desk: Desk) -> SafetyRobot:
    return SafetyRobot(qtbot, SafetyScreen(desk))


def done(backend: Backend) -> list[str]:
    with reading(backend.engine) as session:
        return acts(session)


def test_a_supervisor_sees_no_keys_and_erases_nothing(qtbot: QtBot, desk_of: DeskOf) -> None:
    assert opened(qtbot, desk_of("001003")).tabs == ["备份", "审计", "谁看过谁"]
    assert opened(qtbot, desk_of("001001")).tabs[3:] == ["留存期限", "密钥"]


# Backups


def test_a_backup_is_made_noted_and_listed(qtbot: QtBot, chief: Desk, backend: Backend) -> None:
    slip = issued(backend)
    robot = opened(qtbot, chief)
    assert robot.text("backups.age").startswith("■")
    assert robot.rows("backups.table") == []
    robot.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert done(backend)[-1] == backups.MADE
    assert robot.text("backups.age").startswith("●")
    ((_time, count, *_more),) = robot.rows("backups.table")
    assert count == "1"
    assert slip.number
    assert "同一块硬盘" in robot.text("backups.warning")


def test_a_rehearsal_leaves_nothing_behind_but_its_line(
    qtbot: QtBot, chief: Desk, backend: Backend, home: Path
) -> None:
    issued(backend)
    robot = opened(qtbot, chief)
    robot.press("backups.take")
    assert "▲" in robot.text("backups.drilled")
    robot.press("backups.drill")
    assert robot.text("backups.said").startswith("●")
    assert done(backend)[-1] == backups.DRILLED
    assert not (home / "drill").exists()
    assert "▲" not in robot.text("backups.drilled")


def test_a_backup_that_cannot_be_read_is_told(
    qtbot: QtBot, chief: Desk, backend: Backend, home: Path
) -> None:
    robot = opened(qtbot, chief)
    robot.press("backups.take")
    (file,) = (home / "backups").glob("*.backup.db")
    file.write_bytes(file.read_bytes()[:-1])
    robot.press("backups.drill")
    assert robot.text("backups.said") == words.refusal(
        Refusal(Trouble.BACKUP_UNFIT, problem="SHA-256")
    )
    assert not (home / "drill").exists()


def test_backups_go_where_the_administrator_says(
    qtbot: QtBot, chief: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Settings] = []
    chief.pc.kept_by(kept.append)
    monkeypatch.setattr(BackupsPage, "choose_folder", lambda _self: str(tmp_path / "elsewhere"))
    robot = opened(qtbot, chief)
    robot.press("backups.choose")
    assert kept[-1].backup_folder == str(tmp_path / "elsewhere")
    robot.press("backups.take")
    assert len(list((tmp_path / "elsewhere").glob("*.backup.db"))) == 1


def test_restoring_is_asked_for(qtbot: QtBot, chief: Desk) -> None:
    screen = SafetyScreen(chief)
    robot = SafetyRobot(qtbot, screen)
    with qtbot.waitSignal(screen.restore_asked):
        robot.press("backups.restore")


# The bar


@pytest.mark.parametrize(
    ("old", "shape"),
    [
        (None, "■"), (timedelta(hours=1), "●"), (timedelta(hours=14), "●"),
        (timedelta(days=2), "▲"), (timedelta(days=4), "■"),
    ],
)  # fmt: skip
def test_the_age_of_the_last_backup_has_a_shape(old: timedelta | None, shape: str) -> None:
    assert age(None if old is None else NOW - old, NOW).shape == shape


def test_the_bar_follows_a_backup(qtbot: QtBot, chief: Desk) -> None:
    notices = Notices(chief)
    robot = SafetyRobot(qtbot, SafetyScreen(chief))
    bar = SafetyRobot(qtbot, notices)
    assert bar.text("notice.backup").startswith("■")
    robot.press("backups.take")
    assert bar.text("notice.backup").startswith("●")
    assert not bar.has("notice.hurt")


def test_the_bar_says_that_records_may_only_be_read(
    qtbot: QtBot, chief: Desk, backend: Backend
) -> None:
    backend.store.hurt = Refusal(Trouble.AUDIT_BROKEN, row=3)
    notices = Notices(chief)
    bar = SafetyRobot(qtbot, notices)
    assert "只读" in bar.text("notice.hurt")
    with qtbot.waitSignal(notices.restore_asked):
        bar.press("notice.restore")


# The audit


def test_a_whole_chain_and_a_code_from_paper(qtbot: QtBot, chief: Desk, backend: Backend) -> None:
    issued(backend)
    with reading(backend.engine) as session:
        code = head_code(audit.head(session))
    robot = opened(qtbot, chief)
    robot.turns_to("审计")
    assert robot.text("audit.state").startswith("●")
    assert robot.text("audit.code") == code
    for typed, shape in ((code, "●"), (code.lower(), "●"), ("2-0000-0000-0000", "■")):
        robot.writes("audit.paper", typed)
        robot.key(Qt.Key.Key_Return)
        assert robot.complaint("audit.paper").startswith(shape)
        assert robot.text("audit.state").startswith("●")
    robot.writes("audit.paper", "no code")
    robot.press("audit.compare")
    assert "128-" in robot.complaint("audit.paper")


def test_a_changed_row_is_named(qtbot: QtBot, chief: Desk, backend: Backend) -> None:
    issued(backend)
    with unfenced(backend) as raw:
        raw.execute("UPDATE audit SET subject = 'another' WHERE seq = 2")
    robot = opened(qtbot, chief)
    robot.turns_to("审计")
    assert robot.text("audit.state").startswith("■")
    assert "2" in robot.text("audit.state")


# Who looked at whom


def test_looks_are_filtered_by_officer_act_and_case(
    qtbot: QtBot, chief: Desk, backend: Backend
) -> None:
    one, two = issued(backend), issued(backend, person=FROM_ANHUI)
    clerk, other = builders.clerk(backend), builders.clerk(backend, "001003")
    with writing(backend.engine) as session:
        cases.look(session, clerk, NOW, one.case)
        cases.look(session, other, NOW, two.case)
        slips.look(session, other, NOW, two.slip)
    robot = opened(qtbot, chief)
    robot.turns_to("谁看过谁")
    assert len(robot.rows("looks.table")) == 3

    def filters(name: str, said: str) -> int:
        robot.chooses(f"looks.{name}", said)
        robot.find(f"looks.{name}", QComboBox).activated.emit(0)
        return len(robot.rows("looks.table"))

    assert filters("officer", "陈主管") == 2
    assert filters("act", looks()[Look.SLIP]) == 1
    assert filters("officer", "全部民警") == 1
    assert filters("act", "全部操作") == 3
    robot.writes("looks.case", one.case_number)
    robot.key(Qt.Key.Key_Return)
    (row,) = robot.rows("looks.table")
    assert row[3] == builders.OLD_WOMAN.name
    assert "*" in row[4]
    robot.writes("looks.case", two.number.lower())
    robot.key(Qt.Key.Key_Return)
    assert len(robot.rows("looks.table")) == 2
    robot.writes("looks.case", "nobody's")
    robot.key(Qt.Key.Key_Return)
    assert robot.complaint("looks.case")
    robot.writes("looks.case", "")
    robot.key(Qt.Key.Key_Return)
    assert len(robot.rows("looks.table")) == 3


# Retention


def test_times_are_kept_and_never_too_short(qtbot: QtBot, chief: Desk, backend: Backend) -> None:
    robot = opened(qtbot, chief)
    robot.turns_to("留存期限")
    robot.writes("keep.slip", "10")
    robot.key(Qt.Key.Key_Return)
    assert "180" in robot.complaint("keep.slip")
    assert robot.keyboard.objectName() == "keep.slip"
    robot.writes("keep.slip", "400")
    robot.press("keep.save")
    with reading(backend.engine) as session:
        assert retention.days_kept(session)[Kind.SLIP] == 400


def test_what_is_due_is_erased_by_two_persons(qtbot: QtBot, chief: Desk, backend: Backend) -> None:
    old = issued(backend)
    with unfenced(backend) as raw:
        raw.execute("UPDATE slip SET issued_at = '2022-01-03 02:00:00.000000'")
    robot = opened(qtbot, chief)
    robot.turns_to("留存期限")
    assert [row[2] for row in robot.rows("keep.table")] == ["0", "0", "1", "0"]
    robot.press("keep.erase")
    sheet = SecondRobot(qtbot, robot.screen)
    sheet.answers("001003", "not the right one")
    assert set(sheet.complaints) == {"password"}
    sheet.answers("001003", PASSWORD)
    assert [row[2] for row in robot.rows("keep.table")] == ["0"] * 4
    with reading(backend.engine) as session:
        assert slips.paper(session, builders.CHIEF, old.slip).pdf == b""


# Keys


def test_who_opens_the_records_and_a_new_code(qtbot: QtBot, chief: Desk, backend: Backend) -> None:
    robot = opened(qtbot, chief)
    robot.turns_to("密钥")
    assert [row[3][0] for row in robot.rows("keys.table")] == ["●"] * 4
    assert robot.text("keys.recovery").startswith("●")
    robot.press("keys.new")
    assert robot.keyboard.objectName() == "recovery.last"
    robot.key(Qt.Key.Key_Escape)
    assert robot.has("recovery.last")
    shown = RecoveryRobot.__new__(RecoveryRobot)
    shown.qtbot, shown.screen = qtbot, robot.screen
    last = shown.code[-4:]
    robot.types("0000")
    robot.key(Qt.Key.Key_Return)
    assert robot.complaint("recovery.last")
    robot.writes("recovery.last", last)
    robot.key(Qt.Key.Key_Return)
    assert not robot.has("recovery.last")
    assert done(backend)[-1] == "keys.recovery"


def test_the_key_is_renewed_and_everybody_still_gets_in(
    qtbot: QtBot, chief: Desk, backend: Backend, home: Path
) -> None:
    before = backend.store.key
    robot = opened(qtbot, chief)
    robot.turns_to("密钥")
    robot.press("keys.renew")
    robot.press("sheet.renew")
    assert backend.store.key != before
    assert done(backend)[-1] == "keys.renewed"
    backend.engine.dispose()
    knock(home, builders.at()).unlock("001002", PASSWORD).backend.engine.dispose()


def test_the_code_says_where_it_was_printed_or_asks_to_be_copied(
    qtbot: QtBot, chief: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    robot = opened(qtbot, chief)
    robot.turns_to("密钥")
    robot.press("keys.new")
    monkeypatch.setattr(paper, "default_printer", lambda: "no such printer")
    robot.press("recovery.print")
    assert "手抄" in robot.text("recovery.said")
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(paper, "default_printer", lambda: "office")
    monkeypatch.setattr(paper, "print_pdf", lambda _pdf, name, job: sent.append((name, job)))
    robot.press("recovery.print")
    assert "office" in robot.text("recovery.said")
    assert sent == [("office", "recovery")]


def test_older_records_are_gone_on_with_from_the_bar(
    qtbot: QtBot, desk_of: DeskOf, backend: Backend
) -> None:
    hurt: Refusal | None = Refusal(Trouble.ROLLED_BACK, lost=3, seq=9)
    backend.store.hurt = hurt
    notices = Notices(desk_of("001003"))
    robot = Robot(qtbot, notices)
    robot.press("notice.accept")
    robot.writes("second.reason", "换了硬盘")
    robot.writes("second.number", "001001")
    robot.writes("second.password", "wrong")
    robot.press("sheet.go")
    assert robot.complaint("second.password")
    robot.writes("second.password", PASSWORD)
    robot.press("sheet.go")
    assert not robot.has("notice.accept")
    assert not robot.has("notice.hurt")
    assert "anchor.accepted" in done(backend)
