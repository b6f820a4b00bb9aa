"""Workbooks: their cells as text, nothing in them trusted, nothing computed."""

from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.tables import LIMITS, Limits, RowFault, Table
from desktop.services.table_files import Encoding, read_table
from tests.services import workbooks
from tests.services.workbooks import BOOK, RELATIONS, SHEET, packed, parts, sheet, text_row

SMALL = Limits(rows=5, columns=4, cell=20, members=10)
AT = datetime(2026, 11, 23, 8, 30)  # noqa: DTZ001 - a sheet knows no zone


def table_of(data: bytes, limits: Limits = LIMITS) -> Table:
    return read_table("list.xlsx", data, Encoding.UTF_8, limits)


def refused(data: bytes, limits: Limits = LIMITS) -> Refusal:
    with pytest.raises(Refusal) as caught:
        table_of(data, limits)
    return caught.value


def column(table: Table, name: str = "a") -> list[str]:
    return [row.cells[name] for row in table.rows]


def test_what_other_programs_write_comes_back_as_text() -> None:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    assert page is not None
    values = ["a", "001", 7, 7.0, 0.1, -3, True, date(2026, 11, 23), AT,
              time(8, 30), "李 <四> & \"光\"", "=1+1", 1234567890123456]  # fmt: skip
    for value in values:
        page.append([value])
    target = BytesIO()
    book.save(target)
    table = table_of(target.getvalue())
    assert column(table) == [
        "001", "7", "7", "0.1", "-3", "TRUE", "2026-11-23", "2026-11-23T08:30:00", "08:30:00",
        '李 <四> & "光"', "1234567890123456",
    ]  # fmt: skip
    assert table.rows[-1].number == 13  # the formula of row 12 holds no value: nothing stands there
    assert table.faults == (
        RowFault(13, "a", Trouble.CELL_NUMBER_LOST, {"text": "1234567890123456"}),
    )


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<c><f>1+1</f><v>2</v></c>", "2"),
        ('<c t="str"><f>HYPERLINK("file:///etc")</f><v>here</v></c>', "here"),
        ('<c t="s"><v>0</v></c>', "京"),
        ('<c t="d"><v>2026-11-23</v></c>', "2026-11-23"),
        ('<c t="b"><v>0</v></c>', "FALSE"),
        (
            '<c t="inlineStr"><is><r><t>赵</t></r><r><t>桂</t></r><rPh><t>z</t></rPh></is></c>',
            "赵桂",
        ),
        ("<c><v>1E3</v></c>", "1000"),
        ('<c s="1"><v>46349</v></c>', "2026-11-23"),
        ('<c s="2"><v>46349.5</v></c>', "2026-11-23T12:00:00"),
        ('<c s="3"><v>46349</v></c>', "46349"),
        ('<c s="1"><v>1</v></c>', "1900-01-01"),
        ('<c s="1"><v>61</v></c>', "1900-03-01"),
        ('<c s="1"><v>-5</v></c>', "-5"),
        ('<c s="1"><v>99999999</v></c>', "99999999"),
        ('<c s="9"><v>5</v></c>', "5"),
        ('<c t="inlineStr"><is><t>a_x000A_b_x005F_</t></is></c>', "a\nb_"),
    ],
)
def test_cells_of_every_kind(cell: str, text: str) -> None:
    styles = (
        '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m"/>'
        '<numFmt numFmtId="171" formatCode="[Red]&quot;days&quot;0"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>'
    )
    strings = "<sst><si><t>京</t><rPh><t>jing</t></rPh></si></sst>"
    rows = sheet(f'{text_row(1, "a")}<row r="2">{cell}</row>')
    table = table_of(packed(parts(rows, styles=styles, sharedStrings=strings)))
    assert column(table) == [text]
    assert table.faults == ()


def test_days_are_counted_from_1904_where_the_book_says_so() -> None:
    rows = sheet(text_row(1, "a") + '<row r="2"><c s="0"><v>1</v></c></row>')
    styles = '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    members = parts(rows, styles=styles)
    members["xl/workbook.xml"] = BOOK.replace("<workbookPr/>", '<workbookPr date1904="1"/>')
    assert column(table_of(packed(members))) == ["1904-01-02"]


def test_cells_stand_where_they_say_and_errors_are_told() -> None:
    rows = (
        text_row(1, "a", "b", "c")
        + '<row r="3"><c r="B3" t="e"><v>#REF!</v></c><c r="C3"><v>nan</v></c></row>'
        + '<row r="7"><c r="D7" t="str"><v>x</v></c></row>'
    )
    table = table_of(packed(parts(sheet(rows))))
    assert [(row.number, *row.cells.values()) for row in table.rows] == [
        (3, "", "#REF!", "nan"),
        (7, "", "", ""),
    ]
    assert [(each.row, each.column, each.trouble) for each in table.faults] == [
        (3, "b", Trouble.CELL_ERROR),
        (3, "c", Trouble.CELL_NUMBER_LOST),
        (7, "", Trouble.CELL_BEYOND),
    ]


def test_links_may_be_absolute_and_elements_may_have_prefixes() -> None:
    members = parts(SHEET.replace("<", "<x:").replace("<x:/", "</x:"))
    members["xl/_rels/workbook.xml.rels"] = RELATIONS.replace('"work', '"/xl/work')
    assert column(table_of(packed(members)), "b") == ["二"]


BILLION = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]><worksheet><sheetData><row r="1"><c t="str"><v>&c;</v>'
    "</c></row></sheetData></worksheet>"
)
OUTSIDE = BILLION.replace('<!ENTITY a "lol">', '<!ENTITY a SYSTEM "file:///etc/passwd">')
BROKEN = "<worksheet><sheetData><row>"


@pytest.mark.parametrize(
    ("rows", "trouble"),
    [
        (BILLION, Trouble.TABLE_ENTITY),
        (OUTSIDE, Trouble.TABLE_ENTITY),
        ("<!DOCTYPE w SYSTEM 'http://localhost/x.dtd'><w/>", Trouble.TABLE_ENTITY),
        (BROKEN, Trouble.TABLE_NO_WORKBOOK),
        ("", Trouble.TABLE_NO_WORKBOOK),
        ("<a>" * 100, Trouble.TABLE_BOMB),
        (sheet(""), Trouble.TABLE_EMPTY),
        (sheet(text_row(1, *"abcde")), Trouble.TABLE_TOO_MANY_COLUMNS),
        (sheet('<row><c r="XFD1"><v>1</v></c></row>'), Trouble.TABLE_TOO_MANY_COLUMNS),
        (sheet('<row><c r="1A"><v>1</v></c></row>'), Trouble.TABLE_NO_WORKBOOK),
        (sheet("".join(text_row(at, "a") for at in range(1, 9))), Trouble.TABLE_TOO_MANY_ROWS),
        (sheet(text_row(2, "a") + text_row(2, "b")), Trouble.TABLE_NO_WORKBOOK),
        (sheet('<row r="99999999999"/>'), Trouble.TABLE_NO_WORKBOOK),
        (sheet(text_row(1, "x" * 21)), Trouble.TABLE_CELL_TOO_LONG),
        (sheet('<row><c t="s"><v>1</v></c></row>'), Trouble.TABLE_NO_WORKBOOK),
        (sheet('<row><c t="s"><v>0</v></c></row>'), Trouble.TABLE_CELL_TOO_LONG),
        (sheet("<row><c><v>number</v></c></row>"), Trouble.TABLE_NO_WORKBOOK),
        (sheet(text_row(1, "_x0000_")), Trouble.TABLE_HOLDS_NUL),
    ],
)
def test_a_sheet_that_is_none_is_refused(rows: str, trouble: Trouble) -> None:
    strings = f"<sst><si><t>{'x' * 30}</t></si></sst>"
    assert refused(packed(parts(rows, sharedStrings=strings)), SMALL).trouble is trouble


@pytest.mark.parametrize(
    "name",
    ["../xl/evil.xml", "/etc/passwd", "C:\\evil.xml", "xl\\evil.xml", "xl/../../evil", "evil.exe",
     "xl//evil.xml", "xl/\u202eevil.xml", "xl/./../x"],
)  # fmt: skip
def test_members_with_foreign_names_are_refused(name: str) -> None:
    error = refused(packed(parts() | {name: "x"}))
    assert error.trouble is Trouble.TABLE_FOREIGN_PART


def test_a_name_that_comes_twice_is_refused() -> None:
    data = packed(parts() | {"xl/worksheets/sheet2.xml": SHEET})
    twice = data.replace(b"xl/worksheets/sheet2.xml", b"xl/worksheets/sheet1.xml")
    assert refused(twice).trouble is Trouble.TABLE_FOREIGN_PART


def test_too_many_members_are_refused() -> None:
    many = {f"xl/media/{at}.png": "" for at in range(20)}
    assert refused(packed(parts() | many), SMALL).trouble is Trouble.TABLE_BOMB


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_workbook_without_its_parts_is_none(part: str) -> None:
    members = parts()
    del members[part]
    assert refused(packed(members)).trouble is Trouble.TABLE_NO_WORKBOOK


def test_a_workbook_without_a_sheet_is_empty() -> None:
    members = parts() | {"xl/workbook.xml": "<workbook><sheets/></workbook>"}
    assert refused(packed(members)).trouble is Trouble.TABLE_EMPTY


def test_a_bomb_is_noticed_while_it_unpacks() -> None:
    bomb = packed(parts(f"<w>{' ' * 50_000_000}</w>"))
    assert len(bomb) < 60_000
    assert refused(bomb).trouble is Trouble.TABLE_BOMB


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    size = 50_000_000
    bomb = packed(parts(f"<w>{' ' * (size - 7)}</w>"))
    told = size.to_bytes(4, "little")
    assert bomb.count(told) == 2
    liar = bomb.replace(told, (1_000).to_bytes(4, "little"))
    assert refused(liar).trouble is Trouble.TABLE_NO_WORKBOOK


def test_too_many_shared_texts_are_refused() -> None:
    strings = f"<sst>{'<si><t>x</t></si>' * 30}</sst>"
    data = packed(parts(sharedStrings=strings))
    assert refused(data, SMALL).trouble is Trouble.TABLE_TOO_MANY_ROWS


def _encrypted(data: bytes) -> bytes:
    return data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")


@pytest.mark.parametrize(
    ("spoil", "trouble"),
    [
        (_encrypted, Trouble.TABLE_ENCRYPTED),
        (lambda data: bytes.fromhex("d0cf11e0a1b11ae1") + data, Trouble.TABLE_ENCRYPTED),
        (lambda _: b"a,b\n1,2\n", Trouble.TABLE_NO_WORKBOOK),
        (lambda data: data[:-30], Trouble.TABLE_NO_WORKBOOK),
        (lambda data: data[:200] + b"\xff" * 20 + data[220:], Trouble.TABLE_NO_WORKBOOK),
        (lambda _: b"", Trouble.TABLE_NO_WORKBOOK),
    ],
)
def test_a_file_that_is_no_whole_zip_is_refused(
    spoil: Callable[[bytes], bytes], trouble: Trouble
) -> None:
    assert refused(spoil(packed(parts()))).trouble is trouble


def test_other_packings_are_refused() -> None:
    data = packed(parts())
    lzma = data.replace(b"\x14\x00\x00\x00\x08\x00", b"\x14\x00\x00\x00\x0e\x00")
    assert refused(lzma).trouble is Trouble.TABLE_NO_WORKBOOK


_ANY = packed(parts())
_BOOKS = st.tuples(st.integers(0, len(_ANY) - 1), st.binary(min_size=1, max_size=4))


@settings(deadline=None)
@given(st.lists(_BOOKS, min_size=1, max_size=4))
def test_a_spoilt_workbook_gives_a_table_or_a_refusal(changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(_ANY)
    for place, found in changes:
        data[place : place + len(found)] = found
    try:
        table_of(bytes(data), SMALL)
    except Refusal:
        return


@settings(deadline=None)
@given(st.text("<>/=\"'&;:abcrstvx0123456789[]!D ", max_size=80))
def test_any_sheet_gives_a_table_or_a_refusal(inside: str) -> None:
    for rows in (inside, workbooks.sheet(f"<row>{inside}</row>")):
        try:
            table_of(packed(parts(rows)), SMALL)
        except Refusal:
            continue
