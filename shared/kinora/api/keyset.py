"""Cursors: where a page ended, as text that a client hands back. They hold no secret."""

from __future__ import annotations

import base64
import binascii
import json
from math import isfinite
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Query

from kinora.model.errors import InvalidInput

Part = str | int | float
Cursor = Annotated[str | None, Query(max_length=2000, description="From the page before.")]


def packed(*parts: Part) -> str:
    """The parts as one cursor."""
    text = json.dumps(parts, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def unpacked(cursor: str, *kinds: type) -> tuple[Any, ...]:
    """The parts of a cursor, one of each kind.

    Raises:
        InvalidInput: it is not one that such a list gave.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        parts = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (UnicodeError, binascii.Error, ValueError, RecursionError) as error:
        raise _refused() from error
    if not isinstance(parts, list) or list(map(type, parts)) != list(kinds):
        raise _refused()
    if not all(map(_storable, parts)):
        raise _refused()
    return tuple(parts)


def _storable(part: Part) -> bool:
    """Whether tables can compare with it."""
    if isinstance(part, str):
        return part.isprintable()
    return isfinite(part) if isinstance(part, float) else abs(part) < 2**63


def _refused() -> InvalidInput:
    return InvalidInput("cursor", "not one of this list", "what the page before answered")
