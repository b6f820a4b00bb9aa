"""The printed guide: one item, a theme, or the booklet with cover and contents."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from desktop.domain.items import Catalogue, Item
from desktop.domain.notice import Template
from desktop.domain.printing import Paper
from desktop.printing.blocks import Block, Gap, Stack, Text, text
from desktop.printing.glyphs import check
from desktop.printing.guide_item import Voice, badges, body, voice
from desktop.printing.kit import (
    BOTTOM,
    FOOT,
    LEFT,
    MEASURE,
    NORMAL,
    QR_SIDE,
    RUNNING,
    TOP,
    Head,
    Sizes,
    draw_foot,
    draw_running_head,
)
from desktop.printing.lines import Ink, Piece
from desktop.printing.pages import Room, paginate
from desktop.printing.sheet import BOLD_RULE, HAIR, HEIGHT, MM, WIDTH, Sheet
from desktop.printing.signs import qr

SNUG = Sizes(10.5, 9, 10, 14, 11.5, 12.5, air=5, pad=1.6, leading=1.28)
BODY = BOTTOM - TOP - FOOT
TITLE = 17


@dataclass(frozen=True, slots=True)
class _Chapter:
    """An item with its pages and the page it begins on."""

    item: Item
    pages: tuple[Stack, ...]
    first: int


def render_guide(
    catalogue: Catalogue,
    items: Sequence[Item],
    template: Template,
    *,
    title: str,
    contents: bool,
) -> Paper:
    """The guide to some items; with contents it has a cover and is ordered by theme.

    Raises Refusal(GLYPH_MISSING) before anything is drawn, naming a character no font has.
    """
    ordered = _by_theme(items) if contents else tuple(items)
    check(title, template, ordered, [catalogue.materials[n] for n in _materials(ordered)])
    speaks = voice(catalogue, template, NORMAL)
    listing = _listing(ordered, speaks) if contents else ()
    chapters = _chapters(ordered, speaks, 1 + len(listing) + contents)
    pages = sum(len(chapter.pages) for chapter in chapters) + len(listing) + contents
    press = _Press(Sheet(title), template, speaks, pages)
    if contents:
        press.cover(title, len(ordered))
        press.contents(_listing(ordered, speaks, {c.item.id: c.first for c in chapters}))
    press.chapters(chapters, grouped=contents)
    return press.sheet.paper()


def _by_theme(items: Sequence[Item]) -> tuple[Item, ...]:
    themes = list(dict.fromkeys(item.theme for item in items))
    return tuple(sorted(items, key=lambda item: themes.index(item.theme)))


def _materials(items: Sequence[Item]) -> set[str]:
    asked = {row.material for item in items for row in item.materials}
    return asked | {row.material for item in items for c in item.special_cases for row in c.adds}


def _chapters(items: Sequence[Item], speaks: Voice, first: int) -> tuple[_Chapter, ...]:
    chapters: list[_Chapter] = []
    for item in items:
        room = Room(BODY - _head(item, speaks).height, BODY - RUNNING)
        tries = (paginate(body(item, replace(speaks, sizes=s)), room) for s in (NORMAL, SNUG))
        chapter = _Chapter(item, min(tries, key=len), first)
        chapters.append(chapter)
        first += len(chapter.pages)
    return tuple(chapters)


def _head(item: Item, speaks: Voice) -> Stack:
    """An item's name and badges, beside its QR code."""
    measure = MEASURE - QR_SIDE - 6 * MM
    name = text(item.name, TITLE, measure, TITLE * 1.3, bold=True)
    words = text(" · ".join(badges(item, speaks)), 10.5, measure, 16)
    block = Stack((name, Gap(3), words))
    return Stack((block, Gap(max(QR_SIDE - block.height, 0) + 5), Gap(4)))


def _listing(
    items: Sequence[Item], speaks: Voice, pages: dict[str, int] | None = None
) -> tuple[Stack, ...]:
    """The contents' pages; the numbers are noughts until they are known."""
    blocks: list[Block] = []
    theme = ""
    for item in items:
        if item.theme != theme:
            theme = item.theme
            label = text(speaks.catalogue.label("themes", theme), 12, MEASURE, 18, bold=True)
            blocks += [Gap(7), Text(label.lines, 18, keep=True)]
        blocks.append(_entry(item, (pages or {}).get(item.id, 0)))
    head = text(speaks.words["contents"], 18, MEASURE, 30, bold=True, align=0.5)
    room = Room(BODY, BODY - RUNNING)
    return paginate(Stack((head, *blocks)), room)


def _entry(item: Item, page: int) -> Block:
    line = text(item.name, 11, MEASURE - 14 * MM, 18)
    tail = partial(
        _leader, name=line.lines[-1].width, key=item.id, page=page, lines=len(line.lines)
    )
    return Text(line.lines, 18, tail=tail)


def _leader(sheet: Sheet, x: float, y: float, name: float, key: str, page: int, lines: int) -> None:
    """Dots to the page number; the whole line leads to the page."""
    ink, base = Ink(11), y + 18 * (lines - 1) + 13.2
    number = Piece(str(page), ink)
    right = x + MEASURE
    sheet.text(number.text, right, base, ink, align=1)
    sheet.stroke(((x + name + 6, base - 1), (right - number.width - 6, base - 1)), HAIR, (0.8, 3))
    sheet.link(x, y, MEASURE, 18 * lines, key)


class _Press:
    """Draws the pages one after another and counts them."""

    def __init__(self, sheet: Sheet, template: Template, speaks: Voice, pages: int) -> None:
        self.sheet = sheet
        self._template = template
        self._speaks = speaks
        self._pages = pages
        self._page = 0

    def cover(self, title: str, count: int) -> None:
        """The booklet's cover."""
        catalogue, words, sheet = self._speaks.catalogue, self._speaks.words, self.sheet
        block = text(title, 34, MEASURE, 46, bold=True, align=0.5)
        top = HEIGHT * 0.3
        sheet.rule(LEFT, top - 16, MEASURE, BOLD_RULE * 2)
        block.draw(sheet, LEFT, top)
        below = top + block.height + 16
        sheet.rule(LEFT, below, MEASURE, BOLD_RULE * 2)
        lines = (
            words["cover_count"].format(count=count),
            words["cover_edition"].format(edition=catalogue.edition),
            words["cover_effective"].format(effective=catalogue.effective.isoformat()),
        )
        for place, line in enumerate(lines):
            sheet.text(line, WIDTH / 2, below + 40 + place * 24, Ink(14), align=0.5)
        self._end()

    def contents(self, pages: Sequence[Stack]) -> None:
        """The table of contents."""
        title = self._speaks.words["contents"]
        self.sheet.outline(title.replace("　", ""), "contents", 0)
        for place, page in enumerate(pages):
            if place:
                self._running(title)
            page.draw(self.sheet, LEFT, TOP + (RUNNING if place else 0))
            self._end()

    def chapters(self, chapters: Sequence[_Chapter], grouped: bool) -> None:
        """The items; in a booklet the outline has them under their themes."""
        theme = ""
        for chapter in chapters:
            if grouped and chapter.item.theme != theme:
                theme = chapter.item.theme
                self.sheet.outline(self._speaks.catalogue.label("themes", theme), f"={theme}", 0)
            self.sheet.outline(chapter.item.name, chapter.item.id, int(grouped))
            self._chapter(chapter)

    def _chapter(self, chapter: _Chapter) -> None:
        item, head = chapter.item, _head(chapter.item, self._speaks)
        for place, page in enumerate(chapter.pages):
            if place:
                self._running(item.name)
            else:
                head.draw(self.sheet, LEFT, TOP)
                qr(self.sheet, f"onevisit:item:{item.id}", LEFT + MEASURE - QR_SIDE, TOP, QR_SIDE)
                self.sheet.rule(LEFT, TOP + head.height - 5, MEASURE, BOLD_RULE)
            page.draw(self.sheet, LEFT, TOP + (RUNNING if place else head.height))
            self._end()

    def _running(self, title: str) -> None:
        head = Head("", title, "", "", "")
        draw_running_head(self.sheet, head, self._speaks.words["continued"])

    def _end(self) -> None:
        self._page += 1
        catalogue, words = self._speaks.catalogue, self._speaks.words
        edition = f"{catalogue.edition} {catalogue.digest[:8]}".strip()
        left = words["foot"].format(template=self._template.version, edition=edition)
        page = words["page"].format(page=self._page, pages=self._pages)
        draw_foot(self.sheet, BOTTOM - FOOT + 3, left, page)
        self.sheet.end_page()
