"""The guide: one item, a theme, the booklet."""

import io

import pypdf
import pytest
from PySide6.QtGui import QGuiApplication

from desktop.domain.conditions import parse
from desktop.domain.items import Item
from desktop.domain.printing import Paper
from desktop.printing.guide import render_guide
from desktop.printing.guide_item import condition_words, voice
from desktop.printing.kit import NORMAL
from tests.printing.builders import catalogue, template
from tests.printing.readers import codes, pages, picture, squeezed, text

ITEMS = tuple(catalogue().items.values())


def guide(*items: Item, contents: bool = False) -> Paper:
    return render_guide(
        catalogue(), items, template("guide-1"), title="办事指南", contents=contents
    )


@pytest.fixture(scope="module")
def booklet() -> list[str]:
    return pages(guide(*ITEMS, contents=True).pdf)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_an_item_says_everything(item: Item) -> None:
    found = text(guide(item).pdf)
    materials = catalogue().materials
    said = [
        item.name,
        *item.conditions,
        *item.steps,
        *(materials[row.material].name for row in item.materials),
        *(row.note for row in item.materials if row.note),
        *(part for case in item.special_cases for part in (case.say, *case.instead)),
        *(materials[row.material].name for case in item.special_cases for row in case.adds),
        *(part for row in item.questions for part in (row.ask, row.answer)),
        *(part for row in item.offices for part in (row.office, row.task)),
        *(row.law for row in item.law),
        *item.to_confirm,
        *(option.note for option in item.fee.options if option.note),
        item.result,
        item.validity or "",
    ]
    assert [words for words in said if squeezed(words) not in found] == []


def test_the_contents_name_the_right_pages(booklet: list[str]) -> None:
    listed = "".join(booklet[1:3])
    for item in ITEMS:
        name = squeezed(item.name)
        starts = [n for n, page in enumerate(booklet, 1) if page.startswith(name) and n > 3]
        first = next(n for n in starts if not booklet[n - 1].startswith(f"{name}（续）"))
        assert f"{name}{first}" in listed


def test_every_page_of_the_booklet_is_numbered(booklet: list[str]) -> None:
    for number, page in enumerate(booklet, start=1):
        assert f"第{number}页共{len(booklet)}页" in page


def test_the_outline_leads_to_each_item() -> None:
    reader = pypdf.PdfReader(io.BytesIO(guide(*ITEMS, contents=True).pdf))
    entries = [row for part in reader.outline if isinstance(part, list) for row in part]
    assert [row.title for row in entries if not isinstance(row, list)] == [
        item.name for item in _by_theme()
    ]
    for row in entries:
        assert not isinstance(row, list)
        shown = reader.pages[reader.get_destination_page_number(row) or 0].extract_text()
        assert squeezed(shown).startswith(squeezed(str(row.title)))


def _by_theme() -> list[Item]:
    themes = list(dict.fromkeys(item.theme for item in ITEMS))
    return sorted(ITEMS, key=lambda item: themes.index(item.theme))


def test_one_item_has_neither_cover_nor_contents() -> None:
    found = pages(guide(ITEMS[0]).pdf)
    assert found[0].startswith(squeezed(ITEMS[0].name))


def test_the_guide_repeats_byte_for_byte() -> None:
    assert guide(*ITEMS[:3], contents=True) == guide(*ITEMS[:3], contents=True)


def test_the_code_names_the_item(qapp: QGuiApplication) -> None:
    found = codes(picture(guide(ITEMS[0]).pdf, 0, 150))
    assert found == {"QRCODE": [f"onevisit:item:{ITEMS[0].id}"]}


def test_conditions_are_said_in_words() -> None:
    speaks = voice(catalogue(), template("guide-1"), NORMAL)
    labels = {name: kind.label for name, kind in catalogue().flags.items()}
    assert condition_words(parse("agent and not lost_documents"), speaks) == (
        f"{labels['agent']}且不属于{labels['lost_documents']}"
    )
