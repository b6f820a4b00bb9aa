"""The catalogue in force: from the database, or as shipped where there is none."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from db.catalogue_files import (
    catalogue_folder,
    digest_of,
    parsed,
    plain_yaml,
    shipped_readings,
)
from db.manifest import (
    CATALOGUE,
    SHOWN,
    SIGNATURE,
    TEMPLATES,
    catalogue_part,
    checked,
    signed,
    trusted_key,
)
from desktop.domain.catalogue import CatalogueError, read_catalogue
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.items import Catalogue, Item
from desktop.domain.notice import Template
from desktop.services.readings import syllables
from desktop.services.search import Entry, Index, Text, build_index

NOTICE = "notice-4"
"""The template of the notice slip in force."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The edition in force with its key in the database (0: as shipped) and pinyin.

    Two shelves with the same key hold the same edition. `counter` is the number under which it
    was signed.
    """

    edition: int
    catalogue: Catalogue = field(compare=False)
    readings: Mapping[str, list[str]] = field(compare=False)
    counter: int = field(default=0, compare=False)


def shipped_shelf() -> Shelf:
    """The catalogue as it came with the program, without any database.

    Raises CatalogueError where a file is broken or not as it was signed.
    """
    manifest, found = checked(catalogue_folder(), trusted_key())
    contents = catalogue_part(found)
    catalogue = replace(read_catalogue(parsed(contents)), digest=digest_of(contents))
    return Shelf(0, catalogue, shipped_readings(), manifest.counter)


def seal(shelf: Shelf) -> str:
    """By whom and under which number the catalogue was signed, as people compare it."""
    return f"{trusted_key()[:SHOWN]} · {shelf.counter}"


def with_prefixes(catalogue: Catalogue, prefixes: Iterable[str]) -> Catalogue:
    """The catalogue with the station's own prefixes of what counts as local."""
    chosen = tuple(prefixes)
    if not chosen:
        return catalogue
    return replace(catalogue, locality=replace(catalogue.locality, city_prefixes=chosen))


def search_index(shelf: Shelf) -> Index:
    """Everything the search looks through, prepared once an edition."""
    return build_index(_entry(shelf, item) for item in shelf.catalogue.items.values())


WEIGHTS = {
    "name": 1.0,
    "keyword": 1.0,
    "theme": 0.5,
    "material": 0.6,
    "question": 0.7,
}
"""How much a hit counts by where it stands."""


def search_texts(catalogue: Catalogue, item: Item) -> tuple[tuple[str, str], ...]:
    """The texts of one item that the search looks through, each with its kind."""
    materials = (catalogue.materials[row.material].name for row in item.materials)
    return (
        ("name", item.name),
        ("keyword", item.name_en),
        *(("keyword", word) for word in item.keywords),
        ("theme", catalogue.label("themes", item.theme)),
        *(("material", name) for name in materials),
        *(("question", row.ask) for row in item.questions),
    )


def _entry(shelf: Shelf, item: Item) -> Entry:
    rows = search_texts(shelf.catalogue, item)
    texts = (Text(kind, text, WEIGHTS[kind], reading(shelf, text)) for kind, text in rows)
    return Entry(item.id, tuple(texts))


def reading(shelf: Shelf, text: str) -> tuple[str, ...]:
    """The pinyin of a text: as stored, else computed now."""
    stored = shelf.readings.get(text)
    return syllables(text) if stored is None else tuple(stored)


def readings_of(catalogue: Catalogue, known: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The pinyin of every text of a catalogue; only what is not known is computed."""
    texts = {text for item in catalogue.items.values() for _, text in search_texts(catalogue, item)}
    return {text: known.get(text) or list(syllables(text)) for text in sorted(texts)}


def template(name: str, folder: Path) -> Template:
    """A paper's template from its file (`notice-4` is notice-4.yaml).

    Raises Refusal(TEMPLATE_CHANGED) where the file is not as it was signed.
    """
    data = plain_yaml(signed_file(f"{name}.yaml", folder))
    return Template(data["version"], data["phrases"], data["labels"])


def signed_file(file: str, folder: Path) -> bytes:
    """A file of the templates' folder, once it is known to be as it was signed.

    Raises Refusal(TEMPLATE_CHANGED) where it is not.
    """
    found = (folder / file).read_bytes()
    try:
        told = signed(folder.with_name(CATALOGUE), trusted_key()).files.get(f"{TEMPLATES}/{file}")
    except CatalogueError as error:
        raise Refusal(Trouble.TEMPLATE_CHANGED, file=SIGNATURE) from error
    if hashlib.sha256(found).hexdigest() != told:
        raise Refusal(Trouble.TEMPLATE_CHANGED, file=file)
    return found


def in_force(editions: Iterable[tuple[int, date]], on: date) -> int | None:
    """Of (key, effective date) pairs, the key of the newest that is in force on a day."""
    ready = [(effective, key) for key, effective in editions if effective <= on]
    return max(ready)[1] if ready else None
