"""At the right of the wizard: who this is, flags as chips, material counts, what the slip says."""

from gettext import gettext as _

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.flags import most_specific
from desktop.domain.identity import mask
from desktop.domain.intake import state_of
from desktop.domain.slips import MaterialState
from desktop.views import words
from desktop.views.flow import Flow, emptied
from desktop.views.intake.work import Work
from desktop.views.parts import chip, column, label, picture, row, rule, scrolled


class PersonPanel(QWidget):
    """The running picture of this visit."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self.setObjectName("intake.panel")
        self.setFixedWidth(280)
        self._name = label("", size="emphasis", wrap=True, name="panel.name")
        self._facts = label("", tone="second", wrap=True, name="panel.facts")
        self._chips = Flow()
        self._counts = Flow(spacing=10)
        self._says = column(spacing=4)
        inner = QWidget()
        column(
            label(_("This person"), size="hint"), self._name, self._facts, self._chips, 4, rule(),
            label(_("Materials"), size="hint"), self._counts, 4, rule(),
            label(_("The slip will say"), size="hint"), self._says, None,
            margins=(16, 20, 16, 16), spacing=8, parent=inner,
        )  # fmt: skip
        column(scrolled(inner), parent=self)
        work.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the matter as it stands."""
        person = self._work.draft.applicant.person
        self._name.setText(person.name or _("nobody yet"))
        self._facts.setText(self._fact_line())
        self._show_flags()
        self._show_counts()
        self._show_text()

    def _fact_line(self) -> str:
        person, today = self._work.draft.applicant.person, self._work.since.date()
        parts = [mask(person.id_number)] if person.id_number else []
        age = person.age(today)
        if age is not None:
            parts.append(_("{age} years").format(age=age))
        return "　".join(parts)

    def _show_flags(self) -> None:
        emptied(self._chips)
        matter = self._work.matter
        for finding in most_specific(matter.assessment.findings, matter.catalogue):
            text = matter.catalogue.flags[finding.flag].label
            self._chips.addWidget(chip(text, "accent", words.because(finding)))

    def _show_counts(self) -> None:
        emptied(self._counts)
        matter = self._work.matter
        states = [state_of(matter, need.material) for need in matter.assessment.needs]
        for state, shape, tone in (
            (MaterialState.HERE, "●", "good"),
            (MaterialState.MISSING, "▲", "warn"),
            (MaterialState.DEFECTIVE, "■", "bad"),
            (MaterialState.OPEN, "○", "second"),
        ):
            count = states.count(state)
            text = f"{shape} {words.material_states()[state]} {count}"
            made = label(text, size="small", tone=tone)
            if count:
                self._counts.addWidget(made)

    def _show_text(self) -> None:
        emptied(self._says)
        content = self._work.content
        for item in content.items:
            self._says.addLayout(_line("file-text", item.name))
        for flag in dict.fromkeys(paragraph.label for paragraph in content.flags):
            self._says.addLayout(_line("flag", flag))
        for step in content.next_steps if content.items else ():
            self._says.addLayout(_line("arrow-right", step))
        if content.large and content.items:
            self._says.addLayout(_line("type", _("large print")))


def _line(icon: str, text: str) -> QHBoxLayout:
    words_ = label(text, size="small", wrap=True)
    made = row(picture(icon, "ink-3", 16), words_, spacing=8)
    made.setStretch(1, 1)
    return made
