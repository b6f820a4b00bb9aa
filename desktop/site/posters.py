"""What posters say: of an item, a theme or a window, in the station's name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.domain.items import Asked, Catalogue, Item
from desktop.domain.notice import Template
from desktop.domain.posters import Poster
from desktop.domain.spoken import case_words
from desktop.site.pages import Station, item_page, shelf_page

LONGEST = 700
"""Bytes that a QR code holds and a telephone still reads from a poster."""


@dataclass(frozen=True, slots=True)
class Posters:
    """Makes posters; `site` is the address of the mobile guides, empty where there are none."""

    catalogue: Catalogue
    station: Station
    words: Template
    site: str

    def item(self, item: Item) -> Poster:
        """One item: what everybody brings, the rest behind the code."""
        names = tuple(self._brought(item))
        return self._made(item.name, "poster_bring", names, item_page(item.id))

    def _brought(self, item: Item) -> Iterator[str]:
        """What to bring; who need not, and of which papers one is enough, is told."""
        phrases, done = self.words.phrases, set[str]()
        rows = [row for row in item.materials if not row.only_if]
        for row in rows:
            group = [self._name(each) for each in rows if each.one_of and each.one_of == row.one_of]
            if len(group) > 1 and row.one_of is not None:
                if row.one_of not in done:
                    done.add(row.one_of)
                    yield phrases["one_of"] + "／".join(group)
            elif row.required:
                spared = row.waived_if
                who = "" if spared is None else case_words(spared, self.catalogue, phrases)
                yield self._name(row) + (
                    f"（{phrases['waived_if'].format(condition=who)}）" if who else ""
                )

    def _name(self, row: Asked) -> str:
        return self.catalogue.materials[row.material].name

    def shelf(self, vocabulary: str, key: str) -> Poster:
        """A theme or a window: its items by name."""
        title = self.catalogue.label(vocabulary, key)
        rows = (
            item for item in self.catalogue.items.values() if key in (item.theme, *item.windows)
        )
        names = tuple(item.name for item in rows)
        return self._made(title, "poster_items", names, shelf_page(vocabulary, key))

    def every(self, vocabulary: str) -> tuple[Poster, ...]:
        """All themes or windows that have items, in the catalogue's order."""
        used = {key for i in self.catalogue.items.values() for key in (i.theme, *i.windows)}
        keys = (key for key in self.catalogue.words[vocabulary] if key in used)
        return tuple(self.shelf(vocabulary, key) for key in keys)

    def _made(self, title: str, heading: str, lines: Sequence[str], page: str) -> Poster:
        phrases, labels = self.words.phrases, self.words.labels
        edition = phrases["edition"].format(
            edition=self.catalogue.edition, effective=self.catalogue.effective.isoformat()
        )
        where = f"{self.site.rstrip('/')}/{page}" if self.site else ""
        code = where or self._offline(title, labels[heading], lines)
        phone = f"{labels['phone']} {self.station.phone or phrases['unset']}"
        return Poster(
            unit=self.station.name or phrases["unset"],
            title=title,
            heading=labels[heading],
            lines=tuple(lines),
            more=labels["poster_more"],
            code=code,
            caption=labels["poster_scan" if where else "poster_offline"],
            foot=f"{phone}　{edition}",
        )

    def _offline(self, title: str, heading: str, lines: Sequence[str]) -> str:
        """What the code holds where there is no site: the list itself, as far as it goes."""
        rows = [title, heading, *(f"{n}.{line}" for n, line in enumerate(lines, 1))]
        while len("\n".join(rows).encode()) > LONGEST:
            rows[-2:] = ["…"]
        return "\n".join(rows)
