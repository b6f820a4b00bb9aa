"""Accounts from a list: looked through row by row, then brought in whole or not at all."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Officer
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.identity import clean_name, name_problem
from desktop.domain.officers import PASSWORD_LENGTH, SECTION_LENGTH, Clerk, Right, Role, need
from desktop.domain.tables import Limits, Row, RowFault, Table, heading
from desktop.services.audit import note
from desktop.services.officers import NewOfficer, add_officer

LIST_LIMITS = Limits(size=1_000_000, rows=200, columns=40, cell=200, unpacked=20_000_000)
"""No station has more people; each account takes half a second, since passwords are costly."""


class Part(StrEnum):
    """What a list says of an officer."""

    NUMBER = "number"
    NAME = "name"
    ROLE = "role"
    PASSWORD = "password"  # noqa: S105 - the column's name
    SECTION = "section"


HEADINGS: Mapping[Part, tuple[str, ...]] = {
    Part.NUMBER: ("警号", "编号", "number"),
    Part.NAME: ("姓名", "name"),
    Part.ROLE: ("角色", "岗位", "role"),
    Part.PASSWORD: ("初始密码", "first password", "password"),
    Part.SECTION: ("科室", "部门", "section"),
}
"""What each column may be called; others are left alone."""

OPTIONAL = frozenset({Part.SECTION})
"""Columns that a list may leave out."""

ROLES: Mapping[str, Role] = {
    "窗口人员": Role.OFFICER, "window officer": Role.OFFICER, "officer": Role.OFFICER,
    "主管": Role.SUPERVISOR, "supervisor": Role.SUPERVISOR,
    "管理员": Role.ADMINISTRATOR, "administrator": Role.ADMINISTRATOR,
    "值班人员": Role.DUTY, "duty officer": Role.DUTY, "duty": Role.DUTY,
}  # fmt: skip

_NUMBER = re.compile(r"[0-9A-Za-z-]{1,20}")


@dataclass(frozen=True, slots=True)
class ListedOfficer:
    """One row of a list as it was read, with everything that is wrong in it."""

    row: int
    number: str
    name: str
    role: str
    section: str
    new: NewOfficer | None
    faults: tuple[RowFault, ...]


def look_through(session: Session, clerk: Clerk, table: Table) -> tuple[ListedOfficer, ...]:
    """What a list would bring, row by row; nothing is stored.

    Raises Refusal where a column is missing or comes twice.
    """
    need(clerk, Right.MANAGE)
    columns = columns_of(table)
    taken = frozenset(session.scalars(select(Officer.number)))
    seen: dict[str, int] = {}
    return tuple(_listed(row, columns, table.faults, taken, seen) for row in table.rows)


def columns_of(table: Table) -> dict[Part, str]:
    """Which column says what; refuses a list that lacks one or has one twice."""
    found: dict[Part, str] = {}
    for part, known in HEADINGS.items():
        fitting = [name for name in table.columns if heading(name).casefold() in known]
        if not fitting and part in OPTIONAL:
            continue
        if not fitting:
            raise Refusal(Trouble.TABLE_COLUMN_MISSING, name=known[0])
        if len(fitting) > 1:
            raise Refusal(Trouble.TABLE_HEADER_TWICE, name=known[0])
        found[part] = fitting[0]
    return found


def _listed(
    row: Row,
    columns: Mapping[Part, str],
    faults: tuple[RowFault, ...],
    taken: frozenset[str],
    seen: dict[str, int],
) -> ListedOfficer:
    texts = {part: row.cells[name] for part, name in columns.items()}
    number = unicodedata.normalize("NFKC", texts[Part.NUMBER]).strip()
    name, role = clean_name(texts[Part.NAME]), heading(texts[Part.ROLE])
    section = texts.get(Part.SECTION, "").strip()
    wrong = [f for f in faults if f.row == row.number and f.column in ("", *columns.values())]
    noted = {fault.column for fault in wrong}
    found = dict(_number_faults(number, taken, seen))
    seen.setdefault(number, row.number)
    problems = {
        Part.NUMBER: found,
        Part.NAME: _name_faults(name),
        Part.ROLE: {} if role.casefold() in ROLES else {Trouble.ROLE_UNKNOWN: {"text": role}},
        Part.PASSWORD: _password_faults(texts[Part.PASSWORD]),
        Part.SECTION: _section_faults(section),
    }
    for part, troubles in problems.items():
        if columns.get(part, "") not in noted:
            column = columns.get(part, "")
            wrong += [RowFault(row.number, column, t, v) for t, v in troubles.items()]
    new = None
    if not wrong:
        new = NewOfficer(number, name, ROLES[role.casefold()], texts[Part.PASSWORD], section)
    return ListedOfficer(row.number, number, name, role, section, new, tuple(wrong))


_Troubles = Mapping[Trouble, Mapping[str, str]]


def _number_faults(
    number: str, taken: frozenset[str], seen: Mapping[str, int]
) -> Iterator[tuple[Trouble, Mapping[str, str]]]:
    if not number:
        yield Trouble.FIELD_EMPTY, {}
    elif not _NUMBER.fullmatch(number):
        yield Trouble.NUMBER_INVALID, {}
    elif number in seen:
        yield Trouble.NUMBER_TWICE, {"row": str(seen[number])}
    elif number in taken:
        yield Trouble.NUMBER_TAKEN, {"number": number}


def _name_faults(name: str) -> _Troubles:
    problem = name_problem(name)
    return {} if problem is None else {Trouble.NAME_INVALID: {"problem": problem}}


def _password_faults(password: str) -> _Troubles:
    if len(password) >= PASSWORD_LENGTH:
        return {}
    return {Trouble.PASSWORD_TOO_SHORT: {"least": str(PASSWORD_LENGTH)}}


def _section_faults(section: str) -> _Troubles:
    if len(section) <= SECTION_LENGTH:
        return {}
    return {Trouble.SECTION_TOO_LONG: {"most": str(SECTION_LENGTH)}}


def bring_in(
    session: Session, clerk: Clerk, now: datetime, rows: tuple[ListedOfficer, ...]
) -> tuple[Clerk, ...]:
    """Make an account of every row; a single row at fault keeps out all of them."""
    need(clerk, Right.MANAGE)
    news = [row.new for row in rows if row.new is not None]
    if not rows or len(news) < len(rows):
        raise Refusal(Trouble.LIST_AT_FAULT)
    made = tuple(add_officer(session, clerk, now, new) for new in news)
    note(session, clerk, now, "officer.list", str(len(made)))
    return made
