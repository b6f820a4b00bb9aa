"""The mobile site: what its pages hold, how heavy they are, what a real browser makes of them."""

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

import resources
from desktop.domain.applicants import Applicant, Document, Organisation, Person, Relation
from desktop.domain.assessment import assess, charge
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.flags import RULES, questions
from desktop.domain.items import ApplicantKind, Item
from desktop.domain.notice import fee_words
from desktop.domain.progress import Progress
from desktop.services.catalogue import search_index, shipped_shelf
from desktop.services.search import rank
from desktop.site.data import rule_data
from desktop.site.html import said, tag
from desktop.site.pages import Station, item_page
from desktop.site.publish import MARK, maker, publish, sounds
from tests.chromium import PROGRAM, WHY, Page, chromium

SHELF = shipped_shelf()
ITEMS = SHELF.catalogue.items
LIMIT = 50_000
TEN = (
    "id-card", "household-book-replace", "residence-permit", "hmt-residence-permit", "passport",
    "no-crime-certificate", "hukou-migration-in", "hotel-licence", "birth-registration",
    "seal-engraving-certificate",
)  # fmt: skip
ON = "2026-11-23"

browser = pytest.mark.skipif(not PROGRAM, reason=WHY)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site of a station."""
    out = tmp_path_factory.mktemp("published") / "site"
    publish(SHELF, Station("示例派出所", "工作日 8:30-17:00", ""), out, Progress())
    return out


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """One tab of a real browser."""
    with chromium(tmp_path_factory.mktemp("chromium")) as made:
        yield made


# Files


def test_every_page_is_light_and_asks_nothing_of_anywhere(site: Path) -> None:
    files = sorted(site.glob("*.html"))
    assert {item_page(key) for key in ITEMS} < {file.name for file in files}
    for file in files:
        text = file.read_text("utf-8")
        assert len(text.encode()) < LIMIT, file.name
        assert not re.search(r"https?://", text), file.name
        assert "default-src &#x27;none&#x27;" in text
        assert 'lang="zh-CN"' in text


def test_pages_lead_to_pages_that_are_there(site: Path) -> None:
    there = {file.name for file in site.iterdir()}
    for file in site.glob("*.html"):
        assert set(re.findall(r'href="([^"]+)"', file.read_text("utf-8"))) <= there


def test_the_same_catalogue_makes_the_same_bytes(site: Path, tmp_path: Path) -> None:
    publish(SHELF, Station("示例派出所", "工作日 8:30-17:00", ""), tmp_path / "b", Progress())
    for file in site.iterdir():
        assert (tmp_path / "b" / file.name).read_bytes() == file.read_bytes()


def test_what_the_station_has_not_filled_in_is_marked(site: Path) -> None:
    text = (site / "item-id-card.html").read_text("utf-8")
    assert "〔本单位填写〕" in text
    assert "工作日 8:30-17:00" in text


def test_a_foreign_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(Refusal) as refused:
        publish(SHELF, Station(), tmp_path, Progress())
    assert refused.value.trouble is Trouble.FOLDER_NOT_EMPTY
    with pytest.raises(Refusal):
        publish(SHELF, Station(), tmp_path / "letter.txt", Progress())
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_a_site_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(SHELF, Station("甲"), out, Progress())
    mark = out / MARK
    mark.write_text(f"{mark.read_text('utf-8')}old.html\n", "utf-8")
    (out / "old.html").write_text("x")  # a page of an edition that had more items
    stopped = Progress()
    stopped.stop()
    with pytest.raises(Refusal) as refused:
        publish(SHELF, Station("乙"), out, stopped)
    assert refused.value.trouble is Trouble.STOPPED
    assert (out / "old.html").exists()
    publish(SHELF, Station("乙"), out, Progress())
    assert not (out / "old.html").exists()
    assert (out / MARK).exists()
    assert [file.name for file in tmp_path.iterdir()] == ["site"]


def test_what_others_put_beside_the_pages_is_never_lost(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(SHELF, Station("甲"), out, Progress())
    (out / "letter.txt").write_text("mine")
    with pytest.raises(Refusal) as refused:
        publish(SHELF, Station("乙"), out, Progress())
    assert refused.value.trouble is Trouble.FOLDER_NOT_EMPTY
    assert (out / "letter.txt").read_text() == "mine"
    assert "甲" in (out / "index.html").read_text("utf-8")


def test_a_site_that_cannot_be_put_in_place_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "site"
    publish(SHELF, Station("甲"), out, Progress())
    move = Path.replace

    def held(source: Path, target: Path) -> Path:
        if source.name == "new":
            raise PermissionError
        return move(source, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(PermissionError):
        publish(SHELF, Station("乙"), out, Progress())
    assert "甲" in (out / "index.html").read_text("utf-8")
    assert [file.name for file in tmp_path.iterdir()] == ["site"]


def test_a_link_and_the_folder_one_stands_in_are_published_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.mkdir()
    link.symlink_to(real)
    publish(SHELF, Station(), link, Progress())
    assert link.is_symlink()
    monkeypatch.chdir(real)
    publish(SHELF, Station(), Path(), Progress())
    assert (real / "index.html").exists()


def test_values_are_escaped() -> None:
    assert said("<b>&") == "&lt;b&gt;&amp;"
    assert tag("a", "x", href='"><script>') == '<a href="&quot;&gt;&lt;script&gt;">x</a>'


def test_every_rule_of_the_table_goes_along() -> None:
    assert [rule_data(rule)["flag"] for rule in RULES] == [rule.flag for rule in RULES]


# Ink


def colours(text: str, dark: bool) -> dict[str, str]:
    blocks = re.findall(r":root \{(.*?)\}", text, re.DOTALL)
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6})", blocks[1 if dark else 0]))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("ink", "canvas"), ("ink", "surface"), ("ink", "soft"), ("ink-2", "canvas"),
        ("ink-2", "surface"), ("accent", "canvas"), ("accent", "surface"), ("warn", "warn-soft"),
    ],
)  # fmt: skip
def test_text_has_the_contrast_of_aaa(dark: bool, ink: str, ground: str) -> None:
    tokens = colours(resources.path("site", "style.css").read_text("utf-8"), dark)
    light, deep = sorted((luminance(tokens[ink]), luminance(tokens[ground])), reverse=True)
    assert (light + 0.05) / (deep + 0.05) >= 7


# A real browser


@browser
def test_every_page_opens_without_a_word_and_without_a_request(site: Path, page: Page) -> None:
    for file in sorted(site.glob("*.html")):
        page.open(file)
        assert page.wrong == [], file.name
        assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == [], (
            file.name
        )
        assert page.value("document.title")


@browser
def test_large_print_is_remembered(site: Path, page: Page) -> None:
    page.open(site / "index.html")
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    before = page.value(size)
    page.value("document.getElementById('large').click()")
    assert page.value(size) > before * 1.3
    page.open(site / "item-passport.html")
    assert page.value(size) > before * 1.3
    page.value("document.getElementById('large').click()")
    assert page.value(size) == before == 20


WORDS = (
    "户口本丢了", "身份证", "身份证丢了", "居住证", "护照", "开宾馆", "刻章", "无犯罪证明",
    "临时身份证", "港澳通行证", "户口迁移", "见义勇为", "sfz", "huzhao", "juzhuzheng", "hukoubu",
)  # fmt: skip


@browser
def test_the_search_finds_first_what_the_program_finds(site: Path, page: Page) -> None:
    index = search_index(SHELF)
    page.open(site / "index.html")
    found = {word: page.value(f"rank({json.dumps(word)})") for word in WORDS}
    assert {word: rows[:1] for word, rows in found.items()} == {
        word: [rank(index, word)[0].key] for word in WORDS
    }
    assert page.value("rank('qqqzzz')") == []


PLACES = {
    "": "", "urban": "浙江省杭州市西湖区", "outside_urban": "浙江省杭州市桐庐县",
    "outside_city": "浙江省宁波市", "outside_province": "安徽省合肥市",
}  # fmt: skip
BORN = (None, "2016-05-01", "2009-12-01", "1990-01-01", "1966-11-23", "1940-02-29")
Facts = dict[str, Any]


def paths(item: Item) -> Iterator[Facts]:
    """Every answer to the questions about the person; special cases alone and by twos."""
    told = [f for f in questions(item, SHELF.catalogue) if f not in ("agent", "organisation_agent")]
    both = (False, True)
    units = both if item.applicant is ApplicantKind.BOTH else (False,)
    for born, place, document, agent, collective, rare, unit in product(
        BORN, PLACES, Document, both, both, both, units
    ):
        yield _facts(born, place, document, agent, collective, rare, unit, ())
    card = Document.RESIDENT_ID
    for born, place, agent in product(BORN[1::2], ("urban", "outside_province"), both):
        for flag in told:
            yield _facts(born, place, card, agent, False, False, False, (flag,))
    for some in combinations(told, 2):
        yield _facts("1966-11-23", "outside_province", card, False, False, False, False, some)


def _facts(
    born: str | None, place: str, document: Document, agent: bool, collective: bool, rare: bool,
    organisation: bool, told: tuple[str, ...],
) -> Facts:  # fmt: skip
    return {
        "born": born or "", "on": ON, "place": place, "document": document.value, "agent": agent,
        "collective": collective, "rare": rare, "organisation": organisation, "told": list(told),
    }  # fmt: skip


def by_the_program(item: Item, facts: Facts) -> Any:
    """What the counter's own rules say."""
    address = PLACES[facts["place"]] + ("集体户" if facts["collective"] else "")
    person = Person(
        name="王𠮷" if facts["rare"] else "王小明",
        id_kind=Document(facts["document"]),
        birth_date=date.fromisoformat(facts["born"]) if facts["born"] else None,
        hukou_address=address,
    )
    agent = facts["agent"]
    applicant = Applicant(
        person,
        relation=Relation.AGENT if agent else Relation.SELF,
        other=Person(name="李四") if agent else None,
        organisation=Organisation("某公司") if facts["organisation"] else None,
        circumstances=frozenset(facts["told"]),
    )
    found = assess(SHELF.catalogue, (item,), applicant, date.fromisoformat(ON))
    notice = maker(SHELF, Station()).notice.phrases
    return {
        "flags": [finding.flag for finding in found.findings],
        "needs": [
            [n.material, n.required, n.added_by, n.waived_by,
             None if n.one_of is None else n.one_of.partition("/")[2], n.note]
            for n in found.needs
        ],
        "speeches": [[s.when, s.flag, s.say] for s in found.speeches],
        "fee": fee_words(charge(item, found.flags), item.fee.unit, notice),
    }  # fmt: skip


ANSWER = """
(function (all) {
  return all.map(function (facts) {
    var found = assess(facts);
    return { flags: found.flags, fee: found.fee,
      needs: found.needs.map(function (n) {
        return [n.material, n.required, n.added_by, n.waived_by, n.one_of, n.note]; }),
      speeches: found.speeches.map(function (s) { return [s.when, s.flag, s.say]; }) };
  });
})(%s)
"""


@browser
@pytest.mark.parametrize("key", TEN)
def test_every_question_path_is_answered_as_at_the_counter(
    site: Path, page: Page, key: str
) -> None:
    item = ITEMS[key]
    page.open(site / item_page(key))
    asked = list(paths(item))
    answers = page.value(ANSWER % json.dumps(asked))
    assert len(answers) == len(asked) > 1000
    for facts, answer in zip(asked, answers, strict=True):
        assert answer == by_the_program(item, facts), facts


@browser
def test_the_answer_is_shown_to_who_asks(site: Path, page: Page) -> None:
    page.open(site / "item-id-card.html")
    page.value(
        "document.querySelector('input[name=born]').value = '1950-06-15';"
        "document.querySelector('input[value=lost_documents]').checked = true;"
        "document.querySelector('#ask button').click()"
    )
    shown = page.value("document.getElementById('answer').innerText")
    assert "证件遗失情况说明" in shown
    assert "40元" in shown
    assert not page.value("document.getElementById('answer').hidden")
    assert page.value("document.activeElement.id") == "answer"
    assert page.wrong == []


def test_sounds_are_those_of_the_program() -> None:
    (first, *_rest) = sounds(SHELF)["id-card"]
    assert first.syllables[:3] == ("ju", "min", "shen")
