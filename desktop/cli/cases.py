"""Cases of the station's records: a list with filters, and one with its whole story."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from desktop.cli.records import answerer, noted, opened
from desktop.cli.shared import Answer, UsageError
from desktop.domain.cases import STAGES, CaseState


def listed(options: argparse.Namespace) -> Answer:
    """All cases of a filter; with --due-before those whose limit ends earlier, the soonest first.

    Without a state these are the cases whose limit runs.
    """
    from db.engine import reading

    state = _state(options.state)
    engine = opened(options)
    try:
        with reading(engine) as session:
            clerk = answerer(session, options)
            now = datetime.now().astimezone()
            rows = [_line(each, now) for each in _lines(session, clerk, state, options.due_before)]
    finally:
        engine.dispose()
    return rows, 0 if rows else 1


def _state(name: str | None) -> CaseState | None:
    try:
        return None if name is None else CaseState(name)
    except ValueError:
        raise UsageError(f"--state: one of {', '.join(CaseState)}") from None


def _lines(session: Any, clerk: Any, state: CaseState | None, due_before: Any) -> Iterator[Any]:
    from desktop.services.case_lists import CaseFilter, page, queue

    shown = CaseFilter(state=state, due_before=due_before)
    if due_before is None:
        found = page(session, clerk, shown)
        yield from found.lines
        while found.reached is not None:
            found = page(session, clerk, shown, before=found.reached)
            yield from found.lines
        return
    queued = queue(session, clerk, shown)
    yield from queued.lines
    while queued.reached is not None:
        queued = queue(session, clerk, shown, queued.reached)
        yield from queued.lines


def _line(line: Any, now: datetime) -> dict[str, Any]:
    return {
        "number": line.number or None,
        "name": line.name,
        "items": list(line.items),
        "state": line.state,
        "stage": STAGES[line.state],
        "due": line.due,
        "due_time": None if line.due_time is None else f"{line.due_time:%H:%M}",
        "provisional": line.provisional,
        "warn_on": line.warn_on,
        "standing": line.standing(now),
        "section": line.section,
        "officer": line.officer,
        "received_at": line.received_at,
    }


def told(options: argparse.Namespace) -> Answer:
    """One case with timeline, clock, tracks, papers and deliveries; that is written down."""
    from db.engine import writing
    from desktop.services.case_story import story

    engine = opened(options)
    try:
        with writing(engine) as session:
            clerk, now = answerer(session, options), datetime.now().astimezone()
            found = story(session, clerk, now, options.number)
            if found is not None:
                noted(session, clerk, now, options, "case", options.number)
    finally:
        engine.dispose()
    if found is None:
        return {"problem": "no_such_case", "number": options.number}, 1
    whole = asdict(found)
    case = whole.pop("case")
    case["timeline"], case["came"] = case.pop("events"), case.pop("visits")
    for name in ("id", "choices", "version", "due", "due_provisional", "due_time", "warn_on"):
        case.pop(name)
    return case | whole, 0
