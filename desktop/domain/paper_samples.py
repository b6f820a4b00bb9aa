"""Sample facts for every paper, about people nobody is, so that a template can be looked at."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from desktop.domain.notice import Issuer, Occasion
from desktop.domain.papers import (
    OF_A_CASE,
    PaperAsked,
    PaperCase,
    PaperFacts,
    PaperKind,
    PaperMaterial,
    PaperOffice,
    clock_rows,
)
from desktop.domain.slips import SPECIMEN, Party
from desktop.domain.workdays import Calendar, Unit, explain

_K = PaperKind

ISSUER = Issuer(
    unit="示例市公安局示例分局示例派出所",
    window="综合窗口1号",
    hours="周一至周五 8:30–12:00，13:30–17:00",
    enquiry_phone="",
    complaint_phone="",
    officer="李窗口",
    officer_number="001002",
)

# Area code 000103 is given to no place (GB/T 2260), so the numbers are nobody's.
_WOMAN = Party("赵桂英", "居民身份证", "000103********0024", "000****0001")
_MAN = Party("欧阳示例", "居民身份证", "000103********0016", "000****0002")
_FIRM = Party("示例酒店管理有限公司", "统一社会信用代码", "91000103MA0000000X", "")

_DUE_AFTER_HEARING = date(2026, 10, 19)
_RECEIVED, _DUE = date(2026, 9, 18), date(2026, 10, 15)

_CASE = PaperCase(
    number="000103A1办202600012",
    slips=("000103A1202609180003",),
    items=("旅馆业特种行业许可证核发",),
    applicant=_WOMAN,
    agent=_MAN,
    organisation=_FIRM,
    received_at=_RECEIVED,
    due=_DUE,
)

_MATERIALS = (
    PaperMaterial("application-form", "特种行业许可证申请表", "form", 1, "已盖章"),
    PaperMaterial("business-licence", "营业执照", "copy", 1, "原件已核对"),
    PaperMaterial("lease", "房屋租赁合同", "original_and_copy", 2),
    PaperMaterial("floor-plan", "营业场所地理位置和内部结构平面图", "electronic", 1),
    PaperMaterial("id-card", "法定代表人居民身份证", "copy", 1),
)

_ASKED = (
    PaperAsked("消防安全检查合格证明", "没有提交；请提交消防部门出具的证明原件一份"),
    PaperAsked("从业人员名册", "缺少三名员工的身份证号码；请补写后重新提交"),
)

_OFFICES = (
    PaperOffice("公安（治安管理）", 15, date(2026, 10, 15), "open"),
    PaperOffice("卫生健康", 10, date(2026, 10, 9), "done"),
    PaperOffice("市场监督管理", 5, date(2026, 9, 24), "agreed"),
    PaperOffice("消防救援", 12, date(2026, 10, 12), "open"),
)

_HOLIDAYS = {date(2026, 9, 25): "中秋节", **{date(2026, 10, n): "国庆节" for n in range(1, 8)}}
_MADE_UP = {date(2026, 9, 20): "国庆节调休", date(2026, 10, 10): "国庆节调休"}
_CALENDAR = Calendar(frozenset(_HOLIDAYS), frozenset(_MADE_UP), frozenset({2026}))
_HEARING = {date(2026, 9, 28): "听证", date(2026, 9, 29): "听证"}

_ADDRESS = {
    "recipient": "赵桂英",
    "phone": "000 0000 0001",
    "address": "示例省示例市示例区示例街道示例路1号示例小区2幢3单元404室",
    "postcode": "000103",
    "sender_address": "示例省示例市示例区示例大道100号",
    "waybill": "EE100000025CN",
}

_VALUES: Mapping[PaperKind, Mapping[str, str]] = {
    _K.RECEIPT: {
        "limit": "15个工作日内（承诺期限）",
        "collect": "到窗口领取",
        "remarks": "营业执照原件核对后已当场退还。",
    },
    _K.SUPPLEMENT: {"until": "2026年10月9日"},
    _K.ACCEPTANCE: {
        "limit": "15个工作日内（承诺期限）",
        "collect": "快递送达：赵桂英，000****0001，示例区示例路1号",
        "fee": "不收费",
    },
    _K.DEFERRED: {
        "limit": "15个工作日内（承诺期限）",
        "collect": "到窗口领取",
        "promised_until": "2026年10月9日",
    },
    _K.NOT_ACCEPTED: {},
    _K.RETURNED: {"cause": "withdrawn"},
    _K.SUSPENSION: {
        "cause": "hearing",
        "from_day": "2026年9月28日",
        "length": "2个工作日",
        "until": "2026年9月29日",
    },
    _K.EXTENSION: {
        "days": "10个工作日",
        "old_due": "2026年10月15日",
        "new_due": "2026年10月29日",
        "approver": "王负责",
    },
    _K.REFUSAL: {"ground": "《旅馆业治安管理办法》第三条"},
    _K.COLLECTION: {
        "result": "特种行业许可证（正本、副本各一份）",
        "from_day": "2026年10月26日",
        "until": "2026年11月26日",
        "shelf": "2号柜 B-07",
    },
    _K.HANDOVER: {
        "from_unit": "综合窗口1号",
        "to_unit": "治安管理大队",
        "purpose": "受理后移交审查",
    },
    _K.DELIVERY_PROOF: {
        "document": "不予行政许可决定书",
        "document_number": "000103A1JD202600004",
        "mode": "direct",
        "place": "示例区示例路1号",
        "delivered_at": "",
        "deliverers": "李窗口、周送达",
        "receiver": "",
        "substitute": "",
        "relation": "",
        "substitute_reason": "",
        "waybill": "",
    },
    _K.POSTING: {"courier": "中国邮政速递物流", "day": "2026年9月18日"},
    _K.CLOCK: {"limit": "15个工作日（承诺期限）", "start": "2026年9月18日"},
    _K.DAY_CLOSE: {
        "day": "2026年9月18日",
        "visits": "31",
        "notices": "28",
        "accepted": "22",
        "stubs_missing": "1",
        "voided": "0",
        "moves": "64",
        "parcels": "9",
        "enquiries": "7",
        "gaps": "3",
        "sha256": "0" * 64,
    },
    _K.LABEL: _ADDRESS,
    _K.ENVELOPE: _ADDRESS,
}

_REASONS: Mapping[PaperKind, str] = {
    _K.NOT_ACCEPTED: "申请的事项依法不属于本单位的职权范围。",
    _K.RETURNED: "申请人于2026年9月21日书面撤回申请。",
    _K.SUSPENSION: "申请人要求听证。",
    _K.EXTENSION: "营业场所需要再次实地核查，核查时间与申请人另行约定。",
    _K.REFUSAL: "营业场所的安全设施经实地核查不符合要求，且在告知的期限内没有改正。",
}


def sample_facts(kind: PaperKind) -> PaperFacts:
    """Facts of one kind, complete and made up."""
    return PaperFacts(
        kind=kind,
        case=_case(kind),
        materials=_MATERIALS,
        asked=_ASKED,
        reason=_REASONS.get(kind, ""),
        right_body="示例市文化和旅游局" if kind is _K.NOT_ACCEPTED else "",
        values=_VALUES[kind],
        rows=_rows(kind),
        offices=_OFFICES if kind is _K.ACCEPTANCE else (),
    )


def _case(kind: PaperKind) -> PaperCase | None:
    if kind not in OF_A_CASE:
        return None
    return replace(_CASE, due=_DUE_AFTER_HEARING) if kind is _K.CLOCK else _CASE


def sample_occasion(moment: datetime) -> Occasion:
    """A specimen's number and head code at a moment, which carries its zone."""
    return Occasion(SPECIMEN, moment, 1, "128-7F3K-9Q2M-XH4T")


def _rows(kind: PaperKind) -> tuple[Mapping[str, str], ...]:
    match kind:
        case PaperKind.HANDOVER:
            return tuple(_handed(number) for number in range(1, 6))
        case PaperKind.POSTING:
            return tuple(_posted(number) for number in range(1, 6))
        case PaperKind.DAY_CLOSE:
            return _OPEN_AT_NIGHT
        case PaperKind.CLOCK:
            days = explain(_CALENDAR, _RECEIVED, 15 + len(_HEARING), Unit.WORKING_DAY)
            return clock_rows(days, _HEARING, {**_HOLIDAYS, **_MADE_UP})
        case _:
            return ()


def _handed(number: int) -> Mapping[str, str]:
    return {
        "case": f"000103A1办2026{number:05d}",
        "applicant": "赵桂英",
        "items": "旅馆业特种行业许可证核发",
        "materials": "申请表、营业执照、租赁合同",
        "copies": "3",
        "remark": "",
    }


def _posted(number: int) -> Mapping[str, str]:
    return {
        "waybill": f"10000000000{number:02d}",
        "recipient": "赵桂英",
        "phone": "000****0001",
        "place": "示例省示例市",
        "case": f"000103A1办2026{number:05d}",
        "remark": "",
    }


_OPEN_AT_NIGHT = tuple(
    {
        "kind": kind,
        "number": number,
        "since": "2026年9月18日",
        "officer": "李窗口",
        "said": said,
        "carried": carried,
    }
    for kind, number, said, carried in (
        ("stub", "000103A1202609180007", "老人忘带身份证，约好次日来签", "carried"),
        ("parcel", "1000000000003", "收件人改期，快递已联系", "explained"),
        ("overdue", "000103A1办202600004", "等待区消防大队意见", "carried"),
    )
)
