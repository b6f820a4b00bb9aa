"""Takes the next number of a series inside the transaction that uses it."""

from sqlalchemy.orm import Session

from db.models import Counter


def take(session: Session, series: str) -> int:
    """The next number of a series, starting at 1; a rolled back transaction gives it back."""
    counter = session.get(Counter, series)
    if counter is None:
        counter = Counter(series=series, value=0)
        session.add(counter)
    counter.value += 1
    session.flush()
    return counter.value
