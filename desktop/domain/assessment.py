"""What one matter needs: the flags that speak, the materials they add or waive, the fee."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from desktop.domain.applicants import Applicant
from desktop.domain.flags import Finding, find_flags
from desktop.domain.items import Asked, Catalogue, Charge, Extra, Form, Item, SpecialCase


@dataclass(frozen=True, slots=True)
class Need:
    """One material this matter asks: once, however many items share it."""

    material: str
    name: str
    form: Form
    copies: int
    issuer: str
    note: str
    required: bool
    added_by: str | None
    waived_by: str | None
    one_of: str | None
    deferrable: bool
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Speech:
    """A special case that applies: the flag it stands under, the words, other ways."""

    item: str
    flag: str
    when: str
    say: str
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole answer for one visit."""

    findings: tuple[Finding, ...]
    needs: tuple[Need, ...]
    speeches: tuple[Speech, ...]

    @property
    def flags(self) -> frozenset[str]:
        """The names of all flags that hold."""
        return frozenset(finding.flag for finding in self.findings)


def assess(
    catalogue: Catalogue,
    items: Sequence[Item],
    applicant: Applicant,
    on: date,
    declined: Iterable[str] = (),
) -> Assessment:
    """Find flags, materials and words for all items of one visit on one day."""
    refused = tuple(declined)
    findings: dict[str, Finding] = {}
    needs: list[Need] = []
    speeches: list[Speech] = []
    for item in items:
        found = find_flags(catalogue, item, applicant, on, refused)
        flags = frozenset(finding.flag for finding in found)
        cases = speaking(item, flags, catalogue)
        findings.update((finding.flag, finding) for finding in found)
        needs.extend(_needs(item, flags, cases, catalogue))
        speeches.extend(_speech(item, case, flags, catalogue) for case in cases)
    ordered = tuple(findings[flag] for flag in catalogue.flags if flag in findings)
    return Assessment(ordered, merged(needs), tuple(speeches))


def speaking(item: Item, flags: Collection[str], catalogue: Catalogue) -> tuple[SpecialCase, ...]:
    """The item's special cases that hold, without those a more specific one speaks for."""
    holding = [case for case in item.special_cases if case.when.holds(flags)]
    return tuple(
        case
        for case in holding
        if not any(_covers(other, case, catalogue) for other in holding if other is not case)
    )


def _covers(specific: SpecialCase, general: SpecialCase, catalogue: Catalogue) -> bool:
    """Whether `specific` speaks for `general`: one of its flags implies all the other wants."""
    reach = set(specific.when.wants)
    for flag in specific.when.wants:
        reach |= catalogue.implied(flag)
    implied = reach - specific.when.wants
    return bool(general.when.wants & implied) and general.when.wants <= reach


def _speech(item: Item, case: SpecialCase, flags: Collection[str], catalogue: Catalogue) -> Speech:
    heading = _heading(case, flags, catalogue)
    return Speech(item.id, heading, case.when.text, case.say, case.instead)


def _heading(case: SpecialCase, flags: Collection[str], catalogue: Catalogue) -> str:
    """The most specific flag under which a special case is shown."""
    wanted = [flag for flag in catalogue.flags if flag in case.when.wants and flag in flags]
    for flag in wanted:
        if not any(flag in catalogue.implied(other) for other in wanted):
            return flag
    return next(iter(sorted(case.when.names)))


def _needs(
    item: Item, flags: Collection[str], cases: Sequence[SpecialCase], catalogue: Catalogue
) -> list[Need]:
    asked = {row.material: row for row in item.materials}
    needs = [
        _asked_need(item, row, flags, catalogue) for row in item.materials if _applies(row, flags)
    ]
    present = {need.material: place for place, need in enumerate(needs)}
    for case in cases:
        flag = _heading(case, flags, catalogue)
        for extra in _extras(case, flags):
            if extra.material in present:
                place = present[extra.material]
                needs[place] = _marked(needs[place], flag)
            else:
                present[extra.material] = len(needs)
                needs.append(_extra_need(item, extra, flag, asked, catalogue))
    return needs


def _marked(need: Need, flag: str) -> Need:
    """Note which flag asks for a material that the item asks anyway, unless one is noted."""
    return need if need.added_by or need.required else replace(need, added_by=flag)


def _applies(row: Asked, flags: Collection[str]) -> bool:
    return row.only_if is None or row.only_if.holds(flags)


def _extras(case: SpecialCase, flags: Collection[str]) -> Iterable[Extra]:
    return (row for row in case.adds if row.only_if is None or row.only_if.holds(flags))


def _asked_need(item: Item, row: Asked, flags: Collection[str], catalogue: Catalogue) -> Need:
    waived = row.waived_if if row.waived_if and row.waived_if.holds(flags) else None
    return _need(
        catalogue,
        row.material,
        item,
        note=row.note,
        required=row.required and waived is None,
        added_by=row.only_if.because(flags) if row.only_if else None,
        waived_by=waived.because(flags) if waived else None,
        one_of=row.one_of,
        deferrable=row.deferrable,
    )


def _extra_need(
    item: Item, extra: Extra, flag: str, asked: dict[str, Asked], catalogue: Catalogue
) -> Need:
    """A material only the special case names; where the item has a rule of its own for it
    that does not hold today (an agent's paper while no agent came), it is not required."""
    own = asked.get(extra.material)
    note = own.note if own else None
    required = extra.required and own is None
    return _need(catalogue, extra.material, item, note=note, required=required, added_by=flag)


def _need(
    catalogue: Catalogue,
    material: str,
    item: Item,
    *,
    note: str | None,
    required: bool,
    added_by: str | None = None,
    waived_by: str | None = None,
    one_of: str | None = None,
    deferrable: bool = False,
) -> Need:
    paper = catalogue.materials[material]
    return Need(
        material=material,
        name=paper.name,
        form=paper.form,
        copies=paper.copies,
        issuer=paper.issuer,
        note=note or paper.note or "",
        required=required,
        added_by=added_by,
        waived_by=waived_by,
        one_of=None if one_of is None else f"{item.id}/{one_of}",
        deferrable=deferrable,
        items=(item.id,),
    )


def merged(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Ask a shared material once: required if any item requires it, waived only if all waive."""
    table: dict[str, Need] = {}
    for need in needs:
        known = table.get(need.material)
        table[need.material] = need if known is None else _joined(known, need)
    return tuple(table.values())


def _joined(one: Need, two: Need) -> Need:
    strong, weak = (two, one) if two.required and not one.required else (one, two)
    waived = strong.waived_by if strong.waived_by and weak.waived_by else None
    return replace(
        strong,
        required=one.required or two.required,
        waived_by=waived,
        copies=max(one.copies, two.copies),
        deferrable=one.deferrable and two.deferrable,
        one_of=_group(one, two),
        added_by=strong.added_by or weak.added_by,
        note=_both(one.note, two.note),
        items=(*one.items, *two.items),
    )


def _group(one: Need, two: Need) -> str | None:
    """The group of a shared material; none where one item wants just this one."""
    if any(need.required and not need.one_of for need in (one, two)):
        return None
    return one.one_of or two.one_of


def _both(one: str, two: str) -> str:
    return one if two in one else f"{one}；{two}" if one else two


def charge(item: Item, flags: Collection[str]) -> Charge:
    """What this matter costs: the first special charge that holds, else the usual one."""
    for option in item.fee.options:
        if option.when and option.when.holds(flags):
            return option
    return item.fee.usual
