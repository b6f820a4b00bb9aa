"""Which version of the program this is."""

from importlib import metadata


def version() -> str:
    """The version as installed; empty where the program is not installed."""
    try:
        return metadata.version("onevisit")
    except metadata.PackageNotFoundError:
        return ""
