"""The sections of a notice slip, from its content to blocks."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial

from desktop.domain.slips import FlagParagraph, MaterialLine, MaterialState, Party, SlipContent
from desktop.printing.blocks import Block, Frame, Gap, Row, Stack, Table, Text, rich, text
from desktop.printing.glyphs import ASCENT
from desktop.printing.kit import MEASURE, Sizes, Words, fact, facts, heading, pair
from desktop.printing.lines import Ink, Line, Piece, fits
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
    return Stack(tuple(block for section in sections for block in section))


def _band(content: SlipContent, words: Words, sizes: Sizes) -> tuple[Block, ...]:
    names = "、".join(item.name for item in content.items)
    told = content.issued_at.strftime("%Y-%m-%d %H:%M")
    officer = " ".join(part for part in (content.officer, content.officer_number) if part)
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
    pieces: list[Piece] = []
    for label, words in parts:
        if words:
            gap = [Piece("　 ", plain)] if pieces else []
            pieces += [*gap, Piece(f"{label} ", bold), Piece(words, plain)]
    lead = sizes.body * sizes.leading
    return Row(((MEASURE, Stack((rich(tuple(pieces), MEASURE, lead),))),), sizes.pad, RULE)


def _person(label: str, party: Party, words: Words, sizes: Sizes) -> Row:
    plain, bold = Ink(sizes.body), Ink(sizes.body, bold=True)
    number = f"　{party.document} {party.number}" if party.number else f"　{party.document}"
    phone = f"　{words['phone']} {party.phone}" if party.phone else ""
    side, lead = sizes.body * 4.8, sizes.body * sizes.leading
    pieces = (Piece(party.name, bold), Piece(number, plain), Piece(phone, plain))
    cells = (
        (side, Stack((text(label, sizes.body, side, lead, bold=True),))),
        (MEASURE - side, Stack((rich(pieces, MEASURE - side, lead),))),
    )
    return Row(cells, sizes.pad, RULE)


def _flags(content: SlipContent, words: Words, sizes: Sizes) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for flag in content.flags:
        blocks += [Gap(sizes.air * 0.6), _flag(flag, words, sizes)]
    return (heading(words["flags"], sizes), *blocks[1:]) if blocks else ()


def _flag(flag: FlagParagraph, words: Words, sizes: Sizes) -> Frame:
    size, pad = sizes.body, sizes.pad + 1.5
    measure, lead = MEASURE - 2.8 * pad, size * sizes.leading
    chip = Piece(flag.label, Ink(size, bold=True, white=True))
    indent = chip.width + size * 1.4
    plain, bold = Ink(size), Ink(size, bold=True)
    say = Piece(f"\n{flag.say}" if flag.say else "", plain)
    paragraph = rich((Piece(flag.reason or " ", plain), say), measure, lead, indent)
    marked = Text(
        paragraph.lines, lead, measure, mark=partial(_chip, chip=chip, size=size, lead=lead)
    )
    others = tuple(
        rich((Piece(f"{words['instead']} ", bold), Piece(way, plain)), measure, lead)
        for way in flag.instead
    )
    return Frame(Stack((marked, *others)), MEASURE, pad)


def _chip(sheet: Sheet, x: float, y: float, chip: Piece, size: float, lead: float) -> None:
    top = y + (lead - size * 1.24) / 2
    sheet.box(x, top, chip.width + size * 0.8, size * 1.24, radius=2, filled=True)
    sheet.line(Line((chip,)), x + size * 0.4, y + (lead - size) / 2 + size * ASCENT)


def _materials(content: SlipContent, words: Words, sizes: Sizes) -> tuple[Block, ...]:
    if not content.materials:
        return ()
    rows = _material_rows(content, words, sizes)
    widths = _widths(sizes)
    names = ("no", "material", "form", "issuer", "state", "explained")
    keys = names if sizes.columns else ("no", "material", "state")
    cells = tuple(
        (wide, Stack((text(words[key], sizes.small, wide, bold=True),)))
        for wide, key in zip(widths, keys, strict=True)
    )
    return (
        heading(words["materials"], sizes),
        Table(Row(cells, sizes.pad, BOLD_RULE), rows),
    )


def _widths(sizes: Sizes) -> tuple[float, ...]:
    columns = (9, 77, 27, 33, 25, 9) if sizes.columns else (13, 125, 42)
    return tuple(wide * MM for wide in columns)


def _material_rows(content: SlipContent, words: Words, sizes: Sizes) -> tuple[Row, ...]:
    """Numbered rows; the members of a one-of group stand together under one number."""
    rows: list[Row] = []
    ordered = _grouped(content.materials)
    for number, (group, members) in enumerate(ordered, start=1):
        if group:
            rows.append(_group_row(str(number), words, sizes))
        for place, line in enumerate(members, start=1):
            name = f"{number}-{place}" if group else str(number)
            make = _row if sizes.columns else _large_row
            rows.append(make(name, line, words, sizes))
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


def _group_row(number: str, words: Words, sizes: Sizes) -> Row:
    widths = _widths(sizes)
    rest = sum(widths[1:])
    cells = (
        (widths[0], Stack((text(number, sizes.body, widths[0], _lead(sizes)),))),
        (rest, Stack((text(words["one_of"], sizes.body, rest, _lead(sizes), bold=True),))),
    )
    return Row(cells, sizes.pad, keep=True)


def _lead(sizes: Sizes) -> float:
    return sizes.body * sizes.leading


def _row(number: str, line: MaterialLine, words: Words, sizes: Sizes) -> Row:
    no, name, form, issuer, state, explained = _widths(sizes)
    lead, air = _lead(sizes), 6.0
    small = partial(text, size=sizes.small, leading=lead)
    cells = (
        (no, Stack((text(number, sizes.body, no, lead),))),
        (name, Stack((_name(line, name - air, sizes),))),
        (form, Stack((small(line.form, measure=form - air),))),
        (issuer, Stack((small(line.issuer, measure=issuer - air),))),
        (state, _state(line, words, state - 3, sizes)),
        (explained, Stack((_explained(line, lead, sizes),))),
    )
    return Row(cells, sizes.pad)


def _name(line: MaterialLine, measure: float, sizes: Sizes) -> Text:
    note = (Piece(f"　{line.note}", Ink(sizes.small)),) if line.note else ()
    name = Piece(line.name, Ink(sizes.body, bold=not sizes.columns))
    lead = _lead(sizes)
    if note and not fits(line.name + note[0].text, Ink(sizes.body), measure):
        note = (Piece(f"\n{line.note}", Ink(sizes.small)),)
    return rich((name, *note), measure, lead)


def _explained(line: MaterialLine, lead: float, sizes: Sizes) -> Text:
    blank = text(" ", sizes.body, MEASURE, lead)
    size = sizes.small
    mark = partial(_sign_at, draw=tick, size=size * 0.9, lead=lead)
    return Text(blank.lines, lead, mark=mark if line.explained else None)


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
    blocks = [Text(word.lines, lead, mark=mark)]
    if line.remark:
        blocks.append(text(line.remark, sizes.small, measure, sizes.small * 1.3))
    return Stack(tuple(blocks))


def _sign_at(sheet: Sheet, x: float, y: float, draw: Sign, size: float, lead: float) -> None:
    draw(sheet, x, y + (lead - size) / 2, size)


def _large_row(number: str, line: MaterialLine, words: Words, sizes: Sizes) -> Row:
    no, name, state = _widths(sizes)
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
                    _name(line, name - 8, sizes),
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
    return (heading(words["next"], sizes), *rows) if rows else ()


def _details(content: SlipContent, words: Words, sizes: Sizes) -> tuple[Block, ...]:
    blocks: list[Block] = [heading(words["details"], sizes)]
    for item in content.items:
        if len(content.items) > 1:
            blocks.append(text(item.name, sizes.body, MEASURE, _lead(sizes), bold=True))
        blocks += _pairs(((words["limit"], item.limit), (words["fee"], item.fee)), sizes)
        blocks += _pairs(((words["result"], item.result), (words["law"], item.law)), sizes)
    blocks += _pairs(
        (
            (words["delivery"], content.delivery),
            (words["hours"], content.hours),
        ),
        sizes,
    )
    blocks += _pairs(
        (
            (words["enquiry"], content.enquiry_phone),
            (words["complaint"], content.complaint_phone),
        ),
        sizes,
    )
    return tuple(blocks)


def _pairs(rows: tuple[tuple[str, str], tuple[str, str]], sizes: Sizes) -> tuple[Block, ...]:
    """Side by side where both fit on a line, else under one another."""
    room = MEASURE / 2 - 8 - sizes.body * 4.8
    short = all(fits(words, Ink(sizes.body), room) for _, words in rows)
    if sizes.columns and short and all(words for _, words in rows):
        return (pair(*rows, sizes),)
    return facts(rows, sizes).blocks


def _questions(content: SlipContent, words: Words, sizes: Sizes) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for row in content.questions:
        asked = fact(words["ask"], row.ask, sizes)
        blocks.append(Stack((asked, fact(words["answer"], row.answer, sizes))))
    return (heading(words["questions"], sizes), *blocks) if blocks else ()
