"""Instants of access objects: ISO 8601 in UTC, to the microsecond."""

from __future__ import annotations

from datetime import UTC, datetime


def told(instant: datetime) -> str:
    """An instant as text: ``2026-01-02T03:04:05.678000Z``."""
    text = instant.astimezone(UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")


def parsed(text: str) -> datetime:
    """The instant of a text that :func:`told` wrote."""
    return datetime.fromisoformat(text)
