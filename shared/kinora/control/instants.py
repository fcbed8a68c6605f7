"""Instants as text."""

from __future__ import annotations

from datetime import UTC, datetime


def iso(timestamp: float) -> str:
    """Seconds since the epoch as ISO 8601 in UTC, to the millisecond: ``2026-01-02T03:04:05.678Z``.

    It has the form in which Step Functions gives an execution's start.
    """
    text = datetime.fromtimestamp(timestamp, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
