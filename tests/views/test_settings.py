"""Settings as an administrator changes them."""

from dataclasses import replace

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from db.engine import reading
from db.manifest import trusted_key
from desktop.backend import Backend
from desktop.domain.officers import Role
from desktop.services import officers, station
from desktop.services.catalogue import seal
from desktop.services.officers import OfficerRow
from desktop.settings import Settings
from desktop.views.desk import Desk
from desktop.views.settings import SettingsScreen
from desktop.views.settings.officer_table import OfficersModel
from tests.builders import NOW, PASSWORD
from tests.conftest import DeskOf
from tests.robots import SettingsRobot


@pytest.fixture
def admin(desk_of: DeskOf) -> Desk:
    return desk_of("001001")


@pytest.fixture
def settings(qtbot: QtBot, admin: Desk) -> SettingsRobot:
    return SettingsRobot(qtbot, SettingsScreen(admin))


def told(desk: Desk) -> list[str]:
    said: list[str] = []
    desk.bar.told.connect(lambda message: said.append(message.text))
    return said


def test_the_station_is_changed(settings: SettingsRobot, admin: Desk, backend: Backend) -> None:
    said = told(admin)
    settings.fills(station__enquiry_phone="0571-00000000", station__local_prefixes="3301 3302")
    settings.press("station.save")
    assert said == ["本单位信息已保存。"]
    with reading(backend.engine) as session:
        facts = station.station(session)
    assert facts is not None
    assert facts.enquiry_phone == "0571-00000000"
    assert facts.local_prefixes == ("3301", "3302")


@pytest.mark.parametrize(
    ("field", "typed", "complaint"),
    [
        ("name", "", "请填写"),
        ("code", "330-105", "只能用字母和数字"),
        ("local_prefixes", "杭州", "只能填数字"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_what_was_typed_stays(
    settings: SettingsRobot, field: str, typed: str, complaint: str
) -> None:
    settings.fills(**{f"station__{field}": typed, "station__hours": "周一到周五"})
    settings.press("station.save")
    assert complaint in settings.complaint(f"station.{field}")
    assert settings.keyboard.objectName() == f"station.{field}"
    settings.fills(**{f"station__{field}": "3301"})
    settings.press("station.save")
    assert complaint not in settings.complaint(f"station.{field}")


def test_an_officer_is_added_and_shut_out(
    settings: SettingsRobot, admin: Desk, backend: Backend
) -> None:
    said = told(admin)
    settings.turns_to("人员")
    settings.fills(officer__number="001009", officer__name="吴新人", officer__password=PASSWORD)
    settings.chooses("officer.role", "值班人员")
    settings.press("officer.go")
    assert ["001009", "吴新人", "值班人员", "窗口", "● 在用"] in settings.officers
    settings.takes_officer("001009")
    settings.press("officers.turn")
    assert ["001009", "吴新人", "值班人员", "窗口", "○ 已停用"] in settings.officers
    settings.press("officers.turn")
    settings.writes("first-password", "short")
    settings.press("sheet.give")
    assert "10" in settings.complaint("first-password")
    settings.writes("first-password", PASSWORD)
    settings.press("sheet.give")
    assert ["001009", "吴新人", "值班人员", "窗口", "● 在用"] in settings.officers
    assert said[0] == "吴新人（001009）现在可以登录了。"


def test_an_officer_works_in_a_section(settings: SettingsRobot, backend: Backend) -> None:
    section = "分局治安大队（特行管理）"
    settings.turns_to("人员")
    settings.fills(officer__number="001009", officer__name="吴新人", officer__password=PASSWORD)
    settings.chooses("officer.section", section)
    settings.press("officer.go")
    assert ["001009", "吴新人", "窗口人员", section, "● 在用"] in settings.officers
    settings.takes_officer("001009")
    settings.press("officers.section")
    settings.press("sheet.")
    settings.press("officers.section")
    settings.chooses("section", "窗口")
    settings.press("sheet.give")
    assert ["001009", "吴新人", "窗口人员", "窗口", "● 在用"] in settings.officers


def test_who_hears_an_appeal_is_filled_in(settings: SettingsRobot, backend: Backend) -> None:
    settings.fills(
        station__government="示例市示例区人民政府", station__court="示例市示例区人民法院"
    )
    settings.press("station.save")
    with reading(backend.engine) as session:
        facts = station.station(session)
    assert facts is not None
    assert (facts.government, facts.court) == ("示例市示例区人民政府", "示例市示例区人民法院")


def test_nobody_can_shut_themselves_out(settings: SettingsRobot) -> None:
    settings.turns_to("人员")
    settings.takes_officer("001001")
    with pytest.raises(AssertionError, match="cannot be pressed"):
        settings.press("officers.turn")


@pytest.mark.parametrize(
    ("values", "field", "complaint"),
    [
        ({"number": "001002"}, "number", "已经有人使用"),
        ({"number": ""}, "number", "请填写"),
        ({"name": "张3"}, "name", "不能有数字"),
        ({"password": "short"}, "password", "至少要 10 个字符"),
    ],
)
def test_what_is_wrong_with_a_new_account(
    settings: SettingsRobot, values: dict[str, str], field: str, complaint: str
) -> None:
    settings.turns_to("人员")
    right = {"number": "001009", "name": "吴新人", "password": PASSWORD}
    settings.fills(**{f"officer__{name}": value for name, value in (right | values).items()})
    settings.press("officer.go")
    assert complaint in settings.complaint(f"officer.{field}")
    assert len(settings.officers) == 4


def test_ones_own_password(settings: SettingsRobot, admin: Desk, backend: Backend) -> None:
    settings.turns_to("人员")
    fresh = "another long one"
    settings.fills(password__old=PASSWORD, password__new=fresh, password__again="another")
    settings.press("password.go")
    assert settings.complaint("password.again") == "两次输入的密码不一样。"
    settings.fills(password__old="wrong", password__again=fresh)
    settings.press("password.go")
    assert "不对" in settings.complaint("password.old")
    settings.fills(password__old=PASSWORD)
    settings.press("password.go")
    with reading(backend.engine) as session:
        assert officers.sign_in(session, NOW, "001001", fresh).role is Role.ADMINISTRATOR
        session.rollback()


KINDS = ("slip", "paper", "guide", "list", "label", "envelope")


def test_this_pc_is_kept(settings: SettingsRobot, admin: Desk) -> None:
    kept: list[Settings] = []
    admin.pc.kept_by(kept.append)
    settings.turns_to("本机")
    settings.chooses("pc.theme", "深色")
    settings.chooses("pc.scale", "150 %")
    settings.fills(pc__window="2号窗口", pc__prefixes="10 11")
    settings.press("pc.save")
    wanted = replace(
        Settings(),
        theme="dark",
        scale=150,
        window="2号窗口",
        waybill_prefixes=("10", "11"),
        margins={kind: [0.0, 0.0] for kind in KINDS},
    )
    assert kept == [wanted]
    assert admin.settings == wanted


def test_a_prefix_that_is_none_is_told(settings: SettingsRobot, admin: Desk) -> None:
    settings.turns_to("本机")
    settings.fills(pc__prefixes="10 1a")
    settings.press("pc.save")
    assert settings.complaint("pc.prefixes") == "“1a”不是两位数字。"
    assert admin.settings == Settings()


def test_a_folder_that_cannot_be_written_keeps_what_was(
    settings: SettingsRobot, admin: Desk
) -> None:
    def refuse(_settings: Settings) -> None:
        raise PermissionError

    admin.pc.kept_by(refuse)
    said = told(admin)
    settings.turns_to("本机")
    settings.chooses("pc.theme", "深色")
    settings.press("pc.save")
    assert "不能写入" in said[-1]
    assert admin.settings == Settings()


def test_a_test_page_is_shown(settings: SettingsRobot) -> None:
    settings.turns_to("本机")
    settings.press("pc.slip.test")
    assert settings.has("preview.paper")


def test_about_names_the_catalogue_and_its_mistakes(qtbot: QtBot, admin: Desk) -> None:
    fault = "items/07-id-card.yaml: id-card: fee.unit: is missing"
    robot = SettingsRobot(qtbot, SettingsScreen(replace(admin, faults=(fault,))))
    robot.turns_to("关于")
    assert robot.says(fault)
    assert robot.says(admin.shelf.catalogue.digest)
    assert robot.says(seal(admin.shelf))
    assert seal(admin.shelf) == f"{trusted_key()[:16]} · {admin.shelf.counter}"


def test_the_officers_are_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = OfficersModel()
    model.show_rows([OfficerRow(1, "001001", "王管理", Role.ADMINISTRATOR, active=True)])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_devices_are_chosen_and_kept(settings: SettingsRobot, admin: Desk) -> None:
    settings.turns_to("本机")
    settings.chooses("pc.card_reader", "模拟")
    settings.chooses("pc.scanner_end", "Tab 键")
    settings.chooses("pc.scanner_gap", "50 毫秒")
    settings.chooses("pc.second_screen", "不用")
    settings.fills(pc__camera_name=" 高拍仪 ")
    settings.press("pc.save")
    now = admin.settings
    assert (now.card_reader, now.scanner_end, now.scanner_gap) == ("simulated", "tab", 50)
    assert (now.second_screen, now.camera_name, now.scanner) == ("off", "高拍仪", "on")
