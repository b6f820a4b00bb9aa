"""The ledger page by page, a slip's paper, its prints and its stub."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db.engine import reading, writing
from db.models import Print
from desktop.backend import Backend
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.printing import News, PrintOutcome
from desktop.domain.slips import SignatureMode, Stub
from desktop.services import slips
from desktop.services.slips import PAGE, Cursor, SlipRow
from tests import builders
from tests.services.counter import BOOK, CARD, acts, draft, issued, many
from tests.tamper import unfenced

NOW = builders.NOW


def _pages(opened: Backend, stub: Stub | None = None) -> list[tuple[SlipRow, ...]]:
    found, after = [], None
    with reading(opened.engine) as session:
        while True:
            page = slips.ledger(session, builders.CHIEF, stub, after)
            found.append(page)
            if len(page) < PAGE:
                return found
            after = Cursor(page[-1].issued_at, page[-1].id)


def test_the_ledger_comes_page_by_page_without_gap_or_double(backend: Backend) -> None:
    done = draft(backend, BOOK)
    # Three of each minute, so that pages end among rows of one moment.
    moments = [NOW + timedelta(minutes=n // 3) for n in range(120)]
    numbers = [slip.number for slip in many(backend, done, moments)]
    pages = _pages(backend)
    assert [len(page) for page in pages] == [50, 50, 20]
    shown = [row.number for page in pages for row in page]
    assert sorted(shown) == sorted(numbers)
    order = [(row.issued_at, row.id) for page in pages for row in page]
    assert order == sorted(order, reverse=True)


def test_the_ledger_can_show_only_stubs_that_lack(backend: Backend) -> None:
    first, second = issued(backend, CARD), issued(backend, CARD, mode=SignatureMode.PAPER)
    assert len(_pages(backend, Stub.MISSING)[0]) == 2
    with writing(backend.engine) as session:
        slips.confirm_stub(session, builders.clerk(backend), NOW, first.slip)
    (row,) = _pages(backend, Stub.MISSING)[0]
    assert row.id == second.slip
    with reading(backend.engine) as session:
        assert slips.missing_stubs(session, builders.CHIEF) == 1
        assert acts(session)[-1] == "slip.stub"


def test_a_stub_is_confirmed_once(backend: Backend) -> None:
    done = issued(backend, CARD)
    with writing(backend.engine) as session:
        slips.confirm_stub(session, builders.clerk(backend), NOW, done.slip)
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        slips.confirm_stub(session, builders.clerk(backend), NOW, done.slip)
    assert refused.value.trouble is Trouble.ILLEGAL_MOVE


def test_a_row_of_the_ledger(backend: Backend) -> None:
    done = issued(backend, CARD)
    with reading(backend.engine) as session:
        row = slips.slip_row(session, builders.CHIEF, done.slip)
    assert (row.number, row.name, row.officer) == (done.number, "赵桂英", "李窗口")
    assert (row.notice, row.stub, row.signed_by) == (1, Stub.MISSING, SignatureMode.PAPER)
    assert (row.prints, row.printed, row.issued_at) == (0, None, NOW)


def test_the_paper_is_what_was_issued(backend: Backend) -> None:
    done = issued(backend, CARD)
    with reading(backend.engine) as session:
        paper = slips.paper(session, builders.CHIEF, done.slip)
        assert slips.last_slip(session, builders.clerk(backend)) == done.slip
        assert slips.last_slip(session, builders.clerk(backend, "001003")) is None
    assert (paper.number, paper.pdf, paper.template) == (done.number, done.paper.pdf, "notice-4")
    assert slips.genuine(paper)


@pytest.mark.file
def test_changed_bytes_are_found_out(backend: Backend) -> None:
    done = issued(backend, CARD)
    with unfenced(backend) as raw:
        raw.execute("UPDATE slip SET pdf = ? WHERE id = ?", (b"%PDF another", done.slip))
    with reading(backend.engine) as session:
        assert not slips.genuine(slips.paper(session, builders.CHIEF, done.slip))


@pytest.mark.parametrize(
    ("sheets", "copies", "prints", "last"),
    [
        ("y", [1], 1, PrintOutcome.CONFIRMED),
        ("yy", [1, 2], 2, PrintOutcome.CONFIRMED),
        ("?", [1], 1, PrintOutcome.ASKED),
        ("n", [1], 0, PrintOutcome.FAILED),
        ("ny", [1, 1], 1, PrintOutcome.CONFIRMED),  # what never came out is no reprint
        ("yn", [1, 2], 1, PrintOutcome.FAILED),
        ("yny", [1, 2, 2], 2, PrintOutcome.CONFIRMED),
        ("s", [0], 0, PrintOutcome.SAVED),
        ("sy", [0, 1], 1, PrintOutcome.CONFIRMED),
        ("ysy", [1, 0, 2], 2, PrintOutcome.CONFIRMED),
    ],
)
def test_copies_and_what_became_of_them(
    backend: Backend, sheets: str, copies: list[int], prints: int, last: PrintOutcome
) -> None:
    done, who = issued(backend, CARD), builders.clerk(backend)
    found: list[int] = []
    for sheet in sheets:
        with writing(backend.engine) as session:
            asked = slips.ask_print(
                session, who, NOW, done.slip, "PDF", f"push {len(found)}", saved=sheet == "s"
            )
            found.append(asked.copy)
            if sheet in "yn":
                slips.tell_print(session, who, NOW, asked.id, came_out=sheet == "y")
    assert found == copies
    with reading(backend.engine) as session:
        row = slips.slip_row(session, builders.CHIEF, done.slip)
        assert (row.prints, row.printed) == (prints, last)
        assert slips.paper(session, builders.CHIEF, done.slip).prints == prints
        assert len(session.scalars(select(Print)).all()) == len(sheets)
        assert acts(session).count("slip.print") == len(sheets)


def test_a_push_of_the_button_asks_for_one_sheet(backend: Backend) -> None:
    done, who = issued(backend, CARD), builders.clerk(backend)
    sheets = []
    for minute in (0, 1):
        with writing(backend.engine) as session:
            at = NOW + timedelta(minutes=minute)
            sheets.append(slips.ask_print(session, who, at, done.slip, "PDF", "one push"))
    assert sheets[0] == sheets[1]
    with reading(backend.engine) as session:
        assert len(session.scalars(select(Print)).all()) == 1
        assert acts(session).count("slip.print") == 1


def _followed(opened: Backend, told: str) -> tuple[int, list[PrintOutcome], list[str]]:
    """One sheet and what is heard of it: q(ueue), g(one), u(nknown), r(efused), y(es), n(o)."""
    done, who = issued(opened, CARD), builders.clerk(opened)
    news = {"q": News.WAITING, "p": News.PAUSED, "g": News.GONE, "u": News.UNKNOWN}
    news["r"] = News.REFUSED
    states = []
    with writing(opened.engine) as session:
        sheet = slips.ask_print(session, who, NOW, done.slip, "PDF", "push").id
        for each in told:
            if each in news:
                slips.follow_print(session, who, NOW, sheet, news[each])
            else:
                slips.tell_print(session, who, NOW, sheet, came_out=each == "y")
            states.append(session.get_one(Print, sheet).outcome)
    with reading(opened.engine) as session:
        return done.slip, states, [act for act in acts(session) if act.startswith("slip.print")]


_O = PrintOutcome


@pytest.mark.parametrize(
    ("told", "states", "noted"),
    [
        ("qgy", [_O.QUEUED, _O.GONE, _O.CONFIRMED], ["queued", "gone", "confirmed"]),
        ("pqqgn", [_O.QUEUED] * 3 + [_O.GONE, _O.FAILED], ["queued", "gone", "failed"]),
        ("gqg", [_O.GONE] * 3, ["gone"]),  # late news changes nothing
        ("uy", [_O.ASKED, _O.CONFIRMED], ["confirmed"]),
        ("yqg", [_O.CONFIRMED] * 3, ["confirmed"]),  # what the officer said is final
        ("yy", [_O.CONFIRMED] * 2, ["confirmed"]),
        ("r", [_O.FAILED], ["failed"]),
    ],
)
def test_a_sheet_is_followed_to_the_officers_word(
    backend: Backend, told: str, states: list[PrintOutcome], noted: list[str]
) -> None:
    _, found, acts_of = _followed(backend, told)
    assert found == states
    assert acts_of == ["slip.print", *(f"slip.print.{each}" for each in noted)]


def test_the_contrary_of_what_was_said_is_refused(backend: Backend) -> None:
    with pytest.raises(Refusal) as refused:
        _followed(backend, "yn")
    assert refused.value.trouble is Trouble.ILLEGAL_MOVE


@pytest.mark.parametrize(("told", "open_"), [("", True), ("q", True), ("g", True), ("y", False)])
def test_a_sheet_nobody_spoke_of_is_asked_for_again(
    backend: Backend, told: str, open_: bool
) -> None:
    slip, _, _ = _followed(backend, told)
    with reading(backend.engine) as session:
        untold = slips.paper(session, builders.CHIEF, slip).untold
    assert (untold is not None) is open_
    if untold is not None:
        assert (untold.copy, untold.printer, untold.at) == (1, "PDF", NOW)
