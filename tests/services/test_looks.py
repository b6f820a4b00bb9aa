"""Looking is an act: opened records, revealed numbers and exports leave a trace to be read."""

from datetime import timedelta

import pytest

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.errors import Refusal, Trouble
from desktop.services import cases, daily, looks, moves, slips
from desktop.services.looks import Look, LookFilter, LookRow
from desktop.services.officers import Second
from tests import builders
from tests.builders import CHIEF, NOW, OLD_WOMAN, PASSWORD
from tests.services.counter import CARD, acts, draft, issued, many, press

SUPERVISOR = Second("001003", PASSWORD)


def seen(
    backend: Backend, shown: LookFilter | None = None, before: int | None = None
) -> tuple[LookRow, ...]:
    with reading(backend.engine) as session:
        return looks.who_looked(session, CHIEF, shown or LookFilter(), before)


def test_opening_a_case_and_a_slip_is_written_down_once_for_a_while(backend: Backend) -> None:
    done, who = issued(backend, CARD), builders.clerk(backend)
    for minutes in (0, 1, 9, 10, 11):
        with writing(backend.engine) as session:
            cases.look(session, who, NOW + timedelta(minutes=minutes), done.case)
    with writing(backend.engine) as session:
        assert slips.look(session, who, NOW, done.slip).number == done.number
    found = seen(backend)
    assert [row.act for row in found] == [Look.SLIP, Look.CASE, Look.CASE]
    assert {(r.officer, r.officer_number, r.case, r.name) for r in found} == {
        ("李窗口", "001002", done.case, OLD_WOMAN.name)
    }
    assert {row.id_number for row in found} == {"000103********0024"}


def test_every_reveal_is_written_down_and_gives_the_whole_number(backend: Backend) -> None:
    done, who = issued(backend, CARD), builders.clerk(backend)
    for _twice in range(2):
        with writing(backend.engine) as session:
            shown = cases.reveal(session, who, NOW, done.case)
        assert (shown.id_number, shown.phone) == (OLD_WOMAN.id_number, OLD_WOMAN.phone)
    assert [row.act for row in seen(backend)] == [Look.REVEAL] * 2


def test_the_report_is_filtered_and_paged(backend: Backend) -> None:
    first, second = issued(backend, CARD), issued(backend, CARD)
    moment = NOW
    for number, case in (("001002", first.case), ("001003", second.case)) * 30:
        moment += timedelta(minutes=11)
        with writing(backend.engine) as session:
            cases.look(session, builders.clerk(backend, number), moment, case)
    page = seen(backend)
    assert len(page) == looks.PAGE
    rest = seen(backend, before=page[-1].seq)
    assert [row.seq for row in (*page, *rest)] == sorted(
        {row.seq for row in (*page, *rest)}, reverse=True
    )
    assert len(page) + len(rest) == 60
    assert {r.officer_number for r in seen(backend, LookFilter(officer=3))} == {"001003"}
    assert {r.case for r in seen(backend, LookFilter(case=first.case))} == {first.case}
    assert seen(backend, LookFilter(act=Look.REVEAL)) == ()


def _day(backend: Backend) -> daily.DayFilter:
    return daily.DayFilter(NOW.date(), NOW.date(), builders.ZONE)


def test_an_export_counts_its_persons(backend: Backend) -> None:
    issued(backend, CARD)
    issued(backend, CARD)
    with writing(backend.engine) as session:
        assert len(daily.export(session, CHIEF, NOW, _day(backend))) == 2
    (row,) = seen(backend)
    assert (row.act, row.persons, row.case) == (Look.EXPORT, 2, None)


def test_many_persons_leave_the_program_only_with_two(backend: Backend) -> None:
    many(backend, draft(backend, CARD), [NOW] * 101)

    def export(second: Second | None) -> None:
        with writing(backend.engine) as session:
            daily.export(session, CHIEF, NOW, _day(backend), second)

    for second, trouble in (
        (None, Trouble.SECOND_NEEDED),
        (Second("001003", "wrong"), Trouble.WRONG_PASSWORD),
        (Second("001001", PASSWORD), Trouble.SECOND_SAME),
        (Second("001002", PASSWORD), Trouble.SECOND_UNFIT),
    ):
        with pytest.raises(Refusal) as refused:
            export(second)
        assert refused.value.trouble is trouble
    assert not seen(backend)
    export(SUPERVISOR)
    assert seen(backend)[0].persons == 101


def test_five_wrong_second_passwords_delay_the_sixth(backend: Backend) -> None:
    done, who = issued(backend, CARD), builders.clerk(backend)
    troubles = []
    for password in ["wrong"] * 5 + [PASSWORD]:
        with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
            slips.void(session, who, NOW, done.slip, "错了", Second("001003", password))
        troubles.append(refused.value.trouble)
    assert troubles == [Trouble.WRONG_PASSWORD] * 5 + [Trouble.TRIES_EXHAUSTED]
    with reading(backend.engine) as session:
        assert "slip.void" not in acts(session)


def test_a_void_slip_keeps_its_number_and_says_why(backend: Backend) -> None:
    done, who = issued(backend, CARD), builders.clerk(backend)

    def void(reason: str, second: Second | None = SUPERVISOR) -> None:
        with writing(backend.engine) as session:
            slips.void(session, who, NOW, done.slip, reason, second)

    for reason, second, trouble in (
        (" ", SUPERVISOR, Trouble.REASON_MISSING), ("错了", None, Trouble.SECOND_NEEDED),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            void(reason, second)
        assert refused.value.trouble is trouble
    void("姓名写错")
    with pytest.raises(Refusal) as refused:
        void("again")
    assert refused.value.trouble is Trouble.SLIP_VOID
    after = issued(backend, CARD)
    assert after.number != done.number
    with reading(backend.engine) as session:
        assert [row.voided for row in slips.ledger(session, who)] == [False, True]
        assert slips.gaps(session, who) == ()


def test_a_case_is_made_void_with_two_persons(backend: Backend) -> None:
    from desktop.domain.cases import CaseMove, CaseState

    done, who = issued(backend, CARD), builders.clerk(backend)

    def void(second: Second | None) -> None:
        with writing(backend.engine) as session:
            version = cases.case_view(session, who, builders.NOW, done.case).version
            moves.move_case(
                session,
                who,
                NOW,
                press(backend),
                done.case,
                version,
                CaseMove.VOID,
                "重复受理",
                second,
            )

    with pytest.raises(Refusal) as refused:
        void(None)
    assert refused.value.trouble is Trouble.SECOND_NEEDED
    void(SUPERVISOR)
    with reading(backend.engine) as session:
        view = cases.case_view(session, who, builders.NOW, done.case)
        assert (view.state, view.choices) == (CaseState.VOID, ())
