"""All kinds of official papers with the version in use, and what may be done with one."""

from functools import partial
from gettext import gettext as _
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.papers import PaperKind
from desktop.services import own_papers, station
from desktop.services.officers import Second
from desktop.services.own_papers import LARGEST, ReadFile, Versions
from desktop.services.station import StationFacts
from desktop.views import case_words, words
from desktop.views.case_forms import day_edit, day_of
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Field
from desktop.views.parts import button, card, column, row
from desktop.views.printing import write_file
from desktop.views.second import SecondSheet
from desktop.views.settings.papers.faults import FaultsSheet
from desktop.views.settings.papers.shown import Shown
from desktop.views.sheet import ground
from desktop.views.tables import Column, Rows, chosen, mark_row, table


class Overview(QWidget):
    """The list at the left, the marked paper at the right.

    `reword_asked` carries the kind's versions, the template to begin with, and the station.
    """

    reword_asked = Signal(object, object, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._station = desk.station
        self._ask: SecondSheet | None = None
        self._rows = Rows(_columns())
        self._table = table(self._rows, _columns(), "papers.table", dense=True)
        self._table.setAccessibleName(_("Official papers"))
        self._table.selectionModel().currentRowChanged.connect(self._mark)
        self._table.activated.connect(self._reword)
        self._own = button(
            _("Write an own version"), kind="filled", icon="pen-line", name="papers.own"
        )
        self._own.clicked.connect(self._reword)
        self._back = button(_("Back to the shipped one"), icon="undo-2", name="papers.back")
        self._back.clicked.connect(self._ask_back)
        self._shown = Shown(desk, self._back, self._own)
        self._shown.marked.connect(self._turn)
        self._in = button(_("Import"), icon="upload", name="papers.import")
        self._in.clicked.connect(self._bring_in)
        self._out = button(_("Export"), icon="download", name="papers.export")
        self._out.clicked.connect(self._bring_out)
        self._lay_out()
        desk.jobs.changed.connect(self._changed)

    def _lay_out(self) -> None:
        listed = card()
        listed.setFixedWidth(420)
        files = row(self._in, self._out, None, margins=(8, 8, 8, 8))
        column(self._table, files, margins=8, spacing=0, parent=listed)
        places = row(listed, self._shown, spacing=16, parent=self)
        places.setStretch(1, 1)

    def arrive(self) -> None:
        """Load all kinds; the marked one stays marked."""
        self._desk.ask(station.station, done=self._know)
        day = self._desk.now().date()
        self._desk.ask(own_papers.versions, self._desk.clerk, day, done=self._show)

    def take_keyboard(self) -> None:
        """Put the keyboard on the list."""
        self._table.setFocus(Qt.FocusReason.TabFocusReason)

    def _changed(self, nouns: frozenset[str]) -> None:
        if nouns & {"papers", "station"} and self.isVisible():
            self.arrive()

    def _know(self, facts: StationFacts | None) -> None:
        self._station = facts or self._station
        self._shown.know(facts)

    def _show(self, found: tuple[Versions, ...]) -> None:
        marked = self._versions
        self._rows.show_rows(found)
        kind = PaperKind.RECEIPT if marked is None else marked.kind
        mark_row(self._table, self._rows, lambda each: each.kind is kind)

    @property
    def _versions(self) -> Versions | None:
        found = chosen(self._table)
        return found if isinstance(found, Versions) else None

    def _mark(self, now: QModelIndex, _before: QModelIndex) -> None:
        versions = self._versions if now.isValid() else None
        if versions is not None:
            self._shown.show_versions(versions)

    def _turn(self) -> None:
        """Going back is for a version of the station's own, in use or planned."""
        found = self._versions
        if found is not None:
            self._back.setVisible(found.rows[0].own or found.in_use.own)

    def _reword(self) -> None:
        versions, version = self._versions, self._shown.version
        if versions is not None and version is not None:
            self.reword_asked.emit(versions, versions.content(version), self._station)

    def _ask_back(self) -> None:
        versions = self._versions
        if versions is None:
            return
        last = max((each.since for each in versions.rows if each.since), default=None)
        today = self._desk.now().date()
        self._since = day_edit(max(today, last or today), "papers.since")
        self._ask = SecondSheet(
            ground(self),
            _("Back to the shipped version"),
            _("Papers issued from that day on carry the version that came with the program. Those "
              "issued before stay as they are. A second person answers for it, too."),
            _("Go back"),
            more=Field(_("Counts from"), self._since, name="papers.since"),
        )  # fmt: skip
        self._ask.given.connect(self._take_back)

    def _take_back(self, second: Second, _reason: str) -> None:
        if self._ask is not None and self._versions is not None:
            self._desk.act(
                own_papers.take_back, self._versions.kind, day_of(self._since), second,
                done=self._taken_back, changes=("papers",), refused=self._ask.refuse,
            ).broken.connect(self._ask.failed)  # fmt: skip

    def _taken_back(self, version: str) -> None:
        if self._ask is not None:
            self._ask.finish()
        said = _("Version {version} goes back to the shipped one.")
        self._desk.bar.tell(said.format(version=version), Tone.GOOD)

    def choose_file(self) -> str:
        """Ask for a template's file; an empty answer leaves everything as it was."""
        kinds = _("Templates (*.yaml *.yml)")
        found, _kind = QFileDialog.getOpenFileName(self, _("Choose a file"), "", kinds)
        return found

    def _bring_in(self) -> None:
        path, versions = self.choose_file(), self._versions
        if path and versions is not None:
            self._desk.jobs.slow(
                partial(_opened, Path(path), versions.kind), self._look, self._tell
            )

    def _look(self, found: ReadFile) -> None:
        """A file without mistakes goes to the editor; one with any shows them all."""
        if found.faults:
            FaultsSheet(ground(self), found.faults)
            return
        mark_row(self._table, self._rows, lambda each: each.kind is found.kind)
        versions = self._versions
        if versions is not None:
            self.reword_asked.emit(versions, found.data, self._station)

    def choose_place(self, name: str) -> str:
        """Ask where to save a template; an empty answer saves nothing."""
        kinds = _("Templates (*.yaml *.yml)")
        found, _kind = QFileDialog.getSaveFileName(self, _("Save as YAML"), name, kinds)
        return found

    def _bring_out(self) -> None:
        versions, version = self._versions, self._shown.version
        if versions is None or version is None:
            return
        path = self.choose_place(f"paper-{version.version}.yaml")
        if path:
            data = versions.content(version)
            work = partial(write_file, Path(path), own_papers.as_file(data), ".yaml")
            self._desk.jobs.slow(work, self._saved, self._tell)

    def _saved(self, path: Path) -> None:
        self._desk.bar.tell(_("Saved: {path}").format(path=path), Tone.GOOD)

    def _tell(self, error: Refusal) -> None:
        self._desk.bar.tell(words.refusal(error), Tone.BAD)


def _opened(path: Path, kind: PaperKind) -> ReadFile:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise Refusal(Trouble.FILE_UNREADABLE) from error
    return own_papers.read_file(path.name, content, kind)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Paper"), lambda r: case_words.paper_kinds()[r.kind]),
        Column(_("Version in use"), lambda r: r.in_use.version, 140),
        Column(_("Whose"), _whose, 92, tone=lambda r: "accent" if r.in_use.own else ""),
    )


def _whose(versions: Versions) -> str:
    return _("● own") if versions.in_use.own else _("shipped")
