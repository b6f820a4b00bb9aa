"""Takes the next number of a series inside the transaction that uses it."""

from sqlalchemy import text
from sqlalchemy.orm import Session

NEXT = text(
    "INSERT INTO counter (series, value) VALUES (:series, 1) "
    "ON CONFLICT (series) DO UPDATE SET value = counter.value + 1 RETURNING value"
)


def take(session: Session, series: str) -> int:
    """The next number of a series, starting at 1; a rolled back transaction gives it back."""
    taken: int = session.execute(NEXT, {"series": series}).scalar_one()
    return taken
