"""Guide debt: the sentences of the guides that fail, worst first, with a way to the very line."""

from datetime import timedelta
from gettext import gettext as _

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.enquiries import Topic
from desktop.services import guide_debt
from desktop.services.figures import Span
from desktop.services.guide_debt import Debt, Part, Sign
from desktop.views.desk import Desk
from desktop.views.enquiries import said
from desktop.views.fields import Choice
from desktop.views.guide import contents
from desktop.views.guide.terms import terms_of
from desktop.views.parts import Empty, button, card, column, label, row
from desktop.views.tables import Column, Rows, chosen, table

SPANS = (30, 90, 365)


class DebtPage(QWidget):
    """The ranking; `line_asked` carries the item and the number of the material to go to."""

    line_asked = Signal(str, int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("daily.debt")
        self._desk = desk
        self._terms = terms_of(desk.shelf.catalogue)
        options = [(days, _("Last {days} days").format(days=days)) for days in SPANS]
        self._time = Choice(options, name="debt.span")
        self._time.activated.connect(self._turned)
        columns = (
            Column(_("Item"), lambda r: r.item_name, 250, strong=True),
            Column(_("What fails"), self._line),
            Column(_("Of all"), lambda r: _share(r.whole), 150),
            Column(_("Former editions"), lambda r: _share(r.before), 150),
            Column(_("This edition"), lambda r: _share(r.after), 150, _tone),
        )
        self._rows = Rows(columns)
        self._table = table(self._rows, columns, "debt.table", dense=desk.settings.dense)
        self._table.activated.connect(self._open)
        go = button(_("Go to the line"), kind="filled", icon="book-open", name="debt.open")
        go.clicked.connect(self._open)
        text = _("From papers people lacked, questions and second comings; what is surely (95 %) "
                 "worst comes first.")  # fmt: skip
        head = row(label(text, tone="second"), None, self._time, go, spacing=8)
        self._stack = QStackedWidget()
        advice = _("As soon as papers are missing at a visit, their lines stand here.")
        self._stack.addWidget(Empty("book-open-text", _("No guide fails"), advice))
        self._stack.addWidget(self._table)
        box = card()
        column(self._stack, margins=1, parent=box)
        places = column(head, box, spacing=10, parent=self)
        places.setStretch(1, 1)

    def _turned(self, _place: int) -> None:
        self.arrive()

    def arrive(self) -> None:
        """Rank anew."""
        today, days = self._desk.now().date(), self._time.value
        first = today - timedelta(days=days if isinstance(days, int) else SPANS[0])
        span = Span(first, today, self._desk.now().tzinfo)
        catalogue = self._desk.shelf.catalogue
        self._desk.study(guide_debt.debts, self._desk.clerk, span, catalogue, done=self._show)

    def _show(self, rows: tuple[Debt, ...]) -> None:
        self._rows.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)

    def _line(self, debt: Debt) -> str:
        match debt.sign:
            case Sign.LACKED:
                known = self._desk.shelf.catalogue.materials.get(debt.line)
                name = debt.line if known is None else known.name
                number = self._number(debt)
                line = _("material {number}: {name}") if number else _("paper: {name}")
                share = f"{debt.whole.share:.0%}" if debt.whole.share is not None else ""
                where = line.format(number=number, name=name)
                return _("{line} — missing in {share} of visits").format(line=where, share=share)
            case Sign.ASKED:
                return _("asked: {topic}").format(topic=said.topics()[Topic(debt.line)])
            case Sign.CAME_AGAIN:
                return _("came again with papers")

    def _number(self, debt: Debt) -> int:
        """The number that the guide shows; 0 for what only a special case adds."""
        item = self._desk.shelf.catalogue.items.get(debt.item)
        if item is None:
            return 0
        return contents.numbers(item, self._terms).get(debt.number, 0)

    def _open(self) -> None:
        found = chosen(self._table) or next(iter(self._rows.rows), None)
        if isinstance(found, Debt):
            self.line_asked.emit(found.item, found.number)


def _share(part: Part) -> str:
    return "–" if part.share is None else f"{part.share:.0%}　{part.count}/{part.of}"


def _tone(debt: Debt) -> str:
    before, after = debt.before.share, debt.after.share
    if before is None or after is None:
        return ""
    return "good" if after < before else "bad" if after > before else ""
