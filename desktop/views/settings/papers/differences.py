"""What a version says otherwise than the one that came with the program, text by text."""

from collections.abc import Sequence
from gettext import gettext as _

from PySide6.QtWidgets import QWidget

from desktop.domain.own_papers import Difference
from desktop.views import paper_words
from desktop.views.parts import Empty, card, column, label, row, rule, scrolled


class Differences(QWidget):
    """One block a text: how it was shipped, how it is now; and what the paper says no more."""

    def __init__(self) -> None:
        super().__init__()
        self._place = column(spacing=0, parent=self)
        self._shown: QWidget | None = None
        self.show_rows((), ())

    def show_rows(self, rows: Sequence[Difference], gone: Sequence[str]) -> None:
        """Show other differences."""
        if self._shown is not None:
            self._shown.hide()
            self._place.removeWidget(self._shown)
            self._shown.deleteLater()
        self._shown = _blocks(rows, gone) if rows else _nothing()
        self._place.addWidget(self._shown)


def _nothing() -> QWidget:
    return Empty(
        "check",
        _("As it came with the program"),
        _("Press “Write an own version” to word this paper as your station wants it."),
    )


def _blocks(rows: Sequence[Difference], gone: Sequence[str]) -> QWidget:
    inner = QWidget()
    place = column(spacing=12, margins=(4, 4, 12, 12), parent=inner)
    if gone:
        place.addWidget(left_out(gone))
    for each in rows:
        place.addWidget(_block(each))
    place.addStretch(1)
    return scrolled(inner, "papers.differences")


def left_out(gone: Sequence[str]) -> QWidget:
    """A warning of what the paper says no more."""
    named = paper_words.names()
    said = "、".join(named.get(name, name) for name in gone)
    box = card("warn")
    text = _(
        "▲ The paper says no more: {names}. Make sure that nothing is lost that it must carry."
    )
    column(label(text.format(names=said), wrap=True), margins=12, parent=box)
    box.setObjectName("papers.left_out")
    return box


def _block(each: Difference) -> QWidget:
    made = QWidget()
    column(
        label(paper_words.field_title(each.field, each.before), size="small", strong=True),
        _line(_("shipped"), each.before, "second"),
        _line(_("own"), each.after, "accent"),
        rule(),
        spacing=4, parent=made,
    )  # fmt: skip
    return made


def _line(who: str, text: str, tone: str) -> QWidget:
    made = QWidget()
    head = label(who, size="hint")
    head.setFixedWidth(56)
    said = label(text or _("(nothing)"), tone=tone, wrap=True)
    places = row(head, said, spacing=8, parent=made)
    places.setStretch(1, 1)
    return made
