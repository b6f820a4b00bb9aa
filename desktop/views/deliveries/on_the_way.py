"""The delivery panel (送达): exceptions on top, one table over all modes, waybills entered."""

from collections.abc import Iterator
from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.cases import CaseState
from desktop.domain.deliveries import NEEDS_REASON, Attention, DeliveryState, Source
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.items import Fulfilment
from desktop.domain.watch import LOOKED_INTO
from desktop.domain.waybills import Verdict, check_waybill
from desktop.services import deliveries, parcels
from desktop.services.deliveries import READY, DeliveryFilter, DeliveryRow, DeliveryStep
from desktop.services.slips import Cursor
from desktop.troubles import troubles
from desktop.views import delivery_words, words
from desktop.views.delivery_hands import Hands
from desktop.views.delivery_import import ImportFile
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Choice, Field, Line
from desktop.views.flow import Flow, emptied
from desktop.views.parts import (
    Empty,
    button,
    card,
    chip,
    column,
    label,
    picture,
    row,
    rule,
    scrolled,
)
from desktop.views.sheet import Sheet, ground
from desktop.views.tables import Column, Rows, chosen, mark_row, table

DONE = (DeliveryState.DELIVERED, DeliveryState.READY_FOR_PICKUP)


def shape(row_: DeliveryRow) -> str:
    """A delivery's state with its shape."""
    mark = "■" if row_.exception else "●" if row_.state in DONE else "○"
    return f"{mark} {words.delivery_states()[row_.state]}"


def tone(row_: DeliveryRow) -> str:
    """The ink of a delivery's state."""
    return "bad" if row_.exception else "good" if row_.state in DONE else "ink-2"


class DeliveriesScreen(QWidget):
    """What is on its way, and the next legal step of each."""

    case_asked = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("deliveries")
        self._desk = desk
        self._shown: DeliveryRow | None = None
        columns = self._columns()
        self._rows = Rows(columns)
        self._rows.wanted.connect(self._more)
        self._table = table(self._rows, columns, "deliveries.table", dense=desk.settings.dense)
        self._table.selectionModel().currentRowChanged.connect(self._marked)
        self._mode = Choice(
            [(None, _("All ways")), *words.fulfilments().items()], name="deliveries.mode"
        )
        self._what = Choice(
            [(False, _("Not delivered yet")), (True, _("Delivered too"))], name="deliveries.what"
        )
        self._why = Choice(
            [
                (None, _("Whatever wants somebody or not")),
                *((why, says) for why, says in delivery_words.attentions().items() if says),
            ],
            name="deliveries.why",
        )
        self._text = Line(limit=40, example=_("Name or waybill"))
        self._text.setObjectName("deliveries.text")
        self._text.returnPressed.connect(self.arrive)
        self._import = ImportFile(self, desk)
        self._hands = Hands(self, desk)
        for choice in (self._mode, self._what, self._why):
            choice.activated.connect(self.arrive)
        self._alarms = column(spacing=8)
        self._side = QWidget()
        self._detail: QVBoxLayout = column(margins=16, spacing=8, parent=self._side)
        self._stack = QStackedWidget()
        self._timeline = column()
        self._waybill = Line()
        self._remark = Line()
        self._field: Field | None = None
        self._lay_out()
        desk.jobs.changed.connect(self._changed)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Case"), lambda r: r.case_number, 190, strong=True),
            Column(_("Recipient"), lambda r: r.recipient, 90),
            Column(_("Items"), lambda r: "、".join(r.items)),
            Column(_("Way"), lambda r: words.fulfilments()[r.mode], 92),
            Column(_("Waybill"), lambda r: r.waybill or "—", 140),
            Column(_("State"), shape, 130, tone),
        )

    def _lay_out(self) -> None:
        advice = _("Accepted cases stand here until the result is in the citizen's hands.")
        self._stack.addWidget(Empty("truck", _("Nothing to deliver"), advice))
        self._stack.addWidget(self._table)
        box = card()
        column(self._stack, margins=1, parent=box)
        file = button(_("Statuses from a file…"), icon="upload", name="deliveries.import")
        file.clicked.connect(self._import.begin)
        head = row(label(_("Deliveries"), size="title"), None, file, spacing=8)
        self._text.setMaximumWidth(200)
        sieve = row(self._text, self._mode, self._why, self._what, None, spacing=8)
        left = column(head, self._alarms, sieve, box, spacing=12, margins=(24, 16, 12, 16))
        left.setStretch(3, 1)
        right = card("plain")
        right.setFixedWidth(340)
        column(scrolled(self._side), parent=right)
        place = row(left, right, spacing=0, parent=self)
        place.setStretch(0, 1)
        self._show_detail(None)

    def arrive(self) -> None:
        """Load exceptions and the first page."""
        now = self._desk.now()
        self._desk.ask(deliveries.exceptions, self._desk.clerk, now, done=self._show_alarms)
        self._desk.ask(deliveries.panel, self._desk.clerk, now, self._filter(), done=self._show)

    def _filter(self) -> DeliveryFilter:
        mode, why = self._mode.value, self._why.value
        return DeliveryFilter(
            mode=mode if isinstance(mode, Fulfilment) else None,
            delivered=bool(self._what.value),
            attention=why if isinstance(why, Attention) else None,
            text=self._text.text(),
        )

    def _changed(self, nouns: frozenset[str]) -> None:
        if nouns & {"deliveries", "cases"}:
            self.arrive()

    def _show(self, rows: tuple[DeliveryRow, ...]) -> None:
        known = self._shown.id if self._shown else None
        self._rows.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        if rows and not mark_row(self._table, self._rows, lambda r: r.id == known):
            self._table.selectRow(0)
        if not rows:
            self._show_detail(None)

    def _more(self) -> None:
        last = self._rows.rows[-1]
        values = (self._desk.now(), self._filter(), Cursor(last.updated_at, last.id))
        self._desk.ask(deliveries.panel, self._desk.clerk, *values, done=self._rows.add_rows)

    def _show_alarms(self, rows: tuple[DeliveryRow, ...]) -> None:
        emptied(self._alarms)
        for found in rows[:3]:
            box = card("bad")
            text = f"{found.recipient} · {'、'.join(found.items)} · {found.waybill}"
            head = label(delivery_words.attentions()[found.attention], strong=True, tone="bad")
            act = label(delivery_words.next_acts()[found.attention], size="small", wrap=True)
            show = button(_("Show"), kind="small", name=f"deliveries.alarm.{found.id}")
            show.clicked.connect(partial(self._show_row, found))
            line = row(
                picture("triangle-alert", "bad"),
                column(row(head, label(text), None, spacing=12), act, spacing=2), show,
                margins=(16, 6, 8, 6), spacing=12, parent=box,
            )  # fmt: skip
            line.setStretch(1, 1)
            self._alarms.addWidget(box)
        if len(rows) > 3:
            more = _("and {count} more that need somebody").format(count=len(rows) - 3)
            self._alarms.addWidget(label(more, tone="bad"))

    def _show_row(self, found: DeliveryRow, _checked: bool = False) -> None:
        self._shown = found
        if not mark_row(self._table, self._rows, lambda r: r.id == found.id):
            self._show_detail(found)

    def _marked(self, now: QModelIndex, _before: QModelIndex) -> None:
        found = chosen(self._table) if now.isValid() else None
        if isinstance(found, DeliveryRow):
            self._show_detail(found)

    def _show_detail(self, found: DeliveryRow | None) -> None:
        emptied(self._detail)
        self._shown = found
        if found is None:
            advice = _("Mark a delivery to see where it is and what comes next.")
            self._detail.addWidget(Empty("package", _("No delivery marked"), advice, width=220))
            return
        case = button(found.case_number, kind="quiet", icon="folder-open", name="deliveries.case")
        case.clicked.connect(partial(self.case_asked.emit, found.case))
        kind = "bad" if found.exception else "accent"
        self._detail.addLayout(
            row(label(found.recipient, size="emphasis"), None,
                chip(words.delivery_states()[found.state], kind))
        )  # fmt: skip
        self._detail.addWidget(label("、".join(found.items), tone="second", wrap=True))
        if found.exception:
            why = delivery_words.attentions()[found.attention]
            self._detail.addWidget(label(f"■ {why}", strong=True, tone="bad", wrap=True))
            act = delivery_words.next_acts()[found.attention]
            self._detail.addWidget(label(act, size="small", wrap=True))
        shelf = _("Shelf: {place}").format(place=found.shelf) if found.shelf else ""
        for text in (found.phone, found.address, found.waybill, shelf):
            if text:
                self._detail.addWidget(label(text, wrap=True))
        self._detail.addLayout(row(case, None))
        self._detail.addWidget(rule())
        self._next_steps(found)
        self._detail.addWidget(rule())
        self._detail.addWidget(label(_("Timeline"), size="hint"))
        self._timeline = column(spacing=8)
        self._detail.addLayout(self._timeline)
        self._detail.addStretch(1)
        self._desk.ask(deliveries.steps, self._desk.clerk, found.id, done=self._show_steps)

    def _next_steps(self, found: DeliveryRow) -> None:
        if not found.choices:
            waiting = found.case_state not in READY and found.state is DeliveryState.PENDING
            text = _("Waits for the decision: {state}.").format(
                state=words.case_states()[found.case_state]
            )
            made = CaseState.CERTIFICATE_MADE
            if waiting and found.case_state is CaseState.DECIDED_YES:
                text = _("Waits for: {state}.").format(state=words.case_states()[made])
            done = _("Nothing more to do.")
            self._detail.addWidget(label(text if waiting else done, tone="second", wrap=True))
            if found.exception:
                self._detail.addLayout(row(self._look_button(), None))
            return
        if found.mode is Fulfilment.COURIER and DeliveryState.PICKED_UP in found.choices:
            self._detail.addWidget(self._waybill_form())
        flow = Flow()
        for state in found.choices:
            if state is DeliveryState.PICKED_UP and found.mode is Fulfilment.COURIER:
                continue
            made_ = button(words.delivery_states()[state], name=f"deliveries.step.{state}")
            made_.clicked.connect(partial(self._start, state))
            flow.addWidget(made_)
        if found.attention in LOOKED_INTO:
            flow.addWidget(self._look_button())
        self._detail.addWidget(flow)

    def _look_button(self) -> QPushButton:
        made = button(_("Looked into"), kind="quiet", name="deliveries.look_into")
        made.clicked.connect(self._look_into)
        return made

    def _look_into(self, _checked: bool = False) -> None:
        if self._shown is not None:
            self._hands.look_into(self._shown)

    def _waybill_form(self) -> QWidget:
        self._waybill = Line(limit=30)
        self._field = Field(
            _("Waybill number"), self._waybill, name="deliveries.waybill",
            hint=_("type or scan, then Enter"),
        )  # fmt: skip
        self._waybill.textEdited.connect(self._judge)
        self._waybill.returnPressed.connect(self._post)
        go = button(_("Given to the courier"), kind="filled", icon="truck", name="deliveries.post")
        go.clicked.connect(self._post)
        box = QWidget()
        column(self._field, row(None, go), spacing=4, parent=box)
        return box

    def _judge(self, text: str) -> None:
        if self._field is None:
            return
        check = check_waybill(text, self._desk.settings.waybill_prefixes)
        sentence = words.waybill_reasons()[check.reason]
        if len(check.number) < 13:
            self._field.note("")
        elif check.verdict is Verdict.INVALID:
            self._field.complain(sentence)
        else:
            good = check.verdict is Verdict.VALID
            self._field.note(sentence, "good" if good else "warn")

    def _post(self) -> None:
        if self._shown is None:
            return
        values = (
            self._shown.id, self._shown.version, self._waybill.text(),
            self._desk.settings.waybill_prefixes,
        )  # fmt: skip
        self._desk.act(
            parcels.post, *values, done=self._posted, changes=("deliveries",),
            refused=self._post_refused,
        )  # fmt: skip

    def _posted(self, _check: object) -> None:
        self._desk.bar.tell(_("Given to the courier."), Tone.GOOD)

    def _post_refused(self, error: Refusal) -> None:
        if self._field is not None:
            self._field.complain(words.refusal(error))
            self._waybill.setFocus()

    def _start(self, state: DeliveryState, _checked: bool = False) -> None:
        found = self._shown
        if found is None:
            return
        if self._hands.opens(found, state):
            return
        if state not in NEEDS_REASON:
            self._take(state, "")
            return
        self._wanted = state
        self._ask_reason(state, "")

    def _ask_reason(self, state: DeliveryState, complaint: str) -> None:
        self._remark = Line(limit=200)
        field = Field(_("Reason"), self._remark, name="deliveries.reason")
        sheet = Sheet(
            ground(self),
            words.delivery_states()[state],
            _("What happened? The next colleague reads it here."),
            [("", _("Cancel"), ""), ("go", _("Note it"), "filled")],
            body=field,
        )
        field.complain(complaint)
        self._remark.returnPressed.connect(partial(sheet.answer, "go"))
        self._remark.setFocus()
        sheet.answered.connect(self._reasoned)

    def _reasoned(self, answer: str) -> None:
        if not answer:
            return
        if self._remark.text().strip():
            self._take(self._wanted, self._remark.text())
        else:
            self._ask_reason(self._wanted, troubles()[Trouble.REASON_MISSING])

    def _take(self, state: DeliveryState, remark: str) -> None:
        if self._shown is None:
            return
        values = (self._shown.id, self._shown.version, state, remark)
        self._desk.act(
            parcels.step, *values, done=self._stepped, changes=("deliveries",),
            refused=self._refused,
        )  # fmt: skip

    def _stepped(self, _answer: object) -> None:
        self._desk.bar.tell(_("Noted."), Tone.GOOD)

    def _refused(self, error: Refusal) -> None:
        self._desk.bar.tell(words.refusal(error), Tone.BAD)
        self.arrive()

    def _show_steps(self, rows: tuple[DeliveryStep, ...]) -> None:
        if self._shown is None:
            return
        emptied(self._timeline)
        for step in rows:
            who = (
                step.officer
                if step.source is Source.DESK
                else delivery_words.sources()[step.source]
            )
            text = f"{words.moment(step.at)}　{words.delivery_states()[step.after]}　{who}"
            self._timeline.addWidget(label(text, size="small", wrap=True))
            for more in _told(step):
                self._timeline.addWidget(label(more, size="hint", wrap=True))


def _told(step: DeliveryStep) -> Iterator[str]:
    """What stands under a step: the carrier's code beside our reading, its words, the place."""
    readings = (
        delivery_words.reasons().get(step.because, ""),
        delivery_words.handings().get(step.handing, ""),
    )
    if step.raw:
        code = _("carrier says: {raw}").format(raw=step.raw)
        yield " · ".join(part for part in (code, *readings, step.place) if part)
    elif any(readings):
        yield " · ".join(part for part in readings if part)
    if step.remark:
        yield step.remark
