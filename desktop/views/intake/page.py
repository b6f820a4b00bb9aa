"""What every page of the wizard is: a heading, a body, and a way to show what is open."""

from gettext import gettext as _

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.intake import Step, open_points
from desktop.views import words
from desktop.views.intake.work import Work
from desktop.views.parts import column, label, restyle, row, scrolled


class Page(QWidget):
    """One step in the middle of the wizard, at most 720 wide."""

    on = Signal()

    def __init__(self, work: Work, step: Step, advice: str) -> None:
        super().__init__()
        self.work, self.step = work, step
        self.setObjectName(f"page.{step}")
        work.begun.connect(self.begin)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self._said = label("", tone="bad", wrap=True, name=f"page.{step}.said")
        inner = QWidget()
        inner.setMaximumWidth(760)
        column(
            label(words.steps()[step], size="title"),
            label(advice, tone="second", wrap=True),
            4,
            self.body,
            None,
            margins=(24, 20, 24, 20),
            spacing=6,
            parent=inner,
        )
        holder = QWidget()
        row(inner, parent=holder)
        self.area = scrolled(holder)
        self._said.setContentsMargins(24, 6, 24, 6)
        column(self.area, self._said, spacing=0, parent=self)
        self._said.hide()

    def begin(self) -> None:
        """Forget what was typed for the visitor before; called when another visit is on."""

    def arrive(self) -> None:
        """Show the answers as they stand; called whenever the step is entered."""

    def refresh(self) -> None:
        """Show what changed; called after every change while the step is shown."""

    def first(self) -> QWidget | None:
        """The widget that takes the keyboard when the step is entered."""
        return None

    def show_open(self) -> bool:
        """Say what the step still wants; returns whether there is anything."""
        points = open_points(self.work.matter, self.step)
        self._said.setVisible(bool(points))
        if points:
            text = words.open_point(points[0])
            more = len(points) - 1
            rest = _("  (and {count} more)").format(count=more) if more else ""
            self.say(f"{text}{rest}")
            self.point_at(points[0].where, text)
        return bool(points)

    def say(self, sentence: str) -> None:
        """Say below the page what is wrong; it stays until the next answer."""
        self._said.setText(f"■ {sentence}")
        restyle(self._said, tone="bad")
        self._said.show()

    def point_at(self, where: str, sentence: str) -> None:
        """Mark the place of one open point; pages with fields do it beside the field."""

    def quiet(self) -> None:
        """Take back what was said about open points."""
        self._said.hide()
