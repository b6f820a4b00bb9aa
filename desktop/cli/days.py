"""The supervisor's day on the command line: one day with its gaps, figures of a time."""

import argparse
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from desktop.cli.records import answerer, opened
from desktop.cli.shared import Answer, UsageError
from desktop.domain.figures import By, Share, Tally

MONTH = 30


def told(options: argparse.Namespace) -> Answer:
    """The figures and gaps of a day, and how it was closed; exit code 1 while a gap is open."""
    from db.engine import reading
    from desktop.services.day_close import look

    now = datetime.now().astimezone()
    day = options.day or now.date()
    engine = opened(options)
    try:
        with reading(engine) as session:
            found = look(session, answerer(session, options), now, day)
    finally:
        engine.dispose()
    open_ = [gap for gap in found.gaps if gap.open]
    answer = {
        "day": found.day,
        "counts": asdict(found.counts),
        "gaps": [_gap(gap) for gap in found.gaps],
        "open": len(open_),
        "closed": None if found.closed is None else _closed(found.closed),
    }
    whole = found.closed is None or found.closed.whole
    return answer, 1 if open_ or not whole else 0


def _gap(gap: Any) -> dict[str, Any]:
    """A gap without the person it is about."""
    told_ = asdict(gap)
    told_.pop("name")
    return told_


def _closed(closed: Any) -> dict[str, Any]:
    return {
        "at": closed.at,
        "officer": closed.officer,
        "sheet": closed.paper_number,
        "sha256": closed.sha256,
        "code": closed.head_code,
        "whole": closed.whole,
        "changes": [asdict(change) for change in closed.changes],
    }


def figures(options: argparse.Namespace) -> Answer:
    """Figures of the days from --from to --to, told apart by --by; counts beside the shares."""
    from db.engine import reading
    from desktop.domain.figures import total
    from desktop.services import figures as service

    now = datetime.now().astimezone()
    last = options.end or now.date()
    first = options.start or last - timedelta(days=MONTH)
    if first > last:
        raise UsageError("--from: a day not after --to")
    engine = opened(options)
    try:
        with reading(engine) as session:
            clerk = answerer(session, options)
            span = service.Span(first, last, now.tzinfo)
            rows = service.figures(session, clerk, span, By(options.by))
            missed = service.missed(session, clerk, span)
    finally:
        engine.dispose()
    answer = {
        "from": first,
        "to": last,
        "by": options.by,
        "total": _tally(total(row.tally for row in rows)),
        "rows": [{"key": row.key, "label": row.label, **_tally(row.tally)} for row in rows],
        "missed": [asdict(row) for row in missed],
    }
    return answer, 0 if rows else 1


def _tally(tally: Tally) -> dict[str, Any]:
    counts = asdict(tally)
    shares = {f"{share}_share": _rounded(tally.share(share)) for share in Share}
    return counts | shares | {"minutes_each": _rounded(tally.minutes_each)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
