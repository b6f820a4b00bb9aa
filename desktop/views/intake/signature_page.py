"""Step 7: the stub is signed on the pad or on paper, or why it is not."""

from dataclasses import replace
from gettext import gettext as _

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from desktop.domain.applicants import Relation
from desktop.domain.intake import Step
from desktop.domain.slips import Signature, SignatureMode, Stroke
from desktop.views import words
from desktop.views.fields import Field, Line
from desktop.views.flow import Flow
from desktop.views.intake.citizen import SENTENCE
from desktop.views.intake.pad import Pad
from desktop.views.intake.page import Page
from desktop.views.intake.work import Work
from desktop.views.parts import button, column, label, row

DRAWN = (SignatureMode.PAD, SignatureMode.AGENT, SignatureMode.WITNESS)
"""Ways in which something may be drawn on the pad."""


class SignaturePage(Page):
    """The sentence of confirmation, the ways to sign, the pad; bound to the text on screen."""

    def __init__(self, work: Work) -> None:
        super().__init__(
            work, Step.SIGNATURE, _("The visitor signs that everything was explained.")
        )
        self._modes = QButtonGroup(self)
        ways = Flow(spacing=4)
        for mode, text in words.signature_modes().items():
            made = QRadioButton(text)
            made.setObjectName(f"signature.mode.{mode}")
            made.setProperty("mode", mode)
            made.clicked.connect(lambda _=False, mode=mode: self._choose(mode))
            self._modes.addButton(made)
            ways.addWidget(made)
        self._sentence = label(SENTENCE, size="emphasis", wrap=True)
        self._signer = Line(limit=40)
        self._signer.textEdited.connect(lambda text: self._set(signer=text.strip()))
        self._signer_field = Field(_("Who signs"), self._signer, name="signature.signer")
        self._pad = Pad()
        self._pad.signed.connect(self._drawn)
        self._tools = QWidget()
        undo = button(_("Undo"), kind="quiet", icon="undo-2", name="signature.undo")
        clear = button(_("Clear"), kind="quiet", icon="trash-2", name="signature.clear")
        undo.clicked.connect(self._pad.undo)
        clear.clicked.connect(self._pad.clear)
        row(None, undo, clear, parent=self._tools)
        self._witness, self._reason = Line(limit=40), Line(limit=200)
        self._witness.textEdited.connect(lambda text: self._set(witness=text.strip()))
        self._reason.textEdited.connect(lambda text: self._set(reason=text.strip()))
        self._witness_field = Field(_("Witness"), self._witness, name="signature.witness")
        self._reason_field = Field(_("Why it was refused"), self._reason, name="signature.reason")
        self._advice = label("", tone="second", wrap=True, name="signature.advice")
        top = QWidget()
        column(self._sentence, ways, spacing=8, parent=top)
        for part in (
            top, self._signer_field, self._witness_field, self._pad, self._tools,
            self._reason_field, self._advice,
        ):  # fmt: skip
            self.body.addWidget(part)

    def arrive(self) -> None:
        """Propose the pad and the one who stands here; bind to the text as it is now."""
        signature = self.work.draft.signature
        if signature is None:
            self.work.update(signature=self._fresh())
        self.refresh()
        if signature is not None and signature.text_hash != self.work.told:
            self.show_open()

    def _fresh(self) -> Signature:
        applicant = self.work.draft.applicant
        other = applicant.other if applicant.relation is not Relation.SELF else None
        mode = SignatureMode.PAD if other is None else SignatureMode.AGENT
        name = (other or applicant.person).name
        return Signature(mode, name, aspect=self._pad.aspect, text_hash=self.work.told)

    def first(self) -> QWidget:
        """The way of signing."""
        chosen = [made for made in self._modes.buttons() if made.isChecked()]
        return chosen[0] if chosen else self._modes.buttons()[0]

    def refresh(self) -> None:
        """Show the signature as it stands."""
        signature = self.work.draft.signature
        if signature is None:
            return
        mode = signature.mode
        for made in self._modes.buttons():
            made.setChecked(made.property("mode") == mode)
        for field, line, text, seen in (
            (self._signer_field, self._signer, signature.signer, mode is not SignatureMode.REFUSED),
            (self._witness_field, self._witness, signature.witness, mode is SignatureMode.WITNESS),
            (self._reason_field, self._reason, signature.reason, mode is SignatureMode.REFUSED),
        ):
            field.setVisible(seen)
            field.complain("")
            if not line.hasFocus():
                line.setText(text)
        self._pad.setVisible(mode in DRAWN)
        self._tools.setVisible(mode in DRAWN)
        self._pad.show_strokes(() if self._stale else signature.strokes, _("sign here"))
        self._advice.setText(self._advices()[mode])
        self.quiet()

    def _advices(self) -> dict[SignatureMode, str]:
        return {
            SignatureMode.PAD: _(
                "The drawing is a copy; the signed paper stub stays the original."
            ),
            SignatureMode.PAPER: _("The stub is printed with an empty box; mark it signed later."),
            SignatureMode.FINGERPRINT: _("The stub is printed with a box for the fingerprint."),
            SignatureMode.AGENT: _("The agent signs with the agent's own name, here or on paper."),
            SignatureMode.WITNESS: _("Read it out; the witness of the visitor's choice signs too."),
            SignatureMode.REFUSED: _(
                "The notice counts as given; the reason is printed on the stub."
            ),
        }

    def _choose(self, mode: SignatureMode) -> None:
        known = self.work.draft.signature or self._fresh()
        strokes = known.strokes if mode in DRAWN and not self._stale else ()
        self._set(mode=mode, strokes=strokes)

    def _drawn(self) -> None:
        self._set(strokes=self._pad.strokes, aspect=self._pad.aspect)

    def take(self, strokes: tuple[Stroke, ...], aspect: float) -> None:
        """What was drawn on the visitor's own screen."""
        self._set(strokes=strokes, aspect=aspect)

    @property
    def drawable(self) -> bool:
        """Whether the way of signing that is chosen is drawn."""
        signature = self.work.draft.signature
        return signature is not None and signature.mode in DRAWN

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """What is drawn so far, where it still counts."""
        signature = self.work.draft.signature
        return () if signature is None or self._stale else signature.strokes

    @property
    def _stale(self) -> bool:
        """Whether the text was changed after something was drawn: that drawing counts no more."""
        signature = self.work.draft.signature
        return signature is not None and signature.text_hash != self.work.told

    def _set(self, **facts: object) -> None:
        if self._stale:
            facts.setdefault("strokes", ())
        known = self.work.draft.signature or self._fresh()
        signature = replace(known, **facts, text_hash=self.work.told)  # type: ignore[arg-type]
        self.work.update(signature=signature)

    def point_at(self, where: str, sentence: str) -> None:
        """Say it beside the field."""
        fields = {
            "signature.reason": self._reason_field,
            "signature.witness": self._witness_field,
        }
        if where in fields:
            fields[where].complain(sentence)
            fields[where].editor.setFocus()
