"""What is explained line by line: each line's key with its heading and words."""

from dataclasses import dataclass
from gettext import gettext as _

from desktop.domain.intake import Matter, state_of
from desktop.domain.slips import SlipContent
from desktop.views import words


@dataclass(frozen=True, slots=True)
class Told:
    """One line to explain: its key, a short heading, the words to say."""

    key: str
    heading: str
    text: str


def told_lines(matter: Matter, content: SlipContent) -> tuple[Told, ...]:
    """Every line of the matter in its order, in the very words of the slip."""
    return tuple(_told(key, matter, content) for key in matter.lines)


def _told(key: str, matter: Matter, content: SlipContent) -> Told:
    kind, _sep, rest = key.partition(":")
    match kind:
        case "flag":
            return _special(key, rest, matter)
        case "material":
            return _material(key, rest, matter, content)
        case "limit":
            text = "\n".join(f"{item.name}：{item.limit}；{item.fee}" for item in content.items)
            return Told(key, _("Limit and fee"), text)
        case _:
            steps = "\n".join(f"{n}. {step}" for n, step in enumerate(content.next_steps, 1))
            return Told(key, _("Result and next steps"), f"{content.delivery}\n{steps}")


def _special(key: str, rest: str, matter: Matter) -> Told:
    item, _sep, when = rest.partition(":")
    speech = next(
        row for row in matter.assessment.speeches if row.item == item and row.when == when
    )
    more = "".join(f"\n· {way}" for way in speech.instead)
    heading = matter.catalogue.flags[speech.flag].label
    if len(matter.items) > 1:
        heading += f" · {matter.catalogue.items[item].name}"
    return Told(key, heading, speech.say + more)


def _material(key: str, name: str, matter: Matter, content: SlipContent) -> Told:
    line = next(row for row in content.materials if row.material == name)
    state = words.material_states()[state_of(matter, name)]
    remark = f"（{line.remark}）" if line.remark else ""
    note = f"。{line.note}" if line.note else ""
    return Told(key, f"{line.name} · {state}", f"{line.name}：{line.form}{note}{remark}")
