"""What a matter needs: the specific speaks for the general, papers added, waived, shared."""

from dataclasses import replace
from datetime import date

import pytest

from desktop.domain.applicants import Applicant, Document, Person, Relation
from desktop.domain.assessment import Need, assess, charge, merged
from desktop.domain.conditions import parse
from desktop.domain.flags import questions
from desktop.domain.items import Charge, Form
from tests.domain.shelves import ON, assessed, catalogue

LOCAL = "杭州市拱墅区"
OLD = Person(id_kind=Document.NONE, birth_date=date(1950, 1, 1), hukou_address=LOCAL)
VERY_OLD = Person(id_kind=Document.NONE, birth_date=date(1940, 1, 1), hukou_address=LOCAL)
ANHUI = Person(hukou_address="安徽省合肥市")
NINGBO = Person(hukou_address="浙江省宁波市")


def _needs(*items: str, **more: object) -> dict[str, Need]:
    return {need.material: need for need in assessed(*items, **more).needs}  # type: ignore[arg-type]


def _spoken(*items: str, **more: object) -> list[str]:
    return [row.when for row in assessed(*items, **more).speeches]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("item", "person", "told", "spoken"),
    [
        ("household-book-replace", OLD, (), ["elderly"]),
        ("household-book-replace", VERY_OLD, (), ["very_elderly"]),
        ("household-book-replace", NINGBO, (), ["non_local"]),
        ("household-book-replace", ANHUI, (), ["non_local"]),
        ("id-card", ANHUI, (), ["non_province and not first_application"]),
        ("id-card", ANHUI, ("first_application",), ["non_province and first_application"]),
        (
            "id-card",
            Person("张䶮", hukou_address="安徽省"),
            (),
            [
                "non_province and not first_application",
                "non_local and (name_mismatch or rare_character)",
            ],
        ),
        ("id-card", NINGBO, (), []),
        ("household-book-replace", Person(), (), []),
        ("household-book-replace", Person(), ("lost_documents",), ["lost_documents"]),
    ],
)  # fmt: skip
def test_the_more_specific_case_speaks(
    item: str, person: Person, told: tuple[str, ...], spoken: list[str]
) -> None:
    heard = _spoken(item, person=person, told=told)
    assert [when for when in heard if when != "rare_character"] == spoken


def test_the_words_stand_under_the_flag_that_is_held() -> None:
    (speech,) = assessed("household-book-replace", person=ANHUI).speeches
    assert (speech.item, speech.flag, speech.when) == (
        "household-book-replace", "non_local", "non_local",
    )  # fmt: skip
    assert speech.say.startswith("您的户口不在杭州")
    assert len(speech.instead) == 2


def test_a_waived_material_is_not_required_and_says_by_what() -> None:
    usual = _needs("household-book-replace")["damaged-register"]
    assert (usual.required, usual.waived_by) == (True, None)
    needs = _needs("household-book-replace", told=("lost_documents",))
    assert (needs["damaged-register"].required, needs["damaged-register"].waived_by) == (
        False, "lost_documents",
    )  # fmt: skip
    assert needs["loss-statement"].required
    assert needs["loss-statement"].added_by == "lost_documents"


def test_a_material_that_only_a_special_case_names_is_added_and_required() -> None:
    need = _needs("household-book-replace", told=("name_mismatch",))["item-change-proof"]
    assert (need.required, need.added_by) == (True, "name_mismatch")


def test_an_agent_s_paper_is_not_required_while_no_agent_came() -> None:
    offered = _needs("household-book-replace", person=VERY_OLD)["agent-id"]
    assert (offered.required, offered.added_by) == (False, "very_elderly")
    came = _needs(
        "household-book-replace", person=VERY_OLD, relation=Relation.AGENT, other=Person("李四")
    )["agent-id"]
    assert (came.required, came.added_by) == (True, "agent")


def test_an_optional_material_that_a_flag_asks_for_says_so() -> None:
    need = _needs("hotel-licence", told=("joint_application",))["signboard-drawing"]
    assert (need.required, need.added_by) == (False, "joint_application")


@pytest.mark.parametrize(
    ("told", "asked", "not_asked"),
    [
        (("joint_application",), ["water-air-test"], ["hmt-permit", "foreign-passport"]),
        (("joint_application", "hmt_resident"), ["hmt-permit"], ["foreign-passport"]),
        (("joint_application", "foreigner"), ["foreign-passport"], ["hmt-permit"]),
        (("hmt_resident", "foreigner"), ["hmt-permit", "foreign-passport"], ["water-air-test"]),
    ],
)
def test_the_joint_hotel_s_extras_follow_their_own_conditions(
    told: tuple[str, ...], asked: list[str], not_asked: list[str]
) -> None:
    needs = _needs("hotel-licence", told=told)
    assert set(asked) <= set(needs)
    assert not set(not_asked) & set(needs)


def test_the_joint_hotel_waives_what_its_offices_make_themselves() -> None:
    needs = _needs("hotel-licence", told=("joint_application",))
    for material in ("business-licence", "fire-safety-certificate", "public-health-licence"):
        assert needs[material].waived_by == "joint_application"
        assert not needs[material].required


def test_materials_of_a_group_bear_their_item_s_group() -> None:
    needs = _needs("residence-permit")
    group = {m for m, need in needs.items() if need.one_of == "residence-permit/basis"}
    assert group == {
        "employment-proof", "lease-contract", "property-certificate", "lodging-statement",
        "school-proof",
    }  # fmt: skip


def test_shared_materials_are_asked_once_over_several_items() -> None:
    together = assessed("id-card", "temp-id-card", told=("lost_documents",))
    names = [need.material for need in together.needs]
    assert len(names) == len(set(names))
    shared = next(need for need in together.needs if need.material == "digital-photo")
    assert shared.items == ("id-card", "temp-id-card")
    loss = next(need for need in together.needs if need.material == "loss-statement")
    assert loss.items == ("id-card", "temp-id-card")


def test_a_group_s_material_that_another_item_wants_alone_leaves_the_group() -> None:
    alone = _needs("id-card", person=ANHUI, told=("lost_documents",))["household-register"]
    assert alone.one_of == "id-card/identity-base"
    together = _needs("id-card", "temp-id-card", person=ANHUI, told=("lost_documents",))
    assert together["household-register"].one_of is None
    assert together["household-register"].required


def _need(**changes: object) -> Need:
    values: dict[str, object] = {
        "material": "m", "name": "M", "form": Form.COPY, "copies": 1, "issuer": "x", "note": "",
        "required": True, "added_by": None, "waived_by": None, "one_of": None,
        "deferrable": True, "items": ("a",),
    }  # fmt: skip
    return Need(**values | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "two", "field", "value"),
    [
        ({"required": False}, {"required": True}, "required", True),
        ({"required": True}, {"required": False}, "required", True),
        ({"copies": 1}, {"copies": 3}, "copies", 3),
        ({"deferrable": True}, {"deferrable": False}, "deferrable", False),
        (
            {"required": False, "waived_by": "f"}, {"required": False, "waived_by": "f"},
            "waived_by", "f",
        ),
        ({"required": False, "waived_by": "f"}, {}, "waived_by", None),
        ({"required": False, "added_by": "f"}, {}, "added_by", "f"),
        ({"note": "甲"}, {"note": "乙"}, "note", "甲；乙"),
        ({"note": "甲"}, {"note": "甲"}, "note", "甲"),
        ({"note": ""}, {"note": "乙"}, "note", "乙"),
        ({"note": "甲"}, {"note": ""}, "note", "甲"),
        ({"one_of": "a/g", "required": False}, {"one_of": "b/g", "required": False}, "one_of",
         "a/g"),
        ({"one_of": None, "required": False}, {"one_of": "b/g", "required": False}, "one_of",
         "b/g"),
        ({"one_of": None, "required": True}, {"one_of": "b/g", "required": False}, "one_of", None),
        ({}, {"items": ("b",)}, "items", ("a", "b")),
    ],
)  # fmt: skip
def test_two_items_that_want_the_same_paper(
    one: dict[str, object], two: dict[str, object], field: str, value: object
) -> None:
    (need,) = merged([_need(**one), _need(**two)])
    assert getattr(need, field) == value


@pytest.mark.parametrize(
    ("told", "amount"),
    [
        ((), 20),
        (("first_application",), 0),
        (("lost_documents",), 40),
        (("damaged_documents",), 40),
        (("first_application", "lost_documents"), 0),  # the first that holds
        (("low_income",), 0),
    ],
)
def test_the_first_special_charge_that_holds(told: tuple[str, ...], amount: int) -> None:
    assert charge(catalogue().items["id-card"], told).amount == amount


def test_an_overridden_flag_adds_nothing() -> None:
    found = assessed("household-book-replace", person=ANHUI, declined=("non_province",))
    assert "non_province" not in found.flags
    assert [row.when for row in found.speeches] == ["non_local"]
    nothing = assessed(
        "household-book-replace", person=ANHUI, declined=("non_province", "non_local", "non_urban")
    )
    assert nothing.speeches == ()


def test_every_special_case_of_the_catalogue_can_speak_and_names_a_flag_held() -> None:
    known = catalogue()
    for item in known.items.values():
        for case in item.special_cases:
            found = assessed(item.id, told=case.when.wants)
            assert found.needs
            for speech in found.speeches:
                assert speech.flag in known.flags


def test_a_case_for_people_without_a_flag_stands_under_the_flag_it_names() -> None:
    known = catalogue()
    (case,) = [
        row for row in known.items["household-book-replace"].special_cases
        if row.when.text == "agent"
    ]  # fmt: skip
    alone = replace(case, when=parse("not agent and not disabled"))
    item = replace(known.items["household-book-replace"], special_cases=(alone,))
    (speech,) = assess(known, [item], Applicant(), ON).speeches
    assert speech.flag == "agent"
    assert [flag for flag in questions(item, known) if flag in ("agent", "disabled")] == [
        "agent", "disabled",
    ]  # fmt: skip


def test_flags_that_imply_the_same_one_bring_it_once() -> None:
    known = catalogue()
    flags = dict(known.flags)
    flags["agent"] = replace(flags["agent"], implies=("non_province", "non_local", "non_urban"))
    assert replace(known, flags=flags).implied("agent") == {
        "non_province", "non_local", "non_urban",
    }  # fmt: skip


def test_a_charge_without_a_condition_asks_nothing() -> None:
    known = catalogue()
    item = known.items["temp-id-card"]
    option = Charge(5, None)
    charged = replace(item, fee=replace(item.fee, options=(option,)))
    assert questions(charged, known) == questions(item, known)
    assert charge(charged, ()) == item.fee.usual


def test_a_case_that_wants_two_flags_stands_under_the_more_specific_one() -> None:
    known = catalogue()
    (case,) = [
        row for row in known.items["household-book-replace"].special_cases
        if row.when.text == "agent"
    ]  # fmt: skip
    both = replace(case, when=parse("elderly and very_elderly"))
    item = replace(known.items["household-book-replace"], special_cases=(both,))
    (speech,) = assess(known, [item], Applicant(VERY_OLD), ON).speeches
    assert speech.flag == "very_elderly"


def test_a_paper_for_an_agent_is_not_required_while_nobody_came_as_one() -> None:
    old = Applicant(Person(name="赵桂英", id_number="000103193501010046"))
    found = assess(catalogue(), [catalogue().items["death-cancellation"]], old, ON)
    papers = {need.material: need.required for need in found.needs}
    assert papers["agent-id"] is False


@pytest.mark.parametrize(("kind", "paper"), [
    (Document.HMT_PERMIT, "hmt-permit"),
    (Document.PASSPORT, "foreign-passport"),
])  # fmt: skip
def test_nobody_is_asked_for_a_card_they_cannot_hold(kind: Document, paper: str) -> None:
    who = Applicant(Person(name="Ann Example", id_kind=kind, id_number="X1234567"))
    found = assess(catalogue(), [catalogue().items["good-samaritan-reward"]], who, ON)
    papers = {need.material: need.required for need in found.needs}
    assert papers["id-card"] is False
    assert papers[paper] is True
