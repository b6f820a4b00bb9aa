"""Asked twice: from these two lists guides are mended."""

from datetime import date, datetime, time, timedelta
from gettext import gettext as _

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTableView, QWidget

from desktop.services import enquiries
from desktop.services.enquiries import AskedAgain, Unfound
from desktop.views import words
from desktop.views.desk import Desk
from desktop.views.fields import Choice
from desktop.views.parts import Empty, card, column, label, row
from desktop.views.tables import Column, Rows, chosen, table

SPANS = (7, 30, 90, 365)


class Twice(QWidget):
    """The same phone and item again, and what the guide had no good hit for."""

    guide_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._items = desk.shelf.catalogue.items
        options = [(days, _("Last {days} days").format(days=days)) for days in SPANS]
        self._span = Choice(options, name="twice.span")
        self._span.choose(30)
        self._span.activated.connect(self._asked_anew)
        again = (
            Column(_("Item"), self._item, 240, strong=True),
            Column(_("Phone"), lambda r: r.phone, 116),
            Column(_("Times"), lambda r: str(r.times), 64),
            Column(_("Last"), lambda r: words.moment(r.last)[:16], 140),
            Column(_("What is asked"), lambda r: "；".join(r.questions)),
        )
        unfit = (
            Column(_("What is asked"), lambda r: r.question, strong=True),
            Column(_("Item"), self._item, 240),
            Column(_("Times"), lambda r: str(r.times), 64),
            Column(_("Last"), lambda r: words.moment(r.last)[:16], 140),
        )
        self._again, self._unfit = Rows(again), Rows(unfit)
        self._stacks = (QStackedWidget(), QStackedWidget())
        nobody = _("Whoever asks for the same item again did not get it from the guide.")
        every = _("Questions without a good hit stand here; add their words to the item.")
        head = row(label(_("A guide that has to be asked about is mended here."), tone="second"),
                   None, self._span)  # fmt: skip
        parts = (
            self._part(_("The same person, the same item"), self._again, again, "twice.again",
                       self._stacks[0], Empty("users", _("Nobody asked twice"), nobody)),
            self._part(_("The guide had no answer"), self._unfit, unfit, "twice.unfit",
                       self._stacks[1], Empty("search", _("Every question was found"), every)),
        )  # fmt: skip
        places = column(head, *parts, spacing=12, parent=self)
        for place in (1, 2):
            places.setStretch(place, 1)

    def _part(
        self, title: str, rows: Rows, columns: tuple[Column, ...], name: str,
        stack: QStackedWidget, empty: Empty,
    ) -> QWidget:  # fmt: skip
        made = card()
        view = table(rows, columns, name, dense=True)
        view.activated.connect(self._open)
        stack.addWidget(empty)
        stack.addWidget(view)
        head = row(label(title, strong=True), margins=(12, 8, 12, 4))
        places = column(head, stack, margins=1, spacing=0, parent=made)
        places.setStretch(1, 1)
        return made

    def _item(self, line: AskedAgain | Unfound) -> str:
        known = self._items.get(line.item)
        return "—" if known is None else known.name

    def _asked_anew(self, _place: int) -> None:
        self.arrive()

    def arrive(self) -> None:
        """Count over the time that is chosen."""
        now = self._desk.now()
        days = self._span.value
        last = _begin(now.date() + timedelta(days=1), now)
        first = last - timedelta(days=days if isinstance(days, int) else 30)
        clerk = self._desk.clerk
        self._desk.study(enquiries.asked_again, clerk, first, last, done=self._show_again)
        self._desk.study(enquiries.unfound, clerk, first, last, done=self._show_unfit)

    def _show_again(self, rows: tuple[AskedAgain, ...]) -> None:
        self._again.show_rows(rows)
        self._stacks[0].setCurrentIndex(1 if rows else 0)

    def _show_unfit(self, rows: tuple[Unfound, ...]) -> None:
        self._unfit.show_rows(rows)
        self._stacks[1].setCurrentIndex(1 if rows else 0)

    def _open(self) -> None:
        view = self.sender()
        line = chosen(view) if isinstance(view, QTableView) else None
        if line is not None and line.item in self._items:
            self.guide_asked.emit(line.item)


def _begin(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time(), now.tzinfo)
