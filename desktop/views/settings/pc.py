"""What this PC remembers: language, look, its window, printers."""

from dataclasses import replace
from gettext import gettext as _

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from desktop.domain.errors import Trouble
from desktop.domain.printing import Paper
from desktop.settings import CHOICES, Settings
from desktop.troubles import troubles
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Choice, Field, Line
from desktop.views.parts import button, card, column, label, row
from desktop.views.printing import PrintSheet
from desktop.views.settings.bundle import BringIn
from desktop.views.settings.devices import DevicesForm
from desktop.views.settings.printers import PrinterForm
from desktop.views.sheet import ground


class ThisPCForm(QWidget):
    """The settings of one PC; they are kept in its own file, not in the records."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._kind = ""
        self._language = Choice((("zh_CN", "中文"), ("en", "English")))
        self._theme = Choice(
            (("light", _("Light")), ("dark", _("Dark")), ("system", _("As the desktop")))
        )
        self._scale = Choice((each, f"{each} %") for each in CHOICES["scale"])
        self._dense = QCheckBox(_("Low rows in tables"))
        self._dense.setObjectName("pc.dense")
        self._window = Line(limit=40)
        self._prefixes = Line(limit=120)
        self._prefix_field = Field(
            _("First two digits of EMS waybills that are known"),
            self._prefixes,
            hint=_("separated by spaces; others are asked about, not refused"),
            name="pc.prefixes",
        )
        self._printers = (
            PrinterForm("slip", _("Notice slips")),
            PrinterForm("paper", _("Official papers")),
            PrinterForm("guide", _("Guides")),
            PrinterForm("list", _("Lists")),
            PrinterForm("label", _("Address labels"), tested=False),
            PrinterForm("envelope", _("Envelopes"), tested=False),
        )
        self.bundle = BringIn(desk)
        self._devices = DevicesForm(desk.settings)
        self._save = button(_("Save"), kind="filled", icon="save", name="pc.save")
        self._save.clicked.connect(self._keep)
        self._lay_out()
        self._show(desk.settings)
        desk.jobs.slow(_printers, self._offer)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        next_start = _("takes effect at the next start")
        station = self._desk.station.window or "—"
        fields = (
            Field(_("Language"), self._language, hint=next_start, name="pc.language"),
            Field(_("Size of everything"), self._scale, hint=next_start, name="pc.scale"),
            Field(_("Colours"), self._theme, name="pc.theme"),
            Field(
                _("Name of this window, printed on slips"),
                self._window,
                hint=_("empty takes the station's: {window}").format(window=station),
                name="pc.window",
            ),
            self._prefix_field,
        )
        for place, field in enumerate(fields):
            grid.addWidget(field, place // 2, place % 2)
        grid.addWidget(self._dense, 2, 1)
        for place in (0, 1):
            grid.setColumnStretch(place, 1)
        look = card()
        column(grid, margins=24, parent=look)
        paper = card()
        hint = _("Print a test page, lay a ruler on it, and shift the print until it fits.")
        parts = column(
            label(_("Printers"), size="emphasis"), label(hint, tone="second", wrap=True),
            margins=24, spacing=8, parent=paper,
        )  # fmt: skip
        for form in self._printers:
            form.test_asked.connect(self._test)
            parts.addWidget(form)
        save = row(None, self._save)
        column(
            look, paper, self._devices, save, self.bundle, None, spacing=16, parent=self
        )  # fmt: skip

    def _show(self, settings: Settings) -> None:
        self._language.choose(settings.language)
        self._theme.choose(settings.theme)
        self._scale.choose(settings.scale)
        self._dense.setChecked(settings.dense)
        self._window.setText(settings.window)
        self._devices.show_settings(settings)
        self._prefixes.setText(" ".join(settings.waybill_prefixes))
        for form in self._printers:
            form.show_shift(settings.margins.get(form.kind) or [0.0, 0.0])

    def _offer(self, names: tuple[str, ...]) -> None:
        for form in self._printers:
            form.offer(names, self._desk.settings.printers.get(form.kind, ""))

    def _keep(self) -> bool:
        prefixes = tuple(self._prefixes.text().split())
        wrong = [each for each in prefixes if not (each.isascii() and each.isdigit())]
        wrong += [each for each in prefixes if len(each) != 2]
        self._prefix_field.complain(
            _("“{prefix}” is not two digits.").format(prefix=wrong[0]) if wrong else ""
        )
        if wrong:
            self._prefixes.setFocus()
            return False
        try:
            self._desk.pc.change(self._typed(prefixes))
        except OSError:
            self._desk.bar.tell(troubles()[Trouble.READ_ONLY], Tone.BAD)
            return False
        self._desk.bar.tell(_("The settings of this PC are saved."), Tone.GOOD)
        return True

    def _typed(self, prefixes: tuple[str, ...]) -> Settings:
        before = self._desk.settings
        scale = self._scale.value
        return replace(
            self._devices.typed(before),
            language=str(self._language.value),
            theme=str(self._theme.value),
            scale=scale if isinstance(scale, int) else before.scale,
            dense=self._dense.isChecked(),
            window=self._window.text().strip(),
            waybill_prefixes=prefixes,
            printers={**before.printers, **{f.kind: f.name for f in self._printers if f.name}},
            margins={form.kind: form.shift for form in self._printers},
        )

    def _test(self, kind: str) -> None:
        if self._keep():
            self._kind = kind
            self._desk.jobs.slow(self._render, self._rendered)

    def _render(self) -> Paper:
        from desktop.printing.testpage import render_test_page

        return render_test_page(self._desk.template)

    def _rendered(self, paper: Paper) -> None:
        title = _("Test page")
        PrintSheet(ground(self), self._desk, self._kind, title, title, paper.pdf)


def _printers() -> tuple[str, ...]:
    from desktop.printing.paper import printers

    return tuple(printers())
