"""An officer works in a section: set by the administrator, carried from the sign-in on."""

import pytest

from db.engine import reading, writing
from db.keys import slot_of
from db.models import Officer
from desktop.backend import Backend
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Role
from desktop.services import deferred, editions, officers
from desktop.services.officers import NewOfficer
from tests import builders
from tests.builders import CHIEF, NOW, PASSWORD
from tests.services.counter import CARD, acts

SECTION = "治安大队"


def put(opened: Backend, section: str) -> None:
    officer = builders.clerk(opened).id
    with writing(opened.engine) as session:
        officers.set_section(session, CHIEF, NOW, officer, section)


def test_a_section_is_carried_from_the_sign_in_on(backend: Backend) -> None:
    put(backend, f" {SECTION}\u200b ")
    clerk = backend.sign_in("001002", PASSWORD)
    assert clerk.section == SECTION
    with reading(backend.engine) as session:
        row = next(each for each in officers.officers(session) if each.number == "001002")
        assert row.section == SECTION
        assert "officer.section" in acts(session)
    put(backend, "")
    assert backend.sign_in("001002", PASSWORD).section == ""


@pytest.mark.file
def test_whoever_unlocks_the_records_works_in_their_section(backend: Backend) -> None:
    put(backend, SECTION)
    with writing(backend.engine) as session:
        row = session.get_one(Officer, builders.clerk(backend).id)
        assert row.slot is not None
        assert officers.admit(session, NOW, slot_of(row.slot)).section == SECTION


def test_a_new_account_has_its_section(backend: Backend) -> None:
    new = NewOfficer("001009", "吴新人", Role.OFFICER, PASSWORD, SECTION)
    with writing(backend.engine) as session:
        assert officers.add_officer(session, CHIEF, NOW, new).section == SECTION


def test_a_name_that_is_too_long_is_refused(backend: Backend) -> None:
    with pytest.raises(Refusal) as refused:
        put(backend, "队" * 41)
    assert refused.value.trouble is Trouble.SECTION_TOO_LONG


def test_what_may_follow_is_told_by_whom(backend: Backend) -> None:
    with writing(backend.engine) as session:
        catalogue = editions.shelf(session, NOW.date()).catalogue
        asked = catalogue.items[CARD].materials[0].material
        deferred.allow(session, CHIEF, NOW, catalogue, CARD, [asked])
        found = {each.item: each for each in deferred.follows(session, CHIEF, catalogue)}
    assert found[CARD].own == (asked,)
    assert found[CARD].count == 1
    assert not any(row.shipped and row.own for each in found.values() for row in each.rows)
