"""The table of settings on IT's page: made from the settings themselves, told in the language."""

import json
from gettext import gettext as _

from desktop.settings import Described, described


def N_(text: str) -> str:  # noqa: N802 - the name that marks a text for translation
    """Mark a text that is translated when it is shown."""
    return text


SENTENCES = (
    N_("whether the records are encrypted; off only where the whole disk is."),
    N_("zh_CN or en, the language of the screens."),
    N_("light, dark or system."),
    N_("size of everything on screen in percent, 100 to 200."),
    N_("whether rows of tables are low (32 px) instead of comfortable (40 px)."),
    N_("name of this counter window, printed on slips; empty takes the station's."),
    N_("printer name for each kind of paper (slip, guide)."),
    N_("minutes without a key or mouse after which the window locks, 1 to 60."),
    N_("where backups go; empty means a folder beside the records."),
    N_("left, top shift of the print in millimetres for each kind of paper."),
    N_("first two digits of domestic EMS numbers that are known."),
    N_("public key of a station that signs its own catalogue; empty is the program's."),
    N_("server whose records many counters share, postgresql+psycopg://; empty is this PC."),
    N_("off, program or simulated: where identity cards are read."),
    N_("the program that speaks with the card reader, with its arguments."),
    N_("off, on or simulated: whether a scan is taken wherever the keyboard is."),
    N_("milliseconds between two characters of a scan at most, 10 to 100."),
    N_("characters of a scan at least, 6 to 40."),
    N_("enter or tab, the key that ends a scan."),
    N_("off, on or simulated: whether a stub may be signed on a pad after printing."),
    N_("off, on or simulated: whether papers are photographed at this counter."),
    N_("the camera that is taken first; empty takes the first there is."),
    N_("off, on or simulated: whether the visitor has a screen."),
    N_("which screen is the visitor's; empty takes the first other one."),
)
"""What the class of the settings says of each, so that it can be translated."""

TYPES = (N_("true or false"), N_("number"), N_("text"), N_("list"), N_("table"))


def settings_table() -> list[list[str]]:
    """A head, then a row a setting: name, type, default, what it is for."""
    head = [_("Setting"), _("Type"), _("Default"), _("What it is for")]
    return [head, *map(_row, described())]


def _row(row: Described) -> list[str]:
    default = json.dumps(row.default, ensure_ascii=False)
    return [row.name, _(row.type), default, _(row.what)]
