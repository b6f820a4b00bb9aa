"""Tables that come page by page."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.services.slips import PAGE
from desktop.views import theme
from desktop.views.fields import Choice
from desktop.views.tables import ROW, Column, Rows, chosen, mark_row, table


@dataclass(frozen=True)
class Line:
    """A row of the tests."""

    id: int
    name: str


COLUMNS = (
    Column("Id", lambda row: str(row.id), 80, strong=True),
    Column("Name", lambda row: row.name, tone=lambda row: "bad" if row.id % 2 else ""),
)


def lines(count: int, start: int = 0) -> list[Line]:
    return [Line(number, f"名{number}") for number in range(start, start + count)]


@pytest.mark.parametrize("count", [0, 1, PAGE - 1, PAGE])
def test_the_rows_are_a_sound_model(qtmodeltester: ModelTester, count: int) -> None:
    model = Rows(COLUMNS)
    model.show_rows(lines(count))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_a_full_page_asks_for_the_next_once(qtbot: QtBot) -> None:
    model = Rows(COLUMNS)
    model.show_rows(lines(PAGE))
    assert model.canFetchMore()
    with qtbot.waitSignal(model.wanted):
        model.fetchMore()
    with qtbot.assertNotEmitted(model.wanted):
        model.fetchMore()
    model.add_rows(lines(3, PAGE))
    assert not model.canFetchMore()
    assert [row.id for row in model.rows] == list(range(PAGE + 3))


def test_a_last_page_that_is_empty_ends_the_list() -> None:
    model = Rows(COLUMNS)
    model.show_rows(lines(PAGE))
    model.add_rows([])
    assert not model.canFetchMore()
    assert model.rowCount() == PAGE


def test_a_cell_has_text_ink_weight_and_its_row() -> None:
    model = Rows(COLUMNS)
    model.show_rows(lines(2))
    cell = model.index(1, 1)
    assert cell.data() == "名1"
    assert cell.data(Qt.ItemDataRole.ForegroundRole) == theme.color("bad")
    assert cell.data(ROW) == Line(1, "名1")
    assert model.index(0, 1).data(Qt.ItemDataRole.ForegroundRole) is None
    assert model.index(0, 0).data(Qt.ItemDataRole.FontRole).bold()
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Name"
    assert model.headerData(1, Qt.Orientation.Vertical) is None


def test_a_row_is_marked_by_what_it_is(qtbot: QtBot) -> None:
    model = Rows(COLUMNS)
    view = table(model, COLUMNS, "test.table", dense=True)
    qtbot.addWidget(view)
    assert chosen(view) is None
    model.show_rows(lines(5))
    assert mark_row(view, model, lambda row: row.id == 3)
    assert chosen(view) == Line(3, "名3")
    assert not mark_row(view, model, lambda row: row.id == 9)
    assert view.selectionMode() is QAbstractItemView.SelectionMode.SingleSelection


def test_a_choice_gives_its_own_values_back(qtbot: QtBot) -> None:
    from desktop.domain.slips import Stub

    made = Choice([(None, "all"), (Stub.SIGNED, "signed")])
    qtbot.addWidget(made)
    made.choose(Stub.SIGNED)
    made.choose("nothing of the kind")
    assert made.value is Stub.SIGNED
