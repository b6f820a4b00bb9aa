"""A training: its own folder and people, a mark on every page, no way into the real records."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from db.engine import reading, writing
from db.models import Case, CasePaper, Delivery, Slip
from desktop.app import made_up
from desktop.cli.main import main
from desktop.domain.deliveries import DeliveryState
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Role
from desktop.domain.training import CODE, MARK, of_training
from desktop.door import Entered, knock
from desktop.printing.reading import read_pages
from desktop.printing.sheet import Sheet
from desktop.services import backup_shelf, settings_files, station
from desktop.services.officers import NewOfficer
from desktop.settings import Settings, database_file, in_training, training_home
from desktop.simulated.cards import cards
from desktop.simulated.stories import stories
from desktop.simulated.visitors import PASSWORD
from desktop.training import STATION, clear, prepare
from tests import builders

LATE = datetime(2026, 11, 23, 16, 0, tzinfo=builders.ZONE)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A training made once a run, to be copied."""
    home = training_home(tmp_path_factory.mktemp("prepared"))
    prepare(home, lambda: LATE)
    return home


@pytest.fixture
def training(prepared: Path, tmp_path: Path) -> Path:
    home = training_home(tmp_path / "user")
    shutil.copytree(prepared, home)
    return home


@pytest.fixture
def entered(training: Path) -> Iterator[Entered]:
    made = knock(training, lambda: LATE).unlock("000001", PASSWORD)
    yield made
    made.backend.engine.dispose()


def test_it_holds_accounts_cases_slips_and_a_parcel(entered: Entered) -> None:
    with reading(entered.backend.engine) as session:
        people = entered.backend.people(session)
        slips = session.query(Slip).all()
        assert {row.role for row in people.officers} == set(Role)
        assert all(of_training(row.number) for row in slips)
        assert len(slips) == session.query(Case).count() == 3
        states = {row.state for row in session.query(Delivery)}
        assert DeliveryState.PICKED_UP in states
        assert all(row.issued_at.date() <= LATE.date() for row in slips)


def test_every_account_has_the_password_that_is_shown(training: Path) -> None:
    for number in ("000001", "000002", "000003", "000004"):
        made = knock(training, lambda: LATE).unlock(number, PASSWORD)
        assert not made.clerk.must_change
        made.backend.engine.dispose()


def test_its_chain_of_acts_is_whole(entered: Entered) -> None:
    from desktop.services.audit import verify

    with reading(entered.backend.engine) as session:
        found = verify(session)
    assert (found.good, list(found.backwards)) == (True, [])


def test_the_mark_stands_on_every_page_of_slips_and_papers(entered: Entered) -> None:
    with reading(entered.backend.engine) as session:
        papers = [row.pdf for row in session.query(Slip)]
        papers += [row.pdf for row in session.query(CasePaper) if of_training(row.number or "")]
    assert len(papers) >= 5
    for pdf in papers:
        for page in read_pages(pdf):
            assert page.count(MARK) >= 3


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A process that is a training's."""
    monkeypatch.setattr(Sheet, "mark", "")
    return made_up(Settings(theme="dark", card_reader="off", backup_folder="/elsewhere"))


def test_in_a_training_every_page_of_whatever_is_drawn_is_marked(marked: Settings) -> None:
    for size in ((300.0, 425.0), (595.0, 842.0)):
        sheet = Sheet("anything", size)
        sheet.end_page()
        sheet.end_page()
        pages = read_pages(sheet.paper().pdf)
        assert [page.count(MARK) for page in pages] == [3, 3]


def test_every_device_of_a_training_is_simulated(marked: Settings) -> None:
    devices = ("card_reader", "scanner", "camera", "second_screen", "signature_pad")
    assert {getattr(marked, name) for name in devices} == {"simulated"}
    assert (marked.theme, marked.backup_folder) == ("dark", "")


def test_real_records_are_not_opened_as_a_training(set_up_home: Path, tmp_path: Path) -> None:
    home = training_home(tmp_path)
    shutil.copytree(set_up_home, home)
    with pytest.raises(Refusal) as refused:
        knock(home, lambda: LATE).unlock("001002", builders.PASSWORD)
    assert refused.value.trouble is Trouble.TRAINING_ONLY
    prepare(home, lambda: LATE)  # what lies there stays
    with pytest.raises(Refusal):
        knock(home, lambda: LATE).unlock("000001", PASSWORD)


def test_a_training_s_records_are_not_opened_as_real(training: Path, tmp_path: Path) -> None:
    home = tmp_path / "real"
    shutil.copytree(training, home)
    with pytest.raises(Refusal) as refused:
        knock(home, lambda: LATE).unlock("000002", PASSWORD)
    assert refused.value.trouble is Trouble.TRAINING_RECORDS
    knock(training, lambda: LATE).unlock("000002", PASSWORD).backend.engine.dispose()


@pytest.mark.parametrize(
    ("folder", "code"), [("real", CODE), ("real", "TRAIN7"), ("training", "A1")]
)
def test_a_station_is_set_up_where_its_code_belongs(tmp_path: Path, folder: str, code: str) -> None:
    admin = NewOfficer("1", "王管理", Role.ADMINISTRATOR, builders.PASSWORD)
    door = knock(tmp_path / folder, lambda: LATE)
    with pytest.raises(Refusal) as refused:
        door.set_up(replace(builders.STATION, code=code), admin, encrypted=True)
    assert (refused.value.trouble, refused.value.field) == (Trouble.TRAINING_CODE, "code")
    assert not database_file(tmp_path / folder).exists()


def test_a_code_does_not_change_from_one_to_the_other(entered: Entered) -> None:
    with writing(entered.backend.engine) as session, pytest.raises(Refusal) as refused:
        station.change_station(session, entered.clerk, LATE, replace(STATION, code="330105A1"))
    assert refused.value.trouble is Trouble.TRAINING_CODE


def test_nothing_of_it_is_carried_away(entered: Entered, tmp_path: Path) -> None:
    clerk: Clerk = entered.clerk
    with reading(entered.backend.engine) as session:
        shelf = entered.backend.counter(clerk)(session).shelf
        for act in (
            lambda: backup_shelf.take(session, clerk, LATE, Settings()),
            lambda: settings_files.content(session, clerk, shelf.catalogue),
        ):
            with pytest.raises(Refusal) as refused:
                act()
            assert refused.value.trouble is Trouble.TRAINING_OFF


@pytest.mark.parametrize(
    "command",
    [
        ("backup", "--to", "x"),
        ("restore", "x.db", "--into", "y"),
        ("publish", "--out", "x"),
        ("settings", "export", "--out", "x.json"),
        ("settings", "import", "x.json"),
    ],
)
def test_commands_that_carry_records_are_off(
    training: Path,
    command: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ONEVISIT_HOME", str(training))
    assert main(command) == 1
    assert "training_off" in capsys.readouterr().err


def test_starting_anew_throws_only_a_training_away(training: Path, set_up_home: Path) -> None:
    (training / "settings.toml").write_text("scale = 200\n")
    before = database_file(training).read_bytes()
    clear(training)
    assert [each.name for each in training.iterdir()] == ["settings.toml"]
    prepare(training, lambda: LATE)
    assert database_file(training).read_bytes() != before
    with pytest.raises(ValueError, match="no folder of a training"):
        clear(set_up_home)
    assert database_file(set_up_home).exists()
    assert not in_training(set_up_home)


def test_every_story_has_its_cards() -> None:
    known = {card.key for card in cards(LATE.date())}
    told = {key for story in stories() for key, _text in story.cards}
    assert told == known
