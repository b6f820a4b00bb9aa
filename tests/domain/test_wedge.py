"""Scans are told from typing by times and texts; what is not ours is nobody's scan."""

import pytest

from desktop.domain.wedge import Burst, Code, CodeKind, code_in

STATION, PREFIXES = "330105A1", ("10", "11", "95")
NUMBER = "330105A1202611230001"


def typed(times: list[int], gap: int = 35, shortest: int = 8) -> str:
    """What an end key at the last time makes of characters at the others."""
    burst = Burst(gap, shortest)
    for at in times[:-1]:
        if burst.late(at):
            burst.clear()
        burst.add(at, "1")
    return burst.ended(times[-1])


@pytest.mark.parametrize(
    ("times", "held"),
    [
        ([0, 10, 20, 30, 40, 50, 60, 70, 80], "11111111"),
        ([0, 35, 70, 105, 140, 175, 210, 245, 280], "11111111"),
        ([0, 10, 20, 30, 40, 50, 60, 70, 106], ""),  # the end key came by hand
        ([0, 10, 20, 30, 40, 50, 60, 70], ""),  # too short
        ([0, 100, 110, 120, 130, 140, 150, 160, 170], ""),  # the first was typed: seven remain
        ([0, 100, 110, 120, 130, 140, 150, 160, 170, 180], "11111111"),
        ([0, 60, 120, 180, 240, 300, 360, 420, 480], ""),  # a fast hand
        ([50, 40, 30, 20, 10, 9, 8, 7, 6], ""),  # a clock set back
    ],
)
def test_only_an_even_quick_row_of_keys_is_a_scan(times: list[int], held: str) -> None:
    assert typed(times) == held


def test_what_is_held_comes_back_once() -> None:
    burst = Burst(35, 8)
    burst.add(0, "a")
    burst.add(1, "b")
    assert (burst.clear(), burst.clear()) == ("ab", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (NUMBER, Code(CodeKind.NUMBER, NUMBER)),
        (f" {NUMBER}/S", Code(CodeKind.NUMBER, NUMBER)),
        (f"https://guides.example/item-id-card.html#{NUMBER}", Code(CodeKind.NUMBER, NUMBER)),
        ("onevisit:item:id-card", Code(CodeKind.ITEM, "id-card")),
        ("onevisit:item:../../x", None),
        ("EE123456785CN", Code(CodeKind.WAYBILL, "EE123456785CN")),
        ("EE123456789CN", None),
        ("1100000000001", Code(CodeKind.WAYBILL, "1100000000001")),
        ("6900000000001", None),
        ("330106B9202611230001", None),
        ("TRAIN202611230001", Code(CodeKind.TRAINING, "TRAIN202611230001")),
        ("11010519491231002X", None),
        ("", None),
    ],
)
def test_which_codes_are_ours(text: str, code: Code | None) -> None:
    assert code_in(text, STATION, PREFIXES) == code


def test_at_the_training_its_own_numbers_are_numbers() -> None:
    number = "TRAIN202611230001"
    assert code_in(number, "TRAIN", PREFIXES) == Code(CodeKind.NUMBER, number)


def test_what_could_be_somebody_s_number_stays_as_typed() -> None:
    """A station whose code is six digits gives numbers as long as those of people."""
    assert code_in("110105194912310020", "110105", PREFIXES) is not None
    assert code_in("110105194912310029", "110105", PREFIXES) is not None
    assert code_in("11010519491231002X", "110105", PREFIXES) is None
