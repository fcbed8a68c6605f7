"""Choice rules: comparisons of a value in the data, joined by And, Or and Not."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from kinora.local.asl.errors import RUNTIME, StateError
from kinora.local.asl.expressions import Scope
from kinora.local.asl.paths import Path, PathMissingError
from kinora.local.asl.timestamps import parse_timestamp
from kinora.local.asl.values import Json, is_number

_ORDER: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "GreaterThan": operator.gt,
    "LessThanEquals": operator.le,
    "GreaterThanEquals": operator.ge,
}


def _is_text(value: Json) -> bool:
    return isinstance(value, str)


def _is_boolean(value: Json) -> bool:
    return isinstance(value, bool)


def _is_timestamp(value: Json) -> bool:
    if not isinstance(value, str):
        return False
    try:
        parse_timestamp(value)
    except ValueError:
        return False
    return True


def _is_null(value: Json) -> bool:
    return value is None


KINDS: Final[dict[str, Callable[[Json], bool]]] = {
    "String": _is_text,
    "Numeric": is_number,
    "Boolean": _is_boolean,
    "Timestamp": _is_timestamp,
}
"""The types that a comparison is for, and what belongs to them."""

TESTS: Final[dict[str, Callable[[Json], bool]]] = {
    "IsNull": _is_null,
    **{f"Is{kind}": test for kind, test in KINDS.items()},
}
"""Operators that look at one value; ``IsPresent`` is apart, since it needs none."""

COMPARISONS: Final = frozenset(
    f"{kind}{order}" for kind in KINDS for order in _ORDER if kind != "Boolean" or order == "Equals"
)
"""Operators that compare with a given value, or with ``Path`` appended one in the data."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """``Variable`` against an operator.

    Attributes:
        variable: where the value is read.
        operator: a name of ``COMPARISONS`` or ``TESTS``, ``StringMatches`` or ``IsPresent``.
        operand: the given value, or the path of one.
    """

    variable: Path
    operator: str
    operand: Json | Path


@dataclass(frozen=True, slots=True)
class All:
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Either:
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Not:
    rule: Rule


Rule = Comparison | All | Either | Not


def holds(rule: Rule, scope: Scope) -> bool:
    """Whether a rule is true of the data.

    A comparison with a value of another type is false.

    Raises:
        StateError: ``States.Runtime`` when a value that is compared does not exist.
    """
    if isinstance(rule, All):
        return all(holds(inner, scope) for inner in rule.rules)
    if isinstance(rule, Either):
        return any(holds(inner, scope) for inner in rule.rules)
    if isinstance(rule, Not):
        return not holds(rule.rule, scope)
    if rule.operator == "IsPresent":
        return _present(rule.variable, scope) is rule.operand
    return _compare(rule, _value(rule.variable, scope), scope)


def _present(path: Path, scope: Scope) -> bool:
    try:
        found = path.read(scope.context() if path.in_context else scope.document)
    except PathMissingError:
        return False
    return path.definite or found != []


def _value(path: Path, scope: Scope) -> Json:
    try:
        return path.read(scope.context() if path.in_context else scope.document)
    except PathMissingError:
        raise StateError(
            RUNTIME,
            f"Invalid path '{path.text}': "
            "The choice state's condition path references an invalid value.",
        ) from None


def _compare(rule: Comparison, value: Json, scope: Scope) -> bool:
    if rule.operator in TESTS:
        return TESTS[rule.operator](value) is rule.operand
    operand = _value(rule.operand, scope) if isinstance(rule.operand, Path) else rule.operand
    name = rule.operator.removesuffix("Path")
    if name == "StringMatches":
        return isinstance(value, str) and _glob(str(operand)).fullmatch(value) is not None
    kind = next(kind for kind in KINDS if name.startswith(kind))
    if not KINDS[kind](value) or not KINDS[kind](operand):
        return False
    order = _ORDER[name.removeprefix(kind)]
    if kind == "Timestamp":
        return order(parse_timestamp(str(value)), parse_timestamp(str(operand)))
    return order(value, operand)


def _glob(pattern: str) -> re.Pattern[str]:
    r"""``*`` stands for any text; ``\*`` and ``\\`` for themselves."""

    def part(match: re.Match[str]) -> str:
        return ".*" if match[0] == "*" else re.escape(match[1] or match[0])

    return re.compile(re.sub(r"\\([*\\])|.", part, pattern, flags=re.DOTALL), re.DOTALL)
