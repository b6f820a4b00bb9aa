"""The counter's rules and one item as plain data: what a page of the site reckons with."""

from typing import Any

from desktop.domain.conditions import Condition
from desktop.domain.flags import (
    RULES,
    AgentRule,
    AgeRule,
    DocumentRule,
    PlaceRule,
    RareRule,
    Rule,
    WordRule,
)
from desktop.domain.items import Asked, Catalogue, Extra, Item, SpecialCase
from desktop.domain.notice import Template, fee_words


def item_data(item: Item, catalogue: Catalogue, notice: Template, words: Template) -> Any:
    """Everything that one item's page needs to answer “what do I need?” as the counter does."""
    used = {row.material for row in item.materials}
    used |= {extra.material for case in item.special_cases for extra in case.adds}
    return {
        "rules": [rule_data(rule) for rule in RULES],
        "order": list(catalogue.flags),
        "flags": {
            key: {"label": flag.label, "implied": sorted(catalogue.implied(key))}
            for key, flag in catalogue.flags.items()
        },
        "materials": {
            key: _material(key, catalogue, words) for key in catalogue.materials if key in used
        },
        "item": {
            "id": item.id,
            "applicant": item.applicant.value,
            "materials": [_asked(row) for row in item.materials],
            "cases": [_case(case) for case in item.special_cases],
            "fee": fee_words(item.fee.usual, item.fee.unit, notice.phrases),
            "fees": [
                {
                    "when": _text(option.when),
                    "text": fee_words(option, item.fee.unit, notice.phrases),
                }
                for option in item.fee.options
                if option.when
            ],
        },
        "words": {
            name: words.phrases[name]
            for name in ("waived", "optional", "issuer", "one_of", "yours", "fee", "private")
        },
    }


def rule_data(rule: Rule) -> dict[str, Any]:
    """One rule of the closed table as plain values."""
    match rule:
        case AgeRule(flag, least, most):
            return {"kind": "age", "flag": flag, "least": least, "most": most}
        case PlaceRule(flag, places):
            return {"kind": "place", "flag": flag, "places": sorted(places)}
        case DocumentRule(flag, documents, _):
            return {"kind": "document", "flag": flag, "documents": sorted(documents)}
        case AgentRule(flag, _, organisation):
            return {"kind": "agent", "flag": flag, "organisation": organisation}
        case WordRule(flag, _):
            return {"kind": "word", "flag": flag}
        case RareRule(flag):
            return {"kind": "rare", "flag": flag}


def _text(condition: Condition | None) -> str | None:
    return None if condition is None else condition.text


def _material(key: str, catalogue: Catalogue, words: Template) -> dict[str, str]:
    paper = catalogue.materials[key]
    form = words.phrases[f"form_{paper.form}"].format(copies=paper.copies or 1)
    return {
        "name": paper.name, "form": form, "issuer": paper.issuer, "note": paper.note or "",
    }  # fmt: skip


def _asked(row: Asked) -> dict[str, Any]:
    return {
        "material": row.material, "required": row.required, "only_if": _text(row.only_if),
        "waived_if": _text(row.waived_if), "one_of": row.one_of, "note": row.note,
    }  # fmt: skip


def _case(case: SpecialCase) -> dict[str, Any]:
    return {
        "when": case.when.text, "say": case.say, "instead": list(case.instead),
        "adds": [_extra(extra) for extra in case.adds],
    }  # fmt: skip


def _extra(extra: Extra) -> dict[str, Any]:
    return {
        "material": extra.material, "only_if": _text(extra.only_if), "required": extra.required,
    }  # fmt: skip
