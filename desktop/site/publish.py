"""Writes the site into a folder: made beside it and swapped, so that no half is ever seen."""

import shutil
from pathlib import Path
from tempfile import mkdtemp

import resources
from desktop.domain.errors import Refusal, Trouble
from desktop.domain.progress import Progress
from desktop.services.catalogue import NOTICE, WEIGHTS, Shelf, reading, search_texts, template
from desktop.site.pages import Maker, Sound, Station, pages

MARK = "onevisit-site.txt"
"""The file by which a folder is known as a site of ours, which may be replaced."""

SCRIPTS = ("page", "rules", "item", "search")


def maker(shelf: Shelf, station: Station) -> Maker:
    """What the pages are made with."""
    folder = resources.path("templates")
    scripts = {n: resources.path("site", f"{n}.js").read_text("utf-8") for n in SCRIPTS}
    style = resources.path("site", "style.css").read_text("utf-8")
    notice, words = template(NOTICE, folder), template("site-1", folder)
    return Maker(shelf.catalogue, station, notice, words, style, scripts)


def sounds(shelf: Shelf) -> dict[str, tuple[Sound, ...]]:
    """What the search of the first page looks through: names and everyday words."""
    return {
        item.id: tuple(
            Sound(text, reading(shelf, text), WEIGHTS[kind])
            for kind, text in search_texts(shelf.catalogue, item)
            if kind in ("name", "keyword") and text != item.name_en
        )
        for item in shelf.catalogue.items.values()
    }


def publish(shelf: Shelf, station: Station, out: Path, progress: Progress) -> tuple[str, ...]:
    """Make the site in a folder; gives its files by name.

    Raises Refusal(FOLDER_NOT_EMPTY) where the folder holds anything but a site of ours, and
    STOPPED where nobody waits any more; then the folder is as it was.
    """
    out = out.resolve()
    _check(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        files = _make(beside / "new", shelf, station, progress)
        _swap(beside, out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return files


def _make(made: Path, shelf: Shelf, station: Station, progress: Progress) -> tuple[str, ...]:
    """Write every page and, last, the mark with their names."""
    made.mkdir()
    progress.total = len(shelf.catalogue.items)
    files = []
    for name, text in pages(maker(shelf, station), sounds(shelf)):
        (made / name).write_text(text, encoding="utf-8", newline="\n")
        files.append(name)
        progress.step(name.startswith("item-"))
    files.sort()
    mark = (f"{shelf.catalogue.edition} {shelf.catalogue.digest}", *files, "")
    (made / MARK).write_text("\n".join(mark), encoding="utf-8", newline="\n")
    return tuple(files)


def _check(out: Path) -> None:
    """Whether all that lies in a folder is ours, by the names that our mark tells."""
    if not out.exists():
        return
    try:
        lying = {each.name for each in out.iterdir()}
    except NotADirectoryError as error:
        raise Refusal(Trouble.FOLDER_NOT_EMPTY, folder=out.name) from error
    mark = out / MARK
    ours = mark.read_text("utf-8", "replace").splitlines()[1:] if mark.is_file() else []
    if not lying <= {MARK, *ours}:
        raise Refusal(Trouble.FOLDER_NOT_EMPTY, folder=out.name)


def _swap(beside: Path, out: Path) -> None:
    """Put the new site in place; the old one goes back where that fails."""
    old = beside / "old"
    if out.exists():
        out.replace(old)
    try:
        (beside / "new").replace(out)
    except OSError:
        if old.exists():
            old.replace(out)
        raise
