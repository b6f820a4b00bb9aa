"""A sheet to draw on, A4 or another size: points from the top left, all vectors, equal bytes."""

import hashlib
import io
from collections.abc import Iterable, Sequence
from typing import ClassVar

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from desktop.domain.printing import Paper
from desktop.printing.glyphs import ASCENT, REGULAR, font, runs
from desktop.printing.lines import Ink, Line, Piece

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
HAIR, RULE, BOLD_RULE = 0.4, 0.7, 1.2
"""Widths of lines in points; the thinnest still survives a photocopy."""

GRID = 72 / 300
"""One dot of a 300 dpi printer: codes are laid on this grid, so that their bars stay crisp."""

Point = tuple[float, float]


class Sheet:
    """Draws on pages of one size; `title` is all that the file says about itself.

    `mark` is set once, where a training's process begins: it stands across every page of every
    paper, whatever draws it.
    """

    mark: ClassVar[str] = ""

    def __init__(self, title: str, size: tuple[float, float] = (WIDTH, HEIGHT)) -> None:
        font(REGULAR)
        self._width, self._height = size
        self._buffer = io.BytesIO()
        self._canvas = Canvas(
            self._buffer,
            pagesize=size,
            invariant=1,
            initialFontName=REGULAR,  # type: ignore[arg-type]  # the stubs think it a size
        )
        self._canvas.setTitle(title)
        self._canvas.setCreator("OneVisit")
        self._canvas.setAuthor("")
        self._pages = 0
        self._marked = False

    def end_page(self) -> None:
        """Close the page; what follows stands on the next."""
        if self.mark and not self._marked:
            self.mark_over(self.mark)
        self._marked = False
        self._canvas.showPage()
        self._pages += 1

    def paper(self) -> Paper:
        """The finished file."""
        self._canvas.save()
        pdf = self._buffer.getvalue()
        return Paper(pdf, hashlib.sha256(pdf).hexdigest(), self._pages)

    def outline(self, title: str, key: str, level: int) -> None:
        """Remember this page in the file's outline."""
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key, level)

    def link(self, x: float, y: float, width: float, height: float, key: str) -> None:
        """Make an area lead to a remembered page."""
        box = (x, self._height - y - height, x + width, self._height - y)
        self._canvas.linkRect("", key, box, thickness=0)

    def line(self, line: Line, x: float, baseline: float, stretch: float = 0.0) -> None:
        """A set line; `stretch` is added after each character."""
        text = self._canvas.beginText(x + line.shift, self._height - baseline)
        text.setCharSpace(stretch)
        for piece in line.pieces:
            text.setFillGray(1 if piece.ink.white else 0)
            for run in runs(piece.text, piece.ink.bold):
                text.setFont(run.font, piece.ink.size)
                text.textOut(run.text)
        if stretch:
            text.setCharSpace(0)
        self._canvas.drawText(text)

    def text(self, text: str, x: float, baseline: float, ink: Ink, align: float = 0.0) -> None:
        """One line of text; `align` 0 begins at x, 0.5 is centred on it, 1 ends there."""
        piece = Piece(text, ink)
        self.line(Line((piece,)), x - align * piece.width, baseline)

    def stroke(self, points: Sequence[Point], weight: float, dash: Sequence[float] = ()) -> None:
        """A line through points."""
        path = self._path(points)
        self._canvas.setLineWidth(weight)
        self._canvas.setDash(list(dash))
        self._canvas.drawPath(path, stroke=1, fill=0)
        self._canvas.setDash([])

    def rule(self, x: float, y: float, width: float, weight: float = RULE) -> None:
        """A level line."""
        self.stroke(((x, y), (x + width, y)), weight)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        weight: float = RULE,
        radius: float = 0.0,
        filled: bool = False,
        dash: Sequence[float] = (),
    ) -> None:
        """A frame, or a black area."""
        canvas = self._canvas
        canvas.setLineWidth(weight)
        canvas.setDash(list(dash))
        canvas.setFillGray(0)
        bottom = self._height - y - height
        canvas.roundRect(x, bottom, width, height, radius, stroke=not filled, fill=filled)
        canvas.setDash([])

    def areas(self, boxes: Iterable[tuple[float, float, float, float]], grey: float = 0) -> None:
        """Filled boxes (x, y, width, height) in one act; `grey` 0 is black."""
        path = self._canvas.beginPath()
        for x, y, width, height in boxes:
            path.rect(x, self._height - y - height, width, height)
        self._canvas.setFillGray(grey)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def dot(self, x: float, y: float, radius: float, weight: float = 0.0) -> None:
        """A black dot, or a ring where a weight is given."""
        self._canvas.setFillGray(0)
        self._canvas.setLineWidth(weight)
        self._canvas.circle(x, self._height - y, radius, stroke=bool(weight), fill=not weight)

    def curve(self, points: tuple[Point, Point, Point, Point], weight: float) -> None:
        """A Bezier curve with round ends."""
        (x, y), *rest = points
        path = self._canvas.beginPath()
        path.moveTo(x, self._height - y)
        path.curveTo(*(v for px, py in rest for v in (px, self._height - py)))
        self._canvas.setLineCap(1)
        self._canvas.setLineWidth(weight)
        self._canvas.drawPath(path, stroke=1, fill=0)
        self._canvas.setLineCap(0)

    def mark_over(self, text: str) -> None:
        """A text in outline in every third of the page, so that no torn-off part is without."""
        self._marked = True
        size = 0.21 * min(self._width, self._height)
        for third in (1, 3, 5):
            self._outline(text, size, third / 6, 24, 0.9)

    def watermark(self, text: str, size: float) -> None:
        """A text in thin outline across the whole page."""
        self._outline(text, size, 0.5, 52, 0.5)

    def _outline(self, text: str, size: float, down: float, turn: float, weight: float) -> None:
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(self._width / 2, self._height * (1 - down))
        canvas.rotate(turn)
        canvas.setLineWidth(weight)
        canvas.setStrokeGray(0.4)
        wide = Piece(text, Ink(size)).width
        outline = canvas.beginText(-wide / 2, -size * (ASCENT - 0.5))
        outline.setTextRenderMode(1)
        outline.setFont(REGULAR, size)
        outline.textOut(text)
        outline.setTextRenderMode(0)
        canvas.drawText(outline)
        canvas.restoreState()

    def _path(self, points: Sequence[Point]) -> PDFPathObject:
        path = self._canvas.beginPath()
        (x, y), *rest = points
        path.moveTo(x, self._height - y)
        for px, py in rest:
            path.lineTo(px, self._height - py)
        return path
