"""The devices of this counter: which there are, which are simulated, and how scans are told."""

from dataclasses import replace
from gettext import gettext as _

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.settings import Settings
from desktop.views.fields import Choice, Field, Line
from desktop.views.parts import card, column, label

GAPS = (20, 35, 50, 80, 100)
SHORTEST = (6, 8, 10, 13, 20)


class DevicesForm(QWidget):
    """Reads and shows what the settings say of devices; another form keeps them."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        on = (("on", _("on")), ("off", _("off")), ("simulated", _("simulated")))
        self._choices = {
            "card_reader": Choice(
                (
                    ("off", _("none")),
                    ("program", _("by the program below")),
                    ("simulated", _("simulated")),
                )
            ),
            "scanner": Choice(on),
            "scanner_gap": Choice(_numbers(settings.scanner_gap, GAPS, _("{n} ms"))),
            "scanner_shortest": Choice(
                _numbers(settings.scanner_shortest, SHORTEST, _("{n} characters"))
            ),
            "scanner_end": Choice((("enter", _("Enter")), ("tab", _("Tab")))),
            "camera": Choice(on),
            "second_screen": Choice(on),
            "second_screen_name": Choice(_screens(settings.second_screen_name)),
            "signature_pad": Choice(on),
        }
        self._lines = {"card_reader_program": Line(limit=400), "camera_name": Line(limit=120)}
        self._lay_out()
        self.show_settings(settings)

    def _lay_out(self) -> None:
        rows: tuple[tuple[tuple[str, str, str], ...], ...] = (
            (
                ("card_reader", _("Identity-card reader"), ""),
                (
                    "card_reader_program",
                    _("Program of the card reader, with its arguments"),
                    _("a path with spaces in quotes; for IT: docs/card-reader.md"),
                ),
            ),
            (
                ("scanner", _("Scans from anywhere"), _("off: a scan only types where one is")),
                ("scanner_end", _("Key at the end of a scan"), ""),
            ),
            (
                (
                    "scanner_gap", _("Between two characters at most"),
                    _("longer for slow scanners; more than 50 ms meets fast typists"),
                ),
                ("scanner_shortest", _("Shortest scan"), ""),
            ),
            (
                ("camera", _("Pictures of papers"), ""),
                (
                    "camera_name", _("Camera that is taken first"),
                    _("as the list of cameras names it; empty takes the first"),
                ),
            ),
            (
                ("second_screen", _("Screen for the visitor"), ""),
                ("second_screen_name", _("Which screen"), ""),
            ),
            (
                (
                    "signature_pad", _("Sign stubs on the pad after printing"),
                    _("kept as evidence with the slip; the paper stub stays possible"),
                ),
            ),
        )  # fmt: skip
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        editors: dict[str, QWidget] = {**self._choices, **self._lines}
        for down, cells in enumerate(rows):
            for right, (key, title, hint) in enumerate(cells):
                field = Field(title, editors[key], hint=hint, name=f"pc.{key}")
                grid.addWidget(field, down, right)
        for place in (0, 1):
            grid.setColumnStretch(place, 1)
        box = card()
        told = _(
            "Every device may be missing; the counter works without it. What is simulated shows "
            "people and papers that nobody is."
        )
        column(
            label(_("Devices"), size="emphasis"), label(told, tone="second", wrap=True), grid,
            margins=24, spacing=8, parent=box,
        )  # fmt: skip
        column(box, parent=self)

    def show_settings(self, settings: Settings) -> None:
        """Show what is set."""
        for key, choice in self._choices.items():
            choice.choose(getattr(settings, key))
        for key, line in self._lines.items():
            line.setText(getattr(settings, key))

    def typed(self, settings: Settings) -> Settings:
        """The settings with the devices as they are chosen here."""
        values: dict[str, object] = {key: each.value for key, each in self._choices.items()}
        values |= {key: line.text().strip() for key, line in self._lines.items()}
        return replace(settings, **values)  # type: ignore[arg-type]  # each fits its choice


def _numbers(now: int, offered: tuple[int, ...], text: str) -> list[tuple[object, str]]:
    """What is offered, with the number that is set now, in order."""
    return [(n, text.format(n=n)) for n in sorted({now, *offered})]


def _screens(now: str) -> list[tuple[object, str]]:
    """The screens of this PC, and the one that is set though it is not here now."""
    names = [each.name() for each in QGuiApplication.screens() if each.name()]
    away = [(now, _("{name} (not here now)").format(name=now))] if now and now not in names else []
    first: list[tuple[object, str]] = [("", _("the first that is not this window's"))]
    return [*first, *((name, name) for name in names), *away]
