"""What this PC is set to, and who said so."""

import argparse
from dataclasses import fields
from typing import Any

from desktop.cli.shared import Answer
from desktop.settings import CHOICES, Layer, Settings, home, layers, load, sentences


def listed(_options: argparse.Namespace) -> Answer:
    """Every setting with its value, the layer it comes from, its type, default and sentence."""
    made, default, told = load(home()), Settings(), sentences()
    said = {key: layer for data, layer in layers(home()) for key in data}
    return [
        {
            "setting": row.name,
            "value": _plain(getattr(made, row.name)),
            "from": said.get(row.name, Layer.DEFAULT),
            "type": _type(getattr(default, row.name)),
            "default": _plain(getattr(default, row.name)),
            "choices": list(CHOICES.get(row.name, ())) or None,
            "what": told[row.name],
        }
        for row in fields(Settings)
    ], 0


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _type(value: Any) -> str:
    match value:
        case bool():
            return "true or false"
        case int():
            return "number"
        case str():
            return "text"
        case tuple():
            return "list"
        case _:
            return "table"
