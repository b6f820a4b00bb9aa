"""One window for one home folder: the second start brings the first to the front.

A lock file says who is there; after a crash its owner is gone and the lock is taken over. The
call to the first window goes through a local socket (a named pipe on Windows), never the network.
"""

import os
import sys
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLockFile, Qt, QTimer
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

LOCK, SOCKET = "onevisit.lock", "onevisit.sock"

LONGEST = 100
"""Bytes that the name of a local socket may have; the kernel takes 107."""

PATIENCE = 5.0
"""Seconds in which a first start is far enough to answer a second one."""

AFTER_PAINT = 300
"""Milliseconds after which the first paint is over and there is time for what can wait."""


class Sole:
    """This process's claim to a home folder, kept until it is let go or the process ends."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._server: QLocalServer | None = None
        self._lock = QLockFile(str(home / LOCK))
        self._lock.setStaleLockTime(0)  # never by age, only when its owner is gone
        self.mine = self._claim()

    def _claim(self) -> bool:
        """Take the lock; a folder that cannot be written is told by whoever opens the records."""
        try:
            self._home.mkdir(parents=True, exist_ok=True)
        except OSError:
            return True
        return self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError

    def attend(self, window: QWidget) -> None:
        """From shortly after the first paint on, bring the window to the front when called."""
        QTimer.singleShot(AFTER_PAINT, window, partial(self._listen, window))

    def _listen(self, window: QWidget) -> None:
        from PySide6.QtNetwork import QLocalServer  # not before the first paint

        QLocalServer.removeServer(address(self._home))  # of one that crashed; the lock is ours
        self._server = server = QLocalServer(window)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(partial(_come, server, window))
        server.listen(address(self._home))

    def give_way(self, patience: float = PATIENCE) -> int:
        """Call the first window and say so in one line; gives the exit code."""
        known, number, host = self._owner()
        who = f"process {number} on {host}" if known else "another process"
        if _called(address(self._home), patience):
            print(f"onevisit: is open already ({who}); its window comes to the front")
            return 0
        print(f"onevisit: {who} holds {self._home} and does not answer", file=sys.stderr)
        return 1

    def _owner(self) -> tuple[bool, int, str]:
        number, host, _program = self._lock.getLockInfo()
        return number > 0, number, host

    def let_go(self) -> None:
        """Give the folder free."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()


def address(home: Path) -> str:
    """Where a home folder's window listens: beside the lock, or elsewhere if the path is long."""
    import hashlib  # not before the first paint
    import tempfile

    inside = str(home.resolve() / SOCKET)
    short = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:16]
    if sys.platform == "win32":
        return f"onevisit-{short}"
    if len(os.fsencode(inside)) <= LONGEST:
        return inside
    own = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    return f"{own}/onevisit-{short}"


def _come(server: "QLocalServer", window: QWidget) -> None:
    """Show the window above all others; nothing that a caller sends is read."""
    while server.hasPendingConnections():
        caller = server.nextPendingConnection()
        caller.disconnected.connect(caller.deleteLater)
        caller.disconnectFromServer()
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def _called(name: str, patience: float) -> bool:
    """Whether somebody answers; a first start that has not painted yet is waited for.

    The answer is that the other side hangs up: it has taken the call then.
    """
    from PySide6.QtNetwork import QLocalSocket

    _application = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    end = monotonic() + patience
    gone = QLocalSocket.LocalSocketState.UnconnectedState
    while True:
        caller = QLocalSocket()
        caller.connectToServer(name)
        there = caller.waitForConnected(1000)
        if there and (caller.state() == gone or caller.waitForDisconnected(1000)):
            return True
        if monotonic() > end:
            return False
        sleep(0.1)
