"""The wrapping of a settings file: read back, and every mistake named by its key."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.domain.settings_file import FORMAT, LARGEST, unwrapped, wrapped

CONTENT: dict[str, Any] = {"pc": {"theme": "dark"}, "station": {"name": "示例派出所"}}


def raw(data: Any) -> bytes:
    return json.dumps(data).encode()


def keys(data: bytes) -> list[str]:
    content, found = unwrapped(data)
    assert not (content and found)
    return [each.key for each in found]


def test_what_is_wrapped_comes_back() -> None:
    whole = wrapped(CONTENT, "0.1.0")
    assert (whole["format"], whole["program"], len(whole["sha256"])) == (FORMAT, "0.1.0", 64)
    assert unwrapped(raw(whole)) == (CONTENT, ())
    laid_out = json.dumps(whole, ensure_ascii=False, indent=8, sort_keys=True)
    assert unwrapped(b"\xef\xbb\xbf" + laid_out.encode()) == (CONTENT, ())


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"kind": "letter"}, "kind"),
        ({"format": 2}, "format"),
        ({"format": True}, "format"),
        ({"program": 1}, "program"),
        ({"sha256": "0" * 64}, "sha256"),
        ({"content": []}, "content"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrapping_that_is_not_right_is_named(changed: dict[str, Any], key: str) -> None:
    assert keys(raw(wrapped(CONTENT, "0.1.0") | changed)) == [key]


def test_a_content_that_is_not_right_is_named() -> None:
    assert keys(raw(wrapped({"colour": {}}, "0.1.0"))) == ["colour"]
    assert keys(raw(wrapped({"pc": [], "rules": 3}, "0.1.0"))) == ["pc", "rules"]


@pytest.mark.parametrize("data", [b"", b"\xff", b"[" * 20_000, b"[]", b" " * (LARGEST + 1)])
def test_what_is_no_object_is_no_file(data: bytes) -> None:
    assert keys(data) == ["file"]


def test_half_a_character_is_no_text() -> None:
    half = raw(wrapped({"station": {"name": "\ud800"}}, "0.1.0"))
    assert keys(half) == ["file"]


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
@example(raw({"kind": "onevisit-settings", "format": FORMAT, "content": {"pc": None}}))
def test_any_bytes_give_a_content_or_mistakes(data: bytes) -> None:
    assert keys(data)
