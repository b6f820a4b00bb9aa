"""Cards of people nobody is, as the chip of a real one would give them."""

from dataclasses import dataclass
from datetime import date

from desktop.domain.identity import CARD_RECORD_BYTES
from desktop.simulated.visitors import Someone, born, visits

LAYOUT = (30, 2, 4, 16, 70, 36, 30, 16, 16)
"""Bytes of name, sex, ethnicity, birth, address, number, issuer, valid from, until."""

ISSUER = "示例市公安局示例分局"
TORN = "torn"
"""The key of a card whose record is broken."""


@dataclass(frozen=True)
class Laid:
    """A card that can be laid on the simulated reader: whose it is, until when it is valid."""

    key: str
    someone: Someone
    since: date
    until: date | None
    ethnicity: str = "01"


def cards(today: date) -> tuple[Laid, ...]:
    """The visitors' cards, and two more: one that has expired, one that never ends."""
    since, until = date(today.year - 5, 1, 1), date(today.year + 15, 1, 1)
    found = []
    for visit in visits(today):
        found.append(Laid(visit.key, visit.person, since, until))
        if visit.agent is not None:
            found.append(Laid(f"{visit.key}-agent", visit.agent, since, until))
    old = Someone("周过期", born(45, today, "013"), "浙江省杭州市拱墅区湖墅南路1号", "")
    long = Someone(
        "阿依古丽·买买提", born(66, today, "024"), "新疆维吾尔自治区乌鲁木齐市天山区示例路1号", ""
    )
    return (
        *found,
        Laid("expired", old, date(today.year - 21, 1, 1), date(today.year - 1, 1, 1)),
        Laid("long", long, since, None, "05"),
    )


def record(card: Laid) -> bytes:
    """The 256 bytes of a card."""
    someone, number = card.someone, card.someone.number
    texts = (
        someone.name,
        "1" if int(number[16]) % 2 else "2",
        card.ethnicity,
        number[6:14],
        someone.address,
        number,
        ISSUER,
        f"{card.since:%Y%m%d}",
        "长期" if card.until is None else f"{card.until:%Y%m%d}",
    )
    parts = (
        text.ljust(size // 2).encode("utf-16-le") for text, size in zip(texts, LAYOUT, strict=True)
    )
    return b"".join(parts).ljust(CARD_RECORD_BYTES, b"\0")
