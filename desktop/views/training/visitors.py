"""The visitors of a training with their stories, to be played through the real screens."""

from functools import partial
from gettext import gettext as _

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QWidget

from desktop.domain.training import MARK
from desktop.simulated.stories import Story, stories
from desktop.views.parts import button, card, column, label, row, scrolled

SIZE = (440, 640)


class VisitorsPanel(QWidget):
    """A window beside the counter's: who comes, what they want, what they have with them.

    `laid` carries the key of a card that is laid on the simulated reader.
    """

    laid = Signal(str)

    def __init__(self, parent: QMainWindow) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(f"{MARK} · {_('Visitors')}")
        inner = QWidget()
        told = _(
            "Play them one after the other: begin an intake (F2), choose the item, and at the "
            "step “Person” lay the card on the reader."
        )
        column(
            label(_("Visitors"), size="title"), label(told, tone="second", wrap=True),
            *(self._story(each) for each in stories()), None, margins=16, spacing=12, parent=inner,
        )  # fmt: skip
        column(scrolled(inner, "training.list"), parent=self)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.close)

    def _story(self, story: Story) -> QWidget:
        box = card()
        lays = row(spacing=8)
        for key, text in story.cards:
            made = button(text, kind="small", icon="id-card", name=f"training.lay.{key}")
            made.clicked.connect(partial(self.laid.emit, key))
            lays.addWidget(made)
        lays.addStretch(1)
        lines = (
            (_("wants"), story.wants),
            (_("has here"), story.brings),
            (_("tells"), story.tells),
            (_("to be seen"), story.learn),
        )
        parts = [label(f"{title}: {text}", wrap=True) for title, text in lines if text]
        column(
            label(story.who, size="emphasis", wrap=True), *parts, lays, margins=16, spacing=6,
            parent=box,
        )  # fmt: skip
        return box

    def open_beside(self, window: QWidget) -> None:
        """At the right of the window, as far as the screen has room."""
        if not self.isVisible():
            room = window.screen().availableGeometry()
            self.resize(min(SIZE[0], room.width()), min(SIZE[1], room.height()))
            right = window.frameGeometry().right() + 8
            self.move(
                max(room.left(), min(right, room.right() - self.width())),
                max(room.top(), window.frameGeometry().top()),
            )
            self.show()
        self.raise_()
        self.activateWindow()
