"""The sections of one item in the printed guide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.domain.conditions import Condition, in_words
from desktop.domain.items import Asked, Catalogue, Charge, Item, Limit, Office, SpecialCase
from desktop.domain.notice import Template, fee_words, limit_words
from desktop.printing.blocks import Block, Frame, Gap, Row, Stack, Table, rich, text
from desktop.printing.kit import MEASURE, Sizes, Words, chipped, facts, heading
from desktop.printing.lines import Ink, Piece
from desktop.printing.sheet import BOLD_RULE, MM

COLUMNS = tuple(wide * MM for wide in (9, 87, 33, 34, 17))


@dataclass(frozen=True, slots=True)
class Voice:
    """What the sections speak with: the catalogue's labels, the template's words."""

    catalogue: Catalogue
    phrases: Mapping[str, str]
    words: Words
    sizes: Sizes

    @property
    def lead(self) -> float:
        """From line to line of the body."""
        return self.sizes.lead

    def cell(self, words: str, wide: float, bold: bool = False) -> tuple[float, Stack]:
        """A cell of body text."""
        return wide, Stack((text(words, self.sizes.body, wide - 4, self.lead, bold=bold),))


def voice(catalogue: Catalogue, template: Template, sizes: Sizes) -> Voice:
    """The catalogue, the template's words and the size of print in one hand."""
    return Voice(catalogue, template.phrases, template.labels, sizes)


def body(item: Item, speaks: Voice) -> Stack:
    """Everything that the guide says about an item, under its head."""
    words = speaks.words
    sections = (
        _listed(words["conditions"], item.conditions, speaks),
        _materials(item, speaks),
        _listed(words["steps"], item.steps, speaks),
        _details(item, speaks),
        _offices(item, speaks),
        _cases(item, speaks),
        _questions(item, speaks),
        _to_confirm(item, speaks),
    )
    return Stack(tuple(Stack(section) for section in sections if section))


def badges(item: Item, speaks: Voice) -> tuple[str, ...]:
    """What kind of item it is, in words."""
    label = speaks.catalogue.label
    found = [label("categories", item.category), label("themes", item.theme)]
    if item.one_visit:
        found.append(speaks.words["one_visit"])
    found.append(label("fulfilments", item.fulfilment))
    if item.joint:
        found.append(speaks.words["joint"])
    return tuple(found)


def condition_words(condition: Condition, speaks: Voice) -> str:
    """A condition in words, with the flags' labels."""

    def word(name: str) -> str:
        joint = name in ("and", "or", "not")
        return speaks.phrases[name] if joint else speaks.catalogue.flags[name].label

    return in_words(condition, word)


def _listed(title: str, rows: Sequence[str], speaks: Voice) -> tuple[Block, ...]:
    if not rows:
        return ()
    numbered = (_numbered(str(n), row, speaks) for n, row in enumerate(rows, 1))
    return (*heading(title, speaks.sizes), *numbered)


def _numbered(number: str, words: str, speaks: Voice) -> Row:
    side = 7 * MM
    cells = speaks.cell(f"{number}.", side, bold=True), speaks.cell(words, MEASURE - side)
    return Row(cells, 0.5, rule=0)


def _materials(item: Item, speaks: Voice) -> tuple[Block, ...]:
    if not item.materials:
        return ()
    words = speaks.words
    heads = ("no", "material", "form", "issuer", "need")
    head = _table_head(tuple(words[key] for key in heads), speaks)
    return (*heading(words["materials"], speaks.sizes), Table(head, _material_rows(item, speaks)))


def _table_head(texts: Sequence[str], speaks: Voice) -> Row:
    cells = tuple(
        (wide, Stack((text(words, speaks.sizes.small, wide - 6, bold=True),)))
        for wide, words in zip(COLUMNS, texts, strict=True)
    )
    return Row(cells, speaks.sizes.pad, BOLD_RULE)


def _material_rows(item: Item, speaks: Voice) -> tuple[Row, ...]:
    groups: dict[str | int, list[Asked]] = {}
    for place, row in enumerate(item.materials):
        groups.setdefault(row.one_of or place, []).append(row)
    rows: list[Row] = []
    for number, members in enumerate(groups.values(), start=1):
        together = len(members) > 1
        if together:
            rows.append(_group_row(str(number), speaks))
        for place, row in enumerate(members, start=1):
            rows.append(_material(f"{number}-{place}" if together else str(number), row, speaks))
    return tuple(rows)


def _group_row(number: str, speaks: Voice) -> Row:
    rest = sum(COLUMNS[1:])
    one_of = speaks.cell(speaks.words["one_of"], rest, bold=True)
    cells = speaks.cell(number, COLUMNS[0]), one_of
    return Row(cells, speaks.sizes.pad, keep=True)


def _material(number: str, row: Asked, speaks: Voice) -> Row:
    material, phrases = speaks.catalogue.materials[row.material], speaks.phrases
    form = phrases[f"form_{material.form}"].format(copies=material.copies or 1)
    no, name, *rest = COLUMNS
    cells = [
        speaks.cell(number, no),
        (name, _named(row, speaks, name - 6)),
    ]
    for wide, words in zip(rest, (form, material.issuer, _need(row, speaks)), strict=True):
        cells.append((wide, Stack((text(words, speaks.sizes.small, wide - 6, speaks.lead),))))
    return Row(tuple(cells), speaks.sizes.pad)


def _named(row: Asked, speaks: Voice, measure: float) -> Stack:
    """The material's name, and beneath it all that is to be known about it."""
    material = speaks.catalogue.materials[row.material]
    notes = [note for note in (material.note, row.note) if note]
    notes += _conditions(row, speaks)
    blocks = [text(material.name, speaks.sizes.body, measure, speaks.lead)]
    if notes:
        small = speaks.sizes.small
        blocks.append(text("；".join(notes), small, measure, small * 1.35))
    return Stack(tuple(blocks))


def _conditions(row: Asked, speaks: Voice) -> list[str]:
    phrases, found = speaks.phrases, []
    if row.only_if:
        found.append(phrases["only_if"].format(condition=condition_words(row.only_if, speaks)))
    if row.waived_if:
        found.append(phrases["waived_if"].format(condition=condition_words(row.waived_if, speaks)))
    if row.deferrable:
        found.append(phrases["deferrable"])
    if len(row.used_by) > 1:
        found.append(phrases["used_by"].format(departments="、".join(row.used_by)))
    return found


def _need(row: Asked, speaks: Voice) -> str:
    if row.one_of and not row.required:
        return speaks.words["need_choice"]
    if row.only_if:
        return speaks.words["need_condition"]
    return speaks.words["need_required" if row.required else "need_optional"]


def _details(item: Item, speaks: Voice) -> tuple[Block, ...]:
    words, label = speaks.words, speaks.catalogue.label
    law = "；".join(f"{row.law}{row.article or ''}" for row in item.law)
    statutory, promised = (_limit(limit, speaks) for limit in (item.statutory, item.promised))
    rows = (
        (words["applicant"], label("applicants", item.applicant)),
        (words["windows"], "、".join(label("windows", name) for name in item.windows)),
        (words["decided_by"], label("decided_by", item.decided_by)),
        (words["statutory"], statutory),
        (words["promised"], promised),
        (words["fee"], _fee(item.fee.usual, item, speaks)),
        *((words["fee_option"], _fee(option, item, speaks)) for option in item.fee.options),
        (words["result"], item.result),
        (words["validity"], item.validity or ""),
        (words["fulfilment"], label("fulfilments", item.fulfilment)),
        (words["phone"], item.phone or ""),
        (words["web"], item.web or ""),
        (words["law"], law),
    )
    return (*heading(words["details"], speaks.sizes), *facts(rows, speaks.sizes).blocks)


def _limit(limit: Limit, speaks: Voice) -> str:
    words = limit_words(limit, speaks.phrases)
    return f"{words}（{limit.note}）" if limit.note else words


def _fee(charge: Charge, item: Item, speaks: Voice) -> str:
    amount = fee_words(charge, item.fee.unit, speaks.phrases)
    return f"{condition_words(charge.when, speaks)}：{amount}" if charge.when else amount


def _offices(item: Item, speaks: Voice) -> tuple[Block, ...]:
    if not item.offices:
        return ()
    words = speaks.words
    rows = tuple(_office(str(n), office, speaks) for n, office in enumerate(item.offices, 1))
    head = _office_cells(
        (words["no"], words["office"], words["task"], words["days"]), speaks, bold=True
    )
    return (*heading(words["offices"], speaks.sizes), Table(head, rows))


def _office(number: str, office: Office, speaks: Voice) -> Row:
    key = "office_parallel" if office.parallel else "office"
    key = key if office.days is None else f"{key}_days"
    days = speaks.phrases[key].format(days=office.days) if key != "office" else ""
    return _office_cells((number, office.office, office.task, days), speaks)


def _office_cells(texts: Sequence[str], speaks: Voice, bold: bool = False) -> Row:
    widths = (9 * MM, 58 * MM, 68 * MM, 45 * MM)
    size = speaks.sizes.small if bold else speaks.sizes.body
    cells = tuple(
        (wide, Stack((text(words, size, wide - 6, 0 if bold else speaks.lead, bold=bold),)))
        for wide, words in zip(widths, texts, strict=True)
    )
    return Row(cells, speaks.sizes.pad, BOLD_RULE) if bold else Row(cells, speaks.sizes.pad)


def _cases(item: Item, speaks: Voice) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for case in item.special_cases:
        blocks += [Gap(speaks.sizes.air * 0.6), _case(case, speaks)]
    return (*heading(speaks.words["cases"], speaks.sizes), *blocks[1:]) if blocks else ()


def _case(case: SpecialCase, speaks: Voice) -> Frame:
    plain, bold = Ink(speaks.sizes.body), Ink(speaks.sizes.body, bold=True)
    parts: list[tuple[Piece, ...]] = [(Piece(case.say, plain),)]
    if case.adds:
        parts.append((Piece(speaks.phrases["adds"], bold), Piece(_adds(case, speaks), plain)))
    if case.instead:
        ways = "；".join(case.instead)
        parts.append((Piece(speaks.words["instead"], bold), Piece(ways, plain)))
    return chipped(condition_words(case.when, speaks), parts, speaks.sizes)


def _adds(case: SpecialCase, speaks: Voice) -> str:
    names = []
    for extra in case.adds:
        name = speaks.catalogue.materials[extra.material].name
        if extra.only_if:
            said = condition_words(extra.only_if, speaks)
            name = speaks.phrases["adds_if"].format(material=name, condition=said)
        names.append(name)
    return "、".join(names)


def _questions(item: Item, speaks: Voice) -> tuple[Block, ...]:
    words = speaks.words
    rows: list[Block] = []
    for row in item.questions:
        pieces = (
            Piece(f"{words['ask']}　{row.ask}", Ink(speaks.sizes.body, bold=True)),
            Piece(f"\n{words['answer']}　{row.answer}", Ink(speaks.sizes.body)),
        )
        rows += [rich(pieces, MEASURE, speaks.lead), Gap(speaks.sizes.pad)]
    return (*heading(words["questions"], speaks.sizes), *rows) if rows else ()


def _to_confirm(item: Item, speaks: Voice) -> tuple[Block, ...]:
    if not item.to_confirm:
        return ()
    words = speaks.words
    note = text(words["to_confirm_note"], speaks.sizes.small, MEASURE)
    points = (text(f"· {point}", speaks.sizes.small, MEASURE) for point in item.to_confirm)
    return (*heading(words["to_confirm"], speaks.sizes), note, *points)
