"""Every character has a font, or the slip is refused with the character named."""

import pytest

from desktop.domain.errors import Refusal, Trouble
from desktop.printing.glyphs import BOLD, RARE, REGULAR, Run, check, font, plain, runs, width
from tests.printing.builders import slip


def test_a_text_of_common_characters_is_one_run() -> None:
    assert runs("一次性告知单 No. 1") == (Run(REGULAR, "一次性告知单 No. 1"),)


def test_a_rare_character_changes_the_font_for_itself_alone() -> None:
    assert runs("王𠮷明") == (Run(REGULAR, "王"), Run(RARE, "𠮷"), Run(REGULAR, "明"))
    assert runs("王𠮷", bold=True) == (Run(BOLD, "王"), Run(RARE, "𠮷"))


@pytest.mark.parametrize("char", "𠮷䶮㼆𬭎")
def test_rare_characters_of_names_are_there(char: str) -> None:
    check(char)


def test_a_missing_character_is_named_wherever_it_stands() -> None:
    content = slip(
        questions=(*slip().questions, slip().questions[0].__class__("问", "答\U0010fffd"))
    )
    with pytest.raises(Refusal) as caught:
        check(content)
    assert caught.value.trouble is Trouble.GLYPH_MISSING
    assert caught.value.values == {"character": "\U0010fffd", "code": "U+10FFFD"}


def test_a_control_character_is_refused_too() -> None:
    with pytest.raises(Refusal) as caught:
        check(["王\x07明"])
    assert caught.value.values["code"] == "U+0007"


def test_blank_characters_become_spaces() -> None:
    assert plain("a\tb\r\nc\u2003d\u3000e") == "a b\nc d\u3000e"


def test_a_font_is_read_once() -> None:
    assert font(REGULAR) is font(REGULAR)


def test_a_han_character_is_as_wide_as_the_size() -> None:
    assert width("国", 10.5) == pytest.approx(10.5)
    assert width("国𠮷", 10) == pytest.approx(20, rel=0.01)
