"""The log says what went wrong and where, and nothing that somebody typed."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from db.engine import writing
from desktop import logs
from desktop.backend import Backend
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
    kinds = [line for line in written.splitlines() if not line.startswith("  ")]
    assert kinds[1:] == ["builtins.ValueError", "which led to:", "builtins.KeyError"]
    assert "test_logs.py" in written
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
