"""A question that becomes a visit: an intake with everything filled in that was said."""

import uuid
from collections.abc import Callable
from functools import partial

from desktop.services import enquiries
from desktop.views.desk import Desk


def begin_visit(desk: Desk, enquiry: int, done: Callable[[str], None]) -> None:
    """Make an intake of a question; its key goes to `done`."""
    key = uuid.uuid4().hex
    made = partial(_made, done, key)
    desk.act(enquiries.begin_visit, enquiry, key, done=made, changes=("enquiries",))


def _made(done: Callable[[str], None], key: str, _draft: object) -> None:
    done(key)
