"""The intake wizard (受理): eight steps from the item to the printed slip."""

from desktop.views.intake.screen import IntakeScreen

__all__ = ["IntakeScreen"]
