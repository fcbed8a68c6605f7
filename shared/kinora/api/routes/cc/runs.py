"""Runs of workflows: begin, look, list, cancel, what happened, what it cost, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kinora.api.access.asking import AtCaller, AtRequest
from kinora.api.desk import AtDesk
from kinora.api.routes.cc.views import RunId, RunView, WorkflowView, run_view, workflow_view
from kinora.api.sending import send
from kinora.cc.export import bundle
from kinora.cc.run import creation
from kinora.cc.run.creation import NewRun
from kinora.cc.run.listing import RunLine, listed
from kinora.cc.run.records import RunStatus
from kinora.model.base import Frozen

router = Router()
WorkflowId = Annotated[str, Path(description="A workflow's id.", min_length=1, max_length=64)]
Cursor = Annotated[str | None, Query(max_length=200, description="From the page before.")]


class WorkflowList(Frozen):
    workflows: tuple[WorkflowView, ...]


class RunList(Frozen):
    runs: tuple[RunLine, ...]
    cursor: str | None


class RunEvent(Frozen):
    """One event of a run."""

    seq: int
    at: str
    type: str
    branch: str
    module: str | None
    interaction: str | None
    job: str | None
    by: str | None
    data: Mapping[str, Any]


class RunEventList(Frozen):
    events: tuple[RunEvent, ...]
    last: int
    """Number of the run's last event: more follow where it is larger than the page's last."""


class CostLine(Frozen):
    """One line of the ledger."""

    at: str
    what: str
    provider: str
    usd: float
    branch: str
    job: str | None
    failed: bool


class Costs(Frozen):
    """What a run has cost and may still cost, in US dollars."""

    budget_usd: float
    spent_usd: float
    reserved_usd: float
    left_usd: float
    lines: tuple[CostLine, ...]


@router.get("/cc/workflows", tags=["cc"], summary="The workflows that can be started")
def list_workflows(desk: AtDesk) -> WorkflowList:
    room = desk.runs().workroom
    return WorkflowList(workflows=tuple(workflow_view(room.workflow(w)) for w in room.machines))


@router.get("/cc/workflows/<workflow_id>", tags=["cc"], summary="One workflow")
def get_workflow(desk: AtDesk, workflow_id: WorkflowId) -> WorkflowView:
    return workflow_view(desk.runs().workroom.workflow(workflow_id))


@router.post("/cc/runs", tags=["cc"], summary="Begin a run", status_code=201)
def create_run(desk: AtDesk, caller: AtCaller, body: NewRun) -> RunView:
    runs = desk.runs()
    return run_view(runs, creation.create(runs, body, desk.chance(), caller.name))


@router.get("/cc/runs", tags=["cc"], summary="Runs, the newest first")
def list_runs(
    desk: AtDesk,
    status: Annotated[RunStatus | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 24,
    cursor: Cursor = None,
) -> RunList:
    page = listed(desk.stage.objects, limit, cursor, status)
    return RunList(runs=page.runs, cursor=page.cursor)


@router.get("/cc/runs/<run_id>", tags=["cc"], summary="One run")
def get_run(desk: AtDesk, run_id: RunId) -> RunView:
    runs = desk.runs()
    return run_view(runs, runs.story(run_id))


@router.post("/cc/runs/<run_id>/cancel", tags=["cc"], summary="End a run for good")
def cancel_run(desk: AtDesk, caller: AtCaller, run_id: RunId) -> RunView:
    runs = desk.runs()
    return run_view(runs, creation.cancel(runs, run_id, caller.name))


@router.get("/cc/runs/<run_id>/events", tags=["cc"], summary="What happened, in order")
def list_events(
    desk: AtDesk,
    run_id: RunId,
    after: Annotated[int, Query(ge=0, description="Only events behind this number.")] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 100,
) -> RunEventList:
    events = desk.runs().story(run_id).events
    page = events[after : after + limit]
    told = tuple(RunEvent(**event.model_dump(mode="json")) for event in page)
    return RunEventList(events=told, last=len(events))


@router.get("/cc/runs/<run_id>/costs", tags=["cc"], summary="What it cost")
def get_costs(desk: AtDesk, run_id: RunId) -> Costs:
    story = desk.runs().story(run_id)
    lines = (
        CostLine(
            at=cost.at,
            what=cost.what,
            provider=cost.provider,
            usd=cost.usd,
            branch=cost.branch,
            job=cost.job,
            failed=cost.failed,
        )
        for cost in story.costs
    )
    return Costs(
        budget_usd=story.budget_usd,
        spent_usd=round(story.spent_usd, 6),
        reserved_usd=round(story.reserved_usd, 6),
        left_usd=round(max(story.left_usd, 0.0), 6),
        lines=tuple(lines),
    )


@router.get("/cc/runs/<run_id>/export", tags=["cc"], summary="Everything of a run in one ZIP file")
def export_run(desk: AtDesk, request: AtRequest, run_id: RunId) -> Response[str]:
    info = bundle(desk.runs(), run_id)
    return send(request, info, "application/zip", f"{run_id}.zip", newest=True)
