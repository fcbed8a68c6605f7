"""Run ids: they sort by time, say what they are, and serve as execution names."""

from __future__ import annotations

from datetime import UTC, datetime

from kinora.model.taxonomy import WorkflowType


def run_id(now: datetime, workflow: WorkflowType, chance: str) -> str:
    """``20261120T094512Z-explorer-4f7a2c``; ``chance`` parts runs of the same second."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{workflow}-{chance}"
