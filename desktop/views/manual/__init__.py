"""The manual: a page for each who reads it, opened by F1 beside the window."""

from desktop.views.manual.pages import PAGE_OF, PAGES
from desktop.views.manual.window import Manual

__all__ = ["PAGES", "PAGE_OF", "Manual"]
