"""A line to a server that can be cut at the worst moment: before or behind a commit's answer."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from selectors import EVENT_READ, DefaultSelector

BLOCK = 65_536


class Cut(Enum):
    """What the line does."""

    NO = "it carries everything"
    BEFORE = "a commit does not reach the server"
    BEHIND = "the server commits, and its answer gets lost"
    DOWN = "nobody answers"


class Line:
    """A port of this machine that leads to a server's socket, until it is cut."""

    def __init__(self, upstream: str) -> None:
        self.cut = Cut.NO
        self._upstream = upstream
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self._pairs: set[socket.socket] = set()
        threading.Thread(target=self._serve, daemon=True).start()

    def down(self) -> None:
        """Cut every line and let nobody in any more."""
        self.cut = Cut.DOWN
        self._drop()

    def up(self) -> None:
        """Carry everything again."""
        self.cut = Cut.NO

    def close(self) -> None:
        """Give the port back."""
        self.down()
        self._door.close()

    def _drop(self) -> None:
        for each in tuple(self._pairs):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._door.accept()
                if self.cut is Cut.DOWN:
                    here.close()
                    continue
                there = socket.socket(socket.AF_UNIX)
                there.connect(self._upstream)
                threading.Thread(target=self._carry, args=(here, there), daemon=True).start()

    def _carry(self, here: socket.socket, there: socket.socket) -> None:
        self._pairs |= {here, there}
        try:
            with suppress(OSError), DefaultSelector() as ready:
                ready.register(here, EVENT_READ, there)
                ready.register(there, EVENT_READ, here)
                while True:
                    for key, _ in ready.select():
                        data = key.fileobj.recv(BLOCK)  # type: ignore[union-attr]
                        if not data or not self._passed(data, key.fileobj is here, key.data):
                            return
        finally:
            self._pairs -= {here, there}
            here.close()
            there.close()

    def _passed(self, data: bytes, asked: bool, to: socket.socket) -> bool:
        """Pass something on; False where the line is cut with it."""
        commit = asked and b"COMMIT" in data
        if commit and self.cut is Cut.BEFORE:
            self.down()
            return False
        to.sendall(data)
        if commit and self.cut is Cut.BEHIND:
            to.recv(BLOCK)  # the server has committed once it answers
            self.down()
            return False
        return True


@contextmanager
def line(upstream: str) -> Iterator[Line]:
    """A line that is closed in the end."""
    made = Line(upstream)
    try:
        yield made
    finally:
        made.close()
