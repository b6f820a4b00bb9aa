"""What was read of a batch of scans: page by page beside its picture, taken in after a look."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from gettext import gettext as _

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from desktop.decoding.stubs import ScanPage
from desktop.domain.stubs import How, Read
from desktop.services import stubs
from desktop.services.stubs import Match, Taken, Verdict
from desktop.views import words
from desktop.views.attachments.pictures import prepared
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Field, Line
from desktop.views.parts import button, card, column, label, row
from desktop.views.sheet import Sheet
from desktop.views.tables import Column, Rows, chosen, table

FoundPage = tuple[ScanPage, tuple[Match, ...]]
SIDE = 420
"""Room for a page's picture in px."""


def verdicts() -> dict[Verdict, str]:
    """What a number that was read means."""
    return {
        Verdict.MATCHED: _("● signed stub"),
        Verdict.THERE: _("○ is here already"),
        Verdict.VOID: _("✕ slip is void"),
        Verdict.REFUSED: _("✕ signature refused"),
        Verdict.HALF: _("▲ citizen's half"),
        Verdict.UNKNOWN: _("■ unknown number"),
    }


def hows() -> dict[How, str]:
    """By which code a stub was read."""
    return {
        How.BOTH: _("both codes"),
        How.QR: _("QR code"),
        How.BARS: _("barcode"),
        How.HAND: _("by hand"),
    }


TONES = {Verdict.MATCHED: "good", Verdict.HALF: "warn", Verdict.UNKNOWN: "bad"}


@dataclass(frozen=True, slots=True)
class _Line:
    """One stub of a page, or a page that gave none."""

    page: ScanPage
    match: Match | None


class StubSheet(Sheet):
    """All pages of a batch; what is matched is taken in by one push."""

    def __init__(self, over: QWidget, desk: Desk, pages: tuple[FoundPage, ...]) -> None:
        self._desk = desk
        self._lines = list(_lines(pages))
        columns = (
            Column(_("File"), _named, 140),
            Column(_("Number"), lambda r: "" if r.match is None else r.match.number, 196,
                   strong=True),
            Column(_("Person"), lambda r: "" if r.match is None else r.match.name, 84),
            Column(_("Read by"), lambda r: "" if r.match is None else hows()[r.match.how], 84),
            Column(_("Result"), _verdict, 0, _tone),
        )  # fmt: skip
        self._rows = Rows(columns)
        self._table = table(self._rows, columns, "stubs.table", dense=True)
        self._table.selectionModel().currentRowChanged.connect(self._mark)
        self._picture = label("", name="stubs.picture")
        self._picture.setFixedSize(SIDE, SIDE)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._number = Line(limit=40)
        self._field = Field(_("Its number, by eye"), self._number, name="stubs.number")
        self._by_hand = button(_("Set"), name="stubs.set")
        self._by_hand.clicked.connect(self._set_number)
        self._number.returnPressed.connect(self._set_number)
        self._count = label("", strong=True, name="stubs.count")
        wide = max(760, min(1180, over.width() - 64))
        buttons = [("", _("Close"), "quiet"), ("take", "", "filled")]
        super().__init__(over, _("Signed stubs"), "", buttons, body=self._body(over.height()),
                         width=wide)  # fmt: skip
        self._show_rows()
        self._table.selectRow(0)
        self._table.setFocus()

    def _body(self, tall: int) -> QWidget:
        body, box = QWidget(), card()
        column(self._table, margins=1, parent=box)
        hand = row(self._field, column(22, self._by_hand, None), spacing=8)
        side = column(self._picture, hand, None, spacing=8)
        place = row(box, side, spacing=16)
        place.setStretch(0, 1)
        column(self._count, place, spacing=8, parent=body)
        body.setFixedHeight(max(320, min(620, tall - 200)))
        return body

    def _show_rows(self) -> None:
        here = self._table.currentIndex().row()
        self._rows.show_rows(self._lines)
        self._table.selectRow(max(here, 0))
        taken = len(list(self._taken()))
        unread = sum(1 for line in self._lines if line.match is None)
        said = _("{pages} pages: {matched} matched, {unread} not read")
        pages = len({(line.page.file, line.page.page) for line in self._lines})
        self._count.setText(said.format(pages=pages, matched=taken, unread=unread))
        take = self.findChild(type(self._by_hand), "sheet.take")
        if take is not None:
            take.setText(_("Take in {count} stubs").format(count=taken))
            take.setEnabled(bool(taken))

    def _mark(self, now: QModelIndex, _before: QModelIndex) -> None:
        line = chosen(self._table) if now.isValid() else None
        if not isinstance(line, _Line):
            return
        picture = line.page.picture
        box = (SIDE - 8, SIDE - 8)
        self._picture.setPixmap(
            QPixmap() if picture is None else QPixmap.fromImage(prepared(picture, 0, box))
        )
        wanted = line.page.checked is not None
        self._field.setEnabled(wanted)
        self._by_hand.setEnabled(wanted)
        self._field.complain("")

    def _set_number(self) -> None:
        line = chosen(self._table)
        number = self._number.text().strip().upper()
        if isinstance(line, _Line) and number:
            read = Read(number, How.HAND, marked=True)
            self._desk.ask(stubs.judge, self._desk.clerk, [read], done=partial(self._judged, line))

    def _judged(self, line: _Line, matches: tuple[Match, ...]) -> None:
        (match,) = matches
        if match.verdict is not Verdict.MATCHED:
            self._field.complain(verdicts()[match.verdict])
            return
        place = self._lines.index(line)
        if _counts(line):  # a second stub on the same page
            place += 1
            self._lines.insert(place, line)
        self._lines[place] = _Line(line.page, match)
        self._number.clear()
        self._show_rows()

    def _taken(self) -> Iterator[Taken]:
        """Each slip once, though several pages show it."""
        seen: set[int] = set()
        for line in self._lines:
            match, checked = line.match, line.page.checked
            if match is None or match.slip is None or checked is None or match.slip in seen:
                continue
            if _counts(line):
                seen.add(match.slip)
                yield Taken(match.slip, line.page.page, match.how, checked)

    def answer(self, key: str) -> None:
        """Take in, or leave."""
        if key == "take":
            taken = tuple(self._taken())
            self._desk.act(stubs.take, taken, done=self._done, changes=("slips",))
        else:
            super().answer(key)

    def _done(self, count: int) -> None:
        super().answer("done")
        said = _("{count} signed stubs are here now.").format(count=count)
        self._desk.bar.tell(said, Tone.GOOD)


def _lines(pages: tuple[FoundPage, ...]) -> Iterator[_Line]:
    for page, matches in pages:
        if not matches or page.found.contradicting:
            yield _Line(page, None)
        for match in matches:
            yield _Line(page, match)


def _counts(line: _Line) -> bool:
    return line.match is not None and line.match.verdict is Verdict.MATCHED


def _named(line: _Line) -> str:
    return f"{line.page.file} · {line.page.page}"


def _verdict(line: _Line) -> str:
    if line.match is not None:
        return verdicts()[line.match.verdict]
    if line.page.refusal is not None:
        return f"■ {words.refusal(line.page.refusal)}"
    if line.page.found.contradicting:
        return _("■ its codes contradict each other")
    return _("■ no code was read")


def _tone(line: _Line) -> str:
    return "bad" if line.match is None else TONES.get(line.match.verdict, "")
