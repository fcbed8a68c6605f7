"""Jobs: runs of the loop as people ask for them and see them. A job is an execution, nothing else.

Its id is the execution's name, its state follows from the execution's, and what is accepted is in
the journal (or in Step Functions) before the answer goes out.
"""

from __future__ import annotations

import json
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from kinora.control.executions import LOOP, Executions
from kinora.control.instants import iso
from kinora.control.views import ExecutionView, Status
from kinora.language.reading import clean
from kinora.loop import keys
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.errors import Conflict, NotFound, ObjectMissing, TooManyRequests
from kinora.model.format import DEFAULT_SECONDS, VideoFormat
from kinora.model.run import Decision, Outcome, Picked, RunRequest, Video
from kinora.model.run_id import run_id, workflow_of

MOST_OPEN = 200
"""Jobs that may wait or run; whoever asks for more is asked to come back."""
_RETRY_SECONDS = 30
_AWAITING = "AwaitUpload"


class JobState(StrEnum):
    """The states of a job."""

    PENDING = "pending"
    """It waits for its turn, or for its upload."""
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


_STATUSES = {
    JobState.PENDING: (Status.RUNNING,),
    JobState.RUNNING: (Status.RUNNING,),
    JobState.COMPLETED: (Status.SUCCEEDED,),
    JobState.FAILED: (Status.FAILED, Status.TIMED_OUT),
    JobState.CANCELLED: (Status.ABORTED,),
}


class JobError(Frozen):
    """Why a job did not end well."""

    error: str
    details: str


class Job(Frozen):
    """One job. Times are ISO 8601, UTC; lengths are seconds."""

    id: str
    status: JobState
    workflow_type: str
    prompt: str | None
    """None while a loop has not chosen one yet."""
    duration_seconds: float | None
    upload: bool
    """Whether the video is made elsewhere and uploaded."""
    created_at: str
    updated_at: str
    state: str | None
    """The state of the machine that it is in, while it runs."""
    error: JobError | None
    outcome: Outcome | None
    video: Video | None
    execution: str


class Page(NamedTuple):
    """Jobs, the newest first; ``cursor`` asks for those before them."""

    jobs: tuple[Job, ...]
    cursor: str | None


def create(request: RunRequest, executions: Executions, now: datetime, chance: str) -> Job:
    """Start a run of the loop with the request's prompt.

    Raises:
        InvalidPrompt, InvalidFormat: the request cannot be done; nothing was started.
        TooManyRequests: too many jobs are open.
    """
    prompt = None if request.prompt is None else clean(request.prompt)
    seconds = request.duration_seconds or DEFAULT_SECONDS
    VideoFormat.of(request.width, request.height, request.fps, seconds, request.quality)
    waiting = executions.list_executions(LOOP, Status.RUNNING, MOST_OPEN)
    if len(waiting.items) >= MOST_OPEN:
        problem = f"{MOST_OPEN} jobs are open already"
        raise TooManyRequests(problem, Retry_After=str(_RETRY_SECONDS))
    name = run_id(now, request.workflow_type, chance)
    asked = request.model_copy(update={"prompt": prompt}).model_dump(mode="json")
    arn = executions.start_execution(LOOP, asked, name)
    return job_of(executions.describe_execution(arn), None)


def find(job_id: str, executions: Executions, stage: Stage) -> Job:
    """One job.

    Raises:
        NotFound: there is none of that id.
    """
    return job_of(_execution(job_id, executions), stage)


def listed(
    executions: Executions,
    stage: Stage,
    state: JobState | None,
    workflow_type: str | None,
    limit: int,
    cursor: str | None,
) -> Page:
    """Jobs in one state or in all, of one workflow type or of all, the newest first."""
    named = f"-{workflow_type}-" if workflow_type else ""
    statuses = None if state is None else _STATUSES[state]
    page = executions.list_executions(LOOP, statuses, limit, cursor, named=named)
    jobs = (job_of(_told(view, executions), stage) for view in page.items)
    return Page(tuple(job for job in jobs if state in {None, job.status}), page.cursor)


def cancel(job_id: str, executions: Executions, stage: Stage) -> Job:
    """Stop a job: what runs for it is killed. One that is cancelled already stays so.

    Raises:
        NotFound: there is none of that id.
        Conflict: it has ended.
    """
    view = _execution(job_id, executions)
    if not view.running and view.status is not Status.ABORTED:
        raise Conflict(
            f"job {job_id} is {job_of(view, None).status}: only an open one can be cancelled"
        )
    executions.stop_execution(view.arn, "Cancelled", "cancelled by a person")
    return find(job_id, executions, stage)


def job_of(view: ExecutionView, stage: Stage | None) -> Job:
    """An execution of the loop as a job; with a stage, the prompt of a running one is looked up."""
    asked: dict[str, Any] = view.input if isinstance(view.input, dict) else {}
    output: dict[str, Any] = view.output if isinstance(view.output, dict) else {}
    picked = output.get("run") or _picked(view, asked, stage)
    state = next((p.state for p in view.current if not p.place), None)
    ended = view.ended_at if view.ended_at is not None else _since(view)
    outcome, video = (
        output.get("grown", {}).get("outcome"),
        output.get("assembled", {}).get("video"),
    )
    return Job(
        id=view.name,
        status=_state(view, picked),
        workflow_type=asked.get("workflow_type") or workflow_of(view.name) or "unknown",
        prompt=picked.get("prompt") or asked.get("prompt"),
        duration_seconds=_seconds(video) or asked.get("duration_seconds"),
        upload=bool(asked.get("upload")),
        created_at=iso(view.started_at),
        updated_at=iso(ended),
        state=state,
        error=_error(view, picked),
        outcome=None if outcome is None else Outcome.model_validate(outcome),
        video=None if video is None else Video.model_validate(video),
        execution=view.arn,
    )


def _execution(job_id: str, executions: Executions) -> ExecutionView:
    if workflow_of(job_id) is None:
        raise NotFound(f"no job {job_id!r}")
    view = executions.describe_execution(job_id)
    if view.machine != LOOP:
        raise NotFound(f"no job {job_id!r}")
    return view


def _told(view: ExecutionView, executions: Executions) -> ExecutionView:
    """The view with its input, where the list did not give it."""
    return view if view.input is not None else executions.describe_execution(view.arn)


def _picked(view: ExecutionView, asked: dict[str, Any], stage: Stage | None) -> dict[str, Any]:
    """What the run is about, read from its own object while no output tells it."""
    if stage is None or asked.get("prompt") is not None:
        return {}
    try:
        return stage.read(keys.run(view.name), Picked).model_dump(mode="json")
    except ObjectMissing:
        return {}


def _state(view: ExecutionView, picked: dict[str, Any]) -> JobState:
    if view.status is Status.RUNNING:
        begun = view.current and any(place.state != _AWAITING for place in view.current)
        return JobState.RUNNING if begun else JobState.PENDING
    if view.status is Status.SUCCEEDED:
        skipped = picked.get("decision") == Decision.SKIP
        return JobState.CANCELLED if skipped else JobState.COMPLETED
    return JobState.CANCELLED if view.status is Status.ABORTED else JobState.FAILED


def _error(view: ExecutionView, picked: dict[str, Any]) -> JobError | None:
    if view.status is Status.SUCCEEDED:
        if picked.get("decision") == Decision.SKIP:
            return JobError(error="Skipped", details=str(picked.get("reason", "")))
        return None
    if view.error is None and view.cause is None:
        return None
    return JobError(error=view.error or "Failed", details=_sentence(view.cause))


def _sentence(cause: str | None) -> str:
    """A cause for people: of a function's failure the message alone, without the stack."""
    try:
        told = json.loads(cause or "")
    except ValueError:
        return (cause or "")[:1000]
    message = told.get("errorMessage") if isinstance(told, dict) else None
    return str(message if message is not None else cause)[:1000]


def _since(view: ExecutionView) -> float:
    return max([view.started_at, *(p.since for p in view.current if p.since is not None)])


def _seconds(video: dict[str, Any] | None) -> float | None:
    return None if video is None else float(video["format"]["duration_seconds"])
