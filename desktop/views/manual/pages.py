"""The manual's pages: plain files of resources/manual, cut into sections with stable anchors."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import resources
from desktop.domain.officers import Role

PAGES = ("officer", "supervisor", "administrator", "it")
"""A page for each who reads it, in the order they are offered."""

HEADING = re.compile(r"(#{2,3}) (.+) \{#([a-z][a-z0-9_-]*)\}")

PAGE_OF = {
    Role.OFFICER: "officer",
    Role.DUTY: "officer",
    Role.SUPERVISOR: "supervisor",
    Role.ADMINISTRATOR: "administrator",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that can be gone to; `deep` is one under another."""

    anchor: str
    title: str
    deep: bool


@dataclass(frozen=True, slots=True)
class ManualPage:
    """One page as it is written, with what its headings name."""

    key: str
    title: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]

    def has(self, anchor: str) -> bool:
        """Whether a section bears this anchor."""
        return any(each.anchor == anchor for each in self.sections)


@cache
def page(language: str, key: str) -> ManualPage:
    """A page in a language, read once."""
    text = resources.path("manual", language, f"{key}.md").read_text(encoding="utf-8")
    lines = tuple(text.splitlines())
    return ManualPage(key, lines[0].removeprefix("# "), lines, tuple(_sections(lines)))


def _sections(lines: tuple[str, ...]) -> Iterator[Section]:
    for line in lines:
        found = HEADING.fullmatch(line)
        if found is not None:
            yield Section(found[3], found[2], deep=len(found[1]) > 2)


def locate(language: str, own: str, room: str, tab: str) -> tuple[str, str]:
    """Where a room's tab is told: the page and the anchor, on the reader's own page if it is there.

    Nothing fitting is the top of the own page.
    """
    order = (own, *(key for key in PAGES if key != own))
    for anchor in (f"{room}-{tab}", room):
        for key in order:
            if page(language, key).has(anchor):
                return key, anchor
    return own, ""
