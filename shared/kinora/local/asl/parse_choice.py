"""Reading the rules of a Choice state."""

from __future__ import annotations

from typing import Any

from kinora.local.asl.choice import (
    COMPARISONS,
    KINDS,
    TESTS,
    All,
    Comparison,
    Either,
    Not,
    Rule,
)
from kinora.local.asl.reader import Fields


def parse_rule(fields: Fields) -> Rule | None:
    """Read one rule; None when it is malformed, which is then among the problems."""
    fields.skip("Comment")
    joined = [name for name in ("And", "Or", "Not") if fields.has(name)]
    rule = _parse_joined(fields, joined[0]) if joined else _parse_comparison(fields)
    fields.close("a rule" if joined else "a comparison")
    return rule


def _parse_joined(fields: Fields, name: str) -> Rule | None:
    if name == "Not":
        negated = Fields.of(fields.take("Not"), fields.at("Not"), fields.problems)
        inner = parse_rule(negated)
        return Not(inner) if inner is not None else None
    rules = tuple(rule for entry in fields.entries(name) if (rule := parse_rule(entry)))
    return All(rules) if name == "And" else Either(rules)


def _parse_comparison(fields: Fields) -> Rule | None:
    variable = fields.required_path("Variable")
    names = [name for name in fields.source if _is_operator(name)]
    if len(names) != 1:
        fields.problem("", "needs exactly one comparison operator")
        return None
    name = names[0]
    operand: Any
    if name.endswith("Path"):
        operand = fields.required_path(name)
        valid = operand is not None
    else:
        operand = fields.take(name)
        valid = _accepts(name, operand)
        if not valid:
            fields.problem(name, f"cannot compare with {operand!r}")
    return Comparison(variable, name, operand) if variable is not None and valid else None


def _is_operator(name: str) -> bool:
    return (
        name in TESTS
        or name in {"IsPresent", "StringMatches"}
        or name.removesuffix("Path") in COMPARISONS
    )


def _accepts(name: str, operand: Any) -> bool:
    if name in TESTS or name == "IsPresent":
        return isinstance(operand, bool)
    if name == "StringMatches":
        return isinstance(operand, str)
    return next(test for kind, test in KINDS.items() if name.startswith(kind))(operand)
