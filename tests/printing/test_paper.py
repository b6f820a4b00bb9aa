"""Handing pages to a printer: what is refused, and what arrives at a real print queue."""

import io
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter

from desktop.domain.composing import compose_paper
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.paper_samples import ISSUER, sample_facts, sample_occasion
from desktop.domain.papers import PaperKind
from desktop.domain.stubs import stub_code
from desktop.printing import paper
from desktop.printing.paper import default_printer, print_pdf, printers
from desktop.printing.papers import render_paper
from desktop.printing.pdf import render_slip
from desktop.services.paper_templates import shipped_law, shipped_template
from tests.drill.spool import FOLDER
from tests.drill.spool import PDF as QUEUE
from tests.printing.builders import NUMBER, slip, template
from tests.printing.readers import codes, picture

Arrived = Callable[[str], bytes]


def test_a_printer_that_is_gone_is_named(qapp: QGuiApplication) -> None:
    with pytest.raises(Refusal) as caught:
        print_pdf(b"", "没有这台打印机", NUMBER)
    assert caught.value.trouble is Trouble.PRINTER_GONE
    assert caught.value.values == {"printer": "没有这台打印机"}


def test_a_dead_print_service_is_not_taken_for_a_printer(
    qapp: QGuiApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its service Qt would quietly write a PDF file of its own."""
    monkeypatch.setattr(paper, "printers", lambda: ("gone a moment ago",))
    with pytest.raises(Refusal) as caught:
        print_pdf(render_slip(slip(), template()).pdf, "gone a moment ago", NUMBER)
    assert caught.value.trouble is Trouble.PRINTER_GONE


def test_the_system_tells_its_printers(qapp: QGuiApplication) -> None:
    assert all(isinstance(name, str) for name in printers())
    assert isinstance(default_printer(), str)


@pytest.fixture
def queue(qapp: QGuiApplication) -> str:
    if QUEUE not in printers():
        pytest.skip("no print service (cups with printer-driver-cups-pdf, started by root)")
    return QUEUE


@pytest.fixture
def arrived() -> Iterator[Callable[[str], bytes]]:
    """What the queue lays down for the job of this name, waited for until it is whole."""
    made: list[Path] = []
    began = time.time()

    def wait(job: str, seconds: float = 30) -> bytes:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for file in FOLDER.glob(f"*{job}*.pdf"):
                data = file.read_bytes()
                if file.stat().st_mtime >= began and data.rstrip().endswith(b"%%EOF"):
                    made.append(file)
                    return data
            time.sleep(0.1)
        pytest.fail("nothing came out of the print queue")

    yield wait
    for file in made:
        file.unlink()


def test_a_slip_arrives_at_full_size(queue: str, arrived: Arrived) -> None:
    print_pdf(render_slip(slip(), template()).pdf, queue, f"{NUMBER}-size")
    data = arrived("-size")
    assert codes(picture(data, 0, 200)) == {
        "CODE128": [NUMBER] * 2,
        "QRCODE": [NUMBER, stub_code(NUMBER)],
    }
    ours = picture(render_slip(slip(), template()).pdf, 0, 100)
    theirs = picture(data, 0, 100)
    assert _ink(ours) == pytest.approx(_ink(theirs), abs=2)


def _ink(image: Image.Image) -> tuple[int, int, int, int]:
    """The box around everything dark, in hundredths of an inch."""
    box = image.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box is not None
    return box


def test_a_shift_moves_the_whole_page(queue: str, arrived: Arrived) -> None:
    print_pdf(render_slip(slip(), template()).pdf, queue, f"{NUMBER}-shift", shift_mm=(5.08, 2.54))
    left, top, _, _ = _ink(picture(arrived("-shift"), 0, 100))
    straight = _ink(picture(render_slip(slip(), template()).pdf, 0, 100))
    assert (left - straight[0], top - straight[1]) == pytest.approx((20, 10), abs=2)


def test_the_reprint_mark_stands_above_the_head(queue: str, arrived: Arrived) -> None:
    print_pdf(render_slip(slip(), template()).pdf, queue, f"{NUMBER}-mark", mark="补打 2")
    page = picture(arrived("-mark"), 0, 100)
    strip = page.crop((300, 15, 530, 46))
    assert strip.point(lambda value: 255 if value < 128 else 0).getbbox() is not None


@pytest.mark.parametrize(
    ("kind", "size"), [(PaperKind.LABEL, (100, 150)), (PaperKind.ENVELOPE, (220, 110))]
)
def test_labels_and_envelopes_arrive_in_their_own_size(
    queue: str, arrived: Arrived, kind: PaperKind, size: tuple[float, float]
) -> None:
    template = shipped_template(kind)
    occasion = sample_occasion(datetime(2026, 9, 18, 10, 5, tzinfo=UTC))
    content = compose_paper(sample_facts(kind), template, ISSUER, occasion, shipped_law())
    made = render_paper(content, template)
    print_pdf(made.pdf, queue, f"{NUMBER}-{kind}")
    data = arrived(f"-{kind}")
    box = pypdf.PdfReader(io.BytesIO(data)).pages[0].mediabox
    sides = (float(box.width) / 72 * 25.4, float(box.height) / 72 * 25.4)
    assert sorted(sides) == pytest.approx(sorted(size), abs=1)
    seen = picture(data, 0, 200, sides)
    if size[0] > size[1]:  # the queue takes an envelope end first, its right edge ahead
        seen = seen.rotate(-90 if sides[0] < sides[1] else 180, expand=True)
    assert codes(seen) == {"CODE128": ["EE100000025CN"]}
    assert _ink(seen) == pytest.approx(_ink(picture(made.pdf, 0, 200, size)), abs=6)


def test_all_pages_arrive(queue: str, arrived: Arrived) -> None:
    content = slip(large=True, materials=slip().materials * 4)
    wanted = render_slip(content, template())
    print_pdf(wanted.pdf, queue, f"{NUMBER}-pages")
    assert len(pypdf.PdfReader(io.BytesIO(arrived("-pages"))).pages) == wanted.pages > 1


def test_a_file_that_is_no_pdf_is_refused(queue: str) -> None:
    with pytest.raises(Refusal) as caught:
        print_pdf(b"no pdf", queue, NUMBER)
    assert caught.value.trouble is Trouble.PRINTER_REFUSED


def test_paper_is_printed_on_one_side(queue: str) -> None:
    device = paper._device(queue, NUMBER, QSizeF(595, 842))
    assert device.duplex() == QPrinter.DuplexMode.DuplexNone
    assert device.resolution() == paper.DPI
    assert device.docName() == NUMBER
