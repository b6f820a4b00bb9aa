"""Pages of plain HTML: every value escaped, style and scripts inside, nothing asked of anywhere."""

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

Part = str


def tag(element: str, /, *inner: Part, **attributes: str | bool) -> Part:
    """An element with its attributes; `inner` is HTML already, attributes are escaped here."""
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    return f"<{element}{written}>{''.join(inner)}</{element}>"


def bare(element: str, /, **attributes: str | bool) -> Part:
    """An element without content."""
    return f"<{element}{''.join(_attribute(key, value) for key, value in attributes.items())}>"


def _attribute(key: str, value: str | bool) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(value)}"'


def said(text: str) -> Part:
    """A text as it is read."""
    return escape(text, quote=False)


def listed(rows: Iterable[Part], kind: str = "ul") -> Part:
    """A list of parts."""
    return tag(kind, *(tag("li", row) for row in rows))


def block(title: str, *inner: Part, **attributes: str | bool) -> Part:
    """A section under its heading."""
    return tag("section", tag("h2", said(title)), *inner, **attributes)


def data_part(data: Any) -> Part:
    """Data for a script; what could end the element is written otherwise."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    safe = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'<script type="application/json" id="data">{safe}</script>'


def page(
    title: str,
    style: str,
    scripts: Sequence[str],
    body: Sequence[Part],
    data: Any = None,
) -> str:
    """A whole page that runs only the scripts it was made with and asks nothing of anywhere."""
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    policy = (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; script-src {allowed}; "
        "base-uri 'none'; form-action 'none'"
    )
    head = (
        '<meta charset="utf-8">',
        bare("meta", http_equiv="Content-Security-Policy", content=policy),
        bare("meta", name="viewport", content="width=device-width, initial-scale=1"),
        bare("meta", name="referrer", content="no-referrer"),
        tag("title", said(title)),
        f"<style>{style}</style>",
    )
    end = () if data is None else (data_part(data),)
    written = (f"<script>{script}</script>" for script in scripts)
    inner = tag("head", *head) + tag("body", *body, *end, *written)
    return f'<!DOCTYPE html>\n<html lang="zh-CN">{inner}</html>\n'


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
