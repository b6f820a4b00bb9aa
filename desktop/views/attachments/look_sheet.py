"""Looks at one attached file inside the window: only pictures made of it apart are shown."""

from functools import partial
from gettext import gettext as _

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.decoding import ask
from desktop.domain.attachments import Picture, Seen
from desktop.domain.errors import Refusal
from desktop.services.attachments import Opened
from desktop.views import words
from desktop.views.attachments import wording
from desktop.views.attachments.canvas import Canvas
from desktop.views.attachments.pictures import prepared
from desktop.views.attachments.removing import RemoveForm
from desktop.views.desk import Desk
from desktop.views.parts import button, column, label, row
from desktop.views.sheet import Sheet

KEPT = 4
"""Pages whose pictures are kept while others are looked at."""


class LookSheet(Sheet):
    """One file: pages to turn, wholly seen or dot for dot, turned by quarters, removed."""

    def __init__(self, over: QWidget, desk: Desk, title: str, opened: Opened) -> None:
        self._over, self._desk, self._opened = over, desk, opened
        self._page = self._turns = 0
        self._whole = True
        self._pictures: dict[int, Picture] = {}
        self._canvas = Canvas()
        self._place = label("", name="look.place")
        self._make_buttons()
        wide = max(600, min(1200, over.width() - 64))
        text = f"{opened.row.name}\n{wording.facts(opened.row)}"
        super().__init__(over, title, text, (), body=self._body(over.height()), width=wide)
        self._canvas.setFocus()
        self._canvas.resized.connect(self._fit_again)
        self._canvas.turned.connect(self._turn_page)
        self._go(0)

    def _make_buttons(self) -> None:
        self._back = self._small("", "chevron-left", "back", _("Page before"), self._turn_back)
        self._on = self._small("", "chevron-right", "on", _("Next page"), self._turn_on)
        self._fit = self._small(_("Whole page"), "", "fit", "F", self._show_whole)
        self._exact = self._small("100 %", "", "exact", "1", self._show_exact)
        self._left = self._small("", "rotate-ccw", "left", _("Turn to the left"), self._turn_left)
        self._right = self._small(
            "", "rotate-cw", "right", _("Turn to the right"), self._turn_right
        )
        self._remove = button(_("Remove"), kind="danger", icon="trash-2", name="look.remove")
        self._remove.clicked.connect(self._ask_removal)
        if self._opened.row.removed is not None:
            self._remove.hide()
        self._close = button(_("Close"), name="look.close")
        self._close.clicked.connect(self._leave)
        self._fit.setCheckable(True)
        self._exact.setCheckable(True)

    def _small(self, text: str, icon: str, name: str, tip: str, act: object) -> QPushButton:
        kind = "small" if text else "icon"
        made = button(text, kind=kind, icon=icon, name=f"look.{name}", tip=tip)
        made.setAccessibleName(text or tip)
        made.clicked.connect(act)
        return made

    def _body(self, tall: int) -> QWidget:
        body = QWidget()
        foot = row(
            self._back, self._place, self._on, 8, self._fit, self._exact, self._left, self._right,
            None, self._remove, self._close, spacing=4,
        )  # fmt: skip
        places = column(self._canvas, foot, spacing=12, parent=body)
        places.setStretch(0, 1)
        body.setFixedHeight(max(260, min(1000, tall - 190)))
        return body

    @property
    def _pages(self) -> int:
        return self._opened.row.pages

    def _go(self, page: int) -> None:
        self._page = max(0, min(page, self._pages - 1))
        said = _("Page {page} of {pages}").format(page=self._page + 1, pages=self._pages)
        self._place.setText(said)
        for each in (self._back, self._place, self._on):
            each.setVisible(self._pages > 1)
        self._back.setEnabled(self._page > 0)
        self._on.setEnabled(self._page + 1 < self._pages)
        self._fit.setChecked(self._whole)
        self._exact.setChecked(not self._whole)
        if self._page in self._pictures:
            self._draw()
            return
        self._canvas.say(_("Opening …"))
        row_, page = self._opened.row, self._page
        work = partial(ask.see, self._opened.data, row_.media, page)
        job = self._desk.jobs.apart(work, partial(self._seen, page), partial(self._unseen, page))
        job.broken.connect(partial(self._failed, page))

    def _seen(self, page: int, seen: Seen) -> None:
        while len(self._pictures) >= KEPT:
            self._pictures.pop(next(iter(self._pictures)))
        self._pictures[page] = seen.picture
        if page == self._page:
            self._draw()

    def _unseen(self, page: int, error: Refusal) -> None:
        if page == self._page:
            self._canvas.say(words.refusal(error))

    def _failed(self, page: int, error: object) -> None:
        if page == self._page:
            self._canvas.say(words.unexpected(error))

    def _draw(self) -> None:
        """Have the picture made for its room, on another thread."""
        box = self._canvas.room if self._whole else None
        work = partial(prepared, self._pictures[self._page], self._turns, box)
        key = (self._page, self._turns, box)
        self._desk.jobs.apart(work, partial(self._show, key))

    def _show(self, key: tuple[int, int, tuple[int, int] | None], image: QImage) -> None:
        box = self._canvas.room if self._whole else None
        if key == (self._page, self._turns, box):
            self._canvas.show_image(image)

    def _fit_again(self) -> None:
        if self._whole and self._page in self._pictures:
            self._draw()

    def _turn_page(self, by: int) -> None:
        page = max(0, min(self._page + by, self._pages - 1))
        if page != self._page:
            self._go(page)

    def _turn_back(self) -> None:
        self._turn_page(-1)

    def _turn_on(self) -> None:
        self._turn_page(1)

    def _turn_left(self) -> None:
        self._turns -= 1
        self._go(self._page)

    def _turn_right(self) -> None:
        self._turns += 1
        self._go(self._page)

    def _show_whole(self) -> None:
        self._whole = True
        self._go(self._page)

    def _show_exact(self) -> None:
        self._whole = False
        self._go(self._page)

    def _ask_removal(self) -> None:
        form = RemoveForm(self._over, self._desk, self._opened.row)
        form.answered.connect(self._removed)

    def _removed(self, answer: str) -> None:
        if answer == "done":
            self._leave()

    def _leave(self) -> None:
        self.answer("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F whole, 1 dot for dot, R to the right, L to the left; Esc closes."""
        match Qt.Key(event.key()):
            case Qt.Key.Key_F:
                self._show_whole()
            case Qt.Key.Key_1:
                self._show_exact()
            case Qt.Key.Key_R:
                self._turn_right()
            case Qt.Key.Key_L:
                self._turn_left()
            case _:
                super().keyPressEvent(event)
