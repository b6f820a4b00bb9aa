"""One file for IT about this PC: versions, settings, findings, sizes, log; no personal data.

Every part stands by itself: where the records are missing, locked or damaged, that is what it
says, and the others are there. What a person may have typed is left out, not blacked out.
"""

import hashlib
import io
import json
import os
import platform
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop import checkup, logs
from desktop import settings as pc
from desktop.checkup import EXIT, Found, KeyOf, NoKey
from desktop.domain.errors import Refusal
from desktop.domain.scrub import file_name, scrubbed, words
from desktop.settings import Settings, database_file

FORMAT = 1
LOG_FILES, LOG_BYTES = 2, 200_000
MOST_FILES = 2_000
ONLY_WHETHER = (
    "window", "backup_folder", "database", "card_reader_program", "camera_name",
    "second_screen_name",
)  # fmt: skip
"""Settings that somebody words: told is only whether they are set."""

PACKAGES = (
    "onevisit", "PySide6-Essentials", "SQLAlchemy", "alembic", "cryptography", "argon2-cffi",
    "reportlab", "pypdf", "openpyxl", "XlsxWriter", "zxing-cpp", "sqlcipher3",
)  # fmt: skip
SURROUNDINGS = (
    "LANG", "LC_ALL", "XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "QT_QPA_PLATFORM",
    "QT_IM_MODULE", "QT_SCALE_FACTOR",
)  # fmt: skip

Part = Callable[[], Any]
_UNTOLD = ("__version__", "")


def at(engine: Any) -> tuple[Path, KeyOf]:
    """The data folder and the key of records that are open."""
    from db.store import store_of

    store = store_of(engine)
    return store.path.parent, lambda _file: store.key


def collected(
    home: Path,
    key_of: KeyOf,
    now: datetime,
    screens: list[dict[str, Any]] | None = None,
    printers: Callable[[], tuple[str, ...]] | None = None,
) -> bytes:
    """The file as bytes. A window tells the screens, and the printers where no CUPS can be asked.

    What a part fails with is written in its place.
    """
    parts: dict[str, Part] = {
        "versions.json": _versions,
        "settings.json": lambda: _settings(home),
        "doctor.json": lambda: _doctor(checkup.examine(home, key_of, now)),
        "files.json": lambda: list(_files(home)),
        "tables.json": lambda: _tables(database_file(home), key_of),
        "printers.json": lambda: _printers(printers),
        "screens.json": lambda: _drm() if screens is None else screens,
    }
    members = {name: _json(_tried(part)) for name, part in parts.items()}
    members |= _logs(home)
    about = {
        "kind": "onevisit-diagnostics",
        "format": FORMAT,
        "made_at": now.isoformat(timespec="seconds"),
        "left_out": "names, numbers, addresses, phones, waybills, paths, what was typed",
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in members.items()},
    }
    return _zipped({"about.json": _json(about), **members})


def _zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return made.getvalue()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _tried(part: Part) -> Any:
    """What a part tells; where it fails the kind and place of that."""
    try:
        return part()
    except Refusal as error:
        return {"refused": error.trouble.value}
    except Exception as error:  # noqa: BLE001 - a PC in trouble is what this is for
        return {"failed": logs.report(error).splitlines()}


def _versions() -> dict[str, Any]:
    from db.engine import library

    found: dict[str, Any] = {name: _version(name) for name in PACKAGES}
    surroundings = {name: words(os.environ[name]) for name in SURROUNDINGS if name in os.environ}
    return {
        "packages": found,
        "qt": _version("PySide6-Essentials") or getattr(sys.modules.get("PySide6"), *_UNTOLD),
        "python": platform.python_version(),
        "sqlite": library()[0],
        "frozen": bool(getattr(sys, "frozen", False)),
        "system": f"{platform.system()} {platform.release()}",
        "distribution": _distribution(),
        "machine": platform.machine(),
        "libc": " ".join(platform.libc_ver()),
        "processors": os.cpu_count(),
        "encoding": sys.getfilesystemencoding(),
        "zone": f"{datetime.now().astimezone():%z}",
        "environment": surroundings,
    }


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _distribution() -> str:
    try:
        told = platform.freedesktop_os_release()
    except OSError:
        return ""
    return words(f"{told.get('ID', '')} {told.get('VERSION_ID', '')}".strip())


def _settings(home: Path) -> list[dict[str, Any]]:
    known = {row.name for row in fields(Settings)}
    try:
        made, layers = pc.load(home), pc.layers(home)
    except Refusal as error:
        named = str(error.values.get("key", ""))
        return [{"refused": error.trouble.value, "setting": named if named in known else ""}]
    said = {key: layer.value for data, layer in layers for key in data}
    return [
        {"setting": name, "value": _setting(made, name), "from": said.get(name, "default")}
        for name in (row.name for row in fields(Settings))
    ]


def _setting(settings: Settings, name: str) -> Any:
    value = getattr(settings, name)
    return bool(value) if name in ONLY_WHETHER else value


def _doctor(found: list[Found]) -> dict[str, Any]:
    """The findings with counts for values: names of files and numbers of slips stay here."""
    return {
        "exit": EXIT[checkup.worst(found)],
        "checks": [
            {
                "check": each.check,
                "code": each.code,
                "severity": each.severity.value,
                "say": each.say(counts := _counts(each)),
                "do": each.do(),
                "told": counts,
            }
            for each in found
        ],
    }


def _counts(found: Found) -> dict[str, Any]:
    return {key: value for key, value in found.values.items() if isinstance(value, int)}


def _files(home: Path) -> Iterator[dict[str, Any]]:
    """What lies in the data folder: names that the program gives, sizes, times."""
    count = 0
    for folder, folders, files in os.walk(home):
        folders.sort()
        inside = [file_name(part) for part in Path(folder).relative_to(home).parts]
        for name in sorted(files):
            count += 1
            if count > MOST_FILES:
                yield {"more": True}
                return
            yield {"file": "/".join((*inside, file_name(name))), **_size(Path(folder, name))}


def _size(file: Path) -> dict[str, Any]:
    try:
        told = file.stat()
    except OSError as error:
        return {"failed": error.errno}
    changed = datetime.fromtimestamp(told.st_mtime, UTC)
    return {"bytes": told.st_size, "changed": changed.isoformat(timespec="seconds")}


def _tables(file: Path, key_of: KeyOf) -> dict[str, Any]:
    from db.census import census
    from db.keys import keys_path

    if not file.exists():
        return {"not_opened": "server" if pc.load(file.parent).database else "missing"}
    try:
        return census(file, key_of(keys_path(file)))
    except NoKey:
        return {"not_opened": "no_key"}


def _logs(home: Path) -> dict[str, bytes]:
    """The newest of the log, line by line without what is not known to be harmless."""
    found = {}
    for place in range(LOG_FILES):
        name = logs.FILE if place == 0 else f"{logs.FILE}.{place}"
        try:
            with (home / "logs" / name).open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - LOG_BYTES))
                text = file.read().decode("utf-8", errors="replace")
        except OSError:
            continue
        lines = "\n".join(scrubbed(text.splitlines()))
        found[f"logs/{name}"] = f"{lines}\n".encode()
    return found


def _printers(names: Callable[[], tuple[str, ...]] | None) -> Any:
    from desktop.printing.queue import queues

    found = queues()
    if found is not None:
        return found
    return [{"name": name, "state": "unknown"} for name in (names() if names else ())]


def _drm() -> list[dict[str, Any]]:
    """The screens as Linux knows them, where there is no window to ask."""
    found = []
    for folder in sorted(Path("/sys/class/drm").glob("card*-*")):
        modes = (folder / "modes").read_text("ascii").split()
        if (folder / "status").read_text("ascii").strip() == "connected":
            found.append({"plug": folder.name, "largest": modes[0] if modes else ""})
    return found
