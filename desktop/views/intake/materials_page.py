"""Step 4: each material here, missing, defective or waived; shared ones asked once."""

from gettext import gettext as _

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QWidget

from desktop.domain.assessment import Need
from desktop.domain.attachments import OTHER
from desktop.domain.intake import Finding, Step, groups, state_of
from desktop.domain.notice import form_words
from desktop.domain.slips import MaterialState
from desktop.services import attachments
from desktop.services.attachments import Place
from desktop.views import words
from desktop.views.attachments.clip import Clip, FilesSheet
from desktop.views.fields import Line
from desktop.views.flow import emptied
from desktop.views.intake.page import Page
from desktop.views.intake.work import Work
from desktop.views.parts import button, chip, column, label, restyle, row
from desktop.views.sheet import ground

KEYS = {
    Qt.Key.Key_1: MaterialState.HERE,
    Qt.Key.Key_2: MaterialState.MISSING,
    Qt.Key.Key_3: MaterialState.DEFECTIVE,
    Qt.Key.Key_4: MaterialState.WAIVED,
}


class MaterialRow(QFrame):
    """One material with its four answers; the keys 1 to 4 give them, 5 opens its files."""

    answered = Signal(str)
    files_asked = Signal(str)

    def __init__(self, work: Work, need: Need, number: int) -> None:
        super().__init__()
        self._work, self.need = work, need
        self.setObjectName(f"material.{need.material}")
        self.setProperty("material-row", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(need.name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons = {state: self._button(state) for state in KEYS.values()}
        self._clip = Clip(f"material.{need.material}.files", _("Attach files"))
        self._clip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clip.clicked.connect(self._ask_files)
        self._remark = Line(limit=80)
        self._remark.setProperty("dense", True)
        self._remark.setObjectName(f"material.{need.material}.remark")
        self._remark.textEdited.connect(self._remarked)
        self._remark.returnPressed.connect(self._noted)
        self._lay_out(number)

    def _lay_out(self, number: int) -> None:
        need, phrases = self.need, self._work.desk.template.phrases
        chips = row(spacing=6)
        flags = self._work.matter.catalogue.flags
        for flag, kind, text in (
            (need.added_by, "accent", _("because of: {flag}")),
            (need.waived_by, "good", _("waived by: {flag}")),
        ):
            if flag:
                chips.addWidget(chip(text.format(flag=flags[flag].label), kind))
        grouped = need.one_of in groups(self._work.matter)
        if grouped:
            chips.addWidget(chip(_("one of a group is enough"), "plain"))
        if not need.required and not grouped and not need.waived_by:
            chips.addWidget(chip(_("if it applies"), "plain"))
        chips.addStretch(1)
        detail = "，".join(part for part in (form_words(need, phrases), need.issuer) if part)
        words_ = column(
            label(f"{number}. {need.name}", strong=True, wrap=True),
            label(f"{detail}。{need.note}" if need.note else detail, size="hint", wrap=True),
            chips, self._remark, spacing=3,
        )  # fmt: skip
        answers = (*self._buttons.values(), self._clip)
        line = row(words_, *answers, margins=(14, 8, 12, 8), spacing=6, parent=self)
        line.setStretch(0, 1)

    def _button(self, state: MaterialState) -> QPushButton:
        made = button(words.material_states()[state], kind="small")
        made.setObjectName(f"material.{self.need.material}.{state}")
        made.setCheckable(True)
        made.setProperty("state", str(state))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(lambda _=False, state=state: self.answer(state))
        self._group.addButton(made)
        return made

    def show_files(self, count: int) -> None:
        """Show how many files are attached."""
        self._clip.show_count(count)

    def _ask_files(self) -> None:
        self.files_asked.emit(self.need.material)

    def show_state(self) -> None:
        """Show what was found."""
        state = state_of(self._work.matter, self.need.material)
        for each, made in self._buttons.items():
            restyle(made, state=str(each))
            made.setChecked(each is state)
        found = self._work.draft.materials.get(self.need.material, Finding())
        self._remark.setVisible(found.state in (MaterialState.DEFECTIVE, MaterialState.WAIVED))
        waived = state is MaterialState.WAIVED
        self._remark.setPlaceholderText(_("why it is waived") if waived else _("what is wrong"))
        if not self._remark.hasFocus():
            self._remark.setText(found.remark)

    def answer(self, state: MaterialState) -> None:
        """Note one answer; a defective one goes to its remark."""
        found = self._work.draft.materials.get(self.need.material, Finding())
        self._work.material(self.need.material, Finding(state, found.remark))
        if state is MaterialState.DEFECTIVE:
            self._remark.setVisible(True)
            self._remark.setFocus()
        else:
            self.answered.emit(self.need.material)

    def _noted(self) -> None:
        self.answered.emit(self.need.material)

    @property
    def here(self) -> bool:
        """Whether the keyboard is in this row."""
        return self.hasFocus() or self._remark.hasFocus()

    def _remarked(self, text: str) -> None:
        state = state_of(self._work.matter, self.need.material)
        self._work.material(self.need.material, Finding(state, text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 4 answer, 5 opens the files, the arrows walk."""
        state = KEYS.get(Qt.Key(event.key()))
        if state is not None:
            self.answer(state)
        elif event.key() == Qt.Key.Key_5:
            self._ask_files()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Come into sight with the keyboard."""
        super().focusInEvent(event)
        restyle(self, here=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Lose the ring."""
        super().focusOutEvent(event)
        restyle(self, here=False)


class MaterialsPage(Page):
    """One row a material; all at once with one button when everything is there."""

    def __init__(self, work: Work) -> None:
        advice = _(
            "Keys: 1 here · 2 missing · 3 defective · 4 waived · 5 attach files. Shared papers are "
            "asked once."
        )
        super().__init__(work, Step.MATERIALS, advice)
        self._all = button(_("Everything is here"), icon="check-check", name="intake.all-here")
        self._all.clicked.connect(self._all_here)
        self._others = Clip(
            "intake.other-files", _("Files that belong to no material"), _("Other attachments")
        )
        self._others.clicked.connect(self._open_others)
        self._rows_place = column(spacing=8)
        self._rows: list[MaterialRow] = []
        self.body.addLayout(row(self._all, None, self._others))
        self.body.addLayout(self._rows_place)
        self._shown: tuple[Need, ...] | None = None
        work.desk.jobs.changed.connect(self._changed)

    def arrive(self) -> None:
        """Show the materials this matter needs now."""
        self.refresh()
        self._count_files()

    @property
    def _place(self) -> Place:
        return Place(intake=self.work.key)

    def _changed(self, nouns: frozenset[str]) -> None:
        if "attachments" in nouns and self.isVisible():
            self._count_files()

    def _count_files(self) -> None:
        desk = self.work.desk
        desk.ask(attachments.counted, desk.clerk, self._place, done=self._show_files)

    def _show_files(self, counts: dict[str, int]) -> None:
        for each in self._rows:
            each.show_files(counts.get(each.need.material, 0))
        known = {each.need.material for each in self._rows}
        others = sum(count for material, count in counts.items() if material not in known)
        self._others.show_count(others)

    def _open_others(self) -> None:
        self._open_files(OTHER)

    def _open_files(self, material: str) -> None:
        """Show what is attached; the intake is stored first, since its files belong to it."""
        self.work.keep()
        FilesSheet(ground(self), self.work.desk, self._place, material)

    def first(self) -> QWidget | None:
        """The first material nobody looked at, else the first."""
        for each in self._rows:
            if state_of(self.work.matter, each.need.material) is MaterialState.OPEN:
                return each
        return self._rows[0] if self._rows else None

    def refresh(self) -> None:
        """Rebuild the rows when the needs changed; show the answers."""
        needs = self.work.matter.assessment.needs
        if needs != self._shown:
            self._shown = needs
            emptied(self._rows_place)
            self._rows = [MaterialRow(self.work, need, n) for n, need in enumerate(needs, 1)]
            for each in self._rows:
                each.answered.connect(self._next)
                each.files_asked.connect(self._open_files)
                each.installEventFilter(self)
                self._rows_place.addWidget(each)
        for each in self._rows:
            each.show_state()
        self.quiet()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the row with the keyboard in sight."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.area.ensureWidgetVisible(watched, 0, 40)
        return super().eventFilter(watched, event)

    def _next(self, material: str) -> None:
        names = [each.need.material for each in self._rows]
        place = names.index(material) + 1
        if place < len(self._rows) and self._rows[place - 1].here:
            self._rows[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _all_here(self) -> None:
        """Everything that is required; which of a group is here only the officer sees."""
        answers, choices = dict(self.work.draft.materials), groups(self.work.matter)
        for need in self.work.matter.assessment.needs:
            open_still = state_of(self.work.matter, need.material) is MaterialState.OPEN
            if open_still and need.required and need.one_of not in choices:
                answers[need.material] = Finding(MaterialState.HERE)
        self.work.update(materials=answers)

    def point_at(self, where: str, sentence: str) -> None:  # noqa: ARG002 - said below the page
        """Go to the row that was not looked at."""
        for each in self._rows:
            if where == f"material.{each.need.material}":
                each.setFocus(Qt.FocusReason.TabFocusReason)
