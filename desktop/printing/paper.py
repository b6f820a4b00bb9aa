"""PDF bytes to a printer: the only place that talks to one. Needs a running QGuiApplication."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QFontDatabase, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

import resources
from desktop.domain.errors import Refusal, Trouble
from desktop.printing.cups import stay_here

DPI = 300
"""More than this only costs time; the codes are laid on a grid of 1/300 inch."""

INCH = 25.4
POINTS = 72


def printers() -> tuple[str, ...]:
    """The names of the printers that this PC has now."""
    stay_here()
    return tuple(QPrinterInfo.availablePrinterNames())


def default_printer() -> str:
    """The name of the printer that the system would take, or nothing."""
    stay_here()
    return QPrinterInfo.defaultPrinterName()


def print_pdf(
    pdf: bytes,
    printer: str,
    job: str,
    mark: str = "",
    shift_mm: tuple[float, float] = (0, 0),
) -> None:
    """Print all pages at exactly 100 % of their own size, one-sided, moved by `shift_mm`.

    `job` names it in the queue, where others read it: a slip's number, never a person's name.
    `mark` (补打 n) goes on the paper only; the stored bytes stay what they are.
    Raises Refusal(PRINTER_GONE) or Refusal(PRINTER_REFUSED) with the printer's name. That it
    returns means that the job was handed over, not that paper came out.
    """
    if printer not in printers():
        raise Refusal(Trouble.PRINTER_GONE, printer=printer)
    with _document(pdf, printer) as document:
        device = _device(printer, job, document.pagePointSize(0))
        with _painter(device, printer) as painter:
            for page in range(document.pageCount()):
                if page and not device.newPage():
                    raise Refusal(Trouble.PRINTER_REFUSED, printer=printer)
                _page(painter, document, page, device.resolution(), shift_mm)
                if mark:
                    wide = document.pagePointSize(page).width() / POINTS * INCH
                    _mark(painter, mark, device.resolution(), (wide, *shift_mm))


def _device(printer: str, job: str, size: QSizeF) -> QPrinter:
    """The printer set up; without its print service Qt would quietly write a file instead."""
    device = QPrinter(QPrinterInfo.printerInfo(printer))
    # One that vanished a moment ago would be replaced by the default printer without a word.
    native = device.outputFormat() == QPrinter.OutputFormat.NativeFormat
    if not (native and device.isValid() and device.printerName() == printer):
        raise Refusal(Trouble.PRINTER_GONE, printer=printer)
    device.setDocName(job)
    device.setResolution(DPI)
    device.setColorMode(QPrinter.ColorMode.GrayScale)
    # Printed on both sides, tearing the stub off would tear off the text behind it.
    device.setDuplex(QPrinter.DuplexMode.DuplexNone)
    device.setFullPage(True)
    device.setPageLayout(_layout(size))
    device.setFullPage(True)
    return device


def _layout(size: QSizeF) -> QPageLayout:
    """Sheet, label or envelope of that many points; what lies level is an upright one turned."""
    level = size.width() > size.height()
    upright = size.transposed() if level else size
    match = QPageSize.SizeMatchPolicy.FuzzyMatch
    way = QPageLayout.Orientation.Landscape if level else QPageLayout.Orientation.Portrait
    return QPageLayout(
        QPageSize(upright, QPageSize.Unit.Point, "", match), way, QMarginsF(0, 0, 0, 0)
    )


@contextmanager
def _document(pdf: bytes, printer: str) -> Iterator[QPdfDocument]:
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    try:
        document.load(buffer)
        if document.status() != QPdfDocument.Status.Ready:
            raise Refusal(Trouble.PRINTER_REFUSED, printer=printer)
        yield document
    finally:
        document.close()


@contextmanager
def _painter(device: QPrinter, printer: str) -> Iterator[QPainter]:
    """A painter on the printer; what is left half done is taken back from the queue."""
    painter = QPainter()
    if not painter.begin(device):
        raise Refusal(Trouble.PRINTER_REFUSED, printer=printer)
    try:
        yield painter
    except BaseException:
        device.abort()
        raise
    finally:
        painter.end()
    if device.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise Refusal(Trouble.PRINTER_REFUSED, printer=printer)


def _page(
    painter: QPainter, document: QPdfDocument, page: int, dpi: int, shift_mm: tuple[float, float]
) -> None:
    points = document.pagePointSize(page)
    size = (points.width() / POINTS * INCH, points.height() / POINTS * INCH)
    area = QRectF(*(_dots(mm, dpi) for mm in (*shift_mm, *size)))
    painter.drawImage(area, _image(document, page, min(dpi, DPI)))


def _dots(mm: float, dpi: int) -> float:
    return mm / INCH * dpi


def _image(document: QPdfDocument, page: int, dpi: int) -> QImage:
    """A page as a picture on white; QPdfDocument leaves the paper transparent."""
    points = document.pagePointSize(page)
    size = QSize(round(points.width() / POINTS * dpi), round(points.height() / POINTS * dpi))
    drawn = document.render(page, size)
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    canvas = QPainter(image)
    canvas.drawImage(0, 0, drawn)
    canvas.end()
    return image.convertToFormat(QImage.Format.Format_Grayscale8)


def _mark(painter: QPainter, mark: str, dpi: int, place_mm: tuple[float, float, float]) -> None:
    """The words in a box, in the margin above the head; the page's width and how it is moved."""
    width, right, down = place_mm
    font = QFont(_family())
    font.setBold(True)
    font.setPixelSize(round(11 / 72 * dpi))
    painter.setFont(font)
    wide = painter.fontMetrics().horizontalAdvance(mark) + _dots(4, dpi)
    middle, top = _dots(width / 2 + right, dpi), _dots(5 + down, dpi)
    box = QRectF(middle - wide / 2, top, wide, _dots(6, dpi))
    pen = painter.pen()
    pen.setColor(Qt.GlobalColor.black)
    pen.setWidthF(_dots(0.3, dpi))
    painter.setPen(pen)
    painter.drawRect(box)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark)


@cache
def _family() -> str:
    """The paper's own bold font, wherever the program runs."""
    number = QFontDatabase.addApplicationFont(str(resources.path("fonts", "NotoSansSC-Bold.ttf")))
    families = QFontDatabase.applicationFontFamilies(number)
    return families[0] if families else ""
