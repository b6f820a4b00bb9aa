"""The administrator's screen: station, officers, this PC, about."""

from desktop.views.settings.screen import SettingsScreen

__all__ = ["SettingsScreen"]
