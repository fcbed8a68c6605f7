"""Questions: the inbox, one of them, drafts, answers, and what is generated meanwhile."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query

from kinora.api.access.asking import AtCaller, AtRequest
from kinora.api.desk import AtDesk
from kinora.api.routes.cc.views import (
    InteractionId,
    InteractionView,
    MediaJobId,
    MediaJobView,
    RunId,
    draft_of,
    interaction_view,
    job_view,
)
from kinora.api.routes.media import file_of_form
from kinora.api.sizes import bounded
from kinora.cc import keys
from kinora.cc.jobs import request as jobs
from kinora.cc.jobs import upload
from kinora.cc.jobs.request import Generation
from kinora.cc.run.answering import Answer, find, respond, still_open
from kinora.cc.run.delivery import cancel_job
from kinora.cc.run.listing import RunLine, listed
from kinora.model.base import Frozen
from kinora.model.errors import NotFound

router = Router()
_DRAFT_BYTES = 32 * 1024


class Inbox(Frozen):
    """Runs with an open question, the oldest first."""

    pending: tuple[RunLine, ...]
    cursor: str | None


class InteractionList(Frozen):
    interactions: tuple[InteractionView, ...]


class AnswerDraft(Frozen):
    """An answer that is not given yet; whatever a client wants to keep of it."""

    draft: Mapping[str, Any] | None


class MediaJobList(Frozen):
    jobs: tuple[MediaJobView, ...]


class EstimateView(Frozen):
    """What a job may cost at most, in US dollars, and about how many seconds it takes."""

    usd: float
    seconds: float
    left_usd: float
    """What is left of the run's budget now."""


@router.get("/cc/interactions", tags=["cc"], summary="The questions that wait for somebody")
def inbox(
    desk: AtDesk,
    limit: Annotated[int, Query(ge=1, le=100)] = 24,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> Inbox:
    page = listed(desk.stage.objects, limit, cursor, waiting=True)
    return Inbox(pending=page.runs, cursor=page.cursor)


@router.get("/cc/runs/<run_id>/interactions", tags=["cc"], summary="All questions of a run")
def list_interactions(desk: AtDesk, run_id: RunId) -> InteractionList:
    runs = desk.runs()
    story = runs.story(run_id)
    return InteractionList(
        interactions=tuple(
            interaction_view(runs, story, asked) for asked in story.interactions.values()
        )
    )


@router.get("/cc/runs/<run_id>/interactions/<interaction_id>", tags=["cc"], summary="One question")
def get_interaction(desk: AtDesk, run_id: RunId, interaction_id: InteractionId) -> InteractionView:
    runs = desk.runs()
    story = runs.story(run_id)
    return interaction_view(runs, story, find(story, interaction_id))


@router.post(
    "/cc/runs/<run_id>/interactions/<interaction_id>/respond",
    tags=["cc"],
    summary="Answer a question",
)
def answer(
    desk: AtDesk, caller: AtCaller, run_id: RunId, interaction_id: InteractionId, body: Answer
) -> InteractionView:
    """The first valid answer wins; the same again is a success."""
    runs = desk.runs()
    asked = respond(runs, run_id, interaction_id, body, caller.name)
    return interaction_view(runs, runs.story(run_id), asked)


@router.get(
    "/cc/runs/<run_id>/interactions/<interaction_id>/draft",
    tags=["cc"],
    summary="What was kept of an answer",
)
def get_draft(desk: AtDesk, run_id: RunId, interaction_id: InteractionId) -> AnswerDraft:
    runs = desk.runs()
    find(runs.story(run_id), interaction_id)
    return AnswerDraft(draft=draft_of(runs, run_id, interaction_id))


@router.put(
    "/cc/runs/<run_id>/interactions/<interaction_id>/draft",
    tags=["cc"],
    summary="Keep an answer that is not given yet",
)
def save_draft(
    desk: AtDesk, run_id: RunId, interaction_id: InteractionId, body: AnswerDraft
) -> AnswerDraft:
    runs = desk.runs()
    story = runs.story(run_id)
    still_open(runs, story, find(story, interaction_id), None)
    if body.draft is None:
        runs.workroom.objects.delete(keys.draft(run_id, interaction_id))
        return body
    bounded("draft", body.draft, _DRAFT_BYTES)
    content = json.dumps(body.draft, ensure_ascii=False).encode()
    runs.workroom.objects.put(keys.draft(run_id, interaction_id), content)
    return body


@router.post(
    "/cc/runs/<run_id>/interactions/<interaction_id>/sub-action",
    tags=["cc"],
    summary="Generate something while the question is open",
    status_code=201,
)
def sub_action(
    desk: AtDesk,
    caller: AtCaller,
    run_id: RunId,
    interaction_id: InteractionId,
    body: Generation,
) -> MediaJobView:
    runs = desk.runs()
    job = jobs.request(runs, run_id, interaction_id, body, caller.name)
    return job_view(runs, runs.story(run_id), job)


@router.post(
    "/cc/runs/<run_id>/interactions/<interaction_id>/estimate",
    tags=["cc"],
    summary="What a generation would cost",
)
def estimate(
    desk: AtDesk, run_id: RunId, interaction_id: InteractionId, body: Generation
) -> EstimateView:
    runs = desk.runs()
    found = jobs.estimate(runs, run_id, interaction_id, body)
    story = runs.story(run_id)
    left = round(max(story.left_usd, 0.0), 6)
    return EstimateView(usd=found.usd, seconds=found.seconds, left_usd=left)


@router.post(
    "/cc/runs/<run_id>/interactions/<interaction_id>/upload",
    tags=["cc"],
    summary="A picture of one's own to choose from",
    status_code=201,
)
def upload_picture(
    desk: AtDesk,
    caller: AtCaller,
    request: AtRequest,
    run_id: RunId,
    interaction_id: InteractionId,
) -> MediaJobView:
    """A PNG, JPEG, WebP or GIF as the body, or as ``file`` of a form; a job looks at it."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    data = file_of_form(request) if kind == "multipart/form-data" else request.body
    runs = desk.runs()
    job = upload.take(runs, run_id, interaction_id, data, caller.name)
    return job_view(runs, runs.story(run_id), job)


@router.get("/cc/runs/<run_id>/jobs", tags=["cc"], summary="The media jobs of a run")
def list_jobs(
    desk: AtDesk,
    run_id: RunId,
    interaction: Annotated[str | None, Query(max_length=64)] = None,
) -> MediaJobList:
    runs = desk.runs()
    story = runs.story(run_id)
    found = jobs.jobs_of(story, interaction)
    return MediaJobList(jobs=tuple(job_view(runs, story, job) for job in found))


@router.post("/cc/runs/<run_id>/jobs/<job_id>/cancel", tags=["cc"], summary="Give up a media job")
def cancel(desk: AtDesk, caller: AtCaller, run_id: RunId, job_id: MediaJobId) -> MediaJobView:
    """One that has ended stays as it is."""
    runs = desk.runs()
    if job_id not in runs.story(run_id).jobs:
        raise NotFound(f"run {run_id} has no job {job_id!r}")
    cancel_job(runs, run_id, job_id, caller.name)
    story = runs.story(run_id)
    return job_view(runs, story, story.jobs[job_id])
