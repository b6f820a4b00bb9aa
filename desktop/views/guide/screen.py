"""The guide: shelves, results and the page of one item side by side."""

from gettext import gettext as _

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QListView, QSizePolicy, QStackedWidget, QWidget

from desktop.domain.items import Item
from desktop.domain.officers import Right
from desktop.services.search import rank
from desktop.views.desk import Desk, Tone
from desktop.views.guide.code import code_sheet
from desktop.views.guide.contents import answer
from desktop.views.guide.drawn import ResultDelegate
from desktop.views.guide.page import Page
from desktop.views.guide.posters import PosterPrinter
from desktop.views.guide.prints import GuidePrinter
from desktop.views.guide.results import (
    FilterLine,
    Result,
    ResultsList,
    ResultsModel,
    matched,
    result,
)
from desktop.views.guide.terms import terms_of
from desktop.views.guide.tree import ShelfTree
from desktop.views.parts import Empty, card, column, label, row
from desktop.views.sheet import ground


class GuideScreen(QWidget):
    """Finds an item and shows what the counter has to know about it."""

    intake_asked = Signal(tuple)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("guide")
        self._desk = desk
        self._catalogue = desk.shelf.catalogue
        self._terms = terms_of(self._catalogue)
        items = self._catalogue.items.values()
        self._rows = {item.id: result(item, self._terms) for item in items}
        self._item = ""
        self._shelf = tuple(self._catalogue.items)
        self._serves = desk.clerk.may(Right.SERVE)
        self._tree = ShelfTree(self._terms)
        self._line = FilterLine()
        self._count = label(size="hint", name="guide.count")
        self._model = ResultsModel(self)
        self._list = ResultsList()
        self._list.setItemDelegate(ResultDelegate(self._list))
        self._list.setModel(self._model)
        self._page = Page(self._terms, desk.template, serves=self._serves)
        self._printer = GuidePrinter(desk, self)
        self._posters = PosterPrinter(desk, self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._lay_out()
        self._join()
        self._show(self._shelf)

    def _lay_out(self) -> None:
        self._lists = QStackedWidget()
        self._lists.addWidget(self._list)
        nothing = _("Try fewer characters, pinyin initials such as hkb, or the paper's name.")
        self._lists.addWidget(Empty("search", _("Nothing fits"), nothing, width=208))
        middle = QWidget()
        head = column(self._line, self._count, margins=(12, 16, 12, 4), spacing=6)
        column(head, self._lists, spacing=0, parent=middle)
        left, found = Pane(self._tree, 200, 220), Pane(middle, 256, 320)
        right = card("plain")
        column(self._page, parent=right)
        right.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        row(left, found, right, spacing=0, parent=self)

    def _join(self) -> None:
        self._tree.chosen.connect(self._choose_shelf)
        self._line.textEdited.connect(self._typed)
        self._line.walked.connect(self._walk)
        self._line.entered.connect(self._start_found)
        self._list.entered.connect(self._start_found)
        self._list.print_asked.connect(self._page.open_menu)
        self._list.typed.connect(self._type_on)
        self._list.left.connect(self._clear)
        self._list.selectionModel().currentChanged.connect(self._current_changed)
        self._soon.timeout.connect(self._open_page)
        self._page.start_asked.connect(self._start)
        self._page.print_asked.connect(self._print)
        self._page.code_asked.connect(self._show_code)
        self._page.copy_asked.connect(self._copy)
        for keys, act in (("Ctrl+Return", self._start), ("Ctrl+P", self._page.open_menu)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def arrive(self) -> None:
        """Put the keyboard where an officer begins: in the filter line."""
        self._line.setFocus(Qt.FocusReason.TabFocusReason)

    def show_item(self, item: str) -> None:
        """Open one item, whatever was filtered before."""
        if item in self._catalogue.items:
            self._tree.rest()
            self._line.clear()
            self._choose_shelf(tuple(self._catalogue.items))
            self._go_to(self._model.place(item))
            centre = QListView.ScrollHint.PositionAtCenter
            self._list.scrollTo(self._list.currentIndex(), centre)

    def show_material(self, item: str, number: int) -> None:
        """Scroll an item's page to a material by its number in the catalogue; 0 is the top."""
        self.show_item(item)
        self._page.show_material(item, number)

    def _choose_shelf(self, items: tuple[str, ...]) -> None:
        self._shelf = items
        self._line.clear()
        self._show(items)

    def _show(self, items: tuple[str, ...]) -> None:
        self._fill([self._rows[key] for key in items])
        self._count.setText(_("{count} items").format(count=len(items)))

    def _typed(self, text: str) -> None:
        """Filter all items: what is searched must not depend on a shelf chosen before."""
        if not text.strip():
            self._show(self._shelf)
            return
        self._tree.rest()
        self._shelf = tuple(self._catalogue.items)
        hits = rank(self._desk.index, text)
        self._fill([matched(self._rows[hit.key], hit.matches) for hit in hits])
        said = _("{count} fit, best first").format(count=len(hits))
        self._count.setText(said if hits else "")

    def _fill(self, rows: list[Result]) -> None:
        self._model.show_rows(rows)
        self._lists.setCurrentIndex(0 if rows else 1)
        if rows:
            self._go_to(0)

    def _go_to(self, place: int) -> None:
        index = self._model.index(max(place, 0))
        self._list.setCurrentIndex(index)
        self._list.scrollTo(index)

    def _current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        found = now.data(ResultsModel.ROW)
        if isinstance(found, Result) and found.item != self._item:
            self._item = found.item
            self._soon.start()

    def _open_page(self) -> None:
        self._page.show_item(self._shown)

    @property
    def _shown(self) -> Item:
        return self._catalogue.items[self._item]

    def _walk(self, event: QKeyEvent) -> None:
        self._list.walk(event)

    def _type_on(self, text: str) -> None:
        self._line.setFocus()
        self._line.insert(text)
        self._typed(self._line.text())

    def _clear(self) -> None:
        self._line.clear()
        self._typed("")
        self.arrive()

    def _start_found(self) -> None:
        if self._list.currentIndex().isValid():
            self._start()

    def _start(self) -> None:
        if self._serves:
            self.intake_asked.emit((self._item,))

    def _print(self, what: str) -> None:
        every = tuple(self._catalogue.items.values())
        shown = self._shown
        match what:
            case "item":
                self._printer.ask((shown,), shown.name, contents=False)
            case "theme":
                title = self._catalogue.label("themes", shown.theme)
                same = tuple(item for item in every if item.theme == shown.theme)
                self._printer.ask(same, title, contents=len(same) > 1)
            case "poster":
                self._posters.ask(shown)
            case "site":
                self._printer.publish()
            case _:
                self._printer.ask(every, "办事指南", contents=True)

    def _show_code(self) -> None:
        code_sheet(ground(self), self._item, self._terms.name(self._shown))

    def _copy(self) -> None:
        station = self._desk.station
        issuer = " ".join(part for part in (station.name, station.enquiry_phone) if part)
        text = answer(self._shown, self._terms, self._desk.template, issuer)
        QGuiApplication.clipboard().setText(text)
        said = _("The answer on “{name}” is copied; paste it where it is needed.")
        self._desk.bar.tell(said.format(name=self._terms.name(self._shown)), Tone.GOOD)


class Pane(QFrame):
    """A column with a hairline at its right; on a small screen it gives room to the page."""

    def __init__(self, inner: QWidget, narrow: int, wide: int) -> None:
        super().__init__()
        self._wide = wide
        self.setProperty("surface", "pane")
        self.setMinimumWidth(narrow)
        self.setMaximumWidth(wide)
        column(inner, parent=self)

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(self._wide, super().sizeHint().height())
