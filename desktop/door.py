"""The way into the records of this PC: first set-up, a password, or the recovery code."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from db import keys
from db.engine import reading, told, writing
from db.health import look
from db.keys import KeyFile, Slot
from db.outside import Outside, outside_path
from db.peek import is_plain
from db.schema import make_database, making, put_in_place
from db.server_schema import open_server
from db.store import Store
from desktop.backend import Backend, Clock, People, open_backend
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.officers import Clerk, Role
from desktop.domain.training import of_training
from desktop.services import officers, station
from desktop.services.officers import NewOfficer, OfficerRow, guarded
from desktop.services.rekey import settled
from desktop.services.station import StationFacts
from desktop.settings import database_file, in_training

SIGNED_IN = "sign_in.read_only"
"""Act in the outside journal: somebody came in while nothing may be written."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody is in: the open records, who it is, and a recovery code to be shown once."""

    backend: Backend
    clerk: Clerk
    code: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """The records of a home folder before they are open; `keys` is None without encryption.

    `server` is the address of records that many counters share; the folder holds none then.
    """

    home: Path
    clock: Clock
    keys: KeyFile | None
    fresh: bool
    server: str = field(default="", repr=False)

    @property
    def file(self) -> Path:
        """The database's file."""
        return database_file(self.home)

    @property
    def recoverable(self) -> bool:
        """Whether a recovery code opens these records."""
        return self.keys is not None and bool(self.keys.ways(keys.RECOVERY))

    def people(self) -> People | None:
        """What the sign-in shows; None before the first set-up."""
        if self.fresh:
            return None
        if self.keys is not None:
            return People(self.keys.unit, self.keys.foot, tuple(_faces(self.keys)))
        backend = self._plain()
        try:
            with reading(backend.engine) as session:
                return backend.people(session)
        finally:
            backend.engine.dispose()

    def unlock(self, number: str, password: str) -> Entered:
        """Open the records with an officer's password and let that officer in."""
        now, outside = self.clock(), Outside(outside_path(self.file))
        if self.keys is None:
            with _closed_if_refused(self._plain()) as backend:
                return Entered(backend, backend.sign_in(number, password))
        with guarded(outside, number, now):
            slot, found = keys.open_officer(self.keys, number, password)
            with _closed_if_refused(self._opened(found)) as backend:
                if backend.store.hurt is not None:
                    outside.add(now, SIGNED_IN, number.strip())
                    with reading(backend.engine) as session:
                        return Entered(backend, officers.recognised(session, number, password))
                entered = Entered(backend, _admitted(backend, now, slot))
                if len(found) > 1:
                    settled(backend.engine, entered.clerk, now)
                return entered

    def _plain(self) -> Backend:
        """Open records that no key of ours shuts."""
        return open_backend(self.home, self.clock, server=self.server)

    def _opened(self, found: Iterable[bytes]) -> Backend:
        """Open with the first key that fits; two are in a slot while the key is renewed."""
        refused = Refusal(Trouble.KEY_UNFIT, file=self.file.name)
        for key in found:
            try:
                return open_backend(self.home, self.clock, key)
            except Refusal as error:
                if error.trouble is not Trouble.KEY_UNFIT:
                    raise
                refused = error
        raise refused

    def recover(self, code: str, number: str, password: str) -> Entered:
        """Open the records with the recovery code and give an administrator a new password."""
        opened = self._opened(keys.open_recovery(self.keys, code))
        with _closed_if_refused(opened) as backend, writing(backend.engine) as session:
            clerk = officers.recover(session, self.clock(), number, password)
        return Entered(backend, clerk)

    def set_up(self, facts: StationFacts, admin: NewOfficer, *, encrypted: bool) -> Entered:
        """First start: make the records whole beside their place, then put them there.

        On a server their place is there already: the station is the first act in it.
        """
        if self.server:
            backend = self._plain()
            with _closed_if_refused(backend), writing(backend.engine) as session:
                clerk = station.set_up(session, self.clock(), facts, admin)
            return Entered(backend, clerk)
        put_in_place(self.file)
        if self.file.exists():
            raise Refusal(Trouble.ALREADY_SET_UP)
        if of_training(facts.code) is not in_training(self.home):
            raise Refusal(Trouble.TRAINING_CODE, field="code")
        made, key = making(self.file), keys.new_key() if encrypted else None
        engine = make_database(made, key)
        try:
            with writing(engine) as session:
                clerk = station.set_up(session, self.clock(), facts, admin)
                code = officers.make_recovery(session, clerk, self.clock())
        finally:
            engine.dispose()
        put_in_place(self.file)
        return Entered(open_backend(self.home, self.clock, key), clerk, code)


@contextmanager
def _closed_if_refused(backend: Backend) -> Iterator[Backend]:
    """Records that nobody was let into are not left open."""
    try:
        yield backend
    except BaseException:
        backend.engine.dispose()
        raise


def _admitted(backend: Backend, now: datetime, slot: Slot) -> Clerk:
    """Let in whoever opened a slot; an old slot means an old key file, which is then renewed."""
    try:
        with writing(backend.engine) as session:
            return officers.admit(session, now, slot)
    except Refusal:
        with writing(backend.engine) as session:
            officers.publish(session)
        raise


def _faces(file: KeyFile) -> Iterable[OfficerRow]:
    for place, face in enumerate(file.faces):
        yield OfficerRow(place, face.number, face.name, Role(face.role), active=True)


def knock(home: Path, clock: Clock, *, encrypted: bool = True, server: str = "") -> Door:
    """Look what lies in a home folder, changing nothing but the end of a set-up cut short.

    With a server's address the records are there, and the folder holds what lies beside them.
    Raises Refusal where something is there that cannot be opened; nothing is made in its place.
    """
    with told():
        if server:
            return Door(home, clock, None, fresh=_unsettled(server, home), server=server)
        return _knocked(home, database_file(home), clock, encrypted)


def _unsettled(server: str, home: Path) -> bool:
    """Whether nobody has set up a station on a server yet."""
    engine = open_server(server, database_file(home))
    try:
        with reading(engine) as session:
            return station.station(session) is None
    finally:
        engine.dispose()


def _knocked(home: Path, file: Path, clock: Clock, encrypted: bool) -> Door:
    put_in_place(file)
    beside = keys.load(keys.keys_path(file))
    if not file.exists():
        if any(path.exists() for path in Store(file).beside):
            raise Refusal(Trouble.DATABASE_MISSING, file=file.name)
        return Door(home, clock, None, fresh=True)
    if file.stat().st_size and not is_plain(file) and beside is None:
        raise Refusal(Trouble.KEYS_MISSING)
    if is_plain(file) and (encrypted or beside is not None):
        raise Refusal(Trouble.DATABASE_PLAIN)
    if beside is None:
        look(file, None)
    elif not file.stat().st_size:
        raise Refusal(Trouble.DATABASE_EMPTY, file=file.name)
    return Door(home, clock, beside, fresh=False)
