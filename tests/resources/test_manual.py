"""The manual's pages: the same in both languages, true to the screens, nothing missing, no rest."""

import re
from itertools import chain

import pytest
from babel.messages.pofile import read_po

import resources
from desktop.settings import described
from desktop.tour.manual import SHOTS
from desktop.views.manual.markup import FILLED, LINK, PICTURE, STRONG, kind
from desktop.views.manual.pages import PAGES, ManualPage, page
from desktop.views.manual.pictures import size_of
from desktop.views.manual.setting_words import SENTENCES, TYPES, settings_table

LANGUAGES = ("zh_CN", "en")
EVERY = [(language, key) for language in LANGUAGES for key in PAGES]
LARGEST, LARGEST_OF_ALL = 60_000, 4_000_000
ON_EVERY_PAGE = ("first-day", "keys", "trouble", "trouble-password")


def pictures(read: ManualPage) -> list[str]:
    return [found[2] for line in read.lines if (found := PICTURE.fullmatch(line))]


@pytest.mark.parametrize("key", PAGES)
def test_both_languages_have_the_same_sections_with_the_same_pictures(key: str) -> None:
    ours, theirs = (page(language, key) for language in LANGUAGES)
    assert [(each.anchor, each.deep) for each in ours.sections] == [
        (each.anchor, each.deep) for each in theirs.sections
    ]
    assert [kind(line) for line in ours.lines] == [kind(line) for line in theirs.lines]
    assert pictures(ours) == pictures(theirs)


@pytest.mark.parametrize(("language", "key"), EVERY)
def test_a_page_is_well_formed(language: str, key: str) -> None:
    read = page(language, key)
    anchors = [each.anchor for each in read.sections]
    assert len(set(anchors)) == len(anchors)
    assert set(ON_EVERY_PAGE) <= set(anchors)
    assert kind(read.lines[0]) == "title"
    for line in read.lines[1:]:
        known = kind(line)
        assert known != "title", line
        assert known in ("heading", "table") or not line.startswith(("#", "|")), line
        assert known == "picture" or "![" not in line, line
        assert line.count("**") % 2 == 0, line
        assert line.count("`") % 2 == 0, line
    for line in filter(PICTURE.fullmatch, read.lines):
        assert f"/pictures/{language}/" in line
    assert [line for line in read.lines if FILLED.search(line)] in ([], ["{{settings}}"])


@pytest.mark.parametrize(("language", "key"), EVERY)
def test_every_link_leads_somewhere_in_the_manual(language: str, key: str) -> None:
    text = "\n".join(page(language, key).lines)
    found = LINK.findall(text)
    assert len(re.findall(r"(?<!!)\[[^\]]+\]\(", text)) == len(found)
    for _words, other, anchor in found:
        assert page(language, other or key).has(anchor), (other, anchor)
    assert "http" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_there_and_none_is_left_over(language: str) -> None:
    named = set(chain.from_iterable(pictures(page(language, key)) for key in PAGES))
    files = sorted(resources.path("manual", "pictures", language).iterdir())
    assert {file.name for file in files} == {f"{name}.png" for name in named}
    assert named == set(SHOTS)
    assert [file.name for file in files if file.stat().st_size > LARGEST] == []
    for name in named:
        left, top, right, bottom = SHOTS[name].cut
        assert size_of(language, name) == (right - left + 2, bottom - top + 2)


def test_no_page_and_no_folder_is_left_over() -> None:
    folder = resources.path("manual")
    wanted = {f"{language}/{key}.md" for language, key in EVERY}
    assert {file.relative_to(folder).as_posix() for file in folder.rglob("*.md")} == wanted
    assert {file.name for file in folder.iterdir()} == {*LANGUAGES, "pictures"}
    assert {file.name for file in (folder / "pictures").iterdir()} == set(LANGUAGES)
    every = sum(file.stat().st_size for file in folder.rglob("*.png"))
    assert every < LARGEST_OF_ALL


def said_by_the_screens(language: str) -> set[str]:
    """Every text of the screens, with an ellipsis where a value stands."""
    with resources.path("locale", "zh_CN", "LC_MESSAGES", "onevisit.po").open("rb") as file:
        texts = read_po(file)
    found = [row.string if language == "zh_CN" else row.id for row in texts if row.id]
    words = [text for text in found if isinstance(text, str)]
    return {re.sub(r"\{[^}]*\}", "…", text) for text in words}


@pytest.mark.parametrize(("language", "key"), EVERY)
def test_what_is_to_be_pressed_is_called_as_on_the_screen(language: str, key: str) -> None:
    known = said_by_the_screens(language)
    named = {word for line in page(language, key).lines for word in STRONG.findall(line)}
    assert named - known == set()


def test_every_setting_stands_in_the_table_in_the_language() -> None:
    head, *rows = settings_table()
    assert len(head) == 4
    assert [row[0] for row in rows] == [each.name for each in described()]
    assert {each.what for each in described()} == set(SENTENCES)
    assert {each.type for each in described()} <= set(TYPES)
    assert [row for row in rows if re.fullmatch("[ -~]*", row[3])] == []  # all of them in Chinese
    for language in LANGUAGES:
        assert "{{settings}}" in page(language, "it").lines
