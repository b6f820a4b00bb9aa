"""One window for one home folder, by real processes: a second start, a crash, a silent first."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from desktop import sole
from desktop.sole import Sole, address

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QWidget
from desktop.sole import Sole

sole = Sole(Path(sys.argv[1]))
if not sole.mine:
    sys.exit(sole.give_way(patience=float(sys.argv[2])))
assert "PySide6.QtNetwork" not in sys.modules

class Window(QWidget):
    def changeEvent(self, event):
        if event.type() == event.Type.WindowStateChange and not self.isMinimized():
            print("front", flush=True)

app = QApplication([])
window = Window()
window.showMinimized()
if sys.argv[2] != "silent":
    sole.attend(window)
print("there", flush=True)
app.exec()
sole.let_go()
"""

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the program in a home folder; whatever still runs at the end is stopped."""
    running: list[subprocess.Popen[str]] = []

    def started(home: Path = tmp_path, how: str = "5") -> "subprocess.Popen[str]":
        made = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(home), how],
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        running.append(made)
        return made

    yield started
    for process in running:
        process.kill()
        process.communicate()


def says(process: "subprocess.Popen[str]") -> str:
    """The next line of a program; empty when it has ended."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_the_second_brings_the_first_to_the_front(start: Start) -> None:
    first = start()
    assert says(first) == "there"
    second = start()
    said, wrong = second.communicate(timeout=30)
    assert second.returncode == 0, wrong
    who = f"process {first.pid} on {os.uname().nodename}"
    assert said == f"onevisit: is open already ({who}); its window comes to the front\n"
    assert says(first) == "front"


def test_two_at_once_are_one(start: Start) -> None:
    both = [start(), start()]
    ended = [process for process in both if says(process) != "there"]
    assert len(ended) == 1
    assert ended[0].wait(timeout=30) == 0


def test_after_a_crash_the_next_one_takes_over(start: Start, tmp_path: Path) -> None:
    first = start()
    assert says(first) == "there"
    assert start().wait(timeout=30) == 0  # so it listens
    first.kill()
    first.wait(timeout=30)
    assert (tmp_path / sole.LOCK).exists()
    assert (tmp_path / sole.SOCKET).exists()
    third = start()
    assert says(third) == "there"
    assert start().wait(timeout=30) == 0
    assert says(third) == "front"


def test_one_that_does_not_answer_is_named(start: Start) -> None:
    first = start(how="silent")
    assert says(first) == "there"
    second = start(how="0.2")
    _, wrong = second.communicate(timeout=30)
    assert second.returncode == 1
    assert f"process {first.pid}" in wrong
    assert "does not answer" in wrong


def test_two_home_folders_are_two_counters(start: Start, tmp_path: Path) -> None:
    first, second = start(tmp_path / "a"), start(tmp_path / "b")
    assert (says(first), says(second)) == ("there", "there")


@pytest.mark.parametrize("own", ["/run/user/1000", ""])
def test_a_long_path_listens_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", own)
    near, far = tmp_path / "a", tmp_path / ("派出所" * 20)
    assert address(near) == str(near / sole.SOCKET)
    assert len(os.fsencode(address(far))) < 107
    assert address(far) != address(tmp_path / ("派出所" * 19))


def test_what_was_let_go_can_be_claimed(tmp_path: Path) -> None:
    first = Sole(tmp_path)
    assert first.mine
    assert not Sole(tmp_path).mine
    first.let_go()
    assert Sole(tmp_path).mine


def test_a_folder_that_cannot_be_made_is_told_later(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert Sole(tmp_path / "file" / "home").mine


def test_a_lock_says_who_holds_it(tmp_path: Path) -> None:
    held = QLockFile(str(tmp_path / sole.LOCK))
    assert held.tryLock(0)
    assert Sole(tmp_path)._owner() == (True, os.getpid(), os.uname().nodename)
