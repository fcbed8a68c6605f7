"""Tick: what a schedule does when its time has come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kinora.control.executions import INTERPRETATION, LOOP, Executions
from kinora.control.views import ExecutionView, Status
from kinora.loop.pick import loop_config
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.errors import ExecutionAlreadyExists
from kinora.model.loop_config import Workflow
from kinora.model.run import RunRequest
from kinora.model.run_id import run_id
from kinora.seeding import derive

_LOOKED_AT = 1000
"""Running executions of a machine that are looked at in one request: the most there can be."""


class Tick(Frozen):
    """Input: the schedule's workflow, and the instant that the tick was planned for (ISO 8601)."""

    workflow: Workflow
    scheduled_at: str


class Ticked(Frozen):
    """What the tick did: the run that it started, or None, and why, in a sentence."""

    workflow: Workflow
    run_id: str | None
    result: str


def tick(event: Tick, stage: Stage, executions: Executions) -> Ticked:
    """Start a run, unless the loop is paused or its last run still goes on.

    The run's name follows from the workflow and the planned instant, so that a tick which is
    delivered twice starts one run.

    Raises:
        StorageError: the configuration cannot be read, or no run can be started.
    """
    workflow = event.workflow
    if not loop_config(stage).of(workflow).enabled:
        return Ticked(workflow=workflow, run_id=None, result="paused")
    machine = LOOP if workflow.makes_videos else INTERPRETATION
    under_way = _under_way(executions, machine, workflow)
    if under_way is not None:
        result = f"{under_way.name} is still under way"
        return Ticked(workflow=workflow, run_id=None, result=result)
    name = _name(event)
    try:
        executions.start_execution(machine, _request(event), name)
    except ExecutionAlreadyExists:
        return Ticked(workflow=workflow, run_id=name, result=f"{name} was started before")
    return Ticked(workflow=workflow, run_id=name, result=f"started {name}")


def _under_way(executions: Executions, machine: str, workflow: Workflow) -> ExecutionView | None:
    """A run of this schedule that has not ended; runs that somebody asked for do not count.

    A page may be short although there are more: Step Functions filters and limits as it likes.
    """
    cursor: str | None = None
    while True:
        page = executions.list_executions(
            machine, Status.RUNNING, _LOOKED_AT, cursor, named=f"-{workflow}-{_SCHEDULED}"
        )
        cursor = page.cursor
        if page.items or cursor is None:
            return page.items[0] if page.items else None


_SCHEDULED = "s"
"""Begins the last part of a scheduled run's id; in others it is a hexadecimal digit."""


def _name(event: Tick) -> str:
    at = datetime.fromisoformat(event.scheduled_at)
    chance = f"{derive(event.scheduled_at, event.workflow) % 16**6:06x}"
    return run_id(at, event.workflow, _SCHEDULED + chance)


def _request(event: Tick) -> dict[str, Any]:
    if not event.workflow.makes_videos:
        return {"workflow_type": event.workflow, "scheduled_at": event.scheduled_at}
    request = RunRequest(workflow_type=event.workflow.run_type, scheduled_at=event.scheduled_at)
    return request.model_dump(mode="json")
