"""The slip's table of materials: numbered, one-of groups together, each with its state."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from desktop.domain.slips import (
    MaterialLine,
    MaterialState,
    SlipContent,
)
from desktop.printing.blocks import Block, Row, Stack, Table, Text, rich, text
from desktop.printing.glyphs import plain, width
from desktop.printing.kit import MEASURE, Sizes, Words, heading
from desktop.printing.lines import Ink, Piece
from desktop.printing.sheet import BOLD_RULE, MM, Sheet
from desktop.printing.signs import dash, empty_box, tick, ticked_box, warning


def materials(content: SlipContent, words: Words, sizes: Sizes) -> tuple[Block, ...]:
    """The section of the slip: a heading and the table, or nothing."""
    if not content.materials:
        return ()
    widths = _widths(content.materials, sizes)
    rows = _material_rows(content, words, sizes, widths)
    names = ("no", "material", "form", "issuer", "state", "explained")
    keys = names if sizes.columns else ("no", "material", "state")
    cells = tuple(
        (wide, Stack((text(words[key], sizes.small, wide, bold=True),)))
        for wide, key in zip(widths, keys, strict=True)
    )
    return (
        *heading(words["materials"], sizes),
        Table(Row(cells, sizes.pad, BOLD_RULE), rows),
    )


def _widths(lines: tuple[MaterialLine, ...], sizes: Sizes) -> tuple[float, ...]:
    """The columns' widths; form and issuer get what their words need, the name the rest."""
    if not sizes.columns:
        return (13 * MM, 125 * MM, 42 * MM)
    form = _natural((line.form for line in lines), sizes, 22 * MM, 35 * MM)
    issuer = _natural((line.issuer for line in lines), sizes, 18 * MM, 36 * MM)
    no, state, explained = 8.5 * MM, 20 * MM, 7.5 * MM
    return (no, MEASURE - no - form - issuer - state - explained, form, issuer, state, explained)


def _natural(texts: Iterable[str], sizes: Sizes, least: float, most: float) -> float:
    widest = max((width(plain(row), sizes.small) for row in texts), default=0.0)
    return min(max(widest + COLUMN_AIR + 1, least), most)


def _material_rows(
    content: SlipContent, words: Words, sizes: Sizes, widths: tuple[float, ...]
) -> tuple[Row, ...]:
    """Numbered rows; the members of a one-of group stand together under one number."""
    rows: list[Row] = []
    ordered = _grouped(content.materials)
    for number, (group, members) in enumerate(ordered, start=1):
        if group:
            rows.append(_group_row(str(number), words, sizes, widths))
        for place, line in enumerate(members, start=1):
            name = f"{number}-{place}" if group else str(number)
            make = _row if sizes.columns else _large_row
            rows.append(make(name, line, words, sizes, widths))
    return tuple(rows)


def _grouped(
    lines: tuple[MaterialLine, ...],
) -> tuple[tuple[str, tuple[MaterialLine, ...]], ...]:
    members = Counter(line.group for line in lines if line.group)
    groups: dict[str | int, list[MaterialLine]] = {}
    for place, line in enumerate(lines):
        together = members[line.group] > 1
        groups.setdefault(line.group if together else place, []).append(line)
    return tuple((key if isinstance(key, str) else "", tuple(row)) for key, row in groups.items())


def _group_row(number: str, words: Words, sizes: Sizes, widths: tuple[float, ...]) -> Row:
    rest = sum(widths[1:])
    cells = (
        (widths[0], Stack((text(number, sizes.body, widths[0], sizes.lead),))),
        (rest, Stack((text(words["one_of"], sizes.body, rest, sizes.lead, bold=True),))),
    )
    return Row(cells, sizes.pad, keep=True)


def _row(
    number: str, line: MaterialLine, words: Words, sizes: Sizes, widths: tuple[float, ...]
) -> Row:
    no, name, form, issuer, state, explained = widths
    lead, air = sizes.lead, COLUMN_AIR
    small = partial(text, size=sizes.small, leading=lead)
    cells = (
        (no, Stack((text(number, sizes.body, no, lead),))),
        (name, _name(line, words, name - air, sizes)),
        (form, Stack((small(line.form, measure=form - air),))),
        (issuer, Stack((small(line.issuer, measure=issuer - air),))),
        (state, _state(line, words, state - 3, sizes)),
        (explained, Stack((_explained(line, lead, sizes),))),
    )
    return Row(cells, sizes.pad)


def _name(line: MaterialLine, words: Words, measure: float, sizes: Sizes) -> Stack:
    """The material, its note beside it where there is room, and what is wrong with it."""
    name = Piece(line.name, Ink(sizes.body, bold=not sizes.columns))
    note = Piece(f"　{line.note}", Ink(sizes.small))
    beside = "\n" not in line.note and name.width + note.width <= measure
    if not beside and not sizes.flowing:
        note = Piece(f"\n{line.note}", Ink(sizes.small))
    lead = sizes.lead
    blocks = [rich((name, note) if line.note else (name,), measure, lead)]
    if line.remark:
        remark = f"{words[state_key(line)]}：{line.remark}"
        blocks.append(text(remark, sizes.body, measure, lead, bold=True))
    return Stack(tuple(blocks))


def _explained(line: MaterialLine, lead: float, sizes: Sizes) -> Text:
    blank = text(" ", sizes.body, MEASURE, lead)
    size = sizes.small
    mark = partial(_sign_at, draw=tick, size=size * 0.9, lead=lead)
    return Text(blank.lines, lead, mark=mark if line.explained else None)


COLUMN_AIR = 6.0
"""White between a column's words and the next column."""

Sign = Callable[[Sheet, float, float, float], None]

_SIGNS: Mapping[MaterialState, Sign] = {
    MaterialState.HERE: ticked_box,
    MaterialState.MISSING: empty_box,
    MaterialState.OPEN: empty_box,
    MaterialState.DEFECTIVE: warning,
    MaterialState.WAIVED: dash,
}


def state_key(line: MaterialLine) -> str:
    """Which word says the state; what was not looked at yet is said by how it is asked."""
    if line.state is not MaterialState.OPEN:
        return f"state_{line.state}"
    if line.group:
        return "state_choice"
    return "state_missing" if line.required else "state_optional"


def _state(line: MaterialLine, words: Words, measure: float, sizes: Sizes) -> Stack:
    lead, size = sizes.lead, sizes.body
    mark = partial(_sign_at, draw=_SIGNS[line.state], size=size * 0.95, lead=lead)
    word = rich((Piece(words[state_key(line)], Ink(size, bold=True)),), measure, lead, size * 1.4)
    return Stack((Text(word.lines, lead, mark=mark),))


def _sign_at(sheet: Sheet, x: float, y: float, draw: Sign, size: float, lead: float) -> None:
    draw(sheet, x, y + (lead - size) / 2, size)


def _large_row(
    number: str, line: MaterialLine, words: Words, sizes: Sizes, widths: tuple[float, ...]
) -> Row:
    no, name, state = widths
    lead = sizes.lead
    about = "　".join(
        part for part in (line.form, line.issuer and f"{words['from']}{line.issuer}") if part
    )
    cells = (
        (no, Stack((text(number, sizes.body, no, lead, bold=True),))),
        (
            name,
            Stack(
                (
                    _name(line, words, name - 8, sizes),
                    text(about, sizes.small, name - 8, sizes.small * sizes.leading),
                )
            ),
        ),
        (state, _state(line, words, state, sizes)),
    )
    return Row(cells, sizes.pad)
