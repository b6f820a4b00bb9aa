"""All cases, the newest or the soonest due first, by place, filter or due day."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from gettext import gettext as _

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QWidget

from desktop.domain.cases import Stage
from desktop.domain.workdays import State
from desktop.services import case_lists, officers
from desktop.services.case_lists import CaseFilter, CaseLine
from desktop.services.officers import OfficerRow
from desktop.views import case_words, words
from desktop.views.cases.table import CaseTable
from desktop.views.desk import Desk
from desktop.views.fields import Choice
from desktop.views.parts import Empty, button, card, column, row
from desktop.views.tables import Column

SOON = 3
"""Days within which a case is due soon."""

SHAPES = {State.NORMAL: ("●", ""), State.WARN: ("▲", "warn"), State.OVERDUE: ("■", "bad")}


def case_columns(now: Callable[[], datetime]) -> tuple[Column, ...]:
    """What the list shows of a case; a limit as it stands now, by shape, day and word."""
    states, standings = words.case_states(), case_words.standings()

    def due(line: CaseLine) -> str:
        standing, day = line.standing(now()), words.day(line.due)
        if standing is None:
            return day
        if line.due_time is not None:
            day += f" {line.due_time:%H:%M}"
        return f"{SHAPES[standing][0]} {day} {standings[standing]}"

    def tone(line: CaseLine) -> str:
        standing = line.standing(now())
        return "" if standing is None else SHAPES[standing][1]

    window = _("window")
    return (
        Column(_("Received"), lambda r: words.moment(r.received_at)[:10], 110),
        Column(_("Person"), lambda r: r.name, 76, strong=True),
        Column(_("Items"), lambda r: "、".join(r.items)),
        Column(_("State"), lambda r: states[r.state], 104),
        Column(_("Due"), due, 168, tone),
        Column(_("Where"), lambda r: r.section or window, 76),
        Column(_("Officer"), lambda r: r.officer, 72),
    )


class AllCases(QWidget):
    """The list of all cases with its filters; `marked` names the case to be shown.

    Whoever works in a section finds what lies there, the soonest due first.
    """

    marked = Signal(int)
    emptied = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._here = False
        self._table = CaseTable(desk, case_columns(desk.now))
        self._table.marked.connect(self._marked)
        self._table.filled.connect(self._filled)
        self._stages = self._stage_buttons()
        self._newest, self._soonest = self._order_buttons()
        self._choices = self._filters()
        self._stack = QStackedWidget()
        self._lay_out()
        desk.jobs.changed.connect(self._changed)
        desk.ask(officers.officers, done=self._show_officers)
        desk.ask(case_lists.sections, desk.clerk, done=self._show_sections)

    def _stage_buttons(self) -> QButtonGroup:
        group = QButtonGroup(self)
        for stage, text in ((None, _("All")), *case_words.stages().items()):
            made = button(text, kind="small", name=f"cases.stage.{stage or 'all'}")
            made.setCheckable(True)
            made.setProperty("stage", stage)
            made.clicked.connect(self._filtered)
            group.addButton(made)
        group.buttons()[0].setChecked(True)
        return group

    def _order_buttons(self) -> tuple[QPushButton, QPushButton]:
        group = QButtonGroup(self)
        made = []
        for text, name in ((_("Newest first"), "newest"), (_("Due first"), "soonest")):
            each = button(text, kind="small", name=f"cases.{name}")
            each.setCheckable(True)
            each.clicked.connect(self._filtered)
            group.addButton(each)
            made.append(each)
        made[0].setChecked(True)
        return made[0], made[1]

    def _filters(self) -> dict[str, Choice]:
        catalogue = self._desk.shelf.catalogue
        items = [(item.id, item.name) for item in catalogue.items.values()]
        flags = [(flag.id, flag.label) for flag in catalogue.flags.values()]
        due = [(0, _("overdue")), (SOON, _("due within 3 days"))]
        made = {
            "item": Choice([(None, _("All items")), *items], name="cases.item"),
            "flag": Choice([(None, _("All people")), *flags], name="cases.flag"),
            "officer": Choice([(None, _("All officers"))], name="cases.officer"),
            "section": Choice([(None, _("Everywhere")), ("", _("window"))], name="cases.section"),
            "due": Choice([(None, _("All limits")), *due], name="cases.due"),
        }
        for choice in made.values():
            choice.setSizeAdjustPolicy(
                Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumContentsLength(5)
            by_due = choice is made["due"]
            choice.activated.connect(self._due_chosen if by_due else self._filtered)
        return made

    def _lay_out(self) -> None:
        stages = row(*self._stages.buttons(), None, self._newest, self._soonest, spacing=4)
        filters = row(*self._choices.values(), spacing=8)
        advice = _("Cases of these filters would stand here. Widen them, or begin one with F2.")
        self._stack.addWidget(Empty("folder-open", _("No such case"), advice))
        self._stack.addWidget(self._table)
        box = card()
        column(self._stack, margins=1, parent=box)
        places = column(stages, filters, box, spacing=12, parent=self)
        places.setStretch(2, 1)

    def _show_officers(self, rows: tuple[OfficerRow, ...]) -> None:
        for officer in rows:
            self._choices["officer"].offer(officer.id, officer.name)

    def _show_sections(self, names: tuple[str, ...]) -> None:
        own, choice = self._desk.clerk.section, self._choices["section"]
        for name in dict.fromkeys((*names, *([own] if own else []))):
            choice.offer(name, name)
        if own and not self._here:
            choice.choose(own)
            self._soonest.setChecked(True)

    def _due_chosen(self) -> None:
        """Only the list by due days heeds a day."""
        if self._choices["due"].value is not None:
            self._soonest.setChecked(True)
        self._filtered()

    def _filtered(self) -> None:
        if self._newest.isChecked():
            self._choices["due"].choose(None)
        self._table.show_list(self._filter(), self._soonest.isChecked())

    def _filter(self) -> CaseFilter:
        stage = self._stages.checkedButton().property("stage")
        values = {name: choice.value for name, choice in self._choices.items()}
        days, officer = values["due"], values["officer"]
        return CaseFilter(
            stage=None if stage is None else Stage(stage),
            item=_text(values["item"]),
            flag=_text(values["flag"]),
            officer=officer if isinstance(officer, int) else None,
            section=_text(values["section"]),
            due_before=self._before(days) if isinstance(days, int) else None,
        )

    def _before(self, days: int) -> date:
        """The first day that is not due within so many; 0 is what was due before today."""
        return self._desk.now().date() + timedelta(days=days + 1 if days else 0)

    def arrive(self) -> None:
        """Load the first page once; coming back, the same place as it is now."""
        if self._here:
            self._table.reload()
        else:
            self._here = True
            self._filtered()

    def show_at(self, case: int) -> None:
        """Show the list from a case on, if its filter lets it through."""
        self._here = True
        self._table.show_at(case)

    def _changed(self, nouns: frozenset[str]) -> None:
        if self._here and nouns & {"slips", "cases", "deliveries"}:
            self._table.reload()

    def _filled(self, any_there: bool) -> None:
        self._stack.setCurrentIndex(1 if any_there else 0)
        if not any_there:
            self.emptied.emit()

    def _marked(self, line: CaseLine) -> None:
        self.marked.emit(line.id)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
