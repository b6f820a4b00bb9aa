"""Official papers in the records: opened with a trace, printed sheet by sheet, never changed."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from db.engine import reading, writing
from db.models import CasePaper, HandOver, Print, Visit
from desktop.backend import Backend
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.paper_samples import sample_facts
from desktop.domain.paper_templates import PaperTemplate, PaperTemplateError
from desktop.domain.papers import PaperKind
from desktop.domain.printing import News, PrintOutcome
from desktop.domain.records import Fault
from desktop.domain.visits import Purpose
from desktop.services import papers, slips, visits
from tests.builders import CHIEF, NOW
from tests.services.counter import CARD, acts, issued, press


@pytest.fixture
def paper(backend: Backend) -> int:
    """The acceptance notice of a case."""
    return issued(backend, CARD).papers[0].id


def test_a_paper_is_opened_with_a_trace(backend: Backend, paper: int) -> None:
    with writing(backend.engine) as session:
        found = papers.look(session, CHIEF, NOW, paper)
    assert (found.row.kind, found.genuine, found.row.printed) == (PaperKind.ACCEPTANCE, True, None)
    with reading(backend.engine) as session:
        assert acts(session)[-1] == "slip.look"


def test_a_paper_of_no_case_is_opened_without_one(backend: Backend) -> None:
    with writing(backend.engine) as session:
        row = papers.issue(session, CHIEF, NOW, press(backend), sample_facts(PaperKind.POSTING))
    with writing(backend.engine) as session:
        before = len(acts(session))
        assert papers.look(session, CHIEF, NOW, row.id).row.number == "330105A1JB202600001"
        assert len(acts(session)) == before
        assert session.scalars(select(HandOver)).all() == []


def test_sheets_are_asked_for_once_a_push_and_followed(backend: Backend, paper: int) -> None:
    def asked(key: str) -> slips.Sheet:
        with writing(backend.engine) as session:
            return papers.ask_print(session, CHIEF, NOW, paper, "HP", key)

    assert asked("one") == asked("one")
    sheet = asked("two")
    assert (sheet.copy, sheet.outcome) == (2, PrintOutcome.ASKED)
    with writing(backend.engine) as session:
        slips.follow_print(session, CHIEF, NOW, sheet.id, News.GONE)
        slips.tell_print(session, CHIEF, NOW, sheet.id, came_out=True)
        papers.ask_print(session, CHIEF, NOW, paper, "PDF", "three", saved=True)
    with reading(backend.engine) as session:
        assert session.query(Print).filter(Print.paper_id == paper).count() == 3
        assert "paper.print.confirmed" in acts(session)


def test_the_signed_copy_is_noted_once(backend: Backend, paper: int) -> None:
    for _ in range(2):
        with writing(backend.engine) as session:
            papers.signed(session, CHIEF, NOW, paper)
    with reading(backend.engine) as session:
        assert session.get_one(CasePaper, paper).signed_at == NOW
        assert acts(session).count("paper.signed") == 1


def test_a_label_is_made_and_not_kept(backend: Backend) -> None:
    with writing(backend.engine) as session:
        made = papers.sheet(session, CHIEF, NOW, press(backend), sample_facts(PaperKind.LABEL))
        assert made.pdf
        assert session.scalars(select(CasePaper)).all() == []


def test_a_template_with_a_mistake_stores_nothing(backend: Backend) -> None:
    def broken(_kind: PaperKind) -> PaperTemplate:
        raise PaperTemplateError([Fault("paper-receipt-1.yaml", "", "phrases.text", "is missing")])

    unfit = replace(press(backend), template=broken)
    facts = sample_facts(PaperKind.RECEIPT)
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        papers.issue(session, CHIEF, NOW, unfit, facts)
    assert refused.value.trouble is Trouble.PAPER_UNFIT
    assert "phrases.text" in str(refused.value.values["problem"])


def test_a_paper_that_was_issued_is_never_changed(backend: Backend, paper: int) -> None:
    with pytest.raises(DatabaseError, match="never changed"), backend.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE case_paper SET text = 'x' WHERE id = {paper}")


def test_a_coming_is_noted_by_hand(backend: Backend) -> None:
    done = issued(backend, CARD)
    with writing(backend.engine) as session:
        visits.note_visit(session, CHIEF, NOW, done.case, Purpose.ASK, " 来问进度 ")
    with reading(backend.engine) as session:
        rows = session.scalars(select(Visit).order_by(Visit.id)).all()
        assert [(row.purpose, row.remark) for row in rows] == [
            (Purpose.APPLY, ""), (Purpose.ASK, "来问进度"),
        ]  # fmt: skip
