"""Makes a station's records of many years: seeded, so that two runs work on the same rows.

The rows go in as plain tuples, with the indexes laid on afterwards. The people are nobody: their
area 000103 is assigned to no place, their phones begin with no operator's prefix.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from desktop.bench.names import made_names
from desktop.domain.cases import STAGES, CaseMove, CaseState, Stage
from desktop.domain.deliveries import DeliveryState, Source
from desktop.domain.identity import check_character
from desktop.domain.items import Catalogue, Fulfilment
from desktop.domain.slips import MaterialState

CHUNK = 5_000
DAYS = 3650
OPEN_DAYS = 25
"""Cases of the last days are under way; of the older ones nearly all have ended."""

SECTIONS = ("户政科", "治安科", "出入境科", "交警科", "网安科", "禁毒科")
OFFICERS = 24

_S, _D = CaseState, DeliveryState
ENDED = {
    _S.CLOSED: 830, _S.NOTICE_GIVEN: 70, _S.NOT_ACCEPTED: 50, _S.WITHDRAWN: 20, _S.VOID: 9,
    _S.DELIVERED: 17, _S.SUSPENDED: 1, _S.IN_REVIEW: 1, _S.RETURNED: 1, _S.AWAITING_PICKUP: 1,
}  # fmt: skip
"""How old cases stand, out of a thousand."""

UNDER_WAY = {
    _S.IN_REVIEW: 300, _S.ACCEPTED: 120, _S.NOTICE_GIVEN: 120, _S.SUPPLEMENT_WAIT: 60,
    _S.MATERIALS_RECEIVED: 40, _S.ACCEPTED_DEFERRED: 20, _S.EXTENDED: 15, _S.SUSPENDED: 15,
    _S.DECIDED_YES: 60, _S.DECIDED_NO: 5, _S.CERTIFICATE_MADE: 45, _S.POSTED: 90,
    _S.AWAITING_PICKUP: 30, _S.RETURNED: 5, _S.DELIVERED: 40, _S.CLOSED: 35,
}  # fmt: skip
"""How young ones stand."""

ROUTE = (
    (_D.PICKED_UP, "揽收"), (_D.IN_TRANSIT, "运输中"), (_D.IN_TRANSIT, "到达"),
    (_D.IN_TRANSIT, "离开"), (_D.OUT_FOR_DELIVERY, "派送中"), (_D.DELIVERED, "妥投"),
)  # fmt: skip
"""What a carrier tells of a parcel."""

COLUMNS = {
    "case_file": "id number state stage edition_id officer_id section decides received_at "
    "accepted_at due due_time due_provisional warn_on limit_count limit_unit started_at "
    "materials_at guard_on name initials id_number id_tail phone organisation reason answers "
    "version",
    "case_item": "case_id item name position",
    "case_flag": "case_id flag label reason position",
    "case_event": "case_id at officer_id move after reason",
    "visit": "case_id at purpose remark officer_id",
    "slip": "number case_id notice edition_id officer_id issued_at template pages large sha256 "
    "told_hash stub intake head_code void_reason text pdf window",
    "lack": "slip_id item material state",
    "delivery": "id case_id mode state attention recipient phone address consent waybill shelf "
    "updated_at version",
    "parcel": "id delivery_id carrier waybill state raw posted_at last_at ended_at",
    "delivery_event": "delivery_id parcel_id at happened_at after source raw because handing "
    "place remark mark",
}
"""The tables that are filled, and the columns given."""


@dataclass(slots=True)
class _Made:
    """Rows of one chunk by their table, and the numbers taken so far."""

    case: int
    delivery: int
    parcel: int
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))


def fill(
    connection: Any, cases: int, until: datetime, catalogue: Catalogue, days: int = DAYS
) -> None:
    """Add so many cases of the days before a moment to records that hold none yet."""
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-400000")
    connection.execute("BEGIN")
    indexes = _taken_off(connection)
    officers = _officers(connection, until)
    edition = connection.execute("SELECT max(id) FROM edition").fetchone()[0]
    random = Random(1)
    last = [_last(connection, name) for name in ("case_file", "delivery", "parcel")]
    made = _Made(last[0], last[1], last[2])
    for place in range(0, cases, CHUNK):
        made.rows.clear()
        count = min(CHUNK, cases - place)
        back = [days * (cases - place - each) / cases for each in range(count)]
        _chunk(random, made, [until - timedelta(days=d) for d in back], officers, edition,
               catalogue, until)  # fmt: skip
        for table, rows in made.rows.items():
            _insert(connection, table, rows)
    for words in indexes:
        connection.execute(words)
    connection.execute("COMMIT")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")


def chunk(
    random: Random, officers: list[int], edition: int, catalogue: Catalogue, until: datetime
) -> Callable[[list[datetime]], dict[str, list[tuple[Any, ...]]]]:
    """Makes the rows of cases that came in at some moments, chunk after chunk, from nothing on."""
    made = _Made(0, 0, 0)

    def next_rows(moments: list[datetime]) -> dict[str, list[tuple[Any, ...]]]:
        made.rows.clear()
        _chunk(random, made, moments, officers, edition, catalogue, until)
        return made.rows

    return next_rows


def _last(connection: Any, table: str) -> int:
    return int(connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])


def _taken_off(connection: Any) -> list[str]:
    """Take the indexes off that are quicker laid on at the end; gives how each is made."""
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        " AND sql NOT LIKE 'CREATE UNIQUE%'"
    ).fetchall()
    for name, _sql in rows:
        connection.execute(f"DROP INDEX {name}")
    return [sql for _name, sql in rows]


def _officers(connection: Any, until: datetime) -> list[int]:
    first = _last(connection, "officer") + 1
    _rows = [
        (first + n, f"B{n:05d}", f"经办{n:02d}", "officer", "", "", 0, 0, _utc(until))
        for n in range(OFFICERS)
    ]
    names = "id, number, name, role, section, password_hash, must_change, active, created_at"
    marks = ", ".join("?" * 9)
    connection.executemany(f"INSERT INTO officer ({names}) VALUES ({marks})", _rows)
    return [row[0] for row in _rows]


def _insert(connection: Any, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    names = COLUMNS[table].split()
    words = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    connection.executemany(words, rows)


def _utc(moment: datetime) -> str:
    """A moment as it stands in the file; the records' clock of the bench is UTC already."""
    return f"{moment:%Y-%m-%d %H:%M:%S}.000000"


def _chunk(
    random: Random,
    made: _Made,
    moments: list[datetime],
    officers: list[int],
    edition: int,
    catalogue: Catalogue,
    until: datetime,
) -> None:
    count = len(moments)
    items = [(key, item.name) for key, item in catalogue.items.items()]
    flags = [(key, flag.label) for key, flag in catalogue.flags.items()]
    chosen = random.choices(items, _rarer(len(items)), k=2 * count)
    special = iter(random.choices(flags, _rarer(len(flags)), k=count))
    names = made_names(random, count)
    old = iter(random.choices(list(ENDED), list(ENDED.values()), k=count))
    young = iter(random.choices(list(UNDER_WAY), list(UNDER_WAY.values()), k=count))
    whose = random.choices(officers, _rarer(len(officers)), k=count)
    for place, at in enumerate(moments):
        made.case += 1
        state = next(young if until - at < timedelta(days=OPEN_DAYS) else old)
        _case(random, made, at, state, names[place], whose[place], edition)
        two = {chosen[place], chosen[count + place]} if random.random() < 0.2 else {chosen[place]}
        for position, (key, name) in enumerate(sorted(two)):
            made.rows["case_item"].append((made.case, key, name, position))
        if place % 3 == 0:
            key = chosen[place][0]
            material = catalogue.items[key].materials[0].material
            made.rows["lack"].append((made.case, key, material, MaterialState.MISSING))
        if random.random() < 0.6:
            made.rows["case_flag"].append((made.case, *next(special), "", 0))


def _rarer(count: int) -> list[float]:
    return [1 / (place + 1) for place in range(count)]


def _case(
    random: Random,
    made: _Made,
    at: datetime,
    state: CaseState,
    person: tuple[str, str],
    officer: int,
    edition: int,
) -> None:
    key, stage, then = made.case, STAGES[state], _utc(at)
    accepted = stage in (Stage.RUNNING, Stage.DECIDED, Stage.ON_THE_WAY) or (
        state in (_S.CLOSED, _S.DELIVERED)
    )
    due = at.date() + timedelta(days=random.randint(5, 28)) if accepted else None
    due = None if state is _S.SUSPENDED else due
    warn = due - timedelta(days=2) if due is not None else None
    section = random.choice(SECTIONS) if stage is Stage.RUNNING and random.random() < 0.5 else ""
    number, phone = _identity(random), f"100{key * 7919 % 100_000_000:08d}"
    guard = at.date() + timedelta(days=7) if stage is Stage.RECEIVED else None
    made.rows["case_file"].append(
        (
            key, f"BENCH办{key:08d}" if accepted else None, state, stage, edition, officer, section,
            "", then, then if accepted else None, _day(due), "", 0, _day(warn),
            15 if accepted else None, "working_day" if accepted else None,
            then if accepted else None, then, _day(guard), *person, number, number[-4:], phone,
            "", "", "{}", 1,
        )
    )  # fmt: skip
    end = (CaseMove.CLOSE, state) if stage is Stage.ENDED else (CaseMove.EXAMINE, state)
    events = [(CaseMove.ACCEPT, _S.ACCEPTED), end] if accepted else [(CaseMove.RECEIVE, state)]
    for move, after in events:
        made.rows["case_event"].append((key, then, officer, move, after, ""))
    made.rows["visit"].append((key, then, "apply", "", officer))
    made.rows["slip"].append(
        (
            f"BENCH{key:010d}", key, 1, edition, officer, then, "notice-2", 1, 0, f"{key:064x}",
            "", "signed", f"bench-{key}", "", "", "{}", b"", f"{officer % 6 + 1} 号窗口",
        )
    )  # fmt: skip
    if accepted:
        _delivery(random, made, at, state, person[0], phone)


def _identity(random: Random) -> str:
    born = date(1940, 1, 1) + timedelta(days=random.randrange(30_000))
    first = f"000103{born:%Y%m%d}{random.randrange(1000):03d}"
    return first + check_character(first)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _delivery(
    random: Random, made: _Made, at: datetime, state: CaseState, name: str, phone: str
) -> None:
    made.delivery += 1
    stage, steps = STAGES[state], 0
    if stage in (Stage.ENDED, Stage.ON_THE_WAY):
        steps = len(ROUTE) if stage is Stage.ENDED else random.randint(1, len(ROUTE) - 1)
    after = ROUTE[steps - 1][0] if steps else _D.PENDING
    waybill, then = (f"MADE{made.delivery:09d}", _utc(at + timedelta(days=6))) if steps else (
        None, _utc(at)
    )  # fmt: skip
    made.rows["delivery"].append(
        (
            made.delivery, made.case, Fulfilment.COURIER, after, "", name, phone, "示例路1号", 1,
            waybill, "", then, 1,
        )
    )  # fmt: skip
    if waybill is not None:
        ended = then if after is _D.DELIVERED else None
        if random.random() < 0.03:  # it came back once and was sent anew
            _parcel(made, f"MADF{made.delivery:09d}", at, _D.RETURN_TO_SENDER, then)
        _parcel(made, waybill, at, after, ended)
        made.rows["delivery_event"].extend(_steps(made, at, steps))


def _parcel(
    made: _Made, waybill: str, at: datetime, state: DeliveryState, ended: str | None
) -> None:
    made.parcel += 1
    posted = _utc(at + timedelta(days=4))
    made.rows["parcel"].append(
        (made.parcel, made.delivery, "ems", waybill, state, "", posted, posted, ended)
    )


def _steps(made: _Made, at: datetime, steps: int) -> Iterator[tuple[Any, ...]]:
    for place, (state, raw) in enumerate(ROUTE[:steps]):
        when = _utc(at + timedelta(days=4, hours=9 * place))
        yield (
            made.delivery, made.parcel, when, when, state, Source.FILE, raw, "", "", "杭州", "",
            made.delivery * 10 + place,
        )  # fmt: skip
