"""The station's seal is kept with its password inside the records, and can be taken away."""

import pytest

from db.engine import reading, writing
from desktop.backend import Backend
from desktop.domain.errors import Refusal, Trouble
from desktop.services import seals
from desktop.services.seals import Seal
from tests.builders import CHIEF, NOW
from tests.services.counter import acts


def kept(backend: Backend) -> Seal | None:
    with reading(backend.engine) as session:
        return seals.seal(session)


def test_a_seal_is_taken_kept_and_dropped(backend: Backend) -> None:
    assert kept(backend) is None
    with writing(backend.engine) as session:
        seals.take_seal(session, CHIEF, NOW, lambda *_: ("某所", NOW), b"\x00p12", "geheim")
    assert kept(backend) == Seal(b"\x00p12", "geheim", "某所", NOW)
    with writing(backend.engine) as session:
        seals.drop_seal(session, CHIEF, NOW)
        assert acts(session)[-2:] == ["seal.take", "seal.drop"]
    assert kept(backend) is None


def test_one_that_does_not_open_changes_nothing(backend: Backend) -> None:
    def refuse(*_: object) -> tuple[str, object]:
        raise Refusal(Trouble.SEAL_UNFIT, field="password", problem="PKCS#12")

    with pytest.raises(Refusal), writing(backend.engine) as session:
        seals.take_seal(session, CHIEF, NOW, refuse, b"", "")  # type: ignore[arg-type]
    assert kept(backend) is None
