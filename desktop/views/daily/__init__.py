"""The supervisor's room: the list of the days, reviews, the day's close, figures, guide debt."""

from desktop.views.daily.screen import DailyScreen

__all__ = ["DailyScreen"]
