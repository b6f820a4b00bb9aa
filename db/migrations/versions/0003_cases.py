"""Outcomes, clocks, rounds, tracks, papers, visits, attachments; parcels and what carriers say."""

import sqlalchemy as sa
from alembic import op

from db.fences import TRIGGERS, stand_around
from desktop.domain.cases import STAGES

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = ("table", "trigger")
_NAMES = sa.text("SELECT name FROM sqlite_master WHERE type = :kind")

SHORT, KIND, LINE = sa.String(length=80), sa.String(length=40), sa.String(length=400)

REBUILT = {
    "print": (
        "id, slip_id, at, officer_id, printer, copy, outcome, key",
        """CREATE TABLE print (id INTEGER NOT NULL, slip_id INTEGER, paper_id INTEGER,
        at DATETIME NOT NULL, officer_id INTEGER NOT NULL, printer VARCHAR(400) NOT NULL,
        copy INTEGER NOT NULL, outcome VARCHAR(40) NOT NULL, key VARCHAR(80),
        CONSTRAINT pk_print PRIMARY KEY (id),
        CONSTRAINT fk_print_slip_id FOREIGN KEY(slip_id) REFERENCES slip (id),
        CONSTRAINT fk_print_paper_id FOREIGN KEY(paper_id) REFERENCES case_paper (id),
        CONSTRAINT fk_print_officer_id FOREIGN KEY(officer_id) REFERENCES officer (id))""",
    ),
    "delivery_event": (
        "id, delivery_id, at, officer_id, after, remark",
        """CREATE TABLE delivery_event (id INTEGER NOT NULL, delivery_id INTEGER NOT NULL,
        parcel_id INTEGER, at DATETIME NOT NULL, happened_at DATETIME, officer_id INTEGER,
        after VARCHAR(40) NOT NULL, source VARCHAR(40) NOT NULL DEFAULT 'desk',
        raw VARCHAR(80) NOT NULL DEFAULT '', because VARCHAR(80) NOT NULL DEFAULT '',
        handing VARCHAR(80) NOT NULL DEFAULT '', place VARCHAR(80) NOT NULL DEFAULT '',
        remark VARCHAR(400) NOT NULL, mark BIGINT,
        CONSTRAINT pk_delivery_event PRIMARY KEY (id),
        CONSTRAINT fk_delivery_event_delivery_id FOREIGN KEY(delivery_id) REFERENCES delivery (id),
        CONSTRAINT fk_delivery_event_parcel_id FOREIGN KEY(parcel_id) REFERENCES parcel (id),
        CONSTRAINT fk_delivery_event_officer_id FOREIGN KEY(officer_id) REFERENCES officer (id))""",
    ),
}
"""Tables of which a column may be empty now: columns carried over, and the new shape."""

ADDED = (
    ("station", "office_hours", sa.JSON(), "[]"),
    ("station", "deferrable", sa.JSON(), "{}"),
    ("station", "carrier", sa.JSON(), None),
    ("station", "government", SHORT, ""),
    ("station", "court", SHORT, ""),
    ("officer", "section", SHORT, ""),
    ("case_file", "stage", KIND, "notice"),
    ("case_file", "section", SHORT, ""),
    ("case_file", "decides", SHORT, ""),
    ("case_file", "due_time", SHORT, ""),
    ("case_file", "warn_on", sa.Date(), None),
    ("case_file", "limit_count", sa.Integer(), None),
    ("case_file", "limit_unit", KIND, None),
    ("case_file", "started_at", sa.DateTime(), None),
    ("case_file", "materials_at", sa.DateTime(), None),
    ("case_file", "guard_on", sa.Date(), None),
    ("case_file", "id_tail", SHORT, ""),
    ("delivery", "attention", KIND, ""),
    ("delivery", "alarm_at", sa.DateTime(), None),
    ("delivery", "shelf", SHORT, ""),
)

INDEXES = {
    "ix_case_file_guard_on": ("case_file", ["guard_on"]),
    "ix_case_file_id_tail": ("case_file", ["id_tail"]),
    "ix_case_file_officer_id": ("case_file", ["officer_id"]),
    "ix_case_file_phone": ("case_file", ["phone"]),
    "ix_case_file_section": ("case_file", ["section"]),
    "ix_case_file_stage": ("case_file", ["stage"]),
    "ix_case_file_state": ("case_file", ["state"]),
    "ix_case_file_stage_due": ("case_file", ["stage", "due"]),
    "ix_case_flag_flag": ("case_flag", ["flag", "case_id"]),
    "ix_case_item_item": ("case_item", ["item", "case_id"]),
    "ix_delivery_mode_state": ("delivery", ["mode", "state", "updated_at"]),
    "ix_delivery_event_delivery_id": ("delivery_event", ["delivery_id"]),
    "ix_print_slip_id": ("print", ["slip_id"]),
    "ix_print_paper_id": ("print", ["paper_id"]),
}


def upgrade() -> None:
    """Bring the tables on, carry over what was known, put up the fences that are new."""
    _tables()
    for table, name, kind, default in ADDED:
        column = sa.Column(name, kind, server_default=default, nullable=default is None)
        op.add_column(table, column)
    for table, (columns, shape) in REBUILT.items():
        _rebuild(table, columns, shape)
    op.drop_index("ix_case_flag_flag", table_name="case_flag")
    op.drop_index("ix_case_item_item", table_name="case_item")
    for name, (table, places) in INDEXES.items():
        op.create_index(name, table, places)
    _partial_indexes()
    _carry_over()
    known = {kind: set(op.get_bind().execute(_NAMES, {"kind": kind}).scalars()) for kind in KINDS}
    for fence in stand_around(known["table"]):
        if fence not in known["trigger"]:
            op.execute(TRIGGERS[fence])


def _rebuild(table: str, columns: str, shape: str) -> None:
    """SQLite cannot let a column be empty afterwards: a new table takes the old one's rows."""
    op.execute(f"DROP TRIGGER {table}_delete")
    indexes = sa.text("SELECT name FROM sqlite_master WHERE type='index' AND tbl_name = :table "
                      "AND sql IS NOT NULL")  # fmt: skip
    for name in op.get_bind().execute(indexes, {"table": table}).scalars().all():
        op.execute(f"DROP INDEX {name}")
    op.execute(f"ALTER TABLE {table} RENAME TO {table}_old")
    op.execute(shape)
    op.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}_old")  # noqa: S608
    op.execute(f"DROP TABLE {table}_old")


def _partial_indexes() -> None:
    for name, table, columns, where in (
        ("ix_delivery_attention", "delivery", ["attention"], "attention != ''"),
        ("ix_delivery_alarm_at", "delivery", ["alarm_at"], "alarm_at IS NOT NULL"),
        ("ix_case_file_decides", "case_file", ["decides", "section"], "decides != ''"),
    ):
        op.create_index(name, table, columns, sqlite_where=sa.text(where))
    op.create_index("ix_print_key", "print", ["key"], unique=True)
    same = ["parcel_id", "happened_at", "mark"]
    op.create_index("ix_delivery_event_same", "delivery_event", same, unique=True)


ATTENTION = {
    "delivery_failed": "failed",
    "delivery_delayed": "late",
    "on_hold": "held",
    "return_to_sender": "returning",
    "unknown": "unread",
}
HOURS = {"picked_up": 24, "in_transit": 72, "out_for_delivery": 72}


def _carry_over() -> None:
    """Fill what is new from what was known: stages, parcels, alarms, visits."""
    connection = op.get_bind()
    for state, stage in STAGES.items():
        said = sa.text("UPDATE case_file SET stage = :stage WHERE state = :state")
        connection.execute(said, {"stage": stage.value, "state": state.value})
    op.execute("UPDATE case_file SET id_tail = substr(id_number, -4), started_at = accepted_at")
    for before, attention in ATTENTION.items():
        said = sa.text("UPDATE delivery SET attention = :attention WHERE state = :state")
        connection.execute(said, {"attention": attention, "state": before})
    for before, hours in HOURS.items():
        said = sa.text(
            "UPDATE delivery SET alarm_at = strftime('%Y-%m-%d %H:%M:%S.000000', updated_at, "
            ":hours) WHERE state = :state"
        )
        connection.execute(said, {"hours": f"+{hours} hours", "state": before})
    op.execute(
        "INSERT INTO parcel (delivery_id, waybill, carrier, state, raw, posted_at, last_at, "
        "ended_at) SELECT id, waybill, 'ems', state, '', updated_at, updated_at, "
        "CASE WHEN state IN ('delivered', 'cancelled') THEN updated_at END "
        "FROM delivery WHERE waybill IS NOT NULL ORDER BY id"
    )
    op.execute(
        "INSERT INTO visit (case_id, at, purpose, remark, officer_id) "
        "SELECT case_id, issued_at, 'apply', '', officer_id FROM slip ORDER BY id"
    )


def _tables() -> None:
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.Column("purged_at", sa.DateTime(), nullable=True),
        sa.Column("thumbnail", sa.LargeBinary(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "paper_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_paper_words_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["officer.id"], name=op.f("fk_paper_words_second_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_words")),
        sa.UniqueConstraint("version", name=op.f("uq_paper_words_version")),
    )
    op.create_index(op.f("ix_paper_words_kind"), "paper_words", ["kind"], unique=False)
    op.create_table(
        "status_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("sha256", sa.String(length=80), nullable=False),
        sa.Column("headings", sa.String(length=80), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_status_file_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_file")),
    )
    op.create_index(op.f("ix_status_file_headings"), "status_file", ["headings"], unique=False)
    op.create_index(op.f("ix_status_file_sha256"), "status_file", ["sha256"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("intake", sa.String(length=80), nullable=False),
        sa.Column("material", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_why", sa.String(length=400), nullable=False),
        sa.Column("purged_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_attachment_case_id")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_attachment_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by"], ["officer.id"], name=op.f("fk_attachment_removed_by")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_attachment_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_case_id"), "attachment", ["case_id"], unique=False)
    op.create_index(op.f("ix_attachment_intake"), "attachment", ["intake"], unique=False)
    op.create_index(op.f("ix_attachment_sha256"), "attachment", ["sha256"], unique=False)
    op.create_table(
        "owed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("material", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("promise", sa.String(length=400), nullable=False),
        sa.Column("came_at", sa.DateTime(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_owed_case_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_owed_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owed")),
    )
    op.create_index(op.f("ix_owed_case_id"), "owed", ["case_id"], unique=False)
    op.create_index(
        "ix_owed_until", "owed", ["until"], unique=False, sqlite_where=sa.text("came_at IS NULL")
    )
    op.create_table(
        "supplement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("anew", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_supplement_case_id")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_supplement_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["officer.id"], name=op.f("fk_supplement_second_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement")),
    )
    op.create_index(op.f("ix_supplement_case_id"), "supplement", ["case_id"], unique=False)
    op.create_table(
        "track",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(length=80), nullable=False),
        sa.Column("office", sa.String(length=80), nullable=False),
        sa.Column("task", sa.String(length=400), nullable=False),
        sa.Column("materials", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("limit_count", sa.Integer(), nullable=True),
        sa.Column("limit_unit", sa.String(length=40), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_provisional", sa.Boolean(), nullable=False),
        sa.Column("warn_on", sa.Date(), nullable=True),
        sa.Column("opinion", sa.String(length=400), nullable=False),
        sa.Column("opinion_by", sa.String(length=80), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_track_case_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_track_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track")),
    )
    op.create_index(op.f("ix_track_case_id"), "track", ["case_id"], unique=False)
    op.create_index("ix_track_office_state", "track", ["office", "state"], unique=False)
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("remark", sa.String(length=400), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_visit_case_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_visit_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_at"), "visit", ["at"], unique=False)
    op.create_index(op.f("ix_visit_case_id"), "visit", ["case_id"], unique=False)
    op.create_table(
        "case_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_case_extension_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_case_extension_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["officer.id"], name=op.f("fk_case_extension_second_id")
        ),
        sa.ForeignKeyConstraint(
            ["track_id"], ["track.id"], name=op.f("fk_case_extension_track_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_extension")),
    )
    op.create_index(op.f("ix_case_extension_case_id"), "case_extension", ["case_id"], unique=False)
    op.create_table(
        "case_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=80), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=80), nullable=False),
        sa.Column("head_code", sa.String(length=80), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.Column("purged_at", sa.DateTime(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_paper_case_id")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["case_event.id"], name=op.f("fk_case_paper_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_case_paper_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_paper")),
        sa.UniqueConstraint("number", name=op.f("uq_case_paper_number")),
    )
    op.create_index(op.f("ix_case_paper_case_id"), "case_paper", ["case_id"], unique=False)
    op.create_index(op.f("ix_case_paper_issued_at"), "case_paper", ["issued_at"], unique=False)
    op.create_index(op.f("ix_case_paper_sha256"), "case_paper", ["sha256"], unique=False)
    op.create_table(
        "case_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("expected", sa.Date(), nullable=True),
        sa.Column("begin", sa.DateTime(), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=False),
        sa.Column("end", sa.DateTime(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["begun_by"], ["officer.id"], name=op.f("fk_case_pause_begun_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_pause_case_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["officer.id"], name=op.f("fk_case_pause_ended_by")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_case_pause_track_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_pause")),
    )
    op.create_index(op.f("ix_case_pause_case_id"), "case_pause", ["case_id"], unique=False)
    op.create_table(
        "door_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("planned_for", sa.DateTime(), nullable=False),
        sa.Column("officers", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("remark", sa.String(length=400), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_door_visit_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_door_visit_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_visit")),
    )
    op.create_index(op.f("ix_door_visit_delivery_id"), "door_visit", ["delivery_id"], unique=False)
    op.create_index(op.f("ix_door_visit_planned_for"), "door_visit", ["planned_for"], unique=False)
    op.create_index("ix_door_visit_state", "door_visit", ["state", "planned_for"], unique=False)
    op.create_table(
        "inspection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("planned_for", sa.DateTime(), nullable=False),
        sa.Column("officers", sa.JSON(), nullable=False),
        sa.Column("result", sa.String(length=400), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["noted_by"], ["officer.id"], name=op.f("fk_inspection_noted_by")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_inspection_track_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
    )
    op.create_index(op.f("ix_inspection_track_id"), "inspection", ["track_id"], unique=False)
    op.create_index(
        "ix_inspection_planned_for",
        "inspection",
        ["planned_for"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "supplement_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplement_id", sa.Integer(), nullable=False),
        sa.Column("material", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("why", sa.String(length=400), nullable=False),
        sa.Column("anew", sa.Boolean(), nullable=False),
        sa.Column("came_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["supplement_id"], ["supplement.id"], name=op.f("fk_supplement_line_supplement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement_line")),
    )
    op.create_index(
        op.f("ix_supplement_line_supplement_id"), "supplement_line", ["supplement_id"], unique=False
    )
    op.create_table(
        "handed_out",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("receiver", sa.String(length=80), nullable=False),
        sa.Column("relation", sa.String(length=80), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("id_tail", sa.String(length=80), nullable=False),
        sa.Column("checked", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("officers", sa.JSON(), nullable=False),
        sa.Column("signature", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_handed_out_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_handed_out_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["case_paper.id"], name=op.f("fk_handed_out_paper_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handed_out")),
    )
    op.create_index(op.f("ix_handed_out_delivery_id"), "handed_out", ["delivery_id"], unique=False)
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("giver", sa.String(length=80), nullable=False),
        sa.Column("taker", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("remark", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_handover_officer_id")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["case_paper.id"], name=op.f("fk_handover_paper_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["officer.id"], name=op.f("fk_handover_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index(op.f("ix_handover_giver"), "handover", ["giver"], unique=False)
    op.create_index(op.f("ix_handover_taker"), "handover", ["taker"], unique=False)
    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("courier", sa.String(length=80), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_posting_officer_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["case_paper.id"], name=op.f("fk_posting_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    op.create_index(op.f("ix_posting_day"), "posting", ["day"], unique=False)
    op.create_table(
        "handover_line",
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("refused", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_handover_line_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handover.id"], name=op.f("fk_handover_line_handover_id")
        ),
        sa.PrimaryKeyConstraint("handover_id", "case_id", name=op.f("pk_handover_line")),
    )
    op.create_index(op.f("ix_handover_line_case_id"), "handover_line", ["case_id"], unique=False)
    op.create_table(
        "parcel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("waybill", sa.String(length=80), nullable=False),
        sa.Column("carrier", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("raw", sa.String(length=80), nullable=False),
        sa.Column("posted_at", sa.DateTime(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=True),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_parcel_delivery_id")
        ),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_parcel_posting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel")),
        sa.UniqueConstraint("waybill", name=op.f("uq_parcel_waybill")),
    )
    op.create_index(
        "ix_parcel_asked_at",
        "parcel",
        ["asked_at"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(op.f("ix_parcel_delivery_id"), "parcel", ["delivery_id"], unique=False)
    op.create_index(op.f("ix_parcel_posted_at"), "parcel", ["posted_at"], unique=False)
    op.create_index(op.f("ix_parcel_posting_id"), "parcel", ["posting_id"], unique=False)
