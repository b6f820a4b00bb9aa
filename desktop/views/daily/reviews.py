"""Reviews: what waits for an answer, what was answered, and a random sample of a day."""

from functools import partial
from gettext import gettext as _
from operator import attrgetter
from random import SystemRandom

from PySide6.QtWidgets import QWidget

from desktop.domain.officers import Right
from desktop.domain.reviews import FOR_OFFICER, ReviewKind
from desktop.services import reviews
from desktop.services.reviews import ReviewRow
from desktop.views import words
from desktop.views.case_forms import Form, day_edit, day_of
from desktop.views.desk import Desk, Tone
from desktop.views.fields import Choice, Field, Line, Note
from desktop.views.listing import Listing, Question
from desktop.views.parts import Empty, button, row
from desktop.views.sheet import ground
from desktop.views.tables import Column, chosen


def kinds() -> dict[ReviewKind, str]:
    """What a review is, in a word."""
    return {
        ReviewKind.SAMPLE: _("○ sample"),
        ReviewKind.RETURNED: _("■ returned"),
        ReviewKind.URGED: _("▲ urged"),
        ReviewKind.REASSIGNED: _("→ given away"),
    }


TONES = {ReviewKind.RETURNED: "bad", ReviewKind.URGED: "warn"}


class ReviewsPage(Listing):
    """The list; the marked one's case stands at the right, its answer ends it."""

    def __init__(self, desk: Desk) -> None:
        columns = (
            Column(_("Time"), lambda r: words.moment(r.at)[5:], 100),
            Column(_("What"), lambda r: kinds()[r.kind], 92, lambda r: TONES.get(r.kind, "")),
            Column(_("Case number"), lambda r: r.case_number or "—", 178),
            Column(_("Applicant"), lambda r: r.name, 90, strong=True),
            Column(_("For whom"), lambda r: r.to, 76),
            Column(_("In words"), lambda r: r.said),
            Column(_("Answer given"), lambda r: r.answer),
        )
        self._which = Choice([(False, _("Still open")), (True, _("Ended"))], name="reviews.which")
        sees = desk.clerk.may(Right.APPROVE)
        draw = button(_("Draw a sample …"), name="reviews.draw")
        if not sees:
            draw.hide()
        answer = button(_("Give the answer"), kind="filled", name="reviews.answer")
        advice = _("Cases that a supervisor returns, urges or marks for review stand here.")
        super().__init__(
            desk, "reviews", columns, row(self._which, None, draw, answer, spacing=8),
            Empty("clipboard-check", _("Nothing waits for an answer"), advice),
            attrgetter("case"), frozenset({"reviews"}),
        )  # fmt: skip
        self._which.activated.connect(self._turned)
        draw.clicked.connect(self._draw)
        answer.clicked.connect(self._answer)
        self._table.activated.connect(self._answer)

    def _turned(self, _place: int) -> None:
        self.arrive()

    def question(self, last: ReviewRow | None) -> Question:
        """Reviews before a row, open or ended."""
        return reviews.listed, bool(self._which.value), None if last is None else last.id

    def _answer(self) -> None:
        line = chosen(self._table) or next(iter(self._rows.rows), None)
        if not isinstance(line, ReviewRow) or line.ended_at is not None:
            return
        form = AnswerForm(ground(self), line)
        form.given.connect(partial(self._send, form, line.id))

    def _send(self, form: "AnswerForm", review: int) -> None:
        self._desk.act(
            reviews.answer, review, form.said.toPlainText(), done=partial(self._done, form),
            changes=("reviews",), refused=form.refuse,
        ).broken.connect(form.failed)  # fmt: skip

    def _done(self, form: Form, _made: object) -> None:
        form.finish()
        self._desk.bar.tell(_("Done."), Tone.GOOD)

    def _draw(self) -> None:
        form = DrawForm(ground(self), self._desk)
        form.given.connect(partial(self._send_draw, form))

    def _send_draw(self, form: "DrawForm") -> None:
        values = (day_of(form.day), form.number, SystemRandom())
        self._desk.act(
            reviews.draw, *values, done=partial(self._drawn, form), changes=("reviews",),
            refused=form.refuse,
        ).broken.connect(form.failed)  # fmt: skip

    def _drawn(self, form: Form, made: tuple[int, ...]) -> None:
        form.finish()
        said = _("{count} cases are marked for review.").format(count=len(made))
        self._desk.bar.tell(said, Tone.GOOD if made else Tone.WARN)


class AnswerForm(Form):
    """What is answered to a review; it ends it."""

    def __init__(self, over: QWidget, line: ReviewRow) -> None:
        self.said = Note(height=96)
        fields = {"said": Field(_("Answer given"), self.said, name="form.words")}
        own = line.kind in FOR_OFFICER
        title = _("Answer the remark") if own else _("What the review found")
        text = f"{line.case_number or line.name}　{line.said}".strip()
        super().__init__(over, title, text, _("End it"), fields)
        self.said.setFocus()


class DrawForm(Form):
    """How many cases of which day are drawn."""

    def __init__(self, over: QWidget, desk: Desk) -> None:
        self.day = day_edit(desk.now().date(), "form.day")
        self.count = Line("3", limit=2)
        fields = {
            "day": Field(_("Cases that came in on"), self.day, name="form.day"),
            "count": Field(_("How many"), self.count, name="form.count"),
        }
        text = _("Drawn at random from the day's cases that are in no sample yet.")
        super().__init__(over, _("Draw a sample"), text, _("Draw"), fields)

    @property
    def number(self) -> int:
        """How many, 0 where no whole number stands there."""
        text = self.count.text().strip()
        return int(text) if text.isascii() and text.isdigit() else 0
