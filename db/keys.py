"""The database's key and who may open it: slots in a small file beside the database.

The key is 32 random bytes. A slot holds it sealed for one officer, or for the recovery code in the
safe: the password opens (Argon2id, AES-GCM) the slot's private key, and that opens (X25519,
AES-GCM) the database's key. So the key can be renewed for everybody without their passwords.
The slots also stand inside the database, which is the truth; the file is written from there.
"""

import base64
import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from desktop.domain.errors import Refusal, Trouble
from desktop.files import PRIVATE, put

RECOVERY = "recovery"
"""The number under which the recovery code's slot is kept."""

KEY_LENGTH = 32
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _GROUP = 8, 4
"""A recovery code has 32 signs of 5 bits: 160 random bits."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs (RFC 9106, low memory): passes, memory in KiB, lanes."""

    passes: int = 3
    memory: int = 65536
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the key; binary values in base64. While a key is renewed `sealed` has two."""

    id: str
    number: str
    cost: Cost
    salt: str
    private: str
    public: str
    sealed: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Face:
    """An officer as the sign-in shows one before anything is unlocked."""

    number: str
    name: str
    role: str


@dataclass(frozen=True)
class KeyFile:
    """What lies beside the database: the slots, and what the sign-in has to show."""

    station: str
    unit: str
    foot: str
    prefixes: tuple[str, ...]
    faces: tuple[Face, ...]
    slots: tuple[Slot, ...]

    def ways(self, number: str) -> tuple[Slot, ...]:
        """The slots of a number; two while nobody knows whether a new one was stored."""
        return tuple(slot for slot in self.slots if slot.number == number)


def slot_of(plain: dict[str, Any]) -> Slot:
    """A slot from its JSON form; raises KeyError, TypeError or ValueError for anything else."""
    values = {**plain, "cost": Cost(**plain["cost"]), "sealed": tuple(plain["sealed"])}
    return Slot(**values)


def keys_path(database: Path) -> Path:
    """Where the key file of a database lies."""
    return database.with_suffix(".keys")


def load(file: Path) -> KeyFile | None:
    """The key file, or None where there is none; raises Refusal(KEYS_DAMAGED) for a broken one."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return KeyFile(
            station=str(data["station"]),
            unit=str(data["unit"]),
            foot=str(data["foot"]),
            prefixes=tuple(map(str, data["prefixes"])),
            faces=tuple(Face(**face) for face in data["faces"]),
            slots=tuple(slot_of(slot) for slot in data["slots"]),
        )
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal(Trouble.KEYS_DAMAGED, file=file.name) from error


def save(file: Path, keys: KeyFile) -> None:
    """Write the key file whole, for its owner alone."""
    plain = {
        "station": keys.station,
        "unit": keys.unit,
        "foot": keys.foot,
        "prefixes": list(keys.prefixes),
        "faces": [asdict(face) for face in keys.faces],
        "slots": [slot.plain() for slot in keys.slots],
    }
    text = json.dumps(plain, ensure_ascii=False, indent=1)
    put(file, text.encode(), mode=PRIVATE)


def save_both(file: Path, keys: KeyFile) -> None:
    """Before new slots are stored: let the file open by them and by those of before alike.

    So it fits what is stored wherever a crash comes, and nobody is shut out (F1).
    """
    try:
        known = load(file)
    except Refusal:
        known = None
    before = () if known is None else known.slots
    if not set(keys.slots) <= set(before):
        former = tuple(slot for slot in before if slot not in keys.slots)
        save(file, replace(keys, slots=(*keys.slots, *former)))


def new_key() -> bytes:
    """A fresh key for a database."""
    return secrets.token_bytes(KEY_LENGTH)


def new_recovery_code() -> str:
    """A fresh recovery code in groups of four signs, without letters that look like digits."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(_GROUPS * _GROUP))
    return "-".join(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP))


def read_recovery_code(typed: str) -> str:
    """A typed code in its one form: capitals, no separators, O I L read as digits."""
    plain = "".join(sign for sign in typed.upper() if sign.isalnum())
    return plain.translate(str.maketrans("OIL", "011"))


def new_slot(number: str, secret: str, key: bytes, cost: Cost | None = None) -> Slot:
    """A slot that opens with a secret; a recovery code's separators do not matter."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    cost, salt, name = cost or Cost(), secrets.token_bytes(16), secrets.token_hex(8)
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    wrapped = _locked(_stretched(number, secret, salt, cost), private.private_bytes_raw(), name)
    return Slot(
        id=name,
        number=number,
        cost=cost,
        salt=_text(salt),
        private=_text(wrapped),
        public=_text(public),
        sealed=(_text(_seal(public, key, name)),),
    )


def open_slot(slot: Slot, secret: str) -> tuple[bytes, ...]:
    """The keys in a slot, the newest first; raises Refusal(WRONG_PASSWORD) for another secret."""
    from cryptography.exceptions import InvalidTag

    try:
        kek = _stretched(slot.number, secret, _bytes(slot.salt), slot.cost)
        private = _unlocked(kek, _bytes(slot.private), slot.id)
        keys = tuple(_unseal(private, _bytes(each), slot.id) for each in slot.sealed)
        _same(_public(private), _bytes(slot.public))
    except (InvalidTag, ValueError) as error:
        raise Refusal(Trouble.WRONG_PASSWORD, field="password") from error
    return keys


def open_any(slots: Iterable[Slot], secret: str) -> tuple[Slot, tuple[bytes, ...]]:
    """The first slot that a secret opens, and its keys; raises Refusal(WRONG_PASSWORD) for none."""
    for slot in slots:
        try:
            return slot, open_slot(slot, secret)
        except Refusal as error:
            if error.trouble is not Trouble.WRONG_PASSWORD:
                raise
    raise Refusal(Trouble.WRONG_PASSWORD, field="password")


def open_officer(file: KeyFile, number: str, password: str) -> tuple[Slot, tuple[bytes, ...]]:
    """An officer's slot and its keys; raises Refusal(WRONG_PASSWORD), also for no such officer."""
    number = number.strip()
    return open_any(() if number == RECOVERY else file.ways(number), password)


def open_recovery(file: KeyFile | None, code: str) -> tuple[bytes, ...]:
    """The database's keys behind a recovery code; raises Refusal(RECOVERY_UNFIT)."""
    try:
        return open_any(() if file is None else file.ways(RECOVERY), code)[1]
    except Refusal as error:
        if error.trouble is not Trouble.WRONG_PASSWORD:
            raise
    raise Refusal(Trouble.RECOVERY_UNFIT, field="code")


def resealed(slots: Iterable[Slot], key: bytes, old: bytes | None = None) -> tuple[Slot, ...]:
    """The slots with another key in them, and behind it the old one while both may be needed."""
    return tuple(
        replace(
            slot,
            sealed=tuple(
                _text(_seal(_bytes(slot.public), each, slot.id))
                for each in (key, old)
                if each is not None
            ),
        )
        for slot in slots
    )


def _stretched(number: str, secret: str, salt: bytes, cost: Cost) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    if number == RECOVERY:
        secret = read_recovery_code(secret)
    return hash_secret_raw(
        secret.encode("utf-8", "surrogatepass"),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=KEY_LENGTH,
        type=Type.ID,
    )


def _locked(key: bytes, secret: bytes, name: str) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, secret, name.encode())


def _unlocked(key: bytes, locked: bytes, name: str) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key).decrypt(locked[:12], locked[12:], name.encode())


def _seal(public: bytes, secret: bytes, name: str) -> bytes:
    """Close a secret for whoever holds the private half; nobody's password is needed."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    once = X25519PrivateKey.generate()
    shown = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    return shown + _locked(_derived(shared, shown + public), secret, name)


def _unseal(private: bytes, sealed: bytes, name: str) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    own = X25519PrivateKey.from_private_bytes(private)
    shown = sealed[:32]
    shared = own.exchange(X25519PublicKey.from_public_bytes(shown))
    both = shown + own.public_key().public_bytes_raw()
    return _unlocked(_derived(shared, both), sealed[32:], name)


def _same(one: bytes, other: bytes) -> None:
    if one != other:
        raise ValueError("the halves of a slot do not belong together")


def _public(private: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _derived(shared: bytes, both: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_LENGTH, salt=both, info=b"onevisit slot").derive(shared)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
