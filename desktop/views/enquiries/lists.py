"""Questions as lists: who waits for a call, and what was asked on a day."""

from collections.abc import Sequence
from functools import partial
from gettext import gettext as _
from operator import attrgetter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.enquiries import Ending
from desktop.domain.officers import Right
from desktop.services import enquiries
from desktop.services.enquiries import EnquiryFilter, EnquiryRow
from desktop.services.slips import Cursor
from desktop.views import words
from desktop.views.case_forms import Form
from desktop.views.days import DayStep
from desktop.views.desk import Desk, Tone
from desktop.views.enquiries import said
from desktop.views.enquiries.begin import begin_visit
from desktop.views.fields import Choice, Field, Note
from desktop.views.listing import Listing, Question
from desktop.views.parts import Empty, button, label, row
from desktop.views.sheet import ground
from desktop.views.tables import Column, chosen


class CalledForm(Form):
    """Whom to call, and what was said."""

    def __init__(self, over: QWidget, line: EnquiryRow, phone: str, item: str) -> None:
        self.said = Note(height=96)
        fields = {"said": Field(_("What was said"), self.said, name="form.words")}
        who = " · ".join(part for part in (line.name, phone) if part)
        text = _("{item}: {question}").format(item=item, question=line.question)
        more = label(who, size="title", name="enquiries.call.phone")
        super().__init__(over, _("Call back"), text, _("Was called"), fields, more)
        self.said.setFocus()


class _Questions(Listing):
    """What two lists of questions share: columns and the acts on the marked one."""

    visit_begun = Signal(str)
    slip_asked = Signal(int)

    def __init__(
        self, desk: Desk, name: str, before: Sequence[QWidget | None], after: Sequence[QWidget],
        empty: Empty,
    ) -> None:  # fmt: skip
        self._items = desk.shelf.catalogue.items
        visit = button(_("Begin intake"), icon="clipboard-plus", name=f"{name}.visit")
        if not desk.clerk.may(Right.SERVE):
            visit.hide()
        head = row(*before, None, visit, *after, spacing=12)
        columns = (
            Column(_("Time"), lambda r: words.moment(r.at)[5:], 100),
            Column(_("Asked by"), lambda r: said.channels()[r.channel], 84),
            Column(_("Item"), self._item, 190, strong=True),
            Column(_("What is asked"), lambda r: r.question),
            Column(_("Who"), lambda r: r.name, 84),
            Column(_("Phone"), lambda r: r.phone, 116),
            Column(_("How it ended"), self._ended, 150, _tone),
            Column(_("Officer"), lambda r: r.officer, 84),
        )
        super().__init__(desk, name, columns, head, empty, attrgetter("id"),
                         frozenset({"enquiries", "slips"}))  # fmt: skip
        visit.clicked.connect(self._begin_visit)

    def _item(self, line: EnquiryRow) -> str:
        known = self._items.get(line.item)
        return "—" if known is None else known.name

    def _ended(self, line: EnquiryRow) -> str:
        if line.slip_number:
            return _("came: {number}").format(number=line.slip_number)
        if line.called_at is not None:
            return _("● called {time}").format(time=words.moment(line.called_at)[5:])
        return ("▲ " if line.open else "") + said.endings()[line.ending]

    def _line(self) -> EnquiryRow | None:
        found = chosen(self._table)
        return found if isinstance(found, EnquiryRow) else None

    def _begin_visit(self) -> None:
        if (line := self._line()) is not None:
            begin_visit(self._desk, line.id, self.visit_begun.emit)


class CallBacks(_Questions):
    """Everybody who waits for a call, the longest waiting first."""

    def __init__(self, desk: Desk) -> None:
        call = button(_("Call back"), kind="filled", icon="phone", name="calls.call")
        text = _("Whoever is free calls; the number is shown in full only here, and that is noted.")
        advice = _("Who is to be called back stands here until somebody called.")
        empty = Empty("phone", _("Nobody waits for a call"), advice)
        super().__init__(desk, "calls", [label(text, tone="second")], [call], empty)
        call.clicked.connect(self._call)
        self._table.activated.connect(self._call)

    def question(self, last: EnquiryRow | None) -> Question:
        """Those after a row."""
        return enquiries.call_backs, None if last is None else Cursor(last.at, last.id)

    def _call(self) -> None:
        first = next(iter(self._rows.rows), None)  # who waits longest, where nobody is marked
        if (line := self._line() or first) is not None:
            done = partial(self._show_form, line)
            self._desk.look(enquiries.reveal, line.id, done=done)

    def _show_form(self, line: EnquiryRow, phone: str) -> None:
        form = CalledForm(ground(self), line, phone, self._item(line))
        form.given.connect(partial(self._called, form, line.id))

    def _called(self, form: CalledForm, enquiry: int) -> None:
        self._desk.act(
            enquiries.called, enquiry, form.said.toPlainText(), done=partial(self._done, form),
            changes=("enquiries",), refused=form.refuse,
        ).broken.connect(form.failed)  # fmt: skip

    def _done(self, form: CalledForm, _nothing: object) -> None:
        form.finish()
        self._desk.bar.tell(_("Noted: the person was called back."), Tone.GOOD)


class Log(_Questions):
    """What was asked on a day; who may see all sees that of everybody."""

    def __init__(self, desk: Desk) -> None:
        self._days = DayStep(desk.now().date(), "log.day")
        options = [(None, _("However it ended")), *said.endings().items()]
        self._ending = Choice(options, name="log.ending")
        advice = _("What is noted under To answer stands here, day by day.")
        empty = Empty("message-circle", _("Nothing was asked"), advice)
        super().__init__(desk, "log", [self._days, self._ending], [], empty)
        self._days.changed.connect(self._turned)
        self._ending.activated.connect(self._turned)
        self._table.activated.connect(self._open_slip)

    def _turned(self, _what: object) -> None:
        self.arrive()

    def question(self, last: EnquiryRow | None) -> Question:
        """Those of the day after a row."""
        day, zone = self._days.day, self._desk.now().tzinfo
        ending = self._ending.value
        shown = EnquiryFilter(day, day, zone, ending=ending if isinstance(ending, Ending) else None)
        return enquiries.listed, shown, None if last is None else Cursor(last.at, last.id)

    def _open_slip(self) -> None:
        line = self._line()
        if line is not None and line.slip is not None:
            self.slip_asked.emit(line.slip)


def _tone(line: EnquiryRow) -> str:
    return "warn" if line.open else "good" if line.slip is not None else ""
