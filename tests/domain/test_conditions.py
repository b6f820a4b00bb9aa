"""Conditions over flags: what they mean, which flags they name, what cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.conditions import ConditionError, parse


@pytest.mark.parametrize(
    ("text", "flags", "holds"),
    [
        ("agent", "agent", True),
        ("agent", "", False),
        ("not agent", "", True),
        ("not agent", "agent", False),
        ("agent and minor", "agent minor", True),
        ("agent and minor", "agent", False),
        ("agent or minor", "minor", True),
        ("agent or minor", "", False),
        # `and` binds closer than `or`, `not` closest.
        ("agent or minor and disabled", "agent", True),
        ("(agent or minor) and disabled", "agent", False),
        ("not agent and minor", "minor", True),
        ("not (agent and minor)", "agent", True),
        ("not not agent", "agent", True),
        ("  agent\n and\tminor ", "agent minor", True),
        ("(((agent)))", "agent", True),
        ("under_16", "under_16", True),
        ("over_5000 and not android", "over_5000", True),
    ],
)
def test_what_a_condition_means(text: str, flags: str, holds: bool) -> None:
    assert parse(text).holds(flags.split()) is holds


@pytest.mark.parametrize(
    ("text", "wants", "names"),
    [
        ("agent", "agent", "agent"),
        ("not agent", "", "agent"),
        ("agent and not minor", "agent", "agent minor"),
        ("not (agent or not minor)", "minor", "agent minor"),
        ("agent or not agent", "agent", "agent"),
        ("not not agent", "agent", "agent"),
    ],
)
def test_flags_behind_not_are_named_but_not_wanted(text: str, wants: str, names: str) -> None:
    condition = parse(text)
    assert condition.wants == frozenset(wants.split())
    assert condition.names == frozenset(names.split())


@pytest.mark.parametrize(
    ("text", "flags", "because"),
    [
        ("agent or minor", "agent minor", "agent"),
        ("minor or agent", "agent minor", "minor"),
        ("minor or agent", "agent", "agent"),
        ("not minor", "", None),
        ("agent or not minor", "minor", None),
        # A name inside another name is not that name.
        ("very_elderly or agent or elderly", "agent elderly", "agent"),
    ],
)
def test_the_first_wanted_flag_of_the_text_is_the_reason(
    text: str, flags: str, because: str | None
) -> None:
    assert parse(text).because(flags.split()) == because


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "missing before 'the end'"),
        ("   ", "missing before 'the end'"),
        ("agent and", "missing before 'the end'"),
        ("and agent", "missing before 'and'"),
        ("agent or or minor", "missing before 'or'"),
        ("not", "missing before 'the end'"),
        ("()", "missing before ')'"),
        ("(agent", "not closed"),
        ("agent)", "unexpected ')'"),
        ("agent minor", "unexpected 'minor'"),
        ("agent not minor", "unexpected 'not'"),
        ("Agent", "cannot read 'Agent'"),
        ("agent && minor", "cannot read"),
        ("老人", "cannot read"),
        ("agent, minor", "cannot read"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, problem: str) -> None:
    with pytest.raises(ConditionError, match=problem.replace("(", r"\(").replace(")", r"\)")):
        parse(text)


NAMES = st.sampled_from(("agent", "minor", "elderly", "disabled"))
TEXTS = st.recursive(
    NAMES,
    lambda inner: st.one_of(
        inner.map(lambda text: f"not ({text})"),
        st.tuples(inner, st.sampled_from(("and", "or")), inner).map(
            lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"
        ),
    ),
    max_leaves=8,
)


@given(TEXTS, st.sets(NAMES))
def test_conditions_mean_what_python_means_by_the_same_words(text: str, flags: set[str]) -> None:
    values = {name: name in flags for name in ("agent", "minor", "elderly", "disabled")}
    assert parse(text).holds(flags) is eval(text, {}, values)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        condition = parse(text)
    except ConditionError:
        return
    assert condition.wants <= condition.names
