"""Speed as ratios: each figure against a baseline measured in the same run, on the same machine.

A start is measured from the process to the first painted window; the rest inside one process.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget
app = QApplication(sys.argv[:1])
window = QMainWindow()
window.setCentralWidget(QTableWidget(50, 6))
window.resize(1366, 768)
window.show()
app.processEvents()
window.grab()
"""

OURS = """
from pathlib import Path
import sys
from desktop.app import application, local_now
from desktop.window import Window
from desktop.settings import load
home = Path(sys.argv[1])
settings = load(home)
app = application(settings)
window = Window(home, settings, local_now)
window.resize(1366, 768)
window.show()
app.processEvents()
window.grab()
import os
os._exit(0)
"""


def main(arguments: Sequence[str]) -> int:
    """Measure everything and print it; exit code 0, or 2 for wrong use."""
    parser = argparse.ArgumentParser(prog="desktop.bench")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--cases", type=int, default=1_000_000, help="0 leaves the lists out")
    parser.add_argument("--visits", type=int, default=20_000, help="of a month; 0 leaves it out")
    parser.add_argument("--folder", type=Path, default=Path(".run/bench"), help="made records")
    parser.add_argument("--dist", type=Path, default=Path("dist"), help="the built program")
    parser.add_argument("--json", action="store_true")
    try:
        options = parser.parse_args(list(arguments))
    except SystemExit as stop:
        return 0 if not stop.code else 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    rows = [_start(options.rounds), _search(), *_work(options.rounds)]
    folder = options.folder.resolve()
    if options.visits:
        from desktop.bench.month import month

        rows += month(folder, options.visits)
    if options.cases:
        from desktop.bench.lists import measured

        rows += measured(folder, options.cases)
    if options.dist.is_dir():
        from desktop.bench.package import sizes, starts

        rows += starts(options.dist, options.rounds) + sizes(options.dist)
    print(json.dumps(rows, indent=2) if options.json else "\n".join(map(_line, rows)))
    return 0


def _line(row: dict[str, Any]) -> str:
    if "mb" in row:
        return (
            f"{row['what']:<42} {row['mb']:9.1f} MB   of it fonts {row['fonts_mb']:5.1f} MB, "
            f"beside them {row['beside_fonts_mb']:5.1f} MB (at most {row['most_mb']:.0f})"
        )
    more = f"   p99 {row['p99_ms']:7.2f} ms" if "p99_ms" in row else ""
    more += f"   growth {row['growth']:5.2f}" if "growth" in row else ""
    return (
        f"{row['what']:<42} {row['ours_ms']:9.2f} ms   {row['against']:<38} "
        f"{row['base_ms']:9.2f} ms   ratio {row['ratio']:6.2f}{more}"
    )


def _row(what: str, ours: float, against: str, base: float) -> dict[str, Any]:
    return {
        "what": what,
        "ours_ms": round(ours * 1000, 3),
        "against": against,
        "base_ms": round(base * 1000, 3),
        "ratio": round(ours / base, 3),
    }


def _process(code: str, *words: str) -> float:
    begin = perf_counter()
    subprocess.run([sys.executable, "-c", code, *words], check=True, capture_output=True)
    return perf_counter() - begin


def _start(rounds: int) -> dict[str, Any]:
    """From process to painted sign-in, against a bare window with a table; taken in turns."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        pairs = [(_process(OURS, home), _process(BARE)) for _ in range(rounds + 1)][1:]
    ours, bare = (statistics.median(side) for side in zip(*pairs, strict=True))
    return _row("start to sign-in", ours, "bare PySide6 window with a table", bare)


def _timed(work: Callable[[], object], times: int) -> float:
    """The median seconds of one call."""
    seconds = []
    for _ in range(times):
        begin = perf_counter()
        work()
        seconds.append(perf_counter() - begin)
    return statistics.median(seconds)


QUERIES = ("hukoubendiule", "sfz", "户口本丢了", "juzhuzheng", "开宾馆", "shenfenzhen")


def _search() -> dict[str, Any]:
    """One keystroke in the item search, against a plain `in` over the same texts."""
    from desktop.services.catalogue import search_index, search_texts, shipped_shelf
    from desktop.services.search import rank

    shelf = shipped_shelf()
    index = search_index(shelf)
    typed = [query[:end] for query in QUERIES for end in range(1, len(query) + 1)]
    items = shelf.catalogue.items.values()
    texts = [text for item in items for _, text in search_texts(shelf.catalogue, item)]
    rank(index, "shenfenzhen")
    ours = statistics.mean(_timed(partial(rank, index, query), 5) for query in typed)
    base = statistics.mean(_timed(partial(_scan, texts, query), 5) for query in typed)
    return _row("search, one keystroke", ours, "plain scan of the same texts", base)


def _scan(texts: list[str], query: str) -> list[str]:
    return [text for text in texts if query in text]


def _work(rounds: int) -> list[dict[str, Any]]:
    """One slip's PDF and one saved case, against bare reportlab and bare sqlite."""
    from desktop.printing.plain import plain_text
    from desktop.sample import Sample

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        sample = Sample(Path(folder), datetime.now().astimezone())
        sample.render()
        slip = _row(
            "one slip, PDF",
            _timed(sample.render, 5 * rounds),
            "bare reportlab: same text, line by line",
            _timed(partial(plain_text, sample.text), 5 * rounds),
        )
        rows = _case(sample, Path(folder), 10 * rounds)
    return [slip, *rows]


def _case(sample: Any, folder: Path, rounds: int) -> list[dict[str, Any]]:
    """A saved case as SQLite sees it, and as the whole act; both against the bare library."""
    from desktop.bench.cases import cost, recorded

    for _ in range(20):
        sample.issue()
    whole = _timed(sample.issue, rounds)
    before = folder / "before.db"
    sample.copy_to(before)
    statements = recorded(sample.engine, sample.issue)
    ours, base = cost(before, sample.key, statements, rounds)
    sample.close()
    against = "same statements, bare sqlite3, FULL"
    return [
        _row("case: encrypted, audited", ours, against, base),
        _row("case: the whole act", whole, against, base),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
