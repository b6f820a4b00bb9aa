"""The databases that earlier programs left, unpacked for a test."""

import tarfile
from dataclasses import dataclass
from pathlib import Path

from db import keys
from desktop.settings import database_file

SHAPES = ("0001", "0002", "0003", "0004")
FOLDER = Path(__file__).parent / "released"
CHIEF, OFFICER = ("001001", "tour password only"), ("001002", "a long enough one")
CODES = {
    "0002": "F707-Y9KG-92ZP-XTZJ-WSWM-ZJ54-0448-YAK5",
    "0003": "BRP8-3T9X-EK5K-5F6P-8VGG-AVSM-NH59-BYEA",
    "0004": "7RPZ-9NY0-TKF9-N9CP-NCJR-R22P-YPQ7-SE79",
}


@dataclass(frozen=True, slots=True)
class Released:
    """A home folder as a program of an earlier shape left it, and the key of its records."""

    home: Path
    shape: str
    key: bytes | None

    @property
    def file(self) -> Path:
        """The database."""
        return database_file(self.home)


def unpacked(shape: str, home: Path) -> Released:
    """Put the records of a shape into a folder."""
    home.mkdir(parents=True)
    with tarfile.open(FOLDER / f"{shape}.tar.xz") as archive:
        archive.extractall(home, filter="data")
    beside = keys.load(keys.keys_path(database_file(home)))
    key = None if beside is None else keys.open_officer(beside, *CHIEF)[1][0]
    return Released(home, shape, key)
