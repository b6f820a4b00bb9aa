"""The shipped catalogue read whole, and every mistake in its files named at its place."""

import copy
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from db.catalogue_files import catalogue_folder, read_files
from desktop.domain.catalogue import CatalogueError, read_catalogue
from desktop.domain.items import Category, Fulfilment
from tests.domain.shelves import catalogue

Files = dict[str, Any]
HOTEL = "items/19-hotel-licence.yaml"


@cache
def _read() -> Files:
    return read_files(catalogue_folder())


def _faults(change: Callable[[Files], object]) -> list[tuple[str, str, str, str]]:
    files = copy.deepcopy(_read())
    change(files)
    with pytest.raises(CatalogueError) as refused:
        read_catalogue(files)
    return [(row.file, row.item, row.field, row.problem) for row in refused.value.faults]


def test_the_shipped_catalogue_is_complete() -> None:
    known = catalogue()
    items = known.items.values()
    assert len(items) == 38
    assert sum(len(item.special_cases) for item in items) == 236
    assert sum(len(item.questions) for item in items) == 117
    assert len(known.materials) == 154
    assert len(known.flags) == 27
    assert sum(item.one_visit for item in items) == 36
    assert sum(item.named_in_report for item in items) == 7
    assert {item.id for item in items if not item.one_visit} == {
        "hukou-item-change",
        "hukou-migration-in",
    }
    assert {i.fulfilment for i in items if not i.one_visit} == {Fulfilment.PICKUP}


@pytest.mark.parametrize(
    ("category", "courier", "door", "on_the_spot"),
    [
        (Category.LICENCE, 13, 2, 1),
        (Category.REWARD, 4, 0, 0),
        (Category.OTHER_POWER, 7, 0, 6),
        (Category.CONVENIENCE, 1, 0, 2),
    ],
)
def test_items_by_category_and_delivery(
    category: Category, courier: int, door: int, on_the_spot: int
) -> None:
    items = catalogue().items.values()
    modes = Counter(i.fulfilment for i in items if i.one_visit and i.category is category)
    assert modes[Fulfilment.COURIER] == courier
    assert modes[Fulfilment.DOOR] == door
    assert modes[Fulfilment.ON_THE_SPOT] == on_the_spot


def test_every_term_an_item_uses_has_a_label() -> None:
    known = catalogue()
    for item in known.items.values():
        assert known.label("categories", item.category) != item.category
        assert known.label("themes", item.theme) != item.theme
        assert known.label("fulfilments", item.fulfilment) != item.fulfilment
    assert known.label("themes", "no-such-term") == "no-such-term"
    assert known.label("no-such-list", "term") == "term"


def test_flags_imply_at_any_distance_and_never_themselves() -> None:
    known = catalogue()
    assert known.implied("non_province") == {"non_local", "non_urban"}
    assert known.implied("very_elderly") == {"elderly"}
    assert known.implied("under_16") == {"minor"}
    assert known.implied("agent") == frozenset()
    assert all(flag not in known.implied(flag) for flag in known.flags)


def test_only_the_joint_licences_have_several_departments() -> None:
    known = catalogue()
    assert known.items["hotel-licence"].joint
    assert not known.items["id-card"].joint


def _set(file: str, *path: Any, value: Any) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        place = files[file]
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


def _drop(file: str, *path: Any) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        place = files[file]
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        (_drop(HOTEL, "name"), "name", "is missing"),
        (_set(HOTEL, "name", value=""), "name", "is empty"),
        (_set(HOTEL, "name", value="  "), "name", "is empty"),
        (_set(HOTEL, "name", value=3), "name", "a text is wanted, not 3"),
        (_set(HOTEL, "validity", value=3), "validity", "a text is wanted, not 3"),
        (_set(HOTEL, "one_visit", value="yes"), "one_visit", "true or false is wanted, not 'yes'"),
        (_drop(HOTEL, "one_visit"), "one_visit", "is missing"),
        (_set(HOTEL, "category", value="licences"), "category", "'licences' is none of licence, "),
        (_drop(HOTEL, "category"), "category", "is missing"),
        (_set(HOTEL, "theme", value="hotels"), "theme", "there is no theme 'hotels'"),
        (_set(HOTEL, "decided_by", value="king"), "decided_by", "there is no deciding level"),
        (_set(HOTEL, "windows", value=["attic"]), "windows", "there is no window 'attic'"),
        (_set(HOTEL, "windows", value="attic"), "windows", "a list is wanted, not 'attic'"),
        (_set(HOTEL, "keywords", value=["a", 3]), "keywords", "a list of texts is wanted"),
        (_set(HOTEL, "keywords", value=["a", " "]), "keywords", "a list of texts is wanted"),
        (_set(HOTEL, "keywords", value=0), "keywords", "a list is wanted, not 0"),
        (_set(HOTEL, "materials", value={}), "materials", "a list is wanted, not {}"),
        (_set(HOTEL, "materials", 1, value="id-card"), "materials[2]", "a mapping is wanted here"),
        (
            _set(HOTEL, "materials", 0, "material", value="gold"),
            "materials[1].material",
            "there is no material 'gold'",
        ),
        (
            _set(HOTEL, "materials", 0, "required", value=1),
            "materials[1].required",
            "true or false is wanted, not 1",
        ),
        (
            _set(HOTEL, "materials", 0, "deferrable", value="no"),
            "materials[1].deferrable",
            "true or false is wanted",
        ),
        (
            _set(HOTEL, "materials", 0, "only_if", value="agent and"),
            "materials[1].only_if",
            "a flag is missing before 'the end'",
        ),
        (
            _set(HOTEL, "materials", 0, "waived_if", value="rich"),
            "materials[1].waived_if",
            "there is no flag 'rich'",
        ),
        (_set(HOTEL, "materials", 0, "colour", value=1), "materials[1].colour", "is not a field"),
        (
            _set(HOTEL, "special_cases", 0, "when", value="rich"),
            "special_cases[1].when",
            "there is no flag 'rich'",
        ),
        (_drop(HOTEL, "special_cases", 0, "when"), "special_cases[1].when", "is missing"),
        (_set(HOTEL, "special_cases", 2, "say", value=""), "special_cases[3].say", "is empty"),
        (
            _set(HOTEL, "special_cases", 0, "adds", value=[{"material": "gold"}]),
            "special_cases[1].adds[1].material",
            "there is no material 'gold'",
        ),
        (_drop(HOTEL, "questions", 0, "answer"), "questions[1].answer", "is missing"),
        (_set(HOTEL, "statutory", "count", value=-1), "statutory.count", "cannot be negative"),
        (_set(HOTEL, "statutory", "count", value=True), "statutory.count", "a whole number is"),
        (_drop(HOTEL, "promised", "count"), "promised.count", "is missing"),
        (_set(HOTEL, "promised", "unit", value="week"), "promised.unit", "'week' is none of"),
        (_set(HOTEL, "promised", "days", value=3), "promised.days", "is not a field known here"),
        (_set(HOTEL, "promised", value=5), "promised", "a mapping is wanted here"),
        (_drop(HOTEL, "fee"), "fee", "is missing"),
        (_set(HOTEL, "fee", "option", value=[]), "fee.option", "is not a field known here"),
        (
            _set(HOTEL, "fee", "options", value=[{"when": "rich", "amount": 1}]),
            "fee.options[1].when",
            "there is no flag 'rich'",
        ),
        (_drop(HOTEL, "offices", 0, "task"), "offices[1].task", "is missing"),
        (_set(HOTEL, "price", value=1), "price", "is not a field known here"),
        (_set(HOTEL, 7, value=1), "7", "is not a field known here"),
        (_drop(HOTEL, "law", 0, "law"), "law[1].law", "is missing"),
    ],
)
def test_a_mistake_in_an_item_is_named(
    change: Callable[[Files], None], field: str, problem: str
) -> None:
    ((file, item, where, said),) = _faults(change)
    assert (file, item, where) == (HOTEL, "hotel-licence", field)
    assert said.startswith(problem)


@pytest.mark.parametrize(
    ("change", "file", "item", "field", "problem"),
    [
        (_set("flags.yaml", 0, "group", value="x"), "flags.yaml", "elderly", "group", "'x' is"),
        (_set("flags.yaml", 0, "found", value=1), "flags.yaml", "elderly", "found", "a mapping"),
        (
            _set("flags.yaml", 0, "found", "by", value="guess"),
            "flags.yaml", "elderly", "found.by", "'guess' is none of",
        ),
        (
            _set("flags.yaml", 1, "implies", value=["old"]),
            "flags.yaml", "very_elderly", "implies", "there is no flag 'old'",
        ),
        (_set("edition.yaml", "effective", value="x"), "edition.yaml", "", "effective", "a date"),
        (_drop("edition.yaml", "effective"), "edition.yaml", "", "effective", "is missing"),
        (_drop("edition.yaml", "edition"), "edition.yaml", "", "edition", "is missing"),
        (_drop("locality.yaml", "city"), "locality.yaml", "", "city", "is missing"),
        (_set("vocabulary.yaml", "moods", value=[]), "vocabulary.yaml", "", "moods", "is not a"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_other_files_is_named(
    change: Callable[[Files], None], file: str, item: str, field: str, problem: str
) -> None:
    found = [row for row in _faults(change) if row[:3] == (file, item, field)]
    assert len(found) == 1
    assert found[0][3].startswith(problem)


@pytest.mark.parametrize(
    ("change", "file", "problem"),
    [
        (lambda f: f.pop("edition.yaml"), "edition.yaml", "the file is missing"),
        (lambda f: f.pop("locality.yaml"), "locality.yaml", "the file is missing"),
        (lambda f: f.pop("vocabulary.yaml"), "vocabulary.yaml", "the file is missing"),
        (lambda f: f.pop("flags.yaml"), "flags.yaml", "missing"),
        (lambda f: f.pop("materials.yaml"), "materials.yaml", "missing"),
        (lambda f: f.update({"materials.yaml": {}}), "materials.yaml", "a list is wanted here"),
        (lambda f: f.update({"edition.yaml": []}), "edition.yaml", "a mapping is wanted here"),
        (lambda f: f.update({HOTEL: None}), HOTEL, "a mapping is wanted here"),
        (lambda f: f["materials.yaml"].append("gold"), "materials.yaml", "a mapping is wanted"),
    ],
)
def test_a_file_that_is_missing_or_of_another_shape_is_named(
    change: Callable[[Files], object], file: str, problem: str
) -> None:
    assert any(row[0] == file and row[3].startswith(problem) for row in _faults(change))


def test_a_catalogue_without_items_is_refused() -> None:
    def empty(files: Files) -> None:
        for name in [name for name in files if name.startswith("items/")]:
            del files[name]

    assert _faults(empty) == [("items/", "", "", "there is no item")]


@pytest.mark.parametrize("file", ["materials.yaml", "flags.yaml"])
def test_an_id_that_stands_twice_is_named(file: str) -> None:
    def double(files: Files) -> None:
        files[file].append(copy.deepcopy(files[file][0]))

    assert _faults(double) == [(file, _read()[file][0]["id"], "id", "stands here twice")]


def test_two_items_of_one_id_are_named() -> None:
    def double(files: Files) -> None:
        files["items/90-hotel.yaml"] = copy.deepcopy(files[HOTEL])

    assert _faults(double) == [
        ("items/90-hotel.yaml", "hotel-licence", "id", "stands in two files")
    ]


def test_an_item_without_id_is_called_by_its_file() -> None:
    assert _faults(_drop(HOTEL, "id")) == [(HOTEL, "hotel-licence", "id", "is missing")]


def test_all_mistakes_are_told_at_once() -> None:
    def spoil(files: Files) -> None:
        hotel = files[HOTEL]
        hotel["name"] = ""
        hotel["category"] = "x"
        hotel["colour"] = "red"
        hotel["materials"][0]["material"] = "gold"
        hotel["materials"][1]["required"] = None
        hotel["statutory"] = {"count": "x", "unit": "y", "note": None}
        files["items/07-id-card.yaml"]["result"] = None
        files["materials.yaml"][0]["issuer"] = ""
        del files["edition.yaml"]["effective"]

    faults = _faults(spoil)
    assert {(file, field) for file, _, field, _ in faults} == {
        (HOTEL, "name"),
        (HOTEL, "category"),
        (HOTEL, "colour"),
        (HOTEL, "materials[1].material"),
        (HOTEL, "materials[2].required"),
        (HOTEL, "statutory.count"),
        (HOTEL, "statutory.unit"),
        ("items/07-id-card.yaml", "result"),
        ("materials.yaml", "issuer"),
        ("edition.yaml", "effective"),
    } | {(file, field) for file, _, field, problem in faults if "there is no material" in problem}


def test_a_fault_reads_as_a_sentence_with_its_place() -> None:
    files = copy.deepcopy(_read())
    del files[HOTEL]["name"]
    with pytest.raises(CatalogueError, match=f"^{HOTEL}: hotel-licence: name: is missing$"):
        read_catalogue(files)


def test_what_may_be_left_out() -> None:
    files = copy.deepcopy(_read())
    hotel = files[HOTEL]
    del hotel["questions"], hotel["keywords"], hotel["validity"]
    hotel["promised"]["count"] = None
    item = read_catalogue(files).items["hotel-licence"]
    assert (item.questions, item.keywords, item.validity) == ((), (), None)
    assert item.promised.count is None
