"""Stubs that are read back from scans, and the list of those that are missing."""

from desktop.views.stubs.look import StubLook
from desktop.views.stubs.reader import StubReader

__all__ = ["StubLook", "StubReader"]
