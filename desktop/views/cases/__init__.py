"""All cases of the station: found by place, filter or due day, the marked one at the right."""

from desktop.views.cases.screen import CasesScreen

__all__ = ["CasesScreen"]
