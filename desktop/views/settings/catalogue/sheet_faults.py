"""Everything that is wrong with a workbook, by sheet, row and column."""

from collections.abc import Sequence
from gettext import gettext as _

from PySide6.QtWidgets import QWidget

from desktop.domain.catalogue_sheets import SheetFault
from desktop.domain.errors import Trouble
from desktop.views import fault_words, words
from desktop.views.parts import column
from desktop.views.sheet import Sheet
from desktop.views.tables import Column, Rows, table


class SheetFaults(Sheet):
    """The mistakes of a workbook that was not taken."""

    def __init__(self, over: QWidget, faults: Sequence[SheetFault]) -> None:
        model = Rows(_columns())
        model.show_rows(faults)
        view = table(model, _columns(), "sheet-faults.table", dense=True)
        view.setAccessibleName(_("What is wrong"))
        view.setMinimumHeight(300)
        view.selectRow(0)
        body = QWidget()
        column(view, parent=body)
        body.setFocusProxy(view)
        model.setParent(view)
        super().__init__(
            over,
            _("The workbook has {count} mistakes").format(count=len(faults)),
            _("Nothing of it was taken. Mend the rows and choose it again."),
            [("", _("Close"), "filled")],
            body=body,
            width=860,
        )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Sheet"), lambda r: r.sheet, 130, strong=True),
        Column(_("Row"), lambda r: str(r.row or "–"), 64),
        Column(_("Column"), lambda r: r.column, 150),
        Column(_("What is wrong"), _problem),
    )


def _problem(fault: SheetFault) -> str:
    if fault.problem in tuple(Trouble):
        return words.sentence(Trouble(fault.problem), {})
    return fault_words.problem(fault.problem)
