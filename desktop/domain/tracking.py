"""What a carrier says of a parcel: its codes and words turned into our states.

Codes: the realtime query of kuaidi100 (coarse and fine) and the UPU's EMSEVT events. Tables in
circulation disagree, so what the carrier said stays beside what we make of it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

from desktop.domain.deliveries import EXCEPTIONS, DeliveryState


class Because(StrEnum):
    """Why a parcel is where it should not be, as far as carriers tell."""

    NOT_HOME = "not_home"
    REFUSED = "refused"
    WRONG_ADDRESS = "wrong_address"
    DAMAGED = "damaged"
    LOST = "lost"
    UNCLAIMED = "unclaimed"
    UNREACHABLE = "unreachable"
    OUT_OF_AREA = "out_of_area"
    HELD = "held"
    CUSTOMS = "customs"
    CANCELLED = "cancelled"
    RETURNED = "returned"
    OTHER = "other"


class Handing(StrEnum):
    """Into whose hands it came; a document that its owner did not take is looked into."""

    IN_PERSON = "in_person"
    BY_ANOTHER = "by_another"
    AT_LOCKER = "at_locker"
    AFTER_PROBLEM = "after_problem"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a code or a word of a carrier means to us."""

    state: DeliveryState
    because: Because | None = None
    handing: Handing | None = None


_D, _B, _H = DeliveryState, Because, Handing

UNREAD = Reading(_D.UNKNOWN)

COARSE: Mapping[str, Reading] = {
    "0": Reading(_D.IN_TRANSIT),
    "1": Reading(_D.PICKED_UP),
    "2": Reading(_D.DELIVERY_FAILED, _B.OTHER),
    "3": Reading(_D.DELIVERED),
    "4": Reading(_D.RETURN_TO_SENDER, _B.RETURNED),  # the sender has it and signed
    "5": Reading(_D.OUT_FOR_DELIVERY),
    "6": Reading(_D.RETURN_TO_SENDER, _B.OTHER),  # on its way back, not told why
    "7": Reading(_D.IN_TRANSIT),
    "8": Reading(_D.IN_TRANSIT),
    # Of the family of 4: the addressee did not take it, so it is coming back or is back.
    "14": Reading(_D.RETURN_TO_SENDER, _B.REFUSED),
}
"""The state of kuaidi100 where no finer one was asked for."""

FINE: Mapping[str, Reading] = {
    "101": Reading(_D.PENDING),
    "102": Reading(_D.PENDING),
    "103": Reading(_D.PICKED_UP),
    "1001": Reading(_D.IN_TRANSIT),
    "1002": Reading(_D.IN_TRANSIT),
    "1003": Reading(_D.IN_TRANSIT),
    "501": Reading(_D.READY_FOR_PICKUP, None, _H.AT_LOCKER),
    "301": Reading(_D.DELIVERED, None, _H.IN_PERSON),
    "302": Reading(_D.DELIVERED, None, _H.AFTER_PROBLEM),
    "303": Reading(_D.DELIVERED, None, _H.BY_ANOTHER),
    # A locker's signature is not the addressee's.
    "304": Reading(_D.READY_FOR_PICKUP, None, _H.AT_LOCKER),
    "401": Reading(_D.CANCELLED, _B.CANCELLED),
    "201": Reading(_D.DELIVERY_DELAYED, _B.OTHER),
    "202": Reading(_D.DELIVERY_DELAYED, _B.OTHER),
    "203": Reading(_D.DELIVERY_FAILED, _B.REFUSED),
    "204": Reading(_D.DELIVERY_FAILED, _B.OTHER),
    "205": Reading(_D.READY_FOR_PICKUP, _B.UNCLAIMED, _H.AT_LOCKER),
    "206": Reading(_D.DELIVERY_FAILED, _B.UNREACHABLE),
    "207": Reading(_D.DELIVERY_FAILED, _B.OUT_OF_AREA),
    "208": Reading(_D.ON_HOLD, _B.HELD),
    "209": Reading(_D.DELIVERY_FAILED, _B.DAMAGED),
    "210": Reading(_D.CANCELLED, _B.CANCELLED),
    "10": Reading(_D.IN_TRANSIT),
    "11": Reading(_D.IN_TRANSIT),
    "12": Reading(_D.IN_TRANSIT),
    "13": Reading(_D.ON_HOLD, _B.CUSTOMS),
}
"""The finer codes of kuaidi100 (resultv2 = 4)."""

EMSEVT: Mapping[str, Reading] = {
    "EMA": Reading(_D.PICKED_UP),
    "EMB": Reading(_D.IN_TRANSIT),
    "EMC": Reading(_D.IN_TRANSIT),
    "EMD": Reading(_D.IN_TRANSIT),
    "EME": Reading(_D.ON_HOLD, _B.CUSTOMS),
    "EMF": Reading(_D.IN_TRANSIT),
    "EMG": Reading(_D.IN_TRANSIT),
    "EMH": Reading(_D.DELIVERY_FAILED, _B.OTHER),
    "EMI": Reading(_D.DELIVERED),
    "EMJ": Reading(_D.IN_TRANSIT),
    "EMK": Reading(_D.IN_TRANSIT),
}
"""Events of the Universal Postal Union's message EMSEVT."""

CODES: Mapping[str, Reading] = {**COARSE, **FINE, **EMSEVT}

_OTHERS = "他人 家人 家属 同事 邻居 朋友 单位 门卫 物业 前台 保安 收发室 传达室"
_TAKEN = "签收 代收 代签 代签收 收"
_BY_OTHERS = " ".join(who + how for who in _OTHERS.split() for how in _TAKEN.split())

_WORDS: tuple[tuple[Reading, str], ...] = (
    (Reading(_D.RETURN_TO_SENDER, _B.RETURNED), """
        退签 已退签 退回签收 退件签收 退回妥投 退回已签收 退件已签收 寄件人签收 已退回寄件人
        退回完成"""),
    (Reading(_D.RETURN_TO_SENDER, _B.REFUSED), "拒签 拒收退回"),
    (Reading(_D.RETURN_TO_SENDER, _B.OTHER), """
        退回 已退回 退回中 退件 退回件 退改 退回寄件人 返回寄件人"""),
    (Reading(_D.DELIVERY_FAILED, _B.REFUSED), "拒收 拒绝签收 拒绝接收 收件人拒收"),
    (Reading(_D.DELIVERY_FAILED, _B.NOT_HOME), """
        家中无人 无人在家 不在家 收件人不在 地址无人 无人签收"""),
    (Reading(_D.DELIVERY_FAILED, _B.WRONG_ADDRESS), """
        地址错误 地址不详 地址有误 地址不符 地址不清 查无此人 查无此址 原址查无此人
        收件人已搬迁 迁移新址不明"""),
    (Reading(_D.DELIVERY_FAILED, _B.UNREACHABLE), """
        无法联系 联系不上 电话无人接听 电话不通 无法接通 电话关机 电话停机"""),
    (Reading(_D.DELIVERY_FAILED, _B.OUT_OF_AREA), "超区 超范围 超出派送范围 超出服务范围"),
    (Reading(_D.DELIVERY_FAILED, _B.DAMAGED), "破损 损毁 损坏"),
    (Reading(_D.DELIVERY_FAILED, _B.LOST), "丢失 遗失 灭失 丢件"),
    (Reading(_D.READY_FOR_PICKUP, _B.UNCLAIMED, _H.AT_LOCKER), """
        超时未取 逾期未取 超时未取件 柜或驿站超时未取 驿站超时未取 快递柜超时未取"""),
    (Reading(_D.DELIVERY_DELAYED, _B.OTHER), "超时未签收 超时未更新 超时未投递 延误 晚点"),
    (Reading(_D.ON_HOLD, _B.CUSTOMS), "清关异常 海关扣留 海关扣件 扣关"),
    (Reading(_D.ON_HOLD, _B.HELD), "滞留 滞留件 留存 留局 暂存 扣留 待处理"),
    (Reading(_D.CANCELLED, _B.CANCELLED), "已取消 已撤销 已撤回 撤单 销单 已销单 作废 订单取消"),
    (Reading(_D.DELIVERY_FAILED, _B.OTHER), """
        未妥投 未妥投件 未投递成功 投递失败 投递不成功 投递异常 派送失败 派送不成功 派送异常
        派件失败 派件异常 签收失败 签收异常 异常签收 异常 异常件 问题件 疑难 疑难件 无法投递
        无法派送"""),
    (Reading(_D.READY_FOR_PICKUP, None, _H.AT_LOCKER), """
        快递柜 智能柜 智能包裹柜 自提柜 柜机 格口 丰巢 驿站 妈妈驿站 菜鸟 快递超市 自提点
        代收点 代办点 投柜 存柜 入柜 已入柜 投柜或驿站 投柜或站签收 快递柜签收 驿站签收
        快递柜代收 驿站代收 柜机代收 代收点代收 待取件 待自提 待领取 请取件 到站待取"""),
    (Reading(_D.DELIVERED, None, _H.AFTER_PROBLEM), "派件异常后签收 派送异常后签收 异常后签收"),
    (Reading(_D.DELIVERED, None, _H.BY_ANOTHER), f"""
        {_BY_OTHERS} 代收 代签 代签收 已代收 已代签 非本人签收 单位收发章 收发章"""),
    (Reading(_D.DELIVERED, None, _H.IN_PERSON), """
        本人签收 本人收 本人已签收 本人领取 收件人本人"""),
    (Reading(_D.DELIVERED), """
        签收 已签收 妥投 已妥投 已投妥 投递并签收 投递成功 派送成功 派件成功 送达成功 已送达
        已取出 已自提 已领取"""),
    (Reading(_D.OUT_FOR_DELIVERY), """
        派送 派送中 派件 派件中 正在派送 正在派件 投递 投递中 正在投递 安排投递 待投递 待派送
        待签收 下段 投递邮路"""),
    (Reading(_D.PENDING), """
        待揽收 待揽件 待收寄 等待揽收 未揽收 揽收失败 下单 已下单 待寄出 待发货 未发货"""),
    (Reading(_D.PICKED_UP), "揽收 已揽收 揽件 已揽件 收寄 已收寄 已收件 交寄 揽投员已取件"),
    (Reading(_D.IN_TRANSIT), """
        运输 运输中 在途 在途中 干线 转运 中转 经转 转递 转投 转寄 改寄 封发 开拆 分拣 发往
        发出 已发出 已发货 离开 到达 到达派件城市 处理中心 清关 清关中 待清关 已清关"""),
)  # fmt: skip

WORDS: Mapping[str, Reading] = {word: to for to, words in _WORDS for word in words.split()}
"""Usual words in carriers' exports, those that call for somebody first."""

_LONGEST_FIRST = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))
_PREMATURE = re.compile("(?:未能?|未被|没有?|不|待|无法?|请您?|准备|即将)$")
"""What stands before a word that has not come true."""

_BESIDE = re.compile("代收货款")
"""What holds a known word and means another thing."""


@lru_cache(maxsize=4096)
def read_code(code: str) -> Reading | None:
    """What a carrier's code means; None where it is in none of the tables."""
    return CODES.get(_evened(code))


@lru_cache(maxsize=4096)
def read_words(text: str) -> Reading:
    """What a carrier's words mean, the longest known one first; unknown where none is.

    A parcel counts as delivered only where nothing in the same words speaks against it: a return
    that was signed for, a locker, somebody else's hands.
    """
    found = sorted(_found(_BESIDE.sub(" ", _evened(text))), key=lambda each: -each[0])
    if not found:
        return UNREAD
    first = found[0][1]
    if first.state is not _D.DELIVERED:
        return first
    return max((reading for _, reading in found), key=_gravity)


def read_status(text: str) -> Reading:
    """What a file says of a parcel, in a code or in words."""
    return read_code(text) or read_words(text)


def deciding(own: str, whole: str) -> str:
    """What decides for the latest event: its own code or word, or the parcel's present code.

    The parcel's does, unless the event's says the same and no less exactly.
    """
    if not whole or (_family(own) == _family(whole) and len(own) > len(whole)):
        return own
    mine, theirs = read_status(own), read_code(whole) or UNREAD
    return own if mine.state is theirs.state and theirs == Reading(theirs.state) else whole


def _family(code: str) -> str:
    """The coarse code of kuaidi100 that a fine one belongs to, even one we do not know."""
    if not (code.isascii() and code.isdecimal()):
        return code
    match len(code):
        case 4:
            return "0"
        case 3:
            return code[0]
        case _:
            return "8" if code in FINE else code


def _evened(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def _found(text: str) -> Iterator[tuple[int, Reading]]:
    for each in _LONGEST_FIRST.finditer(text):
        if not _PREMATURE.search(text, 0, each.start()):
            yield len(each[0]), WORDS[each[0]]


def _gravity(reading: Reading) -> int:
    """How much it matters that one of several readings is the one."""
    if reading.state in EXCEPTIONS:
        return 5
    match reading.state, reading.handing:
        case _D.READY_FOR_PICKUP, _:
            return 4
        case _D.DELIVERED, _H.BY_ANOTHER:
            return 3
        case _D.DELIVERED, handing:
            return 1 if handing is None else 2
        case _:
            return 0


@dataclass(frozen=True, slots=True)
class TrackEvent:
    """One thing that happened to a parcel, as its carrier tells it.

    raw: the code or word it was told by. words, place: what the carrier wrote beside it.
    """

    waybill: str
    happened_at: datetime
    raw: str
    state: DeliveryState
    because: Because | None
    handing: Handing | None
    words: str
    place: str

    @property
    def mark(self) -> int:
        """A number of 48 bits by which the same event of a parcel is known again."""
        told = f"{self.raw}\0{self.words}".encode("utf-8", "surrogatepass")
        return int.from_bytes(blake2b(told, digest_size=6).digest())


def latest(events: Iterable[TrackEvent]) -> TrackEvent | None:
    """The event that tells where the parcel is now: the latest, of equal times the last given."""
    found: TrackEvent | None = None
    for event in events:
        if found is None or event.happened_at >= found.happened_at:
            found = event
    return found
