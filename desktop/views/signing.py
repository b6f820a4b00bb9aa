"""A stub signed on a pad after printing: the drawing is kept with the case, beside its hash."""

from functools import partial
from gettext import gettext as _
from math import hypot

from PySide6.QtCore import QBuffer, QIODevice, QObject, QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop.decoding import ask
from desktop.domain.attachments import Checked
from desktop.domain.errors import Refusal
from desktop.domain.slips import Stroke
from desktop.services import stubs
from desktop.services.slips import SlipPaper
from desktop.views import words
from desktop.views.desk import Desk, Tone
from desktop.views.intake.pad import Pad, pen_width
from desktop.views.parts import button, column, label, row
from desktop.views.sheet import Sheet, ground

PICTURE_WIDTH = 1320
"""Px of the picture that is kept, twice the pad."""

LARGEST = 300_000
"""Bytes of it at most."""

LEAST = 0.05
"""How long the strokes are together at least, in widths of the pad: a dot is no signature."""


class SignatureSheet(Sheet):
    """The pad, over the window; empty it is refused, and it stays open until all is stored."""

    def __init__(self, over: QWidget, number: str) -> None:
        wide = min(720, over.width() - 16)
        self.pad = Pad()
        self.pad.setMinimumWidth(min(self.pad.minimumWidth(), wide - 60))
        self.pad.show_strokes((), _("sign here"))
        self.pad.signed.connect(self._quiet)
        self._said = label("", size="small", tone="bad", wrap=True, name="signing.said")
        self._done = button(_("Keep the signature"), kind="filled", icon="check", name="signing.go")
        undo = button(_("Undo"), kind="quiet", icon="undo-2", name="signing.undo")
        clear = button(_("Clear"), kind="quiet", icon="trash-2", name="signing.clear")
        leave = button(_("Cancel"), kind="quiet", name="signing.close")
        undo.clicked.connect(self.pad.undo)
        clear.clicked.connect(self.pad.clear)
        leave.clicked.connect(lambda: self.answer(""))
        self.asked = self._done.clicked
        body = QWidget()
        column(
            self.pad, row(undo, clear, None, spacing=8), self._said,
            row(leave, None, self._done, spacing=8), spacing=8, parent=body,
        )  # fmt: skip
        text = _(
            "The visitor signs here that everything was explained. The drawing is kept with slip "
            "{number} as a copy of a handwritten signature, with its SHA-256. It is no reliable "
            "electronic signature in the sense of the Electronic Signature Law, art. 13."
        )
        super().__init__(
            over, _("Sign the stub on the pad"), text.format(number=number), (), body, wide
        )
        self._done.setFocus()

    def _quiet(self) -> None:
        self._said.clear()

    def say(self, text: str) -> None:
        """Say why it is not kept; what was drawn stays."""
        self._said.setText(text)
        self._done.setEnabled(True)

    def wait(self) -> None:
        """Take no second push while it is stored."""
        self._done.setEnabled(False)


class PadSigner(QObject):
    """From the empty pad to the stub that is here."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over

    def sign(self, paper: SlipPaper) -> None:
        """Let the stub of a slip be signed."""
        sheet = SignatureSheet(ground(self._over), paper.number)
        sheet.asked.connect(partial(self._keep, sheet, paper))

    def _keep(self, sheet: SignatureSheet, paper: SlipPaper) -> None:
        if drawn_length(sheet.pad.strokes) < LEAST:
            sheet.say(_("Nothing is drawn yet. Let the visitor sign, or print the stub."))
            return
        data = picture_of(sheet.pad.strokes, sheet.pad.aspect)
        if len(data) > LARGEST:
            sheet.say(_("This is too much for a signature. Clear it and sign again."))
            return
        sheet.wait()
        work = partial(ask.check, f"签名-{paper.number}.png", data)
        job = self._desk.jobs.apart(
            work, partial(self._checked, sheet, paper.id), partial(self._refused, sheet)
        )
        job.broken.connect(partial(self._broken, sheet))

    def _checked(self, sheet: SignatureSheet, slip: int, file: Checked) -> None:
        self._desk.act(
            stubs.sign_on_pad, slip, file, done=partial(self._kept, sheet),
            changes=("slips", "attachments"), refused=partial(self._refused, sheet),
        ).broken.connect(partial(self._broken, sheet))  # fmt: skip

    def _refused(self, sheet: SignatureSheet, error: Refusal) -> None:
        sheet.say(words.refusal(error))

    def _broken(self, sheet: SignatureSheet, error: object) -> None:
        sheet.say(words.unexpected(error))

    def _kept(self, sheet: SignatureSheet, _nothing: object) -> None:
        sheet.answer("kept")
        told = _("The signature is kept among the case's attachments; the stub counts as signed.")
        self._desk.bar.tell(told, Tone.GOOD)


def drawn_length(strokes: tuple[Stroke, ...]) -> float:
    """How long all strokes are, in widths of the pad."""
    return sum(
        hypot(two[0] - one[0], two[1] - one[1])
        for stroke in strokes
        for one, two in zip(stroke.points, stroke.points[1:], strict=False)
    )


def picture_of(strokes: tuple[Stroke, ...], aspect: float) -> bytes:
    """The strokes as a PNG, black on white; force makes the line wider, as on the pad."""
    image = QImage(PICTURE_WIDTH, round(PICTURE_WIDTH / aspect), QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for stroke in strokes:
        for one, two in zip(stroke.points, stroke.points[1:], strict=False):
            pen = QPen(Qt.GlobalColor.black, 2 * pen_width(one[3], two[3]))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(
                QPointF(one[0], one[1]) * PICTURE_WIDTH, QPointF(two[0], two[1]) * PICTURE_WIDTH
            )
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes
    return bytes(buffer.data().data())
