"""The intake wizard without a window: answers in, next step and what is still open out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from desktop.domain.applicants import Applicant, Document, Person, Relation
from desktop.domain.assessment import Assessment, Need
from desktop.domain.cases import Outcome
from desktop.domain.deliveries import DeliveryChoice
from desktop.domain.errors import Trouble
from desktop.domain.flags import most_specific, questions
from desktop.domain.identity import name_problem
from desktop.domain.items import ApplicantKind, Catalogue, Category, Form, Fulfilment, Item
from desktop.domain.slips import Answer, MaterialState, Signature, SignatureMode
from desktop.domain.tracks import JOINTLY


class Step(StrEnum):
    """The steps of the wizard in their order."""

    ITEMS = "items"
    PERSON = "person"
    CIRCUMSTANCES = "circumstances"
    MATERIALS = "materials"
    DELIVERY = "delivery"
    EXPLAIN = "explain"
    SIGNATURE = "signature"
    REVIEW = "review"


class Progress(StrEnum):
    """How a step stands."""

    DONE = "done"
    OPEN = "open"
    NOT_NEEDED = "not_needed"


class Branch(StrEnum):
    """The five ways an application may go (Administrative Licensing Law art. 32)."""

    NO_LICENCE = "no_licence"
    NOT_OURS = "not_ours"
    MEND_HERE = "mend_here"
    INCOMPLETE = "incomplete"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the officer found of a material: its state and a remark."""

    state: MaterialState = MaterialState.OPEN
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Every answer given so far; stored at each change and offered again after a crash."""

    items: tuple[str, ...] = ()
    applicant: Applicant = field(default_factory=Applicant)
    asked: bool = False
    acknowledged: frozenset[str] = frozenset()
    declined: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    materials: Mapping[str, Finding] = field(default_factory=dict)
    delivery: DeliveryChoice = field(default_factory=DeliveryChoice)
    explained: frozenset[str] = frozenset()
    questions: tuple[Answer, ...] = ()
    large: bool | None = None
    signature: Signature | None = None
    outcome: Outcome | None = None
    reason: str = ""
    right_body: str = ""
    continues: int | None = None
    until: date | None = None
    ground: Branch | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing worth keeping was entered."""
        return not self.items and self.applicant == Applicant()


@dataclass(frozen=True, slots=True)
class Open:
    """Something a step still wants: the field, what is wrong, and the values to say it with."""

    where: str
    trouble: Trouble
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Matter:
    """A draft together with what the catalogue makes of it on the visit day."""

    draft: Draft
    catalogue: Catalogue
    items: tuple[Item, ...]
    assessment: Assessment
    on: date
    told: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """What is explained line by line: special cases first, then materials, then the rest."""
        flags = tuple(f"flag:{speech.item}:{speech.when}" for speech in self.assessment.speeches)
        needs = (need.material for need in self.assessment.needs if not need.waived_by)
        return (*flags, *(f"material:{each}" for each in needs), "limit", "delivery")

    @property
    def outcome(self) -> Outcome:
        """How the visit ends: as the officer decided, else as the materials suggest."""
        return self.draft.outcome or proposed(self)

    @property
    def large(self) -> bool:
        """Whether the slip is printed large: as asked, else for the elderly."""
        asked = self.draft.large
        return "elderly" in self.assessment.flags if asked is None else asked

    @property
    def on_the_spot(self) -> bool:
        """Whether everything in this visit is finished at the window."""
        spots = (item.fulfilment is Fulfilment.ON_THE_SPOT for item in self.items)
        return bool(self.items) and all(spots)

    @property
    def joint(self) -> bool:
        """Whether several departments work at this matter side by side."""
        return JOINTLY in self.assessment.flags and any(item.joint for item in self.items)

    @property
    def organisation_wanted(self) -> bool:
        """Whether an organisation applies for at least one of the items."""
        return any(item.applicant is ApplicantKind.ORGANISATION for item in self.items)


def progress(matter: Matter, step: Step) -> Progress:
    """How a step stands: not needed, done, or with something open; the last one is never done."""
    if not needed(matter, step):
        return Progress.NOT_NEEDED
    if step is Step.REVIEW:
        return Progress.OPEN
    begun = matter.items or step in (Step.ITEMS, Step.PERSON)
    return Progress.DONE if begun and not open_points(matter, step) else Progress.OPEN


def needed(matter: Matter, step: Step) -> bool:
    """Whether a step applies to this matter; the others are greyed, not hidden."""
    match step:
        case Step.CIRCUMSTANCES:
            return not matter.items or bool(asked_flags(matter) or matter.assessment.findings)
        case Step.DELIVERY:
            return not matter.on_the_spot
        case _:
            return True


def asked_flags(matter: Matter) -> tuple[str, ...]:
    """The flags to ask for the items of this visit, in the catalogue's order, each once."""
    wanted = {flag for item in matter.items for flag in questions(item, matter.catalogue)}
    found = {row.flag for row in matter.assessment.findings if row.source == "derived"}
    hidden = {"agent", "organisation_agent"} | found
    return tuple(flag for flag in matter.catalogue.flags if flag in wanted - hidden)


def first_open(matter: Matter) -> Step | None:
    """The first step that still wants something."""
    return next((step for step in Step if progress(matter, step) is Progress.OPEN), None)


def open_points(matter: Matter, step: Step) -> tuple[Open, ...]:
    """What a step still wants before the slip may be issued."""
    return _CHECKS[step](matter)


def _items_open(matter: Matter) -> tuple[Open, ...]:
    return () if matter.items else (Open("items", Trouble.ITEM_MISSING),)


def _person_open(matter: Matter) -> tuple[Open, ...]:
    applicant = matter.draft.applicant
    found = _one_person(applicant.person, "person", matter.on)
    if applicant.relation is not Relation.SELF:
        found += _one_person(applicant.other or Person(), "other", matter.on)
    if matter.organisation_wanted and not (applicant.organisation and applicant.organisation.name):
        found += (Open("organisation.name", Trouble.FIELD_EMPTY),)
    return found


def _one_person(person: Person, prefix: str, on: date) -> tuple[Open, ...]:
    found: list[Open] = []
    if problem := name_problem(person.name):
        found.append(Open(f"{prefix}.name", Trouble.NAME_INVALID, {"problem": problem}))
    if person.id_kind is not Document.NONE and not person.id_number.strip():
        found.append(Open(f"{prefix}.id_number", Trouble.FIELD_EMPTY))
    identity = person.identity(on)
    if identity and not identity.valid:
        values = {"problem": identity.problem or "", "position": str(identity.position or "")}
        found.append(Open(f"{prefix}.id_number", Trouble.IDENTITY_INVALID, values))
    return tuple(found)


def _circumstances_open(matter: Matter) -> tuple[Open, ...]:
    found = (
        [] if matter.draft.asked or not asked_flags(matter) else [Open("asked", Trouble.FLAG_OPEN)]
    )
    for row in most_specific(matter.assessment.findings, matter.catalogue):
        if row.source == "derived" and row.flag not in matter.draft.acknowledged:
            label = matter.catalogue.flags[row.flag].label
            found.append(Open(f"flag.{row.flag}", Trouble.FLAG_OPEN, {"label": label}))
    for flag, reason in matter.draft.declined.items():
        if not reason.strip():
            found.append(Open(f"declined.{flag}", Trouble.REASON_MISSING))
    return tuple(found)


def _materials_open(matter: Matter) -> tuple[Open, ...]:
    choices = groups(matter)
    single = [
        (need, need.name)
        for need in matter.assessment.needs
        if need.required and need.one_of not in choices and _unseen(matter, need)
    ]
    whole = [
        (needs[0], "或".join(need.name for need in needs))
        for needs in choices.values()
        if all(_unseen(matter, need) for need in needs)
    ]
    return tuple(
        Open(f"material.{need.material}", Trouble.MATERIAL_MISSING, {"name": name})
        for need, name in (*single, *whole)
    )


def _unseen(matter: Matter, need: Need) -> bool:
    return state_of(matter, need.material) is MaterialState.OPEN


def groups(matter: Matter) -> Mapping[str, tuple[Need, ...]]:
    """The materials of which one is enough, by group; a group of one is an ordinary material."""
    found: dict[str, tuple[Need, ...]] = {}
    for need in matter.assessment.needs:
        if need.one_of:
            found[need.one_of] = (*found.get(need.one_of, ()), need)
    return {name: needs for name, needs in found.items() if len(needs) > 1}


def state_of(matter: Matter, material: str) -> MaterialState:
    """What was found of a material; one that a flag waives counts as waived."""
    found = matter.draft.materials.get(material, Finding())
    waived = any(need.material == material and need.waived_by for need in matter.assessment.needs)
    if found.state is MaterialState.OPEN and waived:
        return MaterialState.WAIVED
    return found.state


def _delivery_open(matter: Matter) -> tuple[Open, ...]:
    choice = matter.draft.delivery
    if choice.mode is None:
        return (Open("delivery.mode", Trouble.FIELD_EMPTY),)
    if choice.mode not in (Fulfilment.COURIER, Fulfilment.DOOR):
        return ()
    rows = (("recipient", choice.recipient), ("phone", choice.phone), ("address", choice.address))
    found = [
        Open(f"delivery.{name}", Trouble.FIELD_EMPTY) for name, text in rows if not text.strip()
    ]
    if choice.mode is Fulfilment.COURIER and not choice.consent:
        found.append(Open("delivery.consent", Trouble.CONSENT_MISSING))
    return tuple(found)


def _explain_open(matter: Matter) -> tuple[Open, ...]:
    left = [line for line in matter.lines if line not in matter.draft.explained]
    return (Open("lines", Trouble.LINES_OPEN, {"count": str(len(left))}),) if left else ()


def _signature_open(matter: Matter) -> tuple[Open, ...]:
    signature = matter.draft.signature
    if signature is None:
        return (Open("signature", Trouble.SIGNATURE_MISSING),)
    if signature.mode is SignatureMode.PAD and not signature.strokes:
        return (Open("signature", Trouble.SIGNATURE_MISSING),)
    if signature.mode is SignatureMode.REFUSED and not signature.reason.strip():
        return (Open("signature.reason", Trouble.REASON_MISSING),)
    if signature.mode is SignatureMode.WITNESS and not signature.witness.strip():
        return (Open("signature.witness", Trouble.FIELD_EMPTY),)
    if matter.told and signature.text_hash != matter.told:
        return (Open("signature", Trouble.TEXT_CHANGED),)
    return ()


def _review_open(matter: Matter) -> tuple[Open, ...]:
    if matter.outcome is Outcome.NOT_ACCEPT and not matter.draft.reason.strip():
        return (Open("reason", Trouble.REASON_MISSING),)
    missing = lacking(matter)
    if matter.outcome is Outcome.ACCEPT and missing:
        return (Open("outcome", Trouble.MATERIAL_MISSING, {"name": "、".join(missing)}),)
    if matter.outcome in (Outcome.SUPPLEMENT, Outcome.DEFERRED) and not missing:
        return (Open("outcome", Trouble.NOTHING_LACKS),)
    if matter.outcome is Outcome.DEFERRED and matter.draft.until is None:
        return (Open("until", Trouble.FIELD_EMPTY),)
    return ()


_CHECKS = {
    Step.ITEMS: _items_open,
    Step.PERSON: _person_open,
    Step.CIRCUMSTANCES: _circumstances_open,
    Step.MATERIALS: _materials_open,
    Step.DELIVERY: _delivery_open,
    Step.EXPLAIN: _explain_open,
    Step.SIGNATURE: _signature_open,
    Step.REVIEW: _review_open,
}


@dataclass(frozen=True, slots=True)
class Lack:
    """A material that is not there, or a group of which none is: ids, name, how it was found."""

    materials: tuple[str, ...]
    name: str
    state: MaterialState
    remark: str


def lacks(matter: Matter) -> tuple[Lack, ...]:
    """What must be there before acceptance and is not: required materials, one of each group."""
    choices = groups(matter)
    single = [
        (need,)
        for need in matter.assessment.needs
        if need.required and need.one_of not in choices and not _good(matter, need)
    ]
    whole = [needs for needs in choices.values() if not any(_good(matter, need) for need in needs)]
    return tuple(_lack(matter, needs) for needs in (*single, *whole))


def _lack(matter: Matter, needs: tuple[Need, ...]) -> Lack:
    found = [matter.draft.materials.get(need.material, Finding()) for need in needs]
    defective = any(each.state is MaterialState.DEFECTIVE for each in found)
    return Lack(
        tuple(need.material for need in needs),
        "或".join(need.name for need in needs),
        MaterialState.DEFECTIVE if defective else MaterialState.MISSING,
        "；".join(each.remark for each in found if each.remark),
    )


def lacking(matter: Matter) -> tuple[str, ...]:
    """Names of what must be there before acceptance."""
    return tuple(each.name for each in lacks(matter))


def _good(matter: Matter, need: Need) -> bool:
    return state_of(matter, need.material) in (MaterialState.HERE, MaterialState.WAIVED)


def branch(matter: Matter) -> Branch:
    """The way that the officer's ticks suggest."""
    if matter.draft.ground is not None:
        return matter.draft.ground
    missing = lacks(matter)
    if not missing:
        return Branch.COMPLETE
    forms = {need.material for need in matter.assessment.needs if need.form is Form.FORM}
    here = all(each.state is MaterialState.DEFECTIVE for each in missing)
    mendable = here and all(set(each.materials) <= forms for each in missing)
    return Branch.MEND_HERE if mendable else Branch.INCOMPLETE


def proposed(matter: Matter) -> Outcome:
    """The outcome the answers suggest: a notice to take home where something lacks, but an
    organisation's application for a licence is received and its supplement asked for in writing."""
    match branch(matter):
        case Branch.NO_LICENCE | Branch.NOT_OURS:
            return Outcome.NOT_ACCEPT
        case Branch.COMPLETE:
            return Outcome.ACCEPT
        case Branch.MEND_HERE:
            return Outcome.NOTICE_ONLY
        case Branch.INCOMPLETE:
            formal = any(item.category is Category.LICENCE for item in matter.items)
            some = any(f.state is MaterialState.HERE for f in matter.draft.materials.values())
            wanted = formal and some and matter.organisation_wanted
            return Outcome.SUPPLEMENT if wanted else Outcome.NOTICE_ONLY


def proposed_mode(items: Sequence[Item]) -> Fulfilment | None:
    """The usual way the result goes: the one that costs the visitor most attention wins."""
    order = (Fulfilment.DOOR, Fulfilment.COURIER, Fulfilment.PICKUP, Fulfilment.ON_THE_SPOT)
    modes = {item.fulfilment for item in items}
    return next((mode for mode in order if mode in modes), None)
