"""Fences around what must stay as it was written: triggers in the file, an authorizer in the way.

They stop a slip of the hand and an ordinary tool. Someone who owns the file can take them down;
the chain of the audit, whose head is printed on paper, is what tells.
"""

import re
from collections.abc import Collection
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

KEPT = (
    "case_file", "case_event", "slip", "print", "delivery", "delivery_event", "officer",
    "case_paper", "case_pause", "case_extension", "supplement", "supplement_line", "owed", "track",
    "inspection", "visit", "attachment", "handover", "handover_line", "paper_words", "parcel",
    "posting", "door_visit", "handed_out", "status_file", "blob",
    "enquiry", "lack", "review", "day_gap", "day_close", "scan",
)  # fmt: skip
"""Tables of which no row is ever deleted."""

TRIGGERS = {
    "audit_add": """
        CREATE TRIGGER audit_add BEFORE INSERT ON audit
        WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit)
          OR NEW.prev IS NOT coalesce(
               (SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), printf('%064d', 0))
        BEGIN SELECT raise(ABORT, 'the audit is only ever continued'); END""",
    "audit_update": """
        CREATE TRIGGER audit_update BEFORE UPDATE ON audit
        BEGIN SELECT raise(ABORT, 'the audit is never changed'); END""",
    "audit_delete": """
        CREATE TRIGGER audit_delete BEFORE DELETE ON audit
        BEGIN SELECT raise(ABORT, 'the audit is never shortened'); END""",
    "slip_update": """
        CREATE TRIGGER slip_update
        BEFORE UPDATE OF number, case_id, notice, edition_id, officer_id, issued_at, template,
          sha256, told_hash, intake, head_code, text, pdf ON slip
        WHEN NEW.purged_at IS NULL OR NEW.number IS NOT OLD.number OR NEW.sha256 IS NOT OLD.sha256
        BEGIN SELECT raise(ABORT, 'a slip that was issued is never changed'); END""",
    "case_paper_update": """
        CREATE TRIGGER case_paper_update
        BEFORE UPDATE OF kind, number, case_id, issued_at, officer_id, template, sha256, head_code,
          text, pdf ON case_paper
        WHEN NEW.purged_at IS NULL OR NEW.number IS NOT OLD.number OR NEW.sha256 IS NOT OLD.sha256
        BEGIN SELECT raise(ABORT, 'a paper that was issued is never changed'); END""",
    "attachment_update": """
        CREATE TRIGGER attachment_update
        BEFORE UPDATE OF case_id, intake, material, name, sha256, at, officer_id, removed_at
          ON attachment
        WHEN NEW.intake IS NOT OLD.intake OR NEW.material IS NOT OLD.material
          OR NEW.sha256 IS NOT OLD.sha256 OR NEW.at IS NOT OLD.at
          OR NEW.officer_id IS NOT OLD.officer_id
          OR (NEW.case_id IS NOT OLD.case_id AND OLD.case_id IS NOT NULL)
          OR (NEW.name IS NOT OLD.name AND NEW.purged_at IS NULL)
          OR (NEW.removed_at IS NOT OLD.removed_at AND OLD.removed_at IS NOT NULL)
        BEGIN SELECT raise(ABORT, 'what was attached is never changed'); END""",
    "blob_update": """
        CREATE TRIGGER blob_update BEFORE UPDATE OF sha256, data ON blob
        WHEN NEW.sha256 IS NOT OLD.sha256 OR (NEW.purged_at IS NULL AND OLD.purged_at IS NULL)
        BEGIN SELECT raise(ABORT, 'what was handed in is never changed'); END""",
    "paper_words_update": """
        CREATE TRIGGER paper_words_update BEFORE UPDATE ON paper_words
        BEGIN SELECT raise(ABORT, 'a version of a paper is never changed'); END""",
    "enquiry_update": """
        CREATE TRIGGER enquiry_update
        BEFORE UPDATE OF at, officer_id, channel, item, topic, question, found, ending, answer,
          name, phone ON enquiry
        WHEN NEW.purged_at IS NULL OR NEW.at IS NOT OLD.at OR NEW.item IS NOT OLD.item
        BEGIN SELECT raise(ABORT, 'a question that was noted is never changed'); END""",
    "scan_update": """
        CREATE TRIGGER scan_update BEFORE UPDATE ON scan
        WHEN NEW.slip_id IS NOT OLD.slip_id OR NEW.sha256 IS NOT OLD.sha256
          OR NEW.page IS NOT OLD.page OR OLD.undone_at IS NOT NULL
        BEGIN SELECT raise(ABORT, 'what was read from a scan is never changed'); END""",
    "lack_update": """
        CREATE TRIGGER lack_update BEFORE UPDATE ON lack
        BEGIN SELECT raise(ABORT, 'what was missing is never changed'); END""",
    "day_close_update": """
        CREATE TRIGGER day_close_update BEFORE UPDATE ON day_close
        BEGIN SELECT raise(ABORT, 'a closed day is never changed'); END""",
    "day_gap_update": """
        CREATE TRIGGER day_gap_update BEFORE UPDATE ON day_gap
        WHEN EXISTS (SELECT 1 FROM day_close WHERE day = OLD.day)
        BEGIN SELECT raise(ABORT, 'a closed day is never changed'); END""",
    "day_gap_add": """
        CREATE TRIGGER day_gap_add BEFORE INSERT ON day_gap
        WHEN EXISTS (SELECT 1 FROM day_close WHERE day = NEW.day)
        BEGIN SELECT raise(ABORT, 'a closed day is never changed'); END""",
    **{
        f"{table}_delete": f"""
        CREATE TRIGGER {table}_delete BEFORE DELETE ON {table}
        BEGIN SELECT raise(ABORT, 'records are never deleted'); END"""
        for table in KEPT
    },
}
"""Every trigger by its name, as it stands in the file."""

_FENCED = frozenset(TRIGGERS)

_TABLE = re.compile(r"\sON\s+(\w+)")


def stand_around(tables: Collection[str]) -> tuple[str, ...]:
    """Names of the fences around some tables; later ones stand around tables not there yet."""
    return tuple(n for n, sql in TRIGGERS.items() if _TABLE.findall(sql)[0] in tables)


def missing(connection: Any) -> tuple[str, ...]:
    """Names of triggers that a database lacks or holds in another form."""
    found = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return tuple(n for n, sql in TRIGGERS.items() if _words(found.get(n, "")) != _words(sql))


def _words(sql: str) -> list[str]:
    return sql.split()


def guard(connection: Any) -> None:
    """From now on this connection cannot change the audit nor take a fence down."""
    connection.set_authorizer(_allowed)


def _allowed(act: int, first: str | None, second: str | None, *_rest: object) -> int:
    """What SQLite asks while it prepares a statement; `first` is the table or trigger."""
    if act in (sqlite.SQLITE_UPDATE, sqlite.SQLITE_DELETE) and first == "audit":
        return int(sqlite.SQLITE_DENY)
    if act == sqlite.SQLITE_DROP_TRIGGER and first in _FENCED:
        return int(sqlite.SQLITE_DENY)
    if act == sqlite.SQLITE_DROP_TABLE and first in ("audit", *KEPT):
        return int(sqlite.SQLITE_DENY)
    if act == sqlite.SQLITE_ALTER_TABLE and second in ("audit", *KEPT):
        return int(sqlite.SQLITE_DENY)
    return int(sqlite.SQLITE_OK)
