"""What tells a training from the real thing, wherever it is met: code, folder, mark on paper."""

CODE = "TRAIN"
"""The station code of every training; it begins the number of every slip, case and paper of one.

No real station may have it, so a training's slip is known for one wherever it is scanned.
"""

FOLDER = "training"
"""The name of the folder in which a training's records lie, and no others."""

MARK = "培训"
"""What stands across every page that a training prints; no template can take it away."""


def of_training(number: str) -> bool:
    """Whether the number of a slip, case or paper, or a station's code, is a training's."""
    return number.startswith(CODE)
