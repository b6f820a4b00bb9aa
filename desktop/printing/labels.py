"""What goes on the outside of a parcel: where it goes, who sends it, never what it is about."""

from desktop.domain.papers import PaperContent
from desktop.printing.blocks import Text, text
from desktop.printing.kit import Words
from desktop.printing.lines import Ink, Piece
from desktop.printing.sheet import BOLD_RULE, HAIR, MM, RULE, Sheet
from desktop.printing.signs import barcode, barcode_width

LABEL = (100 * MM, 150 * MM)
ENVELOPE = (220 * MM, 110 * MM)
"""DL, held level."""

SENDER = LABEL[1] - 45 * MM
"""Where the sender's part of a label begins."""

POSTCODE = 6
EDGE = 6 * MM
SMALLEST = 9.0


def draw_label(content: PaperContent, words: Words) -> Sheet:
    """An address label of 100 by 150 mm."""
    known, wide = _known(content), LABEL[0] - 2 * EDGE
    sheet = _begun(content, words, LABEL)
    sheet.box(3 * MM, 3 * MM, LABEL[0] - 6 * MM, LABEL[1] - 6 * MM, BOLD_RULE)
    y = _waybill(sheet, known["waybill"], words, LABEL[0] / 2, 9 * MM)
    sheet.rule(3 * MM, y, LABEL[0] - 6 * MM)
    sheet.text(words["recipient"], EDGE, y + 15, Ink(10, bold=True))
    name = text(known["recipient"], _size(known["recipient"], 28, wide), wide, bold=True)
    name.draw(sheet, EDGE, y + 20)
    y += 24 + name.height
    sheet.text(known["phone"], EDGE, y + 17, Ink(20, bold=True))
    address = _fitting(known["address"], 18, wide, SENDER - y - 54)
    address.draw(sheet, EDGE, y + 28)
    y += 32 + address.height
    if known["postcode"]:
        sheet.text(f"{words['postcode']} {known['postcode']}", EDGE, y + 13, Ink(12))
    _sender(sheet, content, known, words)
    _inside(sheet, words, LABEL[0] / 2, LABEL[1] - 15 * MM)
    return _done(sheet)


def _sender(sheet: Sheet, content: PaperContent, known: dict[str, str], words: Words) -> None:
    wide, y = LABEL[0] - 2 * EDGE, SENDER
    sheet.rule(3 * MM, y, LABEL[0] - 6 * MM)
    sheet.text(words["sender"], EDGE, y + 14, Ink(10, bold=True))
    text(_from(content, known, words), 10.5, wide, 14.5).draw(sheet, EDGE, y + 18)


def _from(content: PaperContent, known: dict[str, str], words: Words) -> str:
    rows = (content.unit, known["sender_address"], f"{words['phone']} {known['sender_phone']}")
    return "\n".join(row for row in rows if row)


def draw_envelope(content: PaperContent, words: Words) -> Sheet:
    """A DL envelope: postcode in boxes, address, name, and the sender at the lower right."""
    known = _known(content)
    sheet = _begun(content, words, ENVELOPE)
    _postcode(sheet, known["postcode"], 12 * MM, 10 * MM)
    left, wide = 38 * MM, 140 * MM
    address = _fitting(known["address"], 16, wide, 26 * MM)
    address.draw(sheet, left, 27 * MM)
    y = 27 * MM + address.height + 3 * MM
    named = f"{known['recipient']}　{words['to']}"
    name = text(named, _size(named, 24, wide), wide, bold=True)
    name.draw(sheet, left, y)
    sheet.text(known["phone"], left, y + name.height + 16, Ink(14))
    if known["waybill"]:
        _bars(sheet, known["waybill"], 40 * MM, 82 * MM, 11 * MM)
    _inside(sheet, words, 90 * MM, 10.5 * MM)
    sender = text(_from(content, known, words), 11, 95 * MM, 15.5)
    sender.draw(sheet, 113 * MM, 102 * MM - sender.height)
    return _done(sheet)


def _known(content: PaperContent) -> dict[str, str]:
    return {name: words for section in content.sections for name, words in section.cells}


def _begun(content: PaperContent, words: Words, size: tuple[float, float]) -> Sheet:
    sheet = Sheet(words["inside"], size)
    if content.specimen:
        sheet.watermark(words["specimen"], 90)
    return sheet


def _fitting(words: str, most: float, wide: float, room: float) -> Text:
    """A text as large as fits into the room; below 9 points it is not made smaller."""
    size = most
    while (found := text(words, size, wide, size * 1.4)).height > room and size > SMALLEST:
        size -= 0.5
    return found


def _size(words: str, most: float, room: float) -> float:
    """As large as fits on a line, but never small."""
    wide = max((Piece(line, Ink(1, bold=True)).width for line in words.split("\n")), default=1)
    return max(14.0, min(most, room / max(wide, 1) - 0.01))


def _waybill(sheet: Sheet, number: str, words: Words, middle: float, y: float) -> float:
    """The number with its bars, or a line to write it on; gives where the next part begins."""
    if number:
        return _bars(sheet, number, middle, y, 14 * MM) + 8
    sheet.text(words["waybill"], EDGE, y + 10, Ink(10, bold=True))
    sheet.rule(EDGE + 46, y + 12, LABEL[0] - 2 * EDGE - 46, HAIR)
    return y + 20


def _bars(sheet: Sheet, number: str, middle: float, y: float, high: float) -> float:
    barcode(sheet, number, middle + barcode_width(number) / 2, y, high)
    sheet.text(number, middle, y + high + 14, Ink(13, bold=True), align=0.5)
    return y + high + 14


def _postcode(sheet: Sheet, code: str, x: float, y: float) -> None:
    """Six boxes, as on every envelope (GB/T 1416)."""
    for place in range(POSTCODE):
        left = x + place * 9 * MM
        sheet.box(left, y, 7 * MM, 9 * MM)
        digit = code[place] if len(code) == POSTCODE else ""
        sheet.text(digit, left + 3.5 * MM, y + 7 * MM, Ink(18), align=0.5)


def _inside(sheet: Sheet, words: Words, middle: float, y: float) -> None:
    piece = Piece(words["inside"], Ink(13, bold=True))
    wide = piece.width + 6 * MM
    sheet.box(middle - wide / 2, y, wide, 8 * MM, RULE)
    sheet.text(piece.text, middle, y + 5.7 * MM, piece.ink, align=0.5)


def _done(sheet: Sheet) -> Sheet:
    sheet.end_page()
    return sheet
