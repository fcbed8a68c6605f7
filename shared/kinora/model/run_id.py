"""Run ids: they sort by time, say what they are, and serve as execution names."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_RUN_ID = re.compile(r"\d{8}T\d{6}Z-([a-z]+)-[0-9a-z]{1,12}")


def run_id(now: datetime, workflow: str, chance: str) -> str:
    """``20261120T094512Z-explorer-4f7a2c``; ``chance`` parts runs of the same second."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{workflow}-{chance}"


def workflow_of(name: str) -> str | None:
    """The workflow in a run id; None for what is no run id."""
    found = _RUN_ID.fullmatch(name)
    return found[1] if found else None


def days_of(name: str) -> list[str]:
    """The days, ``YYYY-MM-DD``, on which a run of that id may have started; the likeliest first."""
    if workflow_of(name) is None:
        return []
    try:
        first = datetime.strptime(name[:8], "%Y%m%d").replace(tzinfo=UTC)
    except ValueError:
        return []
    return [f"{first + timedelta(days=later):%Y-%m-%d}" for later in range(3)]
