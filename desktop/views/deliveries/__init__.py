"""The delivery room (送达): what is on its way, the courier's lists, doors, into whose hands."""

from desktop.views.deliveries.screen import DeliveriesScreen

__all__ = ["DeliveriesScreen"]
