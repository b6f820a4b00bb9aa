"""Runs the helper program of a card reader: starts it, listens, starts it anew when it dies."""

import logging

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer, Signal

from desktop.domain.cards import (
    LONGEST_LINE,
    READY_WITHIN,
    CardRefused,
    ReaderError,
    ReaderState,
    pause,
    understood,
)

log = logging.getLogger(__name__)

CALM = 1000
"""Milliseconds in which a helper whose input was closed may end by itself."""


class CardReader(QObject):
    """One helper process. `card` carries the bytes of a record, `stands` how the reader stands.

    Nothing that it says is logged: a card's bytes are somebody's data.
    """

    card = Signal(bytes)
    refused = Signal(object)
    stands = Signal(object, object)

    def __init__(
        self,
        command: tuple[str, ...],
        parent: QObject,
        seconds: float = READY_WITHIN,
        unit: int = 1000,
    ) -> None:
        super().__init__(parent)
        self._command, self._unit = command, unit
        self._deaths = 0
        self._ending = False
        self._rest = b""
        self._process = QProcess(self)
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.readyReadStandardOutput.connect(self._heard)
        self._process.finished.connect(self._died)
        self._process.errorOccurred.connect(self._failed)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(int(seconds * 1000))
        self._late.timeout.connect(self._process.kill)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.start)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.stop)

    def start(self) -> None:
        """Let the helper begin; it has to say something in time."""
        self._ending, self._rest = False, b""
        self.stands.emit(ReaderState.STARTING, None)
        self._late.start()
        self._process.start(self._command[0], list(self._command[1:]))

    def stop(self) -> None:
        """Let the helper go: its input is closed, and it is ended if it does not end itself."""
        self._ending = True
        self._late.stop()
        self._again.stop()
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.closeWriteChannel()
            if not self._process.waitForFinished(CALM):
                self._process.kill()
                self._process.waitForFinished(CALM)

    @property
    def running(self) -> int:
        """The number of the process; 0 where none runs."""
        return int(self._process.processId())

    def lay(self, key: str) -> None:
        """Name a card to a simulated reader."""
        if self._process.state() is QProcess.ProcessState.Running:
            self._process.write(f"{key}\n".encode())

    def _heard(self) -> None:
        self._rest += bytes(self._process.readAllStandardOutput().data())
        *lines, self._rest = self._rest.split(b"\n")
        for line in lines:
            if line.strip():
                self._take(line)
        if len(self._rest) > LONGEST_LINE:
            self._rest = b""
            self._process.kill()

    def _take(self, line: bytes) -> None:
        self._late.stop()
        try:
            told = understood(line)
        except CardRefused as error:
            self.refused.emit(error)
            return
        if told.ready:
            self._deaths = 0
            self.stands.emit(ReaderState.READY, None)
        elif told.error is ReaderError.UNREADABLE:
            self.stands.emit(ReaderState.UNREAD, told.error)
        elif told.error is not None:
            self.stands.emit(ReaderState.ABSENT, told.error)
        else:
            self.card.emit(told.record)

    def _failed(self, error: QProcess.ProcessError) -> None:
        """It could not even be started; what ends otherwise is told by `finished`."""
        if error is QProcess.ProcessError.FailedToStart:
            self._died()

    def _died(self) -> None:
        self._late.stop()
        if self._ending:
            return
        self._deaths += 1
        seconds = pause(self._deaths)
        log.warning("the card reader's program ended; it is started again in %d s", seconds)
        self.stands.emit(ReaderState.ABSENT, None)
        self._again.start(seconds * self._unit)
