"""What a slip says: limits, fees, next steps, masked numbers, marks to fill in."""

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest

import resources
from desktop.domain.applicants import Applicant, Document, Organisation, Person, Relation
from desktop.domain.cases import Outcome
from desktop.domain.deliveries import DeliveryChoice
from desktop.domain.intake import Draft, Finding
from desktop.domain.items import Charge, Fulfilment, Limit
from desktop.domain.notice import (
    Issuer,
    Occasion,
    Template,
    compose,
    fee_words,
    item_limit,
    limit_words,
    slip_item,
)
from desktop.domain.slips import Answer, MaterialState, Signature, SignatureMode, SlipContent
from desktop.domain.workdays import Unit
from desktop.services.catalogue import template
from tests.domain.shelves import catalogue, drafted, matter

BOOK, CARD = "household-book-replace", "id-card"
MOMENT = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
WOMAN = Person(
    "赵桂英", id_number="000103195006150024", hukou_address="杭州市拱墅区", phone="13812345678"
)
ISSUER = Issuer("示例派出所", "1号窗口", "8:30–17:00", "0571-1", "0571-2", "李窗口", "001002")
NOBODY = Issuer("", "", "", "", "", "", "")
TO_FILL = "〔本单位填写〕"


@cache
def _words() -> Template:
    return template("notice-4", resources.path("templates"))


def _slip(draft: Draft, issuer: Issuer = ISSUER, notice: int = 1) -> SlipContent:
    return compose(
        matter(draft), _words(), issuer, Occasion("330105A1202611230001", MOMENT, notice)
    )


@pytest.mark.parametrize(
    ("count", "unit", "words"),
    [
        (None, Unit.WORKING_DAY, "以窗口公示为准"),
        (0, Unit.WORKING_DAY, "当场办结"),
        (0, Unit.NATURAL_DAY, "当场办结"),
        (5, Unit.WORKING_DAY, "5个工作日内"),
        (60, Unit.NATURAL_DAY, "60日内（自然日）"),
    ],
)
def test_a_limit_in_words(count: int | None, unit: Unit, words: str) -> None:
    assert limit_words(Limit(count, unit, None), _words().phrases) == words


@pytest.mark.parametrize(
    ("promised", "statutory", "words"),
    [
        (5, 20, "5个工作日内（承诺期限）"),
        (0, 20, "当场办结"),
        (None, 20, "20个工作日内（法定期限）"),
        (None, 0, "当场办结（法定期限）"),
        (None, None, "以窗口公示为准"),
    ],
)
def test_the_promised_limit_goes_before_the_statutory(
    promised: int | None, statutory: int | None, words: str
) -> None:
    item = replace(
        catalogue().items[CARD],
        promised=Limit(promised, Unit.WORKING_DAY, None),
        statutory=Limit(statutory, Unit.WORKING_DAY, None),
    )
    assert item_limit(item, _words().phrases) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (Charge(None, None), "以窗口公示为准"),
        (Charge(None, "未核实"), "以窗口公示为准（未核实）"),
        (Charge(0, None), "不收费"),
        (Charge(0, "首次申领"), "不收费（首次申领）"),
        (Charge(40, "丢失补领"), "40元/证（丢失补领）"),
    ],
)
def test_a_fee_in_words(due: Charge, words: str) -> None:
    assert fee_words(due, "证", _words().phrases) == words


def test_an_unconfirmed_amount_is_never_printed_as_zero() -> None:
    for item in catalogue().items.values():
        shown = slip_item(item, (), _words().phrases)
        if item.fee.usual.amount is None:
            assert "元" not in shown.fee.split("（")[0]
        if item.promised.count is None and item.statutory.count is None:
            assert shown.limit == "以窗口公示为准"


def test_articles_of_one_law_stand_together() -> None:
    shown = slip_item(catalogue().items["hotel-licence"], (), _words().phrases)
    assert shown.law.startswith("旅馆业治安管理办法第三条、第四条")
    assert "国务院对确需保留的行政审批项目设定行政许可的决定；" in shown.law


def test_numbers_and_phones_are_masked_on_paper() -> None:
    other = replace(WOMAN, name="李四", id_number="000103199203040025", phone="13987654321")
    draft = replace(drafted(CARD), applicant=Applicant(WOMAN, Relation.AGENT, other))
    slip = _slip(draft)
    assert slip.agent is not None
    for party in (slip.applicant, slip.agent):
        assert "*" in party.number
        assert "*" in party.phone
    assert slip.applicant.number[-4:] == "0024"
    assert "19500615" not in slip.applicant.number
    assert "2345" not in slip.applicant.phone


@pytest.mark.parametrize(
    ("kind", "number", "document", "shown"),
    [
        (Document.NONE, "000103195006150024", "无证件", False),
        (Document.PASSPORT, "E12345678", "护照", True),
        (Document.HMT_PERMIT, "810000199408230021", "港澳台居民证件", True),
    ],
)
def test_the_document_is_named(kind: Document, number: str, document: str, shown: bool) -> None:
    party = _slip(drafted(CARD, person=Person("王", kind, number))).applicant
    assert party.document == document
    assert bool(party.number) is shown
    assert party.number != number


def test_what_the_station_has_not_told_is_marked() -> None:
    slip = _slip(drafted(CARD, person=WOMAN), NOBODY)
    for text in (
        slip.unit, slip.window, slip.hours, slip.enquiry_phone, slip.complaint_phone,
    ):  # fmt: skip
        assert text == TO_FILL
    assert all(TO_FILL in step for step in slip.next_steps[-2:])
    assert TO_FILL not in str(_slip(drafted(CARD, person=WOMAN)))


def test_what_stands_on_a_slip() -> None:
    draft = replace(
        drafted(BOOK, person=WOMAN, told=["lost_documents"]),
        explained=frozenset({"limit", "material:id-card", "material:no-such"}),
        questions=(Answer("要登报吗", "不要"),),
        materials={"id-card": Finding(MaterialState.DEFECTIVE, "已过期")},
        signature=Signature(SignatureMode.PAPER, "赵桂英"),
    )
    slip = _slip(draft, notice=2)
    assert (slip.unit, slip.window, slip.notice) == ("示例派出所", "1号窗口", 2)
    assert (slip.officer, slip.officer_number) == ("李窗口", "001002")
    assert slip.catalogue.startswith(catalogue().edition)
    assert slip.catalogue.endswith(catalogue().digest[:8])
    assert slip.template == "notice-4"
    assert [row.flag for row in slip.flags] == ["elderly", "lost_documents"]
    assert "1950-06-15" in slip.flags[0].reason
    assert (slip.lines_explained, slip.lines) == (2, len(matter(draft).lines))
    lines = {row.material: row for row in slip.materials}
    assert (lines["id-card"].state, lines["id-card"].remark) == (MaterialState.DEFECTIVE, "已过期")
    assert lines["id-card"].explained
    assert lines["damaged-register"].state is MaterialState.WAIVED
    assert slip.questions == draft.questions
    assert slip.large
    assert not slip.specimen
    assert slip.organisation is None
    assert slip.agent is None


def test_a_flag_without_words_of_its_own_still_stands_there() -> None:
    person = replace(WOMAN, hukou_address="浙江省宁波市")
    slip = _slip(drafted(CARD, person=person))
    silent = next(row for row in slip.flags if row.flag == "non_local")
    assert (silent.say, silent.instead) == ("", ())
    assert silent.reason == "户籍地址：浙江省宁波市"


@pytest.mark.parametrize(
    ("organisation", "shown"),
    [
        (None, None),
        (Organisation("", "91110000600037341L"), None),
        (Organisation("某某宾馆", "91110000600037341L"), "某某宾馆"),
    ],
)
def test_the_organisation_stands_with_its_code(
    organisation: Organisation | None, shown: str | None
) -> None:
    draft = replace(drafted("hotel-licence"), applicant=Applicant(WOMAN, organisation=organisation))
    party = _slip(draft).organisation
    assert (party.name if party else None) == shown
    if party:
        assert party.number == "91110000600037341L"


@pytest.mark.parametrize(
    ("mode", "items", "words"),
    [
        (None, (CARD,), "办结时再定"),
        (None, (BOOK,), "当场办结，当场领取"),
        (None, (BOOK, CARD), "办结时再定"),
        (None, (), "办结时再定"),
        (Fulfilment.COURIER, (CARD,), "快递送达：赵桂英，138****5678，杭州市1号"),
        (Fulfilment.DOOR, (CARD,), "上门送达：赵桂英，138****5678，杭州市1号"),
        (Fulfilment.PICKUP, (CARD,), "到窗口领取"),
        (Fulfilment.ON_THE_SPOT, (BOOK,), "当场办结，当场领取"),
    ],
)
def test_how_the_result_goes(mode: Fulfilment | None, items: tuple[str, ...], words: str) -> None:
    choice = DeliveryChoice(mode, "赵桂英", "13812345678", "杭州市1号", consent=True)
    assert _slip(replace(drafted(*items, person=WOMAN), delivery=choice)).delivery == words


def _found(draft: Draft, **states: MaterialState) -> Draft:
    usual = {need.material: Finding(MaterialState.HERE) for need in matter(draft).assessment.needs}
    chosen = {name.replace("_", "-"): Finding(state) for name, state in states.items()}
    return replace(draft, materials=usual | chosen)


def test_next_steps_of_a_notice_name_what_to_bring_and_mend() -> None:
    draft = _found(
        drafted(BOOK, person=WOMAN),
        id_card=MaterialState.DEFECTIVE,
        damaged_register=MaterialState.MISSING,
    )
    names = catalogue().materials
    bring, mend, come, ask = _slip(draft).next_steps
    assert names["damaged-register"].name in bring
    assert names["id-card"].name not in bring
    assert names["id-card"].name in mend
    assert "1号窗口" in come
    assert "0571-1" in ask


def test_next_steps_say_once_that_one_of_a_group_is_enough() -> None:
    draft = _found(
        drafted("residence-permit", person=WOMAN),
        employment_proof=MaterialState.MISSING,
        lease_contract=MaterialState.OPEN,
        property_certificate=MaterialState.OPEN,
        lodging_statement=MaterialState.OPEN,
        school_proof=MaterialState.OPEN,
    )
    steps = _slip(replace(draft, outcome=Outcome.NOTICE_ONLY)).next_steps
    (choice,) = [step for step in steps if "备好其中一种" in step]
    assert choice.count("、") == 4
    assert not [step for step in steps if "补齐" in step]
    met = {**draft.materials, "school-proof": Finding(MaterialState.HERE)}
    steps = _slip(replace(draft, materials=met, outcome=Outcome.NOTICE_ONLY)).next_steps
    assert not [step for step in steps if "备好其中一种" in step]


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (Fulfilment.COURIER, "在家等快递"),
        (Fulfilment.DOOR, "民警上门送达"),
        (Fulfilment.PICKUP, "接到通知后"),
        (Fulfilment.ON_THE_SPOT, "当场核对"),
        (None, "当场核对"),
    ],
)
def test_next_steps_of_an_accepted_case(mode: Fulfilment | None, words: str) -> None:
    draft = replace(_found(drafted(CARD, person=WOMAN)), delivery=DeliveryChoice(mode))
    first, ask = _slip(draft).next_steps
    assert first.startswith(words)
    assert "0571-1" in ask


@pytest.mark.parametrize(("body", "count"), [("", 2), ("拱墅区市场监督管理局", 3)])
def test_next_steps_of_a_refusal_name_the_right_body(body: str, count: int) -> None:
    draft = replace(
        drafted(CARD, person=WOMAN),
        outcome=Outcome.NOT_ACCEPT,
        reason="不归本所管",
        right_body=body,
    )
    steps = _slip(draft).next_steps
    assert len(steps) == count
    assert steps[0] == "本窗口不予受理：不归本所管"
    assert (f"请到这里办理：{body}" in steps) is bool(body)


def test_every_item_makes_a_slip_for_everybody() -> None:
    told = tuple(catalogue().flags)
    old = Person(
        "欧阳某", Document.NONE, birth_date=date(1940, 1, 1), hukou_address="安徽省某集体户"
    )
    for item in catalogue().items:
        for draft in (drafted(item), drafted(item, person=old, told=told)):
            slip = _slip(draft, NOBODY)
            assert slip.items[0].id == item
            assert "{" not in str(slip.next_steps) + slip.delivery + str(slip.items)


def test_a_joint_slip_names_the_offices_in_order_with_their_days() -> None:
    item = catalogue().items["hotel-licence"]
    joint = slip_item(item, {"joint_application"}, _words().phrases).limit
    assert "45个工作日" in joint
    assert joint.index("区卫计局") < joint.index("区消防大队（10个工作日内）")
    assert "区卫计局" not in slip_item(item, set(), _words().phrases).limit
