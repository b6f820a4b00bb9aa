"""One delivery at the right of the lists: where it is, what comes next, its timeline."""

from collections.abc import Iterator
from functools import partial
from gettext import gettext as _

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.cases import CaseState
from desktop.domain.deliveries import NEEDS_REASON, DeliveryState, Source
from desktop.domain.errors import Refusal
from desktop.domain.items import Fulfilment
from desktop.domain.papers import PaperKind
from desktop.domain.watch import LOOKED_INTO
from desktop.services import deliveries, parcels
from desktop.services.deliveries import READY, DeliveryRow, DeliveryStep
from desktop.views import words
from desktop.views.deliveries import said
from desktop.views.deliveries.hands import Hands
from desktop.views.deliveries.waybill import WaybillForm
from desktop.views.desk import Desk, Tone
from desktop.views.flow import Flow, emptied
from desktop.views.parts import Empty, Fold, button, chip, column, label, row, rule, scrolled


class DeliveryPanel(QWidget):
    """Shows one delivery with its legal next steps; `case_asked` leads to its case."""

    case_asked = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: DeliveryRow | None = None
        self._hands = Hands(self, desk)
        inner = QWidget()
        self._detail: QVBoxLayout = column(margins=16, spacing=8, parent=inner)
        self._timeline = column()
        column(scrolled(inner), parent=self)
        desk.jobs.changed.connect(self._changed)
        advice = _("Mark a delivery to see where it is and what comes next.")
        self._detail.addWidget(Empty("package", _("No delivery marked"), advice, width=220))

    def show_delivery(self, delivery: int) -> None:
        """Show a delivery by its key."""
        now = self._desk.now()
        self._desk.ask(deliveries.one, self._desk.clerk, now, delivery, done=self.show_row)

    def show_row(self, found: DeliveryRow) -> None:
        """Show a delivery; one that is shown already and did not change keeps what was typed."""
        if found != self._shown:
            self._shown = found
            emptied(self._detail)
            self._fill(found)
        self._desk.ask(deliveries.steps, self._desk.clerk, found.id, done=self._show_steps)

    def _changed(self, nouns: frozenset[str]) -> None:
        if self._shown is not None and nouns & {"deliveries", "cases"}:
            self.show_delivery(self._shown.id)

    def _fill(self, found: DeliveryRow) -> None:
        kind = "bad" if found.exception else "accent"
        state = chip(words.delivery_states()[found.state], kind)
        self._detail.addLayout(row(label(found.recipient, size="emphasis"), None, state))
        self._detail.addWidget(label("、".join(found.items), tone="second", wrap=True))
        if found.exception:
            why = said.attentions()[found.attention]
            self._detail.addWidget(label(f"■ {why}", strong=True, tone="bad", wrap=True))
            act = said.next_acts()[found.attention]
            self._detail.addWidget(label(act, size="small", wrap=True))
        for text in self._where(found):
            self._detail.addWidget(label(text, wrap=True))
        case = button(found.case_number, kind="quiet", icon="folder-open", name="deliveries.case")
        case.clicked.connect(partial(self.case_asked.emit, found.case))
        self._detail.addLayout(row(case, None))
        self._detail.addWidget(rule())
        self._next_steps(found)
        if found.ways:
            self._detail.addWidget(self._papers(found))
        self._detail.addWidget(rule())
        self._detail.addWidget(label(_("Timeline"), size="hint"))
        self._timeline = column(spacing=8)
        self._detail.addLayout(self._timeline)
        self._detail.addStretch(1)

    def _where(self, found: DeliveryRow) -> Iterator[str]:
        shelf = _("Shelf: {place}").format(place=found.shelf) if found.shelf else ""
        parcel = found.waybill
        if found.parcels > 1:
            parcel = _("{waybill} (posting {count})").format(
                waybill=found.waybill, count=found.parcels
            )
        yield from filter(None, (found.phone, found.address, parcel, shelf))

    def _next_steps(self, found: DeliveryRow) -> None:
        if not found.choices:
            self._detail.addWidget(label(_waits(found), tone="second", wrap=True))
            if found.exception:
                self._detail.addLayout(row(self._looked_into(found), None))
            return
        posts = found.mode is Fulfilment.COURIER and DeliveryState.PICKED_UP in found.choices
        kept = found.state is DeliveryState.READY_FOR_PICKUP
        form = partial(WaybillForm, self._desk, found)
        if posts and not kept:
            self._detail.addWidget(form())
        flow = Flow()
        for state in found.choices:
            if state is DeliveryState.PICKED_UP and found.mode is Fulfilment.COURIER:
                continue
            made = button(words.delivery_states()[state], name=f"deliveries.step.{state}")
            made.clicked.connect(partial(self._start, found, state))
            flow.addWidget(made)
        if found.attention in LOOKED_INTO:
            flow.addWidget(self._looked_into(found))
        self._detail.addWidget(flow)
        if posts and kept:
            self._detail.addWidget(Fold(_("Post it after all"), form, name="deliveries.after_all"))

    def _looked_into(self, found: DeliveryRow) -> QWidget:
        made = button(_("Looked into"), kind="quiet", name="deliveries.look_into")
        made.clicked.connect(partial(self._hands.look_into, found))
        return made

    def _papers(self, found: DeliveryRow) -> QWidget:
        """What goes on the parcel, and another way or address, while it lies here."""
        flow = Flow()
        if found.mode is not Fulfilment.PICKUP:
            for kind, text in (
                (PaperKind.LABEL, _("Address label")),
                (PaperKind.ENVELOPE, _("Envelope")),
            ):
                made = button(text, kind="small", icon="printer", name=f"deliveries.{kind}")
                made.clicked.connect(partial(self._hands.print_address, found, kind))
                flow.addWidget(made)
        other = button(
            _("Another way or address"), kind="small", icon="pencil", name="deliveries.redirect"
        )
        other.clicked.connect(partial(self._hands.redirect, found))
        flow.addWidget(other)
        return flow

    def _start(self, found: DeliveryRow, state: DeliveryState, _checked: bool = False) -> None:
        if self._hands.opens(found, state):
            return
        if state in NEEDS_REASON:
            self._hands.because(found, state)
            return
        self._desk.act(
            parcels.step, found.id, found.version, state, "", done=self._stepped,
            changes=("deliveries", "cases"), refused=self._refused,
        )  # fmt: skip

    def _stepped(self, _answer: object) -> None:
        self._desk.bar.tell(_("Noted."), Tone.GOOD)

    def _refused(self, error: Refusal) -> None:
        self._desk.bar.tell(words.refusal(error), Tone.BAD)
        if self._shown is not None:
            self.show_delivery(self._shown.id)

    def _show_steps(self, rows: tuple[DeliveryStep, ...]) -> None:
        emptied(self._timeline)
        for step in rows:
            desk = step.source is Source.DESK
            who = step.officer if desk else said.sources()[step.source]
            text = f"{words.moment(step.at)}　{words.delivery_states()[step.after]}　{who}"
            self._timeline.addWidget(label(text, size="small", wrap=True))
            for more in _told(step):
                self._timeline.addWidget(label(more, size="hint", wrap=True))


def _waits(found: DeliveryRow) -> str:
    """What a delivery without a next step waits for."""
    if found.case_state in READY or found.state is not DeliveryState.PENDING:
        return _("Nothing more to do.")
    if found.case_state is CaseState.DECIDED_YES:
        made = words.case_states()[CaseState.CERTIFICATE_MADE]
        return _("Waits for: {state}.").format(state=made)
    state = words.case_states()[found.case_state]
    return _("Waits for the decision: {state}.").format(state=state)


def _told(step: DeliveryStep) -> Iterator[str]:
    """What stands under a step: the carrier's code beside our reading, its words, the place."""
    readings = (said.reasons().get(step.because, ""), said.handings().get(step.handing, ""))
    if step.raw:
        code = _("carrier says: {raw}").format(raw=step.raw)
        yield " · ".join(part for part in (code, *readings, step.place) if part)
    elif any(readings):
        yield " · ".join(part for part in readings if part)
    if step.remark:
        yield step.remark
