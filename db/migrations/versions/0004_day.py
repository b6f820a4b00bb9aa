"""The supervisor's day and the enquiry desk: questions, what was missing, reviews, closed days."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from db.fences import TRIGGERS, stand_around

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("enquiry", "lack", "review", "day_gap", "day_close", "saved_filter", "scan")
WANTED = ("missing", "defective")


def upgrade() -> None:
    """Bring the tables on, read from the slips what was missing, put up the fences."""
    instant, short = sa.DateTime(), sa.String(length=80)
    op.add_column("draft", sa.Column("begun_at", instant, nullable=True))
    op.add_column("slip", sa.Column("begun_at", instant, nullable=True))
    line = sa.String(length=400)
    op.add_column("station", sa.Column("site", line, nullable=False, server_default=""))
    op.add_column("slip", sa.Column("window", short, nullable=False, server_default=""))
    op.create_index(op.f("ix_slip_window"), "slip", ["window"])
    op.create_index(op.f("ix_case_event_at"), "case_event", ["at"])
    _questions()
    _reviews()
    _scans()
    _days()
    _upkeep()
    _carry_over(op.get_bind())
    for name in stand_around(TABLES):
        op.execute(TRIGGERS[name])


def _column(name: str, kind: Any, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=empty)


def _points_at(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _questions() -> None:
    kind, short, line = sa.String(length=40), sa.String(length=80), sa.String(length=400)
    op.create_table(
        "enquiry",
        _column("id", sa.Integer()),
        _column("at", sa.DateTime()),
        _column("officer_id", sa.Integer()),
        _column("window", short),
        _column("channel", kind),
        _column("item", short),
        _column("topic", kind),
        _column("question", line),
        _column("found", sa.Boolean()),
        _column("ending", kind),
        _column("answer", line),
        _column("name", short),
        _column("phone", short),
        _column("called_at", sa.DateTime(), empty=True),
        _column("called_by", sa.Integer(), empty=True),
        _column("called_said", line),
        _column("intake", short),
        _column("purged_at", sa.DateTime(), empty=True),
        _points_at("enquiry", "called_by", "officer"),
        _points_at("enquiry", "officer_id", "officer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry")),
    )
    op.create_index(op.f("ix_enquiry_at"), "enquiry", ["at"])
    op.create_index("ix_enquiry_item_at", "enquiry", ["item", "at"])
    for name, columns, where in (
        ("ix_enquiry_call", ["at"], "ending = 'call_back' AND called_at IS NULL"),
        ("ix_enquiry_phone_item", ["phone", "item"], "phone != ''"),
        ("ix_enquiry_unfound", ["at"], "found = 0"),
    ):
        op.create_index(name, "enquiry", columns, sqlite_where=sa.text(where))


def _reviews() -> None:
    kind, short, line = sa.String(length=40), sa.String(length=80), sa.String(length=400)
    op.create_table(
        "lack",
        _column("id", sa.Integer()),
        _column("slip_id", sa.Integer()),
        _column("item", short),
        _column("material", short),
        _column("state", kind),
        _points_at("lack", "slip_id", "slip"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lack")),
    )
    op.create_index(op.f("ix_lack_slip_id"), "lack", ["slip_id"])
    op.create_table(
        "review",
        _column("id", sa.Integer()),
        _column("case_id", sa.Integer()),
        _column("kind", kind),
        _column("at", sa.DateTime()),
        _column("by_id", sa.Integer()),
        _column("to_id", sa.Integer()),
        _column("said", line),
        _column("ended_at", sa.DateTime(), empty=True),
        _column("ended_by", sa.Integer(), empty=True),
        _column("answer", line),
        _column("purged_at", sa.DateTime(), empty=True),
        _points_at("review", "by_id", "officer"),
        _points_at("review", "case_id", "case_file"),
        _points_at("review", "ended_by", "officer"),
        _points_at("review", "to_id", "officer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_case_id"), "review", ["case_id"])
    opened = sa.text("ended_at IS NULL")
    op.create_index("ix_review_open", "review", ["to_id", "id"], sqlite_where=opened)


def _scans() -> None:
    op.create_table(
        "scan",
        _column("id", sa.Integer()),
        _column("slip_id", sa.Integer()),
        _column("sha256", sa.String(length=64)),
        _column("page", sa.Integer()),
        _column("how", sa.String(length=40)),
        _column("at", sa.DateTime()),
        _column("officer_id", sa.Integer()),
        _column("undone_at", sa.DateTime(), empty=True),
        _column("undone_by", sa.Integer(), empty=True),
        _column("undone_why", sa.String(length=400)),
        _points_at("scan", "officer_id", "officer"),
        _points_at("scan", "slip_id", "slip"),
        _points_at("scan", "undone_by", "officer"),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_scan_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
    )
    op.create_index(op.f("ix_scan_slip_id"), "scan", ["slip_id"])
    op.create_index(op.f("ix_scan_sha256"), "scan", ["sha256"])


def _days() -> None:
    kind, short, line = sa.String(length=40), sa.String(length=80), sa.String(length=400)
    op.create_table(
        "day_gap",
        _column("id", sa.Integer()),
        _column("day", sa.Date()),
        _column("kind", kind),
        _column("subject", short),
        _column("said", line),
        _column("carried", sa.Boolean()),
        _column("at", sa.DateTime()),
        _column("officer_id", sa.Integer()),
        _points_at("day_gap", "officer_id", "officer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_gap")),
        sa.UniqueConstraint("day", "kind", "subject", name="uq_day_gap_day"),
    )
    op.create_index("ix_day_gap_subject", "day_gap", ["kind", "subject", "day"])
    op.create_table(
        "day_close",
        _column("day", sa.Date()),
        _column("closed_at", sa.DateTime()),
        _column("officer_id", sa.Integer()),
        _column("paper_id", sa.Integer()),
        _column("sha256", short),
        _column("head_code", short),
        _column("counts", sa.JSON()),
        _column("content", sa.JSON()),
        _points_at("day_close", "officer_id", "officer"),
        _points_at("day_close", "paper_id", "case_paper"),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_day_close")),
    )
    op.create_table(
        "saved_filter",
        _column("id", sa.Integer()),
        _column("officer_id", sa.Integer()),
        _column("name", short),
        _column("content", sa.JSON()),
        _points_at("saved_filter", "officer_id", "officer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("officer_id", "name", name="uq_saved_filter_officer_id"),
    )


def _upkeep() -> None:
    line = sa.String(length=400)
    op.create_table(
        "own_edition",
        _column("edition_id", sa.Integer()),
        _column("base_id", sa.Integer()),
        _column("officer_id", sa.Integer()),
        _column("second_id", sa.Integer()),
        _column("note", line),
        _points_at("own_edition", "edition_id", "edition"),
        _points_at("own_edition", "base_id", "edition"),
        _points_at("own_edition", "officer_id", "officer"),
        _points_at("own_edition", "second_id", "officer"),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_own_edition")),
    )
    op.create_index(op.f("ix_own_edition_base_id"), "own_edition", ["base_id"])
    op.create_table(
        "catalogue_draft",
        _column("id", sa.Integer()),
        _column("base_id", sa.Integer()),
        _column("officer_id", sa.Integer()),
        _column("changed_at", sa.DateTime()),
        _column("version", sa.Integer()),
        _column("content", sa.JSON()),
        _points_at("catalogue_draft", "base_id", "edition"),
        _points_at("catalogue_draft", "officer_id", "officer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_draft")),
    )
    op.create_index(op.f("ix_catalogue_draft_base_id"), "catalogue_draft", ["base_id"])


def _carry_over(connection: sa.Connection) -> None:
    """What was missing stands in the slips' own texts; those that were erased say nothing."""
    slips = connection.execute(sa.text("SELECT id, text FROM slip WHERE text NOT IN ('', '{}')"))
    words = sa.text(
        "INSERT INTO lack (slip_id, item, material, state) VALUES (:slip, :item, :material, :state)"
    )
    for slip, text in slips:
        lacks = list(_lacks(slip, json.loads(text)))
        if lacks:
            connection.execute(words, lacks)


def _lacks(slip: int, content: Any) -> Iterator[dict[str, Any]]:
    """Materials that were not there; the text does not say which of several items asked them."""
    item = content["items"][0]["id"]
    for line in content["materials"]:
        if line["state"] in WANTED:
            found = {"material": line["material"], "state": line["state"]}
            yield {"slip": slip, "item": item, **found}
