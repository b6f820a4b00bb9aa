"""The ledger of stubs: judged by number, taken in, undone, what is missing."""

import hashlib

import pytest

from db.engine import reading, writing
from db.models import Blob, Slip
from desktop.backend import Backend
from desktop.domain.attachments import Checked, Media, Picture
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.slips import Stub
from desktop.domain.stubs import How, Read
from desktop.services import attachments, slips, stubs
from desktop.services.officers import Second
from desktop.services.slips import PAGE
from desktop.services.stubs import Taken, Verdict
from tests import builders
from tests.builders import CHIEF, NOW, PASSWORD
from tests.services.counter import CARD, acts, draft, issued, many
from tests.tamper import unfenced

DATA = b"\x89PNG a scan"
FILE = Checked(
    "scan.png", Media.PNG, hashlib.sha256(DATA).hexdigest(), 1, Picture(1, 1, b"\0\0\0"), DATA
)


def judged(opened: Backend, number: str, how: How = How.BOTH, *, marked: bool = True) -> Verdict:
    with reading(opened.engine) as session:
        (match,) = stubs.judge(session, CHIEF, [Read(number, how, marked)])
        return match.verdict


def taken(opened: Backend, slip: int) -> int:
    with writing(opened.engine) as session:
        return stubs.take(session, CHIEF, NOW, [Taken(slip, 1, How.BOTH, FILE)])


def test_a_number_is_judged_by_its_slip(backend: Backend) -> None:
    done, void = issued(backend, CARD), issued(backend, CARD)
    assert judged(backend, done.number) is Verdict.MATCHED
    assert judged(backend, done.number, How.BARS, marked=False) is Verdict.HALF
    assert judged(backend, done.number, How.HAND, marked=False) is Verdict.MATCHED
    assert judged(backend, done.number, How.QR, marked=False) is Verdict.HALF
    assert judged(backend, "330105A1209901010001") is Verdict.UNKNOWN
    with writing(backend.engine) as session:
        slips.void(session, CHIEF, NOW, void.slip, "错了", Second("001003", PASSWORD))
        session.get_one(Slip, done.slip).stub = Stub.REFUSED
    assert judged(backend, void.number) is Verdict.VOID
    assert judged(backend, done.number) is Verdict.REFUSED


@pytest.mark.file
def test_a_slip_of_a_former_template_carries_no_mark(backend: Backend) -> None:
    done = issued(backend, CARD)
    with unfenced(backend) as raw:
        raw.execute("UPDATE slip SET template = 'notice-3'")
    assert judged(backend, done.number, How.QR, marked=False) is Verdict.MATCHED


def test_a_scan_is_kept_once_and_the_stub_is_here(backend: Backend) -> None:
    first, second = issued(backend, CARD), issued(backend, CARD)
    assert taken(backend, first.slip) == 1
    assert taken(backend, first.slip) == 0  # somebody was faster
    assert taken(backend, second.slip) == 1  # two stubs on one page
    assert judged(backend, first.number) is Verdict.THERE
    with writing(backend.engine) as session:
        assert session.query(Blob).count() == 1
        kept = stubs.scan_of(session, CHIEF, NOW, first.slip)
        assert kept is not None
        assert (kept.number, kept.data, kept.page, kept.how) == (first.number, DATA, 1, How.BOTH)
        assert acts(session).count("slip.stub") == 2


def test_a_mistake_is_undone_with_a_reason(backend: Backend) -> None:
    done = issued(backend, CARD)
    taken(backend, done.slip)
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        stubs.undo(session, CHIEF, NOW, done.slip, " ")
    assert refused.value.trouble is Trouble.REASON_MISSING
    with writing(backend.engine) as session:
        stubs.undo(session, CHIEF, NOW, done.slip, "没有签名")
        assert stubs.scan_of(session, CHIEF, NOW, done.slip) is None
    with pytest.raises(Refusal) as refused, writing(backend.engine) as session:
        stubs.undo(session, CHIEF, NOW, done.slip, "再来")
    assert refused.value.trouble is Trouble.CHANGED_MEANWHILE
    assert judged(backend, done.number) is Verdict.MATCHED


def test_the_bytes_of_a_scan_outlive_other_purges(backend: Backend) -> None:
    done = issued(backend, CARD)
    taken(backend, done.slip)
    with writing(backend.engine) as session:
        attachments.erase(session, NOW, NOW)
        assert stubs.scan_of(session, CHIEF, NOW, done.slip) is not None
        session.get_one(Slip, done.slip).purged_at = NOW
        session.flush()
        attachments.erase(session, NOW, NOW)
    with writing(backend.engine) as session:
        session.expire_all()
        assert stubs.scan_of(session, CHIEF, NOW, done.slip) is None


def test_what_is_missing_is_named_over_pages(backend: Backend) -> None:
    made = many(backend, draft(backend, CARD), [NOW] * (PAGE + 2))
    taken(backend, made[0].slip)
    with reading(backend.engine) as session:
        found = stubs.every_missing(session, CHIEF)
        assert [row.number for row in found] == [each.number for each in made[1:]]
        assert found[0].name == builders.OLD_WOMAN.name
        other = builders.clerk(backend, "001003")
        assert len(stubs.missing(session, other)) == PAGE
        assert stubs.every_missing(session, builders.clerk(backend, "001002")) == found
