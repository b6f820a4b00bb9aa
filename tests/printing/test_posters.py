"""Posters and cards: their QR is read from the page at 150 dpi, whatever the size."""

import pytest
from PySide6.QtGui import QGuiApplication

import resources
from desktop.domain.posters import Size
from desktop.printing.poster import render_posters
from desktop.services.catalogue import shipped_shelf, template
from desktop.site.pages import Station
from desktop.site.posters import LONGEST, Posters
from tests.printing.readers import codes, picture, squeezed, text

CATALOGUE = shipped_shelf().catalogue
WORDS = template("site-1", resources.path("templates"))
PAPER = {Size.A3: (297, 420), Size.A4: (210, 297), Size.CARD: (100, 150)}
SITE = "https://guides.example/station"


def made(site: str = SITE) -> Posters:
    return Posters(CATALOGUE, Station("示例市公安局示例区分局示例派出所", "", ""), WORDS, site)


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("site", [SITE, ""])
def test_a_poster_is_scanned_in_every_size(qapp: QGuiApplication, size: Size, site: str) -> None:
    poster = made(site).item(CATALOGUE.items["id-card"])
    paper = render_posters((poster,), size)
    found = codes(picture(paper.pdf, 0, 150, PAPER[size]))
    assert found == {"QRCODE": [poster.code]}
    if site:
        assert poster.code == f"{SITE}/item-id-card.html"
    else:
        assert "本人数字相片" in poster.code
    shown = text(paper.pdf)
    assert squeezed(poster.title) in shown
    assert squeezed(poster.unit) in shown
    assert "〔本单位填写〕" in shown


@pytest.mark.parametrize("key", ["hotel-licence", "hukou-migration-in", "precursor-transport"])
def test_long_names_and_many_papers_fit(qapp: QGuiApplication, key: str) -> None:
    poster = made("").item(CATALOGUE.items[key])
    assert len(poster.code.encode()) <= LONGEST
    for size in Size:
        paper = render_posters((poster,), size)
        assert paper.pages == 1
        assert codes(picture(paper.pdf, 0, 150, PAPER[size])) == {"QRCODE": [poster.code]}


def test_themes_and_windows_have_a_page_each(qapp: QGuiApplication) -> None:
    posters = made().every("windows")
    assert len(posters) > 5
    paper = render_posters(posters, Size.A4)
    assert paper.pages == len(posters)
    page = len(posters) - 1
    assert codes(picture(paper.pdf, page, 150)) == {"QRCODE": [posters[page].code]}
    assert posters[0].code.startswith(f"{SITE}/window-")
    assert made().every("themes")[0].code.startswith(f"{SITE}/theme-")


def test_equal_posters_are_equal_bytes() -> None:
    poster = made().item(CATALOGUE.items["passport"])
    assert render_posters((poster,), Size.A4) == render_posters((poster,), Size.A4)


def test_a_poster_tells_who_is_spared_a_paper_and_where_one_is_enough() -> None:
    old = next(line for line in made().item(CATALOGUE.items["id-card"]).lines if "不用带" in line)
    assert "首次" in old
    permit = made().item(CATALOGUE.items["residence-permit"]).lines
    assert len([line for line in permit if "有一样就行" in line]) == 1
