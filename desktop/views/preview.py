"""Shows a PDF page by page: the very bytes that are printed and kept."""

from gettext import gettext as _

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop.views.parts import button, column, hint, label, plain_label, row

EDGE = 16
"""Room around the page in px."""


class _Paper(QScrollArea):
    """One page as a picture, as wide as its room or wholly seen."""

    def __init__(self, document: QPdfDocument) -> None:
        super().__init__()
        self._document = document
        self._page = 0
        self.whole = False
        self._picture = plain_label()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setObjectName("preview.paper")
        self.setAccessibleName(_("Preview"))
        self.setWidgetResizable(True)
        self.setWidget(self._picture)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def show_page(self, page: int) -> None:
        """Show a page from its top."""
        self._page = page
        self.draw()
        self.verticalScrollBar().setValue(0)

    def draw(self) -> None:
        """Draw the page anew, sharp for this screen."""
        points = self._document.pagePointSize(self._page)
        if points.isEmpty():
            self._picture.clear()
            return
        width = self.viewport().width() - 2 * EDGE
        if self.whole:
            tall = self.viewport().height() - 2 * EDGE
            width = min(width, round(tall * points.width() / points.height()))
        width = max(width, 120)
        ratio = self.devicePixelRatioF()
        size = QSize(round(width * ratio), round(width * ratio * points.height() / points.width()))
        image = self._document.render(self._page, size)
        sheet = QPixmap(size)
        sheet.fill(Qt.GlobalColor.white)
        _laid_on(sheet, image)
        sheet.setDevicePixelRatio(ratio)
        self._picture.setPixmap(sheet)

    def sizeHint(self) -> QSize:
        """Ask for little and take what is there: a page never makes its screen scroll."""
        return QSize(300, 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self.draw()


def _laid_on(sheet: QPixmap, image: object) -> None:
    from PySide6.QtGui import QImage, QPainter

    if isinstance(image, QImage):
        painter = QPainter(sheet)
        painter.drawImage(0, 0, image)
        painter.end()


class Preview(QWidget):
    """A PDF with its pages to turn; arrows and page keys turn them, too."""

    def __init__(self, pdf: bytes = b"") -> None:
        super().__init__()
        self.setObjectName("preview")
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._paper = _Paper(self._document)
        self._place = label(name="preview.place")
        self._back = button("", kind="quiet", icon="chevron-left", name="preview.back")
        self._on = button("", kind="quiet", icon="chevron-right", name="preview.on")
        self._whole = button(_("Whole page"), kind="small", name="preview.whole")
        self._whole.setCheckable(True)
        for each, tip in ((self._back, _("Page before")), (self._on, _("Next page"))):
            hint(each, tip)
            each.setAccessibleName(tip)
        self._back.clicked.connect(self._turn_back)
        self._on.clicked.connect(self._turn_on)
        self._whole.toggled.connect(self._fit)
        turning = row(self._back, self._place, self._on, None, self._whole, spacing=4)
        column(self._paper, turning, spacing=8, parent=self)
        self.setFocusProxy(self._paper)
        self._page = 0
        self.show_pdf(pdf)

    def show_pdf(self, pdf: bytes) -> None:
        """Show another PDF from its first page."""
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        if pdf:
            self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
            self._document.load(self._buffer)
        self._go(0)

    def renew(self, pdf: bytes) -> None:
        """Show the same paper made anew, where it was being read."""
        page, bar = self._page, self._paper.verticalScrollBar()
        place = bar.value()
        self.show_pdf(pdf)
        self._go(page)
        bar.setValue(place)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self._document.pageCount()

    def _go(self, page: int) -> None:
        self._page = max(0, min(page, self.pages - 1))
        said = _("Page {page} of {pages}").format(page=self._page + 1, pages=self.pages)
        self._place.setText(said if self.pages else "")
        self._back.setEnabled(self._page > 0)
        self._on.setEnabled(self._page + 1 < self.pages)
        self._paper.show_page(self._page)

    def _turn_on(self) -> None:
        self._go(self._page + 1)

    def _turn_back(self) -> None:
        self._go(self._page - 1)

    def _fit(self, whole: bool) -> None:
        self._paper.whole = whole
        self._paper.draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left, right, Home and End turn pages."""
        match event.key():
            case Qt.Key.Key_Left:
                self._turn_back()
            case Qt.Key.Key_Right:
                self._turn_on()
            case Qt.Key.Key_Home:
                self._go(0)
            case Qt.Key.Key_End:
                self._go(self.pages - 1)
            case _:
                super().keyPressEvent(event)
