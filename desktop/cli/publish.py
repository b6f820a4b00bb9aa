"""The mobile site on the command line."""

import argparse
from typing import Any

from desktop.cli.catalogue import shelf_of
from desktop.cli.shared import Answer, with_database


def publish(options: argparse.Namespace) -> Answer:
    """Make the site of the guides in a folder; the station's facts go in where they can be read."""
    from desktop.domain.progress import Progress
    from desktop.site.pages import Station
    from desktop.site.publish import publish as make

    facts = with_database(options, _facts)
    station = Station() if facts is None else Station(facts.name, facts.hours, facts.enquiry_phone)
    files = make(shelf_of(options), station, options.out, Progress())
    sizes = {name: (options.out / name).stat().st_size for name in files}
    heaviest = max(sizes, key=lambda name: sizes[name])
    answer = {
        "out": str(options.out),
        "pages": len(files),
        "bytes": sum(sizes.values()),
        "heaviest": {"page": heaviest, "bytes": sizes[heaviest]},
        "station": station.name or None,
    }
    return answer, 0


def _facts(session: Any) -> Any:
    from desktop.services.station import station

    return station(session)
