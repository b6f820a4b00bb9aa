"""What the catalogue and the rules answer: items, numbers, an applicant, limits, a slip."""

import argparse
import json
import sys
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from desktop.cli.shared import Answer, UsageError, today, with_database, write

if TYPE_CHECKING:
    from desktop.domain.applicants import Applicant
    from desktop.services.catalogue import Shelf
    from desktop.services.station import StationFacts


def items(options: argparse.Namespace) -> Answer:
    from desktop.services.catalogue import search_index
    from desktop.services.search import rank

    shelf = shelf_of(options)
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


def identity(options: argparse.Namespace) -> Answer:
    from desktop.domain.identity import local_hint, read_identity
    from desktop.services.areas import area_name

    read = read_identity(options.number, today(options))
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


def assess(options: argparse.Namespace) -> Answer:
    from desktop.domain.assessment import assess

    shelf = shelf_of(options)
    item = _item(shelf, options.item)
    found = assess(shelf.catalogue, [item], _applicant(options, shelf), today(options))
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


def slip(options: argparse.Namespace) -> Answer:
    import resources
    from desktop.domain.errors import Refusal
    from desktop.domain.intake import Draft
    from desktop.domain.notice import Issuer, Occasion, compose
    from desktop.domain.slips import SPECIMEN
    from desktop.printing.pdf import render_slip
    from desktop.services.catalogue import NOTICE, template

    shelf, facts = _shelf_and_station(options)
    item = _item(shelf, options.item)
    draft = Draft(
        items=(item.id,),
        applicant=_applicant(options, shelf),
        large=True if options.large else None,
    )
    words = template(NOTICE, resources.path("templates"))
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
    moment = datetime.combine(today(options), time(9)).astimezone()
    matter = _matter_of(shelf, draft, today(options))
    try:
        paper = render_slip(compose(matter, words, issuer, Occasion(SPECIMEN, moment, 1)), words)
    except Refusal as error:
        values = " ".join(str(value) for value in error.values.values())
        print(f"onevisit: {error.trouble.value}: {values}", file=sys.stderr)
        return {"problem": error.trouble, **error.values}, 1
    write(options.out, paper.pdf)
    return {"number": SPECIMEN, "sha256": paper.sha256, "pages": paper.pages}, 0


def _matter_of(shelf: "Shelf", draft: Any, on: date) -> Any:
    from desktop.domain.assessment import assess
    from desktop.domain.intake import Matter

    items = tuple(shelf.catalogue.items[key] for key in draft.items)
    found = assess(shelf.catalogue, items, draft.applicant, on)
    return Matter(draft, shelf.catalogue, items, found, on)


def waybill(options: argparse.Namespace) -> Answer:
    from desktop.domain.waybills import Verdict, check_waybill

    check = check_waybill(options.number, _settings_prefixes())
    answer = {"verdict": check.verdict, "kind": check.kind, "reason": check.reason}
    return answer, 1 if check.verdict is Verdict.INVALID else 0


def deadline(options: argparse.Namespace) -> Answer:
    from desktop.domain.workdays import Unit, due_date
    from desktop.services.calendar_files import shipped_calendar

    backed = with_database(options, _stored_calendar)
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
    _doubts(applicant, today(options))
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


def _stored_calendar(session: Any) -> Any:
    from desktop.services.editions import calendar

    return calendar(session)


def _stored_shelf(session: Any) -> Any:
    from desktop.services.editions import shelf

    return shelf(session, date.today())  # noqa: DTZ011 - the counter's own day


def shelf_of(options: argparse.Namespace) -> "Shelf":
    from desktop.services.catalogue import shipped_shelf

    stored: Shelf | None = with_database(options, _stored_shelf)
    return stored or shipped_shelf()


def _stored_both(session: Any) -> Any:
    from desktop.services.station import station

    return _stored_shelf(session), station(session)


def _shelf_and_station(options: argparse.Namespace) -> "tuple[Shelf, StationFacts | None]":
    from desktop.services.catalogue import shipped_shelf

    stored: tuple[Shelf, StationFacts | None] | None = with_database(options, _stored_both)
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
