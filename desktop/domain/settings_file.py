"""A file that carries a station's settings to its other counters: its wrapping, and its mistakes.

{"kind": "onevisit-settings", "format": 1, "program": "0.1.0", "sha256": ..., "content": {...}};
the sum is that of the content as `digest` writes it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KIND = "onevisit-settings"
FORMAT = 1
ENDING = ".onevisit"
"""How such a file's name ends, so that a double click opens it here."""

SECTIONS = ("pc", "station", "rules", "calendar")
LARGEST = 2_000_000
"""A file of more bytes is none of ours."""

_WRAPPING = ("kind", "format", "program", "sha256", "content")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a file: the key it stands under, and a trouble's name or plain words."""

    key: str
    problem: str


@dataclass(frozen=True, slots=True)
class Change:
    """One setting that becomes another."""

    key: str
    before: Any
    after: Any


def digest(content: Mapping[str, Any]) -> str:
    """The SHA-256 of a content, however its file is laid out."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def wrapped(content: Mapping[str, Any], program: str) -> dict[str, Any]:
    """A content with its format, the program that wrote it, and its sum."""
    return {
        "kind": KIND,
        "format": FORMAT,
        "program": program,
        "sha256": digest(content),
        "content": content,
    }


def unwrapped(raw: bytes) -> tuple[dict[str, Any], tuple[Mistake, ...]]:
    """The content of a file, or what is wrong with its wrapping."""
    if len(raw) > LARGEST:
        return {}, (Mistake("file", f"has more than {LARGEST} bytes"),)
    try:
        data = json.loads(raw.decode("utf-8-sig"))
        json.dumps(data, ensure_ascii=False).encode()  # half a character could not be stored
    except (ValueError, RecursionError) as error:
        return {}, (Mistake("file", f"is not JSON: {error}"),)
    if not isinstance(data, dict):
        return {}, (Mistake("file", "must be an object"),)
    found = tuple(_wrapping(data))
    return ({} if found else data["content"]), found


def _wrapping(data: dict[str, Any]) -> list[Mistake]:
    if data.get("kind") != KIND:
        return [Mistake("kind", f"must be {KIND}")]
    if type(data.get("format")) is not int or data["format"] != FORMAT:
        return [Mistake("format", f"this program reads format {FORMAT}")]
    found = unknown("", data, _WRAPPING)
    if not isinstance(data.get("program"), str):
        found.append(Mistake("program", "must be a text"))
    content = data.get("content")
    if not isinstance(content, dict):
        return [*found, Mistake("content", "must be an object")]
    found += unknown("", content, SECTIONS)
    found += [
        Mistake(name, "must be an object")
        for name in SECTIONS
        if not isinstance(content.get(name, {}), dict)
    ]
    if data.get("sha256") != digest(content):
        found.append(Mistake("sha256", "the content was changed or cut off on its way"))
    return found


def unknown(place: str, data: Mapping[str, Any], known: tuple[str, ...]) -> list[Mistake]:
    """The keys of an object that are none of those known."""
    return [Mistake(f"{place}{key}", "unknown") for key in data if key not in known]
