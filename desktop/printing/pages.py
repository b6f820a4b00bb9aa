"""From a stack of blocks to pages: how much stands on each, and what must stay for the last."""

from dataclasses import dataclass

from desktop.printing.blocks import Block, Stack

LEAST = 70.0
"""How much text (points) goes to a last page that would otherwise carry the reserve alone."""


@dataclass(frozen=True, slots=True)
class Room:
    """The height for text: on the first page, on later ones, and kept free on the last."""

    first: float
    later: float
    reserve: float = 0.0


def paginate(body: Stack, room: Room) -> tuple[Stack, ...]:
    """The pages' contents; the last leaves the reserve free."""
    pages: list[Stack] = []
    rest = body
    while True:
        height = room.later if pages else room.first
        if rest.height <= height - room.reserve:
            return (*pages, rest)
        page, rest = _cut(rest, height, room.reserve)
        pages.append(page)


def _cut(body: Stack, height: float, reserve: float) -> tuple[Stack, Stack]:
    if body.height <= height and (parted := _spared(body)):
        return parted
    page, rest = body.split(min(height, max(body.height - 1, height - reserve)), True)
    return (body, Stack(())) if page is None else (_stack(page), _stack(rest))


def _spared(body: Stack) -> tuple[Stack, Stack] | None:
    """The whole text fits but the reserve does not: the last sections go over with it."""
    blocks, tail = list(body.blocks), list[Block]()
    while blocks and sum(block.height for block in tail) < LEAST:
        tail.insert(0, blocks.pop())
    return (Stack(tuple(blocks)), Stack(tuple(tail)).trimmed()) if blocks else None


def _stack(block: Block | None) -> Stack:
    if block is None:
        return Stack(())
    return block if isinstance(block, Stack) else Stack((block,))
