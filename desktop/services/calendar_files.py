"""The calendar that ships with the program: one JSON file for each announced year."""

import json
from functools import cache

import resources
from desktop.domain.workdays import (
    Calendar,
    CalendarError,
    CalendarYear,
    calendar_of,
    year_from_json,
)


def shipped_years() -> tuple[CalendarYear, ...]:
    """Read the shipped announcements, earliest year first.

    Raises CalendarError naming file and field.
    """
    return tuple(
        read_year(file.name, file.read_text("utf-8"))
        for file in sorted(resources.path("calendar").glob("*.json"))
    )


@cache
def shipped_calendar() -> Calendar:
    """Return the shipped announcements as one calendar, read once; errors as above."""
    return calendar_of(shipped_years())


def read_year(name: str, text: str) -> CalendarYear:
    """Check one announcement given as JSON text.

    Raises CalendarError whose field begins with `name`.
    """
    try:
        return year_from_json(json.loads(text))
    except CalendarError as error:
        raise CalendarError(f"{name}: {error.field}", error.reason) from error
    except (ValueError, RecursionError) as error:
        raise CalendarError(name, f"is not JSON: {error}") from error


def shipped_contents() -> dict[int, dict[str, object]]:
    """The shipped announcements as plain data by year, for storage."""
    files = sorted(resources.path("calendar").glob("*.json"))
    return {int(file.stem): json.loads(file.read_text("utf-8")) for file in files}
