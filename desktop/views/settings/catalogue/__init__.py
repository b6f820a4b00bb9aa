"""The catalogue as the station keeps it up: editions, the draft, its try on past cases."""

from desktop.views.settings.catalogue.page import CataloguePage

__all__ = ["CataloguePage"]
