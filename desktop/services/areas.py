"""Names of the areas that identity numbers begin with (GB/T 2260, historic codes included).

The table is the one python-stdnum carries. Its file is read here without its parser (a
twentieth of a second at start) and without its validation, which refuses real people.
"""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# Levels that exist in the code only; nobody says them.
_UNSPOKEN = re.compile("(市辖区|市区|县|.*直辖.*单位)?")


def area_name(code6: str) -> str | None:
    """Return province, prefecture and county of a six-digit area code as people say them.

    Abolished areas keep their name: 330103 is 浙江省杭州市下城区. None for a code that is
    not in the table; never raises.
    """
    try:
        return _full_name(code6)
    except (ImportError, OSError, ValueError) as error:
        # Imported here: the command line has to answer in a fifth of a second.
        import logging

        logging.getLogger(__name__).warning("no area names: %s", error)
        return None


def _full_name(code6: str) -> str | None:
    if not re.fullmatch("[0-9]{6}", code6):
        return None
    own = _entry(code6)
    if own is None:
        return None
    province = _entry(code6[:2] + "0000") or ""
    prefecture = _entry(code6[:4] + "00") or ""
    parts = dict.fromkeys((province, _spoken(prefecture), _spoken(own)))
    return "".join(parts) or None


def _spoken(name: str) -> str:
    return "" if _UNSPOKEN.fullmatch(name) else name


def _entry(code6: str) -> str | None:
    found = re.search(f'^  {code6[2:]} county="([^"]*)"', _province(code6[:2]), re.MULTILINE)
    return _latest(found[1]) if found else None


def _latest(value: str) -> str:
    # Several names of one code read "[-1991]东郊区,[1992-]东丽区", oldest first.
    return re.sub(r"\[[^\]]*\]", "", value.rpartition(",")[2])


def _province(code2: str) -> str:
    found = re.search(f"^{code2} province=.*\n((?:  .*\n?)*)", _table(), re.MULTILINE)
    return found[1] if found else ""


@cache
def _table() -> str:
    spec = find_spec("stdnum")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("python-stdnum is not installed")
    return Path(spec.origin).with_name("cn").joinpath("loc.dat").read_text("utf-8")
