"""What one person still has to bring: from the stored slip, without a number of theirs."""

from sqlalchemy import select

from db.engine import reading, writing
from db.models import Audit
from desktop.backend import Backend
from desktop.domain.slips import MaterialState
from desktop.services.catalogue import shipped_shelf
from desktop.services.still_needed import StillNeeded, still_needed
from tests import builders
from tests.builders import NOW, OLD_WOMAN
from tests.services.counter import issued


def asked(opened: Backend, slip: int) -> StillNeeded | None:
    with writing(opened.engine) as session:
        return still_needed(session, builders.clerk(opened), NOW, slip)


def test_what_is_missing_is_told_with_its_form(backend: Backend) -> None:
    slip = issued(backend, state=MaterialState.MISSING).slip
    needed = asked(backend, slip)
    assert needed is not None
    assert needed.name == OLD_WOMAN.name
    assert needed.items == ("居民身份证申领、换领、补领",)
    assert len(needed.rows) >= 2
    assert all(row.name and row.form for row in needed.rows)
    assert OLD_WOMAN.id_number not in str(needed)
    with reading(backend.engine) as session:
        looks = session.scalars(select(Audit).where(Audit.act == "slip.look")).all()
    assert len(looks) == 1


def test_where_nothing_lacks_there_is_no_sheet(backend: Backend) -> None:
    assert asked(backend, issued(backend).slip) is None


def test_of_papers_of_which_one_is_enough_the_rest_is_not_asked_for(backend: Backend) -> None:
    item = shipped_shelf().catalogue.items["residence-permit"]
    rows = [row.material for row in item.materials if row.one_of]
    none = asked(backend, issued(backend, item.id, state=MaterialState.MISSING).slip)
    assert none is not None
    assert len([row for row in none.rows if row.group]) > 1
    slip = issued(backend, item.id, state=MaterialState.MISSING, here=(rows[0],)).slip
    some = asked(backend, slip)
    assert some is not None
    assert {row.name for row in none.rows if not row.group} == {row.name for row in some.rows}
