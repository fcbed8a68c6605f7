"""Jobs: make a video, look at it, rate it, cancel it."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import Field

from kinora.api.desk import AtDesk, Desk
from kinora.loop import jobs
from kinora.loop.fold_soon import fold_soon
from kinora.loop.jobs import Job, JobState
from kinora.loop.rate import note
from kinora.model.base import Frozen
from kinora.model.errors import Conflict, StorageError
from kinora.model.format import (
    MAX_FPS,
    MAX_HEIGHT,
    MAX_SECONDS,
    MAX_WIDTH,
    MIN_FPS,
    MIN_SECONDS,
    MIN_SIDE,
)
from kinora.model.instruction import MAX_PROMPT
from kinora.model.rating import GOOD, NOT_GOOD
from kinora.model.run import Outcome, RunRequest, Seed
from kinora.model.taxonomy import Quality, WorkflowType
from kinora.registry.rating import verdict

router = Router()
JobId = Annotated[str, Path(description="A job's id.", min_length=1, max_length=100)]


class JobRequest(Frozen):
    """What to make. Only the prompt is needed."""

    prompt: Annotated[str, Field(min_length=1, max_length=MAX_PROMPT)]
    duration_seconds: Annotated[float | None, Field(ge=MIN_SECONDS, le=MAX_SECONDS)] = None
    """Length in seconds; None leaves it to the prompt, then to the loop's configuration."""
    workflow_type: WorkflowType = WorkflowType.WEB
    """Under which type the run is listed; the prompt is this one in any case."""
    upload: bool = False
    """The video is made elsewhere: the job waits an hour for its upload."""
    width: Annotated[int, Field(ge=MIN_SIDE, le=MAX_WIDTH, multiple_of=2)] = 512
    height: Annotated[int, Field(ge=MIN_SIDE, le=MAX_HEIGHT, multiple_of=2)] = 512
    fps: Annotated[int, Field(ge=MIN_FPS, le=MAX_FPS)] = 24
    quality: Quality = Quality.STANDARD
    seed: Seed | None = None


class JobAnswer(Job):
    """A job with the addresses of what it made; None before there is something."""

    download_url: str | None
    poster_url: str | None


class JobList(Frozen):
    jobs: tuple[JobAnswer, ...]
    cursor: str | None


class Feedback(Frozen):
    """A person's verdict: 1 is not good, 2 is good."""

    rating: Annotated[int, Field(ge=NOT_GOOD, le=GOOD)]


class FeedbackAnswer(Frozen):
    """What holds now. ``changed``: whether it is another verdict than before."""

    job_id: str
    rating: int
    outcome: Outcome
    changed: bool


@router.get("/jobs", tags=["jobs"], summary="Jobs, the newest first")
def list_jobs(
    desk: AtDesk,
    status: Annotated[JobState | None, Query()] = None,
    workflow_type: Annotated[WorkflowType | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 24,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> JobList:
    page = jobs.listed(desk.executions, desk.stage, status, workflow_type, limit, cursor)
    return JobList(jobs=tuple(map(answered, page.jobs)), cursor=page.cursor)


@router.post("/jobs", tags=["jobs"], summary="Make a video of a prompt", status_code=201)
def create_job(desk: AtDesk, body: JobRequest) -> JobAnswer:
    request = RunRequest.model_validate(body.model_dump())
    return answered(jobs.create(request, desk.executions, desk.now(), desk.chance()))


@router.get("/jobs/<job_id>", tags=["jobs"], summary="One job")
def get_job(desk: AtDesk, job_id: JobId) -> JobAnswer:
    return answered(jobs.find(job_id, desk.executions, desk.stage))


@router.post("/jobs/<job_id>/cancel", tags=["jobs"], summary="Stop an open job")
def cancel_job(desk: AtDesk, job_id: JobId) -> JobAnswer:
    return answered(jobs.cancel(job_id, desk.executions, desk.stage))


@router.post("/jobs/<job_id>/feedback", tags=["jobs"], summary="Rate a job's video")
def rate_job(desk: AtDesk, job_id: JobId, body: Feedback) -> FeedbackAnswer:
    job = jobs.find(job_id, desk.executions, desk.stage)
    if job.status is not JobState.COMPLETED:
        raise Conflict(f"job {job_id} is {job.status}: only a completed one can be rated")
    noted = note(job_id, body.rating, desk.now(), desk.stage)
    _fold(desk)
    outcome = verdict(noted.record.outcome, body.rating)
    return FeedbackAnswer(
        job_id=job_id,
        rating=body.rating,
        outcome=outcome,
        changed=outcome.good != noted.before.good,
    )


def answered(job: Job) -> JobAnswer:
    """The job with its addresses."""
    place = f"/api/jobs/{job.id}" if job.video is not None else None
    return JobAnswer(
        **dict(job),
        download_url=place and f"{place}/download",
        poster_url=place and f"{place}/poster",
    )


def _fold(desk: Desk) -> None:
    """The rating is stored already: where the fold cannot be asked for, the next run folds it."""
    try:
        fold_soon(desk.executions, desk.now())
    except StorageError:
        return
