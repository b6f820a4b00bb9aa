"""The four lists of the days: columns on the screen, and a line for paper and spreadsheets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any

from desktop.domain.items import Catalogue
from desktop.services.daily import CaseRow, Listed, ParcelRow, VisitRow
from desktop.services.enquiries import EnquiryRow
from desktop.views import words
from desktop.views.enquiries import said
from desktop.views.slips import stub_tone, stub_words
from desktop.views.tables import Column


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the lists: its name, columns, the filters it heeds, headings and cells to take out."""

    name: str
    columns: tuple[Column, ...]
    filters: frozenset[str]
    heads: tuple[str, ...]
    cells: Callable[[Any], tuple[str, ...]]


OF_CASE = frozenset({"officer", "item", "flag", "state"})


def kinds(catalogue: Catalogue) -> Mapping[Listed, Kind]:
    """All four, in the order they are offered."""
    return {
        Listed.VISITS: _visits(),
        Listed.CASES: _cases(),
        Listed.PARCELS: _parcels(),
        Listed.ENQUIRIES: _enquiries(catalogue),
    }


def _time(row: Any) -> str:
    return words.moment(row.at)[5:]


def _items(row: Any) -> str:
    return "、".join(row.items)


def _visits() -> Kind:
    columns = (
        Column(_("Time"), _time, 100),
        Column(_("Person"), lambda r: r.name, 84, strong=True),
        Column(_("Items"), _items),
        Column(_("Special cases"), lambda r: "、".join(r.flags) or "—", 150),
        Column(_("Officer"), lambda r: r.officer, 76),
        Column(_("State"), lambda r: words.case_states()[r.state], 92),
        Column(_("Due"), lambda r: words.day(r.due), 96),
        Column(_("Stub"), stub_words, 88, stub_tone),
    )
    heads = (
        _("Time"), _("Slip"), _("Case number"), _("Person"), _("Items"), _("Special cases"),
        _("Officer"), _("State"), _("Due"), _("Stub"),
    )  # fmt: skip
    return Kind(_("Visits and slips"), columns, OF_CASE | {"stub", "window"}, heads, _visit)


def _visit(row: VisitRow) -> tuple[str, ...]:
    return (
        words.moment(row.at), row.number, row.case_number, row.name, _items(row),
        "、".join(row.flags), row.officer, words.case_states()[row.state], words.day(row.due),
        _("void") if row.voided else words.stubs()[row.stub],
    )  # fmt: skip


def _cases() -> Kind:
    columns = (
        Column(_("Received"), _time, 100),
        Column(_("Case number"), lambda r: r.case_number or "—", 178),
        Column(_("Applicant"), lambda r: r.name, 110, strong=True),
        Column(_("Items"), _items),
        Column(_("Officer"), lambda r: r.officer, 76),
        Column(_("Lies with"), lambda r: r.section, 110),
        Column(_("State"), lambda r: words.case_states()[r.state], 92),
        Column(_("Due"), lambda r: words.day(r.due), 96),
    )
    heads = (
        _("Received"), _("Case number"), _("Applicant"), _("Items"), _("Special cases"),
        _("Officer"), _("Lies with"), _("State"), _("Due"),
    )  # fmt: skip
    return Kind(_("Cases that came in"), columns, OF_CASE, heads, _case)


def _case(row: CaseRow) -> tuple[str, ...]:
    return (
        words.moment(row.at), row.case_number, row.name, _items(row), "、".join(row.flags),
        row.officer, row.section, words.case_states()[row.state], words.day(row.due),
    )  # fmt: skip


def _parcels() -> Kind:
    columns = (
        Column(_("Posted"), _time, 100),
        Column(_("Waybill"), lambda r: r.waybill, 130, strong=True),
        Column(_("Recipient"), lambda r: r.name, 90),
        Column(_("Items"), _items),
        Column(_("Case number"), lambda r: r.case_number, 178),
        Column(_("Officer"), lambda r: r.officer, 76),
        Column(_("State"), lambda r: words.delivery_states()[r.state], 100),
    )
    heads = (
        _("Posted"), _("Waybill"), _("Recipient"), _("Items"), _("Case number"), _("Officer"),
        _("State"), _("Ended"),
    )  # fmt: skip
    return Kind(_("Parcels posted"), columns, OF_CASE, heads, _parcel)


def _parcel(row: ParcelRow) -> tuple[str, ...]:
    ended = "" if row.ended_at is None else words.moment(row.ended_at)
    return (
        words.moment(row.at), row.waybill, row.name, _items(row), row.case_number, row.officer,
        words.delivery_states()[row.state], ended,
    )  # fmt: skip


def _enquiries(catalogue: Catalogue) -> Kind:
    def item(row: EnquiryRow) -> str:
        known = catalogue.items.get(row.item)
        return "—" if known is None else known.name

    def cells(row: EnquiryRow) -> tuple[str, ...]:
        return (
            words.moment(row.at), said.channels()[row.channel], item(row),
            said.topics()[row.topic], row.question, row.answer, said.endings()[row.ending],
            row.officer, row.slip_number,
        )  # fmt: skip

    columns = (
        Column(_("Time"), _time, 100),
        Column(_("Asked by"), lambda r: said.channels()[r.channel], 84),
        Column(_("Item"), item, 190, strong=True),
        Column(_("What is asked"), lambda r: r.question),
        Column(_("How it ended"), lambda r: said.endings()[r.ending], 96),
        Column(_("Officer"), lambda r: r.officer, 84),
    )
    heads = (
        _("Time"), _("Asked by"), _("Item"), _("Topic"), _("What is asked"), _("Answer given"),
        _("How it ended"), _("Officer"), _("Slip"),
    )  # fmt: skip
    name = _("Questions asked")
    return Kind(name, columns, frozenset({"officer", "item", "window"}), heads, cells)
