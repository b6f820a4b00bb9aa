"""The year of days off and made-up days."""

from desktop.views.settings.calendar.page import CalendarPage

__all__ = ["CalendarPage"]
