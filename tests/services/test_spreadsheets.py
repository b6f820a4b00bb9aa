"""Exports: no cell is a formula, whatever stands in it."""

import csv
import io
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from desktop.domain.tables import Limits
from desktop.services.spreadsheets import as_csv, as_xlsx
from desktop.services.table_files import Encoding, read_table

HEADINGS = ("编号", "姓名", "备注")
HOSTILE = [
    ("330105A1202611230001", '=HYPERLINK("http://x","y")', "+1"),
    ("00012", "@SUM(A1)", "-2+3"),
    ("2026-11-23", "{=1+1}", "\t=1"),
    ("http://example.cn", "𠮷田·买买提", ""),
    ("=cmd|' /C calc'!A0", "\r=1", "＝1+1"),
    (" =1", "\n+1", "－1"),
]


def read(data: bytes) -> list[list[object]]:
    (sheet,) = load_workbook(io.BytesIO(data)).worksheets
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_every_cell_of_the_workbook_is_text() -> None:
    data = as_xlsx(HEADINGS, HOSTILE[:4])
    (sheet,) = load_workbook(io.BytesIO(data)).worksheets
    assert read(data) == [list(HEADINGS), *map(list, HOSTILE[:4])]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C1"


def test_an_empty_list_is_a_workbook_too() -> None:
    assert read(as_xlsx(("编号",), [])) == [["编号"]]


@pytest.mark.parametrize("line", HOSTILE)
def test_no_cell_of_the_workbook_is_a_formula(line: tuple[str, ...]) -> None:
    data = as_xlsx(line, [line])
    (sheet,) = load_workbook(io.BytesIO(data)).worksheets
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
    with ZipFile(io.BytesIO(data)) as parts:
        written = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in written
    assert b"hyperlink" not in written


@pytest.mark.parametrize("line", HOSTILE)
def test_no_cell_of_the_text_begins_as_a_formula(line: tuple[str, ...]) -> None:
    (head, row) = csv.reader(io.StringIO(as_csv(line, [line]).decode("utf-8-sig"), newline=""))
    assert head == row
    for told, cell in zip(line, row, strict=True):
        assert cell.removeprefix("'") == told
        assert cell.lstrip()[:1] not in set("=+-@＝＋－＠")


_PRINTED = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Cn"]), min_size=1
)
_LINES = st.lists(st.tuples(_PRINTED, _PRINTED), max_size=4)


@settings(max_examples=50, deadline=None)
@given(_LINES)
@example([("_x0041_", "=1")])
def test_a_workbook_we_wrote_reads_back_as_it_was(lines: list[tuple[str, str]]) -> None:
    table = read_table("list.xlsx", as_xlsx(("a", "b"), lines), Encoding.UTF_8, Limits())
    written = [line for line in lines if any(map(str.strip, line))]
    assert [tuple(row.cells.values()) for row in table.rows] == written


@given(st.lists(st.tuples(st.text(), st.text()), max_size=4))
def test_text_we_wrote_has_the_same_cells_but_for_the_mark(lines: list[tuple[str, str]]) -> None:
    fit = [tuple(cell.encode(errors="replace").decode() for cell in line) for line in lines]
    text = as_csv(("a", "b"), [(one, two) for one, two in fit]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    for told, row in zip(fit, rows, strict=True):
        for cell, seen in zip(told, row, strict=True):
            assert seen in (cell, f"'{cell}")
            assert seen[:1] not in set("=+-@\t\r")
