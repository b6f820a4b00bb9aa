"""What is wrong with a file or a form that holds the same, in the words of the counter."""

import re
from collections.abc import Sequence
from gettext import gettext as _


def problems() -> Sequence[tuple[str, str]]:
    """The mistakes that readers of templates and calendars tell, each with its sentence.

    Those sentences are for whoever edits files; a form says the same to whoever sits before it.
    """
    return (
        ("is missing", _("This is missing.")),
        ("is empty", _("Please fill this in.")),
        ("has no name", _("A detail needs a name.")),
        ("stands here twice", _("Another detail has this name already.")),
        (r"there is no field \{(.*)\}", _("There is no {{{0}}} here. Use a name from the list.")),
        (r"the braces do not fit: .*", _("A brace is not closed, or stands alone.")),
        (r"(\d+) to (\d+) copies are wanted", _("{0} to {1} copies are possible.")),
        (r"a whole number is wanted, not .*", _("Enter a whole number.")),
        (r"cannot be negative, but is .*", _("Enter a whole number.")),
        ("is not known here", _("This paper has no such text.")),
        ("is not a field known here", _("A template has no such entry.")),
        (r"'(.*)' is none of .*", _("“{0}” is not possible here.")),
        (r"'(.*)' stands here twice", _("“{0}” stands here twice.")),
        (r"(.*) belong to this paper", _("A paper keeps its parts and signers: {0}.")),
        (r"(.*)- and a number is wanted, not .*", _("{0}- and a number is wanted.")),
        (r"a text is wanted, not .*", _("A text is wanted here.")),
        (r"a list is wanted, not .*", _("A list is wanted here.")),
        ("a list of texts is wanted", _("A list of texts is wanted here.")),
        ("names with their texts are wanted", _("Names with their texts are wanted here.")),
        ("a mapping is wanted here", _("This is not a template.")),
        ("a table needs columns, and columns need a table", _("A table needs its columns.")),
        (r"line (\d+), column (\d+): .*", _("Line {0}, character {1} cannot be read.")),
        (r"line (\d+): .*", _("Line {0} cannot be read.")),
        ("must be an object", _("This is not a year of the calendar.")),
        ("must be a list", _("A list of days is wanted here.")),
        ("must be a year from 1950", _("A year from 1950 on is wanted.")),
        ("must say where the days come from", _("Say which announcement the days come from.")),
        ("must name the holiday", _("Name the holiday.")),
        (r"(.*) is not a day like 2026-01-01", _("{0} is not a day such as 2026-01-01.")),
        (r"(.*) is not a day of (\d+)", _("{0} is not a day of {1}.")),
        (r"(.*) stands there twice", _("{0} stands there twice.")),
        (r"(.*) is also a day off", _("{0} is also a day off.")),
        (r"(.*) is no Saturday or Sunday", _("{0} is no Saturday or Sunday.")),
        (r"is not JSON: .*", _("This is not a JSON file.")),
        (r"there is no flag '(.*)'", _("There is no special case “{0}”.")),
        (r"there is no material '(.*)'", _("There is no paper “{0}”.")),
        (r"there is no item '(.*)'", _("There is no item “{0}”.")),
        (r"there is no row '(.*)'", _("There is no row “{0}”, and none can be added here.")),
        (r"is missing: '(.*)'", _("The row “{0}” is missing.")),
        (r"there is no (?:theme|window|deciding level) '(.*)'", _("There is no “{0}”.")),
        ("there is no sheet of that name", _("The catalogue has no such sheet.")),
        ("the column is missing", _("This column is missing.")),
        (r"(.*) or (.*) is wanted, not .*", _("Write {0} or {1}.")),
        (r"cannot read '(.*)'", _("“{0}” cannot be read here.")),
        ("the condition is nested too deep", _("Too many brackets inside each other.")),
        ("a parenthesis is not closed", _("A bracket is not closed.")),
        (
            r"a flag is missing before .*",
            _("A special case is missing after “and”, “or” or “not”."),
        ),
        (r"unexpected '(.*)' in .*", _("“{0}” does not fit here.")),
    )


def problem(told: str) -> str:
    """A mistake as the counter reads it; what is not in the table stands as it was told."""
    for pattern, sentence in problems():
        if (found := re.fullmatch(pattern, told, re.DOTALL)) is not None:
            return sentence.format(*found.groups())
    return told


def problems_said(told: Sequence[str]) -> str:
    """All mistakes of one text in a line."""
    return " ".join(dict.fromkeys(problem(each) for each in told))
