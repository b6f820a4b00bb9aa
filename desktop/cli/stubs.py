"""Scans of signed stubs on the command line: matched to their slips and taken in."""

import argparse
from datetime import datetime
from typing import Any

from desktop.cli.records import answerer, noted, opened
from desktop.cli.shared import Answer


def read(options: argparse.Namespace) -> Answer:
    """Read scans, match them by barcode and QR, take the matched in unless it is a dry run.

    `unreadable` names file and page; exit code 1 where anything was not matched.
    """
    from db.engine import writing
    from desktop.decoding.stubs import read_files
    from desktop.domain.progress import Progress
    from desktop.services import stubs

    pages = read_files(options.files, Progress())
    engine = opened(options)
    try:
        with writing(engine) as session:
            clerk, now = answerer(session, options), datetime.now().astimezone()
            judged = [(page, stubs.judge(session, clerk, page.found.stubs)) for page in pages]
            if not options.dry_run:
                taken = list(_taken(judged))
                stubs.take(session, clerk, now, taken)
                noted(session, clerk, now, options, "stubs", str(len(taken)))
    finally:
        engine.dispose()
    answer = _answer(judged)
    return answer, 0 if not answer["unknown"] and not answer["unreadable"] else 1


def _taken(judged: list[Any]) -> Any:
    from desktop.services.stubs import Taken, Verdict

    for page, matches in judged:
        for match in matches:
            if match.verdict is Verdict.MATCHED and page.checked is not None:
                yield Taken(match.slip, page.page, match.how, page.checked)


def _answer(judged: list[Any]) -> dict[str, Any]:
    from desktop.services.stubs import Verdict

    rows: dict[str, list[dict[str, Any]]] = {verdict.value: [] for verdict in Verdict}
    unreadable = []
    for page, matches in judged:
        where = {"file": page.file, "page": page.page}
        for match in matches:
            rows[match.verdict.value].append({"slip": match.number, **where, "by": match.how})
        if not matches or page.found.contradicting:
            why = None if page.refusal is None else page.refusal.trouble.value
            unreadable.append({**where, "why": why, "contradicting": page.found.contradicting})
    return {"pages": len(judged), **rows, "unreadable": unreadable}
