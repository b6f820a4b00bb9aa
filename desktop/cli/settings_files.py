"""Settings of a counter into one file, and from there into other counters, whole or not at all."""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from desktop import settings as pc
from desktop.cli.records import answerer, noted, opened, speak
from desktop.cli.shared import Answer, UsageError, write
from desktop.domain.errors import Trouble
from desktop.domain.settings_file import (
    LARGEST,
    Change,
    Mistake,
    digest,
    unwrapped,
    wrapped,
)
from desktop.settings import database_file, home
from desktop.troubles import sentence
from desktop.version import version


def export(options: argparse.Namespace) -> Answer:
    """This PC's settings and, where there are records, the station's, into one file."""
    content: dict[str, Any] = {"pc": pc.portable(pc.kept(home()))}
    if database_file(home()).exists():
        from db.engine import reading
        from desktop.services.settings_files import content as of_station

        with _records(options) as engine, reading(engine) as session:
            content |= of_station(session, answerer(session, options), _catalogue(session))
    whole = wrapped(content, version())
    text = json.dumps(whole, ensure_ascii=False, indent=2)
    write(options.out, f"{text}\n".encode())
    told = {key: whole[key] for key in ("format", "program", "sha256")}
    return {"file": str(options.out), **told, "sections": list(content)}, 0


@contextmanager
def _records(options: argparse.Namespace) -> Iterator[Any]:
    engine = opened(options)
    try:
        yield engine
    finally:
        engine.dispose()


def _catalogue(session: Any) -> Any:
    from desktop.services.editions import shelf

    return shelf(session, datetime.now().astimezone().date()).catalogue


def bring_in(options: argparse.Namespace) -> Answer:
    """Take a file's settings over: checked whole, then stored as one act, or nothing is."""
    speak(pc.load(home()))
    data, found = unwrapped(_read(options))
    found += tuple(
        Mistake(f"pc.{key}", problem) for key, problem in pc.wrong(data.get("pc", {})).items()
    )
    if found and not data:
        return _refused(found)
    if not set(data) - {"pc"}:
        return _refused(found) if found else _only_pc(options, data)
    from db.engine import reading
    from desktop.services import settings_files

    with _records(options) as engine:
        with reading(engine) as session:
            catalogue = _catalogue(session)
            found += settings_files.mistakes(session, data, catalogue)
            if found:
                return _refused(found)
            if options.dry_run:
                changed = settings_files.changes(session, data, catalogue)
                return _told(options, (*_of_pc(data), *changed))
        return _told(options, _stored(options, engine, data))


def _stored(options: argparse.Namespace, engine: Any, data: dict[str, Any]) -> tuple[Change, ...]:
    """One act: the records, and before it is stored this PC's file."""
    from db.engine import writing
    from desktop.services import settings_files

    now, sha256 = datetime.now().astimezone(), digest(data)
    of_pc = _of_pc(data)
    with writing(engine) as session:
        clerk, catalogue = answerer(session, options), _catalogue(session)
        changed = settings_files.bring_in(session, clerk, now, data, catalogue, sha256)
        if changed:
            noted(session, clerk, now, options, "settings", sha256[:16])
        _keep(data)
    return (*of_pc, *changed)


def _only_pc(options: argparse.Namespace, data: dict[str, Any]) -> Answer:
    changed = _of_pc(data)
    if not options.dry_run:
        _keep(data)
    return _told(options, changed)


def _of_pc(data: dict[str, Any]) -> tuple[Change, ...]:
    from desktop.services.settings_bundles import pc_changes

    return pc_changes(home(), data)


def _keep(data: dict[str, Any]) -> None:
    from desktop.services.settings_bundles import keep_pc

    try:
        keep_pc(home(), data)
    except OSError as error:
        raise UsageError(f"{home() / pc.FILE}: {error.strerror}") from error


def _read(options: argparse.Namespace) -> bytes:
    try:
        with options.file.open("rb") as file:
            raw: bytes = file.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{options.file}: {error.strerror}") from error
    return raw


def _told(options: argparse.Namespace, changed: tuple[Change, ...]) -> Answer:
    rows = [asdict(each) for each in changed]
    if not options.json:
        return rows, 0
    return {"stored": bool(rows) and not options.dry_run, "changes": rows}, 0


def _refused(found: tuple[Mistake, ...]) -> Answer:
    """What is wrong, by key; nothing was stored."""
    return {"stored": False, "mistakes": [_mistake(each) for each in found]}, 1


def _mistake(mistake: Mistake) -> dict[str, str]:
    known = mistake.problem in {each.value for each in Trouble}
    say = sentence(Trouble(mistake.problem), {}) if known else mistake.problem
    return {"key": mistake.key, "problem": mistake.problem, "say": say}
