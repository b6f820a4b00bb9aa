"""The signed list: one byte, one file, one number or one key that differs is refused by name."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db import manifest
from db.catalogue_files import catalogue_folder
from db.manifest import MANIFEST, PUBLIC_KEY, SIGNATURE, checked, sign, signed, trusted_key
from desktop.domain.catalogue import CatalogueError
from desktop.domain.errors import Refusal, Trouble
from desktop.services import catalogue as catalogues
from desktop.services.catalogue import shipped_shelf, template
from tests import signing
from tests.signing import PRIVATE, PUBLIC


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = signing.copied(tmp_path)
    signing.sign(made, 7)
    return made


def files(error: CatalogueError) -> list[tuple[str, str]]:
    return [(fault.file, fault.problem) for fault in error.faults]


def test_the_shipped_files_are_as_they_were_signed() -> None:
    told, found = checked(catalogue_folder(), PUBLIC_KEY)
    assert told.counter > 0
    assert set(told.files) == set(found)
    assert {"catalogue/edition.yaml", "templates/guide-1.yaml"} <= set(found)
    assert shipped_shelf().counter == told.counter
    assert catalogues.seal(shipped_shelf()) == f"{PUBLIC_KEY[:16]} · {told.counter}"


def test_what_was_signed_is_read(folder: Path) -> None:
    told, found = checked(folder, PUBLIC)
    assert told.counter == 7
    assert found["catalogue/flags.yaml"] == (folder / "flags.yaml").read_bytes()


def _flip(folder: Path, name: str = "flags.yaml") -> None:
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)


def _swap(folder: Path) -> None:
    one, two = folder / "items/07-id-card.yaml", folder / "flags.yaml"
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)


CHANGED, MISSING, NEVER = (
    "is not as it was signed", "was signed, but is missing", "was never signed"
)  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_flip, [("catalogue/flags.yaml", CHANGED)]),
        (lambda f: _flip(f, "../templates/guide-1.yaml"), [("templates/guide-1.yaml", CHANGED)]),
        (lambda f: (f / "flags.yaml").unlink(), [("catalogue/flags.yaml", MISSING)]),
        (lambda f: (f / "items/x.yaml").write_text("a"), [("catalogue/items/x.yaml", NEVER)]),
        (
            _swap,
            [("catalogue/flags.yaml", CHANGED), ("catalogue/items/07-id-card.yaml", CHANGED)],
        ),
        (
            lambda f: (f / "flags.yaml").rename(f / "flagz.yaml"),
            [("catalogue/flags.yaml", MISSING), ("catalogue/flagz.yaml", NEVER)],
        ),
    ],
)
def test_every_file_that_differs_is_named(
    folder: Path, spoil: Callable[[Path], object], told: list[tuple[str, str]]
) -> None:
    spoil(folder)
    with pytest.raises(CatalogueError) as refused:
        checked(folder, PUBLIC)
    assert files(refused.value) == told


def _relisted(folder: Path) -> None:
    """What somebody without the key can do: change a file and the list that covers it."""
    _flip(folder)
    read = json.loads((folder / MANIFEST).read_bytes())
    changed = hashlib.sha256((folder / "flags.yaml").read_bytes()).hexdigest()
    read["files"]["catalogue/flags.yaml"] = changed
    (folder / MANIFEST).write_text(json.dumps(read))


@pytest.mark.parametrize(
    "spoil",
    [
        _relisted,
        lambda f: _flip(f, MANIFEST),
        lambda f: (f / SIGNATURE).write_text("00" * 64),
        lambda f: (f / SIGNATURE).write_text("no hex"),
        lambda f: (f / SIGNATURE).write_bytes(b"\xff"),
        lambda f: (f / SIGNATURE).unlink(),
        lambda f: (f / MANIFEST).unlink(),
        lambda f: sign(f, Ed25519PrivateKey.generate(), 8),
    ],
)
def test_a_list_that_the_key_did_not_sign_is_refused(
    folder: Path, spoil: Callable[[Path], object]
) -> None:
    spoil(folder)
    with pytest.raises(CatalogueError) as refused:
        signed(folder, PUBLIC)
    assert files(refused.value)[0][0] == f"catalogue/{SIGNATURE}"


@pytest.mark.parametrize("key", ["", "00", "zz" * 32, PUBLIC_KEY])
def test_another_key_is_none(folder: Path, key: str) -> None:
    with pytest.raises(CatalogueError):
        signed(folder, key)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"counter": "x", "files": {}}', "[" * 100])
def test_a_signed_list_that_is_none_is_refused(folder: Path, text: str) -> None:
    (folder / MANIFEST).write_text(text)
    (folder / SIGNATURE).write_text(PRIVATE.sign(text.encode()).hex())
    with pytest.raises(CatalogueError) as refused:
        signed(folder, PUBLIC)
    assert files(refused.value) == [(f"catalogue/{MANIFEST}", "cannot be read")]


def test_the_station_s_own_key_goes_before_the_program_s(tmp_path: Path) -> None:
    assert trusted_key(tmp_path) == PUBLIC_KEY
    signing.trust(tmp_path)
    assert trusted_key(tmp_path) == PUBLIC
    (tmp_path / "settings.toml").write_text('catalogue_key = "short"')
    assert trusted_key(tmp_path) == PUBLIC_KEY


def test_a_template_that_was_changed_is_refused(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signing.trust(tmp_path / "home")
    monkeypatch.setenv("ONEVISIT_HOME", str(tmp_path / "home"))
    templates = folder.with_name(manifest.TEMPLATES)
    assert template("guide-1", templates).version
    _flip(folder, "../templates/guide-1.yaml")
    with pytest.raises(Refusal) as refused:
        template("guide-1", templates)
    assert refused.value.trouble is Trouble.TEMPLATE_CHANGED
    assert refused.value.values == {"file": "guide-1.yaml"}
    (folder / SIGNATURE).unlink()
    with pytest.raises(Refusal) as refused:
        template("guide-1", templates)
    assert refused.value.values == {"file": SIGNATURE}
