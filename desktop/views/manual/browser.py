"""The page itself: scrolled to a section, searched, larger and smaller, in the theme in use.

What is shown comes from files of the program alone; nothing typed and no record gets here, and
nothing outside the program's own pictures is loaded.
"""

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from desktop.views import theme
from desktop.views.manual.markup import Look, html, sheet
from desktop.views.manual.pages import ManualPage, page
from desktop.views.manual.pictures import Pictures
from desktop.views.manual.setting_words import settings_table

ZOOMS = (80, 90, 100, 110, 125, 150, 175, 200)
MARGIN = 24
ABOVE = 12
"""What stays free above a section that was gone to, in px."""
LOOK_BELOW = QPoint(MARGIN, 3 * ABOVE)
"""A heading that stands less than this below the top counts as there."""
WIDTH_MS = 60
"""How long a width has to last before the pictures are fitted to it."""


class ManualBrowser(QTextBrowser):
    """A page of the manual; `moved` carries the section at the top, `led` where a link leads.

    `remade` says that what was found before stands on a page that is gone.
    """

    moved = Signal(str)
    led = Signal(str, str)
    remade = Signal()

    def __init__(self, language: str) -> None:
        super().__init__()
        self.setObjectName("manual.page")
        self.setProperty("manual", True)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._language, self._zoom = language, 100
        self._pictures = Pictures(language, self)
        self._page: ManualPage | None = None
        self._made: QTextDocument | None = None
        self._shown: tuple[str, int, int, str] | None = None
        self._places: dict[str, int] = {}
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._again)
        self.anchorClicked.connect(self._follow)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def show_page(self, key: str, anchor: str) -> None:
        """Show a page at one of its sections; without one, its top."""
        self._page = page(self._language, key)
        self._render()
        self.go_to(anchor)

    def go_to(self, anchor: str) -> None:
        """Scroll so that a section stands at the top."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._places.get(anchor, 0))
        bar = self.verticalScrollBar()
        top = self.cursorRect(cursor).top() + bar.value() - ABOVE
        bar.setValue(top if anchor in self._places else 0)
        self._scrolled()

    @property
    def section(self) -> str:
        """The section at the top."""
        top = self.cursorForPosition(LOOK_BELOW).position()
        passed = [anchor for anchor, place in self._places.items() if place <= top]
        return passed[-1] if passed else ""

    @property
    def zoom(self) -> int:
        """The size of the page in percent."""
        return self._zoom

    def resize_by(self, step: int) -> None:
        """Larger or smaller by steps; 0 is the usual size."""
        place = ZOOMS.index(self._zoom) + step if step else ZOOMS.index(100)
        self._zoom = ZOOMS[max(0, min(place, len(ZOOMS) - 1))]
        self._again()

    def _render(self) -> None:
        """Make the page, unless it is there as it should be."""
        room, tokens = self.viewport().size(), theme.current()
        if self._page is None:
            return
        wanted = (self._page.key, self._zoom, room.width(), tokens["surface"])
        if wanted == self._shown:
            return
        self._shown = wanted
        width = max(200, room.width() - 2 * MARGIN)
        sized = self._pictures.fit(width, self._zoom)
        look = Look(tokens, self._zoom, sized, {"settings": settings_table})
        made = QTextDocument(self)
        made.setUndoRedoEnabled(False)
        made.setDocumentMargin(MARGIN)
        made.setIndentWidth(MARGIN)
        made.setDefaultFont(self.font())
        made.setDefaultStyleSheet(sheet(look))
        made.setHtml(html(self._page, look))
        _leave_room(made, room.height() - 4 * MARGIN)
        self._places = _places(made)
        self.setExtraSelections([])
        self.setDocument(made)
        made.documentLayout().registerHandler(QTextFormat.ObjectTypes.ImageObject, self._pictures)
        if self._made is not None:
            self._made.deleteLater()
        self._made = made
        self.remade.emit()

    def _again(self) -> None:
        """Show the page anew at the section where it stood."""
        here = self.section
        self._render()
        self.go_to(here)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures to the new width, soon."""
        super().resizeEvent(event)
        if self._shown is not None and self._shown[2] != self.viewport().width():
            self._later.start(WIDTH_MS)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        dressed = event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange)
        if dressed and self._shown is not None and self._shown[3] != theme.current()["surface"]:
            self._later.start(0)

    def loadResource(self, kind: int, name: QUrl | str) -> None:  # noqa: N802 - Qt's name
        """Nothing is ever loaded by a name on a page; pictures are drawn by `Pictures`."""

    def _scrolled(self) -> None:
        self.moved.emit(self.section)

    def _follow(self, link: QUrl) -> None:
        self.led.emit(link.path(), link.fragment())

    def matches(self, words: str) -> list[QTextCursor]:
        """Every place where the words stand, whatever their case."""
        found: list[QTextCursor] = []
        cursor = QTextCursor(self.document())
        while words:
            cursor = self.document().find(words, cursor)
            if cursor.isNull():
                break
            found.append(cursor)
        return found

    def mark(self, found: list[QTextCursor], here: int) -> None:
        """Mark the places that were found and scroll to one of them."""
        self.setExtraSelections([_marked(each, at == here) for at, each in enumerate(found)])
        if found:
            seen = QTextCursor(found[here])
            seen.clearSelection()
            self.setTextCursor(seen)
            self.ensureCursorVisible()


def _leave_room(document: QTextDocument, height: int) -> None:
    """Room below the last line, so that the last section can stand at the top, too."""
    root = document.rootFrame()
    form = root.frameFormat()
    form.setBottomMargin(max(MARGIN, height))
    root.setFrameFormat(form)


def _places(document: QTextDocument) -> dict[str, int]:
    """Where the sections begin, in their order."""
    found: dict[str, int] = {}
    block: QTextBlock = document.begin()
    cursor = QTextCursor(document)
    while block.isValid():
        if block.blockFormat().headingLevel() > 1:
            cursor.setPosition(block.position() + 1)
            found.update(dict.fromkeys(cursor.charFormat().anchorNames(), block.position()))
        block = block.next()
    return found


def _marked(cursor: QTextCursor, here: bool) -> QTextEdit.ExtraSelection:
    made = QTextEdit.ExtraSelection()
    form = QTextCharFormat()
    form.setBackground(theme.color("accent" if here else "warn-soft"))
    form.setForeground(theme.color("on-accent" if here else "ink"))
    made.format, made.cursor = form, cursor  # type: ignore[attr-defined]
    return made
