"""The same text with nothing but reportlab: what a slip is measured against."""

from reportlab.pdfgen.canvas import Canvas

from desktop.printing.glyphs import REGULAR, font

LINES, CHARACTERS = 50, 48
"""Lines on a page, characters in a line."""


def plain_text(text: str) -> bytes:
    """Lines of text on bare pages, in our own font; no layout, no codes."""
    font(REGULAR)
    canvas = Canvas("", invariant=1)
    for start in range(0, len(text), LINES * CHARACTERS):
        canvas.setFont(REGULAR, 10.5)
        for line in range(LINES):
            at = start + CHARACTERS * line
            canvas.drawString(40, 800 - 15 * line, text[at : at + CHARACTERS])
        canvas.showPage()
    data: bytes = canvas.getpdfdata()  # type: ignore[no-untyped-call]
    return data
