"""The drills: every fault of the list on real records; exit code 1 if one ended badly.

python -m tests.drill [--only F1,F6] [--rounds 300] [--seed 1] [--json | --markdown]
"""

import argparse
import json
import logging
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.drill import (
    damaged,
    faulty,
    killed,
    leaks,
    moves,
    nets,
    others,
    power,
    renewal,
    report,
    site,
    steps,
    storage,
    tampered,
)
from tests.drill.bench import Bench, Drill
from tests.drill.report import Row, Unfit

GROUPS: dict[str, tuple[str, Drill]] = {
    "F1": ("kill -9 in a counter's day", killed.killed),
    "F2": ("power cut", power.power),
    "F4": ("disk full", storage.full),
    "F5": ("errors of the disk", faulty.faulty),
    "F6": ("kill before each write of an act", steps.steps),
    "T24": ("the records get another key", renewal.renewal),
    "F8": ("a medium that may only be read", storage.read_only),
    "F9": ("another process writes", others.locked),
    "F10": ("two processes at once", others.at_once),
    "F11": ("the file is damaged or not ours", damaged.damaged),
    "F14": ("the file is older", damaged.parted),
    "F18": ("the place for backups fails", storage.copies),
    "F19": ("kill while files change places", moves.moves),
    "F22": ("two starts of the program", others.twice),
    "T1": ("a planted person", leaks.leaks),
    "T3": ("what was written is changed", tampered.tampered),
    "NET": ("sockets towards a network", nets.nets),
}


def main() -> int:
    """Run the drills that are asked for and print what each found."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that nothing stays mounted
    logging.getLogger().addHandler(logging.NullHandler())  # what is expected is no news here
    rows = []
    with tempfile.TemporaryDirectory(prefix="drill-", ignore_cleanup_errors=True) as folder:
        bench = Bench(
            Path(folder),
            site.set_up(Path(folder, "site")),
            options.rounds,
            random.Random(options.seed),
        )
        for name in options.only or GROUPS:
            for row in _drilled(bench, name):
                rows.append(row)
                print(report.table([row]).splitlines()[1], file=sys.stderr, flush=True)
    if options.json:
        print(json.dumps([row.plain() for row in rows], ensure_ascii=False, indent=1))
    else:
        print(report.markdown(rows) if options.markdown else report.table(rows))
    return 1 if any(row.verdict == "bad" for row in rows) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.drill", description=__doc__)
    parser.add_argument("--only", type=_names, default=(), metavar="F1,F6")
    parser.add_argument("--rounds", type=int, default=300, help="how often F1 kills")
    parser.add_argument("--seed", type=int, default=1, help="of the moments and places of faults")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--markdown", action="store_true")
    return parser.parse_args()


def _names(text: str) -> tuple[str, ...]:
    names = tuple(text.upper().split(","))
    if unknown := [name for name in names if name not in GROUPS]:
        raise argparse.ArgumentTypeError(f"{unknown[0]} is none of {', '.join(GROUPS)}")
    return names


def _drilled(bench: Bench, name: str) -> Iterator[Row]:
    """The rows of a group; one that breaks is bad, one that cannot be tried says why."""
    what, drill = GROUPS[name]
    begin = time.monotonic()
    try:
        for row in drill(bench):
            yield replace(row, seconds=round(time.monotonic() - begin, 1))
            begin = time.monotonic()
    except Unfit as why:
        yield Row(name, what, skipped=str(why))
    except Exception as error:  # noqa: BLE001 - a drill that breaks has found something
        yield Row(name, what, wrong=(f"{type(error).__name__}: {error}",))


sys.exit(main())
