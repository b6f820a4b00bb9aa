"""How far long work is, and whether it is still wanted; told by one thread and read by another."""

from desktop.domain.errors import Refusal, Trouble


class Progress:
    """Counts what is done of a total; 0 is a total that nobody knows.

    Plain numbers are enough: one thread writes them, the window only looks.
    """

    def __init__(self, total: int = 0) -> None:
        self.total, self.done = total, 0
        self._stopped = False

    def step(self, count: int = 1) -> None:
        """So much more is done; raises Refusal(STOPPED) where nobody wants the rest."""
        if self._stopped:
            raise Refusal(Trouble.STOPPED)
        self.done += count

    def stop(self) -> None:
        """The rest is not wanted any more."""
        self._stopped = True
