"""A card reader that is none, as a program of its own: for training, for tests, for IT to try.

It speaks as docs/card-reader.md asks. What is laid on it is named on its standard input, a key a
line; it ends when that is closed.
"""

import base64
import json
import sys
from datetime import date

from desktop.simulated.cards import TORN, cards, record


def main() -> int:
    """Say ready, then answer every line with a card or an error."""
    known = {card.key: record(card) for card in cards(date.today())}  # noqa: DTZ011 - a PC's own day
    _say({"state": "ready"})
    for line in sys.stdin:
        key = line.strip()
        if key in known:
            _say({"card": base64.b64encode(known[key]).decode("ascii")})
        elif key == TORN:
            _say({"card": base64.b64encode(next(iter(known.values()))[:-10]).decode("ascii")})
        else:
            _say({"error": "unreadable"})
    return 0


def _say(told: dict[str, str]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
