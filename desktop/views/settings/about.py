"""What runs here: version, catalogue with its fingerprint, a file for IT, licences."""

from gettext import gettext as _

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

import resources
from desktop.services.catalogue import seal
from desktop.version import version
from desktop.views.desk import Desk
from desktop.views.parts import Fold, card, column, label, picture, row
from desktop.views.settings.for_it import ForIT

LICENCES = (
    ("Noto Sans SC · SIL OFL 1.1", ("fonts", "LICENSE-NotoSansSC.txt")),
    ("HanaMinB", ("fonts", "LICENSE-HanaMinB.txt")),
    ("Lucide · ISC", ("icons", "LICENSE-Lucide.txt")),
)


class About(QWidget):
    """The figures that IT asks for, mistakes in a new catalogue, licences."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        parts: list[QWidget] = [_figures(desk)]
        if desk.faults:
            parts.append(_faults(desk.faults))
        column(*parts, ForIT(desk), _licences(), None, spacing=16, parent=self)


def _figures(desk: Desk) -> QWidget:
    catalogue = desk.shelf.catalogue
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(10)
    grid.setColumnStretch(1, 1)
    rows = (
        (_("Program"), _("OneVisit {version}").format(version=version() or "—")),
        (_("Catalogue"), _edition(desk)),
        (_("Fingerprint (SHA-256)"), catalogue.digest),
        (_("Signed (key and number)"), seal(desk.shelf)),
        (_("Items"), str(len(catalogue.items))),
        (_("Slip template"), desk.template.version),
        (_("Software licence"), "Apache-2.0"),
    )
    for place, (title, value) in enumerate(rows):
        grid.addWidget(_selectable(title, tone="second"), place, 0)
        grid.addWidget(_selectable(value, select=True), place, 1)
    box = card()
    column(grid, margins=24, parent=box)
    return box


def _edition(desk: Desk) -> str:
    catalogue = desk.shelf.catalogue
    said = _("edition {edition}, in force since {day}")
    return said.format(edition=catalogue.edition, day=catalogue.effective.isoformat())


def _selectable(text: str, *, tone: str = "", select: bool = False) -> QLabel:
    made = label(text, tone=tone, wrap=select)
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    if select:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _faults(faults: tuple[str, ...]) -> QWidget:
    box = card("warn")
    head = label(_("A new catalogue was refused"), size="emphasis", tone="warn")
    text = _("It has {count} mistakes; the old one stays in use until they are mended.")
    lines = [label(fault, wrap=True) for fault in faults]
    column(
        row(picture("triangle-alert", "warn"), head, None),
        label(text.format(count=len(faults)), wrap=True),
        *lines,
        margins=20,
        spacing=8,
        parent=box,
    )
    box.setObjectName("about.faults")
    return box


def _licences() -> QWidget:
    box = card()
    folds = [_licence(title, place) for title, place in LICENCES]
    column(label(_("Fonts and icons"), size="emphasis"), *folds, margins=20, parent=box)
    return box


def _licence(title: str, place: tuple[str, ...]) -> Fold:
    def made() -> QWidget:
        return label(resources.path(*place).read_text(encoding="utf-8"), size="small", wrap=True)

    return Fold(title, made, name=f"about.licence.{place[-1]}")
