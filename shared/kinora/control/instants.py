"""Instants as text."""

from __future__ import annotations

from datetime import UTC, datetime


def iso(timestamp: float) -> str:
    """Seconds since the epoch as ISO 8601 in UTC, to the millisecond: ``2026-01-02T03:04:05.678Z``.

    It has the form in which Step Functions gives an execution's start.
    """
    return _text(datetime.fromtimestamp(timestamp, UTC), "milliseconds")


def exact(instant: datetime) -> str:
    """An instant to the microsecond: ``2026-01-02T03:04:05.678000Z``."""
    return _text(instant.astimezone(UTC), "microseconds")


def parsed(text: str) -> datetime:
    """The instant of such a text."""
    return datetime.fromisoformat(text)


def _text(instant: datetime, precision: str) -> str:
    return instant.isoformat(timespec=precision).replace("+00:00", "Z")
