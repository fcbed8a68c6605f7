"""How large things are as JSON: what is taken in, and how much of a list fits into one answer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kinora.model.errors import InvalidInput

ANSWER_BYTES = 3_500_000
"""Most bytes of a list in one answer: gateways end at 4 to 6 MB, headers and cursor included."""


def bounded(field: str, value: Mapping[str, Any], most: int) -> None:
    """Refuse an object that is larger as JSON than ``most`` bytes, or is no JSON.

    Raises:
        InvalidInput: it names the field.
    """
    allowed = f"a JSON object of at most {most:,} bytes"
    try:
        size = len(json.dumps(value, ensure_ascii=False, allow_nan=False).encode())
    except (ValueError, RecursionError) as error:
        raise InvalidInput(field, "it cannot be written as JSON", allowed) from error
    if size > most:
        raise InvalidInput(field, f"it has {size:,} bytes", allowed)


def written(rows: Iterable[Mapping[str, Any]], most: int = ANSWER_BYTES) -> list[str]:
    """The first rows as JSON, as many as fit into ``most`` bytes, but at least one."""
    texts: list[str] = []
    total = 0
    for row in rows:
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        total += len(text.encode()) + 1
        if texts and total > most:
            break
        texts.append(text)
    return texts
