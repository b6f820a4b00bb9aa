"""A card laid on the reader: fills what is empty, asks before it replaces what was typed."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from gettext import gettext as _

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.applicants import Person
from desktop.domain.cards import Card, ReaderState
from desktop.domain.identity import clean_name, normalise
from desktop.views import words
from desktop.views.desk import Tone
from desktop.views.intake.work import Work
from desktop.views.parts import column, label, restyle
from desktop.views.ports.wording import reader_states
from desktop.views.sheet import Sheet, ground

Fill = Callable[[str, Person], None]
"""Shows a person (`person` or `other`) in the fields, also where the keyboard is."""


class CardPart(QWidget):
    """How the reader stands, and the question what to keep; `whose` names the form in use."""

    def __init__(self, work: Work, whose: Callable[[], str], fill: Fill) -> None:
        super().__init__()
        self._work, self._whose, self._fill = work, whose, fill
        self._ports = work.desk.pc.ports
        self._asking: Sheet | None = None
        self._state = label("", size="hint", name="intake.reader")
        self._said = label("", size="small", wrap=True, name="intake.card.said")
        self._said.hide()
        self._state.hide()
        column(self._state, self._said, spacing=4, parent=self)
        self._ports.reader_changed.connect(self._show_reader)
        self._show_reader()

    def showEvent(self, event: QShowEvent) -> None:
        """A card comes here while the step is seen."""
        super().showEvent(event)
        self._ports.taken_by(self.take)

    def hideEvent(self, event: QHideEvent) -> None:
        """And nowhere afterwards."""
        super().hideEvent(event)
        self._ports.no_more(self.take)

    def begin(self) -> None:
        """Forget the card of the visit before."""
        self._say("", "")
        if self._ports.reader in (ReaderState.READ, ReaderState.UNREAD):
            self._ports.tell_reader(ReaderState.READY)

    def _show_reader(self) -> None:
        text, tone = reader_states()[self._ports.reader]
        self._state.setText(" — ".join(part for part in (text, self._ports.said) if part))
        restyle(self._state, tone=tone)
        self._state.setVisible(bool(text))

    def _say(self, text: str, tone: str) -> None:
        self._said.setText(text)
        restyle(self._said, tone=tone)
        self._said.setVisible(bool(text))

    def take(self, card: Card) -> None:
        """Take a card: at once where nothing else was typed, else after a question."""
        if self._asking is not None:
            told = _(
                "A question about the card before is open. Answer it, then lay the card again."
            )
            self._work.desk.bar.tell(told, Tone.WARN)
            return
        who = self._whose()
        differing = _differing(self._person(who), card)
        if differing:
            self._ask(who, card, differing)
        else:
            self._put(who, card)

    def _person(self, who: str) -> Person:
        applicant = self._work.draft.applicant
        return (applicant.person if who == "person" else applicant.other) or Person()

    def _ask(self, who: str, card: Card, differing: list[tuple[str, str, str]]) -> None:
        body = QWidget()
        lines = [
            label(
                _("{field}: typed “{typed}”, on the card “{card}”").format(
                    field=field, typed=typed, card=found
                ),
                wrap=True,
            )
            for field, typed, found in differing
        ]
        column(*lines, spacing=6, parent=body)
        sheet = Sheet(
            ground(self),
            _("The card says something else"),
            _("What is empty is filled in either way. Take the card's words for these too?"),
            [("keep", _("Keep what was typed"), ""), ("card", _("Take the card's"), "filled")],
            body=body,
            width=560,
        )
        self._asking = sheet
        sheet.answered.connect(partial(self._answered, who, card, self._work.key))

    def _answered(self, who: str, card: Card, key: str, answer: str) -> None:
        self._asking = None
        if not answer or key != self._work.key:
            return
        before = self._person(who)
        self._put(who, card, over=answer == "card")
        if answer == "card":
            undo = partial(self._undo, who, before, key)
            self._work.desk.bar.tell(
                _("The card's words stand in the fields now."), Tone.GOOD, _("Undo"), undo
            )

    def _undo(self, who: str, before: Person, key: str) -> None:
        if key == self._work.key:
            self._write(who, before)
            self._work.desk.bar.tell(_("What was typed stands in the fields again."))

    def _put(self, who: str, card: Card, *, over: bool = False) -> None:
        known = self._person(who)
        new = replace(
            known,
            id_kind=card.kind if over or not known.id_number else known.id_kind,
            id_number=card.number if over or not known.id_number else known.id_number,
            name=card.name if over or not known.name else known.name,
            hukou_address=card.address if over or not known.hukou_address else known.hukou_address,
        )
        self._write(who, new)
        self._ports.tell_reader(ReaderState.READ)
        self._tell_validity(card)

    def _write(self, who: str, person: Person) -> None:
        self._work.applicant(**{who: person})
        self._fill(who, person)

    def _tell_validity(self, card: Card) -> None:
        today = self._work.since.date()
        if card.expired(today) and card.valid_until is not None:
            text = _(
                "▲ The card of {name} was valid until {day}. Ask for the new one; the data were "
                "filled in all the same."
            ).format(name=card.name, day=words.day(card.valid_until))
            self._say(text, "warn")
        elif card.ahead(today):
            text = _("▲ The card of {name} is valid only from {day}. Look at it closely.")
            self._say(text.format(name=card.name, day=words.day(card.valid_from)), "warn")
        else:
            until = (
                _("for ever (长期)") if card.valid_until is None else words.day(card.valid_until)
            )
            told = _("● The card of {name} was read; it is valid until {day}.")
            self._say(told.format(name=card.name, day=until), "good")


def _differing(known: Person, card: Card) -> list[tuple[str, str, str]]:
    """What was typed and is not what the card says: the field, both texts."""
    rows = (
        (_("Document number"), known.id_number, card.number, normalise),
        (_("Name"), known.name, card.name, clean_name),
        (_("Address in the household register"), known.hukou_address, card.address, str.strip),
    )
    return [
        (field, typed, found)
        for field, typed, found, evened in rows
        if typed.strip() and evened(typed) != evened(found)
    ]
