"""Words a paper as the station wants it: texts at the left, the very paper at the right."""

from collections.abc import Iterable
from datetime import date
from gettext import gettext as _
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Refusal
from desktop.domain.own_papers import (
    Wording,
    differences,
    faults_by_field,
    left_out,
    read_own,
    reworded,
    wordings,
)
from desktop.domain.paper_templates import PaperTemplateError
from desktop.domain.records import Fault
from desktop.services import own_papers
from desktop.services.officers import Second
from desktop.services.own_papers import Versions
from desktop.services.station import StationFacts
from desktop.views import case_words, fault_words, paper_words, words
from desktop.views.case_forms import day_edit, day_of
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Field
from desktop.views.parts import Fold, button, card, column, label, restyle, row, scrolled
from desktop.views.preview import Preview
from desktop.views.second import SecondSheet
from desktop.views.settings.papers.fields import TAB, Worded
from desktop.views.settings.papers.sample import Sample
from desktop.views.sheet import Sheet, ground

PAUSE = 250
"""So many ms after the last key the paper is made anew."""


class Editor(QWidget):
    """One kind's own version; `left` says that the list is wanted again."""

    left = Signal()

    def __init__(
        self, desk: Desk, versions: Versions, data: dict[str, Any], station: StationFacts
    ) -> None:
        super().__init__()
        self.setObjectName("own")
        self._desk, self._versions, self._began = desk, versions, data
        self._data = data
        self._ask: SecondSheet | None = None
        kind, shared = versions.kind, versions.shipped.words
        self._texts = {each.field: each.text for each in wordings(data, kind, shared)}
        given = wordings(versions.shipped.data, kind, shared)
        self._shipped = {each.field: each.text for each in given}
        self._fields: dict[str, Worded] = {}
        self._sample = Sample(desk, self)
        self._sample.know(station)
        self._sample.made.connect(self._made)
        self._sample.refused.connect(self._unfit)
        self._timer = QTimer(self, interval=PAUSE, singleShot=True)
        self._timer.timeout.connect(self._look)
        self._preview = Preview()
        self._said = label("", size="small", wrap=True, name="own.said")
        self._gone = label("", size="small", tone="warn", wrap=True, name="own.gone")
        self._count = label("", tone="second", name="own.count")
        self._go = button(
            _("Use it from a day on"), kind="filled", key="Ctrl+Return", name="own.go"
        )
        self._go.clicked.connect(self._ask_second)
        self._back = button(_("Back to the list"), kind="quiet", icon="arrow-left", name="own.back")
        self._back.clicked.connect(self.leave)
        self._lay_out(wordings(data, kind, shared))
        self._look()

    def _lay_out(self, rows: tuple[Wording, ...]) -> None:
        name = case_words.paper_kinds()[self._versions.kind]
        head = label(_("Own version: {paper}").format(paper=name), size="emphasis")
        top = row(self._back, head, None, self._count, self._go, spacing=12)
        right = card()
        column(self._preview, self._said, self._gone, margins=12, spacing=8, parent=right)
        places = row(scrolled(self._form(rows), "own.form"), right, spacing=16)
        places.setStretch(0, 1)
        places.setStretch(1, 1)
        whole = column(top, places, spacing=12, parent=self)
        whole.setStretch(1, 1)

    def _form(self, rows: tuple[Wording, ...]) -> QWidget:
        form = QWidget()
        place = column(spacing=12, margins=(2, 2, 12, 2), parent=form)
        for title, note, wanted in _groups():
            found = [each for each in rows if each.field.startswith(wanted)]
            if found:
                box = card()
                said = [label(note, size="hint", wrap=True)] if note else []
                inside = self._pairs(found) if wanted == ("details",) else self._each(found)
                parts = [label(title, strong=True), *said, *inside]
                column(*parts, margins=16, spacing=8, parent=box)
                place.addWidget(box)
        fixed = [each for each in rows if each.field.startswith(("labels.", "columns."))]
        place.addWidget(self._fold(fixed))
        place.addStretch(1)
        return form

    def _fold(self, rows: list[Wording]) -> Fold:
        def made() -> QWidget:
            box = card()
            column(*self._each(rows), margins=16, spacing=8, parent=box)
            return box

        return Fold(_("Fixed words ({count})").format(count=len(rows)), made, name="own.fixed")

    def _each(self, rows: Iterable[Wording]) -> list[QWidget]:
        return [self._worded(each) for each in rows]

    def _pairs(self, rows: list[Wording]) -> list[QWidget]:
        """Name and text of a detail beside each other."""
        made: list[QWidget] = []
        for name, text in zip(rows[::2], rows[1::2], strict=True):
            pair = QWidget()
            places = row(self._worded(name), self._worded(text), spacing=12, parent=pair)
            places.setStretch(0, 2)
            places.setStretch(1, 3)
            made.append(pair)
        return made

    def _worded(self, wording: Wording) -> Worded:
        made = Worded(wording, self._shipped.get(wording.field, ""))
        made.changed.connect(self._timer.start)
        self._fields[wording.field] = made
        return made

    def _typed(self) -> dict[str, str]:
        return self._texts | {name: field.text for name, field in self._fields.items()}

    def _look(self) -> None:
        """Read what is typed: its mistakes beside their fields, or a paper made of it."""
        ours, texts = self._versions.shipped, self._typed()
        kind, template = self._versions.kind, None
        faults: tuple[Fault, ...] = ()
        data = reworded(self._began, texts, ours.words)
        try:
            template = read_own(data, data["version"], kind, ours.words, ours.template)
        except PaperTemplateError as error:
            faults = error.faults
        told = faults_by_field(texts, faults)
        for name, field in self._fields.items():
            field.say(told.get(name, ()))
        self._data = data
        different = differences(ours.data, data, kind, ours.words)
        said = _("{count} texts differ from the shipped version")
        self._count.setText(said.format(count=len(different)))
        self._go.setEnabled(bool(different) and not told)
        self._tell_gone(left_out(ours.data, data, kind, ours.words))
        if template is None or told:
            self._tell_faults(told)
        else:
            self._sample.make(template)

    def _tell_gone(self, gone: tuple[str, ...]) -> None:
        known = paper_words.names()
        named = "、".join(known.get(name, name) for name in gone)
        said = _("▲ The paper says no more: {names}.").format(names=named)
        self._gone.setText(said if gone else "")

    def _tell_faults(self, told: dict[str, tuple[str, ...]]) -> None:
        hidden = [name for name in told if name not in self._fields]
        more = " ".join(
            f"{paper_words.field_title(name, self._shipped.get(name, ''))}："
            f"{fault_words.problems_said(told[name])}"
            if name
            else fault_words.problems_said(told[name])
            for name in hidden
        )
        said = _("■ {count} mistakes; the paper shows how it was before them. {more}")
        self._say(said.format(count=len(told), more=more), "bad")

    def _say(self, text: str, tone: str = "") -> None:
        self._said.setText(text)
        restyle(self._said, tone=tone)

    def _made(self, pdf: bytes) -> None:
        self._preview.renew(pdf)
        self._say(_("Made with sample data about nobody; a real paper looks just so."))

    def _unfit(self, error: Refusal) -> None:
        self._go.setEnabled(False)
        self._say(words.refusal(error), "bad")

    def arrive(self) -> None:
        """Put the keyboard on the first text."""
        first = next(iter(self._fields.values()), None)
        if first is not None:
            first.field.editor.setFocus(TAB)

    def leave(self) -> None:
        """Go back to the list; what was changed is only left after a question."""
        if self._typed() == self._texts:
            self.left.emit()
            return
        sheet = Sheet(
            ground(self),
            _("Leave this version?"),
            _("What you have typed is not stored yet and would be lost."),
            [("leave", _("Leave it"), "danger"), ("", _("Go on writing"), "filled")],
        )
        sheet.answered.connect(self._answered)

    def _answered(self, key: str) -> None:
        if key == "leave":
            self.left.emit()

    def _ask_second(self) -> None:
        self._since = day_edit(self._desk.now().date(), "own.since")
        self._ask = SecondSheet(
            ground(self),
            _("Use this version"),
            _("Papers issued from that day on carry it; those issued before stay as they are. "
              "A second supervisor or administrator answers for it, too."),
            _("Store it"),
            more=Field(_("Counts from"), self._since, name="own.since"),
        )  # fmt: skip
        self._ask.given.connect(self._keep)

    def _keep(self, second: Second, _reason: str) -> None:
        if self._ask is not None:
            since: date = day_of(self._since)
            self._desk.act(
                own_papers.keep, self._desk.press, self._versions.kind, self._data, since, second,
                done=self._kept, changes=("papers",), refused=self._ask.refuse,
            ).broken.connect(self._ask.failed)  # fmt: skip

    def _kept(self, version: str) -> None:
        if self._ask is not None:
            self._ask.finish()
        self._desk.bar.tell(_("Version {version} is stored.").format(version=version), Tone.GOOD)
        self.left.emit()


def _groups() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    braces = _("What stands in braces is filled in when the paper is made.")
    marks = _("? after a name: left out when empty. ! after a name: on a line of its own.")
    return (
        (_("Title, copies, seal"), "", ("title", "copies", "seal")),
        (_("Sentences"), braces, ("phrases.",)),
        (_("Details"), marks, ("details",)),
    )
