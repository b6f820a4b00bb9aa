"""The page for who asks: find the item, read the sentence aloud, note the question."""

from collections.abc import Callable, Mapping
from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

import resources
from desktop.domain.enquiries import Channel, Ending, Topic
from desktop.domain.officers import Role
from desktop.domain.spoken import spoken
from desktop.services import enquiries
from desktop.services.catalogue import template
from desktop.services.enquiries import NewEnquiry
from desktop.services.search import rank
from desktop.views.desk import Desk, Tone
from desktop.views.enquiries.answers import Answers
from desktop.views.enquiries.begin import begin_visit
from desktop.views.enquiries.notes import NoteCard
from desktop.views.guide.drawn import ResultDelegate
from desktop.views.guide.results import (
    FilterLine,
    Result,
    ResultsList,
    ResultsModel,
    matched,
    result,
)
from desktop.views.guide.terms import terms_of
from desktop.views.parts import Empty, card, column, label, row, scrolled


class AnswerPage(QWidget):
    """One line to type in; what is typed becomes the question that is noted.

    `visit_begun` carries the key of the intake that was made of a question.
    """

    visit_begun = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("enquiries.answer")
        self._desk, self._item = desk, ""
        catalogue = desk.shelf.catalogue
        self._terms = terms_of(catalogue)
        self._words = template("spoken-1", resources.path("templates"))
        self._rows = {item.id: result(item, self._terms) for item in catalogue.items.values()}
        duty = desk.clerk.role is Role.DUTY
        self._line = FilterLine()
        self._line.setObjectName("enquiries.search")
        self._model = ResultsModel(self)
        self._list = ResultsList()
        self._list.setObjectName("enquiries.results")
        self._list.setItemDelegate(ResultDelegate(self._list))
        self._list.setModel(self._model)
        self._title = label(size="title", wrap=True, name="enquiries.title")
        self._answers = Answers()
        self._unfit = QCheckBox(_("The guide does not answer this"))
        self._unfit.setObjectName("enquiries.unfit")
        self._note = NoteCard(desk, Channel.PHONE if duty else Channel.WINDOW)
        self._lay_out()
        self._join()
        self._show(tuple(self._rows.values()))

    def _lay_out(self) -> None:
        self._lists = QStackedWidget()
        self._lists.addWidget(self._list)
        nothing = _("Note the question all the same: guides are mended from this list.")
        self._lists.addWidget(Empty("search", _("Nothing fits"), nothing, width=208))
        found = card()
        found.setFixedWidth(256)
        head = column(self._line, margins=(12, 12, 12, 4))
        places = column(head, self._lists, margins=1, spacing=0, parent=found)
        places.setStretch(1, 1)
        inner = QWidget()
        column(self._title, self._answers, self._unfit, None, spacing=10,
               margins=(0, 0, 8, 0), parent=inner)  # fmt: skip
        side = card()
        side.setFixedWidth(296)
        column(scrolled(self._note), margins=1, parent=side)
        area = scrolled(inner, name="enquiries.body")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        place = row(found, area, side, spacing=12, parent=self)
        place.setStretch(1, 1)

    def _join(self) -> None:
        self._line.textEdited.connect(self._typed)
        self._line.walked.connect(self._walk)
        self._line.entered.connect(self._focus_note)
        self._list.entered.connect(self._focus_note)
        self._list.typed.connect(self._type_on)
        self._list.left.connect(self.arrive)
        self._list.selectionModel().currentChanged.connect(self._marked)
        self._note.ended.connect(self._end)
        self._note.visit.connect(self._begin_visit)

    def arrive(self) -> None:
        """Put the keyboard where the first word of who asks goes."""
        self._line.setFocus(Qt.FocusReason.TabFocusReason)

    def show_item(self, item: str) -> None:
        """Answer about one item, whatever was typed before."""
        self._line.clear()
        self._show(tuple(self._rows.values()))
        self._list.setCurrentIndex(self._model.index(max(self._model.place(item), 0)))

    def _typed(self, text: str) -> None:
        if not text.strip():
            self._show(tuple(self._rows.values()))
            return
        hits = rank(self._desk.index, text)
        self._show(tuple(matched(self._rows[hit.key], hit.matches) for hit in hits))
        self._note.question.setText(text.strip())

    def _show(self, rows: tuple[Result, ...]) -> None:
        self._model.show_rows(rows)
        self._lists.setCurrentIndex(0 if rows else 1)
        self._unfit.setChecked(not rows)
        if rows:
            self._list.setCurrentIndex(self._model.index(0))
        else:
            self._open("")

    def _marked(self, now: QModelIndex, _before: QModelIndex) -> None:
        found = now.data(ResultsModel.ROW)
        if isinstance(found, Result):
            self._open(found.item)

    def _open(self, item: str) -> None:
        if item == self._item and item:
            return
        self._item = item
        known = self._desk.shelf.catalogue.items.get(item)
        self._title.setText(_("No item fits") if known is None else self._terms.name(known))
        self._answers.setVisible(known is not None)
        self._answers.show_item(self._said)
        self._note.about(item)

    @property
    def _said(self) -> Mapping[Topic, str]:
        desk = self._desk
        item = desk.shelf.catalogue.items.get(self._item)
        if item is None:
            return dict.fromkeys(Topic, "")
        station = desk.station
        return spoken(
            item, desk.shelf.catalogue, desk.template, self._words, station.name, station.hours
        )

    def _walk(self, event: QKeyEvent) -> None:
        self._list.walk(event)

    def _type_on(self, text: str) -> None:
        self._line.setFocus()
        self._line.insert(text)
        self._typed(self._line.text())

    def _focus_note(self) -> None:
        self._note.question.setFocus(Qt.FocusReason.TabFocusReason)

    def _new(self, ending: Ending) -> NewEnquiry:
        note = self._note
        return NewEnquiry(
            channel=note.channel,
            ending=ending,
            item=self._item,
            topic=self._answers.topic if self._item else Topic.OTHER,
            question=note.question.text(),
            found=not self._unfit.isChecked(),
            answer=note.answer.text(),
            name=note.name.text(),
            phone=note.phone.text(),
            window=self._desk.station.window,
        )

    def _end(self, ending: object) -> None:
        if isinstance(ending, Ending):
            self._log(ending, partial(self._noted, ending))

    def _log(self, ending: Ending, done: Callable[[int], None]) -> None:
        values = (enquiries.log, self._new(ending))
        self._desk.act(*values, done=done, changes=("enquiries",), refused=self._note.refuse)

    def _noted(self, ending: Ending, _enquiry: int) -> None:
        told = {
            Ending.ANSWERED: _("Noted. Ready for the next question."),
            Ending.PASSED_ON: _("Noted as passed on."),
            Ending.CALL_BACK: _("Noted; it stands in the list of calls until somebody called."),
        }
        self._desk.bar.tell(told[ending], Tone.GOOD)
        self._next()

    def _next(self) -> None:
        self._note.empty()
        self._line.clear()
        self._typed("")
        self.arrive()

    def _begin_visit(self) -> None:
        self._log(Ending.ANSWERED, self._make_visit)

    def _make_visit(self, enquiry: int) -> None:
        self._next()
        begin_visit(self._desk, enquiry, self.visit_begun.emit)
