"""What was posted on a day, and the lists by which its couriers take it along and sign."""

from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.services import delivery_papers, papers
from desktop.services.delivery_papers import CARRIERS, PostedRow, PostingRow
from desktop.services.papers import IssuedPaper
from desktop.views import words
from desktop.views.days import DayStep
from desktop.views.desk import Desk, Tone
from desktop.views.flow import emptied
from desktop.views.paper_prints import PaperSheet
from desktop.views.parts import Empty, button, card, column, label, row
from desktop.views.sheet import ground
from desktop.views.tables import Column, Rows, chosen, table


class PostingDay(QWidget):
    """The parcels of one day and their lists; `marked` names the delivery to be shown."""

    marked = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        columns = self._columns()
        self._rows = Rows(columns)
        self._table = table(self._rows, columns, "posting.table", dense=desk.settings.dense)
        self._table.selectionModel().currentRowChanged.connect(self._mark)
        self._day = DayStep(desk.now().date(), "posting.day")
        self._day.changed.connect(self._step)
        self._count = label("", tone="second", name="posting.count")
        self._make = button(
            _("Make the courier's list"), kind="filled", icon="list-checks", key="Ctrl+Return",
            name="posting.make",
        )  # fmt: skip
        self._make.clicked.connect(self._make_list)
        self._lists = column(spacing=8)
        self._stack = QStackedWidget()
        self._lay_out()
        desk.jobs.changed.connect(self._changed)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Waybill"), lambda r: r.waybill, 150, strong=True),
            Column(_("Recipient"), lambda r: r.recipient, 110),
            Column(_("Case"), lambda r: r.case_number),
            Column(_("Carrier"), lambda r: CARRIERS[r.carrier], 190),
            Column(_("Given"), lambda r: words.moment(r.posted_at)[11:], 70),
            Column(_("On a list"), _listed, 90, _listed_tone),
        )

    def _lay_out(self) -> None:
        advice = _("Parcels stand here as soon as their waybill is entered under “On the way”.")
        self._stack.addWidget(Empty("package", _("Nothing was posted on this day"), advice))
        self._stack.addWidget(self._table)
        box = card()
        column(self._stack, margins=1, parent=box)
        head = row(self._day, self._count, None, self._make, spacing=12)
        places = column(head, box, self._lists, spacing=12, parent=self)
        places.setStretch(1, 1)

    def arrive(self) -> None:
        """Load the day."""
        clerk, day = self._desk.clerk, self._day.day
        now = self._desk.now()
        self._desk.ask(delivery_papers.posted_on, clerk, now, day, done=self._show)
        self._desk.ask(delivery_papers.postings, clerk, day, done=self._show_lists)

    def _step(self, _day: object) -> None:
        self.arrive()

    def _changed(self, nouns: frozenset[str]) -> None:
        if "deliveries" in nouns and self.isVisible():
            self.arrive()

    def _show(self, rows: tuple[PostedRow, ...]) -> None:
        self._rows.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        left = sum(not each.listed for each in rows)
        said = _("{count} parcels, {left} on no list yet").format(count=len(rows), left=left)
        self._count.setText(said if rows else "")
        self._make.setEnabled(bool(left))

    def _mark(self, now: QModelIndex, _before: QModelIndex) -> None:
        found = chosen(self._table) if now.isValid() else None
        if isinstance(found, PostedRow):
            self.marked.emit(found.delivery)

    def _make_list(self) -> None:
        self._make.setEnabled(False)
        self._desk.act(
            delivery_papers.posting_list, self._desk.press, self._day.day, done=self._made,
            changes=("deliveries",),
        )  # fmt: skip

    def _made(self, rows: tuple[PostingRow, ...]) -> None:
        said = _("{count} lists are made; the courier signs each.").format(count=len(rows))
        self._desk.bar.tell(said, Tone.GOOD)
        self._print(rows[0].paper)

    def _show_lists(self, rows: tuple[PostingRow, ...]) -> None:
        emptied(self._lists)
        for each in rows:
            self._lists.addWidget(self._line(each))

    def _line(self, each: PostingRow) -> QWidget:
        box = card("plain")
        text = _("{courier}: {parcels} parcels, {time}").format(
            courier=each.courier, parcels=each.parcels, time=words.moment(each.made_at)[11:]
        )
        shown = button(each.number, kind="quiet", icon="file-text", name=f"posting.list.{each.id}")
        shown.clicked.connect(partial(self._print, each.paper))
        parts: list[QWidget | None] = [shown, label(text), None]
        if each.signed_at is None:
            parts.append(label(_("■ not signed yet"), tone="bad"))
            made = button(_("The courier signed"), kind="small", name=f"posting.signed.{each.id}")
            made.clicked.connect(partial(self._signed, each.id))
            parts.append(made)
        else:
            said = _("● signed {time}").format(time=words.moment(each.signed_at))
            parts.append(label(said, tone="good"))
        row(*parts, margins=(8, 4, 12, 4), spacing=12, parent=box)
        return box

    def _signed(self, posting: int, _checked: bool = False) -> None:
        self._desk.act(
            delivery_papers.signed_for, posting, done=self._noted, changes=("deliveries",)
        )

    def _noted(self, _answer: object) -> None:
        self._desk.bar.tell(_("Noted."), Tone.GOOD)

    def _print(self, paper: int, _checked: bool = False) -> None:
        self._desk.look(papers.look, paper, done=self._offer)

    def _offer(self, paper: IssuedPaper) -> None:
        PaperSheet(ground(self), self._desk, paper)


def _listed(each: PostedRow) -> str:
    return _("● yes") if each.listed else _("○ no")


def _listed_tone(each: PostedRow) -> str:
    return "good" if each.listed else "warn"
