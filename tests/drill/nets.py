"""No network socket is opened while three visitors are served; `sockets.py` watches."""

from collections.abc import Iterator

from tests.drill import sockets
from tests.drill.bench import Bench
from tests.drill.report import Row


def nets(bench: Bench) -> Iterator[Row]:
    """The whole tour, watched by the kernel where that is possible, and by Python."""
    found = sockets.check(bench.place("sockets"))
    told = found.unwatched or "no socket towards a network, by the kernel and by Python"
    yield Row("NET", "the whole tour, watched", told=told, wrong=found.sockets)
