"""Files with scans of stubs, read one after the other in processes of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.decoding import ask
from desktop.domain.attachments import LIMITS, Checked, Limits, Picture, media_of
from desktop.domain.errors import Refusal
from desktop.domain.progress import Progress
from desktop.domain.stubs import Page, stubs_of

ENDINGS = (".jpg", ".jpeg", ".jfif", ".png", ".pdf")


@dataclass(frozen=True, slots=True)
class ScanPage:
    """One page of a file and what its codes gave; `refusal` says why nothing could be read."""

    file: str
    page: int
    checked: Checked | None
    picture: Picture | None
    found: Page
    refusal: Refusal | None = None


NOTHING = Page((), (), ())


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files themselves, and of folders what looks like a scan, by name."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        found += [p for p in inside if not path.is_dir() or p.suffix.lower() in ENDINGS]
    return found


def read_files(
    paths: Sequence[Path], progress: Progress, limits: Limits = LIMITS
) -> tuple[ScanPage, ...]:
    """Every page of every file; one that cannot be read is told and holds the others up nowhere.

    Raises Refusal(STOPPED) where nobody waits any more.
    """
    files = files_in(paths)
    progress.total = len(files)
    pages: list[ScanPage] = []
    for file in files:
        pages += _pages(file, limits)
        progress.step()
    return tuple(pages)


def _pages(file: Path, limits: Limits) -> list[ScanPage]:
    try:
        data = ask.read(file, limits)
        checked = ask.check(file.name, data, limits)
    except Refusal as refusal:
        return [ScanPage(file.name, 1, None, None, NOTHING, refusal)]
    return [_page(file.name, checked, data, place, limits) for place in range(checked.pages)]


def _page(name: str, checked: Checked, data: bytes, place: int, limits: Limits) -> ScanPage:
    try:
        seen, codes = ask.read_codes(data, media_of(data), place, limits)
    except Refusal as refusal:
        return ScanPage(name, place + 1, checked, None, NOTHING, refusal)
    return ScanPage(name, place + 1, checked, seen.picture, stubs_of(codes))
