"""Editions of the catalogue: taken in whole or not at all, kept for old slips, chosen by day."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db.catalogue_files import catalogue_folder, digest
from db.engine import reading, writing
from db.models import CalendarYear, Edition, Slip
from db.schema import make_database
from desktop.backend import Backend
from desktop.domain.catalogue import CatalogueError
from desktop.domain.errors import Refusal, Trouble
from desktop.services import catalogue as catalogues
from desktop.services import editions, station
from desktop.services.calendar_files import shipped_calendar
from desktop.services.catalogue import Shelf, in_force, readings_of, search_index, search_texts
from desktop.services.search import rank
from tests import builders, signing
from tests.services.counter import CARD, acts, issued

NOW = builders.NOW


@pytest.fixture
def folder(tmp_path: Path, home: Path, backend: Backend) -> Path:
    """A copy of the catalogue's files that a station may edit and sign with its own key."""
    signing.trust(home)
    return signing.copied(tmp_path)


def _edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def _count(opened: Backend) -> int:
    with reading(opened.engine) as session:
        return session.scalar(select(func.count()).select_from(Edition)) or 0


def _newer(folder: Path, effective: str = "2026-11-20") -> None:
    _edit(folder, "edition.yaml", "edition: 2026-11\n", "edition: 2026-12\n")
    _edit(folder, "edition.yaml", "effective: 2026-11-01", f"effective: {effective}")
    _edit(folder, "items/07-id-card.yaml", "name: 居民身份证申领", "name: 新名称的身份证申领")
    signing.sign(folder)


def test_the_shipped_edition_is_stored_with_its_pinyin(backend: Backend) -> None:
    with reading(backend.engine) as session:
        shelf = editions.shelf(session, NOW.date())
        assert shelf.catalogue.digest == digest(catalogue_folder())
        assert not editions.edition_is_new(session, catalogue_folder())
    assert len(shelf.catalogue.items) == 38
    assert shelf.readings["户口本"] == ["hu", "kou", "ben"]


def test_the_same_files_are_taken_in_once(backend: Backend) -> None:
    with writing(backend.engine) as session:
        assert not editions.take_in(session, NOW, catalogue_folder())
    assert _count(backend) == 1


def test_changed_files_are_a_new_edition_and_old_slips_keep_theirs(
    backend: Backend, folder: Path
) -> None:
    done = issued(backend, CARD)
    _newer(folder)
    with reading(backend.engine) as session:
        assert editions.edition_is_new(session, folder)
    with writing(backend.engine) as session:
        assert editions.take_in(session, NOW, folder)
    with reading(backend.engine) as session:
        assert acts(session)[-1] == "catalogue.load"
        now = editions.shelf(session, NOW.date()).catalogue
        assert now.items[CARD].name.startswith("新名称")
        slip = session.get_one(Slip, done.slip)
        then = editions.edition_shelf(session, slip.edition_id).catalogue
        assert json.loads(slip.text)["items"][0]["name"] == then.items[CARD].name
        assert then.items[CARD].name.startswith("居民身份证")
        new = next(i for i in json.loads(slip.text)["catalogue"].split() if i != then.edition)
        assert then.digest.startswith(new)


def test_an_edition_waits_for_its_day(backend: Backend, folder: Path) -> None:
    _newer(folder, "2027-01-01")
    with writing(backend.engine) as session:
        editions.take_in(session, NOW, folder)
    with reading(backend.engine) as session:
        assert editions.shelf(session, date(2026, 12, 31)).catalogue.edition == "2026-11"
        assert editions.shelf(session, date(2027, 1, 1)).catalogue.edition == "2026-12"
        with pytest.raises(Refusal) as refused:
            editions.shelf(session, date(2026, 10, 31))
    assert refused.value.trouble is Trouble.CATALOGUE_BROKEN


@pytest.mark.parametrize(
    "spoil",
    [
        lambda f: _edit(f, "items/07-id-card.yaml", "category: ", "category: x"),
        lambda f: _edit(f, "items/07-id-card.yaml", "materials:", "materials: ["),
        lambda f: (f / "flags.yaml").unlink(),
    ],
)
def test_a_broken_catalogue_is_refused_whole_and_the_old_one_stays(
    backend: Backend, folder: Path, spoil: Callable[[Path], object]
) -> None:
    spoil(folder)
    signing.sign(folder)
    with writing(backend.engine) as session:
        session.delete(session.get_one(CalendarYear, 2026))
    with pytest.raises(CatalogueError), writing(backend.engine) as session:
        editions.take_in(session, NOW, folder)
    assert _count(backend) == 1
    with reading(backend.engine) as session:
        assert session.get(CalendarYear, 2026) is None  # nothing of the refused act
        assert editions.shelf(session, NOW.date()).catalogue.edition == "2026-11"


def test_files_that_were_not_signed_are_refused_and_the_old_edition_stays(
    backend: Backend, folder: Path
) -> None:
    _newer(folder)
    _edit(folder, "flags.yaml", "老年人", "老年入")
    with pytest.raises(CatalogueError) as refused, writing(backend.engine) as session:
        editions.take_in(session, NOW, folder)
    assert str(refused.value) == "catalogue/flags.yaml: is not as it was signed"
    assert _count(backend) == 1
    with reading(backend.engine) as session:
        assert editions.shelf(session, NOW.date()).catalogue.edition == "2026-11"


def test_the_program_s_own_catalogue_is_none_where_the_station_signs_its_own(
    backend: Backend, folder: Path
) -> None:
    shutil.copy(catalogue_folder() / "manifest.json", folder)
    shutil.copy(catalogue_folder() / "manifest.sig", folder)
    _edit(folder, "edition.yaml", "edition: 2026-11\n", "edition: 2026-12\n")
    with pytest.raises(CatalogueError, match=r"manifest\.sig"), writing(backend.engine) as session:
        editions.take_in(session, NOW, folder)


def test_an_older_catalogue_does_not_come_back(backend: Backend, folder: Path) -> None:
    old = signing.copied(folder.parent / "old")
    _edit(old, "edition.yaml", "edition: 2026-11\n", "edition: 2026-10\n")
    signing.sign(old, 999)
    _newer(folder)
    with writing(backend.engine) as session:
        assert editions.take_in(session, NOW, folder)
    older = pytest.raises(CatalogueError, match="999 is older than 1000")
    with older, writing(backend.engine) as session:
        editions.take_in(session, NOW, old)
    with reading(backend.engine) as session:
        assert editions.shelf(session, NOW.date()).counter == 1_000
        assert list(session.scalars(select(Edition.counter).order_by(Edition.id)))[1:] == [1_000]


def test_a_year_that_was_changed_here_stays(backend: Backend) -> None:
    with writing(backend.engine) as session:
        row = session.get_one(CalendarYear, 2026)
        row.content = row.content | {"source": "本所"}
    with writing(backend.engine) as session:
        editions.take_in(session, NOW, catalogue_folder())
    with reading(backend.engine) as session:
        assert session.get_one(CalendarYear, 2026).content["source"] == "本所"
        assert editions.calendar(session) == shipped_calendar()


def test_the_station_s_prefixes_go_before_the_catalogue_s(backend: Backend) -> None:
    admin = builders.clerk(backend, "001001")
    facts = builders.STATION
    for chosen, expected in ((("3302", "3303"), ("3302", "3303")), ((), ("3301",))):
        with writing(backend.engine) as session:
            station.change_station(
                session, admin, NOW, type(facts)(facts.name, code=facts.code, local_prefixes=chosen)
            )
        with reading(backend.engine) as session:
            found = editions.shelf(session, NOW.date()).catalogue.locality.city_prefixes
            assert found == expected


def test_without_a_station_the_catalogue_s_own_prefixes_count(tmp_path: Path) -> None:
    engine = make_database(tmp_path / "onevisit.db")
    with writing(engine) as session:
        editions.take_in(session, NOW, catalogue_folder())
    with reading(engine) as session:
        assert editions.shelf(session, NOW.date()).catalogue.locality.city_prefixes == ("3301",)
    engine.dispose()


@pytest.mark.parametrize(
    ("rows", "on", "key"),
    [
        ([], "2026-11-23", None),
        ([(1, "2026-12-01")], "2026-11-23", None),
        ([(1, "2026-11-23")], "2026-11-23", 1),
        ([(1, "2026-01-01"), (2, "2026-06-01")], "2026-11-23", 2),
        ([(2, "2026-01-01"), (1, "2026-06-01")], "2026-11-23", 1),
        ([(1, "2026-01-01"), (2, "2026-01-01")], "2026-11-23", 2),  # corrected on the same day
    ],
)
def test_which_edition_is_in_force(rows: list[tuple[int, str]], on: str, key: int | None) -> None:
    pairs = [(number, date.fromisoformat(day)) for number, day in rows]
    assert in_force(pairs, date.fromisoformat(on)) == key


def test_pinyin_is_computed_only_for_texts_that_have_none(backend: Backend) -> None:
    with reading(backend.engine) as session:
        shelf = editions.shelf(session, NOW.date())
    texts = {
        text
        for item in shelf.catalogue.items.values()
        for _, text in search_texts(shelf.catalogue, item)
    }
    assert set(shelf.readings) == texts
    marked = readings_of(shelf.catalogue, {text: ["known"] for text in texts})
    assert set(map(tuple, marked.values())) == {("known",)}
    (first, *_) = sorted(texts)
    assert readings_of(shelf.catalogue, {})[first] == shelf.readings[first]
    assert catalogues.reading(Shelf(0, shelf.catalogue, {}), "户口本") == ("hu", "kou", "ben")
    assert rank(search_index(shelf), "户口本")[0].key == "household-book-replace"


SECOND_START = """
import sys
from datetime import datetime
from pathlib import Path
from desktop.backend import open_backend
key = bytes.fromhex(sys.argv[2])
opened = open_backend(Path(sys.argv[1]), lambda: datetime.now().astimezone(), key)
opened.engine.dispose()
print(opened.faults, "yaml" in sys.modules)
"""


def test_an_ordinary_start_reads_no_yaml(home: Path, backend: Backend, key: bytes) -> None:
    backend.engine.dispose()
    done = subprocess.run(
        [sys.executable, "-c", SECOND_START, str(home), key.hex()],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout == "() False\n"
