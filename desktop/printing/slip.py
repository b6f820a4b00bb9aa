"""The sections of a notice slip, from its content to blocks."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from desktop.domain.slips import (
    Answer,
    FlagParagraph,
    MaterialLine,
    MaterialState,
    Party,
    SlipContent,
)
from desktop.printing.blocks import Block, Frame, Gap, Row, Stack, Table, Text, rich, text
from desktop.printing.glyphs import plain, width
from desktop.printing.kit import MEASURE, Sizes, Words, chipped, fact, facts, heading, paired
from desktop.printing.lines import Ink, Piece, abreast, fill
from desktop.printing.sheet import BOLD_RULE, MM, RULE, Sheet
from desktop.printing.signs import dash, empty_box, tick, ticked_box, warning


def body(content: SlipContent, words: Words, sizes: Sizes) -> Stack:
    """Everything between the head and the foot of the citizen's part."""
    sections = (
        _band(content, words, sizes),
        _flags(content, words, sizes),
        _materials(content, words, sizes),
        _next(content, words, sizes),
        _details(content, words, sizes),
        _questions(content, words, sizes),
    )
    return Stack(tuple(Stack(section) for section in sections if section))


def _band(content: SlipContent, words: Words, sizes: Sizes) -> tuple[Block, ...]:
    names = "、".join(item.name for item in content.items)
    told = content.issued_at.strftime("%Y-%m-%d %H:%M")
    officer = officer_words(content)
    rows = (
        Row(_labelled(words["item"], names, sizes, sizes.item), sizes.pad, BOLD_RULE),
        _line(
            (
                (words["issued"], told),
                (words["window"], content.window),
                (words["officer"], officer),
                (words["edition"], content.catalogue),
            ),
            sizes,
        ),
        *(_person(words[label], party, words, sizes) for label, party in parties(content)),
    )
    return (Stack(rows),)


def officer_words(content: SlipContent) -> str:
    """The officer's name and number."""
    return " ".join(part for part in (content.officer, content.officer_number) if part)


def parties(content: SlipContent) -> tuple[tuple[str, Party], ...]:
    """Whom the slip is about, each with the key of its label."""
    known = (
        ("organisation", content.organisation),
        ("applicant", content.applicant),
        ("agent", content.agent),
    )
    return tuple((label, party) for label, party in known if party is not None)


def _labelled(label: str, words: str, sizes: Sizes, size: float) -> tuple[tuple[float, Stack], ...]:
    side, lead = sizes.body * 4.8, size * 1.3
    return (
        (side, Stack((text(label, sizes.body, side, lead, bold=True),))),
        (MEASURE - side, Stack((text(words, size, MEASURE - side, lead, bold=True),))),
    )


def _line(parts: tuple[tuple[str, str], ...], sizes: Sizes) -> Row:
    plain, bold = Ink(sizes.body), Ink(sizes.body, bold=True)
    known = [(Piece(f"{label} ", bold), Piece(words, plain)) for label, words in parts if words]
    line = _abreast(known, MEASURE, sizes)
    return Row(((MEASURE, Stack((line,))),), sizes.pad, RULE)


def _abreast(parts: Sequence[tuple[Piece, ...]], measure: float, sizes: Sizes) -> Text:
    pieces = abreast(parts, Piece("　 ", Ink(sizes.body)), measure)
    return Text(fill(pieces, measure), _lead(sizes))


def _person(label: str, party: Party, words: Words, sizes: Sizes) -> Row:
    plain, bold = Ink(sizes.body), Ink(sizes.body, bold=True)
    parts = [(Piece(party.name, bold),)]
    parts.append((Piece(f"{party.document} {party.number}".strip(), plain),))
    if party.phone:
        parts.append((Piece(f"{words['phone']} {party.phone}", plain),))
    side = sizes.body * 4.8
    cells = (
        (side, Stack((text(label, sizes.body, side, _lead(sizes), bold=True),))),
        (MEASURE - side, Stack((_abreast(parts, MEASURE - side, sizes),))),
    )
    return Row(cells, sizes.pad, RULE)


def _flags(content: SlipContent, words: Words, sizes: Sizes) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for flag in content.flags:
        blocks += [Gap(sizes.air * 0.6), _flag(flag, words, sizes)]
    if not blocks:
        return ()
    first = (Gap(sizes.air),) if sizes.bare else heading(words["flags"], sizes)
    return (*first, *blocks[1:])


def _flag(flag: FlagParagraph, words: Words, sizes: Sizes) -> Frame:
    """Why it applies, what it means, other ways."""
    plain, bold = Ink(sizes.body), Ink(sizes.body, bold=True)
    parts: list[tuple[Piece, ...]] = [(Piece(flag.reason or " ", plain),)]
    if flag.say:
        parts.append((Piece(flag.say, plain),))
    ways = ("；".join(flag.instead),) if sizes.columns and flag.instead else flag.instead
    parts += [(Piece(words["instead"], bold), Piece(way, plain)) for way in ways]
    return chipped(flag.label, parts, sizes)


def _materials(content: SlipContent, words: Words, sizes: Sizes) -> tuple[Block, ...]:
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
        (widths[0], Stack((text(number, sizes.body, widths[0], _lead(sizes)),))),
        (rest, Stack((text(words["one_of"], sizes.body, rest, _lead(sizes), bold=True),))),
    )
    return Row(cells, sizes.pad, keep=True)


def _lead(sizes: Sizes) -> float:
    return sizes.body * sizes.leading


def _row(
    number: str, line: MaterialLine, words: Words, sizes: Sizes, widths: tuple[float, ...]
) -> Row:
    no, name, form, issuer, state, explained = widths
    lead, air = _lead(sizes), COLUMN_AIR
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
    lead = _lead(sizes)
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
    lead, size = _lead(sizes), sizes.body
    mark = partial(_sign_at, draw=_SIGNS[line.state], size=size * 0.95, lead=lead)
    word = rich((Piece(words[state_key(line)], Ink(size, bold=True)),), measure, lead, size * 1.4)
    return Stack((Text(word.lines, lead, mark=mark),))


def _sign_at(sheet: Sheet, x: float, y: float, draw: Sign, size: float, lead: float) -> None:
    draw(sheet, x, y + (lead - size) / 2, size)


def _large_row(
    number: str, line: MaterialLine, words: Words, sizes: Sizes, widths: tuple[float, ...]
) -> Row:
    no, name, state = widths
    lead = _lead(sizes)
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


def _next(content: SlipContent, words: Words, sizes: Sizes) -> tuple[Block, ...]:
    size = sizes.step
    side, lead = size * 1.6, size * min(sizes.leading, 1.32)
    rows = tuple(
        Row(
            (
                (side, Stack((text(f"{number}.", size, side, lead, bold=True),))),
                (MEASURE - side, Stack((text(step, size, MEASURE - side, lead),))),
            ),
            sizes.pad * 0.4,
            rule=0,
        )
        for number, step in enumerate(content.next_steps, start=1)
    )
    together = Row(((MEASURE, Stack(rows)),), 0, rule=0)
    return (*heading(words["next"], sizes), together) if rows else ()


def _details(content: SlipContent, words: Words, sizes: Sizes) -> tuple[Block, ...]:
    first = (_rule(sizes),) if sizes.bare else heading(words["details"], sizes)
    blocks: list[Block] = [*first]
    fine = sizes.fine
    for item in content.items:
        if len(content.items) > 1:
            name = text(item.name, fine, MEASURE, fine * sizes.leading, bold=True)
            blocks += [Gap(sizes.pad), replace(name, keep=True)]
        blocks += paired((words["limit"], item.limit), (words["fee"], item.fee), sizes, fine)
        blocks += facts(((words["law"], item.law),), sizes, size=fine).blocks
    results = "、".join(dict.fromkeys(item.result for item in content.items))
    blocks += paired((words["result"], results), (words["hours"], content.hours), sizes, fine)
    blocks += facts(((words["delivery"], content.delivery),), sizes, size=fine).blocks
    asking = (words["enquiry"], content.enquiry_phone)
    complaining = (words["complaint"], content.complaint_phone)
    return (*blocks, *paired(asking, complaining, sizes, sizes.body))


def _rule(sizes: Sizes) -> Row:
    return Row(((MEASURE, Stack(())),), sizes.air / 2, RULE, keep=True)


def _questions(content: SlipContent, words: Words, sizes: Sizes) -> tuple[Block, ...]:
    if not content.questions:
        return ()
    make = _flowing_answer if sizes.flowing else _answer
    rows = tuple(make(row, words, sizes) for row in content.questions)
    return (*heading(words["questions"], sizes), *rows)


def _answer(row: Answer, words: Words, sizes: Sizes) -> Block:
    asked = fact(words["ask"], row.ask, sizes)
    return Stack((asked, fact(words["answer"], row.answer, sizes), Gap(sizes.pad)))


def _flowing_answer(row: Answer, words: Words, sizes: Sizes) -> Block:
    plain, bold = Ink(sizes.body), Ink(sizes.body, bold=True)
    pieces = (
        Piece(f"{words['ask']} ", bold),
        Piece(f"{row.ask}　", plain),
        Piece(f"{words['answer']} ", bold),
        Piece(row.answer, plain),
    )
    return rich(pieces, MEASURE, _lead(sizes))
