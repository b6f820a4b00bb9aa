"""Sealing slips: a certificate is tried before it is taken, and slips carry it from then on."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.views.settings.seal import SealForm
from tests.conftest import DeskOf
from tests.printing.test_seal import NAME, certificate
from tests.robots import Robot


@pytest.fixture
def form(desk_of: DeskOf, qtbot: QtBot, tmp_path: Path) -> SealForm:
    file = tmp_path / "station.p12"
    file.write_bytes(certificate())

    class Chosen(SealForm):
        def choose_file(self) -> str:
            return str(file)

    return Chosen(desk_of("001001"))


def test_a_seal_is_taken_with_its_password_and_left_again(qtbot: QtBot, form: SealForm) -> None:
    robot = Robot(qtbot, form)
    assert "不盖章" in robot.text("seal.said")
    robot.press("seal.choose")
    robot.writes("seal.password", "wrong")
    robot.press("seal.take")
    assert "PKCS#12" in robot.complaint("seal.password")
    robot.writes("seal.password", "x")
    robot.press("seal.take")
    assert NAME in robot.text("seal.said")
    robot.press("seal.drop")
    assert "不盖章" in robot.text("seal.said")
