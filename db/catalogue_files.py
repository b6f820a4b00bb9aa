"""Reads the catalogue's and the papers' YAML files; needs no database."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import resources
from desktop.domain.catalogue import CatalogueError
from desktop.domain.records import Fault

_DEEPEST = 30


def catalogue_folder() -> Path:
    """Where the shipped catalogue lies."""
    return resources.path("catalogue")


def digest(folder: Path) -> str:
    """SHA-256 over names and bytes of all YAML files; changes exactly when one of them does."""
    return digest_of(_contents(folder))


def digest_of(contents: Mapping[str, bytes]) -> str:
    """The same over bytes that were read already."""
    total = hashlib.sha256()
    for name in sorted(contents, key=Path):
        total.update(name.encode() + b"\0")
        total.update(hashlib.sha256(contents[name]).digest())
    return total.hexdigest()


def _contents(folder: Path) -> dict[str, bytes]:
    files = sorted(folder.rglob("*.yaml"))
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def read_files(folder: Path) -> dict[str, Any]:
    """Every YAML file of a folder by its relative name; raises CatalogueError naming the file."""
    return parsed(_contents(folder))


def parsed(contents: Mapping[str, bytes]) -> dict[str, Any]:
    """YAML files as plain data by their names; raises CatalogueError naming the file."""
    found: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, data in contents.items():
        try:
            found[name] = plain_yaml(data)
        except ValueError as error:
            faults.append(Fault(name, "", "", str(error)))
    if faults:
        raise CatalogueError(faults)
    return found


def plain_yaml(data: bytes) -> Any:
    """YAML as plain data, dates as text; raises ValueError with line and column.

    Aliases are refused: a few lines of them stand for more than fits into any memory.
    """
    import yaml

    loader = _loader()
    try:
        _check_shape(yaml.parse(data, Loader=loader))
        return yaml.load(data, Loader=loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise ValueError(f"{place}{error.problem}") from error
    except (yaml.YAMLError, ArithmeticError, AttributeError, LookupError, TypeError) as error:
        raise ValueError(f"cannot be read: {error}") from error


def _check_shape(events: Iterable[Any]) -> None:
    """Refuse aliases and nesting that would use up the stack."""
    import yaml

    deep = 0
    for event in events:
        deep += isinstance(event, yaml.CollectionStartEvent)
        deep -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or deep > _DEEPEST:
            what = "nested too deep" if deep > _DEEPEST else "no aliases here"
            raise ValueError(f"line {event.start_mark.line + 1}: {what}")


def _loader() -> type[Any]:
    """The quick safe loader where libyaml is built in, with dates left as text."""
    import yaml

    base: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    resolvers = {
        first: [(tag, pattern) for tag, pattern in rows if tag != "tag:yaml.org,2002:timestamp"]
        for first, rows in base.yaml_implicit_resolvers.items()
    }
    return type("_Loader", (base,), {"yaml_implicit_resolvers": resolvers})


def shipped_readings(folder: Path | None = None) -> dict[str, list[str]]:
    """Pinyin of the shipped catalogue's texts, made by `make texts`, so that none is computed."""
    file = (folder or catalogue_folder()) / "readings.json"
    if not file.exists():
        return {}
    readings: dict[str, list[str]] = json.loads(file.read_text(encoding="utf-8"))
    return readings
