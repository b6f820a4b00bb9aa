"""Step 3: special cases found from facts, each with its reason; those to ask; a note."""

from gettext import gettext as _

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.domain.flags import Finding, Source, find_flags, most_specific
from desktop.domain.intake import Step, asked_flags
from desktop.views import words
from desktop.views.fields import Field, Line, Note
from desktop.views.flow import emptied
from desktop.views.intake.page import Page
from desktop.views.intake.work import Work
from desktop.views.parts import button, card, column, hint, label, picture, row


class CircumstancesPage(Page):
    """Every flag is acknowledged or overridden with a reason; nothing is decided silently."""

    def __init__(self, work: Work) -> None:
        advice = _("Found from the person: confirm each, or override it with a reason. Then ask.")
        super().__init__(work, Step.CIRCUMSTANCES, advice)
        self._found = column(spacing=8)
        self._asked_box = card()
        self._asked = column(
            label(_("Ask the visitor, tick what applies"), size="emphasis"), margins=16, spacing=2
        )
        self._asked_rows = column(spacing=2)
        self._asked.addLayout(self._asked_rows)
        self._all_asked = QCheckBox(_("I asked; nothing else applies"))
        self._all_asked.setObjectName("intake.asked")
        self._all_asked.clicked.connect(lambda on: self.work.update(asked=on))
        self._asked.addWidget(self._all_asked)
        self._asked_box.setLayout(self._asked)
        self._note = Note(example=_("anything else worth knowing, for colleagues only"), height=64)
        self._note.textChanged.connect(self._note_changed)
        self.body.addLayout(self._found)
        self.body.addWidget(self._asked_box)
        self.body.addWidget(Field(_("Note"), self._note, name="intake.note"))
        self._shown: tuple[object, ...] = ()

    def arrive(self) -> None:
        """Show findings and questions anew."""
        self._shown = ()
        if self._note.toPlainText() != self.work.draft.note:
            self._note.setPlainText(self.work.draft.note)
        self.refresh()

    def first(self) -> QWidget:
        """The first flag nobody confirmed, else the first question, else the note."""
        for finding in self._derived():
            confirm = self.findChild(QWidget, f"flag.ok.{finding.flag}")
            if isinstance(confirm, QWidget) and self._unseen(finding.flag):
                return confirm
        for flag in asked_flags(self.work.matter):
            tick = self.findChild(QWidget, f"flag.asked.{flag}")
            if isinstance(tick, QWidget):
                return tick
        return self._note

    def _unseen(self, flag: str) -> bool:
        draft = self.work.draft
        return flag not in draft.acknowledged and flag not in draft.declined

    def refresh(self) -> None:
        """Rebuild the rows when the flags changed, not while a reason is typed."""
        derived = self._derived()
        asked = asked_flags(self.work.matter)
        draft = self.work.draft
        shown = (derived, asked, draft.acknowledged, frozenset(draft.declined),
                 draft.applicant.circumstances)  # fmt: skip
        if shown != self._shown:
            self._shown = shown
            self._rebuild(derived, asked)
        self._all_asked.setChecked(draft.asked)
        self.quiet()

    def _derived(self) -> tuple[Finding, ...]:
        """What the facts say, also where the officer overrode it."""
        matter, rows = self.work.matter, {}
        for item in matter.items:
            found = find_flags(matter.catalogue, item, matter.draft.applicant, matter.on)
            rows.update({row.flag: row for row in found if row.source is Source.DERIVED})
        return most_specific(rows.values(), matter.catalogue)

    def _rebuild(self, derived: tuple[Finding, ...], asked: tuple[str, ...]) -> None:
        focused: QWidget | None = self.focusWidget()
        name = "" if focused is None else focused.objectName()
        emptied(self._found)
        emptied(self._asked_rows)
        for finding in derived:
            self._found.addWidget(self._finding(finding))
        for flag in asked:
            self._asked_rows.addWidget(self._question(flag))
        self._asked_box.setVisible(bool(asked))
        again = self.findChild(QWidget, name) if name else None
        if isinstance(again, QWidget):
            again.setFocus()

    def _finding(self, finding: Finding) -> QWidget:
        flag = finding.flag
        kind = self.work.matter.catalogue.flags[flag]
        declined = flag in self.work.draft.declined
        known = flag in self.work.draft.acknowledged and not declined
        box = card("card" if known else "warn")
        ok = button(
            _("● confirmed") if known else _("Confirm"), kind="small", name=f"flag.ok.{flag}"
        )
        ok.clicked.connect(lambda _=False: self._confirm(flag))
        no = button(_("Does not apply"), kind="quiet", name=f"flag.no.{flag}")
        no.clicked.connect(lambda _=False: self._decline(flag))
        head = row(
            picture("flag", "accent" if known else "warn"),
            label(kind.label, strong=True),
            label(words.because(finding), tone="second", wrap=True),
            no, ok, spacing=10,
        )  # fmt: skip
        head.setStretch(2, 1)
        advice = label("\n".join(f"· {line}" for line in kind.advice), size="small", wrap=True)
        place = column(head, advice, margins=(16, 10, 12, 12), spacing=6, parent=box)
        if declined:
            place.addWidget(self._reason(flag))
        return box

    def _reason(self, flag: str) -> QWidget:
        line = Line(self.work.draft.declined.get(flag, ""), limit=200)
        field = Field(_("Why it does not apply"), line, name=f"flag.reason.{flag}")
        line.textEdited.connect(lambda text: self._declined(flag, text))
        return field

    def _confirm(self, flag: str) -> None:
        gone = {flag, *self.work.matter.catalogue.implied(flag)}
        left = {name: why for name, why in self.work.draft.declined.items() if name not in gone}
        self.work.update(acknowledged=self.work.draft.acknowledged | {flag}, declined=left)
        self.first().setFocus()

    def _decline(self, flag: str) -> None:
        self._declined(flag, self.work.draft.declined.get(flag, ""))
        line = self.findChild(QWidget, f"flag.reason.{flag}")
        if isinstance(line, QWidget):
            line.setFocus()

    def _declined(self, flag: str, reason: str) -> None:
        """Override a flag and what it implies: whoever is no outsider is not half of one."""
        flags = (flag, *self.work.matter.catalogue.implied(flag))
        declined = {**self.work.draft.declined, **dict.fromkeys(flags, reason)}
        self.work.update(declined=declined)

    def _question(self, flag: str) -> QWidget:
        kind = self.work.matter.catalogue.flags[flag]
        box = QWidget()
        tick = QCheckBox(kind.label)
        tick.setObjectName(f"flag.asked.{flag}")
        hint(tick, kind.definition)
        tick.setChecked(flag in self.work.draft.applicant.circumstances)
        tick.clicked.connect(lambda on: self._told(flag, on))
        line = row(tick, label(kind.definition, size="hint"), None, spacing=8, parent=box)
        line.setStretch(1, 0)
        return box

    def _told(self, flag: str, on: bool) -> None:
        told = self.work.draft.applicant.circumstances
        self.work.applicant(circumstances=told | {flag} if on else told - {flag})
        self.work.update(asked=True)

    def _note_changed(self) -> None:
        self.work.update(note=self._note.toPlainText())
