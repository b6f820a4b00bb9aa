"""The sections of a notice slip, from its content to blocks."""

from dataclasses import replace

from desktop.domain.slips import (
    Answer,
    FlagParagraph,
    Party,
    SlipContent,
    parties,
)
from desktop.printing.bands import facts_line, person, titled
from desktop.printing.blocks import Block, Frame, Gap, Row, Stack, rich, text
from desktop.printing.kit import MEASURE, Sizes, Words, chipped, fact, facts, heading, paired
from desktop.printing.lines import Ink, Piece
from desktop.printing.materials import materials
from desktop.printing.sheet import RULE


def body(content: SlipContent, words: Words, sizes: Sizes) -> Stack:
    """Everything between the head and the foot of the citizen's part."""
    sections = (
        _band(content, words, sizes),
        _flags(content, words, sizes),
        materials(content, words, sizes),
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
        titled(words["item"], names, sizes),
        facts_line(
            (
                (words["issued"], told),
                (words["window"], content.window),
                (words["officer"], officer),
                (words["edition"], content.catalogue),
            ),
            sizes,
        ),
        *(person(words[label], _who(party, words), sizes) for label, party in parties(content)),
    )
    return (Stack(rows),)


def _who(party: Party, words: Words) -> tuple[str, ...]:
    phone = f"{words['phone']} {party.phone}" if party.phone else ""
    return (party.name, f"{party.document} {party.number}".strip(), phone)


def officer_words(content: SlipContent) -> str:
    """The officer's name and number."""
    return " ".join(part for part in (content.officer, content.officer_number) if part)


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
    return rich(pieces, MEASURE, sizes.lead)
