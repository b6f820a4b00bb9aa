"""A key of our own, for catalogues that tests change and sign."""

import shutil
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db import manifest
from db.catalogue_files import catalogue_folder

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PRIVATE.public_key().public_bytes_raw().hex()


def copied(root: Path) -> Path:
    """A copy of catalogue and templates that may be edited; gives the catalogue's folder."""
    shutil.copytree(catalogue_folder().with_name(manifest.TEMPLATES), root / manifest.TEMPLATES)
    return Path(shutil.copytree(catalogue_folder(), root / manifest.CATALOGUE))


def sign(folder: Path, counter: int = 1_000) -> None:
    """Sign a folder as it is now."""
    assert manifest.sign(folder, PRIVATE, counter) == PUBLIC


def trust(home: Path) -> None:
    """Let a PC trust that key."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.toml").write_text(f'catalogue_key = "{PUBLIC}"\n')
