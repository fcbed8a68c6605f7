"""JSON that means one thing to everybody: UTF-8, finite numbers, each key once, not too deep."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from kinora.model.errors import InvalidInput

MAX_DEPTH = 64
_FIELD = "body"
_OUTSIDE = re.compile(r'"(?:[^"\\]|\\.)*+"?|([\[{])|([\]}])', re.DOTALL)
"""A string, also one that never ends (else each of its quotes would be tried), or a bracket."""


def check_json(body: bytes) -> None:
    """Refuse a body that is not clean JSON.

    Raises:
        InvalidInput: it is not UTF-8, not JSON, nested deeper than :data:`MAX_DEPTH`, or holds a
            number that is not finite, a key twice in one object, or half a surrogate pair.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise InvalidInput(_FIELD, f"byte {error.start} is not UTF-8", "UTF-8") from error
    _check_depth(text)
    try:
        value = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_finite
        )
    except json.JSONDecodeError as error:
        raise InvalidInput(_FIELD, f"not JSON: {error.msg} at {error.pos}", "JSON") from error
    except ValueError as error:  # an integer of thousands of digits
        raise InvalidInput(_FIELD, "a number has too many digits", "4,300 digits") from error
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        problem = "an escape stands for half a character"
        raise InvalidInput(_FIELD, problem, "whole surrogate pairs") from error


def _check_depth(text: str) -> None:
    """Count brackets outside strings, before a parser that calls itself meets them."""
    depth = 0
    for match in _OUTSIDE.finditer(text):
        if match[1]:
            depth += 1
            if depth > MAX_DEPTH:
                raise InvalidInput(_FIELD, "it is nested too deep", f"{MAX_DEPTH} levels")
        elif match[2]:
            depth -= 1


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise InvalidInput(_FIELD, "an object has a key twice", "each key once")
    return value


def _no_constant(name: str) -> None:
    raise InvalidInput(_FIELD, f"{name} is not a number of JSON", "finite numbers")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise InvalidInput(_FIELD, "a number is too large", "finite numbers")
    return number
