from __future__ import annotations

from random import Random

import pytest

from kinora.local.asl.choice import holds
from kinora.local.asl.errors import StateError
from kinora.local.asl.expressions import Scope
from kinora.local.asl.parse_choice import parse_rule
from kinora.local.asl.reader import Fields

DATA = {
    "s": "b",
    "n": 2,
    "f": 2.0,
    "t": True,
    "z": None,
    "at": "2026-05-01T12:00:00+02:00",
    "l": [],
}


def rule(source):
    problems = []
    parsed = parse_rule(Fields.of(source, "R", problems))
    assert not problems, problems
    return parsed


def true_of(source, data=None) -> bool:
    return holds(rule(source), Scope(data or DATA, lambda: {"Name": "c"}, Random(1)))


@pytest.mark.parametrize(
    ("variable", "operator", "operand", "expected"),
    [
        ("$.s", "StringEquals", "b", True),
        ("$.s", "StringLessThan", "b", False),
        ("$.s", "StringLessThanEquals", "b", True),
        ("$.s", "StringGreaterThan", "a", True),
        ("$.n", "NumericEquals", 2.0, True),
        ("$.n", "NumericGreaterThan", 1.5, True),
        ("$.n", "NumericLessThanEqualsPath", "$.f", True),
        ("$.t", "NumericEquals", 1, False),
        ("$.n", "BooleanEquals", True, False),
        ("$.t", "BooleanEqualsPath", "$.t", True),
        ("$.n", "StringEquals", "2", False),
        ("$.s", "StringEqualsPath", "$.n", False),
        ("$.at", "TimestampEquals", "2026-05-01T10:00:00Z", True),
        ("$.at", "TimestampGreaterThan", "2026-05-01T10:00:00.5Z", False),
        ("$.s", "TimestampLessThan", "2026-05-01T10:00:00Z", False),
        ("$.z", "IsNull", True, True),
        ("$.s", "IsNull", False, True),
        ("$.at", "IsTimestamp", True, True),
        ("$.s", "IsTimestamp", True, False),
        ("$.n", "IsNumeric", True, True),
        ("$.t", "IsNumeric", True, False),
        ("$.l[*]", "IsPresent", True, False),
        ("$$.Name", "StringEquals", "c", True),
    ],
)
def test_operators(variable, operator, operand, expected):
    assert true_of({"Variable": variable, operator: operand}) is expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("*.txt", "a.txt", True),
        ("*.txt", "a.txt\n", False),
        ("a*b*c", "axxbyyc", True),
        ("a.c", "abc", False),
        (r"a\*", "a*", True),
        (r"a\*", "ab", False),
        (r"a\\*", "a\\b", True),
        ("*", "two\nlines", True),
        ("", "", True),
    ],
)
def test_globs(pattern, text, expected):
    assert true_of({"Variable": "$.s", "StringMatches": pattern}, {"s": text}) is expected


def test_joined_rules_stop_early():
    absent = {"Variable": "$.x", "NumericEquals": 1}
    present = {"Variable": "$.x", "IsPresent": True}
    assert not true_of({"And": [present, absent]})
    assert true_of({"Or": [{"Not": present}, absent]})


@pytest.mark.parametrize(
    "source",
    [
        {"Variable": "$.x", "NumericEquals": 1},
        {"Variable": "$.x", "IsNull": True},
        {"Variable": "$.n", "NumericEqualsPath": "$.x"},
    ],
)
def test_a_value_that_does_not_exist_is_an_error(source):
    with pytest.raises(StateError) as caught:
        true_of(source)
    assert caught.value.error == "States.Runtime"
    assert "$.x" in caught.value.cause
