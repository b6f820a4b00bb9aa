"""A print service of our own: real CUPS with one queue, into nothing or into a folder."""

import os
import select
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.drill.report import Unfit

QUEUE = "DRILL"
NOTHING = "file:///dev/null"

PDF = "PDF"
PDFS = "cups-pdf:/"
FOLDER = Path.home() / PDF
"""Where `PDFS`, Debian's printer-driver-cups-pdf, lays what it prints for root."""

MODEL = "lsb/usr/cups-pdf/CUPS-PDF_noopt.ppd"
TRIES = 100

FILES = """
ServerRoot {folder}/etc
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/spool/tmp
AccessLog {folder}/log/access
ErrorLog {folder}/log/error
PageLog {folder}/log/page
FileDevice Yes
Sandboxing Relaxed
"""

SETTINGS = """
Listen {folder}/cups.sock
LogLevel warn
DefaultAuthType None
WebInterface No
Browsing No
{keeps}
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""


@contextmanager
def service(
    folder: Path, *, keeps: bool, queue: str = QUEUE, device: str = NOTHING
) -> Iterator[str]:
    """CUPS with a folder of its own; gives the address for CUPS_SERVER.

    Raises Unfit where it is not installed or may not be started.
    """
    if os.geteuid() != 0 or shutil.which("cupsd") is None or shutil.which("lpadmin") is None:
        raise Unfit("no cupsd here, or not root")
    for name in ("etc/ppd", "spool/tmp", "cache", "state", "log"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    folder.parent.chmod(0o711)  # its filters run as another user
    (folder / "spool" / "tmp").chmod(0o1777)
    (folder / "files.conf").write_text(FILES.format(folder=folder))
    kept = "" if keeps else "PreserveJobFiles No"
    (folder / "cupsd.conf").write_text(SETTINGS.format(folder=folder, keeps=kept))
    ends_with_us = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    running = subprocess.Popen(
        [*ends_with_us, "cupsd", "-f", "-c", folder / "cupsd.conf", "-s", folder / "files.conf"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = str(folder / "cups.sock")
    try:
        _queue(address, queue, device)
        yield address
    finally:
        running.terminate()
        running.wait(timeout=20)


def _queue(address: str, queue: str, device: str) -> None:
    """Make the queue, as soon as the service answers; CUPS tells nobody when that is."""
    environment = os.environ | {"CUPS_SERVER": address, "LC_ALL": "C"}
    add = ["lpadmin", "-p", queue, "-v", device, "-m", MODEL, "-E"]
    said = ""
    for _ in range(TRIES):
        done = subprocess.run(add, env=environment, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
        said = done.stderr.strip()
        if "not found" in said or "Unable to copy" in said:
            raise Unfit("no printer-driver-cups-pdf")
        select.select([], [], [], 0.1)
    raise Unfit(f"cupsd does not answer: {said}")


def finished(address: str) -> None:
    """Wait until the queue has worked off what was given to it; raises Unfit where it cannot."""
    environment = os.environ | {"CUPS_SERVER": address, "LC_ALL": "C"}
    for _ in range(TRIES):
        told = subprocess.run(
            ["lpstat", "-W", "not-completed", "-o", QUEUE],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if not told.stdout.strip():
            return
        select.select([], [], [], 0.1)
    raise Unfit("the queue does not work off its job")
