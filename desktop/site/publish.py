"""Writes the site into a folder: made beside it and swapped, so that no half is ever seen."""

import shutil
from pathlib import Path

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
    _check(out)
    made = out.with_name(f".{out.name}-new")
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    try:
        with_ = maker(shelf, station)
        progress.total = len(shelf.catalogue.items)
        files = []
        for name, text in pages(with_, sounds(shelf)):
            (made / name).write_text(text, encoding="utf-8", newline="\n")
            files.append(name)
            progress.step(name.startswith("item-"))
        edition = f"{shelf.catalogue.edition} {shelf.catalogue.digest}\n"
        (made / MARK).write_text(edition, encoding="utf-8", newline="\n")
        _swap(made, out)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return tuple(sorted(files))


def _check(out: Path) -> None:
    try:
        if out.exists() and any(out.iterdir()) and not (out / MARK).exists():
            raise Refusal(Trouble.FOLDER_NOT_EMPTY, folder=out.name)
    except NotADirectoryError as error:
        raise Refusal(Trouble.FOLDER_NOT_EMPTY, folder=out.name) from error


def _swap(made: Path, out: Path) -> None:
    old = out.with_name(f".{out.name}-old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.replace(old)
    made.replace(out)
    shutil.rmtree(old, ignore_errors=True)
