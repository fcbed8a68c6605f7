"""JSON values and their text."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any] | list[Any] | str | int | float | bool | None

PAYLOAD_LIMIT = 262_144
"""Bytes of UTF-8 that an input, an output or a result may have (Step Functions quotas)."""


def encode(value: Json) -> str:
    """The compact JSON text of a value.

    Raises:
        ValueError: the value holds NaN or an infinity, which JSON cannot say.
        TypeError: the value is not made of JSON types.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate has no UTF-8 form, only an escape
        return json.dumps(value, separators=(",", ":"), allow_nan=False)
    return text


def too_large(text: str) -> bool:
    """Whether JSON text is beyond the payload limit."""
    if len(text) * 4 <= PAYLOAD_LIMIT:
        return False
    return len(text.encode()) > PAYLOAD_LIMIT


def is_number(value: Json) -> bool:
    """Whether a value is a JSON number; Python's booleans are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def same(left: Json, right: Json) -> bool:
    """JSON equality: ``1`` equals ``1.0``, but ``true`` is not ``1``."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return left == right
