"""The log says what went wrong and where, and nothing that somebody typed."""

import io
import logging
import re
from collections.abc import Callable, Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest
from sqlalchemy import text

from db.engine import writing
from desktop import logs
from desktop.backend import Backend
from desktop.cli import settings
from desktop.cli.main import main
from desktop.domain.errors import Refusal, Trouble

NAME = "欧阳翠花"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[logging.Logger]:
    """A logger that writes into the folder as the program's does."""
    made, handler = logging.getLogger("onevisit.test"), logs.handler(tmp_path)
    made.addHandler(handler)
    made.propagate = False
    yield made
    made.removeHandler(handler)
    handler.close()


def _written(folder: Path) -> str:
    return (folder / "logs" / logs.FILE).read_text("utf-8")


def _broken(name: str) -> None:
    try:
        int(name)
    except ValueError as error:
        raise KeyError(name) from error


def test_a_mistake_is_written_with_kind_and_place(log: logging.Logger, tmp_path: Path) -> None:
    with pytest.raises(KeyError) as broken:
        _broken(NAME)
    log.error("a job failed", exc_info=broken.value)
    written = _written(tmp_path)
    assert NAME not in written
    lines = written.splitlines()
    assert f" [{logs.code(broken.value)}] a job failed" in lines[0]
    kinds = [line for line in lines if not line.startswith("  ")]
    assert kinds[1:] == ["builtins.ValueError", "which led to:", "builtins.KeyError"]
    assert "  tests/test_logs.py:" in written
    assert "in _broken" in written


def test_the_storage_s_own_name_for_an_error_is_written(
    log: logging.Logger, tmp_path: Path, backend: Backend
) -> None:
    add = text("INSERT INTO officer (id, name) VALUES (1, :name)")
    with pytest.raises(Exception, match=r"UNIQUE|NOT NULL") as broken, writing(backend.engine) as s:
        s.execute(add, {"name": NAME})
    log.error("a job failed", exc_info=broken.value)
    assert "IntegrityError (SQLITE_CONSTRAINT" in _written(tmp_path)
    assert NAME not in _written(tmp_path)


def test_a_refusal_and_an_error_of_the_system_are_named(
    log: logging.Logger, tmp_path: Path
) -> None:
    log.warning("no", exc_info=Refusal(Trouble.DISK_FULL, file=NAME))
    log.warning("no", exc_info=OSError(28, NAME))
    written = _written(tmp_path)
    assert "Refusal (disk_full)" in written
    assert "OSError (28)" in written
    assert NAME not in written


def test_where_nothing_can_be_written_the_console_takes_the_log(tmp_path: Path) -> None:
    (tmp_path / "logs").touch()
    made = logs.handler(tmp_path)
    assert type(made) is logging.StreamHandler
    assert isinstance(made.formatter, logs.Discreet)
    assert made.formatter.formatException((None, None, None)) == ""


def test_one_mistake_has_one_code_whatever_was_typed() -> None:
    def code(name: str, broken: Callable[[str], object]) -> str:
        with pytest.raises((KeyError, ValueError)) as caught:
            broken(name)
        return logs.code(caught.value)

    assert code(NAME, _broken) == code("other", _broken)
    assert code(NAME, _broken) != code(NAME, int)
    assert re.fullmatch("E-[0-9A-HJKMNP-TV-Z]{6}", code(NAME, _broken))
    assert NAME not in logs.report(ValueError(NAME))


def test_words_of_another_library_are_left_out(tmp_path: Path) -> None:
    made, other = logs.handler(tmp_path), logging.getLogger("pypdf.reader")
    other.addHandler(made)
    try:
        other.warning("cannot read %s", NAME)
    finally:
        other.removeHandler(made)
        made.close()
    assert "WARNING pypdf.reader (at tests/test_logs.py:" in _written(tmp_path)
    assert NAME not in _written(tmp_path)


def test_what_another_handler_made_of_an_error_is_not_taken_over(
    log: logging.Logger, tmp_path: Path
) -> None:
    plain = logging.StreamHandler(io.StringIO())
    plain.setFormatter(logging.Formatter())
    log.handlers.insert(0, plain)  # it leaves its words in the entry
    log.error("a job failed", exc_info=ValueError(NAME))
    log.removeHandler(plain)
    assert NAME in plain.stream.getvalue()
    assert NAME not in _written(tmp_path)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("/home/ouyang/.venv/lib/python3.11/site-packages/pypdf/reader.py", "pypdf/reader.py"),
        ("/home/ouyang/python/json/decoder.py", "decoder.py"),
        ("desktop/jobs.py", "desktop/jobs.py"),
        (str(logs.ROOT / "db" / "engine.py"), "db/engine.py"),
    ],
)
def test_a_place_does_not_tell_where_the_program_lies(file: str, told: str) -> None:
    assert logs.place(file) == told


def test_a_command_that_fails_tells_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_options: object) -> None:
        raise ValueError(NAME)

    monkeypatch.setenv("ONEVISIT_HOME", str(tmp_path))
    monkeypatch.setattr(settings, "listed", broken)
    assert main(["settings", "list"]) == 1
    said, written = capsys.readouterr().err, _written(tmp_path)
    (code,) = re.findall(r"E-\w{6}", said)
    assert f"[{code}] a command failed" in written
    assert NAME not in said + written


def test_old_logs_make_room(tmp_path: Path) -> None:
    made = logs.handler(tmp_path)
    assert isinstance(made, RotatingFileHandler)
    made.maxBytes = 200
    for count in range(60):
        told = logging.LogRecord("onevisit", logging.ERROR, __file__, 1, f"line {count}", (), None)
        made.handle(told)
    made.close()
    files = sorted(file.name for file in (tmp_path / "logs").iterdir())
    assert files == [logs.FILE, *(f"{logs.FILE}.{n}" for n in range(1, 6))]
    assert all(file.stat().st_size <= 200 for file in (tmp_path / "logs").iterdir())
    assert "line 59" in _written(tmp_path)
