"""The parts of an official paper, from its content to blocks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from desktop.domain.papers import PaperContent, Part, Section
from desktop.domain.papers import Row as Fact
from desktop.printing.bands import facts_line, person, titled
from desktop.printing.blocks import Block, Gap, Row, Stack, Table, Text, rich, text
from desktop.printing.glyphs import plain, width
from desktop.printing.kit import MEASURE, Sizes, Words, heading, paired
from desktop.printing.lines import Ink, Piece, fits
from desktop.printing.sheet import BOLD_RULE, HAIR, MM
from desktop.printing.signing import Signing

Blocks = tuple[Block, ...]
Maker = Callable[[Section, Words, Sizes], Blocks]

GUTTER = 9.0
"""White between a column's words and the next column."""

EMPTY = 18 * MM
"""How wide a column is at least that is to be written on by hand."""

LONG = 45 * MM
"""How high a row may grow before its text flows over the whole width instead."""

WRITING = 8.5 * MM
"""How high a line to write on by hand is at least."""

COMPANY = 95 * MM
"""How much text at most goes to another page with the signatures that belong to it."""


def body(content: PaperContent, words: Words, sizes: Sizes) -> Stack:
    """Everything between head and foot; the last short parts stay with the signatures."""
    day = content.issued_at.strftime("%Y-%m-%d")
    blocks = [_block(section, words, sizes, day) for section in content.sections]
    if not blocks or content.sections[-1].part is not Part.SIGNATURES:
        return Stack(tuple(blocks))
    kept: list[Block] = [blocks.pop()]
    parts = [section.part for section in content.sections]
    while blocks and parts[len(blocks) - 1] in _SHORT:
        if blocks[-1].height + sum(block.height for block in kept[:-1]) > COMPANY:
            break
        kept.insert(0, blocks.pop())
    return Stack((*blocks, Row(((MEASURE, Stack(tuple(kept))),), 0, rule=0)))


def _block(section: Section, words: Words, sizes: Sizes, day: str) -> Stack:
    if section.part is Part.SIGNATURES:
        return Stack((Gap(sizes.air * 1.5), Signing(section, words, day)))
    return Stack(_MAKERS[section.part](section, words, sizes))


def _band(section: Section, words: Words, sizes: Sizes) -> Blocks:
    first = (titled(words["item"], section.heading, sizes),) if section.heading else ()
    rows = [(row.label, row.text) for row in section.rows]
    return (Stack((*first, facts_line(rows, sizes))),)


def _people(section: Section, words: Words, sizes: Sizes) -> Blocks:  # noqa: ARG001
    return tuple(person(label, about, sizes) for label, *about in section.cells)


def _paragraphs(section: Section, words: Words, sizes: Sizes) -> Blocks:  # noqa: ARG001
    """Paragraphs with the first line indented; a salutation ends with a colon and is not."""
    head = heading(section.heading, sizes) if section.heading else (Gap(sizes.air),)
    return (*head, *(_paragraph(line, sizes) for line in section.lines))


def _paragraph(line: str, sizes: Sizes) -> Text:
    indent = 0.0 if line.endswith("：") else 2 * sizes.body
    pieces = (Piece(line, Ink(sizes.body)),)
    return Text(rich(pieces, MEASURE, sizes.lead, indent).lines, sizes.lead, MEASURE)


def _notice(section: Section, words: Words, sizes: Sizes) -> Blocks:  # noqa: ARG001
    """One bold sentence under all others."""
    line = " ".join(section.lines)
    return (Gap(sizes.air), text(line, sizes.body, MEASURE, sizes.lead, bold=True))


def _details(section: Section, words: Words, sizes: Sizes) -> Blocks:  # noqa: ARG001
    """Labels and texts above hairlines, short ones abreast; one without text is written on."""
    side = _side([row for row in section.rows if not row.wide] or section.rows, sizes)
    rows: list[Block] = []
    for facts in _abreast(section.rows, side, sizes):
        row = _details_row(facts, side, sizes)
        rows += _flowing(facts[0], sizes) if row.height > LONG else (row,)
    return (Gap(sizes.air), *rows)


def _flowing(fact: Fact, sizes: Sizes) -> Blocks:
    """A long text under its label, so that it may run on to the next page."""
    label = text(fact.label, sizes.body, MEASURE, sizes.lead, bold=True)
    end = Row(((MEASURE, Stack(())),), sizes.pad / 2, HAIR)
    return (Gap(sizes.pad), replace(label, keep=True), _paragraph(fact.text, sizes), end)


def _side(rows: Sequence[Fact], sizes: Sizes) -> float:
    """How wide the labels are; no wider than leaves room for what they stand before."""
    widest = max(width(plain(row.label), sizes.body, bold=True) for row in rows)
    return min(widest, MEASURE * 0.3) + 1.2 * sizes.body


def _abreast(rows: Sequence[Fact], side: float, sizes: Sizes) -> list[tuple[Fact, ...]]:
    """Neighbours in pairs where both are short."""
    lines: list[tuple[Fact, ...]] = []
    room = MEASURE / 2 - side - GUTTER
    for row in rows:
        short = not row.wide and fits(row.text, Ink(sizes.body), room)
        before = lines[-1] if lines else ()
        if short and len(before) == 1 and not before[0].wide:
            lines[-1] = (*before, row)
        else:
            lines.append((row if short else replace(row, wide=True),))
    return lines


def _details_row(facts: tuple[Fact, ...], side: float, sizes: Sizes) -> Row:
    measure = MEASURE / len(facts)
    side = max(side, _side(facts, sizes)) if len(facts) == 1 else side
    cells = tuple(
        cell
        for fact in facts
        for cell in (
            (side, Stack((text(fact.label, sizes.body, side, sizes.lead, bold=True),))),
            (measure - side, _answer(fact, measure - side - GUTTER, sizes)),
        )
    )
    written = all(fact.text for fact in facts)
    pad = sizes.pad if written else max(sizes.pad, (WRITING - sizes.lead) / 2)
    return Row(cells, pad, HAIR)


def _answer(fact: Fact, measure: float, sizes: Sizes) -> Stack:
    return Stack((text(fact.text, sizes.body, measure, sizes.lead),))


def _grid(section: Section, words: Words, sizes: Sizes) -> Blocks:  # noqa: ARG001
    widths = _widths((section.columns, *section.cells), sizes)
    head = _line(section.columns, widths, sizes, bold=True, rule=BOLD_RULE)
    total = len(section.cells) - 1 if section.part is Part.OFFICES else -1
    rows = tuple(
        _line(cells, widths, sizes, bold=place == total)
        for place, cells in enumerate(section.cells)
    )
    title = heading(section.heading, sizes) if section.heading else (Gap(sizes.air),)
    return (*title, Table(head, rows))


def _ended(section: Section, words: Words, sizes: Sizes) -> Blocks:
    """A table with a row after which nothing may be added."""
    end = text(words["end"], sizes.small, MEASURE, sizes.lead, align=0.5)
    return (*_grid(section, words, sizes), end)


def _line(
    cells: Sequence[str],
    widths: Sequence[float],
    sizes: Sizes,
    bold: bool = False,
    rule: float = HAIR,
) -> Row:
    size = sizes.small
    made = tuple(
        (wide, Stack((text(cell, size, wide - GUTTER, sizes.lead, bold=bold),)))
        for wide, cell in zip(widths, cells, strict=True)
    )
    return Row(made, sizes.pad, rule)


def _widths(rows: Sequence[Sequence[str]], sizes: Sizes) -> list[float]:
    """Columns as wide as their words; where that is too much the widest give way."""
    columns = [[row[place] for row in rows] for place in range(len(rows[0]))]
    wants = [_wanted(column, sizes) for column in columns]
    spare = MEASURE - sum(wants)
    if spare >= 0:
        return [want + spare * want / sum(wants) for want in wants]
    return _narrowed(wants, [_stiff(column) for column in columns])


def _narrowed(wants: Sequence[float], stiff: Sequence[bool]) -> list[float]:
    """Stiff columns as they are, unless they take too much; the widest others cut to one."""
    found = {place: wants[place] for place, firm in enumerate(stiff) if firm}
    if sum(found.values()) > MEASURE * 0.6:
        found = {}
    soft = sorted(set(range(len(wants))) - found.keys(), key=wants.__getitem__)
    rest = MEASURE - sum(found.values())
    for count, place in enumerate(soft):
        found[place] = min(wants[place], rest / (len(soft) - count))
        rest -= found[place]
    return [found[place] for place in range(len(wants))]


def _stiff(column: Sequence[str]) -> bool:
    """Whether a column holds numbers, which read badly over two lines."""
    signs = "".join(column[1:])
    return 2 * sum(sign.isascii() for sign in signs) > len(signs)


def _wanted(column: Sequence[str], sizes: Sizes) -> float:
    """What a column's words need; an empty one is to be written on by hand."""
    widest = max(width(plain(cell), sizes.small, bold=True) for cell in column) + GUTTER + 1
    return widest if any(column[1:]) else max(widest, EMPTY)


def _contact(section: Section, words: Words, sizes: Sizes) -> Blocks:  # noqa: ARG001
    hours, *phones = [(row.label, row.text) for row in section.rows]
    rest = paired(phones[0], phones[1], sizes)
    return (Gap(sizes.air), *paired(hours, ("", ""), sizes), *rest)


_SHORT = frozenset({Part.REMARKS, Part.COLLECT, Part.CONTACT, Part.COPIES, Part.REMEDIES})
"""Parts that may go over to another page with the signatures."""

_MAKERS: Mapping[Part, Maker] = {
    Part.BAND: _band,
    Part.APPLICANT: _people,
    Part.TEXT: _paragraphs,
    Part.DETAILS: _details,
    Part.MATERIALS: _grid,
    Part.ASKED: _grid,
    Part.TABLE: _ended,
    Part.OFFICES: _grid,
    Part.REMEDIES: _paragraphs,
    Part.COLLECT: _paragraphs,
    Part.REMARKS: _paragraphs,
    Part.CONTACT: _contact,
    Part.COPIES: _notice,
}
