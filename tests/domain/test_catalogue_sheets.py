"""The catalogue as sheets and back: lossless, and mistakes named by sheet, row and column."""

from collections.abc import Sequence
from typing import Any

import pytest

from db.catalogue_files import catalogue_folder, read_files
from desktop.domain.catalogue import CatalogueError, read_catalogue
from desktop.domain.catalogue_changes import carried_over, changes
from desktop.domain.catalogue_sheets import (
    SHEETS,
    SheetLine,
    files_of,
    headings,
    lines_of,
    placed,
)

FILES = read_files(catalogue_folder())
CARD = next(name for name in FILES if name.endswith("-id-card.yaml") and "temp" not in name)
Sheets = dict[str, list[SheetLine]]


def sheets(files: Any = FILES) -> Sheets:
    """All sheets as a spreadsheet program would give them back."""
    return {
        spec.title: [
            SheetLine(number, dict(zip(headings(spec), row, strict=True)))
            for number, row in enumerate(lines_of(files, spec), 2)
        ]
        for spec in SHEETS
    }


def row(book: Sheets, title: str, **wanted: str) -> SheetLine:
    """The first row in which these cells stand so."""
    return next(
        line
        for line in book[title]
        if all(line.cells[heading] == cell for heading, cell in wanted.items())
    )


def told(book: Sheets) -> Sequence[tuple[str, int, str]]:
    """Where the mistakes of a book are."""
    files, places, faults = files_of(FILES, book)
    if not faults:
        with pytest.raises(CatalogueError) as refused:
            read_catalogue(files)
        faults = placed(refused.value.faults, places)
    return [(fault.sheet, fault.row, fault.column) for fault in faults]


def test_nothing_is_lost_on_the_way_out_and_back() -> None:
    files, _places, faults = files_of(FILES, sheets())
    assert faults == ()
    assert changes(FILES, files) == ()
    assert read_catalogue(files).items.keys() == read_catalogue(FILES).items.keys()


def test_what_was_written_is_what_changes() -> None:
    book = sheets()
    line = row(book, "特殊情形", 事项编号="id-card", 条件="agent")
    line.cells["告知语"] = "本人来。"  # type: ignore[index]
    book["问答"].append(SheetLine(999, {"事项编号": "id-card", "问": "多久？", "答": "六十日。"}))
    files, _places, faults = files_of(FILES, book)
    assert faults == ()
    found = changes(FILES, files)
    assert [(each.file, each.row) for each in found] == [(CARD, "id-card")] * 2
    say, question = found
    assert say.path[0] == "special_cases"
    assert say.path[2] == "say"
    assert (say.after, say.before[:3]) == ("本人来。", "申请要")
    assert (question.before, question.after) == ("", "多久？ · 六十日。")


def test_a_row_that_goes_and_one_that_moves_are_told_apart() -> None:
    book = sheets()
    lines = [line for line in book["问答"] if line.cells["事项编号"] == "id-card"]
    book["问答"].remove(lines[0])
    files, _places, _faults = files_of(FILES, book)
    (gone,) = changes(FILES, files)
    assert gone.path == ("questions", "1")
    assert gone.before.startswith(lines[0].cells["问"])
    assert gone.after == ""


@pytest.mark.parametrize(
    ("title", "wanted", "heading", "cell"),
    [
        ("特殊情形", {"事项编号": "id-card", "条件": "agent"}, "条件", "agnt"),
        ("特殊情形", {"事项编号": "id-card", "条件": "agent"}, "条件", "agent and"),
        ("特殊情形", {"事项编号": "id-card", "条件": "agent"}, "告知语", ""),
        ("特殊情形", {"事项编号": "id-card", "条件": "agent"}, "增加材料", "no-such-paper"),
        ("材料", {"事项编号": "id-card", "材料编号": "digital-photo"}, "必须", "也许"),
        ("材料", {"事项编号": "id-card", "材料编号": "digital-photo"}, "材料编号", "nothing"),
        ("材料", {"事项编号": "id-card", "材料编号": "digital-photo"}, "事项编号", "id-crd"),
        ("事项", {"编号": "id-card"}, "法定期限数", "六十"),
        ("事项", {"编号": "id-card"}, "主题", "nowhere"),
        ("材料库", {"编号": "digital-photo"}, "形式", "stone"),
        ("特殊情形定义", {"编号": "elderly"}, "包含", "nobody"),
    ],
)
def test_a_mistake_is_named_by_sheet_row_and_column(
    title: str, wanted: dict[str, str], heading: str, cell: str
) -> None:
    book = sheets()
    line = row(book, title, **wanted)
    line.cells[heading] = cell  # type: ignore[index]
    assert (title, line.number, heading) in told(book)


def test_a_sheet_without_a_column_and_an_unknown_sheet_are_named() -> None:
    book = sheets()
    lines = book["问答"]
    book["问答"] = [SheetLine(each.number, {"事项编号": "id-card"}) for each in lines]
    book["便签"] = []
    assert told(book) == [("问答", 0, "问、答"), ("便签", 0, "")]


def test_a_station_s_changes_go_over_to_a_newer_edition_but_never_over_its_changes() -> None:
    other = next(name for name in FILES if name.endswith("passport.yaml"))
    own = FILES | {
        CARD: FILES[CARD] | {"result": "我们的"},
        other: FILES[other] | {"result": "我们的"},
    }
    newer = FILES | {other: FILES[other] | {"result": "新的"}}
    made, left = carried_over(FILES, own, newer)
    assert made[CARD]["result"] == "我们的"
    assert made[other]["result"] == "新的"
    assert left == (other,)
