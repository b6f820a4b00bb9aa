"""What every test of a screen needs: Qt without a display, Chinese, a desk at a fresh station."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pytestqt.qtbot import QtBot

from desktop.backend import Backend, open_backend
from desktop.language import speak
from desktop.settings import Settings
from desktop.views import theme
from desktop.views.desk import Desk
from tests import builders
from tests.drill import spool
from tests.drill.report import Unfit
from tests.inline import InlineJobs
from tests.server import NAMED, Served, fresh_name, served

speak("zh_CN")

DeskOf = Callable[[str], Desk]

PRINTING = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """A print service of our own for every process that runs tests, before Qt asks for printers."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        return
    with suppress(Unfit), ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(ignore_cleanup_errors=True)))
        os.environ["CUPS_SERVER"] = stack.enter_context(
            spool.service(folder / "cups", keeps=False, queue=spool.PDF, device=spool.PDFS)
        )
        config.stash[PRINTING] = stack.pop_all()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a server the tests about the local file stay out, without one those of the server."""
    others = {item for item in items if (_about_file if NAMED else _about_server)(item)}
    if others:
        config.hook.pytest_deselected(items=[item for item in items if item in others])
        items[:] = [item for item in items if item not in others]


def _about_file(item: pytest.Item) -> bool:
    key = {"key", "set_up_home", "code_file"} & set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("file") is not None or bool(key)


def _about_server(item: pytest.Item) -> bool:
    return item.get_closest_marker("server") is not None


def pytest_unconfigure(config: pytest.Config) -> None:
    """The print service ends with the run."""
    if PRINTING in config.stash:
        config.stash[PRINTING].close()


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


@dataclass(frozen=True)
class Made:
    """A station set up once a run, to be copied: its folder, its key, its recovery code.

    On a server its database is what is copied, and there is no key.
    """

    folder: Path
    key: bytes
    code: str
    database: str = ""


@pytest.fixture(scope="session")
def server() -> Iterator[Served]:
    """A real PostgreSQL, started when it is first asked for."""
    with served() as found:
        yield found


@pytest.fixture(scope="session")
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Made]:
    """A station with one account of each role; on a server where the tests are run on one."""
    folder = tmp_path_factory.mktemp("set-up")
    if NAMED:
        database, on = fresh_name(), request.getfixturevalue("server")
        builders.entered(folder, server=on.prepared(database)).backend.engine.dispose()
        yield Made(folder, b"", "", database)
        on.drop(database)
        return
    entered = builders.entered(folder)
    entered.backend.engine.dispose()
    key = entered.backend.store.key
    assert key is not None
    yield Made(folder, key, entered.code)


@pytest.fixture(scope="session")
def set_up_home(made: Made) -> Path:
    """The folder of that station."""
    return made.folder


@pytest.fixture(scope="session")
def key(made: Made) -> bytes:
    """The key of that station's records, and of every copy."""
    return made.key


@pytest.fixture
def code_file(made: Made, tmp_path: Path) -> Path:
    """The recovery code of that station, as IT hands it to a command."""
    file = tmp_path / "recovery.txt"
    file.write_text(f"{made.code}\n", encoding="utf-8")
    return file


@pytest.fixture
def records(request: pytest.FixtureRequest, made: Made) -> Iterator[str]:
    """The address of a copy of that station's records; empty where they are in the folder."""
    if not made.database:
        yield ""
        return
    name, on = fresh_name(), request.getfixturevalue("server")
    yield on.make(name, made.database)
    on.drop(name)


@pytest.fixture(scope="session")
def empty_records(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of records in which no station is set up; empty where they are files."""
    if not NAMED:
        yield ""
        return
    name, on = fresh_name(), request.getfixturevalue("server")
    yield on.prepared(name)
    on.drop(name)


@pytest.fixture
def backend(home: Path, made: Made, records: str) -> Iterator[Backend]:
    """Open records of a station with one account of each role."""
    shutil.copytree(made.folder, home)
    opened = open_backend(home, builders.at(), made.key or None, records)
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
