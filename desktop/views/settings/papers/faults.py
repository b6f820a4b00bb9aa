"""Everything that is wrong with a template's file, by the field it stands in."""

from collections.abc import Sequence
from gettext import gettext as _

from PySide6.QtWidgets import QWidget

from desktop.domain.records import Fault
from desktop.views import fault_words
from desktop.views.parts import column
from desktop.views.sheet import Sheet
from desktop.views.tables import Column, Rows, table


class FaultsSheet(Sheet):
    """The mistakes of a file that was not taken."""

    def __init__(self, over: QWidget, faults: Sequence[Fault]) -> None:
        model = Rows(_columns())
        model.show_rows(faults)
        view = table(model, _columns(), "faults.table", dense=True)
        view.setAccessibleName(_("What is wrong"))
        view.setMinimumHeight(260)
        view.selectRow(0)
        body = QWidget()
        column(view, parent=body)
        body.setFocusProxy(view)
        model.setParent(view)
        super().__init__(
            over,
            _("The file has {count} mistakes").format(count=len(faults)),
            _("Nothing of it was taken. Mend the file and choose it again."),
            [("", _("Close"), "filled")],
            body=body,
            width=720,
        )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Where"), lambda fault: fault.field or fault.file, 220),
        Column(_("What is wrong"), lambda fault: fault_words.problem(fault.problem)),
    )
