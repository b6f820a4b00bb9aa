"""A station's own versions of papers: listed, kept with a second person, taken back, as files."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from db.catalogue_files import plain_yaml
from db.models import Officer
from db.models import PaperWords as OwnVersion
from desktop.domain.composing import FactMissing, compose_paper
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.law import Law
from desktop.domain.notice import Issuer
from desktop.domain.officers import Clerk, Right, need
from desktop.domain.own_papers import (
    Standing,
    following,
    kind_of,
    read_own,
    standings,
)
from desktop.domain.paper_samples import ISSUER, sample_facts, sample_occasion
from desktop.domain.paper_templates import PaperTemplate, PaperTemplateError
from desktop.domain.papers import PaperContent, PaperFacts, PaperKind
from desktop.domain.printing import Paper
from desktop.domain.records import Fault
from desktop.domain.texts import tidied
from desktop.services.audit import note
from desktop.services.officers import Second, second_person
from desktop.services.paper_templates import Shipped, shipped
from desktop.services.papers import Press, bodies
from desktop.services.station import StationFacts, station

LARGEST = 100_000
"""A template's file of more bytes is none."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a kind; without `content` it goes back to the shipped one.

    The version that came with the program has no day and nobody who made it.
    """

    kind: PaperKind
    version: str
    content: dict[str, Any]
    standing: Standing
    since: date | None = None
    made_at: datetime | None = None
    officer: str = ""
    second: str = ""

    @property
    def own(self) -> bool:
        """Whether the station wrote it."""
        return bool(self.content) and self.since is not None


@dataclass(frozen=True, slots=True)
class Versions:
    """A kind with what came with the program and all its versions, the newest first."""

    kind: PaperKind
    shipped: Shipped
    rows: tuple[Version, ...]

    @property
    def in_use(self) -> Version:
        """The version that counts."""
        return next(row for row in self.rows if row.standing is Standing.IN_USE)

    def content(self, row: Version) -> dict[str, Any]:
        """The template of a version as a file holds it; one that goes back is the shipped one."""
        return row.content or self.shipped.data


def versions(session: Session, clerk: Clerk, day: date) -> tuple[Versions, ...]:
    """Every kind of paper with its versions as they stand on a day."""
    need(clerk, Right.APPROVE)
    return tuple(_versions(session, kind, day) for kind in PaperKind)


def _versions(session: Session, kind: PaperKind, day: date) -> Versions:
    first, second = aliased(Officer), aliased(Officer)
    rows = session.execute(
        select(OwnVersion, first.name, second.name)
        .join(first, first.id == OwnVersion.officer_id)
        .join(second, second.id == OwnVersion.second_id)
        .where(OwnVersion.kind == kind)
        .order_by(OwnVersion.id)
    ).all()
    ours = shipped(kind)
    began = (date.min, *(row.since for row, _, _ in rows))
    stand, *standing = standings(began, day)
    found = [Version(kind, ours.data["version"], ours.data, stand)]
    found += [
        Version(kind, row.version, row.content, how, row.since, row.made_at, name, other)
        for (row, name, other), how in zip(rows, standing, strict=True)
    ]
    return Versions(kind, ours, tuple(reversed(found)))


def keep(
    session: Session,
    clerk: Clerk,
    now: datetime,
    press: Press,
    kind: PaperKind,
    data: dict[str, Any],
    since: date,
    second: Second | None = None,
) -> str:
    """Store a station's own version that counts from a day on; gives its name.

    A supervisor's right that takes a second person. Raises Refusal(PAPER_UNFIT) for one with
    mistakes, GLYPH_MISSING for a character no font has; no version that cannot be made is stored.
    """
    need(clerk, Right.APPROVE)
    ours = shipped(kind)
    data = data | {"version": _following(session, kind, ours)}
    try:
        template = read_own(data, data["version"], kind, ours.words, ours.template)
    except PaperTemplateError as error:
        raise Refusal(Trouble.PAPER_UNFIT, problem=str(error)) from error
    sample(press.render, press.law, template, station(session) or StationFacts(), now)
    return _store(session, clerk, now, kind, data["version"], data, since, second)


def take_back(
    session: Session,
    clerk: Clerk,
    now: datetime,
    kind: PaperKind,
    since: date,
    second: Second | None = None,
) -> str:
    """Go back to the shipped version from a day on; rights and second person as in `keep`."""
    need(clerk, Right.APPROVE)
    version = _following(session, kind, shipped(kind))
    return _store(session, clerk, now, kind, version, {}, since, second)


def _following(session: Session, kind: PaperKind, ours: Shipped) -> str:
    own = session.scalars(select(OwnVersion.version).where(OwnVersion.kind == kind))
    return following(kind, [ours.data["version"], *own])


def _store(
    session: Session,
    clerk: Clerk,
    now: datetime,
    kind: PaperKind,
    version: str,
    content: dict[str, Any],
    since: date,
    second: Second | None,
) -> str:
    if since < now.date():
        raise Refusal(Trouble.DATE_BEFORE_TODAY, field="since")
    other = second_person(session, clerk, now, second)
    session.add(
        OwnVersion(
            kind=kind, version=version, since=since, content=content, made_at=now,
            officer_id=clerk.id, second_id=other.id,
        )
    )  # fmt: skip
    session.flush()
    act = "paper.own" if content else "paper.shipped"
    note(session, clerk, now, act, version, since=since.isoformat(), second=other.number)
    return version


def sample(
    render: Callable[[PaperContent, PaperTemplate], Paper],
    law: Law,
    template: PaperTemplate,
    known: StationFacts,
    now: datetime,
) -> Paper:
    """A kind's paper about people nobody is, at this station, as a template has it printed.

    Raises Refusal(GLYPH_MISSING) for a character no font has, PAPER_UNFIT where the template asks
    what its kind does not tell.
    """
    facts, issuer = _sample_facts(template.kind, known), _sample_issuer(known)
    try:
        content = compose_paper(facts, template, issuer, sample_occasion(now), law)
    except (FactMissing, KeyError) as error:
        raise Refusal(Trouble.PAPER_UNFIT, problem=str(error)) from error
    return render(content, template)


def _sample_facts(kind: PaperKind, known: StationFacts) -> PaperFacts:
    facts = sample_facts(kind)
    return tidied(replace(facts, values={**bodies(known), **facts.values}))


def _sample_issuer(known: StationFacts) -> Issuer:
    told = ("window", "hours", "enquiry_phone", "complaint_phone")
    own = {name: getattr(known, name) for name in told}
    return tidied(replace(ISSUER, unit=known.name, **own))


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A template's file: for which kind it is, what it holds, and everything wrong with it."""

    kind: PaperKind
    data: dict[str, Any]
    faults: tuple[Fault, ...]


def read_file(name: str, content: bytes, marked: PaperKind) -> ReadFile:
    """Look through a template's file, whole; where it names no kind it is read as the marked one.

    Raises Refusal(FILE_UNREADABLE) for a file too large to be a template.
    """
    if len(content) > LARGEST:
        raise Refusal(Trouble.FILE_UNREADABLE)
    try:
        data = plain_yaml(content)
    except ValueError as error:
        return ReadFile(marked, {}, (Fault(name, "", "", str(error)),))
    kind = kind_of(data) or marked
    ours = shipped(kind)
    try:
        read_own(data, name, kind, ours.words, ours.template)
    except PaperTemplateError as error:
        return ReadFile(kind, {}, tuple(error.faults))
    return ReadFile(kind, data, ())


def as_file(data: dict[str, Any]) -> bytes:
    """A template as a file that `read_file` takes, sentences of several lines as blocks."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Writes texts of several lines as blocks."""

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        style = "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    written: str = yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1000)
    return written.encode()
