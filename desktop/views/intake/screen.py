"""The wizard's screen: steps at the left, the page in the middle, this person at the right."""

from gettext import gettext as _
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.intake import Draft, Progress, Step, asked_flags, needed, progress
from desktop.services import again, drafts
from desktop.services.drafts import SavedDraft
from desktop.services.intake import Issued
from desktop.services.officers import Second
from desktop.services.told_once import Exempt
from desktop.views import theme, words
from desktop.views.desk import Desk, Tone
from desktop.views.intake.circumstances_page import CircumstancesPage
from desktop.views.intake.citizen import CitizenScreen, touched
from desktop.views.intake.delivery_page import DeliveryPage
from desktop.views.intake.explain_page import ExplainPage
from desktop.views.intake.items_page import ItemsPage
from desktop.views.intake.lines import Told
from desktop.views.intake.materials_page import MaterialsPage
from desktop.views.intake.page import Page
from desktop.views.intake.panel import PersonPanel
from desktop.views.intake.person_page import PersonPage
from desktop.views.intake.review_page import ReviewPage
from desktop.views.intake.signature_page import SignaturePage
from desktop.views.intake.work import Work
from desktop.views.parts import GAP, ICON, button, by_eye, card, column, hint, label, restyle, row
from desktop.views.second import SecondSheet
from desktop.views.sheet import ground


class IntakeScreen(QWidget):
    """Leads one visit from the item to the slip; Ctrl+Enter goes on, Alt+arrows walk."""

    issued = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("intake")
        self._desk = desk
        self.work = Work(desk, self)
        self._pages: dict[Step, Page] = {}
        self._steps: dict[Step, QPushButton] = {}
        self._stack = QStackedWidget()
        self._kept = label("", size="hint", name="intake.kept")
        self._next = button("", kind="filled", key="Ctrl+Return", name="intake.next")
        self._next.clicked.connect(self._on)
        self._before = button(_("Back"), key="Alt+Left", icon="chevron-left", name="intake.back")
        self._before.clicked.connect(lambda: self._walk(-1))
        self._citizen = CitizenScreen(desk.station.name)
        self.destroyed.connect(self._citizen.close)
        self.destroyed.connect(self._citizen.deleteLater)
        self._second: SecondSheet | None = None
        self._order = QTimer(self)
        self._order.setSingleShot(True)
        self._order.timeout.connect(self._order_tabs)
        self._make_pages()
        self._lay_out()
        QShortcut(QKeySequence("Alt+Right"), self).activated.connect(lambda: self._walk(1))
        self.work.changed.connect(self._changed)
        self.work.kept.connect(self._show_kept)
        self.work.issued.connect(self._done)
        self.work.refused.connect(self._refused)
        self.show_step(Step.ITEMS)

    def _make_pages(self) -> None:
        explain, review = ExplainPage(self.work), ReviewPage(self.work)
        self._signature = SignaturePage(self.work)
        self._citizen.signed.connect(self._signature.take)
        pages = (
            ItemsPage(self.work), PersonPage(self.work), CircumstancesPage(self.work),
            MaterialsPage(self.work), DeliveryPage(self.work), explain,
            self._signature, review,
        )  # fmt: skip
        explain.shown.connect(self._tell)
        review.back.connect(self.show_step)
        for page in pages:
            self._pages[page.step] = page
            page.on.connect(self._on)
            self._stack.addWidget(page)

    def _lay_out(self) -> None:
        side = card("plain")
        side.setFixedWidth(176)
        rows = column(
            label(_("Intake"), size="emphasis"), 8, margins=(12, 20, 12, 16), spacing=2, parent=side
        )
        for number, step in enumerate(Step, 1):
            made = QPushButton()
            made.setProperty("step", True)
            made.setCheckable(True)
            made.setIconSize(QSize(ICON + GAP, ICON))
            made.setObjectName(f"step.{step}")
            made.setProperty("number", number)
            made.clicked.connect(lambda _=False, step=step: self.show_step(step))
            self._steps[step] = made
            rows.addWidget(made)
        rows.addStretch(1)
        fresh = button(_("New intake"), kind="quiet", icon="plus", name="intake.new")
        fresh.clicked.connect(lambda: self.begin(()))
        rows.addWidget(fresh)
        foot = QWidget()
        foot.setObjectName("canvas")
        row(self._before, self._kept, None, self._next, margins=(24, 10, 24, 10), parent=foot)
        middle = column(self._stack, foot, spacing=0)
        right = card("plain")
        column(PersonPanel(self.work), parent=right)
        place = row(side, middle, right, spacing=0, parent=self)
        place.setStretch(1, 1)

    def begin(self, items: tuple[str, ...] = ()) -> None:
        """Start a new intake; the one under way stays as a draft."""
        self.work.begin(items)
        self._kept.clear()
        self.show_step(Step.PERSON if items else Step.ITEMS)

    def go_on(self, key: str) -> None:
        """Go on with an intake that was kept; the one under way stays as a draft."""
        self._desk.ask(drafts.kept, self._desk.clerk, key, done=self._go_on)

    def _go_on(self, saved: SavedDraft | None) -> None:
        if saved is not None:
            self.work.resume(saved)
            self.show_step(self.work.step)

    def take_up(self, slip: int) -> None:
        """Go on with the matter of a void slip; the intake under way stays as a draft."""
        self._desk.act(again.taken_up, slip, done=self._take_up)

    def _take_up(self, draft: Draft) -> None:
        self.work.take_up(draft)
        self._kept.clear()
        self.show_step(Step.PERSON)
        self._desk.bar.tell(_("Mend what was wrong; then explain it and have it signed anew."))

    @property
    def place(self) -> str:
        """The step that is shown, for the manual."""
        return str(self.work.step)

    def arrive(self) -> None:
        """Come back to the page that was shown."""
        self._pages[self.work.step].arrive()
        self._focus()

    def leave(self) -> None:
        """Keep what was typed last before the counter locks or the window closes."""
        self.work.keep_now()
        self._citizen.rest()
        self._citizen.open_as(self._desk.settings, self.screen())

    def show_step(self, step: object) -> None:
        """Go to one step."""
        if not isinstance(step, Step):
            return
        self.work.go(step)
        self._stack.setCurrentWidget(self._pages[step])
        self._pages[step].arrive()
        self._show_steps()
        self._focus()
        self._order.start()
        if step is not Step.EXPLAIN or self._citizen.signing:
            self._citizen.rest()
        self._show_visitor()

    def _focus(self) -> None:
        first = self._pages[self.work.step].first()
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _changed(self) -> None:
        if self._stack.currentWidget() is not self._pages[self.work.step]:
            self.show_step(self.work.step)
            return
        self._pages[self.work.step].refresh()
        self._show_visitor()
        self._show_steps()
        self._order.start()

    def _show_visitor(self) -> None:
        """On the second screen: a pad to sign on where it can be drawn on, at its step alone."""
        signs = self.work.step is Step.SIGNATURE and self._drawable()
        if signs and self._signature.drawable:
            self._citizen.show_pad(self._signature.strokes)
        elif self._citizen.signing:
            self._citizen.rest()
        self._citizen.open_as(self._desk.settings, self.screen())

    def _drawable(self) -> bool:
        """Whether the visitor's screen can be drawn on; a simulated one with the mouse."""
        return self._desk.settings.second_screen == "simulated" or touched()

    def _order_tabs(self) -> None:
        """Let Tab follow the eye through the page, also over rows that came later, then on."""
        order = [*by_eye(self._pages[self.work.step]), self._next, self._before]
        for one, two in pairwise(order):
            QWidget.setTabOrder(one, two)

    def _show_steps(self) -> None:
        matter, names = self.work.matter, words.steps()
        for step, made in self._steps.items():
            here = step is self.work.step
            state = progress(matter, step)
            made.setText(names[step])
            made.setIcon(theme.icon(*_mark(state, here), ICON, GAP))
            made.setChecked(here)
            made.setEnabled(needed(matter, step) or here)
            hint(made, "" if needed(matter, step) else self._why_not(step))
        last = self.work.step is Step.REVIEW
        self._next.setText(_("Issue the slip") if last else _("Continue"))
        self._before.setEnabled(self.work.step is not Step.ITEMS)
        restyle(self._next)

    def _why_not(self, step: Step) -> str:
        if step is Step.DELIVERY:
            return _("Not needed: everything is finished on the spot.")
        if not asked_flags(self.work.matter):
            return _("Not needed: nothing to ask for these items.")
        return _("Not needed for this visit.")

    def _walk(self, way: int) -> None:
        steps = [s for s in Step if needed(self.work.matter, s) or s is self.work.step]
        place = steps.index(self.work.step) + way
        if 0 <= place < len(steps):
            self.show_step(steps[place])

    def _on(self) -> None:
        """Go on if nothing is open here; on the last page issue the slip."""
        page = self._pages[self.work.step]
        if page.show_open():
            return
        if self.work.step is not Step.REVIEW:
            self._walk(1)
            return
        for step in Step:
            if progress(self.work.matter, step) is Progress.OPEN and step is not Step.REVIEW:
                self.show_step(step)
                self._pages[step].show_open()
                return
        self._next.setEnabled(False)
        self.work.issue()

    def _done(self, issued: object) -> None:
        self._next.setEnabled(True)
        if self._second is not None:
            self._second.finish()
        if isinstance(issued, Issued):
            text = _("Slip {number} is issued.").format(number=issued.number)
            if issued.case_number:
                text += " " + _("Case {number}, due {due}.").format(
                    number=issued.case_number, due=words.day(issued.due)
                )
            self._desk.bar.tell(text, Tone.GOOD)
            self.begin(())
            self.issued.emit(issued.slip)

    def _refused(self, error: object) -> None:
        self._next.setEnabled(True)
        if not isinstance(error, Refusal):
            return
        if error.trouble is Trouble.ASKED_ANEW:
            self._second = self._ask_second(words.refusal(error))
        elif self._second is not None:
            self._second.refuse(error)
        else:
            self._desk.bar.tell(words.refusal(error), Tone.BAD, _("Try again"), self.work.issue)

    def _ask_second(self, why: str) -> SecondSheet:
        """Something is asked for that no earlier slip had: a second person answers for it."""
        sheet = SecondSheet(
            ground(self), _("Ask for more than the first slip did"), why, _("Ask for it"),
            with_reason=True,
        )  # fmt: skip
        sheet.given.connect(self._issue_with)
        sheet.answered.connect(self._second_gone)
        return sheet

    def _issue_with(self, second: Second, reason: str) -> None:
        self.work.issue(Exempt(second, reason))

    def _second_gone(self, _key: str) -> None:
        self._second = None

    def _show_kept(self) -> None:
        self._kept.setText(_("kept {time}").format(time=words.clock(self._desk.now())))

    def _tell(self, what: object) -> None:
        if isinstance(what, tuple) and isinstance(what[0], Told):
            self._citizen.show_told(*what)


def _mark(state: Progress, here: bool) -> tuple[str, str]:
    """The shape and colour of a step: done, here, later, not needed."""
    match state:
        case Progress.DONE:
            return "circle-check", "good"
        case Progress.NOT_NEEDED:
            return "minus", "ink-3"
        case Progress.OPEN:
            return ("circle-dot", "accent") if here else ("circle", "ink-3")
