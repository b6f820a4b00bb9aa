"""Where something stands in the catalogue, in the words of the counter."""

import re
from collections.abc import Mapping, Sequence
from gettext import gettext as _
from typing import Any

from desktop.domain.catalogue_changes import Change, Files
from desktop.domain.records import Fault

_ROW = re.compile(r"\[(\d+)\]")


def fields() -> Mapping[str, str]:
    """The fields of items, materials and flags; those of rows carry the row's number."""
    return {
        "name": _("What it is called"),
        "name_en": _("English name"),
        "theme": _("Theme"),
        "windows": _("Windows"),
        "conditions": _("Condition"),
        "steps": _("Step"),
        "materials": _("Material"),
        "special_cases": _("Special case"),
        "questions": _("Question and answer"),
        "offices": _("Office"),
        "law": _("Law"),
        "statutory": _("Legal limit"),
        "promised": _("Promised limit"),
        "fee": _("Fee"),
        "options": _("Fee in a special case"),
        "result": _("Result"),
        "validity": _("Valid for"),
        "phone": _("Phone"),
        "web": _("Web address"),
        "keywords": _("What people call it"),
        "to_confirm": _("To confirm"),
        "when": _("Applies to"),
        "say": _("What is said"),
        "adds": _("Adds"),
        "instead": _("Another way"),
        "ask": _("Question"),
        "answer": _("Answer"),
        "material": _("Material"),
        "required": _("Required"),
        "only_if": _("Only if"),
        "waived_if": _("Spared if"),
        "one_of": _("One of"),
        "deferrable": _("May follow"),
        "used_by": _("Shared by"),
        "note": _("Remark"),
        "count": _("How many"),
        "unit": _("Unit"),
        "amount": _("Amount"),
        "form": _("Form"),
        "copies": _("Copies"),
        "issuer": _("From whom"),
        "label": _("What it is called"),
        "label_en": _("English name"),
        "definition": _("Definition"),
        "implies": _("Includes"),
        "advice": _("Advice"),
    }


def place(path: Sequence[str]) -> str:
    """A path into an item: “Special case 3 · What is said”."""
    known, parts = fields(), list[str]()
    for step in path:
        if step.isdecimal() and parts:
            parts[-1] += f" {step}"
        else:
            parts.append(known.get(step, step))
    return " · ".join(parts) or _("All of it")


def fault_place(fault: Fault) -> str:
    """Where a mistake is: fields with the rows in brackets."""
    return place([step for step in _ROW.sub(r".\1", fault.field).split(".") if step])


def owner(files: Files, file: str, row: str) -> str:
    """Whose text it is: an item or a row of a table, by its name."""
    content: Any = files.get(file)
    rows = content if isinstance(content, list) else [content]
    for each in rows:
        if isinstance(each, Mapping) and each.get("id") == row:
            return str(each.get("name") or each.get("label") or row)
    return row or file


def whose(files: Files, change: Change) -> str:
    """The same for a change."""
    return owner(files, change.file, change.row)
