"""The sections of an item's page, each a widget of plain labels."""

from collections.abc import Callable, Iterable, Iterator
from gettext import gettext as _
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QWidget

from desktop.domain.items import Item, Office, SpecialCase
from desktop.domain.notice import Template
from desktop.views import theme
from desktop.views.flow import Flow
from desktop.views.guide import contents
from desktop.views.guide.contents import Paper
from desktop.views.guide.terms import Terms
from desktop.views.parts import Fold, card, chip, column, label, picture, row

Section = Callable[[], QWidget]


def sections(item: Item, terms: Terms, template: Template) -> Iterator[Section]:
    """How to make each section, top to bottom; one that would be empty is left out."""
    yield lambda: _bring(item, terms)
    if item.conditions:
        yield lambda: _list(_("Conditions"), item.conditions, "guide.conditions")
    if item.steps:
        yield lambda: _list(_("Steps"), item.steps, "guide.steps", numbered=True)
    yield lambda: _facts(item, terms, template)
    if item.special_cases:
        yield lambda: _special(item, terms)
    if item.questions:
        yield lambda: _questions(item)
    if item.offices:
        yield lambda: _offices(item)
    if item.law:
        yield lambda: _list(_("Legal basis"), contents.laws(item), "guide.law")
    if item.to_confirm:
        yield lambda: _to_confirm(item)


def _block(title: str, *parts: QWidget | QLayout, name: str, spacing: int = 8) -> QWidget:
    made = QWidget()
    made.setObjectName(name)
    column(label(title, size="emphasis"), *parts, spacing=spacing, parent=made)
    return made


def _grid(widths: Iterable[int]) -> QGridLayout:
    made = QGridLayout()
    made.setHorizontalSpacing(16)
    made.setVerticalSpacing(8)
    for place, stretch in enumerate(widths):
        made.setColumnStretch(place, stretch)
    return made


def _top(text: str, **looks: str | bool) -> QLabel:
    made = label(text, wrap=True, **looks)  # type: ignore[arg-type]
    made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    made.setMinimumWidth(48)
    return made


class _Ruled(QWidget):
    """A table of labels with a hairline above each of some rows; lines are painted, not made."""

    def __init__(self, grid: QGridLayout) -> None:
        super().__init__()
        self._grid = grid
        self._rows: list[int] = []
        self.setLayout(grid)

    def line_above(self, line: int) -> None:
        """Draw a hairline above a row."""
        self._rows.append(line)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The hairlines, in the middle of the gap."""
        painter = QPainter(self)
        painter.setPen(theme.color("line"))
        for line in self._rows:
            place = self._grid.itemAtPosition(line, 0)
            if place is not None:
                y = place.geometry().top() - self._grid.verticalSpacing() // 2
                painter.drawLine(0, y, self.width(), y)
        painter.end()


def _bring(item: Item, terms: Terms) -> QWidget:
    grid = _grid((0, 6, 3, 3))
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(16)
    table = _Ruled(grid)
    for place, head in enumerate((_("Material"), _("Form and copies"), _("From whom"))):
        grid.addWidget(label(head, size="hint"), 0, place + 1)
    at = number = 0
    for group, rows in groupby(contents.papers(item, terms), key=_group):
        if group:
            number, at = number + 1, at + 1
            grid.addWidget(_number(str(number)), at, 0)
            grid.addWidget(chip(_("one of these is enough"), "accent"), at, 1, 1, 3)
            table.line_above(at)
        for paper in rows:
            number, at = number + (not group), at + 1
            _row(grid, at, "–" if group else str(number), paper)
            if not group:
                table.line_above(at)
    return _block(_("What to bring"), table, name="guide.bring")


def _group(paper: Paper) -> str:
    return paper.group


def _number(text: str) -> QLabel:
    made = label(text, tone="hint")
    made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
    made.setMinimumWidth(18)
    return made


def _row(grid: QGridLayout, at: int, number: str, paper: Paper) -> None:
    grid.addWidget(_number(number), at, 0)
    name = _top(paper.name, strong=True, name=f"guide.material.{paper.place}")
    cell = column(name, spacing=4)
    if paper.notes:
        cell.addWidget(_top("\n".join(paper.notes), size="small"))
    if marks := list(contents.remarks(paper)):
        cell.addWidget(_chips(marks))
    cell.addStretch(1)
    grid.addLayout(cell, at, 1)
    grid.addWidget(_top(paper.form), at, 2)
    grid.addWidget(_top(paper.issuer, tone="second"), at, 3)


def _chips(marks: Iterable[tuple[str, str]]) -> QWidget:
    made = QWidget()
    flow = Flow(made, spacing=4)
    for text, kind in marks:
        flow.addWidget(chip(text, kind))
    return made


def _list(title: str, lines: Iterable[str], name: str, *, numbered: bool = False) -> QWidget:
    grid = _grid((0, 1))
    grid.setHorizontalSpacing(8)
    for place, line in enumerate(lines):
        grid.addWidget(_number(str(place + 1) if numbered else "·"), place, 0)
        grid.addWidget(_top(line), place, 1)
    return _block(title, grid, name=name)


def _facts(item: Item, terms: Terms, template: Template) -> QWidget:
    grid = _grid((0, 1))
    for place, (title, text) in enumerate(contents.facts(item, terms, template)):
        head = _top(title, tone="second")
        head.setFixedWidth(112)
        grid.addWidget(head, place, 0)
        grid.addWidget(_top(text), place, 1)
    return _block(_("Limits, fee, result"), grid, name="guide.facts")


def _special(item: Item, terms: Terms) -> QWidget:
    folds = [_case(each, terms) for each in item.special_cases]
    return _block(_("Special cases"), *folds, name="guide.special", spacing=4)


def _case(case: SpecialCase, terms: Terms) -> QWidget:
    def open_body() -> QWidget:
        return _case_body(case, terms)

    return Fold(terms.cases(case.when), open_body, name=f"guide.case.{case.when.text}")


def _case_body(case: SpecialCase, terms: Terms) -> QWidget:
    made = card("soft")
    parts: list[QWidget | QLayout] = [_top(case.say)]
    for extra in case.adds:
        name = terms.catalogue.materials[extra.material].name
        when = f"（{terms.cases(extra.only_if)}）" if extra.only_if else ""
        parts.append(_led(_("Also needed"), name + when))
    parts += [_led(_("Another way"), way) for way in case.instead]
    column(*parts, margins=(12, 10, 12, 10), spacing=6, parent=made)
    return made


def _led(lead: str, text: str) -> QLayout:
    head = _top(lead, tone="second")
    head.setFixedWidth(88)
    made = row(head, _top(text), spacing=8)
    made.setStretch(1, 1)
    return made


def _questions(item: Item) -> QWidget:
    parts = []
    for each in item.questions:
        pair = column(_top(each.ask, strong=True), _top(each.answer, tone="second"), spacing=2)
        parts.append(pair)
    return _block(_("Questions people ask"), *parts, name="guide.questions", spacing=12)


def _offices(item: Item) -> QWidget:
    parts: list[QWidget | QLayout] = []
    for parallel, group in groupby(item.offices, key=_parallel):
        rows = tuple(group)
        if parts:
            parts.append(row(picture("arrow-down", "ink-3", 16), None, margins=(12, 0, 0, 0)))
        parts.append(_tracks(rows) if parallel and len(rows) > 1 else _office(rows))
    return _block(_("Offices behind the window"), *parts, name="guide.offices", spacing=6)


def _parallel(office: Office) -> bool:
    return office.parallel


def _office(rows: tuple[Office, ...]) -> QWidget:
    made = card("track")
    column(*map(_office_line, rows), margins=(12, 8, 12, 8), spacing=6, parent=made)
    return made


def _tracks(rows: tuple[Office, ...]) -> QWidget:
    """Offices that work at the same time: cards beside each other, two in a row."""
    made = card("tracks")
    grid = QGridLayout()
    grid.setSpacing(8)
    for place, office in enumerate(rows):
        grid.addWidget(_office((office,)), place // 2, place % 2)
        grid.setColumnStretch(place % 2, 1)
    head = chip(_("at the same time, each with its own clock"), "accent")
    column(head, grid, margins=(12, 10, 12, 12), spacing=8, parent=made)
    return made


def _office_line(office: Office) -> QLayout:
    days = _("{days} working days").format(days=office.days) if office.days else ""
    head = row(_top(office.office, strong=True), label(days, size="small"), spacing=8)
    head.setStretch(0, 1)
    detail = _(": ").join((office.department, office.task))
    return column(head, _top(detail, size="small"), None, spacing=2)


def _to_confirm(item: Item) -> QWidget:
    def open_body() -> QWidget:
        made = card("track")
        grid = [_top(f"· {line}", tone="second") for line in item.to_confirm]
        advice = _("Before promising any of this, ask the responsible section.")
        column(*grid, label(advice, size="hint", wrap=True), margins=12, spacing=4, parent=made)
        return made

    title = _("{count} points the catalogue has not confirmed").format(count=len(item.to_confirm))
    return Fold(title, open_body, name="guide.to-confirm", quiet=True)
