"""Reads a PDF from outside in a process of its own with little time and memory (T13)."""

import json
import subprocess
import sys
from contextlib import suppress
from io import BytesIO

COMMAND = "read-pdf"
"""The program's own hidden command that does the reading."""

SECONDS, MEMORY, PAGES, LARGEST = 20, 1 << 30, 60, 20_000_000


def read_pages(pdf: bytes) -> list[str]:
    """The text of every page; raises ValueError for what cannot be read within the limits."""
    if len(pdf) > LARGEST:
        raise ValueError("too large")
    own = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            [*own, COMMAND], input=pdf, capture_output=True, timeout=SECONDS, check=False
        )
        pages = json.loads(done.stdout) if done.returncode == 0 else None
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise ValueError("not readable") from error
    if pages is None:
        raise ValueError("not readable")
    return list(map(str, pages))


def main() -> int:
    """The child's side: a PDF on standard input, its pages as JSON on standard output."""
    _bound()
    from pypdf import PdfReader

    try:
        reader = PdfReader(BytesIO(sys.stdin.buffer.read(LARGEST + 1)), strict=False)
        if len(reader.pages) > PAGES:
            return 1
        pages = [page.extract_text() for page in reader.pages]
    except Exception:  # noqa: BLE001 - a hostile file may break a reader in any way
        return 1
    sys.stdout.write(json.dumps(pages))
    return 0


def _bound() -> None:
    """Where the system can, bound what this process may use."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
