"""Files are attached while the materials are looked through, and come to the case with the slip."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.engine import reading
from db.models import Attachment
from desktop.backend import Backend
from desktop.domain.attachments import OTHER
from desktop.views.desk import Desk
from desktop.views.intake import IntakeScreen
from tests import files
from tests.builders import OLD_WOMAN
from tests.robots import AttachmentsRobot, IntakeRobot


class Visit(IntakeRobot, AttachmentsRobot):
    """A visit with papers to be kept as files."""

    def count(self, material: str) -> str:
        """What stands at a material's paper-clip."""
        return self.text(f"material.{material}.files")


@pytest.fixture
def robot(qtbot: QtBot, desk: Desk) -> Visit:
    made = Visit(qtbot, IntakeScreen(desk), (1286, 670))
    made.comes_to("materials", OLD_WOMAN, "hkb")
    return made


def photo(folder: Path, colour: int) -> Path:
    file = folder / f"{colour}.jpg"
    file.write_bytes(files.picture(colour=colour))
    return file


def test_files_of_a_material_and_of_none(robot: Visit, tmp_path: Path, backend: Backend) -> None:
    first = next(iter(robot.materials))
    assert robot.count(first) == ""
    robot.key(Qt.Key.Key_5)
    assert robot.has(f"files.{first}.nothing")
    assert robot.keyboard.objectName() == f"files.{first}.add"
    robot.drops(first, [photo(tmp_path, 1), photo(tmp_path, 2)])
    assert robot.files(first) == ["1.jpg", "2.jpg"]
    assert not robot.has(f"files.{first}.nothing")
    robot.press("sheet.close")
    assert robot.count(first) == "2"
    assert robot.keyboard.objectName() == f"material.{first}"
    robot.press("intake.other-files")
    robot.drops(OTHER, [photo(tmp_path, 3)])
    robot.key(Qt.Key.Key_Escape)
    clip = robot.find("intake.other-files", QAbstractButton)
    assert clip.text().endswith("1")
    robot.all_here()
    robot.press(f"material.{first}.files")
    assert robot.files(first) == ["1.jpg", "2.jpg"]
    robot.press("sheet.close")
    for act in (robot.goes_on, robot.by_courier, robot.goes_on, robot.explains_all):
        if robot.step != "explain" or act == robot.explains_all:
            act()
    robot.press("signature.mode.paper")
    robot.reaches("review")
    robot.goes_on()
    with reading(backend.engine) as session:
        rows = session.scalars(select(Attachment)).all()
    assert len(rows) == 3
    assert all(row.case_id is not None for row in rows)


def test_another_visit_begins_without_files(robot: Visit, tmp_path: Path) -> None:
    first = next(iter(robot.materials))
    robot.key(Qt.Key.Key_5)
    robot.drops(first, [photo(tmp_path, 1)])
    robot.press("sheet.close")
    robot.press("intake.new")
    robot.comes_to("materials", OLD_WOMAN, "hkb")
    assert robot.count(first) == ""
