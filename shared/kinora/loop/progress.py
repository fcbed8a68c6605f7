"""How the loops do: of their last jobs, how many were learned from, and what they found."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kinora.control.executions import LOOP, Executions
from kinora.control.instants import iso
from kinora.control.views import ExecutionView, Status
from kinora.model.base import Frozen
from kinora.model.run import Decision
from kinora.model.run_id import workflow_of
from kinora.registry.lineage import runs as runs_of
from kinora.stores.sql import SqlStore


class JobProgress(Frozen):
    """One completed job. ``hint`` says what to do where something is missing."""

    job_id: str
    workflow_type: str
    completed_at: str
    prompt: str | None
    good: bool
    learned: bool
    """Whether its record is in the tables."""
    new: int | None
    """Entries that it found first; None where its fold was put off to a later run."""
    known: int | None
    hint: str | None


class Progress(Frozen):
    """Shares of the last completed jobs, 0..100; None while there are none."""

    last: int
    precision_pct: float | None
    """Those whose record is in the tables."""
    discovery_pct: float | None
    """Those that found something new."""
    good_pct: float | None
    target_pct: float = 95.0


def last_jobs(count: int, executions: Executions, tables: SqlStore) -> tuple[JobProgress, ...]:
    """The last completed jobs, the newest first, each with what became of it."""
    page = executions.list_executions(LOOP, Status.SUCCEEDED, min(1000, 2 * count))
    views = [view for view in page.items if not _skipped(view)][:count]
    names = json.dumps([view.name for view in views])
    applied = {row["run_id"]: row for row in tables.query(runs_of(names))}
    return tuple(_job(view, applied.get(view.name)) for view in views)


def progress(jobs: Sequence[JobProgress]) -> Progress:
    """The shares over these jobs."""
    count = len(jobs)

    def share(having: int) -> float | None:
        return round(100.0 * having / count, 1) if count else None

    return Progress(
        last=count,
        precision_pct=share(sum(job.learned for job in jobs)),
        discovery_pct=share(sum(bool(job.new) for job in jobs)),
        good_pct=share(sum(job.good for job in jobs)),
    )


def _job(view: ExecutionView, row: dict[str, object] | None) -> JobProgress:
    output = view.output if isinstance(view.output, dict) else {}
    found = output.get("synced", {}).get("discoveries") or {}
    measured = output.get("grown", {}).get("outcome", {}).get("good", False)
    learned = row is not None
    return JobProgress(
        job_id=view.name,
        workflow_type=workflow_of(view.name) or "unknown",
        completed_at=iso(view.ended_at or view.started_at),
        prompt=output.get("run", {}).get("prompt"),
        good=bool(row["good"]) if row is not None else bool(measured),
        learned=learned,
        new=found.get("new"),
        known=found.get("known"),
        hint=None if learned else "not folded yet: the next run's Sync folds it, or kinora rate",
    )


def _skipped(view: ExecutionView) -> bool:
    output = view.output if isinstance(view.output, dict) else {}
    return bool(output.get("run", {}).get("decision") == Decision.SKIP)
