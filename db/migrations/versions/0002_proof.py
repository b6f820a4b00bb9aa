"""The chain of acts in place of the journal; fences; what accounts and voiding need."""

import json
import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from db.fences import TRIGGERS
from desktop.domain.audit import GENESIS, Entry, canonical, sealed

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

AUDIT = (
    "CREATE TABLE audit (seq INTEGER NOT NULL, at TEXT NOT NULL, officer INTEGER, "
    "act TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL, key TEXT, "
    "prev TEXT NOT NULL, hash TEXT NOT NULL, CONSTRAINT pk_audit PRIMARY KEY (seq)) STRICT"
)

FENCES = (
    "audit_add", "audit_update", "audit_delete", "slip_update", "case_file_delete",
    "case_event_delete", "slip_delete", "print_delete", "delivery_delete", "delivery_event_delete",
    "officer_delete",
)  # fmt: skip
"""Those of this shape; later ones stand around tables that are not there yet."""


def upgrade() -> None:
    """Bring the tables on, carry the journal over into the chain, put up the fences."""
    _columns()
    op.execute(AUDIT)
    op.create_index("ix_audit_act_seq", "audit", ["act", "seq"])
    op.create_index("ix_audit_subject", "audit", ["subject"])
    op.create_index(
        "ix_audit_key", "audit", ["key"], unique=True, sqlite_where=sa.text("key IS NOT NULL")
    )
    connection = op.get_bind()
    _carry_over(connection)
    op.drop_table("journal")
    uid = sa.text("UPDATE station SET uid = :uid WHERE uid = ''")
    connection.execute(uid, {"uid": uuid.uuid4().hex})
    for name in FENCES:
        op.execute(TRIGGERS[name])


def _columns() -> None:
    short, line = sa.String(length=80), sa.String(length=400)
    instant = sa.DateTime()
    for table, name, kind, default in (
        ("station", "uid", short, ""),
        ("station", "recovery", sa.JSON(), None),
        ("station", "seal", sa.JSON(), None),
        ("station", "retention", sa.JSON(), "{}"),
        ("officer", "slot", sa.JSON(), None),
        ("officer", "must_change", sa.Boolean(), "0"),
        ("edition", "counter", sa.Integer(), "0"),
        ("case_file", "purged_at", instant, None),
        ("slip", "head_code", short, ""),
        ("slip", "voided_at", instant, None),
        ("slip", "void_reason", line, ""),
        ("slip", "purged_at", instant, None),
        ("print", "key", short, None),
    ):
        op.add_column(
            table, sa.Column(name, kind, server_default=default, nullable=default is None)
        )
    op.create_index("ix_slip_sha256", "slip", ["sha256"])
    op.create_index("ix_print_key", "print", ["key"], unique=True)
    for table, name, other in (
        ("slip", "replaces_id", "slip"),
        ("slip", "voided_by", "officer"),
        ("slip", "void_second", "officer"),
        ("case_event", "second_id", "officer"),
    ):
        named = f"CONSTRAINT fk_{table}_{name} REFERENCES {other} (id)"
        op.execute(f'ALTER TABLE "{table}" ADD COLUMN {name} INTEGER {named}')


def _carry_over(connection: sa.Connection) -> None:
    """The journal's lines become the first rows of the chain."""
    lines = connection.execute(
        sa.text("SELECT id, at, officer_id, act, subject, detail FROM journal ORDER BY id")
    ).all()
    add = sa.text(
        "INSERT INTO audit (seq, at, officer, act, subject, detail, prev, hash) "
        "VALUES (:seq, :at, :officer, :act, :subject, :detail, :prev, :hash)"
    )
    before = GENESIS
    for seq, line in enumerate(lines, start=1):
        at = datetime.fromisoformat(line.at).replace(tzinfo=UTC)
        entry = Entry(
            seq=seq,
            at=at.isoformat(timespec="microseconds"),
            officer=line.officer_id,
            act=line.act,
            subject=line.subject,
            detail=canonical(json.loads(line.detail)),
            key=None,
            prev=before,
        )
        before = sealed(entry)
        values = {name: getattr(entry, name) for name in
                  ("seq", "at", "officer", "act", "subject", "detail", "prev")}  # fmt: skip
        connection.execute(add, values | {"hash": before})
