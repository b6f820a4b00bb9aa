"""The program as a script sees it: a process of its own, watched for what it loads."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HEAVY = ("sqlalchemy", "reportlab", "yaml", "pypinyin", "PySide6", "openpyxl", "rapidfuzz")
WATCHED = f"""
import sys
from desktop.__main__ import main
code = main(sys.argv[1:])
print(",".join(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)
sys.exit(code)
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What a command answered, and which heavy modules it loaded for that."""

    code: int
    out: str
    err: str
    heavy: frozenset[str]

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Told]


def at_home(home: Path) -> Run:
    """The program, at home in a folder."""

    def run(*words: str | Path) -> Told:
        done = subprocess.run(
            [sys.executable, "-c", WATCHED, *map(str, words)],
            env=os.environ | {"ONEVISIT_HOME": str(home), "TZ": "Asia/Shanghai"},
            capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        *lines, heavy = done.stderr.splitlines() or [""]
        told = Told(done.returncode, done.stdout, "\n".join(lines), frozenset(heavy.split(",")))
        assert "PySide6" not in told.heavy
        return told

    return run


def written(file: Path, data: Any) -> Path:
    """A file with a text, or with data as JSON."""
    file.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return file


WOMAN = {
    "name": "赵桂英",
    "id_kind": "resident_id",
    "id_number": "000103195006150024",
    "hukou_address": "浙江省杭州市拱墅区朝晖路1号",
    "phone": "13800000000",
    "agent": None,
    "circumstances": ["lost_documents"],
}
