"""What IT does with records on a server: make its tables, move records there or back."""

import argparse
import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop import settings as pc
from desktop.cli.records import opened, refusal
from desktop.cli.shared import Answer, UsageError
from desktop.domain.errors import Refusal
from desktop.settings import database_file, home


def prepare(options: argparse.Namespace) -> Answer:
    """Tables, fences and rights on a server, made or renewed as the owner of the database."""
    from db import server_schema
    from db.server import shown

    _need_bare(options.url)
    try:
        done = server_schema.prepare(options.url, options.counters)
    except Refusal as error:
        return {"ok": False, "problem": refusal(error)}, 1
    return {"ok": True, "server": shown(options.url), "done": done, "counters": options.counters}, 0


def move(options: argparse.Namespace) -> Answer:
    """This station's records to a server, or a server's into a file here; all of it, or nothing."""
    if window_open(home()):
        raise UsageError("close the program on this PC first")
    _need_bare(options.to, options.source)
    to_server = "://" in options.to
    if to_server and not options.counters:
        raise UsageError("--counters: name the role by which counters sign in on the server")
    if not to_server and not options.source:
        raise UsageError("--from: name the server as the owner of the database")
    try:
        return (_to_server if to_server else _to_file)(options), 0
    except Refusal as error:
        return {"ok": False, "problem": refusal(error)}, 1


def _to_server(options: argparse.Namespace) -> dict[str, Any]:
    from db.server import for_role
    from desktop.services import moving

    source = opened(options)
    try:
        done = moving.to_server(source, options.to, options.counters, _now())
    finally:
        source.dispose()
    counters = for_role(options.to, options.counters)
    try:
        aside = str(moving.set_aside(database_file(home())))
        pc.keep(home(), replace(pc.kept(home()), database=counters))
    except OSError as error:  # the file tells by itself that it was left
        aside = f"{database_file(home())}: {error.strerror}"
    return {
        "ok": True,
        "rows": dict(done.rows),
        "head": done.head.hash,
        "left": aside,
        "setting": f'database = "{counters}"',
    }


def _to_file(options: argparse.Namespace) -> dict[str, Any]:
    from db.server_schema import open_server
    from desktop.services import moving

    settings = pc.load(home())
    folder = Path(options.to)
    source = open_server(options.source, database_file(home()), left=True)
    try:
        done = moving.to_file(source, database_file(folder), _now(), encrypted=settings.encryption)
    finally:
        source.dispose()
    if folder.resolve() == home().resolve():
        pc.keep(home(), replace(pc.kept(home()), database=""))
    return {
        "ok": True,
        "rows": dict(done.rows),
        "head": done.head.hash,
        "file": str(database_file(folder)),
        "recovery_code": done.code,
    }


def _need_bare(*addresses: str) -> None:
    """Passwords stand in a password file; an argument can be read by everybody on the PC."""
    from db.server import address

    for each in addresses:
        if "://" in each and address(each).password:
            raise UsageError("no password in an address: use PGPASSFILE or ~/.pgpass")


def _now() -> datetime:
    return datetime.now().astimezone()


def window_open(folder: Path) -> bool:
    """Whether the program's window is open on a folder: its lock names a process that lives."""
    try:
        owner = int((folder / "onevisit.lock").read_text("ascii").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return False
    if os.name == "nt":
        return True
    try:
        os.kill(owner, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
