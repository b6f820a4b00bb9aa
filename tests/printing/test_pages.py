"""Blocks flow over pages: nothing twice, nothing lost, headings with what they head."""

import pytest

from desktop.printing.blocks import Block, Frame, Gap, Row, Stack, Table, Text, text
from desktop.printing.pages import Room, paginate

ROOM = Room(first=200, later=300)


def line(words: str = "一行", keep: bool = False) -> Text:
    return Text(text(words, 10, 400, 20).lines, 20, keep=keep)


def row(words: str, lines: int = 1) -> Row:
    return Row(((400, Stack((text("\n".join([words] * lines), 10, 400, 20),))),), pad=0)


def texts(block: Block) -> list[str]:
    match block:
        case Text():
            return [line.text for line in block.lines]
        case Stack():
            return [words for inner in block.blocks for words in texts(inner)]
        case Table():
            return [words for inner in block.rows for words in texts(inner)]
        case Row():
            return [words for _, cell in block.cells for words in texts(cell)]
        case Frame():
            return texts(block.inner)
        case _:
            return []


def test_what_fits_is_one_page() -> None:
    assert len(paginate(Stack((line(),) * 10), ROOM)) == 1


def test_pages_are_as_high_as_their_room() -> None:
    found = paginate(Stack(tuple(line() for _ in range(60))), ROOM)
    assert [page.height for page in found] == [200, 300, 300, 300, 100]


def test_the_reserve_stays_free_on_the_last_page_only() -> None:
    room = Room(200, 300, reserve=100)
    found = paginate(Stack(tuple(line() for _ in range(40))), room)
    assert found[0].height == 200
    assert found[-1].height <= 200
    assert sum(page.height for page in found) == 800


def test_a_page_that_is_full_but_for_the_reserve_gives_some_text_away() -> None:
    found = paginate(Stack(tuple(line(str(n)) for n in range(10))), Room(200, 300, 100))
    assert [texts(page) for page in found] == [
        [str(n) for n in range(6)],
        [str(n) for n in range(6, 10)],
    ]


def test_a_heading_goes_with_what_it_heads() -> None:
    body = Stack((*(line() for _ in range(9)), line("题", keep=True), line("文")))
    assert texts(paginate(body, ROOM)[1]) == ["题", "文"]


def test_white_space_vanishes_at_the_top_of_a_page() -> None:
    body = Stack(
        (
            *(line() for _ in range(10)),
            Stack(
                (
                    Gap(30),
                    line("下"),
                )
            ),
        )
    )
    assert paginate(body, ROOM)[1].height == 20


def test_a_table_repeats_its_head_and_keeps_its_rows() -> None:
    table = Table(row("头"), tuple(row(str(n)) for n in range(30)))
    found = paginate(Stack((table,)), ROOM)
    assert [words for page in found for words in texts(page)] == [str(n) for n in range(30)]
    assert [page.height for page in found] == [200, 300, 160]


def test_a_last_row_has_company() -> None:
    table = Table(row("头"), tuple(row(str(n)) for n in range(10)))
    assert [texts(page) for page in paginate(Stack((table,)), ROOM)][1] == ["8", "9"]


def test_a_box_is_split_only_where_nothing_else_helps() -> None:
    box = Frame(Stack((text("行\n" * 8 + "行", 10, 400, 20),)), 400)
    assert [len(texts(page)) for page in paginate(Stack((line(), box)), ROOM)] == [1, 9]
    tall = Frame(Stack((text("行\n" * 30 + "行", 10, 400, 20),)), 400)
    assert [len(texts(page)) for page in paginate(Stack((tall,)), ROOM)] == [9, 14, 8]


def test_a_row_higher_than_a_page_is_split() -> None:
    table = Table(row("头"), (row("甲"), row("长", 40), row("乙")))
    found = [words for page in paginate(Stack((table,)), ROOM) for words in texts(page)]
    assert found == ["甲", *["长"] * 40, "乙"]


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_what_is_higher_than_any_page_does_not_loop(lines: int) -> None:
    tall = Text(text("\n".join("行" * lines), 10, 400, 500).lines, 500)
    found = paginate(Stack((tall, line())), ROOM)
    assert sum(len(texts(page)) for page in found) == lines + 1
