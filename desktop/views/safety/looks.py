"""Who looked at whom: every opening of a record, with filters, page by page."""

from gettext import gettext as _

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.services import looks, officers
from desktop.services.looks import LookFilter, LookRow
from desktop.services.officers import OfficerRow
from desktop.views import words
from desktop.views.desk import Desk
from desktop.views.fields import Choice, Field, Line
from desktop.views.parts import Empty, card, column, row
from desktop.views.safety_words import looks as look_words
from desktop.views.tables import Column, Rows, table


class LooksPage(QWidget):
    """The filters above, the looks below, the latest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._case: int | None = None
        columns = (
            Column(_("Time"), lambda r: words.moment(r.at), 150),
            Column(_("Officer"), lambda r: f"{r.officer} {r.officer_number}", 150, strong=True),
            Column(_("Act"), lambda r: look_words()[r.act], 170),
            Column(_("Person"), lambda r: r.name or "—", 100),
            Column(_("Identity number"), lambda r: r.id_number or "—", 190),
            Column(_("Case number"), lambda r: r.case_number or "—"),
            Column(_("Persons"), lambda r: str(r.persons), 80),
        )
        self._rows = Rows(columns)
        self._rows.wanted.connect(self._more)
        self._table = table(self._rows, columns, "looks.table", dense=desk.settings.dense)
        self._officer = Choice([(None, _("All officers"))], name="looks.officer")
        acts = [(None, _("All acts")), *look_words().items()]
        self._act = Choice(acts, name="looks.act")
        self._number = Line(example=_("case or slip number"), limit=40)
        self._field = Field(_("Case"), self._number, name="looks.case")
        for choice in (self._officer, self._act):
            choice.activated.connect(self.arrive)
        self._number.returnPressed.connect(self._look_up)
        self._stack = QStackedWidget()
        self._lay_out()
        desk.ask(officers.officers, done=self._offer)

    def _lay_out(self) -> None:
        filters = row(
            Field(_("Officer"), self._officer, name="looks.officer"),
            Field(_("Act"), self._act, name="looks.act"), self._field, None, spacing=12,
        )  # fmt: skip
        self._field.setMinimumWidth(320)
        advice = _("Looks with these filters would stand here.")
        self._stack.addWidget(Empty("eye", _("Nobody looked"), advice))
        self._stack.addWidget(self._table)
        box = card()
        column(self._stack, margins=1, parent=box)
        places = column(filters, box, margins=(24, 16, 24, 16), spacing=4, parent=self)
        places.setStretch(1, 1)
        filters.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _offer(self, rows: tuple[OfficerRow, ...]) -> None:
        for each in rows:
            self._officer.offer(each.id, each.name)

    def _look_up(self) -> None:
        """Take the case of the number that was typed; an empty one takes all."""
        self._field.complain("")
        self._case = None
        if not self._number.text().strip():
            self.arrive()
            return
        self._desk.ask(looks.case_of, self._desk.clerk, self._number.text(), done=self._looked_up)

    def _looked_up(self, case: int | None) -> None:
        self._case = case
        if case is None:
            self._field.complain(_("There is no case and no slip of this number."))
        else:
            self.arrive()

    def _filter(self) -> LookFilter:
        values = {"officer": self._officer.value, "act": self._act.value}
        return LookFilter(case=self._case, **values)  # type: ignore[arg-type]

    def arrive(self) -> None:
        """Load the first page."""
        values = (self._desk.clerk, self._filter())
        self._desk.ask(looks.who_looked, *values, done=self._show)

    def _show(self, rows: tuple[LookRow, ...]) -> None:
        self._rows.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)

    def _more(self) -> None:
        values = (self._desk.clerk, self._filter(), self._rows.rows[-1].seq)
        self._desk.ask(looks.who_looked, *values, done=self._rows.add_rows)
