"""The room where a supervisor looks after backups, the audit, looks, retention and keys."""

from desktop.views.safety.screen import SafetyScreen

__all__ = ["SafetyScreen"]
