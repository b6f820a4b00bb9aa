"""The same use cases without a window: JSON out, for IT and for scripts; no Qt is imported.

Exit code 0: answered; 1: answered no; 2: wrong use.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.domain.applicants import Applicant
    from desktop.services.catalogue import Shelf
    from desktop.services.station import StationFacts

Answer = tuple[Any, int]
"""What is printed, and the exit code."""


class UsageError(Exception):
    """The command was put wrongly; the message says how."""


def main(arguments: Sequence[str]) -> int:
    """Run one command and print its answer; returns the exit code."""
    parser = _parser()
    try:
        options = parser.parse_args(_json_anywhere(arguments))
    except SystemExit as stop:
        return 0 if not stop.code else 2
    run: Callable[[argparse.Namespace], Answer] = options.run
    try:
        answer, code = run(options)
    except UsageError as error:
        print(f"onevisit: {error}", file=sys.stderr)
        return 2
    print(_json(answer) if options.json else _plain(answer))
    return code


def _json_anywhere(arguments: Sequence[str]) -> list[str]:
    """`--json` may stand before or behind the command."""
    rest = [word for word in arguments if word != "--json"]
    return ["--json", *rest] if len(rest) < len(arguments) else rest


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="onevisit", description="OneVisit, window workbench.")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.set_defaults(recovery_code_file=None)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    items = _command(commands, "items", "the items of the catalogue, best fit first", _items)
    items.add_argument("query", nargs="?", default="", metavar="QUERY")
    identity = _command(commands, "identity", "what an identity number tells", _identity)
    identity.add_argument("number", metavar="NUMBER")
    _on(identity)
    assess = _command(commands, "assess", "flags, materials and words for one applicant", _assess)
    _matter(assess)
    slip = _command(commands, "slip", "a notice slip as PDF", _slip)
    _matter(slip)
    slip.add_argument("--large", action="store_true", help="large print")
    slip.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")
    waybill = _command(commands, "waybill", "whether a waybill number can be right", _waybill)
    waybill.add_argument("number", metavar="NUMBER")
    deadline = _command(commands, "deadline", "when a limit ends", _deadline)
    deadline.add_argument("--from", dest="start", required=True, type=_day, metavar="DATE")
    deadline.add_argument("--count", required=True, type=int, metavar="N")
    units = ("working_day", "natural_day")
    deadline.add_argument("--unit", choices=units, default="working_day")
    for name, text in (
        ("tour", "three visitors through the real screens (--out DIR)"),
        ("self-test", "whether this installation works"),
    ):
        commands.add_parser(name, help=text, add_help=False)
    return parser


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
    parser.add_argument("--on", type=_day, default=None, metavar="DATE", help="the visit day")


def _matter(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--item", required=True, metavar="ID")
    parser.add_argument("--applicant", required=True, type=Path, metavar="FILE.json")
    _on(parser)


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date (YYYY-MM-DD)") from None


def _today(options: argparse.Namespace) -> date:
    chosen: date | None = options.on
    return chosen or date.today()  # noqa: DTZ011 - the counter's own day


def _items(options: argparse.Namespace) -> Answer:
    from desktop.services.catalogue import search_index
    from desktop.services.search import rank

    shelf = _shelf(options)
    rows = []
    for hit in rank(search_index(shelf), options.query):
        item = shelf.catalogue.items[hit.key]
        rows.append(
            {
                "id": item.id,
                "name": item.name,
                "category": item.category,
                "fulfilment": item.fulfilment,
                "one_visit": item.one_visit,
                "score": round(hit.score, 2),
            }
        )
    return rows, 0 if rows else 1


def _identity(options: argparse.Namespace) -> Answer:
    from desktop.domain.identity import local_hint, read_identity
    from desktop.services.areas import area_name

    read = read_identity(options.number, _today(options))
    name = area_name(read.area_code) if read.area_code else None
    answer = {
        "valid": read.valid,
        "kind": read.kind,
        "birth_date": read.birth_date,
        "sex": read.sex,
        "age": read.age,
        "area": {"code": read.area_code, "name": name},
        "local_hint": local_hint(read.area_code, _prefixes()),
        "problem": read.problem,
    }
    return answer, 0 if read.valid else 1


def _assess(options: argparse.Namespace) -> Answer:
    from desktop.domain.assessment import assess

    shelf = _shelf(options)
    item = _item(shelf, options.item)
    found = assess(shelf.catalogue, [item], _applicant(options, shelf), _today(options))
    answer = {
        "flags": [
            {"flag": row.flag, "reason": row.reason, "source": row.source} for row in found.findings
        ],
        "materials": [
            {
                "id": need.material,
                "name": need.name,
                "form": need.form,
                "copies": need.copies,
                "required": need.required,
                "added_by": need.added_by,
                "waived_by": need.waived_by,
                "one_of": need.one_of.partition("/")[2] if need.one_of else None,
            }
            for need in found.needs
        ],
        "say": [speech.say for speech in found.speeches],
    }
    return answer, 0


def _slip(options: argparse.Namespace) -> Answer:
    import resources
    from desktop.domain.errors import Refusal
    from desktop.domain.intake import Draft
    from desktop.domain.notice import Issuer, Occasion, compose
    from desktop.domain.slips import SPECIMEN
    from desktop.printing.pdf import render_slip
    from desktop.services.catalogue import template

    shelf, facts = _shelf_and_station(options)
    item = _item(shelf, options.item)
    draft = Draft(
        items=(item.id,),
        applicant=_applicant(options, shelf),
        large=True if options.large else None,
    )
    words = template("notice-1", resources.path("templates"))
    window = facts.window if facts else ""
    issuer = Issuer(
        unit=facts.name if facts else "",
        window=window,
        hours=facts.hours if facts else "",
        enquiry_phone=facts.enquiry_phone if facts else "",
        complaint_phone=facts.complaint_phone if facts else "",
        officer="",
        officer_number="",
    )
    moment = datetime.combine(_today(options), time(9)).astimezone()
    matter = _matter_of(shelf, draft, _today(options))
    try:
        paper = render_slip(compose(matter, words, issuer, Occasion(SPECIMEN, moment, 1)), words)
    except Refusal as error:
        values = " ".join(str(value) for value in error.values.values())
        print(f"onevisit: {error.trouble.value}: {values}", file=sys.stderr)
        return {"problem": error.trouble, **error.values}, 1
    _write(options.out, paper.pdf)
    return {"number": SPECIMEN, "sha256": paper.sha256, "pages": paper.pages}, 0


def _matter_of(shelf: "Shelf", draft: Any, on: date) -> Any:
    from desktop.domain.assessment import assess
    from desktop.domain.intake import Matter

    items = tuple(shelf.catalogue.items[key] for key in draft.items)
    found = assess(shelf.catalogue, items, draft.applicant, on)
    return Matter(draft, shelf.catalogue, items, found, on)


def _write(file: Path, content: bytes) -> None:
    """Write a file whole: beside its place first, then put there."""
    fresh = file.with_name(f".{file.name}.part")
    try:
        fresh.write_bytes(content)
        fresh.replace(file)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from error


def _waybill(options: argparse.Namespace) -> Answer:
    from desktop.domain.waybills import Verdict, check_waybill

    check = check_waybill(options.number, _settings_prefixes())
    answer = {"verdict": check.verdict, "kind": check.kind, "reason": check.reason}
    return answer, 1 if check.verdict is Verdict.INVALID else 0


def _deadline(options: argparse.Namespace) -> Answer:
    from desktop.domain.workdays import Unit, due_date
    from desktop.services.calendar_files import shipped_calendar

    backed = _with_database(options, _stored_calendar)
    calendar = shipped_calendar() if backed is None else backed
    try:
        due = due_date(calendar, options.start, options.count, Unit(options.unit))
    except (ValueError, OverflowError) as error:
        raise UsageError(f"--count: {error}") from error
    return {"due": due.due, "provisional": due.provisional}, 0


def _item(shelf: "Shelf", key: str) -> Any:
    if key not in shelf.catalogue.items:
        raise UsageError(f"--item: there is no item {key!r}; see: onevisit items")
    return shelf.catalogue.items[key]


def _applicant(options: argparse.Namespace, shelf: "Shelf") -> "Applicant":
    from desktop.domain.applicants import ApplicantError, applicant_from

    try:
        applicant = applicant_from(json.loads(options.applicant.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise UsageError(f"--applicant: {options.applicant}: {error.strerror}") from error
    except (ApplicantError, ValueError, RecursionError) as error:
        raise UsageError(f"--applicant: {options.applicant}: {error}") from error
    _doubts(applicant, _today(options))
    if unknown := sorted(applicant.circumstances - set(shelf.catalogue.flags)):
        problem = f"circumstances: there is no flag {unknown[0]!r}"
        raise UsageError(f"--applicant: {options.applicant}: {problem}")
    return applicant


def _doubts(applicant: "Applicant", on: date) -> None:
    """Refuse an impossible birth date; warn of a number that is not right, since no flag comes."""
    from desktop.domain.identity import OLDEST_AGE, full_years

    for name, person in (("", applicant.person), ("agent.", applicant.other)):
        if person is None:
            continue
        born = person.birth_date
        if born and (born > on or full_years(born, on) > OLDEST_AGE):
            raise UsageError(f"--applicant: {name}birth_date: {born} cannot be, seen from {on}")
        read = person.identity(on)
        if read is not None and not read.valid:
            print(f"onevisit: {name}id_number: {read.problem}; it tells nothing", file=sys.stderr)


def _with_database(options: argparse.Namespace, ask: Callable[[Any], Any]) -> Any:
    """Put a question to the station's database; None where there is none that can be read.

    An encrypted one is asked only where the recovery code is given.
    """
    from desktop.settings import database_file, home

    file = database_file(home())
    if not file.exists():
        return None
    from db.engine import reading
    from db.keys import keys_path
    from db.schema import open_existing
    from desktop.domain.errors import Refusal

    if keys_path(file).exists() and options.recovery_code_file is None:
        return None
    try:
        with reading(open_existing(file, _recovered(file, options))) as session:
            return ask(session)
    except Refusal as error:
        print(f"onevisit: {file}: {error.trouble.value}", file=sys.stderr)
        return None


def _recovered(file: Path, options: argparse.Namespace) -> bytes | None:
    """The key behind the recovery code of a file; None for records without encryption."""
    from db import keys

    beside = keys.load(keys.keys_path(file))
    if beside is None:
        return None
    try:
        code = options.recovery_code_file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--recovery-code-file: {error}") from error
    return keys.open_recovery(beside, code)[0]


def _stored_calendar(session: Any) -> Any:
    from desktop.services.editions import calendar

    return calendar(session)


def _stored_shelf(session: Any) -> Any:
    from desktop.services.editions import shelf

    return shelf(session, date.today())  # noqa: DTZ011 - the counter's own day


def _shelf(options: argparse.Namespace) -> "Shelf":
    from desktop.services.catalogue import shipped_shelf

    stored: Shelf | None = _with_database(options, _stored_shelf)
    return stored or shipped_shelf()


def _stored_both(session: Any) -> Any:
    from desktop.services.station import station

    return _stored_shelf(session), station(session)


def _shelf_and_station(options: argparse.Namespace) -> "tuple[Shelf, StationFacts | None]":
    from desktop.services.catalogue import shipped_shelf

    stored: tuple[Shelf, StationFacts | None] | None = _with_database(options, _stored_both)
    return stored or (shipped_shelf(), None)


def _prefixes() -> tuple[str, ...]:
    """The prefixes that count as local: the station's, else those of the shipped catalogue."""
    from desktop.settings import database_file, home

    file = database_file(home())
    if not file.exists():
        return ("3301",)
    from db.peek import local_prefixes

    return local_prefixes(file) or ("3301",)


def _settings_prefixes() -> tuple[str, ...]:
    from desktop.domain.errors import Refusal
    from desktop.settings import Settings, home, load

    try:
        return load(home()).waybill_prefixes
    except Refusal:
        return Settings().waybill_prefixes


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
