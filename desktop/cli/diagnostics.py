"""One file about this PC that may be sent to IT."""

import argparse
import hashlib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from desktop import diagnostics
from desktop.checkup import KeyOf, NoKey
from desktop.cli.doctor import asked, spoken
from desktop.cli.shared import Answer, write
from desktop.domain.errors import Refusal
from desktop.settings import database_file, home


def save(options: argparse.Namespace) -> Answer:
    """Collect what can be told of this PC; the records are counted where the key is given."""
    from db.keys import keys_path

    spoken()
    key_of = _once(asked(options))
    with suppress(NoKey, Refusal):  # each part tells of it; wrong use ends here
        key_of(keys_path(database_file(home())))
    data = diagnostics.collected(home(), key_of, datetime.now().astimezone())
    write(options.out, data)
    told = {"file": str(options.out), "bytes": len(data)}
    return {**told, "sha256": hashlib.sha256(data).hexdigest()}, 0


def _once(ask: KeyOf) -> KeyOf:
    """Ask for the key at the first need only, and answer the same ever after."""
    kept: list[Callable[[], bytes | None]] = []

    def answer(file: Path) -> bytes | None:
        if not kept:
            kept.append(_kept(ask, file))
        return kept[0]()

    return answer


def _kept(ask: KeyOf, file: Path) -> Callable[[], bytes | None]:
    try:
        key = ask(file)
    except (NoKey, Refusal) as error:
        failed = error

        def refuse() -> bytes | None:
            raise failed

        return refuse
    return lambda: key
