"""Has a file from outside read in a process of its own, with little time and memory (T13).

This side never decodes it: what comes back is a count of pages and bare pixels.
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from desktop.domain.attachments import (
    LIMITS,
    Checked,
    Limits,
    Media,
    Picture,
    Seen,
    file_name,
    media_of,
)
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.stubs import Code

COMMAND = "see-file"
"""The program's own hidden command that does the reading."""

SECONDS, CODE_SECONDS = 15, 20
LONGEST_HEAD = 20_000
"""Bytes of an answer's first line: some dozen codes with their corners."""

SMALL, LARGE = 192, 4096
"""The longer side in px of a small picture, and of one that is looked at."""

_TOLD = {
    Trouble.ATTACHMENT_DAMAGED, Trouble.ATTACHMENT_LOCKED, Trouble.ATTACHMENT_PAGES,
    Trouble.ATTACHMENT_PIXELS,
}  # fmt: skip
"""What the other process may refuse with."""


def read(file: Path, limits: Limits = LIMITS) -> bytes:
    """The bytes of a file, never more of them than may be attached."""
    try:
        with file.open("rb") as source:
            data = source.read(limits.size + 1)
    except (OSError, ValueError) as error:
        raise Refusal(Trouble.FILE_UNREADABLE) from error
    if len(data) > limits.size:
        raise Refusal(Trouble.ATTACHMENT_TOO_LARGE, most=limits.size // 1_000_000)
    return data


def check(name: str, data: bytes, limits: Limits = LIMITS) -> Checked:
    """A file of that name, looked through; raises Refusal whatever the bytes are."""
    if len(data) > limits.size:
        raise Refusal(Trouble.ATTACHMENT_TOO_LARGE, most=limits.size // 1_000_000)
    media = media_of(data)
    seen = see(data, media, longest=SMALL, limits=limits)
    digest = hashlib.sha256(data).hexdigest()
    return Checked(file_name(name, media), media, digest, seen.pages, seen.picture, data)


def see(
    data: bytes,
    media: Media,
    page: int = 0,
    longest: int = LARGE,
    limits: Limits = LIMITS,
    seconds: float = SECONDS,
) -> Seen:
    """One page of a file as a picture; raises Refusal for what cannot be read within the limits."""
    wanted = (media, page, longest, limits.pixels, limits.pages)
    return understood(_answer(data, wanted, seconds), longest, limits)


def read_codes(
    data: bytes,
    media: Media,
    page: int = 0,
    limits: Limits = LIMITS,
    seconds: float = CODE_SECONDS,
) -> tuple[Seen, tuple[Code, ...]]:
    """One page of a file with its QR codes and bars, and a picture to read a number by eye."""
    wanted = (media, page, LARGE, limits.pixels, limits.pages, "codes")
    answer = _answer(data, wanted, seconds)
    return understood(answer, LARGE, limits), _codes(answer)


def _codes(answer: bytes) -> tuple[Code, ...]:
    """The codes in an answer; bytes from outside were read for it, so each is looked at."""
    try:
        told = json.loads(answer.partition(b"\n")[0][:LONGEST_HEAD]).get("codes", [])
        return tuple(
            Code(
                bool(each["qr"]), str(each["text"]),
                tuple((float(x), float(y)) for x, y in each["corners"]),
            )
            for each in told
        )  # fmt: skip
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Refusal(Trouble.ATTACHMENT_HEAVY) from error


def _answer(data: bytes, wanted: tuple[object, ...], seconds: float) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            [*program(), COMMAND, *map(str, wanted)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Refusal(Trouble.ATTACHMENT_HEAVY) from error
    if done.returncode != 0:
        raise Refusal(Trouble.ATTACHMENT_HEAVY)
    return done.stdout


def program() -> list[str]:
    """How this program is started once more; on Windows the one with a console has pipes."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", "desktop"]
    own = Path(sys.executable)
    return [str(own.with_name(own.name.replace("-window", "")))]


def understood(answer: bytes, longest: int, limits: Limits) -> Seen:
    """The other process's answer; it read bytes from outside, so it is not simply believed."""
    head, _, rgb = answer.partition(b"\n")
    try:
        told: dict[str, Any] = json.loads(head[:LONGEST_HEAD])
        if "trouble" in told:
            raise _refusal(told["trouble"], limits)
        width, height, pages = (int(told[name]) for name in ("width", "height", "pages"))
        seen = Seen(pages, Picture(width, height, rgb))
    except (KeyError, TypeError, ValueError) as error:
        raise Refusal(Trouble.ATTACHMENT_HEAVY) from error
    if max(width, height) > longest or not 1 <= pages <= limits.pages:
        raise Refusal(Trouble.ATTACHMENT_HEAVY)
    return seen


def _refusal(name: str, limits: Limits) -> Refusal:
    """Raises ValueError for a refusal that is not one of the reader's."""
    trouble = Trouble(name)
    if trouble not in _TOLD:
        raise ValueError("not the reader's to tell")
    million = limits.pixels // 1_000_000
    most = limits.pages if trouble is Trouble.ATTACHMENT_PAGES else million
    return Refusal(trouble, most=most)
