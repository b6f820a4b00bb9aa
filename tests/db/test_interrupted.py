"""What a crash between two files leaves: nobody shut out, no acts parted from their records."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from db import keys
from db.anchor import Anchor, anchor_path
from db.anchor import write as write_anchor
from db.engine import writing
from db.health import examine
from db.keys import keys_path
from db.schema import making, put_in_place
from db.store import KEYS, store_of
from desktop.backend import Backend
from desktop.domain.audit import EMPTY
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Role
from desktop.door import knock
from desktop.services.officers import change_password
from desktop.settings import database_file
from tests import builders

pytestmark = pytest.mark.file

NEW = "another long enough one"


def _enters(home: Path, password: str) -> bool:
    """Whether the officer at the window is let in, once nobody has the records open."""
    try:
        knock(home, builders.at()).unlock("001002", password).backend.engine.dispose()
    except Refusal as refusal:
        if refusal.trouble is not Trouble.WRONG_PASSWORD:
            raise
        return False
    return True


def _changed(backend: Backend) -> bytes:
    """Change that officer's password; gives the key file as it was just before the commit."""
    with writing(backend.engine) as session:
        _change(session)
        between = keys_path(backend.store.path).read_bytes()
    backend.engine.dispose()
    return between


def _change(session: Session) -> None:
    """All of the act but its commit."""
    who = Clerk(2, "001002", "李窗口", Role.OFFICER)
    change_password(session, who, builders.NOW, builders.PASSWORD, NEW)
    session.flush()
    store_of(session).before(session.info)


def _broken_off(backend: Backend) -> None:
    with writing(backend.engine) as session:
        _change(session)
        raise KeyboardInterrupt


def test_before_a_new_slot_is_stored_the_old_password_opens(backend: Backend, home: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        _broken_off(backend)
    backend.engine.dispose()
    assert not _enters(home, NEW)
    assert _enters(home, builders.PASSWORD)


def test_once_it_is_stored_the_new_one_opens_though_the_key_file_is_behind(
    backend: Backend, home: Path
) -> None:
    between = _changed(backend)
    keys_path(database_file(home)).write_bytes(between)
    assert not _enters(home, builders.PASSWORD)
    assert _enters(home, NEW)


def test_an_older_key_file_is_renewed_by_whoever_opens_it(backend: Backend, home: Path) -> None:
    file = keys_path(database_file(home))
    older = file.read_bytes()
    _changed(backend)
    file.write_bytes(older)
    assert not _enters(home, NEW)
    assert not _enters(home, builders.PASSWORD)
    assert _enters(home, NEW)


def test_a_broken_key_file_does_not_keep_the_new_one_from_being_written(backend: Backend) -> None:
    file = keys_path(backend.store.path)
    file.write_text("{")
    with writing(backend.engine) as session:
        _change(session)
        wanted = session.info[KEYS]
    assert keys.load(file) == wanted


def _killed_copy(backend: Backend, place: Path) -> None:
    """The records as a kill leaves them, with the last act in the `-wal` alone."""
    with writing(backend.engine) as session:
        _change(session)
    place.parent.mkdir()
    for file in backend.store.path.parent.iterdir():
        shutil.copyfile(file, place.with_name(file.name))


def test_a_new_database_comes_to_its_place_with_its_wal(
    backend: Backend, tmp_path: Path, key: bytes
) -> None:
    place = tmp_path / "other" / "onevisit.db"
    place.parent.mkdir()
    _killed_copy(backend, making(place))
    put_in_place(place)
    findings = examine(place, key, whole=True)
    assert [each for each in findings if each.trouble is not None] == []
    assert (
        findings[-1].values["rows"]
        == examine(backend.store.path, key, whole=True)[-1].values["rows"]
    )


def test_what_is_set_aside_stays_together_over_a_crash(
    backend: Backend, tmp_path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "other" / "onevisit.db"
    _killed_copy(backend, place)
    making(place).parent.mkdir()
    write_anchor(anchor_path(making(place)), Anchor("another", EMPTY))
    really = Path.replace
    moved: list[str] = []

    def replace(self: Path, target: Path) -> Path:
        if moved:
            raise KeyboardInterrupt
        moved.append(self.name)
        return really(self, target)

    with monkeypatch.context() as crash:
        crash.setattr(Path, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            put_in_place(place)
    assert moved == ["onevisit.db"]
    put_in_place(place)
    (aside,) = place.parent.glob("set-aside-*")
    findings = examine(aside / place.name, key, whole=True)
    assert [each for each in findings if each.trouble is not None] == []
    assert (
        findings[-1].values["rows"]
        == examine(backend.store.path, key, whole=True)[-1].values["rows"]
    )
