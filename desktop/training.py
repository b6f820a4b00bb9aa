"""The records of a training: made fresh, of people nobody is, in a folder of their own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from math import sin
from pathlib import Path

from db.engine import reading, writing
from desktop.backend import Backend, Counter
from desktop.domain.applicants import Applicant, Organisation, Person, Relation
from desktop.domain.cases import CaseMove
from desktop.domain.deliveries import DeliveryChoice
from desktop.domain.intake import Draft, Finding
from desktop.domain.items import Fulfilment
from desktop.domain.officers import Clerk, Role
from desktop.domain.slips import (
    Answer,
    MaterialState,
    Signature,
    SignatureMode,
    Stroke,
    told_hash,
)
from desktop.domain.training import CODE
from desktop.door import knock
from desktop.printing.papers import render_paper
from desktop.printing.pdf import render_slip
from desktop.services import cases, deliveries, intake, moves, officers, parcels
from desktop.services.deliveries import DeliveryFilter
from desktop.services.intake import Issued
from desktop.services.officers import NewOfficer
from desktop.services.paper_templates import shipped_template
from desktop.services.papers import Press
from desktop.services.search import rank
from desktop.services.station import StationFacts
from desktop.settings import Settings, database_file, in_training
from desktop.simulated.visitors import PASSWORD, Someone, Visit, visits

FIRST = f"first {PASSWORD}"
"""What an account is made with; its owner changes it at once, as on every first day."""

STATION = StationFacts(
    name="培训派出所（虚构）",
    district="示例区",
    code=CODE,
    window="培训1号窗口",
    hours="工作日 8:30–17:00",
)
AGO = timedelta(hours=1)
"""How long ago all of it happened, so that nothing lies ahead."""

PEOPLE = (
    ("000002", "培训民警", Role.OFFICER),
    ("000003", "培训主管", Role.SUPERVISOR),
    ("000004", "培训值班", Role.DUTY),
)
WAYBILL = "EE123456785CN"


def clear(home: Path) -> None:
    """Throw a training's records away; what is no training's is never touched."""
    if not in_training(home):
        raise ValueError(f"{home.name} is no folder of a training")
    file = database_file(home)
    for each in home.glob(f"{file.stem}.*"):
        if each.suffix not in (".lock", ".sock") and each.is_file():
            each.unlink()


def prepare(home: Path, clock: Callable[[], datetime], *, encrypted: bool = True) -> None:
    """Make a station with accounts, cases, slips and a parcel, where there is none yet."""
    if not in_training(home) or database_file(home).exists():
        return
    now = _began(clock())
    home.mkdir(parents=True, exist_ok=True)
    admin = NewOfficer("000001", "培训管理员", Role.ADMINISTRATOR, PASSWORD)
    door = knock(home, lambda: now, encrypted=encrypted)
    entered = door.set_up(STATION, admin, encrypted=encrypted)
    backend = entered.backend
    try:
        clerk = _people(backend, entered.clerk, now)
        with reading(backend.engine) as session:
            counter = backend.counter(clerk)(session)
        issued = [_serve(backend, counter, visit, now) for visit in visits(now.date())]
        _post(backend, counter, issued[0], now)
    finally:
        backend.engine.dispose()


def _began(now: datetime) -> datetime:
    """Some time ago, but today, so that the day's list is not empty."""
    return max(now - AGO, now.replace(hour=0, minute=0, second=0, microsecond=0))


def _people(backend: Backend, admin: Clerk, now: datetime) -> Clerk:
    """An account of each role; gives the window officer."""
    made: list[Clerk] = []
    for number, name, role in PEOPLE:
        with writing(backend.engine) as session:
            new = NewOfficer(number, name, role, FIRST)
            fresh = officers.add_officer(session, admin, now, new)
        with writing(backend.engine) as session:
            made.append(officers.change_password(session, fresh, now, FIRST, PASSWORD))
    return made[0]


def _press(counter: Counter) -> Press:
    window = counter.station.window
    return Press(
        counter.shelf, counter.template, shipped_template, counter.law, render_paper, window
    )


def _serve(backend: Backend, counter: Counter, visit: Visit, now: datetime) -> Issued:
    """One visit of the morning, from its answers to the slip."""
    render = partial(render_slip, template=counter.template)
    desk = intake.Desk(
        counter.shelf, counter.template, render, _press(counter), counter.station.window
    )
    draft = _draft(counter, visit, now)
    with writing(backend.engine) as session:
        return intake.issue(session, counter.clerk, now, desk, f"training-{visit.key}", draft)


def _draft(counter: Counter, visit: Visit, now: datetime) -> Draft:
    items = tuple(rank(counter.index, words)[0].key for words in visit.search)
    draft = Draft(items=items, applicant=_applicant(visit), asked=True)
    matter = intake.matter_of(counter.shelf, draft, now.date())
    needs = [need.material for need in matter.assessment.needs]
    person = visit.person
    draft = replace(
        draft,
        acknowledged=frozenset(row.flag for row in matter.assessment.findings),
        materials={
            need: Finding(MaterialState.MISSING if need == visit.missing else MaterialState.HERE)
            for need in needs
        },
        delivery=DeliveryChoice(
            Fulfilment.COURIER, person.name, person.phone, person.address, consent=True
        ),
        explained=frozenset(matter.lines),
        questions=(Answer(*visit.question),) if visit.question[0] else (),
    )
    _matter, content = intake.preview(
        counter.shelf, counter.template, counter.station, counter.clerk, draft, now
    )
    mode = SignatureMode.PAPER
    if visit.drawn:
        mode = SignatureMode.PAD if visit.agent is None else SignatureMode.AGENT
    signer = visit.agent or person
    strokes = tuple(_strokes()) if visit.drawn else ()
    signature = Signature(mode, signer.name, strokes, text_hash=told_hash(content))
    return replace(draft, signature=signature)


def _applicant(visit: Visit) -> Applicant:
    organisation = None if visit.organisation is None else Organisation(*visit.organisation)
    return Applicant(
        _person(visit.person),
        relation=Relation.SELF if visit.agent is None else Relation.AGENT,
        other=None if visit.agent is None else _person(visit.agent),
        organisation=organisation,
        circumstances=frozenset(visit.told),
    )


def _person(someone: Someone) -> Person:
    return Person(
        name=someone.name,
        id_number=someone.number,
        hukou_address=someone.address,
        phone=someone.phone,
    )


def _strokes() -> Iterator[Stroke]:
    for stroke in range(3):
        yield Stroke(
            tuple(
                (
                    round(0.15 + 0.22 * stroke + n / 100, 5),
                    round(0.16 + 0.07 * sin(n / 3 + stroke), 5),
                    400 * stroke + 12 * n,
                    0.5,
                )
                for n in range(18)
            )
        )


def _post(backend: Backend, counter: Counter, issued: Issued, now: datetime) -> None:
    """The first visitor's card is decided, made and given to the courier."""
    clerk, press = counter.clerk, _press(counter)
    for turn, move in enumerate(
        (CaseMove.EXAMINE, CaseMove.APPROVE, CaseMove.MAKE_CERTIFICATE), start=1
    ):
        with writing(backend.engine) as session:
            version = cases.case_view(session, clerk, now, issued.case).version
            moves.move_case(
                session, clerk, now + timedelta(minutes=turn), press, issued.case, version, move
            )
    with writing(backend.engine) as session:
        rows = deliveries.panel(session, clerk, now, DeliveryFilter())
        row = next(each for each in rows if each.case == issued.case)
        parcels.post(
            session, clerk, now + timedelta(minutes=5), row.id, row.version, WAYBILL,
            Settings().waybill_prefixes,
        )  # fmt: skip
