"""Stubs read back from scans: a hundred pages by a seed, and the control that must not be read."""

import io
from collections import Counter

import pytest
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop.decoding import ask
from desktop.decoding.codes import codes_in
from desktop.domain.attachments import Media
from desktop.domain.stubs import Code, How, stubs_of
from tests.scans import Scan, blank_codes, scans

PAGES = 100


def qimage(image: Image.Image) -> QImage:
    grey = image.convert("L")
    data = grey.tobytes()
    made = QImage(data, grey.width, grey.height, grey.width, QImage.Format.Format_Grayscale8)
    return made.copy()


def codes(image: Image.Image) -> list[Code]:
    found = codes_in(qimage(image))
    return [
        Code(bool(each["qr"]), str(each["text"]), tuple((x, y) for x, y in each["corners"]))  # type: ignore[attr-defined]
        for each in found
    ]


@pytest.fixture(scope="module")
def hundred(qapp: QApplication) -> list[Scan]:
    """A hundred pages of varying quality."""
    return list(scans(PAGES))


def test_of_a_hundred_pages_95_are_read_and_none_wrong(hundred: list[Scan]) -> None:
    read, wrong, missed = 0, list[str](), Counter[str]()
    for scan in hundred:
        page = stubs_of(codes(scan.image))
        numbers = {each.number for each in page.stubs}
        wrong += sorted(numbers - set(scan.numbers))
        whole = numbers == set(scan.numbers) and all(each.marked for each in page.stubs)
        read += whole
        missed[scan.name] += not whole
    assert wrong == []
    assert read >= 95, f"{read} read; missed of each kind: {dict(missed)}"


def test_without_their_codes_no_page_gives_a_number(hundred: list[Scan]) -> None:
    from tests.scans import stub

    for scan in hundred[:10]:
        assert len(scan.numbers) > 0
    assert stubs_of(codes(blank_codes(stub(1)))).stubs == ()


def test_another_process_reads_a_page(hundred: list[Scan]) -> None:
    target = io.BytesIO()
    hundred[4].image.save(target, "PNG")
    seen, found = ask.read_codes(target.getvalue(), Media.PNG)
    page = stubs_of(found)
    assert [each.number for each in page.stubs] == sorted(hundred[4].numbers)
    assert max(seen.picture.width, seen.picture.height) <= 1000
    assert {each.how for each in page.stubs} <= {How.BOTH, How.QR}
