"""What a print queue is understood to say; and a real CUPS: running, paused, refusing, stopped."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.domain.errors import Refusal, Trouble
from desktop.domain.printing import News, Seen
from desktop.printing import cups, paper, queue
from desktop.printing.pdf import render_slip
from desktop.printing.queue import Leftovers, Sent, leftovers
from desktop.views.printing import _to_printer
from tests.drill.spool import FOLDER
from tests.drill.spool import PDF as QUEUE
from tests.printing.builders import NUMBER, slip, template

JOBS = f"{NUMBER}-queue"
"""How the names of our jobs begin."""

IDLE = "printer PDF is idle.  enabled since Mon Nov 23 21:27:51 2026"
BUSY = "printer PDF now printing PDF-27.  enabled since Mon Nov 23 21:27:51 2026"
STOPPED = "printer PDF disabled since Mon Nov 23 21:27:51 2026 -"
TAKES = "PDF accepting requests since Mon Nov 23 21:27:51 2026"
REFUSES = "PDF not accepting requests since Mon Nov 23 21:27:52 2026 -\n\tno toner"
ALERT = "\n\tAlerts: {}\n\tqueued for PDF"
JOB = "PDF-27                  root              1024   Mon Nov 23 21:27:51 2026" + ALERT


def answers(monkeypatch: pytest.MonkeyPatch, *lines: str, runs: bool = True) -> None:
    """Let CUPS say this."""
    service = f"scheduler is {'' if runs else 'not '}running"
    monkeypatch.setattr(cups, "there", lambda: True)
    monkeypatch.setattr(cups, "_answer", lambda *_command: "\n".join((service, *lines, "")))


@pytest.mark.parametrize(
    ("lines", "seen"),
    [
        ((TAKES, IDLE), Seen(News.GONE)),
        ((TAKES, BUSY, JOB.format("none")), Seen(News.WAITING)),
        ((REFUSES, BUSY, JOB.format("none")), Seen(News.WAITING)),  # it has ours already
        ((TAKES, BUSY + "\n\tPaper jam", JOB.format("none")), Seen(News.WAITING, "Paper jam")),
        ((TAKES, STOPPED + "\n\tno paper", JOB.format("none")), Seen(News.PAUSED, "no paper")),
        ((TAKES, STOPPED + "\n\tPaused", JOB.format("none")), Seen(News.PAUSED)),
        ((TAKES, STOPPED + "\n\treason unknown", JOB.format("none")), Seen(News.PAUSED)),
        ((TAKES, IDLE, JOB.format("job-hold-until-specified")), Seen(News.HELD)),
        ((TAKES, IDLE, JOB.replace("27 ", "28 ", 1).format("none")), Seen(News.GONE)),
        ((), Seen(News.NO_PRINTER)),
    ],
)
def test_what_a_queue_says_is_understood(
    monkeypatch: pytest.MonkeyPatch, lines: tuple[str, ...], seen: Seen
) -> None:
    answers(monkeypatch, *lines)
    assert queue.look(Sent("PDF", frozenset({27}))) == seen


@pytest.mark.parametrize(("line", "news"), [(REFUSES, News.REFUSED), (TAKES, News.UNKNOWN)])
def test_a_job_the_queue_never_had(monkeypatch: pytest.MonkeyPatch, line: str, news: News) -> None:
    answers(monkeypatch, line, IDLE)
    assert queue.look(Sent("PDF")).news is news


def test_a_dead_service_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, runs=False)
    assert queue.look(Sent("PDF", frozenset({1}))).news is News.NO_SERVICE
    assert queue.newest("PDF") is None
    monkeypatch.setattr(cups, "_answer", lambda *_command: None)
    assert queue.look(Sent("PDF", frozenset({1}))).news is News.NO_SERVICE


def test_ours_are_the_new_ones_of_this_user(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ("PDF-9 me 1024 x", "PDF-11 me 1024 x", "PDF-12 unknown 1024 x", "PDF2-13 me 1024 x")
    answers(monkeypatch, *rows)
    monkeypatch.setattr(cups, "_user", lambda: "me")
    assert queue.newest("PDF") == 12
    assert queue.sent("PDF", 9) == Sent("PDF", frozenset({11}))
    assert queue.sent("PDF", None) == Sent("PDF")


def test_without_the_command_nothing_is_pretended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cups, "there", lambda: False)
    assert queue.newest("PDF") is None
    assert queue.sent("PDF", 3) == Sent("PDF")
    assert queue.look(Sent("PDF", frozenset({1}))) == Seen(News.UNKNOWN)
    queue.take_back(Sent("PDF", frozenset({1})))


def test_windows_is_not_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "_speaks_cups", lambda: False)
    assert queue.look(Sent("PDF", frozenset({1}))) == Seen(News.UNKNOWN)


@pytest.mark.parametrize("script", ["exec sleep 60", "exit 1", None])
def test_a_command_that_fails_or_hangs_is_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None
) -> None:
    monkeypatch.setattr(cups, "SECONDS", 0.2)
    command = tmp_path / "lpstat"
    if script is not None:
        command.write_text(f"#!/bin/sh\n{script}\n")
        command.chmod(0o755)
    assert not cups._answer(str(command), "-r")


@pytest.mark.parametrize(("before", "after"), [("", None), ("/opt/lib", "/opt/lib")])
def test_the_bundle_s_libraries_are_not_given_to_the_system_s_command(
    monkeypatch: pytest.MonkeyPatch, before: str, after: str | None
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/onevisit")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    assert cups._surroundings()["LD_LIBRARY_PATH"] == "/opt/onevisit"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert cups._surroundings().get("LD_LIBRARY_PATH") == after


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("LogLevel warn\n", Leftovers.KEPT),  # a day, unless told otherwise
        ("PreserveJobFiles Yes\n", Leftovers.KEPT),
        ("PreserveJobFiles 3600\n", Leftovers.KEPT),
        ("# PreserveJobFiles No\n", Leftovers.KEPT),
        ("PreserveJobFiles No\n", Leftovers.NONE),
        ("PreserveJobFiles Yes\n  preservejobfiles off\n", Leftovers.NONE),
    ],
)
def test_whether_printed_papers_stay_in_the_spool(
    tmp_path: Path, text: str, found: Leftovers
) -> None:
    settings = tmp_path / "cupsd.conf"
    settings.write_text(text)
    assert leftovers(settings) is found


def test_a_spool_that_cannot_be_judged(tmp_path: Path) -> None:
    assert leftovers(tmp_path / "none") is Leftovers.UNKNOWN
    assert leftovers(tmp_path) is Leftovers.UNREADABLE


def administrator(*command: str) -> None:
    """Do something to the queue, as IT does."""
    subprocess.run(command, check=True, timeout=10, capture_output=True)


@pytest.fixture
def real(qapp: QGuiApplication) -> Iterator[str]:
    """A real queue that may be paused; it is left running and empty."""
    if QUEUE not in paper.printers():
        pytest.skip("no print service (cups with printer-driver-cups-pdf, started by root)")
    if os.geteuid() != 0 or not shutil.which("cupsdisable"):
        pytest.skip("only root may pause a print queue here")
    yield QUEUE
    administrator("cancel", "-a", QUEUE)
    administrator("cupsenable", QUEUE)
    administrator("cupsaccept", QUEUE)
    for file in printed(""):  # another process may be printing there as well
        file.unlink()


@pytest.fixture
def becomes(qtbot: QtBot) -> Callable[[Sent, News], None]:
    """Wait until the queue says this of a job."""

    def wait(job: Sent, news: News) -> None:
        qtbot.waitUntil(lambda: queue.look(job).news is news, timeout=20_000)

    return wait


def send(name: str, job: str) -> Sent:
    return _to_printer(render_slip(slip(), template()).pdf, name, f"{JOBS}-{job}", "", (0, 0))


def printed(job: str) -> list[Path]:
    """What came out of the queue for a job of these tests, or for all of them."""
    return list(FOLDER.glob(f"*{JOBS}-{job}*.pdf"))


@pytest.mark.printer
def test_a_printed_sheet_leaves_the_queue(real: str, becomes: Callable[[Sent, News], None]) -> None:
    job = send(real, "gone")
    assert len(job.jobs) == 1
    becomes(job, News.GONE)


@pytest.mark.printer
def test_a_paused_printer_is_told_and_prints_once_it_may(
    real: str, becomes: Callable[[Sent, News], None]
) -> None:
    administrator("cupsdisable", "-r", "out of paper", real)
    job = send(real, "paused")
    assert queue.look(job) == Seen(News.PAUSED, "out of paper")
    administrator("cupsenable", real)
    becomes(job, News.GONE)


@pytest.mark.printer
def test_a_sheet_that_was_taken_back_does_not_come_out_later(
    real: str, becomes: Callable[[Sent, News], None]
) -> None:
    administrator("cupsdisable", real)
    job = send(real, "back")
    assert queue.look(job).news is News.PAUSED
    queue.take_back(job)
    administrator("cupsenable", real)
    becomes(job, News.GONE)
    assert not printed("back")


@pytest.mark.printer
def test_a_printer_that_takes_no_jobs_refuses(real: str) -> None:
    administrator("cupsreject", "-r", "no toner", real)
    with pytest.raises(Refusal) as refused:
        send(real, "refused")
    assert refused.value.trouble is Trouble.PRINTER_REFUSED


@pytest.mark.printer
def test_a_held_sheet_is_told(real: str, becomes: Callable[[Sent, News], None]) -> None:
    administrator("cupsdisable", real)
    job = send(real, "held")
    (number,) = job.jobs
    administrator("lp", "-i", f"{real}-{number}", "-H", "hold")
    administrator("cupsenable", real)
    becomes(job, News.HELD)


@pytest.mark.printer
@pytest.mark.skipif(not cups.there(), reason="no lpstat (cups-client)")
def test_a_print_service_that_stopped_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "nobody listens here"))
    assert queue.newest(QUEUE) is None
    assert queue.look(Sent(QUEUE, frozenset({1}))) == Seen(News.NO_SERVICE)
    queue.take_back(Sent(QUEUE, frozenset({1})))
