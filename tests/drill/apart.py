"""Children: each piece of a drill runs in a forked process, which may end at any moment.

The drill itself never opens a database, so that no handle of one lives across a fork.
"""

import base64
import json
import os
import pickle
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

Told = dict[str, Any]
T = TypeVar("T")


class Wire:
    """A child's side: it says lines, and may wait for a word."""

    def __init__(self, out: int, into: int) -> None:
        self._out, self._into = os.fdopen(out, "wb"), os.fdopen(into, "rb")

    def say(self, **values: Any) -> None:
        """One line to the drill, gone out when this returns."""
        self._out.write(json.dumps(values).encode() + b"\n")
        self._out.flush()

    def heed(self) -> None:
        """Go on when the drill says so; end with it."""
        self.say(ready=True)
        if not self._into.readline():
            os._exit(3)


class Child:
    """A process of the drill, seen from outside."""

    def __init__(self, pid: int, lines: int, words: int) -> None:
        self.pid = pid
        self._lines, self._words = lines, words
        self._rest = b""
        self.status: int | None = None

    def next(self, seconds: float | None = None) -> Told | None:
        """The next line; None when the child has ended or the time is over."""
        end = None if seconds is None else time.monotonic() + seconds
        while b"\n" not in self._rest:
            left = None if end is None else max(0.0, end - time.monotonic())
            if not select.select([self._lines], [], [], left)[0]:
                return None
            got = os.read(self._lines, 1 << 16)
            if not got:
                return None
            self._rest += got
        line, _, self._rest = self._rest.partition(b"\n")
        told: Told = json.loads(line)
        return told

    def during(self, seconds: float) -> list[Told]:
        """What is said in a stretch of time."""
        end, told = time.monotonic() + seconds, []
        while (line := self.next(max(0.0, end - time.monotonic()))) is not None:
            told.append(line)
        return told

    def until_ready(self) -> list[Told]:
        """What is said before the child waits for a word."""
        told = []
        while (line := self.next(60)) is not None and "ready" not in line:
            told.append(line)
        return told

    def go(self) -> None:
        """Give the word that the child waits for."""
        os.write(self._words, b"\n")

    def kill(self) -> list[Told]:
        """End it without warning; what it had said by then."""
        os.kill(self.pid, signal.SIGKILL)
        return self.rest()

    def rest(self) -> list[Told]:
        """What is said until the child ends."""
        told = []
        while (line := self.next()) is not None:
            told.append(line)
        _, self.status = os.waitpid(self.pid, 0)
        os.close(self._lines)
        os.close(self._words)
        return told


Work = Callable[[Wire], object]


def start(work: Work) -> Child:
    """Do some work in a process of its own."""
    sys.stdout.flush()
    lines, out = os.pipe()
    into, words = os.pipe()
    pid = os.fork()
    if pid:
        os.close(out)
        os.close(into)
        return Child(pid, lines, words)
    os.close(lines)
    os.close(words)
    code = 1
    wire = Wire(out, into)
    try:
        work(wire)
        code = 0
    except BaseException:  # noqa: BLE001 - told to the drill, which judges
        wire.say(error=traceback.format_exc())
    finally:
        os._exit(code)


def run(work: Callable[[], T]) -> T:
    """What a piece of work gives, done in a process of its own; its errors come back, too."""

    def told(wire: Wire) -> None:
        wire.say(result=base64.b64encode(pickle.dumps(work())).decode())

    lines = start(told).rest()
    if not lines or "result" not in lines[-1]:
        raise RuntimeError(lines[-1]["error"] if lines else "ended without a word")
    result: T = pickle.loads(base64.b64decode(lines[-1]["result"]))
    return result


@contextmanager
def traced(child: Child, *rules: str) -> Iterator[None]:
    """Have the kernel's calls of a child spoilt by rules (`inject=…`) from now on."""
    command = ["strace", "-f", "-o", os.devnull, "-p", str(child.pid)]
    for rule in rules:
        command += ["-e", rule]
    tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert tracer.stderr is not None
    line = tracer.stderr.readline()
    if "attached" not in line:
        tracer.kill()
        tracer.communicate()
        raise RuntimeError(f"strace: {line}")
    try:
        yield
    finally:
        tracer.terminate()
        tracer.communicate()
