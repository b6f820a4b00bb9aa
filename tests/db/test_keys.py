"""Slots: each opens with its own secret, none with another, and the file survives its accidents."""

from dataclasses import replace
from pathlib import Path

import pytest

from db import keys
from db.keys import RECOVERY, Cost, Face, KeyFile, Slot
from desktop.domain.errors import Refusal, Trouble

pytestmark = pytest.mark.file

CHEAP = Cost(1, 64, 1)
KEY = bytes(range(32))


def slot(number: str = "1", secret: str = "a secret of mine") -> Slot:
    return keys.new_slot(number, secret, KEY, CHEAP)


def test_a_slot_opens_with_its_secret_only() -> None:
    made = slot()
    assert keys.open_slot(made, "a secret of mine") == (KEY,)
    for wrong in ("", "a secret of mine ", "A secret of mine"):
        with pytest.raises(Refusal) as refused:
            keys.open_slot(made, wrong)
        assert refused.value.trouble is Trouble.WRONG_PASSWORD


def test_what_it_costs_is_the_recommended_and_stored() -> None:
    assert Cost() == Cost(3, 65536, 4)
    assert keys.new_slot("1", "x", KEY).cost == Cost()


@pytest.mark.parametrize("field", ["salt", "private", "public", "id"])
def test_a_slot_that_was_touched_opens_no_more(field: str) -> None:
    other = getattr(slot("2"), field)
    with pytest.raises(Refusal):
        keys.open_slot(replace(slot(), **{field: other}), "a secret of mine")


def test_a_sealed_key_of_another_slot_opens_nothing() -> None:
    with pytest.raises(Refusal):
        keys.open_slot(replace(slot(), sealed=slot("2").sealed), "a secret of mine")


def test_the_key_is_renewed_without_any_password() -> None:
    new = keys.new_key()
    (both,) = keys.resealed((slot(),), new, KEY)
    assert keys.open_slot(both, "a secret of mine") == (new, KEY)
    (one,) = keys.resealed((both,), new)
    assert keys.open_slot(one, "a secret of mine") == (new,)


def test_a_recovery_code_may_be_typed_in_any_way() -> None:
    code = keys.new_recovery_code()
    assert len(code.replace("-", "")) == 32
    made = keys.new_slot(RECOVERY, code, KEY, CHEAP)
    file = KeyFile("uid", "", "", (), (), (made,))
    sloppy = f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'I')}\n"
    assert keys.open_recovery(file, sloppy) == (KEY,)
    for found, typed in (
        (file, keys.new_recovery_code()),
        (None, code),
        (replace(file, slots=()), code),
    ):
        with pytest.raises(Refusal) as refused:
            keys.open_recovery(found, typed)
        assert refused.value.trouble is Trouble.RECOVERY_UNFIT


def test_the_file_comes_back_as_it_was_and_is_nobody_else_s(tmp_path: Path) -> None:
    path = keys.keys_path(tmp_path / "onevisit.db")
    assert keys.load(path) is None
    file = KeyFile("uid", "某所", "2026-11", ("3301",), (Face("1", "王", "officer"),), (slot(),))
    keys.save(path, file)
    assert keys.load(path) == file
    assert path.stat().st_mode & 0o077 == 0
    assert [each.name for each in tmp_path.iterdir()] == ["onevisit.keys"]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"station": 1}', "null", '{"slots": [1]}'])
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "onevisit.keys"
    path.write_text(text)
    with pytest.raises(Refusal) as refused:
        keys.load(path)
    assert (refused.value.trouble, refused.value.values) == (
        Trouble.KEYS_DAMAGED, {"file": "onevisit.keys"},
    )  # fmt: skip
