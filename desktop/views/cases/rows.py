"""A window of rows out of a list too long to be held: it grows at both ends and is cut behind."""

from collections.abc import Sequence

from desktop.services.case_lists import CaseLine
from desktop.views.tables import NOWHERE, Rows

HELD = 400
"""Rows that are held at most; what the clerk has long scrolled away from is let go."""


class CaseRows(Rows):
    """The lines around the place that is looked at, the first one on top.

    `whole` keeps every row that came, for a list that can only be gone down.
    """

    whole = False

    def show_rows(self, rows: Sequence[CaseLine]) -> None:
        """Begin anew at another place."""
        super().show_rows(rows)
        self._more = False  # the table asks, in both directions

    def add_rows(self, rows: Sequence[CaseLine]) -> None:
        """Go on below; gives up rows at the top."""
        super().add_rows(rows)
        self._more = False
        self._cut(0, len(self._rows) - HELD)

    def add_above(self, rows: Sequence[CaseLine]) -> None:
        """Go on above; gives up rows at the bottom."""
        if rows:
            self.beginInsertRows(NOWHERE, 0, len(rows) - 1)
            self._rows[:0] = rows
            self.endInsertRows()
        self._cut(HELD, len(self._rows) - HELD)

    def _cut(self, first: int, count: int) -> None:
        if count > 0 and not self.whole:
            self.beginRemoveRows(NOWHERE, first, first + count - 1)
            del self._rows[first : first + count]
            self.endRemoveRows()
