"""What this PC is set to, and who said so."""

import argparse

from desktop.cli.shared import Answer
from desktop.settings import Layer, described, home, layers, load, shown


def listed(_options: argparse.Namespace) -> Answer:
    """Every setting with its value, the layer it comes from, its type, default and sentence."""
    made = load(home())
    said = {key: layer for data, layer in layers(home()) for key in data}
    rows = []
    for row in described():
        value = shown(row.name, getattr(made, row.name))
        rows.append(
            {
                "setting": row.name,
                "value": list(value) if isinstance(value, tuple) else value,
                "from": said.get(row.name, Layer.DEFAULT),
                "type": row.type,
                "default": row.default,
                "choices": list(row.choices) or None,
                "what": row.what,
            }
        )
    return rows, 0
