"""Applicant files read with errors that name the field; places by address and by number."""

from datetime import date
from typing import Any

import pytest

from desktop.domain.applicants import (
    Applicant,
    ApplicantError,
    Document,
    Organisation,
    Person,
    Place,
    Relation,
    applicant_from,
    place_by_address,
    place_by_number,
    resident_area,
)
from tests.domain.shelves import ON, catalogue

WOMAN = "000103195006150024"


def test_a_whole_file_is_read() -> None:
    applicant = applicant_from(
        {
            "name": " 赵桂英 ",
            "id_kind": "resident_id",
            "id_number": WOMAN,
            "birth_date": None,
            "hukou_address": "浙江省杭州市",
            "phone": "13800000000",
            "agent": {"name": "李四", "id_kind": "passport", "birth_date": "1990-02-28"},
            "organisation": {"name": "某某公司", "credit_code": "91110000600037341L"},
            "circumstances": ["lost_documents"],
        }
    )
    assert applicant == Applicant(
        person=Person("赵桂英", Document.RESIDENT_ID, WOMAN, None, "浙江省杭州市", "13800000000"),
        relation=Relation.AGENT,
        other=Person("李四", Document.PASSPORT, birth_date=date(1990, 2, 28)),
        organisation=Organisation("某某公司", "91110000600037341L"),
        circumstances=frozenset({"lost_documents"}),
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, Applicant()),
        ({"agent": None, "circumstances": None, "organisation": None}, Applicant()),
        ({"id_kind": None, "birth_date": ""}, Applicant()),
        (
            {"relation": "guardian", "agent": {"name": "父"}},
            Applicant(relation=Relation.GUARDIAN, other=Person("父")),
        ),
        ({"organisation": {}}, Applicant(organisation=Organisation())),
    ],
)
def test_what_may_be_left_out(data: Any, expected: Applicant) -> None:
    assert applicant_from(data) == expected


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "the file must hold one object"),
        ("name", "the file must hold one object"),
        (None, "the file must hold one object"),
        ({"nmae": "x"}, "nmae: is not a field known here"),
        ({"name": 3}, "name: a text is wanted, not 3"),
        ({"phone": ["1"]}, "phone: a text is wanted, not ['1']"),
        ({"id_number": 110}, "id_number: a text is wanted, not 110"),
        ({"id_kind": "id"}, "id_kind: 'id' is none of resident_id, hmt_permit, foreign_pr"),
        ({"id_kind": ["id"]}, "id_kind: ['id'] is none of resident_id"),
        ({"birth_date": "1990-2-30"}, "birth_date: '1990-2-30' is no date (YYYY-MM-DD)"),
        ({"birth_date": 1990}, "birth_date: 1990 is no date (YYYY-MM-DD)"),
        ({"agent": "李四"}, "agent: an object or null is wanted"),
        ({"agent": {"age": 3}}, "agent.age: is not a field known here"),
        ({"agent": {"name": 3}}, "agent.name: a text is wanted, not 3"),
        ({"agent": {"id_kind": "x"}}, "agent.id_kind: 'x' is none of"),
        ({"agent": {"birth_date": "x"}}, "agent.birth_date: 'x' is no date"),
        ({"circumstances": "agent"}, "circumstances: a list of flags is wanted"),
        ({"circumstances": [1]}, "circumstances: a list of flags is wanted"),
        ({"relation": "boss"}, "relation: 'boss' is none of self, agent, guardian"),
        ({"relation": ["self"]}, "relation: ['self'] is none of"),
        ({"organisation": "x"}, "organisation: an object with name and credit_code is wanted"),
        ({"organisation": {"tax": "x"}}, "organisation: an object with name and credit_code"),
        ({"organisation": {"name": 1}}, "organisation.name: a text is wanted, not 1"),
    ],
)
def test_an_error_names_the_field(data: Any, message: str) -> None:
    with pytest.raises(ApplicantError) as refused:
        applicant_from(data)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("", None),
        ("   ", None),
        ("浙江省杭州市拱墅区朝晖路1号", Place.URBAN),
        ("浙江杭州拱墅区", Place.URBAN),
        ("杭州市西湖区文三路", Place.URBAN),
        ("杭州 市 西湖区", Place.URBAN),
        ("杭州市", Place.URBAN),
        ("拱墅区湖墅南路", Place.URBAN),  # a district without its city
        ("江干区", Place.URBAN),  # gone since 2021, still in old registers
        ("临安区锦城街道", Place.URBAN),
        ("浙江省杭州市桐庐县富春江镇", Place.OUTSIDE_URBAN),
        ("杭州市淳安县", Place.OUTSIDE_URBAN),
        ("建德市新安江街道", Place.OUTSIDE_URBAN),
        ("浙江省桐庐县", Place.OUTSIDE_URBAN),
        ("浙江省宁波市海曙区", Place.OUTSIDE_CITY),
        ("浙江省", Place.OUTSIDE_CITY),
        ("安徽省合肥市蜀山区长江西路1号", Place.OUTSIDE_PROVINCE),
        ("安徽合肥", Place.OUTSIDE_PROVINCE),
        ("上海市黄浦区", Place.OUTSIDE_PROVINCE),
        ("内蒙古自治区呼和浩特市", Place.OUTSIDE_PROVINCE),
        ("新疆维吾尔自治区喀什市", Place.OUTSIDE_PROVINCE),
        ("某某路1号", None),
        ("集体户", None),
    ],
)
def test_where_an_address_lies(address: str, place: Place | None) -> None:
    assert place_by_address(address, catalogue().locality) is place


@pytest.mark.parametrize(
    ("area", "place"),
    [
        (None, None),
        ("", None),
        ("330103", Place.URBAN),
        ("330105", Place.URBAN),
        ("330122", Place.OUTSIDE_URBAN),
        ("330182", Place.OUTSIDE_URBAN),
        ("330203", Place.OUTSIDE_CITY),
        ("340104", Place.OUTSIDE_PROVINCE),
        ("000103", None),
    ],
)
def test_where_a_number_was_first_issued(area: str | None, place: Place | None) -> None:
    assert place_by_number(area, catalogue().locality) is place


@pytest.mark.parametrize(
    ("person", "born", "age", "area"),
    [
        (Person(id_number=WOMAN), date(1950, 6, 15), 76, "000103"),
        (Person(id_number=" 000103 19500615 0024"), date(1950, 6, 15), 76, "000103"),
        # A valid number tells more than what was said.
        (
            Person(id_number=WOMAN, birth_date=date(1990, 1, 1)),
            date(1950, 6, 15), 76, "000103",
        ),
        # A wrong number tells nothing; what was said counts.
        (
            Person(id_number="000103195006150025", birth_date=date(1990, 1, 1)),
            date(1990, 1, 1), 36, None,
        ),
        (Person(id_number="000103195006150025"), None, None, None),
        (Person(), None, None, None),
        (
            Person(id_kind=Document.PASSPORT, id_number=WOMAN, birth_date=date(2000, 11, 24)),
            date(2000, 11, 24), 25, None,
        ),
        (Person(id_kind=Document.NONE, birth_date=date(2030, 1, 1)), date(2030, 1, 1), None, None),
        (
            Person(id_kind=Document.HMT_PERMIT, id_number="810000199408230021"),
            date(1994, 8, 23), 32, None,
        ),
        (
            Person(id_kind=Document.FOREIGN_PR, id_number="911124198108030024"),
            date(1981, 8, 3), 45, None,
        ),
    ],
)  # fmt: skip
def test_what_a_person_s_number_tells(
    person: Person, born: date | None, age: int | None, area: str | None
) -> None:
    assert (person.born(ON), person.age(ON), resident_area(person, ON)) == (born, age, area)


def test_an_older_permit_without_such_a_number_is_no_mistake() -> None:
    assert Person(id_kind=Document.HMT_PERMIT, id_number="H12345678").identity(ON) is None
    assert Person(id_kind=Document.FOREIGN_PR, id_number="H12345678").identity(ON) is not None
