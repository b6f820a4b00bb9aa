"""The pages of the site: a start with its search, a page for each item, theme and window."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop.domain.applicants import Document, Place
from desktop.domain.flags import questions
from desktop.domain.items import ApplicantKind, Asked, Catalogue, Item
from desktop.domain.notice import Template, fee_words, item_limit
from desktop.domain.spoken import case_words
from desktop.site.data import item_data
from desktop.site.html import Part, bare, block, listed, page, said, tag


@dataclass(frozen=True, slots=True)
class Station:
    """What the pages say of the station; what it has not filled in is marked so."""

    name: str = ""
    hours: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Sound:
    """A searchable text of an item with its syllables and how much it counts."""

    text: str
    syllables: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Maker:
    """What all pages are made with."""

    catalogue: Catalogue
    station: Station
    notice: Template
    words: Template
    style: str
    scripts: Mapping[str, str]

    def label(self, name: str) -> Part:
        """A fixed word."""
        return said(self.words.labels[name])

    def filled(self, value: str) -> Part:
        """A fact of the station, or the mark that it is to be filled in."""
        return said(value or self.words.phrases["unset"])


def item_page(key: str) -> str:
    """The file of an item's page."""
    return f"item-{key}.html"


def shelf_page(vocabulary: str, key: str) -> str:
    """The file of the page of a theme or a window."""
    return f"{vocabulary.removesuffix('s')}-{key}.html"


def pages(maker: Maker, sounds: Mapping[str, tuple[Sound, ...]]) -> Iterator[tuple[str, str]]:
    """Every page: its file and its HTML."""
    yield "index.html", start(maker, sounds)
    for item in maker.catalogue.items.values():
        yield item_page(item.id), whole_item(maker, item)
    for vocabulary in ("themes", "windows"):
        for key in maker.catalogue.words[vocabulary]:
            rows = [item for item in maker.catalogue.items.values() if key in _keys(item)]
            if rows:
                title = maker.catalogue.label(vocabulary, key)
                yield shelf_page(vocabulary, key), _shelf(maker, title, rows)


def _keys(item: Item) -> tuple[str, ...]:
    return (item.theme, *item.windows)


def start(maker: Maker, sounds: Mapping[str, tuple[Sound, ...]]) -> str:
    """The first page: search, then everything."""
    items = tuple(maker.catalogue.items.values())
    search = tag(
        "section",
        tag("label", tag("strong", maker.label("search")), for_="search"),
        bare("input", type="search", id="search", autocomplete="off", enterkeyhint="search"),
        tag("p", maker.label("search_hint"), class_="hint"),
        tag("div", id="items", class_="list", aria_live="polite"),
        tag("p", said(maker.words.phrases["none"]), id="none", class_="warn", hidden=True),
    )
    every = block(maker.words.labels["all"], _links(items), class_="list", id="all")
    shelves = tuple(_shelves(maker, each) for each in ("themes", "windows"))
    data = {
        "items": [
            {"id": item.id, "name": item.name, "page": item_page(item.id),
             "texts": [_sound(each) for each in sounds[item.id]]}
            for item in items
        ]
    }  # fmt: skip
    title = f"{maker.station.name} {maker.words.labels['title']}".strip()
    return _page(maker, title, (search, every, *shelves), ("page", "search"), data, home=False)


def _sound(sound: Sound) -> tuple[str, str, str, float]:
    plain = re.sub(r"[\s,，.。、;；:：?？!！·()（）]+", "", sound.text.lower())
    joined = "".join(sound.syllables).replace(" ", "")
    return plain, joined, "".join(each[:1] for each in sound.syllables), sound.weight


def _links(items: tuple[Item, ...] | list[Item]) -> Part:
    return "".join(tag("a", said(item.name), href=item_page(item.id)) for item in items)


def _shelves(maker: Maker, vocabulary: str) -> Part:
    used = {key for item in maker.catalogue.items.values() for key in _keys(item)}
    rows = "".join(
        tag("a", said(word.label), href=shelf_page(vocabulary, key))
        for key, word in maker.catalogue.words[vocabulary].items()
        if key in used
    )
    return block(maker.words.labels[vocabulary], rows, class_="list")


def _shelf(maker: Maker, title: str, rows: list[Item]) -> str:
    body = (tag("h1", said(title)), tag("section", _links(rows), class_="list"))
    return _page(maker, title, body, ("page",))


def whole_item(maker: Maker, item: Item) -> str:
    """Everything of one item, what to bring first, and the questions for one's own case."""
    parts = (
        tag("h1", said(item.name)),
        _bring(maker, item),
        _ask(maker, item),
        tag(
            "section", id="answer", class_="answer", hidden=True, tabindex="-1", aria_live="polite"
        ),
        _lines(maker, "conditions", item.conditions, "ul"),
        _lines(maker, "steps", item.steps, "ol"),
        _facts(maker, item),
        _cases(maker, item),
        _questions(maker, item),
        _lines(maker, "law", tuple(f"{law.law}{law.article or ''}" for law in item.law), "ul"),
        _to_confirm(maker, item),
    )
    data = item_data(item, maker.catalogue, maker.notice, maker.words)
    return _page(maker, item.name, parts, ("page", "rules", "item"), data)


def _bring(maker: Maker, item: Item) -> Part:
    rows: list[Part] = []
    groups: dict[str, list[Part]] = {}
    for row in item.materials:
        if row.one_of is None:
            rows.append(_material(maker, row))
            continue
        if row.one_of not in groups:
            groups[row.one_of] = []
            rows.append(row.one_of)
        groups[row.one_of].append(_material(maker, row))
    one_of = said(maker.words.phrases["one_of"])
    made = (one_of + listed(groups[each]) if each in groups else each for each in rows)
    return block(maker.words.labels["bring"], listed(made, "ol"))


def _material(maker: Maker, row: Asked) -> Part:
    paper, phrases = maker.catalogue.materials[row.material], maker.words.phrases
    form = phrases[f"form_{paper.form}"].format(copies=paper.copies or 1)
    notes = [phrases["issuer"].format(issuer=paper.issuer)] if paper.issuer else []
    for name, condition in (("only_if", row.only_if), ("waived_if", row.waived_if)):
        if condition is not None:
            words = case_words(condition, maker.catalogue, phrases)
            notes.append(phrases[name].format(condition=words))
    if row.deferrable:
        notes.append(phrases["deferrable"])
    notes += [note for note in (row.note, paper.note) if note]
    small = tag("div", tag("small", said("；".join(notes)))) if notes else ""
    return tag("strong", said(paper.name)) + said(f"（{form}）") + small


def _ask(maker: Maker, item: Item) -> Part:
    labels = maker.words.labels
    places = ("", *(place.value for place in Place))
    place = tag(
        "select",
        *(tag("option", said(labels[f"place_{each or 'unknown'}"]), value=each) for each in places),
        name="place",
    )
    document = tag(
        "select",
        *(tag("option", said(labels[f"document_{each}"]), value=each.value) for each in Document),
        name="document",
    )
    ticks = ["agent", "collective", "rare"]
    if item.applicant is ApplicantKind.BOTH:
        ticks.insert(1, "organisation")
    told = [
        _tick("told", maker.catalogue.flags[flag].label, flag)
        for flag in questions(item, maker.catalogue)
        if flag not in ("agent", "organisation_agent", "collective_household", "rare_character")
    ]
    asked = tag("fieldset", tag("legend", maker.label("told")), *told) if told else ""
    inner = (
        tag("h2", maker.label("ask")),
        tag("p", maker.label("ask_hint"), class_="hint"),
        tag("label", maker.label("born"), " ", bare("input", type="date", name="born")),
        tag("label", maker.label("place"), " ", place),
        tag("label", maker.label("document"), " ", document),
        *(_tick(name, labels[name], "1") for name in ticks),
        asked,
        tag("button", maker.label("show"), type="submit"),
        tag("p", said(maker.words.phrases["private"]), class_="hint"),
    )
    return tag("form", *inner, id="ask", class_="noprint")


def _tick(name: str, text: str, value: str) -> Part:
    return tag("label", bare("input", type="checkbox", name=name, value=value), " ", said(text))


def _lines(maker: Maker, name: str, rows: tuple[str, ...], kind: str) -> Part:
    return block(maker.words.labels[name], listed(map(said, rows), kind)) if rows else ""


def _facts(maker: Maker, item: Item) -> Part:
    catalogue, notice = maker.catalogue, maker.notice.phrases
    windows = "、".join(catalogue.label("windows", each) for each in item.windows)
    rows = (
        ("limit", said(item_limit(item, notice))),
        ("fee", said(fee_words(item.fee.usual, item.fee.unit, notice))),
        ("result", said(item.result)),
        ("validity", said(item.validity or "")),
        ("where", said(f"{maker.station.name} {windows}".strip())),
        ("delivery", said(catalogue.label("fulfilments", item.fulfilment))),
        ("hours", maker.filled(maker.station.hours)),
        ("phone", maker.filled(item.phone or maker.station.phone)),
    )
    inner = "".join(tag("dt", maker.label(name)) + tag("dd", text) for name, text in rows if text)
    return block(maker.words.labels["facts"], tag("dl", inner))


def _cases(maker: Maker, item: Item) -> Part:
    if not item.special_cases:
        return ""
    made = (
        tag(
            "details",
            tag("summary", said(case_words(case.when, maker.catalogue, maker.words.phrases))),
            tag("p", said(case.say)),
            (tag("p", maker.label("instead")) + listed(map(said, case.instead)))
            if case.instead
            else "",
        )
        for case in item.special_cases
    )
    return block(maker.words.labels["cases"], *made)


def _questions(maker: Maker, item: Item) -> Part:
    if not item.questions:
        return ""
    made = (tag("h3", said(row.ask)) + tag("p", said(row.answer)) for row in item.questions)
    return block(maker.words.labels["questions"], *made)


def _to_confirm(maker: Maker, item: Item) -> Part:
    count = len(item.to_confirm)
    if not count:
        return ""
    return tag("p", said(maker.words.phrases["to_confirm"].format(count=count)), class_="warn")


def _page(
    maker: Maker,
    title: str,
    body: tuple[Part, ...],
    scripts: tuple[str, ...],
    data: object = None,
    *,
    home: bool = True,
) -> str:
    back = tag("a", maker.label("home"), href="index.html") if home else tag("strong", said(title))
    large = tag("button", maker.label("large"), id="large", type="button", aria_pressed="false")
    edition = maker.words.phrases["edition"].format(
        edition=maker.catalogue.edition, effective=maker.catalogue.effective.isoformat()
    )
    unit = maker.filled(maker.station.name)
    foot = tag("footer", tag("p", unit), tag("p", said(edition), class_="hint"))
    parts = (tag("header", back, large), tag("main", *body), foot)
    chosen = [maker.scripts[name] for name in scripts]
    return page(title, maker.style, chosen, parts, data)
