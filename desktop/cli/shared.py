"""What the commands share: their answers, wrong use, and how they open the station's records."""

import argparse
import getpass
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from desktop.domain.errors import Refusal
from desktop.files import put

Answer = tuple[Any, int]
"""What is printed, and the exit code."""


class UsageError(Exception):
    """The command was put wrongly; the message says how."""


def day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date (YYYY-MM-DD)") from None


def today(options: argparse.Namespace) -> date:
    chosen: date | None = options.on
    return chosen or date.today()  # noqa: DTZ011 - the counter's own day


def write(file: Path, content: bytes) -> None:
    """Write a command's file; raises UsageError where it cannot be."""
    try:
        put(file, content)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from error


def key_of(keys_file: Path, options: argparse.Namespace) -> bytes | None:
    """The key behind a key file: by the recovery code in a file, else a password typed here.

    None where there is no key file, for records without encryption. Never from an argument.
    """
    from db import keys

    found = keys.load(keys_file)
    if found is None:
        return None
    if options.recovery_code_file is not None:
        try:
            code = options.recovery_code_file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"--recovery-code-file: {error}") from error
        return keys.open_recovery(found, code)[0]
    if not sys.stdin.isatty():
        raise UsageError("the records are encrypted: name a --recovery-code-file")
    print("officer number: ", end="", file=sys.stderr, flush=True)
    number = sys.stdin.readline()
    options.officer = number.strip()  # who opened the records answers for what is done with them
    password = getpass.getpass("password: ")
    return keys.open_officer(found, number, password)[1][0]


def with_database(options: argparse.Namespace, ask: Callable[[Any], Any]) -> Any:
    """Put a question to the station's database; None where there is none that can be read.

    An encrypted one is asked only where the recovery code is given, one on a server always.
    """
    from desktop.settings import database_file, home, load

    file, server = database_file(home()), load(home()).database
    if not (file.exists() or server):
        return None
    from db.engine import reading
    from db.keys import keys_path
    from db.schema import open_existing
    from db.server_schema import open_server

    if not server and keys_path(file).exists() and options.recovery_code_file is None:
        return None
    try:
        engine = (
            open_server(server, file)
            if server
            else open_existing(file, key_of(keys_path(file), options))
        )
        with reading(engine) as session:
            return ask(session)
    except Refusal as error:
        print(
            f"onevisit: {'the server' if server else file}: {error.trouble.value}", file=sys.stderr
        )
        return None
