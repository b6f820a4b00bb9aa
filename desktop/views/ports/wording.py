"""What is said about the devices of a counter."""

from gettext import gettext as _

from desktop.domain.cards import CardFault, CardRefused, ReaderError, ReaderState
from desktop.domain.identity import CardField


def reader_states() -> dict[ReaderState, tuple[str, str]]:
    """How the reader stands: a line with its shape, and its tone."""
    return {
        ReaderState.OFF: ("", ""),
        ReaderState.STARTING: (_("○ Card reader: starting …"), ""),
        ReaderState.READY: (_("● Card reader: ready"), "good"),
        ReaderState.ABSENT: (_("■ Card reader: not connected"), "bad"),
        ReaderState.READ: (_("● Card reader: card read"), "good"),
        ReaderState.UNREAD: (_("▲ Card reader: card not read"), "warn"),
    }


def reader_error(error: ReaderError | None) -> str:
    """What the helper said, and what to do; nothing known is a program that ended."""
    return {
        None: _("Its program ended; it is started again by itself. Type the number meanwhile."),
        ReaderError.NO_DEVICE: _("No reader is plugged in. Plug it in, or type the number."),
        ReaderError.NO_LIBRARY: _("The reader's library is missing. Have IT install it."),
        ReaderError.BUSY: _("Another program holds the reader. Close that one."),
        ReaderError.UNREADABLE: _("The card could not be read. Lay it on the reader again."),
        ReaderError.OTHER: _("The reader does not answer. Type the number, and tell IT."),
    }[error]


def card_fault(error: CardRefused) -> str:
    """Why nothing was taken from a card."""
    return {
        CardFault.LINE: _("The reader's program said something that is not understood. Tell IT."),
        CardFault.RECORD: _("The card was read only in part. Lay it on the reader again."),
        CardFault.FIELD: _("The card's {field} cannot be read. Type it, and look at the card."),
        CardFault.NAME: _("The name on the card has characters that are none. Type it."),
        CardFault.NUMBER: _("The number on the card is not right. Look at the card closely."),
        CardFault.BIRTH: _("Number and birth date on the card differ. Look at it closely."),
        CardFault.VALIDITY: _("The card ends before it begins. Look at it closely."),
    }[error.fault].format(field=_fields()[error.field])


def _fields() -> dict[CardField, str]:
    return {
        CardField.RECORD: _("record"),
        CardField.NAME: _("name"),
        CardField.SEX: _("sex"),
        CardField.ETHNICITY: _("ethnicity"),
        CardField.BIRTH_DATE: _("birth date"),
        CardField.ADDRESS: _("address"),
        CardField.NUMBER: _("number"),
        CardField.ISSUER: _("issuer"),
        CardField.VALID_FROM: _("first day"),
        CardField.VALID_UNTIL: _("last day"),
    }
