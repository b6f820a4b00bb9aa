"""A notice slip's content to PDF bytes: the same content gives the same bytes."""

from desktop.domain.notice import Template
from desktop.domain.printing import Paper
from desktop.domain.slips import SlipContent, told_hash
from desktop.domain.training import MARK, of_training
from desktop.printing.blocks import Stack
from desktop.printing.glyphs import check
from desktop.printing.kit import (
    BOTTOM,
    FOOT,
    HEAD,
    LARGE_SETTINGS,
    LEFT,
    RUNNING,
    SETTINGS,
    TOP,
    Head,
    Words,
    draw_foot,
    draw_head,
    draw_running_head,
)
from desktop.printing.pages import Room, paginate
from desktop.printing.sheet import MM, Sheet
from desktop.printing.slip import body
from desktop.printing.stub import draw_stub, stub_height

TEAR = 4.5 * MM
"""White above the tear line, for the upper half of the number across it."""


def render_slip(content: SlipContent, template: Template) -> Paper:
    """The slip on A4 with its stub at the foot of the last page.

    Raises Refusal(GLYPH_MISSING) before anything is drawn, naming a character no font has.
    """
    words = template.labels
    check(content, words)
    pages = _pages(content, words)
    sheet = Sheet(content.number)
    for number, page in enumerate(pages, start=1):
        _draw(sheet, content, words, page, number, len(pages))
        sheet.end_page()
    return sheet.paper()


def _pages(content: SlipContent, words: Words) -> tuple[Stack, ...]:
    """The airiest setting of those that need the fewest pages."""
    below = BOTTOM - TOP - FOOT
    reserve = stub_height(content, words) + TEAR
    room = Room(below - HEAD, below - RUNNING, reserve)
    settings = LARGE_SETTINGS if content.large else SETTINGS
    fewest = len(paginate(body(content, words, settings[-1]), room))
    tries = (paginate(body(content, words, sizes), room) for sizes in settings)
    return next(pages for pages in tries if len(pages) <= fewest)


def _draw(
    sheet: Sheet, content: SlipContent, words: Words, page: Stack, number: int, count: int
) -> None:
    last = number == count
    if content.specimen:
        sheet.watermark(words["specimen"], 190)
    elif of_training(content.number):
        sheet.mark_over(MARK)
    if number == 1:
        draw_head(sheet, _head(content, words))
    else:
        draw_running_head(sheet, _head(content, words), words["continued"])
    page.draw(sheet, LEFT, TOP + (HEAD if number == 1 else RUNNING))
    audit = told_hash(content)[:8]
    bottom = BOTTOM - (stub_height(content, words) + TEAR if last else 0)
    left = words["foot"].format(
        template=content.template,
        edition=content.catalogue,
        audit=audit,
        head=content.head or "—",
        number=content.number,
    )
    draw_foot(sheet, bottom - FOOT + 3, left, words["page"].format(page=number, pages=count))
    if last:
        draw_stub(sheet, content, words, audit)


def _head(content: SlipContent, words: Words) -> Head:
    return Head(
        unit=content.unit,
        title=words["title"],
        number=content.number,
        code=content.number,
        qr=content.link or content.number,
        number_label=words["number"],
    )
