"""An official paper's content to PDF bytes: the same content gives the same bytes."""

from collections.abc import Callable, Mapping

from desktop.domain.paper_templates import PaperTemplate
from desktop.domain.papers import PaperContent, PaperKind, said_hash
from desktop.domain.printing import Paper
from desktop.domain.training import MARK, of_training
from desktop.printing.blocks import Stack
from desktop.printing.glyphs import check
from desktop.printing.kit import (
    BOTTOM,
    FOOT,
    FORMAL_HEAD,
    LEFT,
    RUNNING,
    SETTINGS,
    TOP,
    Head,
    Sizes,
    Words,
    between,
    draw_foot,
    draw_formal_head,
    draw_running_head,
)
from desktop.printing.labels import draw_envelope, draw_label
from desktop.printing.pages import Room, paginate
from desktop.printing.paper_parts import body
from desktop.printing.sheet import Sheet

ROOMY = Sizes(12, 11, 11, 14, 13, 14, air=11, pad=3.6, leading=1.55)
LEAN = Sizes(12, 11, 11, 14, 12.5, 13.5, air=7, pad=2, leading=1.35)
MEDIUM = Sizes(11.2, 10, 10.5, 14, 12, 13, air=8, pad=2.6, leading=1.42)
TRIED = (ROOMY, between(ROOMY, LEAN, 0.5), LEAN, MEDIUM, *SETTINGS)
"""From airy to tight; the first that saves a page is taken. Official papers have large text."""

_OUTSIDES: Mapping[PaperKind, Callable[[PaperContent, Words], Sheet]] = {
    PaperKind.LABEL: draw_label,
    PaperKind.ENVELOPE: draw_envelope,
}


def render_paper(content: PaperContent, template: PaperTemplate) -> Paper:
    """The paper on A4, or on a size of its own.

    Raises Refusal(GLYPH_MISSING) before anything is drawn, naming a character no font has.
    """
    words = template.labels
    check(content, words)
    outside = _OUTSIDES.get(content.kind)
    sheet = _sheet(content, words) if outside is None else outside(content, words)
    return sheet.paper()


def _sheet(content: PaperContent, words: Words) -> Sheet:
    pages = _pages(content, words)
    sheet = Sheet(content.number)
    for number, page in enumerate(pages, start=1):
        _draw(sheet, content, words, page, number, len(pages))
        sheet.end_page()
    return sheet


def _pages(content: PaperContent, words: Words) -> tuple[Stack, ...]:
    """The airiest setting of those that need the fewest pages."""
    below = BOTTOM - TOP - FOOT
    room = Room(below - FORMAL_HEAD, below - RUNNING)
    fewest = len(paginate(body(content, words, SETTINGS[-1]), room))
    tries = (paginate(body(content, words, sizes), room) for sizes in TRIED)
    return next(pages for pages in tries if len(pages) <= fewest)


def _draw(
    sheet: Sheet, content: PaperContent, words: Words, page: Stack, number: int, count: int
) -> None:
    first = number == 1
    head = Head(
        unit=content.unit,
        title=content.title,
        number=content.number,
        code=content.number,
        qr=content.number,
        number_label=words["number"],
    )
    if content.specimen:
        sheet.watermark(words["specimen"], 190)
    elif of_training(content.number):
        sheet.mark_over(MARK)
    if first:
        draw_formal_head(sheet, head)
    else:
        draw_running_head(sheet, head, words["continued"])
    page.draw(sheet, LEFT, TOP + (FORMAL_HEAD if first else RUNNING))
    left = words["foot"].format(
        number=content.number,
        template=content.template,
        audit=said_hash(content)[:8],
        head=content.head or "—",
    )
    draw_foot(sheet, BOTTOM - FOOT + 3, left, words["page"].format(page=number, pages=count))
