"""The timestamps of the States Language: RFC 3339 with an upper-case T and Z."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

_SHAPE: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)", re.ASCII
)


def parse_timestamp(text: str) -> float:
    """Seconds since the epoch.

    Raises:
        ValueError: the text is not such a timestamp, or names no real time.
    """
    if not _SHAPE.fullmatch(text):
        raise ValueError(f"{text!r} is not a timestamp like 2026-01-31T12:00:00Z")
    return datetime.fromisoformat(text).timestamp()


def format_timestamp(seconds: float) -> str:
    """The time in UTC with milliseconds, as the context object shows it."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
