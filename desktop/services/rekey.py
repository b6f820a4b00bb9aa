"""Renews the key of the records, so that no slot anybody kept opens them any more (T24).

It takes the engine, not a session: its three steps are transactions of their own.
"""

from datetime import datetime

from sqlalchemy import Engine

from db import keys
from db.engine import change_key, writing
from db.store import store_of
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Right, need
from desktop.services.officers import reseal

BEGUN, RENEWED = "keys.renewing", "keys.renewed"


def renew(engine: Engine, clerk: Clerk, now: datetime) -> None:
    """Give the records a new key and put it into every slot; nobody's password is needed.

    First every slot gets both keys, then the file is written anew in one transaction of the
    library, then the old key leaves the slots. Whenever the power goes, one of the two fits.
    """
    need(clerk, Right.MANAGE)
    store = store_of(engine)
    old, new = store.key, keys.new_key()
    if old is None:
        raise Refusal(Trouble.NOT_ALLOWED)
    with writing(engine) as session:
        reseal(session, clerk, now, BEGUN, new, old)
    engine.dispose()
    change_key(store.path, old, new)
    store.key = new
    settled(engine, clerk, now)


def settled(engine: Engine, clerk: Clerk | None, now: datetime) -> None:
    """Leave only the key that fits in the slots, also after a renewal that was cut short."""
    key = store_of(engine).key
    if key is not None:
        with writing(engine) as session:
            reseal(session, clerk, now, RENEWED, key, None)
