"""Documents that were right until something in them was put in the place of something else."""

import copy
from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import strategies as st

_T = TypeVar("_T")
_E = TypeVar("_E", bound=Exception)

LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["", "2026-02-30", "9999-99-99", "\ud800", "\u202e", "self", "not"])
)  # fmt: skip
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    if isinstance(value, dict):
        found += [p for key in value for p in _places(value[key], (*path, key))]
    elif isinstance(value, list):
        found += [p for at, each in enumerate(value) for p in _places(each, (*path, at))]
    return found


def _put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    made = copy.copy(value)
    made[path[0]] = _put(value[path[0]], path[1:], new)
    return made


def _dropped(value: Any, path: tuple[Any, ...]) -> Any:
    made = copy.copy(value)
    if len(path) == 1:
        del made[path[0]]
    else:
        made[path[0]] = _dropped(value[path[0]], path[1:])
    return made


def spoilt(right: Any) -> st.SearchStrategy[Any]:
    """A right document with one value put in another's place, or taken away."""
    places = _places(right)
    replaced = st.tuples(st.sampled_from(places), JSON).map(lambda each: _put(right, *each))
    inner = [place for place in places if place]
    dropped = st.sampled_from(inner).map(lambda place: _dropped(right, place))
    return replaced | dropped | JSON


def outcome(read: Callable[[Any], _T], data: Any, declared: type[_E]) -> _T | _E:
    """What a reader makes of its input: a value, or the error it declares; others pass through."""
    try:
        return read(data)
    except declared as error:
        return error
