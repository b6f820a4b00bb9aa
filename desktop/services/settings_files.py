"""A station's facts, rules and days off for its other counters: given out, checked, brought in.

What belongs to one counter stays there: the code that begins its slip numbers, its window, its
seal, its carrier's account. Nothing secret and nobody's name goes out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import CalendarYear, Station
from desktop.domain.clocks import hours_line, read_hours
from desktop.domain.errors import Refusal
from desktop.domain.items import Catalogue
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.settings_file import Change, Mistake, unknown
from desktop.domain.texts import first_invisible
from desktop.domain.workdays import CalendarError, year_from_json
from desktop.services import carriers, deferred, holidays, retention
from desktop.services.audit import note
from desktop.services.carriers import CarrierSetting
from desktop.services.kuaidi import check_address
from desktop.services.retention import LEAST, Kind
from desktop.services.station import (
    StationFacts,
    change_station,
    check_station,
    refuse_in_training,
    station,
)

OWN = ("code", "window")
"""Facts of one counter: two with one code would give out the same numbers."""

FACTS = tuple(row.name for row in fields(StationFacts) if row.name not in OWN)
RULES = ("office_hours", "deferrable", "retention", "carrier")
YEAR = ("year", "source", "days_off", "made_up")
LONGEST = {"hours": 120, "site": 200, "url": 300}
"""Characters of a text; of any other one 80."""

Content = Mapping[str, Any]


def content(session: Session, clerk: Clerk, catalogue: Catalogue) -> dict[str, Any]:
    """Station, rules and calendar as they go into a file."""
    need(clerk, Right.APPROVE)
    refuse_in_training(session)
    facts, row = station(session) or StationFacts(), session.get_one(Station, 1)
    return {
        "station": {name: _plain(getattr(facts, name)) for name in FACTS},
        "rules": {
            "office_hours": list(row.office_hours),
            "deferrable": {key: rows for key, rows in _follows(row, catalogue).items() if rows},
            "retention": {kind.value: n for kind, n in retention.days_kept(session).items()},
            "carrier": {"url": _address(row)},
        },
        "calendar": {
            str(each.year): _year(each)
            for each in session.scalars(select(CalendarYear).order_by(CalendarYear.year))
        },
    }


def _year(row: CalendarYear) -> dict[str, Any]:
    return {key: row.content[key] for key in YEAR}


def _follows(row: Station, catalogue: Catalogue) -> dict[str, list[str]]:
    """What may follow later at this station, of items that there still are."""
    own = ((item, row.deferrable.get(item, [])) for item in sorted(catalogue.items))
    return {item: sorted(rows) for item, rows in own}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _address(row: Station) -> str:
    """Where the carrier is asked; behind a question mark an address may hide a key."""
    url = str((row.carrier or {}).get("url", ""))
    return "" if "?" in url else url


def mistakes(session: Session, data: Content, catalogue: Catalogue) -> tuple[Mistake, ...]:
    """Everything that keeps a content from being brought in here, by key."""
    return (
        *_of_station(session, data.get("station", {})),
        *_of_rules(data.get("rules", {}), catalogue),
        *_of_calendar(data.get("calendar", {})),
    )


def _of_station(session: Session, data: Content) -> Iterator[Mistake]:
    yield from unknown("station.", data, FACTS)
    known = {key: value for key, value in data.items() if key in FACTS}
    wrong = []
    for key, value in known.items():
        if key == "local_prefixes":
            wrong += [] if _texts(value) else [Mistake(f"station.{key}", "must be a list of texts")]
        else:
            wrong += _text(f"station.{key}", value)
    yield from wrong
    if not wrong:
        facts = _facts(session, known)
        yield from _refused("station.", lambda: check_station(facts))


def _facts(session: Session, data: Content) -> StationFacts:
    """The station as it would be."""
    values: dict[str, Any] = {
        key: tuple(v) if isinstance(v, list) else v for key, v in data.items()
    }
    return replace(station(session) or StationFacts(), **values)


def _text(key: str, value: Any) -> Iterator[Mistake]:
    if not isinstance(value, str):
        yield Mistake(key, "must be a text")
    elif len(value) > (most := LONGEST.get(key.rpartition(".")[2], 80)):
        yield Mistake(key, f"has more than {most} characters")
    elif first_invisible(value):
        yield Mistake(key, "holds a character that cannot be seen")


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(not [*_text("", each)] for each in value)


def _refused(place: str, check: Callable[[], object], key: str = "") -> Iterator[Mistake]:
    """What a use case would refuse, as a mistake of the file."""
    try:
        check()
    except Refusal as error:
        yield Mistake(f"{place}{key or error.field}", error.trouble.value)


def _of_rules(data: Content, catalogue: Catalogue) -> Iterator[Mistake]:
    yield from unknown("rules.", data, RULES)
    hours = data.get("office_hours", [])
    if not _texts(hours):
        yield Mistake("rules.office_hours", "must be a list of texts")
    else:
        yield from _refused("rules.", lambda: read_hours(hours), "office_hours")
    for name, check in (
        ("deferrable", lambda rows: _of_deferrable(rows, catalogue)),
        ("retention", _of_retention),
        ("carrier", _of_carrier),
    ):
        value = data.get(name, {})
        if isinstance(value, dict):
            yield from check(value)
        else:
            yield Mistake(f"rules.{name}", "must be an object")


def _of_deferrable(data: Content, catalogue: Catalogue) -> Iterator[Mistake]:
    for item, rows in data.items():
        key = f"rules.deferrable.{item}"
        if item not in catalogue.items:
            yield Mistake(key, "unknown")
        elif not _texts(rows):
            yield Mistake(key, "must be a list of texts")
        else:
            known = {row.material for row in catalogue.items[item].materials}
            yield from (Mistake(f"{key}.{odd}", "unknown") for odd in rows if odd not in known)


def _of_retention(data: Content) -> Iterator[Mistake]:
    yield from unknown("rules.retention.", data, tuple(Kind))
    for kind in Kind:
        days = data.get(kind, LEAST[kind])
        if type(days) is not int:
            yield Mistake(f"rules.retention.{kind}", "must be a number")
        elif not LEAST[kind] <= days <= 36_500:
            yield Mistake(f"rules.retention.{kind}", f"must be {LEAST[kind]} to 36500")


def _of_carrier(data: Content) -> Iterator[Mistake]:
    yield from unknown("rules.carrier.", data, ("url",))
    url = data.get("url", "")
    if wrong := [*_text("rules.carrier.url", url)]:
        yield from wrong
    elif url:
        yield from _refused("rules.carrier.", lambda: check_address(url), "url")


def _of_calendar(data: Content) -> Iterator[Mistake]:
    for name, value in data.items():
        key = f"calendar.{name}"
        try:
            year = year_from_json(value)
        except CalendarError as error:
            yield Mistake(f"{key}.{error.field}", error.reason)
            continue
        yield from unknown(f"{key}.", value, YEAR)
        if str(year.year) != name:
            yield Mistake(f"{key}.year", f"must be {name}")


def changes(session: Session, data: Content, catalogue: Catalogue) -> tuple[Change, ...]:
    """What a content without mistakes would change here, the keys in the file's order."""
    pairs = (*_station_pairs(session, data), *_rule_pairs(session, data, catalogue))
    return tuple(each for each in pairs if each.before != each.after)


def _station_pairs(session: Session, data: Content) -> Iterator[Change]:
    facts = station(session) or StationFacts()
    for key, value in data.get("station", {}).items():
        yield Change(f"station.{key}", _plain(getattr(facts, key)), value)
    for year, value in data.get("calendar", {}).items():
        stored = session.get(CalendarYear, int(year))
        yield Change(f"calendar.{year}", None if stored is None else _year(stored), value)


def _rule_pairs(session: Session, data: Content, catalogue: Catalogue) -> Iterator[Change]:
    rules, row = data.get("rules", {}), session.get_one(Station, 1)
    if "office_hours" in rules:
        after = [hours_line(each) for each in read_hours(rules["office_hours"])]
        yield Change("rules.office_hours", list(row.office_hours), after)
    if "deferrable" in rules:
        for item, rows in _follows(row, catalogue).items():
            told = sorted(set(rules["deferrable"].get(item, [])))
            yield Change(f"rules.deferrable.{item}", rows, told)
    kept = retention.days_kept(session)
    for kind, days in rules.get("retention", {}).items():
        yield Change(f"rules.retention.{kind}", kept[Kind(kind)], days)
    if url := rules.get("carrier", {}).get("url", ""):
        yield Change("rules.carrier.url", str((row.carrier or {}).get("url", "")), url)


def bring_in(
    session: Session,
    clerk: Clerk,
    now: datetime,
    data: Content,
    catalogue: Catalogue,
    sha256: str,
) -> tuple[Change, ...]:
    """Take a content without mistakes over, in one act; gives what changed.

    The use cases that change each part do it, with a line of their own each in the chain.
    """
    need(clerk, Right.MANAGE)
    found = changes(session, data, catalogue)
    places = {each.key.split(".")[0] for each in found}
    if "station" in places:
        change_station(session, clerk, now, _facts(session, data["station"]))
    for each in found:
        _rule(session, clerk, now, catalogue, each)
    kept = {each.key: each.after for each in found if each.key.startswith("rules.retention.")}
    if kept:
        before = retention.days_kept(session)
        days = {k: kept.get(f"rules.retention.{k}", n) for k, n in before.items()}
        retention.keep_for(session, clerk, now, days)
    if found:
        keys = sorted(each.key for each in found)
        note(session, clerk, now, "settings.import", sha256[:16], changed=keys)
    return found


def _rule(
    session: Session, clerk: Clerk, now: datetime, catalogue: Catalogue, change: Change
) -> None:
    """Take one rule or year over by the use case that changes it."""
    section, _, key = change.key.partition(".")
    if section == "calendar":
        holidays.change_year(session, clerk, now, change.after)
    elif key == "office_hours":
        holidays.change_hours(session, clerk, now, change.after)
    elif key.startswith("deferrable."):
        item = key.partition(".")[2]
        deferred.allow(session, clerk, now, catalogue, item, change.after)
    elif key == "carrier.url":
        row = session.get_one(Station, 1)
        kept = CarrierSetting(**(row.carrier or {}))
        carriers.change(session, clerk, now, replace(kept, url=change.after))
