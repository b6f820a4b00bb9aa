"""The sheet of what is still needed: complete, large, on as many pages as it wants."""

import pytest
from PySide6.QtGui import QGuiApplication

import resources
from desktop.domain.errors import Refusal, Trouble
from desktop.printing.still_needed import render_still_needed
from desktop.services.catalogue import NOTICE, template
from tests.printing.readers import squeezed, text

TEMPLATE = template(NOTICE, resources.path("templates"))
WHOM = ("示例派出所", "工作日 9:00–17:00", "〔本单位填写〕")
ROW = ("居民户口簿", "原件和首页、本人页复印件各一份", "户口所在地派出所", "复印件看不清", "")


def test_every_paper_is_there_with_its_place_and_fault(qapp: QGuiApplication) -> None:
    paper = render_still_needed("陈奶奶", ("居民身份证申领换领补领",), (ROW, ROW), WHOM, TEMPLATE)
    shown = text(paper.pdf)
    assert paper.pages == 1
    for part in (*ROW, *WHOM, "陈奶奶", "还缺这几样"):
        assert squeezed(part) in shown


def test_papers_of_which_one_is_enough_stand_under_their_sentence(qapp: QGuiApplication) -> None:
    choice = tuple((f"证明{letter}", "原件", "", "", "proof") for letter in "甲乙")
    paper = render_still_needed("陈奶奶", ("某事",), (ROW, *choice), WHOM, TEMPLATE)
    shown = text(paper.pdf)
    assert shown.count("备好其中一样") == 1
    assert shown.index("备好其中一样") < shown.index("证明甲") < shown.index("证明乙")


def test_a_long_list_goes_on_over_the_page(qapp: QGuiApplication) -> None:
    rows = tuple((f"材料{number}", *ROW[1:]) for number in range(25))
    paper = render_still_needed("陈奶奶", ("某事",), rows, WHOM, TEMPLATE)
    assert paper.pages > 1
    shown = text(paper.pdf)
    assert all(f"材料{number}" in shown for number in range(25))


def test_a_character_without_a_glyph_is_refused(qapp: QGuiApplication) -> None:
    with pytest.raises(Refusal) as refused:
        render_still_needed("陈\U00033333", ("某事",), (ROW,), WHOM, TEMPLATE)
    assert refused.value.trouble is Trouble.GLYPH_MISSING
