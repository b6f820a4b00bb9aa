"""What one PC remembers: one frozen dataclass, read in layers, the user's written to a TOML file.

Defaults come first, then the machine's file (for all its users), the user's, the environment.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.training import FOLDER
from desktop.files import put

FILE = "settings.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of this PC; each has a type, a default and one sentence.

    encryption: whether the records are encrypted; off only where the whole disk is.
    language: zh_CN or en, the language of the screens.
    theme: light, dark or system.
    scale: size of everything on screen in percent, 100 to 200.
    dense: whether rows of tables are low (32 px) instead of comfortable (40 px).
    window: name of this counter window, printed on slips; empty takes the station's.
    printers: printer name for each kind of paper (slip, guide).
    idle_minutes: minutes without a key or mouse after which the window locks, 1 to 60.
    backup_folder: where backups go; empty means a folder beside the records.
    margins: left, top shift of the print in millimetres for each kind of paper.
    waybill_prefixes: first two digits of domestic EMS numbers that are known.
    catalogue_key: public key of a station that signs its own catalogue; empty is the program's.
    database: server whose records many counters share, postgresql+psycopg://; empty is this PC.
    card_reader: off, program or simulated: where identity cards are read.
    card_reader_program: the program that speaks with the card reader, with its arguments.
    scanner: off, on or simulated: whether a scan is taken wherever the keyboard is.
    scanner_gap: milliseconds between two characters of a scan at most, 10 to 100.
    scanner_shortest: characters of a scan at least, 6 to 40.
    scanner_end: enter or tab, the key that ends a scan.
    signature_pad: off, on or simulated: whether a stub may be signed on a pad after printing.
    camera: off, on or simulated: whether papers are photographed at this counter.
    camera_name: the camera that is taken first; empty takes the first there is.
    second_screen: off, on or simulated: whether the visitor has a screen.
    second_screen_name: which screen is the visitor's; empty takes the first other one.
    """

    encryption: bool = True
    language: str = "zh_CN"
    theme: str = "light"
    scale: int = 100
    dense: bool = False
    window: str = ""
    printers: Mapping[str, str] = field(default_factory=dict)
    backup_folder: str = ""
    idle_minutes: int = 5
    margins: Mapping[str, list[float]] = field(default_factory=dict)
    waybill_prefixes: tuple[str, ...] = ("10", "11", "50", "51", "95", "97", "12", "98", "99")
    catalogue_key: str = ""
    database: str = ""
    card_reader: str = "off"
    card_reader_program: str = ""
    scanner: str = "on"
    scanner_gap: int = 35
    scanner_shortest: int = 8
    scanner_end: str = "enter"
    signature_pad: str = "off"
    camera: str = "on"
    camera_name: str = ""
    second_screen: str = "on"
    second_screen_name: str = ""


PORT = ("off", "on", "simulated")
"""What a device of the counter may be set to."""

CHOICES: Mapping[str, tuple[object, ...]] = {
    "language": ("zh_CN", "en"),
    "theme": ("light", "dark", "system"),
    "scale": (100, 125, 150, 175, 200),
    "card_reader": ("off", "program", "simulated"),
    "scanner": PORT,
    "scanner_end": ("enter", "tab"),
    "signature_pad": PORT,
    "camera": PORT,
    "second_screen": PORT,
}


def home() -> Path:
    """The folder of this PC's data: $ONEVISIT_HOME, else the user's own data folder."""
    named = os.environ.get("ONEVISIT_HOME")
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_dir("onevisit", appauthor=False))


def training_home(folder: Path) -> Path:
    """Where a training's records lie beside the real ones."""
    return folder / FOLDER


def in_training(folder: Path) -> bool:
    """Whether a folder is a training's: records of the other kind are not opened in it."""
    return folder.name == FOLDER


def database_file(folder: Path) -> Path:
    """Where the local database lies."""
    return folder / "onevisit.db"


def backup_folder(settings: Settings, folder: Path) -> Path:
    """Where this PC's backups go: as set, else in a folder beside the records."""
    return Path(settings.backup_folder) if settings.backup_folder else folder / "backups"


class Layer(StrEnum):
    """Where a setting was said, the later over the earlier."""

    DEFAULT = "default"
    MACHINE = "machine"
    USER = "user"
    ENVIRONMENT = "environment"


def machine_folder() -> Path:
    """Where IT leaves settings for every user: $ONEVISIT_MACHINE, /etc/onevisit or ProgramData."""
    named = os.environ.get("ONEVISIT_MACHINE")
    if named:
        return Path(named)
    if os.name == "nt":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "OneVisit"
    return Path("/etc/onevisit")


def load(folder: Path) -> Settings:
    """The settings of a user's folder over those of the machine, under those of the environment.

    Raises Refusal(SETTING_INVALID) naming an unknown key or a value that does not fit.
    """
    return _made({key: value for data, _ in layers(folder) for key, value in data.items()})


def layers(folder: Path) -> tuple[tuple[Mapping[str, Any], Layer], ...]:
    """What each layer says by itself, the strongest last; raises as `load`."""
    return (
        (_read(machine_folder() / FILE), Layer.MACHINE),
        (_read(folder / FILE), Layer.USER),
        (_environment(), Layer.ENVIRONMENT),
    )


def sentences() -> dict[str, str]:
    """What each setting is for, as the class says it."""
    lines = (Settings.__doc__ or "").splitlines()
    told = (line.strip().partition(": ") for line in lines)
    known = {row.name for row in fields(Settings)}
    return {name: sentence for name, _, sentence in told if name in known}


@dataclass(frozen=True, slots=True)
class Described:
    """A setting as it is told to IT."""

    name: str
    type: str
    default: Any
    choices: tuple[object, ...]
    what: str


def described() -> tuple[Described, ...]:
    """Every setting with its type, default, choices and sentence."""
    default, told = Settings(), sentences()
    return tuple(
        Described(
            row.name,
            _type(getattr(default, row.name)),
            _plain(getattr(default, row.name)),
            CHOICES.get(row.name, ()),
            told[row.name],
        )
        for row in fields(Settings)
    )


def shown(name: str, value: Any) -> Any:
    """A setting's value as it may be printed: without the password of a server."""
    return re.sub(r"://([^:@/]*):.*@", r"://\1:***@", value) if name == "database" else value


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _type(value: Any) -> str:
    match value:
        case bool():
            return "true or false"
        case int():
            return "number"
        case str():
            return "text"
        case tuple():
            return "list"
        case _:
            return "table"


def _environment() -> dict[str, Any]:
    """ONEVISIT_THEME and so on: texts as they are, everything else as TOML writes it."""
    found: dict[str, Any] = {}
    for row in fields(Settings):
        text = os.environ.get(f"ONEVISIT_{row.name.upper()}")
        if text is not None:
            found[row.name] = text if isinstance(row.default, str) else _value(row.name, text)
    _check_all(found)
    return found


def _value(key: str, text: str) -> Any:
    import tomllib

    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError as error:
        raise Refusal(Trouble.SETTING_INVALID, key=key, problem=text) from error


def _read(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    import tomllib

    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise Refusal(Trouble.SETTING_INVALID, key=str(file.name), problem=str(error)) from error
    _check_all(data)
    return data


def _check_all(data: Mapping[str, Any]) -> None:
    known = {row.name for row in fields(Settings)}
    for key, value in data.items():
        if key not in known:
            raise Refusal(Trouble.SETTING_INVALID, key=key, problem="unknown")
        _check(key, value)


def _made(data: Mapping[str, Any]) -> Settings:
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    return replace(Settings(), **values)


def _check(key: str, value: Any) -> None:
    if not _FITS[key](value) or value not in CHOICES.get(key, (value,)):
        raise Refusal(Trouble.SETTING_INVALID, key=key, problem=str(value))


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _whole(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and least <= value <= most


def _digits(value: Any) -> bool:
    return _text(value) and value.isascii() and value.isdigit()


def _prefixes(value: Any) -> bool:
    return isinstance(value, list) and all(map(_digits, value))


def _key(value: Any) -> bool:
    return _text(value) and re.fullmatch("([0-9a-f]{64})?", value) is not None


def _server(value: Any) -> bool:
    return _text(value) and re.fullmatch(r"(postgresql\+psycopg://\S+)?", value) is not None


def _names(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_text, value.values()))


def _shift(value: Any) -> bool:
    pair = isinstance(value, list) and len(value) == 2
    return pair and all(type(each) in (int, float) and abs(each) <= 50 for each in value)


def _shifts(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_shift, value.values()))


_FITS: Mapping[str, Callable[[Any], bool]] = {
    "encryption": lambda value: type(value) is bool,
    "language": _text,
    "theme": _text,
    "scale": lambda value: type(value) is int,
    "dense": lambda value: type(value) is bool,
    "window": _text,
    "backup_folder": _text,
    "idle_minutes": _whole(1, 60),
    "printers": _names,
    "margins": _shifts,
    "waybill_prefixes": _prefixes,
    "catalogue_key": _key,
    "database": _server,
    "card_reader": _text,
    "card_reader_program": _text,
    "scanner": _text,
    "scanner_gap": _whole(10, 100),
    "scanner_shortest": _whole(6, 40),
    "scanner_end": _text,
    "signature_pad": _text,
    "camera": _text,
    "camera_name": _text,
    "second_screen": _text,
    "second_screen_name": _text,
}


def save(folder: Path, settings: Settings) -> None:
    """Write the user's file: only what differs from the machine's, so that IT's changes arrive.

    What the environment says stays there; the file keeps what it said of it before.
    """
    before, now, said = kept(folder), load(folder), _environment()
    told = [name for name in said if getattr(settings, name) == getattr(now, name)]
    keep(folder, replace(settings, **{name: getattr(before, name) for name in told}))


def kept(folder: Path) -> Settings:
    """What the files say, whatever the environment says over them; raises as `load`."""
    return _made({**_read(machine_folder() / FILE), **_read(folder / FILE)})


def keep(folder: Path, settings: Settings) -> None:
    """Write what the files shall say: into the user's what differs from the machine's."""
    import tomlkit

    below = _made(_read(machine_folder() / FILE))
    document = tomlkit.document()
    for row in fields(Settings):
        value = getattr(settings, row.name)
        if value != getattr(below, row.name):
            document[row.name] = list(value) if isinstance(value, tuple) else value
    folder.mkdir(parents=True, exist_ok=True)
    put(folder / FILE, tomlkit.dumps(document).encode())


STAYS = (
    "encryption", "scale", "window", "backup_folder", "database", "card_reader",
    "card_reader_program", "camera", "camera_name", "signature_pad", "second_screen",
    "second_screen_name",
)  # fmt: skip
"""What belongs to one PC only: its records, its window's name, its second disk, its devices.

How scans are told from typing goes along: a station buys its scanners alike.
"""

BY_KIND = ("printers", "margins")
"""Settings with a value for each kind of paper; kinds that nobody names keep theirs."""


def portable(settings: Settings) -> dict[str, Any]:
    """What other PCs may take over, as JSON holds it."""
    names = [row.name for row in fields(Settings) if row.name not in STAYS]
    plain = {name: getattr(settings, name) for name in names}
    return {k: list(v) if isinstance(v, tuple) else v for k, v in plain.items()}


def wrong(data: Mapping[str, Any]) -> dict[str, str]:
    """The keys of portable settings that are unknown or do not fit, with what is wrong."""
    known = portable(Settings())
    return {
        key: "unknown" if key not in known else f"may not be {value!r}"
        for key, value in data.items()
        if key not in known or not _FITS[key](value) or value not in CHOICES.get(key, (value,))
    }


def joined(settings: Settings, data: Mapping[str, Any]) -> Settings:
    """Settings with portable ones over them."""
    values: dict[str, Any] = dict(data)
    for key in BY_KIND:
        values[key] = {**getattr(settings, key), **data.get(key, {})}
    fit: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    return replace(settings, **fit)
