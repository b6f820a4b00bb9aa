"""The catalogue's own words in the language of the screen."""

import os
import re
from dataclasses import dataclass
from gettext import gettext as _

from desktop.domain.conditions import Condition
from desktop.domain.items import Catalogue, Item
from desktop.domain.texts import without_remark


@dataclass(frozen=True, slots=True)
class Terms:
    """Labels of an edition; where the screen speaks English, their English labels."""

    catalogue: Catalogue
    english: bool

    def term(self, vocabulary: str, key: str) -> str:
        """A term of the vocabulary."""
        word = self.catalogue.words.get(vocabulary, {}).get(key)
        if word is None:
            return key
        return word.label_en if self.english else word.label

    def name(self, item: Item) -> str:
        """An item's name."""
        return item.name_en if self.english else item.name

    def flag(self, key: str) -> str:
        """A special case, without the remark in brackets."""
        kind = self.catalogue.flags[key]
        return without_remark(kind.label_en if self.english else kind.label)

    def cases(self, condition: Condition) -> str:
        """A condition in words: the names of its special cases, joined as it joins them."""
        joints = {"and": _("and"), "or": _("or"), "not": _("not"), "(": "(", ")": ")"}
        tokens = re.findall(r"[()]|[a-z0-9_]+", condition.text)
        words = [joints[token] if token in joints else self.flag(token) for token in tokens]
        if not self.english:
            return "".join(words)
        return " ".join(words).replace("( ", "(").replace(" )", ")")


def terms_of(catalogue: Catalogue) -> Terms:
    """The words of an edition in the language that the screens speak now."""
    return Terms(catalogue, os.environ.get("LANGUAGE", "").startswith("en"))
