"""Officers from a list: every mistake told by its row, all of them brought in or none."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Role
from desktop.services import officers
from desktop.services.officer_lists import (
    HEADINGS,
    LIST_LIMITS,
    ListedOfficer,
    bring_in,
    columns_of,
    look_through,
)
from desktop.services.table_files import Encoding, read_table
from tests import builders
from tests.builders import NOW, PASSWORD
from tests.services.counter import acts

HEAD = "警号,姓名,角色,初始密码\n"
GOOD = f"{HEAD}001009,吴新人,窗口人员,{PASSWORD}\n００１０１０,郑 二,Supervisor,{PASSWORD}\n"


def looked(opened: Backend, text: str, number: str = "001001") -> tuple[ListedOfficer, ...]:
    table = read_table("list.csv", text.encode(), Encoding.UTF_8, LIST_LIMITS)
    who = builders.clerk(opened, number)
    with reading(opened.engine) as session:
        return look_through(session, who, table)


def faults(rows: tuple[ListedOfficer, ...]) -> list[tuple[int, str, Trouble]]:
    return [(each.row, each.column, each.trouble) for row in rows for each in row.faults]


def test_a_good_list_is_brought_in_whole(backend: Backend) -> None:
    rows = looked(backend, GOOD)
    assert faults(rows) == []
    admin = builders.clerk(backend, "001001")
    with reading(backend.engine) as session:
        assert len(officers.officers(session)) == 4  # looking stores nothing
    with writing(backend.engine) as session:
        made = bring_in(session, admin, NOW, rows)
        assert acts(session)[-3:] == ["officer.add", "officer.add", "officer.list"]
    assert [(each.number, each.name, each.role) for each in made] == [
        ("001009", "吴新人", Role.OFFICER),
        ("001010", "郑二", Role.SUPERVISOR),
    ]


def test_every_mistake_is_told_by_row_and_column(backend: Backend) -> None:
    text = (
        f"{HEAD}001002,吴新人,窗口人员,{PASSWORD}\n"
        f",张3,厨师,short\n"
        f"001011,吴\u202e新,主管,{PASSWORD}\n"
        f"001012,吴新人,主管,{PASSWORD}\n"
        f"001012,吴新人,主管,{PASSWORD},more\n"
        f"=1+1,,,\n"
    )
    rows = looked(backend, text)
    assert faults(rows) == [
        (2, "警号", Trouble.NUMBER_TAKEN),
        (3, "警号", Trouble.FIELD_EMPTY),
        (3, "姓名", Trouble.NAME_INVALID),
        (3, "角色", Trouble.ROLE_UNKNOWN),
        (3, "初始密码", Trouble.PASSWORD_TOO_SHORT),
        (4, "姓名", Trouble.CELL_INVISIBLE),
        (6, "", Trouble.CELL_BEYOND),
        (6, "警号", Trouble.NUMBER_TWICE),
        (7, "警号", Trouble.NUMBER_INVALID),
        (7, "姓名", Trouble.NAME_INVALID),
        (7, "角色", Trouble.ROLE_UNKNOWN),
        (7, "初始密码", Trouble.PASSWORD_TOO_SHORT),
    ]
    assert [row.new is None for row in rows] == [True, True, True, False, True, True]
    twice = rows[4].faults[1]
    assert twice.values == {"row": "5"}


def test_one_row_at_fault_keeps_out_all(backend: Backend) -> None:
    rows = looked(backend, GOOD + "001011,吴,主管,short\n")
    admin = builders.clerk(backend, "001001")
    for bad in (rows, ()):
        with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
            bring_in(session, admin, NOW, bad)
        assert refused.value.trouble is Trouble.LIST_AT_FAULT


def test_a_number_taken_meanwhile_keeps_out_all(backend: Backend) -> None:
    rows = looked(backend, GOOD)
    admin = builders.clerk(backend, "001001")
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        bring_in(session, admin, NOW, (*rows, rows[0]))
    assert refused.value.trouble is Trouble.NUMBER_TAKEN
    with reading(backend.engine) as session:
        assert len(officers.officers(session)) == 4
        assert "officer.list" not in acts(session)


@pytest.mark.parametrize("number", ["001002", "001003", "001004"])
def test_only_an_administrator_may(backend: Backend, number: str) -> None:
    with pytest.raises(Refusal) as refused:
        looked(backend, GOOD, number)
    assert refused.value.trouble is Trouble.NOT_ALLOWED
    rows = looked(backend, GOOD)
    with pytest.raises(Refusal), writing(backend.engine) as session:
        bring_in(session, builders.clerk(backend, number), NOW, rows)


@pytest.mark.parametrize(
    ("head", "trouble", "name"),
    [
        ("警号,姓名,角色", Trouble.TABLE_COLUMN_MISSING, "初始密码"),
        ("警号,Number,姓名,角色,初始密码", Trouble.TABLE_HEADER_TWICE, "警号"),
    ],
)
def test_a_list_without_its_columns_is_refused(head: str, trouble: Trouble, name: str) -> None:
    table = read_table("list.csv", f"{head}\n1,2,3,4,5\n".encode(), Encoding.UTF_8)
    with pytest.raises(Refusal) as refused:
        columns_of(table)
    assert (refused.value.trouble, refused.value.values) == (trouble, {"name": name})


def test_other_columns_are_left_alone(backend: Backend) -> None:
    head = f"Note, NUMBER ,name,First  Password,role\n\u200b,001009,吴,{PASSWORD},duty\n"
    rows = looked(backend, head)
    assert faults(rows) == []
    assert rows[0].new is not None
    assert rows[0].new.role is Role.DUTY


_CELL = st.text(max_size=12).map(lambda text: '"' + text.replace('"', '""') + '"')


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(st.permutations([known[0] for known in HEADINGS.values()]), st.lists(_CELL, max_size=12))
def test_any_list_gives_rows_or_a_refusal(
    backend: Backend, head: list[str], found: list[str]
) -> None:
    lines = [",".join(found[at : at + 4]) for at in range(0, len(found), 4)]
    text = "\n".join([",".join(head), *lines]).encode(errors="replace")
    try:
        table = read_table("list.csv", text, Encoding.UTF_8, LIST_LIMITS)
    except Refusal:
        return
    with reading(backend.engine) as session:
        rows = look_through(session, builders.clerk(backend, "001001"), table)
    assert len(rows) == len(table.rows)
    assert all((row.new is None) == bool(row.faults) for row in rows)


def test_a_list_may_name_sections(backend: Backend) -> None:
    head = HEAD.strip()
    text = (
        f"{head},科室\n001009,吴新人,窗口人员,{PASSWORD}, 治安大队 \n001010,郑二,主管,{PASSWORD},\n"
    )
    rows = looked(backend, text)
    assert [each.section for each in rows] == ["治安大队", ""]
    with writing(backend.engine) as session:
        made = bring_in(session, builders.CHIEF, NOW, rows)
    assert [each.section for each in made] == ["治安大队", ""]
    long = f"{head},科室\n001011,吴新人,窗口人员,{PASSWORD},{'队' * 41}\n"
    assert faults(looked(backend, long)) == [(2, "科室", Trouble.SECTION_TOO_LONG)]
