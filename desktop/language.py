"""The language of the screens: chosen at the start, and its file found once.

The standard library looks for the file on disk at every single text, and a page of a table asks for
hundreds of them: four fifths of the time it took to paint one.
"""

import gettext
import os
from functools import cache
from os import PathLike
from typing import Any

import resources

_FIND = gettext.find


def speak(language: str) -> None:
    """Choose the language of the screens; English is the language of the sources."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("onevisit", str(resources.path("locale")))
    gettext.textdomain("onevisit")
    _files.cache_clear()
    gettext.find = _found  # type: ignore[assignment]


def spoken() -> str:
    """The language that was chosen at the start."""
    return os.environ.get("LANGUAGE", "en")


@cache
def _files(domain: str, folder: str | None, every: bool) -> Any:
    return _FIND(domain, folder, None, every)


def _found(
    domain: str,
    localedir: str | PathLike[str] | None = None,
    languages: list[str] | None = None,
    all: bool = False,  # noqa: A002 - the library's own name
) -> Any:
    """The files of a domain; where a language is named, as the library finds them."""
    if languages is not None:
        return _FIND(domain, localedir, languages, all)
    return _files(domain, None if localedir is None else os.fspath(localedir), all)
