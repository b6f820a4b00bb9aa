"""The signed list of the catalogue's and the papers' files: nothing is taken in that it lacks."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.domain.catalogue import CatalogueError
from desktop.domain.errors import Refusal
from desktop.domain.records import Fault
from desktop.settings import home, load

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

# Written by .ci/sign-catalogue; whoever could change it could change the program itself.
PUBLIC_KEY = "d5a90d66ffed5006e84234bff6ec15da053d0d897fef41c96e6247aec9483a8f"

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
CATALOGUE, TEMPLATES = "catalogue", "templates"
SHOWN = 16
"""Signs of a key that people compare."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was signed: a number that only grows, and SHA-256 of every file by its name."""

    counter: int
    files: Mapping[str, str]


def trusted_key(folder: Path | None = None) -> str:
    """The key whose signature counts on this PC: the station's own one, else the program's.

    `folder` is where the settings lie. Settings that cannot be read name no key.
    """
    try:
        return load(folder or home()).catalogue_key or PUBLIC_KEY
    except Refusal:
        return PUBLIC_KEY


def contents(folder: Path) -> dict[str, bytes]:
    """Every YAML file of the catalogue's folder and of the templates beside it, by its name."""
    places = ((CATALOGUE, folder), (TEMPLATES, folder.parent / TEMPLATES))
    return {
        f"{room}/{file.relative_to(place).as_posix()}": file.read_bytes()
        for room, place in places
        for file in sorted(place.rglob("*.yaml"))
    }


def catalogue_part(found: Mapping[str, bytes]) -> dict[str, bytes]:
    """Of the files that were checked those of the catalogue, by their names inside it."""
    room = f"{CATALOGUE}/"
    return {n.removeprefix(room): data for n, data in found.items() if n.startswith(room)}


def checked(folder: Path, key: str) -> tuple[Manifest, dict[str, bytes]]:
    """The manifest of a catalogue's folder and the very bytes it stands for.

    Raises CatalogueError naming every file that was changed, added or taken away.
    """
    manifest = signed(folder, key)
    found = contents(folder)
    faults = [*_odd(manifest, found)]
    if faults:
        raise CatalogueError(faults)
    return manifest, found


def signed(folder: Path, key: str) -> Manifest:
    """The manifest of a catalogue's folder; raises CatalogueError unless the key signed it."""
    try:
        data = (folder / MANIFEST).read_bytes()
        signature = bytes.fromhex((folder / SIGNATURE).read_text("ascii").strip())
    except (OSError, ValueError) as error:
        raise _fault(SIGNATURE, "is missing or cannot be read") from error
    if not _fits(key, signature, data):
        raise _fault(SIGNATURE, f"this list was not signed with the key {key[:SHOWN]}")
    return _manifest(data)


def _fits(key: str, signature: bytes, data: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _manifest(data: bytes) -> Manifest:
    try:
        read: Any = json.loads(data)
        return Manifest(int(read["counter"]), {str(k): str(v) for k, v in read["files"].items()})
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise _fault(MANIFEST, "cannot be read") from error


def _odd(manifest: Manifest, found: Mapping[str, bytes]) -> Iterable[Fault]:
    for name in sorted(manifest.files.keys() | found.keys()):
        if name not in found:
            yield Fault(name, "", "", "was signed, but is missing")
        elif name not in manifest.files:
            yield Fault(name, "", "", "was never signed")
        elif hashlib.sha256(found[name]).hexdigest() != manifest.files[name]:
            yield Fault(name, "", "", "is not as it was signed")


def _fault(file: str, problem: str) -> CatalogueError:
    return CatalogueError([Fault(f"{CATALOGUE}/{file}", "", "", problem)])


def sign(folder: Path, private: "Ed25519PrivateKey", counter: int) -> str:
    """Write the manifest of a folder and its signature; gives the public key in hex."""
    files = {name: hashlib.sha256(data).hexdigest() for name, data in contents(folder).items()}
    data = (json.dumps({"counter": counter, "files": files}, indent=1) + "\n").encode()
    (folder / MANIFEST).write_bytes(data)
    (folder / SIGNATURE).write_text(private.sign(data).hex() + "\n", "ascii")
    return private.public_key().public_bytes_raw().hex()
