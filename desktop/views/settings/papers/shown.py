"""One kind of paper: its very PDF, what its version says otherwise, all its versions, the law."""

from gettext import gettext as _

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QTabBar, QWidget

from desktop.domain.errors import Refusal
from desktop.domain.own_papers import Standing, differences, left_out
from desktop.domain.paper_templates import PaperTemplateError, read_template
from desktop.services.own_papers import Version, Versions
from desktop.services.station import StationFacts
from desktop.views import case_words, paper_words, words
from desktop.views.desk import Desk
from desktop.views.parts import card, column, label, row, scrolled
from desktop.views.preview import Preview
from desktop.views.settings.papers.differences import Differences
from desktop.views.settings.papers.law import law_list
from desktop.views.settings.papers.sample import Sample
from desktop.views.tables import Column, Rows, chosen, mark_row, table


class Shown(QWidget):
    """What stands at the right of the list; `marked` says which version is looked at."""

    marked = Signal()

    def __init__(self, desk: Desk, *acts: QPushButton) -> None:
        super().__init__()
        self._versions: Versions | None = None
        self._head = label("", size="emphasis", name="papers.name")
        self._line = label("", tone="second", wrap=True, name="papers.line")
        self._preview = Preview()
        self._said = label("", tone="bad", wrap=True, name="papers.said")
        self._said.hide()
        self._sample = Sample(desk, self)
        self._sample.made.connect(self._made)
        self._sample.refused.connect(self._unfit)
        self._differences = Differences()
        self._rows = Rows(_columns())
        self._table = table(self._rows, _columns(), "papers.versions", dense=True)
        self._table.setAccessibleName(_("Versions"))
        self._table.selectionModel().currentRowChanged.connect(self._mark)
        self._tabs = QTabBar()
        self._tabs.setObjectName("papers.tabs")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._pages = QStackedWidget()
        self._lay_out(law_list(desk.law, desk.now().date()), acts)

    def _lay_out(self, law: QWidget, acts: tuple[QPushButton, ...]) -> None:
        preview = QWidget()
        column(self._said, self._preview, spacing=8, parent=preview)
        for title, page in (
            (_("Preview"), preview),
            (_("Differences"), self._differences),
            (_("Versions"), self._table),
            (_("Cited law"), scrolled(law, "papers.law")),
        ):
            self._tabs.addTab(title)
            self._pages.addWidget(page)
        self._tabs.currentChanged.connect(self._pages.setCurrentIndex)
        box = card()
        named = column(self._head, self._line, spacing=2)
        top = row(named, *acts, spacing=8)
        top.setStretch(0, 1)
        places = column(top, self._tabs, self._pages, margins=12, spacing=6, parent=box)
        places.setStretch(2, 1)
        column(box, parent=self)

    def know(self, facts: StationFacts | None) -> None:
        """From now on samples name the station as it is now."""
        self._sample.know(facts)

    def show_versions(self, versions: Versions) -> None:
        """Show a kind by the version that counts."""
        self._versions = versions
        self._head.setText(case_words.paper_kinds()[versions.kind])
        self._rows.show_rows(versions.rows)
        mark_row(self._table, self._rows, lambda row_: row_.standing is Standing.IN_USE)

    @property
    def version(self) -> Version | None:
        """The version that is looked at."""
        found = chosen(self._table)
        return found if isinstance(found, Version) else None

    def _mark(self, now: QModelIndex, _before: QModelIndex) -> None:
        version, versions = self.version if now.isValid() else None, self._versions
        if version is None or versions is None:
            return
        self._line.setText(_about(version))
        ours, data = versions.shipped, versions.content(version)
        kind, shared = versions.kind, ours.words
        self._differences.show_rows(
            differences(ours.data, data, kind, shared), left_out(ours.data, data, kind, shared)
        )
        try:
            self._sample.make(read_template(data, version.version, kind, shared))
        except PaperTemplateError as error:
            self._say(str(error))
        self.marked.emit()

    def _made(self, pdf: bytes) -> None:
        self._say("")
        self._preview.show_pdf(pdf)

    def _unfit(self, error: Refusal) -> None:
        self._say(words.refusal(error))

    def _say(self, text: str) -> None:
        self._said.setText(text)
        self._said.setVisible(bool(text))


def _about(version: Version) -> str:
    standing = paper_words.standings()[version.standing]
    if version.since is None:
        return _("{version} · {standing} · came with the program").format(
            version=version.version, standing=standing
        )
    said = (
        _("{version} · {standing} · from {since} · {officer}, with {second}")
        if version.own
        else _("{version} · {standing} · back to the shipped one from {since} · {officer}, "
               "with {second}")
    )  # fmt: skip
    return said.format(
        version=version.version, standing=standing, since=words.day(version.since),
        officer=version.officer, second=version.second,
    )  # fmt: skip


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Version"), lambda r: r.version, 130, strong=True),
        Column(_("State"), lambda r: paper_words.standings()[r.standing], 90),
        Column(_("Counts from"), lambda r: words.day(r.since), 106),
        Column(_("What it is"), _what),
        Column(_("Made"), lambda r: "—" if r.made_at is None else words.moment(r.made_at), 140),
        Column(_("By"), lambda r: r.officer or "—", 80),
        Column(_("Answers for it, too"), lambda r: r.second or "—", 90),
    )


def _what(version: Version) -> str:
    if version.since is None:
        return _("shipped")
    return _("own version") if version.own else _("back to shipped")
