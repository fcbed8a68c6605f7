"""Executions of the state machines: list, look into, stop, redrive."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kinora.api.desk import AtDesk
from kinora.control.event import Event
from kinora.control.executions import MachineName
from kinora.control.instants import iso
from kinora.control.views import ExecutionView, Status
from kinora.model.base import Frozen

router = Router()
Name = Annotated[str, Path(description="An execution's name or ARN.", max_length=300)]
Limit = Annotated[int, Query(ge=1, le=1000, description="The most items.")]
Cursor = Annotated[str | None, Query(max_length=2000, description="From the page before.")]


class ExecutionSummary(Frozen):
    """One execution, briefly. Times are ISO 8601, UTC."""

    execution: str
    name: str
    machine: str
    status: Status
    started_at: str
    ended_at: str | None
    state: str | None
    """The state that the top level is in, while it runs."""


class Position(Frozen):
    """Where a branch of a running execution stands; ``place`` is empty at the top level."""

    place: str
    state: str
    phase: str
    since: str | None
    retries: int


class ExecutionDetails(ExecutionSummary):
    """One execution, whole."""

    redrives: int
    input: Any
    output: Any
    error: str | None
    cause: str | None
    current: tuple[Position, ...]


class HistoryEvent(Frozen):
    """One event of a history."""

    id: int
    timestamp: str
    type: str
    state: str | None
    place: str
    details: dict[str, Any]


class ExecutionList(Frozen):
    executions: tuple[ExecutionSummary, ...]
    cursor: str | None


class History(Frozen):
    events: tuple[HistoryEvent, ...]
    cursor: str | None


@router.get("/executions", tags=["executions"], summary="Executions, the newest first")
def list_executions(
    desk: AtDesk,
    machine: Annotated[MachineName | None, Query()] = None,
    status: Annotated[Status | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> ExecutionList:
    page = desk.executions.list_executions(machine, status, limit, cursor)
    return ExecutionList(
        executions=tuple(ExecutionSummary(**_brief(view)) for view in page.items),
        cursor=page.cursor,
    )


@router.get("/executions/<name>", tags=["executions"], summary="One execution")
def get_execution(desk: AtDesk, name: Name) -> ExecutionDetails:
    return _whole(desk.executions.describe_execution(name))


@router.get("/executions/<name>/history", tags=["executions"], summary="Its events, oldest first")
def get_history(
    desk: AtDesk,
    name: Name,
    limit: Limit = 100,
    cursor: Cursor = None,
    reverse: Annotated[bool, Query(description="The newest first.")] = False,
) -> History:
    page = desk.executions.get_execution_history(name, limit, cursor, reverse=reverse)
    return History(events=tuple(map(_event, page.items)), cursor=page.cursor)


@router.post("/executions/<name>/stop", tags=["executions"], summary="Stop it")
def stop_execution(desk: AtDesk, name: Name) -> ExecutionDetails:
    desk.executions.stop_execution(name, "Stopped", "stopped through the API")
    return _whole(desk.executions.describe_execution(name))


@router.post("/executions/<name>/redrive", tags=["executions"], summary="Go on where it failed")
def redrive_execution(desk: AtDesk, name: Name) -> ExecutionDetails:
    desk.executions.redrive_execution(name)
    return _whole(desk.executions.describe_execution(name))


def _brief(view: ExecutionView) -> dict[str, Any]:
    return {
        "execution": view.arn,
        "name": view.name,
        "machine": view.machine,
        "status": view.status,
        "started_at": iso(view.started_at),
        "ended_at": None if view.ended_at is None else iso(view.ended_at),
        "state": next((p.state for p in view.current if not p.place), None),
    }


def _whole(view: ExecutionView) -> ExecutionDetails:
    current = (
        Position(
            place=p.place,
            state=p.state,
            phase=p.phase,
            since=None if p.since is None else iso(p.since),
            retries=p.retries,
        )
        for p in view.current
    )
    return ExecutionDetails(
        **_brief(view),
        redrives=view.redrives,
        input=view.input,
        output=view.output,
        error=view.error,
        cause=view.cause,
        current=tuple(current),
    )


def _event(event: Event) -> HistoryEvent:
    return HistoryEvent(
        id=event.id,
        timestamp=iso(event.timestamp),
        type=event.type,
        state=event.state,
        place=event.place,
        details=dict(event.details),
    )
