"""The short answer that is read aloud."""

import pytest

import resources
from desktop.domain.enquiries import Topic
from desktop.domain.spoken import spoken
from desktop.services.catalogue import shipped_shelf, template

SHELF = shipped_shelf().catalogue
FOLDER = resources.path("templates")
NOTICE, WORDS = template("notice-4", FOLDER), template("spoken-1", FOLDER)


def said(item: str, hours: str = "工作日 8:30-17:00") -> dict[Topic, str]:
    return dict(spoken(SHELF.items[item], SHELF, NOTICE, WORDS, "示例派出所", hours))


def test_what_to_bring_is_counted_named_and_bounded() -> None:
    told = said("id-card")[Topic.BRING]
    assert told.startswith("一共带3样：居民身份证申领登记表（窗口现场填）；原居民身份证（")
    assert "证件遗失或者首次申领的不用" in told
    assert told.count("另带") == 2
    assert told.endswith("特殊情况还有2种，先问清楚再答。")


def test_of_papers_that_stand_for_each_other_one_is_enough() -> None:
    assert "这几样有一样就行" in said("residence-permit")[Topic.BRING]


def test_one_paper_is_no_list() -> None:
    assert said("residence-registration")[Topic.BRING].startswith(
        "本人来，带居民身份证（港澳台居民或者外国人的不用）就行。"
    )


def test_where_when_how_long_and_how_much() -> None:
    told = said("id-card")
    assert (
        told[Topic.WHERE] == "到示例派出所的派出所户籍窗口、分局户籍窗口办。办好以后可以快递到家。"
    )
    assert told[Topic.WHEN] == "上班时间：工作日 8:30-17:00。"
    assert told[Topic.LONG] == "60日内（自然日）（法定期限）。材料带齐的，只跑一次。"
    assert told[Topic.COST] == "20元/证。首次申领的，不收费。证件遗失的，40元/证。"
    assert said("id-card", "")[Topic.WHEN] == "上班时间：〔本单位填写〕。"


@pytest.mark.parametrize("item", list(SHELF.items))
def test_every_item_has_something_to_say_for_each_topic(item: str) -> None:
    told = said(item)
    assert set(told) == set(Topic)
    assert all(text for topic, text in told.items() if topic is not Topic.OTHER)
    assert len(told[Topic.WHERE]) < 90
    assert "{" not in "".join(told.values())
