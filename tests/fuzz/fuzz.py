"""Lets atheris look for bytes that break one reader: python -m tests.fuzz.fuzz NAME [options].

Atheris has wheels for Linux on x86_64 only; elsewhere this says so and does nothing.
"""

import sys
import tempfile
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Fuzz one target until the time is over; any crash ends with a code other than zero."""
    try:
        import atheris
    except ImportError:
        print("fuzz: atheris is not there on this kind of computer", file=sys.stderr)
        return 0
    with atheris.instrument_imports(include=["desktop", "defusedxml", "zipfile"]):
        from tests.fuzz.targets import TARGETS
    name, *options = arguments
    target, seeds = TARGETS[name]
    with tempfile.TemporaryDirectory() as corpus:
        for place, seed in enumerate(seeds):
            (Path(corpus) / str(place)).write_bytes(seed)
        found = Path(__file__).parent / "found" / name
        folders = [corpus, *([str(found)] if found.is_dir() else [])]
        atheris.Setup([sys.argv[0], "-timeout=20", *options, *folders], target)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
