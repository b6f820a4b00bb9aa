"""A renewed key: what was kept opens nothing any more; a renewal cut short opens all the same."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from db import keys
from db.engine import settle, writing
from desktop.backend import Backend
from desktop.domain.errors import Refusal, Trouble
from desktop.door import knock
from desktop.services import rekey
from desktop.services.officers import reseal
from tests import builders
from tests.builders import CHIEF, NOW, PASSWORD

pytestmark = pytest.mark.file


def opens(home: Path, number: str = "001002") -> bool:
    """Whether an officer gets in through the key file as it lies there."""
    try:
        knock(home, builders.at()).unlock(number, PASSWORD).backend.engine.dispose()
    except Refusal as error:
        return error.trouble is not Trouble.KEY_UNFIT
    return True


def test_everybody_gets_in_after_a_renewal_and_old_copies_of_the_slots_open_nothing(
    backend: Backend, home: Path, key: bytes, tmp_path: Path
) -> None:
    old_slots = tmp_path / "kept.keys"
    shutil.copyfile(keys.keys_path(backend.store.path), old_slots)
    rekey.renew(backend.engine, CHIEF, NOW)
    assert backend.store.key != key
    with writing(backend.engine) as session:  # the open records go on
        session.connection()
    backend.engine.dispose()
    assert all(opens(home, number) for number in ("001001", "001002", "001003", "001004"))
    shutil.copyfile(old_slots, keys.keys_path(backend.store.path))
    assert not opens(home)


@pytest.mark.parametrize("written", [False, True])
def test_a_renewal_cut_short_opens_with_whichever_key_fits(
    backend: Backend, home: Path, key: bytes, written: bool
) -> None:
    new = keys.new_key()
    with writing(backend.engine) as session:
        reseal(session, CHIEF, NOW, rekey.BEGUN, new, key)
    backend.engine.dispose()
    if written:
        with closing(sqlite.connect(str(backend.store.path))) as connection:
            settle(connection, key)
            connection.execute(f"PRAGMA rekey=\"x'{new.hex()}'\"")
    assert opens(home)
    file = keys.load(keys.keys_path(backend.store.path))
    assert file is not None
    assert {len(slot.sealed) for slot in file.slots} == {1}
    assert opens(home, "001003")


def test_only_an_administrator_renews(backend: Backend) -> None:
    with pytest.raises(Refusal) as refused:
        rekey.renew(backend.engine, builders.clerk(backend), NOW)
    assert refused.value.trouble is Trouble.NOT_ALLOWED
