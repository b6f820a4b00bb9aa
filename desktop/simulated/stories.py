"""Who comes to a training's counter, what they want, and what is to be learnt from them."""

from dataclasses import dataclass
from gettext import gettext as _


@dataclass(frozen=True)
class Story:
    """One visitor; `cards` are the keys of cards they have, each with what the button says."""

    who: str
    wants: str
    brings: str
    tells: str
    learn: str
    cards: tuple[tuple[str, str], ...]


def stories() -> tuple[Story, ...]:
    """The visitors of the tour, and two whose cards are special."""
    lay = _("Lay the card")
    return (
        Story(
            _("Zhao Guiying (赵桂英), 72, from this city"),
            _("Her identity card is lost; she wants a new one, and a temporary one until then."),
            _("the household register"),
            _("“If I find the old card, may I still use it?”"),
            _("Large print; what was lost is asked for; the answer is noted in her own words."),
            (("elderly", lay),),
        ),
        Story(
            _("Wu Daiban (吴代办) for Qian Xiaomei (钱小梅), 34, from Anhui"),
            _("A residence permit for her; she is at work, he comes for her."),
            _("both cards, the lease; her digital photo is missing"),
            "",
            _("Agent and applicant are two people; one of several papers is enough; what lacks."),
            (("anhui", _("Her card")), ("anhui-agent", _("His card"))),
        ),
        Story(
            _("Sun Jianguo (孙建国), 52, for a hotel"),
            _("The licence for a hotel that is still to open."),
            _("his card, all papers of the hotel, credit code 91110000600037341L"),
            _("The house is rented, and other offices have to agree as well."),
            _("An organisation applies; the stub is signed on paper; five offices join in."),
            (("hotel", lay),),
        ),
        Story(
            _("Zhou Guoqi (周过期), 45"),
            _("A new household register; the old one is torn."),
            _("an identity card that has expired"),
            "",
            _("The warning about the card; what may go on all the same."),
            (("expired", lay),),
        ),
        Story(
            _("Ayigul Maimaiti (阿依古丽·买买提), 66"),
            _("Asks what she needs to move her household register here."),
            _("a card that never ends (长期)"),
            "",
            _("A long name with a dot; somebody from another province."),
            (("long", lay),),
        ),
    )
