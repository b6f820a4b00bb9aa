"""Tables that somebody hands in: read as text or refused by name, whatever the bytes are."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.tables import LIMITS, Limits, RowFault, Table
from desktop.services.table_files import Encoding, read_file, read_table

SMALL = Limits(size=4_000, rows=5, columns=4, cell=20)


def csv_table(
    text: str | bytes, encoding: Encoding = Encoding.UTF_8, limits: Limits = LIMITS
) -> Table:
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return read_table("list.csv", data, encoding, limits)


def refused(
    text: str | bytes, encoding: Encoding = Encoding.UTF_8, limits: Limits = LIMITS
) -> Refusal:
    with pytest.raises(Refusal) as caught:
        csv_table(text, encoding, limits)
    return caught.value


def cells(table: Table) -> list[tuple[str, ...]]:
    return [tuple(row.cells[name] for name in table.columns) for row in table.rows]


@pytest.mark.parametrize("encoding", Encoding)
def test_rows_come_back_as_text_under_their_header(encoding: Encoding) -> None:
    table = csv_table("警号, 姓名 \r\n001009,吴𠮷\r\n\r\n001010,\r\n", encoding)
    assert table.columns == ("警号", "姓名")
    assert cells(table) == [("001009", "吴𠮷"), ("001010", "")]
    assert [row.number for row in table.rows] == [2, 4]
    assert table.faults == ()


def test_a_mark_at_the_start_is_no_part_of_the_first_name() -> None:
    assert csv_table(b"\xef\xbb\xbfa,b\n1,2").columns == ("a", "b")


def test_quoted_cells_hold_commas_quotes_and_line_ends() -> None:
    assert cells(csv_table('a,b\n"x, ""y""","1\n2"\n')) == [('x, "y"', "1\n2")]


@pytest.mark.parametrize(
    ("text", "trouble", "values"),
    [
        ("", Trouble.TABLE_EMPTY, {}),
        (" , \n\n", Trouble.TABLE_EMPTY, {}),
        ("a,,b\n", Trouble.TABLE_HEADER_EMPTY, {"column": 2}),
        ("a,b,Ａ\n", Trouble.TABLE_HEADER_TWICE, {"name": "A"}),
        ("a,b\u202e\n", Trouble.TABLE_HEADER_ODD, {"column": 2}),
        ('a,b\n1,"2\n3,4\n', Trouble.TABLE_QUOTE, {"row": 2}),
        ('a,b\n1,"2"3\n', Trouble.TABLE_QUOTE, {"row": 2}),
        ('a,b\n1,2"3\n', Trouble.TABLE_QUOTE, {"row": 2}),
        ("a,b\n1,\0\n", Trouble.TABLE_HOLDS_NUL, {"row": 2}),
        ("a\n" + "x" * 21, Trouble.TABLE_CELL_TOO_LONG, {"row": 2, "most": 20}),
        ("a,b,c,d,e\n", Trouble.TABLE_TOO_MANY_COLUMNS, {"most": 4}),
        ("a\n" + "," * 1_000, Trouble.TABLE_TOO_MANY_COLUMNS, {"most": 4}),
        ("a\n" + "1\n" * 6, Trouble.TABLE_TOO_MANY_ROWS, {"most": 5}),
        ("a\n" + "\n" * 60, Trouble.TABLE_TOO_MANY_ROWS, {"most": 5}),
        ("a\n" + "1" * 4_000, Trouble.TABLE_TOO_LARGE, {"most": 0}),
    ],
)
def test_what_no_list_holds_is_refused(
    text: str, trouble: Trouble, values: dict[str, object]
) -> None:
    error = refused(text, limits=SMALL)
    assert (error.trouble, error.values) == (trouble, values)


@pytest.mark.parametrize(
    ("data", "encoding", "row"),
    [
        ("a\n张三\n".encode("gb18030"), Encoding.UTF_8, 2),
        ("姓名\n张三\n".encode(), Encoding.GB18030, 1),
        ("a\n张三\n".encode("gb18030") + "李四光\n".encode(), Encoding.UTF_8, 2),
        ("a\n张三\n".encode("gb18030") + "李四光\n".encode(), Encoding.GB18030, 3),
        (b"\xef\xbb\xbfa\n\xd5\xc5\n", Encoding.UTF_8, 2),
        ("姓名".encode("utf-16"), Encoding.UTF_8, 1),
        (b"a\n\xff\xff", Encoding.GB18030, 2),
        (b"a\nb\x81", Encoding.GB18030, 2),
    ],
)
def test_another_encoding_than_told_is_noticed(data: bytes, encoding: Encoding, row: int) -> None:
    error = refused(data, encoding)
    assert (error.trouble, error.values) == (Trouble.TABLE_ENCODING, {"row": row})


def test_what_is_wrong_in_rows_is_gathered() -> None:
    table = csv_table("a,b\n1\u202e,2\n1,2,3\n\u200b1,2\u2066\n1,\n")
    assert table.faults == (
        RowFault(2, "a", Trouble.CELL_INVISIBLE, {"code": "U+202E"}),
        RowFault(3, "", Trouble.CELL_BEYOND),
        RowFault(4, "a", Trouble.CELL_INVISIBLE, {"code": "U+200B"}),
        RowFault(4, "b", Trouble.CELL_INVISIBLE, {"code": "U+2066"}),
    )
    assert len(table.rows) == 4


@pytest.mark.parametrize("name", ["list.xls", "list", "list.csv.exe", "list.txt"])
def test_other_kinds_are_refused(name: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_table(name, b"a,b\n1,2\n", Encoding.UTF_8)
    assert caught.value.trouble is Trouble.TABLE_KIND


def test_a_file_is_read_no_further_than_allowed(tmp_path: Path) -> None:
    file = tmp_path / "list.CSV"
    file.write_bytes(b"a,b\n1,2\n")
    assert cells(read_file(file, Encoding.UTF_8)) == [("1", "2")]
    with file.open("r+b") as grown:
        grown.truncate(1 << 30)  # takes no room on the disk
    with pytest.raises(Refusal) as caught:
        read_file(file, Encoding.UTF_8)
    assert caught.value.trouble is Trouble.TABLE_TOO_LARGE
    with pytest.raises(Refusal) as caught:
        read_file(tmp_path, Encoding.UTF_8)
    assert caught.value.trouble is Trouble.FILE_UNREADABLE


_CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs"]), max_size=8)
_TABLES = st.lists(st.lists(_CELLS, min_size=3, max_size=3), max_size=6)


@given(_TABLES, st.sampled_from(Encoding), st.sampled_from(["\r\n", "\n", "\r"]))
def test_what_is_written_is_read(rows: list[list[str]], encoding: Encoding, end: str) -> None:
    target = io.StringIO()
    writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator=end)
    writer.writerows([["甲", "乙", "丙"], *rows])
    table = csv_table(target.getvalue(), encoding)
    assert cells(table) == [tuple(row) for row in rows if any(map(str.strip, row))]


@given(st.binary(max_size=200) | st.text(max_size=60).map(str.encode), st.sampled_from(Encoding))
@example(b'a\n"', Encoding.UTF_8)
@example(b"\xef\xbb\xbf", Encoding.GB18030)
def test_any_bytes_give_a_table_or_a_refusal(data: bytes, encoding: Encoding) -> None:
    try:
        table = csv_table(data, encoding, SMALL)
    except Refusal:
        return
    assert len(table.rows) <= SMALL.rows
    assert all(set(row.cells) == set(table.columns) for row in table.rows)
