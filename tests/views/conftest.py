"""What the tests of screens share: visits to look at, and what the message bar was told."""

import pytest

from desktop.backend import Backend
from desktop.views.desk import Desk, Message
from tests.views.records import Visits


@pytest.fixture
def visits(backend: Backend) -> Visits:
    """Visits that have ended, to be looked at."""
    return Visits(backend)


@pytest.fixture
def said(desk: Desk) -> list[Message]:
    """Every line the message bar is given, in order."""
    messages: list[Message] = []
    desk.bar.told.connect(messages.append)
    return messages
