"""Statuses of parcels from a carrier's file into the station's records: looked at, or stored."""

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.cli.records import answerer, noted, opened, speak
from desktop.cli.shared import Answer, UsageError
from desktop.domain.deliveries import Source
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.tables import RowFault
from desktop.settings import database_file, home, load
from desktop.troubles import sentence


def bring_in(options: argparse.Namespace) -> Answer:
    """Read a .csv, .xlsx or .json and take its statuses in; with --dry-run nothing is stored."""
    from db.engine import reading, writing
    from db.keys import keys_path
    from desktop.services import statuses

    if keys_path(database_file(home())).exists() and options.recovery_code_file is None:
        raise UsageError("the records are encrypted: name a --recovery-code-file")
    data = _read(options.file)
    settings = load(home())
    speak(settings)
    now = datetime.now().astimezone()
    engine = opened(options)
    try:
        with reading(engine) as session:
            clerk = answerer(session, options)
            rows, came = _rows(session, clerk, options, data, settings.waybill_prefixes, now)
            if options.dry_run:
                return _told(statuses.preview(session, clerk, rows)), 0
        with writing(engine) as session:
            summary = statuses.apply(session, clerk, now, rows, came)
            if summary.new:
                noted(session, clerk, now, options, "waybills", came.sha256[:16])
            return _told(summary), 0
    finally:
        engine.dispose()


def _read(file: Path) -> bytes:
    from desktop.services.status_files import STATUS_LIMITS

    try:
        if file.stat().st_size > STATUS_LIMITS.size:
            raise Refusal(Trouble.TABLE_TOO_LARGE, most=STATUS_LIMITS.size // 1_000_000)
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from error


def _rows(
    session: Any,
    clerk: Any,
    options: argparse.Namespace,
    data: bytes,
    prefixes: Sequence[str],
    now: datetime,
) -> tuple[Any, Any]:
    from desktop.services import statuses
    from desktop.services.kuaidi import CHINA
    from desktop.services.status_files import (
        STATUS_LIMITS,
        headings_key,
        read_statuses,
        read_tracking_json,
    )
    from desktop.services.table_files import Encoding, read_table

    name, sha256 = options.file.name, hashlib.sha256(data).hexdigest()
    if options.file.suffix.lower() == ".json":
        events = read_tracking_json(data, CHINA)
        return statuses.of_events(events), statuses.Came(Source.FILE, name, sha256)
    table = read_table(name, data, Encoding(options.encoding), STATUS_LIMITS)
    columns = statuses.remembered(session, clerk, table)
    rows = read_statuses(table, columns, prefixes, CHINA, now)
    came = statuses.Came(Source.FILE, name, sha256, headings_key(table), columns)
    return rows, came


def _told(summary: Any) -> dict[str, Any]:
    told = asdict(summary)
    refused = [_fault(fault) for fault in summary.refused]
    return {key: told[key] for key in ("rows", "new", "unchanged")} | {"refused": refused}


def _fault(fault: RowFault) -> dict[str, Any]:
    words = sentence(fault.trouble, dict(fault.values))
    return {"row": fault.row, "column": fault.column, "reason": fault.trouble, "say": words}
