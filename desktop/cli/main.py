"""The same use cases without a window: JSON out, for IT and for scripts; no Qt is imported.

Exit code 0: answered; 1: answered no; 2: wrong use. The doctor also knows 3: act now.
"""

import argparse
import json
import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from desktop import logs
from desktop.cli import (
    cases,
    catalogue,
    days,
    diagnostics,
    doctor,
    publish,
    records,
    server,
    settings,
    settings_files,
    stubs,
    waybills,
)
from desktop.cli.shared import Answer, UsageError, day
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.figures import By
from desktop.settings import home, in_training

log = logging.getLogger(__name__)

NOT_IN_TRAINING = (
    records.backup, records.restore, publish.publish, settings_files.export, settings_files.bring_in
)  # fmt: skip
"""What would carry a training's records elsewhere, or others into it."""


def main(arguments: Sequence[str]) -> int:
    """Run one command and print its answer; returns the exit code."""
    parser = _parser()
    try:
        options = parser.parse_args(_json_anywhere(arguments))
    except SystemExit as stop:
        return 0 if not stop.code else 2
    run: Callable[[argparse.Namespace], Answer] = options.run
    try:
        _check_training(run)
        answer, code = run(options)
    except Refusal as error:
        print(f"onevisit: {records.refusal(error)}", file=sys.stderr)
        return 1
    except UsageError as error:
        print(f"onevisit: {error}", file=sys.stderr)
        return 2
    except Exception as error:  # noqa: BLE001 - its words may hold what was typed
        return _failed(error)
    print(_json(answer) if options.json else _plain(answer))
    return code


def _check_training(run: Callable[[argparse.Namespace], Answer]) -> None:
    if run in NOT_IN_TRAINING and in_training(home()):
        raise Refusal(Trouble.TRAINING_OFF)


def _failed(error: Exception) -> int:
    """A mistake of ours: its code here, kind and place in the log."""
    handler = logs.handler(home())
    log.addHandler(handler)
    log.error("a command failed", exc_info=error)
    log.removeHandler(handler)
    handler.close()
    print(f"onevisit: failed inside; the log has it under {logs.code(error)}", file=sys.stderr)
    return 1


def _json_anywhere(arguments: Sequence[str]) -> list[str]:
    """`--json` may stand before or behind the command."""
    rest = [word for word in arguments if word != "--json"]
    return ["--json", *rest] if len(rest) < len(arguments) else rest


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="onevisit", description="OneVisit, window workbench.")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.set_defaults(recovery_code_file=None)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    items = _command(
        commands, "items", "the items of the catalogue, best fit first", catalogue.items
    )
    items.add_argument("query", nargs="?", default="", metavar="QUERY")
    identity = _command(commands, "identity", "what an identity number tells", catalogue.identity)
    identity.add_argument("number", metavar="NUMBER")
    _on(identity)
    assess = _command(
        commands, "assess", "flags, materials, words for an applicant", catalogue.assess
    )
    _matter(assess)
    slip = _command(commands, "slip", "a notice slip as PDF", catalogue.slip)
    _matter(slip)
    slip.add_argument("--large", action="store_true", help="large print")
    slip.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")
    waybill = _command(commands, "waybill", "whether a number can be right", catalogue.waybill)
    waybill.add_argument("number", metavar="NUMBER")
    deadline = _command(commands, "deadline", "when a limit ends", catalogue.deadline)
    deadline.add_argument("--from", dest="start", required=True, type=day, metavar="DATE")
    deadline.add_argument("--count", required=True, type=int, metavar="N")
    units = ("working_day", "natural_day")
    deadline.add_argument("--unit", choices=units, default="working_day")
    site = _command(commands, "publish", "the guides as a mobile site", publish.publish)
    site.add_argument("--out", required=True, type=Path, metavar="DIR")
    kept = commands.add_parser("settings", help="what this PC is set to")
    pc = kept.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _command(
        pc, "list", "each with its value, where that was said, and what it is", settings.listed
    )
    _settings_files(pc)
    _records(commands)
    _server(commands)
    for name, text in (
        ("tour", "three visitors through the real screens (--out DIR)"),
        ("training", "a window with made-up visitors, records and devices of its own"),
        ("self-test", "whether this installation works"),
    ):
        commands.add_parser(name, help=text, add_help=False)
    return parser


def _settings_files(pc: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands that carry settings from one counter to others."""
    out = _command(pc, "export", "this counter's settings into a file", settings_files.export)
    out.add_argument("--out", required=True, type=Path, metavar="FILE")
    taken = _command(pc, "import", "a file's settings into this counter", settings_files.bring_in)
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument(
        "--dry-run", action="store_true", help="tell what would change, store nothing"
    )
    for each in (out, taken):
        each.add_argument("--officer", default=None, metavar="NUMBER", help="who answers for it")


def _records(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands that open the station's records."""
    _command(commands, "doctor", "whether all is well here, and what to do", doctor.doctor)
    told = _command(
        commands, "diagnostics", "a file about this PC for IT, no personal data", diagnostics.save
    )
    told.add_argument("--out", required=True, type=Path, metavar="FILE.zip")
    audit = commands.add_parser("audit", help="the chain of acts")
    acts = audit.add_subparsers(title="commands", required=True, metavar="COMMAND")
    verify = _command(acts, "verify", "compute the whole chain again", records.audit_verify)
    verify.add_argument(
        "--witness", action="append", default=[], metavar="CODE", help="a head code from paper"
    )
    backup = _command(commands, "backup", "a checked backup into a folder", records.backup)
    backup.add_argument("--to", required=True, type=Path, metavar="DIR")
    restore = _command(commands, "restore", "a backup into an empty folder", records.restore)
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--into", required=True, type=Path, metavar="DIR")
    brought = commands.add_parser("waybills", help="statuses of parcels")
    ways = brought.add_subparsers(title="commands", required=True, metavar="COMMAND")
    taken = _command(ways, "import", "a carrier's .csv, .xlsx or .json", waybills.bring_in)
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--dry-run", action="store_true", help="look through it, store nothing")
    taken.add_argument("--encoding", choices=("utf-8", "gb18030"), default="utf-8")
    listed = _command(commands, "cases", "cases, the newest first or by due day", cases.listed)
    listed.add_argument("--state", default=None, metavar="STATE", help="as the JSON names it")
    listed.add_argument("--due-before", type=day, default=None, metavar="DATE")
    told = _command(commands, "case", "everything of one case", cases.told)
    told.add_argument("number", metavar="NUMBER", help="of the case or of a slip")
    kept = commands.add_parser("stubs", help="signed stubs")
    scans = kept.add_subparsers(title="commands", required=True, metavar="COMMAND")
    read = _command(scans, "read", "scans of signed stubs, matched by their codes", stubs.read)
    read.add_argument("files", nargs="+", type=Path, metavar="FILE", help="or a folder")
    read.add_argument("--dry-run", action="store_true", help="look through them, store nothing")
    whole = _command(commands, "day", "a day's figures and gaps", days.told)
    whole.add_argument("day", nargs="?", type=day, default=None, metavar="DATE")
    counted = _command(commands, "figures", "figures of a time", days.figures)
    counted.add_argument("--from", dest="start", type=day, default=None, metavar="DATE")
    counted.add_argument("--to", dest="end", type=day, default=None, metavar="DATE")
    counted.add_argument("--by", choices=[*By], default=By.DAY, help="what they are told apart by")
    for each in (taken, listed, told, read, whole, counted):
        each.add_argument("--officer", default=None, metavar="NUMBER", help="who answers for it")
    proof = _command(commands, "verify", "whether a slip is as it was issued", records.verify)
    proof.add_argument("file", type=Path, metavar="FILE.pdf")


def _server(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands for records on a server."""
    kept = commands.add_parser("server", help="records on a server")
    ways = kept.add_subparsers(title="commands", required=True, metavar="COMMAND")
    made = _command(ways, "prepare", "make or renew its tables, fences, rights", server.prepare)
    made.add_argument("--url", required=True, metavar="URL", help="as the database's owner")
    moved = _command(commands, "move", "the records to a server, or back to a file", server.move)
    moved.add_argument("--to", required=True, metavar="URL|DIR", help="URL as the owner")
    moved.add_argument(
        "--from", dest="source", default="", metavar="URL", help="back to a file: as the owner"
    )
    for each, needed in ((made, True), (moved, False)):
        each.add_argument(
            "--counters", required=needed, default="", metavar="ROLE", help="counters sign in by it"
        )


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    text: str,
    run: Callable[[argparse.Namespace], Answer],
) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=text, description=text)
    made.set_defaults(run=run)
    made.add_argument(
        "--recovery-code-file",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="FILE",
        help="opens the station's records; without it the shipped catalogue answers",
    )
    return made


def _on(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", type=day, default=None, metavar="DATE", help="the visit day")


def _matter(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--item", required=True, metavar="ID")
    parser.add_argument("--applicant", required=True, type=Path, metavar="FILE.json")
    _on(parser)


def _json(answer: Any) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2, default=_value)


def _value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(type(value).__name__)


def _plain(answer: Any) -> str:
    """The answer for a person: one line a row, names before values."""
    if isinstance(answer, list):
        return "\n".join("  ".join(_text(value) for value in row.values()) for row in answer)
    return "\n".join(f"{name}: {_text(value)}" for name, value in answer.items())


def _text(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=_value)
    return "—" if value is None else str(value)
