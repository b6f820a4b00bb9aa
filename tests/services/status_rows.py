"""Status files as carriers export them, made from a seed: the same seed, the same rows."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from random import Random

from desktop.domain.waybills import s10_check_digit

NOW = datetime(2026, 11, 23, 10, tzinfo=timezone(timedelta(hours=8)))

HEAD = ("运单号", "操作时间", "物流状态", "轨迹", "所在地")

_PLACES = (
    "浙江,杭州市,拱墅区",
    "浙江,杭州市,上城区",
    "安徽,合肥市,蜀山区",
    "北京,北京市,朝阳区",
    "",
)
_LIFE = (
    (("103", "已揽收"), "【示例营业部】已收寄，揽投员已取件"),
    (("1002", "运输中"), "离开【示例处理中心】，发往下一站"),
    (("1001", "到达派件城市"), "到达【示例投递部】"),
    (("5", "派送中"), "【示例投递部】安排投递，投递员会提前联系您，请保持电话畅通"),
)
_ENDS = (
    (("301", "本人签收"), "已签收，本人收", 70),
    (("303", "他人代收"), "已签收，他人代收", 8),
    (("501", "已放入快递柜"), "已放入快递柜，请凭取件码领取", 8),
    (("203", "拒收"), "收件人拒绝签收", 4),
    (("204", "未妥投"), "投递未成功，收件人不在，次日再投", 6),
    (("4", "退回签收"), "邮件已退回，寄件人签收", 4),
)
_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y%m%d%H%M%S")
BROKEN = {
    0: ("", "EE123456789CN", "无单号", "12345"),
    1: ("", "昨天", "2026-13-40 10:00", "2036-01-01 10:00"),
    2: ("", " "),
}
"""By column what makes a row unusable."""


def waybill(chance: Random) -> str:
    """A number as EMS gives them: domestic, or S10 with the digit that fits."""
    if chance.random() < 0.7:
        return f"{chance.choice((10, 11, 12, 98))}{chance.randrange(10**11):011}"
    serial = f"{chance.randrange(10**8):08}"
    return f"E{chance.choice('ABEZ')}{serial}{s10_check_digit(serial)}CN"


def status_rows(
    count: int, seed: int = 1, broken: float = 0.01, now: datetime = NOW
) -> Iterator[tuple[str, ...]]:
    """So many rows under HEAD, parcel by parcel; `broken` is the share of unusable ones."""
    chance = Random(seed)  # repeats, that is what it is for
    made = 0
    while made < count:
        for row in _parcel(chance, now):
            if made < count:
                yield _spoilt(chance, row) if chance.random() < broken else row
                made += 1


def _parcel(chance: Random, now: datetime) -> Iterator[tuple[str, ...]]:
    """One parcel's way, told in codes or in words as its carrier does."""
    number, told, form = waybill(chance), chance.randrange(2), chance.choice(_TIMES)
    at = now - timedelta(days=chance.randrange(6, 60), minutes=chance.randrange(1440))
    weights = [weight for *_, weight in _ENDS]
    end = chance.choices([each[:2] for each in _ENDS], weights)
    for status, words in (*_LIFE[: chance.randrange(1, 5)], *end):
        at += timedelta(minutes=chance.randrange(20, 1400))
        yield number, at.strftime(form), status[told], words, chance.choice(_PLACES)


def _spoilt(chance: Random, row: tuple[str, ...]) -> tuple[str, ...]:
    column = chance.choice(list(BROKEN))
    return (*row[:column], chance.choice(BROKEN[column]), *row[column + 1 :])


def as_csv(rows: Iterator[tuple[str, ...]], head: tuple[str, ...] = HEAD) -> str:
    """Rows as a CSV file holds them, every cell in quotation marks."""
    return "".join('"' + '","'.join(row) + '"\r\n' for row in (head, *rows))


def as_xlsx(rows: Iterator[tuple[str, ...]], head: tuple[str, ...] = HEAD) -> bytes:
    """The same as a workbook."""
    from io import BytesIO

    import xlsxwriter

    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((head, *rows)):
            sheet.write_row(number, 0, row)
    return target.getvalue()
