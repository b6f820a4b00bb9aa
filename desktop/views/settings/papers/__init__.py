"""The official papers: their versions, seen and reworded."""

from desktop.views.settings.papers.page import PapersPage

__all__ = ["PapersPage"]
