"""The test page has a font for everything and codes that scan."""

from PySide6.QtGui import QGuiApplication

from desktop.printing.testpage import CODE, RARE, render_test_page
from tests.printing.builders import template
from tests.printing.readers import codes, picture, text


def test_the_test_page_is_scanned(qapp: QGuiApplication) -> None:
    paper = render_test_page(template())
    assert paper.pages == 1
    assert codes(picture(paper.pdf, 0, 150)) == {"CODE128": [CODE], "QRCODE": [CODE]}


def test_both_fonts_are_on_it() -> None:
    assert text(render_test_page(template()).pdf).count(RARE) == 3
