"""Whether all is well on this PC, for a person and for a tool that watches a fleet.

Exit code 0: all well; 1: something needs attention; 2: wrong use; 3: act now, nothing may be
written here or the records are not what they should be.
"""

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.checkup import EXIT, Found, KeyOf, NoKey, Severity, examine, worst
from desktop.cli.records import speak
from desktop.cli.shared import Answer, UsageError, key_of
from desktop.domain.errors import Refusal
from desktop.settings import Settings, home, load

SHAPES = {
    Severity.GOOD: "●",
    Severity.UNCHECKED: "○",
    Severity.ATTENTION: "▲",
    Severity.ACT_NOW: "■",
}


def doctor(options: argparse.Namespace) -> Answer:
    """Every check that can be made here; those behind the key only where it is given."""
    spoken()
    found = examine(home(), asked(options), datetime.now().astimezone())
    worst_of = worst(found)
    code = EXIT[worst_of]
    if not options.json:
        return [_line(each) for each in found], code
    checks = [row(each) for each in found]
    return {"ok": code == 0, "exit": code, "severity": worst_of, "checks": checks}, code


def spoken() -> None:
    """Answer in this PC's language, even where its settings have a mistake."""
    try:
        speak(load(home()))
    except Refusal:
        speak(Settings())


def asked(options: argparse.Namespace) -> KeyOf:
    """How a command comes by the key; a code file that cannot be read is wrong use."""

    def key(file: Path) -> bytes | None:
        try:
            return key_of(file, options)
        except UsageError as error:
            if options.recovery_code_file is not None:
                raise
            raise NoKey(str(error)) from error

    return key


def row(found: Found) -> dict[str, Any]:
    """A finding for a tool: what was looked at, its stable code, how bad, what it is, what to do.

    `ok` is null where nothing was looked at.
    """
    return {
        "check": found.check,
        "ok": found.trouble is None if found.looked else None,
        "code": found.code,
        "severity": found.severity,
        "say": found.say(),
        "do": found.do(),
        "told": found.told,
    }


def _line(found: Found) -> dict[str, str]:
    """A finding for a person: shape, name, what it is and what to do."""
    words = " ".join(filter(None, (found.say(), found.do())))
    return {"shape": SHAPES[found.severity], "check": found.check, "do": words}
