"""The item browser: what the counter offers, found in a few keys and read at a glance."""

from desktop.views.guide.screen import GuideScreen

__all__ = ["GuideScreen"]
