"""The station's part of a notice slip, below the tear line of the last page."""

from desktop.domain.slips import Party, Signature, SlipContent, parties
from desktop.domain.stubs import stub_code
from desktop.printing.blocks import Stack, text
from desktop.printing.glyphs import plain, width
from desktop.printing.kit import BOTTOM, LEFT, MEASURE, QR_SIDE, Sizes, Words, facts
from desktop.printing.lines import Ink, shortened
from desktop.printing.sheet import HAIR, HEIGHT, MM, Sheet
from desktop.printing.signing import BOX_HEIGHT, BOX_WIDTH, clipped, draw_signed
from desktop.printing.signs import barcode, barcode_width, qr, tear_line
from desktop.printing.slip import officer_words

SIZES = Sizes(9.5, 8.5, 8.5, 11, 11, 11, air=4, pad=0.8, leading=1.3)
LEAST = 75 * MM - (HEIGHT - BOTTOM)
"""How high the stub is at least, without the page's margin beneath it."""

HEAD = 27 * MM
COLUMN = MEASURE - BOX_WIDTH - 6 * MM


def stub_height(content: SlipContent, words: Words) -> float:
    """How much of the last page the stub takes, from the tear line to the bottom margin."""
    return max(LEAST, HEAD + _facts(content, words).height + 13 * MM)


def draw_stub(sheet: Sheet, content: SlipContent, words: Words, audit: str) -> None:
    """Tear line, codes, whom and what it was about, and the signature."""
    top = BOTTOM - stub_height(content, words)
    tear_line(sheet, top, content.number)
    _head(sheet, content, words, top + 7 * MM)
    _facts(content, words).draw(sheet, LEFT, top + HEAD)
    _signing(sheet, content, words, top + HEAD)
    _officer(sheet, content, words, audit)


def _head(sheet: Sheet, content: SlipContent, words: Words, y: float) -> None:
    qr(sheet, stub_code(content.number), LEFT, y, 17 * MM)
    right = LEFT + MEASURE
    barcode(sheet, content.number, right, y, 10 * MM)
    bars = barcode_width(content.number)
    sheet.text(content.number, right - bars / 2, y + 10 * MM + 11, Ink(10), align=0.5)
    left, edge = LEFT + QR_SIDE + 4 * MM, right - bars - 6 * MM
    middle = (left + edge) / 2
    unit = text(content.unit, 9.5, edge - left, align=0.5)
    unit.draw(sheet, left, y - 2)
    y += unit.height
    sheet.text(words["stub_title"], middle, y + 13, Ink(13, bold=True), align=0.5)
    notice = words["notice"].format(count=content.notice)
    sheet.text(notice, middle, y + 27, Ink(10), align=0.5)


def _facts(content: SlipContent, words: Words) -> Stack:
    measure = COLUMN - SIZES.body * 4.8 - 2
    names = [item.name for item in content.items]
    items = shortened(names, Ink(SIZES.body), measure, 2, words["and_more"])
    told = words["told"].format(
        done=content.lines_explained, all=content.lines, asked=len(content.questions)
    )
    rows = [(words[label], _who(party)) for label, party in parties(content)]
    rows += [(words["item"], items), (words["explaining"], told)]
    return facts(rows, SIZES, COLUMN)


def _who(party: Party) -> str:
    return "　".join(part for part in (party.name, party.number) if part)


def _signing(sheet: Sheet, content: SlipContent, words: Words, y: float) -> None:
    """The sentence, the box with what was signed, who signed and the date."""
    x, signed = LEFT + MEASURE - BOX_WIDTH, content.signature
    sheet.text(words["confirm"], x, y + 11, Ink(11.5, bold=True))
    sheet.box(x, y + 16, BOX_WIDTH, BOX_HEIGHT)
    if signed is not None:
        draw_signed(sheet, signed, words, x, y + 16)
    below = y + 16 + BOX_HEIGHT + 13
    caption = _caption(signed, words)
    drawn = bool(signed and signed.strokes)
    day = content.issued_at.strftime("%Y-%m-%d") if drawn else "　" * 7
    date = f"{words['date']} {day}"
    start = x + BOX_WIDTH - width(date, 9.5)
    sheet.text(date, start, below, Ink(9.5))
    if not drawn:
        sheet.rule(start + 9.5 * 2.2, below + 2, x + BOX_WIDTH - start - 9.5 * 2.2, HAIR)
    room = start - x - 8
    size = max(8.0, min(9.5, 9.5 * room / max(width(plain(caption), 9.5), 1.0)))
    clipped(text(caption, size, room, size * 1.2), 20).draw(sheet, x, below - 10.5)


def _caption(signed: Signature | None, words: Words) -> str:
    if signed is None:
        return words["sign_here"]
    return words[f"mode_{signed.mode}"].format(signer=signed.signer, witness=signed.witness)


def _officer(sheet: Sheet, content: SlipContent, words: Words, audit: str) -> None:
    """The officer's signature line and, small, what the stub belongs to."""
    told = content.issued_at.strftime("%Y-%m-%d %H:%M")
    officer = officer_words(content)
    y = BOTTOM - 6.5 * MM
    label = f"{words['officer_signs']}（{officer}）" if officer else words["officer_signs"]
    ink = Ink(9.5)
    sheet.text(label, LEFT, y, ink)
    start = LEFT + width(label, ink.size) + 4
    sheet.rule(start, y + 2, max(LEFT + COLUMN - start, 20 * MM), HAIR)
    codes = f"{words['audit']} {audit}　{words['head']} {content.head or '—'}"
    sheet.text(f"{words['issued']} {told}　{codes}", LEFT, BOTTOM - 3, Ink(8))
