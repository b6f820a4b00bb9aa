"""Turns a manual's page into what Qt's text browser shows; only what the pages use is known.

A line is a block: a heading, a paragraph, a line of a list, a row of a table, a warning, a picture.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby

from desktop.views.manual.pages import HEADING, ManualPage

PICTURE = re.compile(r"!\[([^\]]*)\]\(\.\./pictures/[A-Za-z_]+/([a-z0-9-]+)\.png\)")
LINK = re.compile(r"\[([^\]]+)\]\((?:([a-z]+)\.md)?#([a-z0-9_-]+)\)")
STRONG = re.compile(r"\*\*(.+?)\*\*")
CODE = re.compile(r"`([^`]+)`")
FILLED = re.compile(r"\{\{([a-z]+)\}\}")

SHARES = {2: (42, 58), 4: (22, 16, 20, 42)}
"""How the columns of a table share its width, in percent."""

Sized = Callable[[str], tuple[int, int]]
"""The width and height in px that a picture is shown with."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is shown: the theme's tokens, the size in percent, pictures, tables made now."""

    tokens: Mapping[str, str]
    zoom: int
    sized: Sized
    filled: Mapping[str, Callable[[], list[list[str]]]]


def kind(line: str) -> str:
    """What a line is."""
    if HEADING.fullmatch(line):
        return "heading"
    if PICTURE.fullmatch(line):
        return "picture"
    if FILLED.fullmatch(line):
        return "filled"
    for start, name in (("# ", "title"), ("- ", "bullet"), ("> ", "warning"), ("| ", "table")):
        if line.startswith(start):
            return name
    return "number" if re.match(r"\d+\. ", line) else "text" if line.strip() else "gap"


def html(page: ManualPage, look: Look) -> str:
    """The whole page."""
    blocks = [_block(name, list(lines), look) for name, lines in groupby(page.lines, kind)]
    return f"<html><body>{''.join(blocks)}</body></html>"


def _block(name: str, lines: list[str], look: Look) -> str:
    match name:
        case "title":
            return f"<h1>{inline(lines[0][2:])}</h1>"
        case "heading":
            return "".join(map(_heading, lines))
        case "picture":
            return "".join(_picture(line, look) for line in lines)
        case "filled":
            return "".join(_filled(line, look) for line in lines)
        case "bullet":
            return f"<ul>{_listed(line[2:] for line in lines)}</ul>"
        case "number":
            return f"<ol>{_listed(line.partition('. ')[2] for line in lines)}</ol>"
        case "warning":
            told = "<br>".join(inline(line[2:]) for line in lines)
            return f'<table class="w" width="100%" cellpadding="8"><tr><td>{told}</td></tr></table>'
        case "table":
            cells = [_cells(line) for line in lines if not line.startswith("| ---")]
            return _table([[inline(cell) for cell in row] for row in cells])
        case "text":
            return "".join(f"<p>{inline(line)}</p>" for line in lines)
        case _:
            return ""


def _heading(line: str) -> str:
    found = HEADING.fullmatch(line)
    if found is None:
        return ""
    tag = f"h{len(found[1])}"
    return f'<{tag}><a name="{found[3]}"></a>{inline(found[2])}</{tag}>'


def _picture(line: str, look: Look) -> str:
    found = PICTURE.fullmatch(line)
    if found is None:
        return ""
    width, height = look.sized(found[2])
    return f'<p class="i"><img src="{found[2]}" width="{width}" height="{height}"></p>'


def _filled(line: str, look: Look) -> str:
    rows = look.filled[line.strip("{}")]()
    return _table([[escape(cell) for cell in row] for row in rows])


def _listed(texts: Iterator[str]) -> str:
    return "".join(f"<li>{inline(text)}</li>" for text in texts)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _table(rows: list[list[str]]) -> str:
    head, *body = rows
    named = zip(head, SHARES[len(head)], strict=True)
    cells = (f'<th align="left" width="{share}%">{cell}</th>' for cell, share in named)
    made = [f"<tr>{''.join(cells)}</tr>"]
    made += ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in body]
    return f'<table class="t" width="100%" cellspacing="0" cellpadding="6">{"".join(made)}</table>'


def inline(text: str) -> str:
    """A line's words: keys and code, what to press, links within the manual; all else as it is."""
    parts = CODE.split(text)
    return "".join(
        f"<code>&nbsp;{escape(part)}&nbsp;</code>" if place % 2 else _words(escape(part))
        for place, part in enumerate(parts)
    )


def _words(text: str) -> str:
    linked = LINK.sub(lambda found: f'<a href="{found[2] or ""}#{found[3]}">{found[1]}</a>', text)
    return STRONG.sub(r"<b>\1</b>", linked)


def sheet(look: Look) -> str:
    """The style of a page in the theme's tokens."""
    ink, size = look.tokens, _sizes(look.zoom)
    return f"""
        h1 {{ font-size: {size(22)}; color: {ink["ink"]}; margin: 4px 0 12px 0; }}
        h2 {{ font-size: {size(18)}; color: {ink["accent"]}; margin: 28px 0 8px 0; }}
        h3 {{ font-size: {size(16)}; color: {ink["ink"]}; margin: 20px 0 6px 0; }}
        p, li, td, th {{ font-size: {size(15)}; color: {ink["ink"]}; line-height: 118%; }}
        p {{ margin: 0 0 8px 0; }}
        p.i {{ line-height: 100%; margin: 4px 0 12px 0; }}
        li {{ margin: 0 0 4px 0; }}
        th {{ font-weight: bold; }}
        code {{ font-family: "{CODE_FAMILY}"; background-color: {ink["off"]}; }}
        a {{ color: {ink["accent"]}; }}
        table {{ margin: 8px 0 12px 0; }}
        table.w {{ background-color: {ink["warn-soft"]}; }}
        table.t {{ border-collapse: collapse; border: 1px solid {ink["line"]}; }}
        table.t th {{ background-color: {ink["canvas"]}; border: 1px solid {ink["line"]}; }}
        table.t td {{ border: 1px solid {ink["line"]}; }}
    """


CODE_FAMILY = "Noto Sans SC"
"""Keys and commands stand in the font of the rest: no other one is shipped."""


def _sizes(zoom: int) -> Callable[[int], str]:
    return lambda px: f"{round(px * zoom / 100)}px"
