"""Builders: a station with people, a desk to work at, visitors nobody is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject
from sqlalchemy import select

from db.engine import reading, writing
from db.models import Edition, Officer
from desktop.backend import Backend, Counter
from desktop.domain.applicants import Applicant, Person, Relation
from desktop.domain.deliveries import DeliveryChoice
from desktop.domain.intake import Draft, Finding
from desktop.domain.items import Fulfilment
from desktop.domain.officers import Clerk, Role
from desktop.domain.paper_templates import PaperTemplate
from desktop.domain.papers import PaperContent
from desktop.domain.printing import Paper
from desktop.domain.slips import MaterialState, Signature, SignatureMode
from desktop.door import Entered, knock
from desktop.jobs import Jobs
from desktop.printing.papers import render_paper
from desktop.services import intake, officers, station
from desktop.services.officers import NewOfficer
from desktop.services.paper_templates import shipped_template
from desktop.services.papers import Press
from desktop.services.station import StationFacts
from desktop.settings import Settings
from desktop.views.desk import Desk

Render = Callable[[PaperContent, PaperTemplate], Paper]

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
PASSWORD = "a long enough one"
STATION = StationFacts(
    name="杭州市公安局拱墅区分局示例派出所",
    district="拱墅区",
    code="330105A1",
    window="户籍1号窗口",
    hours="工作日 8:30–17:00",
)
CHIEF = Clerk(1, "001001", "王管理", Role.ADMINISTRATOR)
"""The administrator of the station that tests work at."""

OLD_WOMAN = Person(
    name="赵桂英",
    id_number="000103195006150024",
    hukou_address="浙江省杭州市拱墅区朝晖路1号",
    phone="13800000000",
)
FROM_ANHUI = Person(
    name="钱小梅",
    id_number="000103199203040025",
    hukou_address="安徽省合肥市蜀山区长江西路1号",
    phone="13900000000",
)


def at(clock: datetime = NOW) -> Callable[[], datetime]:
    """A clock that stands."""
    return lambda: clock


def entered(
    home: Path,
    clock: Callable[[], datetime] | None = None,
    *,
    encrypted: bool = True,
    server: str = "",
) -> Entered:
    """A fresh database with the catalogue, a station, and an account of each role."""
    clock = clock or at()
    chief = NewOfficer("001001", "王管理", Role.ADMINISTRATOR, PASSWORD)
    made = knock(home, clock, server=server).set_up(STATION, chief, encrypted=encrypted)
    with writing(made.backend.engine) as session:
        for number, name, role in (
            ("001002", "李窗口", Role.OFFICER),
            ("001003", "陈主管", Role.SUPERVISOR),
            ("001004", "周值班", Role.DUTY),
        ):
            new = NewOfficer(number, name, role, PASSWORD)
            clerk = officers.add_officer(session, made.clerk, clock(), new)
            session.get_one(Officer, clerk.id).must_change = False
    return made


def clerk(opened: Backend, number: str = "001002") -> Clerk:
    """An officer as signed in."""
    with reading(opened.engine) as session:
        row = next(each for each in officers.officers(session) if each.number == number)
    return Clerk(row.id, row.number, row.name, row.role)


def press(at_hand: Counter, render: Render = render_paper) -> Press:
    """What official papers are made with at a counter."""
    return Press(at_hand.shelf, at_hand.template, shipped_template, at_hand.law, render, "1号窗口")


_counters: dict[object, Counter] = {}


def counter(opened: Backend, who: Clerk) -> Counter:
    """What a signed-in officer works with; the catalogue is read once for all equal databases."""
    with reading(opened.engine) as session:
        editions = session.execute(select(Edition.id, Edition.digest, Edition.effective)).all()
        known = (station.station(session), *map(tuple, editions))
        if known not in _counters:
            _counters[known] = opened.counter(who)(session)
    return replace(_counters[known], clerk=who, clock=opened.clock, faults=opened.faults)


def desk(
    opened: Backend, parent: QObject | None = None, number: str = "001002", jobs: Jobs | None = None
) -> Desk:
    """A desk where an officer is signed in, with real threads unless other jobs are given."""
    with reading(opened.engine) as session:
        counter = opened.counter(clerk(opened, number))(session)
    return counter.desk(jobs or Jobs(opened.engine, parent), Settings())


def finished_draft(
    opened: Backend, who: Clerk, items: tuple[str, ...], person: Person, **more: Any
) -> Draft:
    """A draft in which nothing is open any more, signed on paper, all materials here.

    `state` is another state of theirs, but for those in `here`.
    """
    at_hand = counter(opened, who)
    applicant = Applicant(
        person,
        relation=more.pop("relation", Relation.SELF),
        other=more.pop("other", None),
        organisation=more.pop("organisation", None),
        circumstances=frozenset(more.pop("circumstances", ())),
    )
    draft = Draft(items=items, applicant=applicant, asked=True)
    matter = intake.matter_of(at_hand.shelf, draft, NOW.date())
    state = more.pop("state", MaterialState.HERE)
    here = more.pop("here", ())
    mode = more.pop("mode", SignatureMode.PAPER)
    draft = replace(
        draft,
        acknowledged=frozenset(row.flag for row in matter.assessment.findings),
        materials={
            need.material: Finding(MaterialState.HERE if need.material in here else state)
            for need in matter.assessment.needs
        },
        delivery=more.pop("delivery", None)
        or DeliveryChoice(
            Fulfilment.COURIER, person.name, person.phone, "杭州市拱墅区朝晖路1号", consent=True
        ),
        explained=frozenset(matter.lines),
        **more,
    )
    _, content = intake.preview(at_hand.shelf, at_hand.template, at_hand.station, who, draft, NOW)
    from desktop.domain.slips import told_hash

    signature = Signature(mode, person.name, text_hash=told_hash(content))
    return replace(draft, signature=signature)
