"""Files of the materials: stored once, looked at with a trace, removed with a reason, erased."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from db.engine import reading, writing
from db.models import Attachment, Blob
from desktop.backend import Backend
from desktop.domain.attachments import LIMITS, OTHER, Checked, Limits, Picture
from desktop.domain.cases import CaseMove
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.intake import Step
from desktop.services import attachments, audit, drafts, looks, retention
from desktop.services.attachments import AttachmentRow, Opened, Place
from desktop.services.case_story import story
from desktop.services.looks import Look, LookFilter
from desktop.services.officers import Second
from tests import builders, files
from tests.builders import CHIEF, NOW, PASSWORD
from tests.services.counter import CARD, acts, draft, issued, moved

SECOND = Second("001003", PASSWORD)
LATER = NOW + timedelta(days=6 * 365)


def attach(
    backend: Backend,
    place: Place,
    material: str = OTHER,
    found: Checked | None = None,
    limits: Limits = LIMITS,
    number: str = "001002",
) -> AttachmentRow:
    who = builders.clerk(backend, number)
    with writing(backend.engine) as session:
        return attachments.attach(
            session, who, NOW, place, material, found or files.checked(), limits
        )


def refusal(backend: Backend, place: Place, material: str = OTHER, **more: object) -> Trouble:
    with pytest.raises(Refusal) as refused:
        attach(backend, place, material, **more)  # type: ignore[arg-type]
    return refused.value.trouble


def listed(backend: Backend, place: Place, number: str = "001002") -> tuple[AttachmentRow, ...]:
    with reading(backend.engine) as session:
        return attachments.listed(session, builders.clerk(backend, number), place)


def remove(backend: Backend, row: AttachmentRow, reason: str = "拍糊了") -> None:
    with writing(backend.engine) as session:
        attachments.remove(session, builders.clerk(backend), NOW, row.id, reason)


def look(backend: Backend, key: int, number: str = "001002") -> Opened:
    with writing(backend.engine) as session:
        return attachments.look(session, builders.clerk(backend, number), NOW, key)


def blobs(backend: Backend) -> dict[str, int]:
    with reading(backend.engine) as session:
        rows = session.execute(select(Blob.sha256, func.length(Blob.data)))
        return {sha256: size for sha256, size in rows}  # noqa: C416 - a Row is no pair


@pytest.fixture
def place(backend: Backend) -> Place:
    return Place(issued(backend, CARD).case)


def test_a_file_is_kept_listed_and_noted(backend: Backend, place: Place) -> None:
    found = files.checked(files.pdf(3), "材料.pdf", pages=3)
    row = attach(backend, place, found=found)
    assert listed(backend, place) == (row,)
    assert (row.name, row.pages, row.size, row.by) == ("材料.pdf", 3, len(found.data), "李窗口")
    with reading(backend.engine) as session:
        assert acts(session)[-1] == "attachment.add"
        clerk = builders.clerk(backend)
        assert attachments.thumbnails(session, clerk, (row.id,)) == ((row.id, files.SMALL),)
        assert attachments.counted(session, clerk, place) == {OTHER: 1}


def test_the_same_bytes_are_stored_once_and_attached_once_to_a_material(
    backend: Backend, place: Place
) -> None:
    attach(backend, place)
    assert refusal(backend, place) is Trouble.ATTACHMENT_TWICE
    other = issued(backend, CARD)
    attach(backend, Place(other.case))
    assert len(blobs(backend)) == 1


def test_no_more_than_may_be(backend: Backend, place: Place) -> None:
    limits = replace(LIMITS, per_material=1)
    attach(backend, place)
    second = files.checked(files.picture(colour=9))
    too_many = Trouble.ATTACHMENT_TOO_MANY
    assert refusal(backend, place, found=second, limits=limits) is too_many
    assert refusal(backend, place, found=second, limits=replace(LIMITS, per_case=1)) is too_many
    attach(backend, place, found=second)


def test_only_where_something_can_be_attached(backend: Backend, place: Place) -> None:
    assert refusal(backend, Place(999)) is Trouble.NOT_FOUND
    assert refusal(backend, place, "no such material") is Trouble.NOT_FOUND
    assert refusal(backend, Place()) is Trouble.NOT_FOUND
    issued(backend, CARD, key="ended")
    assert refusal(backend, Place(intake="ended")) is Trouble.NOT_FOUND


def test_every_look_is_written_down_by_its_file(backend: Backend, place: Place) -> None:
    row = attach(backend, place)
    for _again in range(2):
        assert look(backend, row.id).data == files.picture()
    with reading(backend.engine) as session:
        found = looks.who_looked(session, CHIEF, LookFilter(case=place.case, act=Look.ATTACHMENT))
    assert [each.case for each in found] == [place.case] * 2
    with pytest.raises(Refusal) as refused:
        look(backend, 999)
    assert refused.value.trouble is Trouble.NOT_FOUND


def test_bytes_that_are_not_those_attached_are_not_opened(backend: Backend, place: Place) -> None:
    row = attach(backend, place)
    with writing(backend.engine) as session:
        session.execute(update(Blob).values(purged_at=NOW, data=files.picture(colour=1)))
    with pytest.raises(Refusal) as refused:
        look(backend, row.id)
    assert refused.value.trouble is Trouble.ATTACHMENT_CHANGED


def test_removed_with_a_reason_marked_and_still_there(backend: Backend, place: Place) -> None:
    row = attach(backend, place)
    with pytest.raises(Refusal) as refused:
        remove(backend, row, "  ")
    assert refused.value.trouble is Trouble.REASON_MISSING
    remove(backend, row)
    (gone,) = listed(backend, place)
    assert gone.removed is not None
    assert (gone.removed.by, gone.removed.reason) == ("李窗口", "拍糊了")
    assert attachments.materials_of((row, gone)) == {OTHER: [row]}
    with pytest.raises(Refusal) as refused:
        remove(backend, row)
    assert refused.value.trouble is Trouble.CHANGED_MEANWHILE
    assert attach(backend, place).id != row.id
    assert look(backend, row.id).row.removed == gone.removed
    with reading(backend.engine) as session:
        assert "attachment.remove" in acts(session)
        assert audit.verify(session).good


@pytest.mark.file
def test_the_fences_let_nothing_else_be_changed(backend: Backend, place: Place) -> None:
    row = attach(backend, place)
    changes = (
        update(Attachment).values(name="x"),
        update(Attachment).values(sha256="0" * 64),
        update(Attachment).values(case_id=None),
        update(Blob).values(data=b"x"),
    )
    for change in changes:
        with pytest.raises(IntegrityError), writing(backend.engine) as session:
            session.execute(change)
    for table in ("attachment", "blob"):
        with pytest.raises(IntegrityError), writing(backend.engine) as session:
            session.connection().exec_driver_sql(f"DELETE FROM {table}")
    remove(backend, row)
    with pytest.raises(IntegrityError), writing(backend.engine) as session:
        session.execute(update(Attachment).values(removed_at=None))


def test_files_of_an_intake_come_to_its_case_with_the_slip(backend: Backend) -> None:
    place = Place(intake="visit")
    kept = attach(backend, place)
    gone = attach(backend, place, found=files.checked(files.picture(colour=5)))
    remove(backend, gone)
    assert look(backend, kept.id).row == kept
    done = issued(backend, CARD, key="visit")
    assert listed(backend, place) == ()
    assert [(row.id, row.removed is None) for row in listed(backend, Place(done.case))] == [
        (kept.id, True), (gone.id, False),
    ]  # fmt: skip
    with reading(backend.engine) as session:
        assert acts(session).count("attachment.bind") == 1
    issued(backend, CARD, key="visit without files")
    with reading(backend.engine) as session:
        assert acts(session).count("attachment.bind") == 1


def test_an_intake_s_files_are_its_officer_s_alone(backend: Backend) -> None:
    place, who = Place(intake="visit"), builders.clerk(backend)
    with writing(backend.engine) as session:
        drafts.save_draft(session, who, NOW, "visit", Step.MATERIALS, "t", draft(backend, CARD))
    row = attach(backend, place)
    assert refusal(backend, place, number="001003") is Trouble.NOT_FOUND
    assert listed(backend, place, "001003") == ()
    with pytest.raises(Refusal):
        look(backend, row.id, "001003")


def test_a_draft_that_is_thrown_away_takes_its_files_along(backend: Backend) -> None:
    place, who = Place(intake="visit"), builders.clerk(backend)
    attach(backend, place)
    with writing(backend.engine) as session:
        drafts.drop_draft(session, who, NOW, "visit")
    (row,) = listed(backend, place)
    assert row.removed is not None
    with writing(backend.engine) as session:
        drafts.drop_draft(session, who, NOW, "visit")
    with reading(backend.engine) as session:
        assert acts(session).count("attachment.remove") == 1


def test_an_erased_case_s_files_go_unless_another_has_them(backend: Backend) -> None:
    ended, running = issued(backend, CARD), issued(backend, CARD)
    shared, own = files.checked(), files.checked(files.picture(colour=7), "赵桂英.jpg")
    attach(backend, Place(ended.case), found=shared)
    attach(backend, Place(running.case), found=shared)
    attach(backend, Place(ended.case), found=own)
    attach(backend, Place(intake="left"), found=files.checked(files.picture(colour=8)))
    moved(backend, ended.case, CaseMove.WITHDRAW, reason="不办了")
    with writing(backend.engine) as session:
        retention.purge(session, CHIEF, LATER, SECOND)
    sizes = blobs(backend)
    assert sizes.pop(shared.sha256) == len(shared.data)
    assert sizes[own.sha256] == 0
    assert set(sizes.values()) == {0}
    assert listed(backend, Place(ended.case)) == ()
    assert refusal(backend, Place(ended.case)) is Trouble.NOT_FOUND
    with reading(backend.engine) as session:
        row = session.scalars(select(Attachment).where(Attachment.sha256 == own.sha256)).one()
        assert (row.name, row.purged_at) == ("", LATER)
        keys = tuple(session.scalars(select(Attachment.id)))
        assert len(attachments.thumbnails(session, CHIEF, keys)) == 2
    attach(backend, Place(running.case), found=own)
    assert blobs(backend)[own.sha256] == len(own.data)
    backend.engine.dispose()


def test_a_case_s_story_tells_them(backend: Backend, place: Place) -> None:
    row = attach(backend, place)
    remove(backend, row)
    with writing(backend.engine) as session:
        number = issued_number(backend, place)
        told = story(session, CHIEF, NOW, number)
    assert told is not None
    (found,) = told.attachments
    assert (found.sha256, found.name, found.removed is None) == (row.sha256, row.name, False)


def issued_number(backend: Backend, place: Place) -> str:
    from db.models import Case

    with reading(backend.engine) as session:
        return session.get_one(Case, place.case).number or ""


def test_nothing_of_a_file_lies_outside_the_records(backend: Backend, place: Place) -> None:
    planted = b"000103195006150024 Zhao Guiying planted"
    data = files.picture() + planted
    row = attach(backend, place, found=files.checked(data, "planted-赵桂英.jpg"))
    assert look(backend, row.id).data == data
    backend.engine.dispose()
    for file in backend.store.path.parent.rglob("*"):
        left = file.read_bytes() if file.is_file() else b""
        assert planted not in left, file
        assert "planted-赵桂英".encode() not in left, file


def test_small_pictures_are_stored_as_bare_pixels() -> None:
    small = Picture(3, 2, bytes(range(18)))
    assert attachments.unpacked(attachments.packed(small)) == small
