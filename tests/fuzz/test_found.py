"""What the fuzzer found once stays harmless; what it begins from is read."""

from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

FOUND = Path(__file__).parent / "found"


@pytest.mark.parametrize("name", TARGETS)
def test_what_the_fuzzer_begins_from(name: str) -> None:
    target, seeds = TARGETS[name]
    for seed in seeds:
        target(seed)
        target(seed[:-3])


@pytest.mark.parametrize("name", TARGETS)
def test_what_was_found_is_harmless_now(name: str) -> None:
    for file in sorted((FOUND / name).glob("*")):
        TARGETS[name][0](file.read_bytes())
