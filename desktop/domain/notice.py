"""Composes a notice slip's content from what was answered, in the words of its template."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.applicants import Document, Person
from desktop.domain.assessment import Need, charge
from desktop.domain.cases import Outcome
from desktop.domain.flags import DOCUMENTS, Finding, most_specific
from desktop.domain.identity import mask, mask_phone
from desktop.domain.intake import Draft, Matter, groups, lacking, state_of
from desktop.domain.items import Charge, Fulfilment, Item, Limit
from desktop.domain.slips import (
    FlagParagraph,
    MaterialLine,
    MaterialState,
    Party,
    SlipContent,
    SlipItem,
)
from desktop.domain.tracks import JOINT_DAYS, JOINTLY
from desktop.domain.workdays import Unit


@dataclass(frozen=True, slots=True)
class Template:
    """A paper's version with the sentences of its text and the fixed words of its layout."""

    version: str
    phrases: Mapping[str, str]
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who hands the slip out: the unit, its window, hours and phones, and the officer."""

    unit: str
    window: str
    hours: str
    enquiry_phone: str
    complaint_phone: str
    officer: str
    officer_number: str
    site: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and as which paper: number, time, how many slips this matter has had, head code."""

    number: str
    issued_at: datetime
    notice: int
    head: str = ""


def compose(matter: Matter, template: Template, issuer: Issuer, occasion: Occasion) -> SlipContent:
    """Everything a notice slip carries (Administrative Licensing Law art. 30 and 32)."""
    draft, words = matter.draft, template.phrases
    applicant = draft.applicant
    return SlipContent(
        template=template.version,
        number=occasion.number,
        unit=issuer.unit or words["to_fill"],
        items=tuple(slip_item(item, matter.assessment.flags, words) for item in matter.items),
        catalogue=_edition(matter),
        issued_at=occasion.issued_at,
        window=issuer.window or words["to_fill"],
        officer=issuer.officer,
        officer_number=issuer.officer_number,
        applicant=party(applicant.person),
        agent=None if applicant.other is None else party(applicant.other),
        organisation=_organisation(draft),
        flags=_paragraphs(matter),
        materials=tuple(_line(matter, need, words) for need in matter.assessment.needs),
        next_steps=next_steps(matter, issuer, words),
        delivery=delivery_words(draft, matter.items, words),
        hours=issuer.hours or words["to_fill"],
        enquiry_phone=issuer.enquiry_phone or words["to_fill"],
        complaint_phone=issuer.complaint_phone or words["to_fill"],
        questions=draft.questions,
        lines_explained=len(draft.explained & set(matter.lines)),
        lines=len(matter.lines),
        notice=occasion.notice,
        large=matter.large,
        signature=draft.signature,
        head=occasion.head,
        link=_link(matter, issuer, occasion),
    )


def _link(matter: Matter, issuer: Issuer, occasion: Occasion) -> str:
    """The first item's page on the station's site; behind the #, which no server sees, the slip."""
    if not issuer.site or not matter.items:
        return ""
    return f"{issuer.site.rstrip('/')}/item-{matter.items[0].id}.html#{occasion.number}"


def _edition(matter: Matter) -> str:
    catalogue = matter.catalogue
    return f"{catalogue.edition} {catalogue.digest[:8]}".strip()


def slip_item(item: Item, flags: Collection[str], words: Mapping[str, str]) -> SlipItem:
    """One item with its limit, fee and legal basis in words."""
    articles: dict[str, list[str]] = {}
    for row in item.law:
        articles.setdefault(row.law, []).extend([row.article] if row.article else [])
    law = "；".join(name + "、".join(found) for name, found in articles.items())
    return SlipItem(
        id=item.id,
        name=item.name,
        limit=item_limit(item, words) + _offices(item, flags, words),
        fee=fee_words(charge(item, flags), item.fee.unit, words),
        result=item.result,
        law=law,
    )


def _offices(item: Item, flags: Collection[str], words: Mapping[str, str]) -> str:
    """The offices of a joint case in their order with each one's days, and the total."""
    if not item.joint or JOINTLY not in flags:
        return ""
    rows = [office for office in item.offices if office.parallel]
    named = (
        words["joint_office"].format(
            office=row.office,
            limit=words["limit_unknown"]
            if row.days is None
            else words["limit_working"].format(count=row.days),
        )
        for row in rows
    )
    return words["limit_joint"].format(offices="、".join(named))


def item_limit(item: Item, words: Mapping[str, str], flags: Collection[str] = ()) -> str:
    """The limit of offices together, else the promised, the statutory, or that the window has it.

    Offices that decide side by side have 45 days together (Administrative Licensing Law art. 42).
    """
    if item.joint and JOINTLY in flags:
        together = Limit(JOINT_DAYS, Unit.WORKING_DAY, None)
        return words["limit_statutory"].format(limit=limit_words(together, words))
    if item.promised.count is not None:
        text = limit_words(item.promised, words)
        return text if not item.promised.count else words["limit_promised"].format(limit=text)
    if item.statutory.count is not None:
        return words["limit_statutory"].format(limit=limit_words(item.statutory, words))
    return words["limit_unknown"]


def limit_words(limit: Limit, words: Mapping[str, str]) -> str:
    """A limit in words; nothing confirmed is never printed as zero."""
    if limit.count is None:
        return words["limit_unknown"]
    if limit.count == 0:
        return words["limit_at_once"]
    return words[_UNITS[limit.unit]].format(count=limit.count)


_UNITS = {
    Unit.WORKING_DAY: "limit_working",
    Unit.NATURAL_DAY: "limit_natural",
    Unit.WORKING_HOUR: "limit_hours",
}


def fee_words(due: Charge, unit: str, words: Mapping[str, str]) -> str:
    """A charge in words with its note."""
    if due.amount is None:
        amount = words["fee_unknown"]
    elif due.amount == 0:
        amount = words["fee_free"]
    else:
        amount = words["fee_amount"].format(amount=due.amount, unit=unit)
    return f"{amount}（{due.note}）" if due.note else amount


def party(person: Person) -> Party:
    """A person as papers show one: number and phone masked."""
    known = person.id_kind is not Document.NONE
    return Party(
        name=person.name,
        document=DOCUMENTS[person.id_kind],
        number=mask(person.id_number) if known else "",
        phone=mask_phone(person.phone),
    )


def _organisation(draft: Draft) -> Party | None:
    organisation = draft.applicant.organisation
    if organisation is None or not organisation.name:
        return None
    return Party(organisation.name, "统一社会信用代码", organisation.credit_code, "")


def _paragraphs(matter: Matter) -> tuple[FlagParagraph, ...]:
    findings = {row.flag: row for row in matter.assessment.findings}
    spoken = tuple(
        _paragraph(matter, findings.get(speech.flag), speech.flag, speech.say, speech.instead)
        for speech in matter.assessment.speeches
    )
    heard = {speech.flag for speech in matter.assessment.speeches}
    silent = tuple(
        _paragraph(matter, row, row.flag, "", ())
        for row in most_specific(matter.assessment.findings, matter.catalogue)
        if row.flag not in heard and not heard & matter.catalogue.implied(row.flag)
    )
    return spoken + silent


def _paragraph(
    matter: Matter, finding: Finding | None, flag: str, say: str, instead: tuple[str, ...]
) -> FlagParagraph:
    label = matter.catalogue.flags[flag].label
    return FlagParagraph(flag, label, finding.reason if finding else "", say, instead)


def _line(matter: Matter, need: Need, words: Mapping[str, str]) -> MaterialLine:
    found = matter.draft.materials.get(need.material)
    return MaterialLine(
        material=need.material,
        name=need.name,
        form=form_words(need, words),
        issuer=need.issuer,
        note=need.note,
        required=need.required,
        group=(need.one_of or "") if need.one_of in groups(matter) else "",
        state=state_of(matter, need.material),
        remark=found.remark if found else "",
        explained=f"material:{need.material}" in matter.draft.explained,
    )


def form_words(need: Need, words: Mapping[str, str]) -> str:
    """Original, copies or form, in words."""
    return words[f"form_{need.form}"].format(copies=need.copies or 1)


def delivery_words(draft: Draft, items: Sequence[Item], words: Mapping[str, str]) -> str:
    """How the result reaches the citizen, with the phone masked."""
    choice = draft.delivery
    mode = choice.mode
    if mode is None:
        spot = bool(items) and all(item.fulfilment is Fulfilment.ON_THE_SPOT for item in items)
        return words["delivery_on_site" if spot else "delivery_open"]
    return words[f"delivery_{mode}"].format(
        recipient=choice.recipient, phone=mask_phone(choice.phone), address=choice.address
    )


def next_steps(matter: Matter, issuer: Issuer, words: Mapping[str, str]) -> tuple[str, ...]:
    """What the visitor does next, verbs first, in the order it is done."""
    draft = matter.draft
    if matter.outcome is Outcome.NOT_ACCEPT:
        body = (words["next_right_body"].format(body=draft.right_body),) if draft.right_body else ()
        return (words["next_refused"].format(reason=draft.reason), *body, _ask(issuer, words))
    if matter.outcome is Outcome.ACCEPT:
        mode = draft.delivery.mode
        known = mode in (Fulfilment.COURIER, Fulfilment.DOOR, Fulfilment.PICKUP)
        return (words[f"next_wait_{mode}" if known else "next_done"], _ask(issuer, words))
    if matter.outcome is Outcome.RECEIVE:
        return (words["next_received"], _ask(issuer, words))
    if matter.outcome in (Outcome.SUPPLEMENT, Outcome.DEFERRED):
        until = draft.until.isoformat() if draft.until else words["soon"]
        told = words[f"next_{matter.outcome}"]
        materials = "、".join(lacking(matter))
        return (told.format(until=until, materials=materials), *_come(issuer, words))
    return (*_gather(matter, words), *_come(issuer, words))


def _ask(issuer: Issuer, words: Mapping[str, str]) -> str:
    return words["next_ask"].format(phone=issuer.enquiry_phone or words["to_fill"])


def _come(issuer: Issuer, words: Mapping[str, str]) -> tuple[str, ...]:
    window = issuer.window or words["to_fill"]
    return (words["next_come"].format(window=window), _ask(issuer, words))


def _gather(matter: Matter, words: Mapping[str, str]) -> tuple[str, ...]:
    by_state: dict[MaterialState, list[str]] = {}
    choices = groups(matter)
    for need in matter.assessment.needs:
        state = state_of(matter, need.material)
        if need.one_of not in choices and (need.required or state is not MaterialState.OPEN):
            by_state.setdefault(state, []).append(need.name)
    bring = by_state.get(MaterialState.MISSING, []) + by_state.get(MaterialState.OPEN, [])
    steps = [words["next_bring"].format(materials="、".join(bring))] if bring else []
    if mend := by_state.get(MaterialState.DEFECTIVE):
        steps.append(words["next_mend"].format(materials="、".join(mend)))
    for needs in choices.values():
        if not any(state_of(matter, need.material) in _GOOD for need in needs):
            names = "、".join(need.name for need in needs)
            steps.append(words["next_one_of"].format(materials=names))
    return tuple(steps)


_GOOD = (MaterialState.HERE, MaterialState.WAIVED)
