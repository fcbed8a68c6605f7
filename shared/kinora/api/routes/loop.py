"""Loop control: configuration, schedules, state, and how the loops do."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query

from kinora.api.desk import AtDesk, Desk
from kinora.api.routes.jobs import JobAnswer, answered
from kinora.control.schedules import ScheduleState
from kinora.loop import jobs
from kinora.loop.control import set_loops
from kinora.loop.jobs import JobState
from kinora.loop.pick import loop_config, newest_snapshot
from kinora.loop.progress import JobProgress, Progress, last_jobs, progress
from kinora.model.base import Frozen
from kinora.model.knowledge import LoopState
from kinora.model.loop_config import LoopChange, LoopConfig, LoopSettings, Workflow

router = Router()
_TOLD = 10


class ConfigAnswer(LoopConfig):
    """The configuration as it is set, and what follows from it for each workflow type."""

    effective: dict[Workflow, LoopSettings]


class ConfigChange(LoopChange):
    """What to change: overall, or of one workflow type."""

    workflow_type: Workflow | None = None
    as_overall: bool = False
    """First drop what that workflow type, or each of them, has of its own."""


class LoopStatus(Frozen):
    """The loops at a glance."""

    config: ConfigAnswer
    schedules: tuple[ScheduleState, ...]
    run_count: int
    good_count: int
    last_run_id: str | None
    running: tuple[JobAnswer, ...]
    recent: tuple[JobAnswer, ...]
    """The last jobs that were completed."""


class Diagnostics(Frozen):
    jobs: tuple[JobProgress, ...]


@router.get("/loop/config", tags=["loop"], summary="How the loops are set")
def get_config(desk: AtDesk) -> ConfigAnswer:
    return _config(loop_config(desk.stage))


@router.post("/loop/config", tags=["loop"], summary="Set the loops; it holds at once")
def set_config(desk: AtDesk, body: ConfigChange) -> ConfigAnswer:
    change = LoopChange.model_validate(body.model_dump(include=set(LoopChange.model_fields)))
    config = set_loops(
        change, body.workflow_type, desk.stage, desk.schedules, as_overall=body.as_overall
    )
    return _config(config)


@router.get("/loop/state", tags=["loop"], summary="What the loops remember")
def get_state(desk: AtDesk) -> LoopState:
    return _state(desk)


@router.get("/loop/status", tags=["loop"], summary="The loops at a glance")
def get_status(desk: AtDesk) -> LoopStatus:
    state = _state(desk)
    return LoopStatus(
        config=_config(loop_config(desk.stage)),
        schedules=desk.schedules.states(),
        run_count=state.run_count,
        good_count=state.good_count,
        last_run_id=state.last_run_id,
        running=_jobs(desk, JobState.RUNNING),
        recent=_jobs(desk, JobState.COMPLETED),
    )


@router.get("/loop/progress", tags=["loop"], summary="What came of the last jobs, as shares")
def get_progress(desk: AtDesk, last: Annotated[int, Query(ge=1, le=100)] = 20) -> Progress:
    return progress(last_jobs(last, desk.executions, desk.tables()))


@router.get("/loop/diagnostics", tags=["loop"], summary="What came of each of the last jobs")
def get_diagnostics(desk: AtDesk, last: Annotated[int, Query(ge=1, le=50)] = 20) -> Diagnostics:
    return Diagnostics(jobs=last_jobs(last, desk.executions, desk.tables()))


def _config(config: LoopConfig) -> ConfigAnswer:
    effective = {workflow: config.of(workflow) for workflow in Workflow}
    return ConfigAnswer(**dict(config), effective=effective)


def _state(desk: Desk) -> LoopState:
    return desk.stage.snapshot(newest_snapshot(desk.stage)).loop


def _jobs(desk: Desk, state: JobState) -> tuple[JobAnswer, ...]:
    page = jobs.listed(desk.executions, desk.stage, state, None, _TOLD, None)
    return tuple(map(answered, page.jobs))
