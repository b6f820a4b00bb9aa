"""Indexes for two questions that walked through all slips: the void ones, an officer's last."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lay the indexes on."""
    void = sa.text("voided_at IS NOT NULL")
    op.create_index(
        "ix_slip_void", "slip", ["issued_at", "id"], sqlite_where=void, postgresql_where=void
    )
    op.create_index("ix_slip_officer_id", "slip", ["officer_id", "id"])
