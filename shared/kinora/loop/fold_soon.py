"""Have what was stored folded and published soon, once for many that ask at the same time."""

from __future__ import annotations

from datetime import UTC, datetime

from kinora.control.executions import SYNC, Executions
from kinora.model.errors import ExecutionAlreadyExists

_SPAN = 2
"""Seconds. The machine waits as long before it folds, so that whoever asks within one span, after
having stored, is served by the execution that the span is named after."""


def fold_soon(executions: Executions, now: datetime) -> str:
    """Start the Sync machine, or join the execution of this span of time.

    Returns:
        The execution's ARN; its name where it ended between ``now`` and the request: it read what
        was stored, since it began to read when its span was over.

    Raises:
        StorageError: it cannot be started; the next run's Sync folds what was stored.
    """
    span = int(now.timestamp()) // _SPAN * _SPAN
    name = f"sync-{datetime.fromtimestamp(span, UTC):%Y%m%dT%H%M%SZ}"
    try:
        return executions.start_execution(SYNC, {"record": None}, name)
    except ExecutionAlreadyExists:
        return name
