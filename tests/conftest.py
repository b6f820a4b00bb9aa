"""What every test of a screen needs: Qt without a display, Chinese, a desk at a fresh station."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import speak
from desktop.backend import Backend, open_backend
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.desk import Desk
from tests import builders
from tests.inline import InlineJobs

speak("zh_CN")

DeskOf = Callable[[str], Desk]


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """The application in our theme and fonts, made once a run."""
    from PySide6.QtWidgets import QApplication

    class Dressed(QApplication):
        def __init__(self, arguments: list[str]) -> None:
            super().__init__(arguments)
            theme.load_fonts()
            theme.apply(self, Settings().theme)

    return Dressed


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of this PC's data."""
    return tmp_path / "home"


@pytest.fixture(scope="session")
def set_up_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station with one account of each role, made once a run, to be copied."""
    made = tmp_path_factory.mktemp("set-up")
    builders.backend(made).engine.dispose()
    return made


@pytest.fixture
def backend(home: Path, set_up_home: Path) -> Iterator[Backend]:
    """An open database of a station with one account of each role."""
    shutil.copytree(set_up_home, home)
    opened = open_backend(home, builders.at())
    yield opened
    opened.engine.dispose()


@pytest.fixture
def desk_of(backend: Backend, qtbot: QtBot) -> Iterator[DeskOf]:
    """A desk for the officer of a number, without threads."""
    made: list[InlineJobs] = []

    def desk(number: str) -> Desk:
        made.append(InlineJobs(backend.engine))
        return builders.desk(backend, None, number, made[-1])

    yield desk
    for jobs in made:
        jobs.close()


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    """The desk of a window officer."""
    return desk_of("001002")
