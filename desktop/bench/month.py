"""A supervisor's month: its lists, figures and workbook against bare sqlite3 and XlsxWriter."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from sqlalchemy.orm import Session
from xlsxwriter import Workbook

from db.engine import reading
from desktop.bench.cases import recorded
from desktop.bench.lists import CLERK, UNTIL, Made, Question, compared, made, p99, row
from desktop.domain.figures import By
from desktop.services.daily import DayFilter, Listed, VisitRow, counts, every_row, page
from desktop.services.figures import Span, figures, missed
from desktop.services.spreadsheets import as_xlsx

DAYS = 30
FIRST, LAST = (UNTIL - timedelta(days=DAYS)).date(), UNTIL.date()
WHOLE = DayFilter(FIRST, LAST, UTC)
SPAN = Span(FIRST, LAST, UTC)
HEADINGS = ("号", "案件", "时间", "姓名", "事项", "特殊情形", "经办", "状态", "期限", "存根")


def _asked(question: Callable[[Session], object]) -> Question:
    return lambda session, _random, _count: question(session)


def _page(**more: Any) -> Question:
    shown = DayFilter(FIRST, LAST, UTC, **more)
    return lambda session, _random, _count: page(session, CLERK, Listed.VISITS, shown)


def _any_day(session: Session, random: Random, _count: int) -> object:
    day = FIRST + timedelta(days=random.randrange(DAYS))
    return page(session, CLERK, Listed.VISITS, DayFilter(day, day, UTC))


LISTS: dict[str, Question] = {
    "visits, first page": _page(),
    "visits, one day": _any_day,
    "visits: officer": _page(officer=5),
    "visits: item": _page(item="id-card"),
    "visits: flag": _page(flag="elderly"),
    "parcels, first page": _asked(lambda s: page(s, CLERK, Listed.PARCELS, WHOLE)),
    "six counts": _asked(lambda s: counts(s, CLERK, WHOLE)),
}
FIGURES: dict[str, Question] = {
    **{f"figures by {by}": _asked(partial(figures, clerk=CLERK, span=SPAN, by=by)) for by in By},
    "missed materials": _asked(partial(missed, clerk=CLERK, span=SPAN)),
}


def month(folder: Path, visits: int, rounds: int = 100) -> Iterator[dict[str, Any]]:
    """A row for each list, each figure, and the workbook of every visit."""
    records = made(folder, visits, DAYS)
    for questions, times in ((LISTS, rounds), (FIGURES, max(2, rounds // 20))):
        for what, question in questions.items():
            ours, bare = compared(records, question, times)
            yield row(f"{what}, {visits:,} visits", ours, bare) | {"p99_ms": p99(ours)}
    pairs = [_workbooks(records) for _ in range(max(1, rounds // 30))]
    yield row(
        f"XLSX of {visits:,} visits", [ours for ours, _ in pairs], [bare for _, bare in pairs],
        "same rows: sqlite3 + XlsxWriter",
    )  # fmt: skip
    records.engine.dispose()


def _workbooks(records: Made) -> tuple[float, float]:
    """Seconds of our export and of the bare libraries with the same rows and cells."""
    with reading(records.engine) as session:
        begin = perf_counter()
        lines = [_cells(each) for each in every_row(session, CLERK, Listed.VISITS, WHOLE)]
        as_xlsx(HEADINGS, lines)
        ours = perf_counter() - begin
        words = recorded(
            records.engine, lambda: list(every_row(session, CLERK, Listed.VISITS, WHOLE))
        )
    with closing(sqlite3.connect(records.bare)) as bare:
        begin = perf_counter()
        for statement, values in words:
            bare.execute(statement, values).fetchall()
        with Workbook(BytesIO(), {"in_memory": True}) as book:
            sheet = book.add_worksheet()
            for number, line in enumerate((HEADINGS, *lines)):
                sheet.write_row(number, 0, line)
        return ours, perf_counter() - begin


def _cells(visit: VisitRow) -> tuple[str, ...]:
    return (
        visit.number, visit.case_number, visit.at.isoformat(), visit.name, "、".join(visit.items),
        "、".join(visit.flags), visit.officer, visit.state, str(visit.due or ""), visit.stub,
    )  # fmt: skip
