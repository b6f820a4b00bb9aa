"""The program's entry: a window, or one command; imports nothing heavy before it knows which."""

import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words:
        from desktop.app import run

        return run()
    if len(words) == 1 and words[0].endswith(".onevisit"):  # the desk opens a settings file with us
        from desktop.app import run

        return run(Path(words[0]))
    if words == ["training"]:
        from desktop.app import run

        return run(training=True)
    if words[0] == "tour":
        from desktop.tour.play import main as play

        return play(words[1:])
    if words[0] == "self-test":
        from desktop.selftest import main as test

        return test(words[1:])
    if words[0] == "read-pdf":
        from desktop.printing.reading import main as read

        return read()
    if words[0] == "see-file":
        from desktop.decoding.child import main as see

        return see(words[1:])
    if words == ["simulate", "card-reader"]:
        from desktop.simulated.card_reader import main as simulate

        return simulate()
    from desktop.cli.main import main as command

    return command(words)


if __name__ == "__main__":
    sys.exit(main())
