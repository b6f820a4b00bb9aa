"""Unified social credit codes of organisations (GB 32100-2015)."""

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.identity import normalise


class CodeProblem(StrEnum):
    """Why a code is refused."""

    LENGTH = "length"
    CHARACTERS = "characters"
    CHECKSUM = "checksum"


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A code as it is stored, and what is wrong with it, if anything."""

    code: str
    problem: CodeProblem | None


def check_credit_code(text: str) -> CreditCode:
    """Judge a typed or pasted 18-character code; never raises."""
    code = normalise(text)
    return CreditCode(code, _problem(code))


def _problem(code: str) -> CodeProblem | None:
    # Imported here: it costs a start of the program a twentieth of a second.
    from stdnum.cn import uscc
    from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

    try:
        # The library tidies what it is given; only the code as it stands here may pass.
        return None if uscc.validate(code) == code else CodeProblem.CHARACTERS
    except InvalidLength:
        return CodeProblem.LENGTH
    except InvalidChecksum:
        return CodeProblem.CHECKSUM
    except ValidationError:
        return CodeProblem.CHARACTERS
