"""Three visitors nobody is: their numbers lie in an area that was never assigned."""

from dataclasses import dataclass
from datetime import date

from desktop.domain.identity import check_character


@dataclass(frozen=True)
class Someone:
    """A visitor as the tour types one."""

    name: str
    number: str
    address: str
    phone: str


@dataclass(frozen=True)
class Visit:
    """What one visitor comes with."""

    key: str
    search: tuple[str, ...]
    person: Someone
    agent: Someone | None = None
    organisation: tuple[str, str] | None = None
    told: tuple[str, ...] = ()
    chosen: str = ""
    missing: str = ""
    question: tuple[str, str] = ("", "")
    drawn: bool = True


def born(years: int, today: date, serial: str) -> str:
    """The number of somebody nobody is who has had that many birthdays."""
    digits = f"000103{today.year - years}0101{serial}"
    return digits + check_character(digits)


def visits(today: date) -> tuple[Visit, ...]:
    """The three visitors: 72 and local without her card; from Anhui with an agent; a hotel."""
    zhejiang, anhui = "浙江省杭州市拱墅区朝晖路1号", "安徽省合肥市蜀山区长江西路1号"
    return (
        Visit(
            "elderly",
            ("sfz", "lssfz"),
            Someone("赵桂英", born(72, today, "002"), zhejiang, "13800000000"),
            told=("lost_documents",),
            question=("旧身份证找到了还能用吗？", "不能用了，找到请交回来。"),
        ),
        Visit(
            "anhui",
            ("浙江省居住证",),
            Someone("钱小梅", born(34, today, "004"), anhui, "13900000000"),
            agent=Someone("吴代办", born(41, today, "001"), zhejiang, "13600000000"),
            chosen="lease-contract",
            missing="digital-photo",
        ),
        Visit(
            "hotel",
            ("开宾馆",),
            Someone("孙建国", born(52, today, "003"), zhejiang, "13700000000"),
            organisation=("杭州示例旅馆有限公司", "91110000600037341L"),
            told=("joint_application", "leased_premises"),
            drawn=False,
        ),
    )


PASSWORD = "training-only"  # noqa: S105 - opens nothing but a training's made-up records
"""Of every account of a training; it stands on its sign-in."""
