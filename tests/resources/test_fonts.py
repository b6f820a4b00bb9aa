"""The fonts are the ones their makers published, and nothing but them lies there."""

import hashlib

import pytest

import resources

FONTS = ("HanaMinB.ttf", "NotoSansSC-Bold.ttf", "NotoSansSC-Regular.ttf")


def sums() -> dict[str, str]:
    lines = resources.path("fonts", "SHA256SUMS").read_text("ascii").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def test_every_font_has_a_sum() -> None:
    there = {file.name for file in resources.path("fonts").glob("*.ttf")}
    assert there == set(FONTS) == set(sums())


@pytest.mark.parametrize("name", FONTS)
def test_a_font_is_unchanged(name: str) -> None:
    with resources.path("fonts", name).open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == sums()[name]


@pytest.mark.parametrize("name", ["NotoSansSC", "HanaMinB"])
def test_a_font_has_its_licence_beside_it(name: str) -> None:
    assert "Open Font License" in resources.path("fonts", f"LICENSE-{name}.txt").read_text("utf-8")
