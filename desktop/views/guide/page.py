"""The right column: everything about one item, what to bring first."""

from collections.abc import Iterator
from gettext import gettext as _

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.items import Item
from desktop.domain.notice import Template
from desktop.views.flow import Flow, emptied
from desktop.views.guide import contents
from desktop.views.guide.sections import Section, sections
from desktop.views.guide.terms import Terms
from desktop.views.parts import button, chip, column, hint, label, restyle, rule, scrolled

AT_ONCE = 1
"""Sections made before the page is painted; the others follow while nobody types."""


class Page(QWidget):
    """One item; the officer's acts are signals without values, the screen knows the item."""

    start_asked = Signal()
    print_asked = Signal(str)
    code_asked = Signal()
    copy_asked = Signal()
    complete = Signal()

    def __init__(self, terms: Terms, template: Template, *, serves: bool) -> None:
        super().__init__()
        self.setObjectName("guide.page")
        self._terms, self._template = terms, template
        self._title = label(size="title", wrap=True, name="guide.title")
        self._second = label(size="hint", wrap=True, name="guide.second")
        self._badges = QWidget()
        self._badge_flow = Flow(self._badges, spacing=6)
        self.menu = _print_menu(self)
        self.menu.triggered.connect(self._print_chosen)
        self._area: QScrollArea = scrolled(QWidget(), name="guide.body")
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._body = QVBoxLayout()
        self._shown, self._wanted = "", ("", 0)
        self._waiting: Iterator[Section] = iter(())
        self._next = QTimer(self)
        self._next.setInterval(0)
        self._next.timeout.connect(self._go_on)
        column(self._head(serves), rule(), self._area, spacing=0, parent=self)

    def _head(self, serves: bool) -> QWidget:
        head = QWidget()
        self._print = button(_("Print"), icon="printer", name="guide.print", tip=_("Print"))
        self._print.clicked.connect(self.open_menu)
        code = button(_("QR code"), icon="qr-code", name="guide.code")
        code.clicked.connect(self.code_asked)
        copied = button(_("Copy answer"), icon="copy", name="guide.copy")
        copied.clicked.connect(self.copy_asked)
        acts = QWidget()
        flow = Flow(acts, spacing=8)
        if serves:
            start = button(
                _("Start intake"), kind="filled", icon="clipboard-plus", name="guide.start"
            )
            hint(start, _("Start intake") + "  Ctrl+Enter")
            start.clicked.connect(self.start_asked)
            flow.addWidget(start)
        for each in (self._print, code, copied):
            flow.addWidget(each)
        column(
            self._title, self._second, self._badges, 2, acts,
            margins=(24, 16, 24, 12), spacing=6, parent=head,
        )  # fmt: skip
        return head

    def show_item(self, item: Item) -> None:
        """Show another item: head and first section now, the rest right after."""
        self._shown = item.id
        self._title.setText(self._terms.name(item))
        self._second.setText(item.name)
        self._second.setVisible(self._terms.english)
        emptied(self._badge_flow)
        for text, kind in contents.badges(item):
            self._badge_flow.addWidget(chip(text, kind))
        self.menu.actions()[1].setText(
            _("All of “{theme}”").format(theme=self._terms.term("themes", item.theme))
        )
        inner = QWidget()
        self._body = column(margins=(24, 16, 24, 24), spacing=24, parent=inner)
        self._waiting = sections(item, self._terms, self._template)
        for _place in range(AT_ONCE):
            self._go_on()
        self._area.setWidget(inner)
        self._area.verticalScrollBar().setValue(0)
        self._next.start()
        QTimer.singleShot(0, self, self._mark_material)

    def show_material(self, item: str, number: int) -> None:
        """Mark a material of an item, now or as soon as its page stands there."""
        self._wanted = (item, number)
        self._mark_material()

    def _mark_material(self) -> None:
        item, number = self._wanted
        line = self.findChild(QLabel, f"guide.material.{number}")
        if item == self._shown and line is not None:
            self._wanted = ("", 0)
            restyle(line, tone="accent")
            self._area.ensureWidgetVisible(line, 0, 120)

    def sizeHint(self) -> QSize:
        """Wide enough to read; what is left over comes on top."""
        return QSize(660, 600)

    def _go_on(self) -> None:
        make = next(self._waiting, None)
        if make is None:
            self._next.stop()
            self._body.addStretch(1)
            self.complete.emit()
        else:
            self._body.addWidget(make())

    def open_menu(self) -> None:
        """Ask what is to be printed."""
        self.menu.popup(self._print.mapToGlobal(self._print.rect().bottomLeft()))
        self.menu.setActiveAction(self.menu.actions()[0])

    def _print_chosen(self, action: QAction) -> None:
        self.print_asked.emit(str(action.data()))


def _print_menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setObjectName("guide.print-menu")
    for key, text in (
        ("item", _("This item")),
        ("theme", _("All of this theme")),
        ("booklet", _("The whole booklet, with contents")),
        ("poster", _("Poster or counter card with QR …")),
        ("site", _("Mobile site into a folder …")),
    ):
        action = menu.addAction(text)
        action.setData(key)
        action.setObjectName(f"guide.print.{key}")
    return menu
