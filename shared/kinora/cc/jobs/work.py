"""A job's states: submit, wait, poll, store. Whatever ends the process, nothing is paid twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from datetime import timedelta
from typing import Any

from kinora.cc import contents, keys
from kinora.cc.jobs.ask import ask_of
from kinora.cc.jobs.entry import run_of
from kinora.cc.run.delivery import deliver
from kinora.cc.run.event import Draft, EventType
from kinora.cc.run.records import OPEN_JOB, Job, JobStatus
from kinora.cc.run.runs import Runs
from kinora.cc.run.story import Story
from kinora.cc.states.recover import problem_of
from kinora.model.base import Frozen
from kinora.model.errors import (
    InvalidInput,
    JobCancelled,
    NotFound,
    ObjectMissing,
    SubmissionUnknown,
)
from kinora.providers.ports import Finished, MediaAsk, Pending, Picture
from kinora.stores.objects import ObjectStore

_TELL_EVERY = timedelta(seconds=0.4)
"""Between notes of progress."""


class Work(Frozen):
    """Input of the states; ``error`` where one failed."""

    run_id: str
    job_id: str
    error: Mapping[str, Any] | None = None


class Stands(Frozen):
    """How the job stands: ``queued``, ``running``, or ``ended``; when to look again."""

    status: str
    again_in: int


ENDED = Stands(status="ended", again_in=1)


def submit(event: Work, runs: Runs) -> Stands:
    """Hand the job in, once there is room beside the run's other jobs.

    Raises:
        SubmissionUnknown: an earlier attempt ended between the call and its note, and the provider
            cannot tell; handing in again might pay twice.
        ProviderUnavailable, ContentRejected, InvalidInput: as the provider says.
    """
    story = runs.story(event.run_id)
    job = _job(story, event.job_id)
    if job.status not in OPEN_JOB:
        return ENDED
    if job.provider_job is not None:
        return Stands(status="running", again_in=1)
    provider = runs.workroom.maker(job.request["provider"])
    if job.handed_in and not provider.idempotent:
        raise SubmissionUnknown(
            f"job {job.id} may have been handed in to {provider.name} before this process ended"
        )
    if not job.handed_in and not _handed_in(runs, event):
        return Stands(status="queued", again_in=1)
    with ExitStack() as held:
        provider_job = provider.submit(_ask(runs.workroom.objects, story, job, held))
    _append(runs, event, EventType.JOB_SUBMITTED, {"provider_job": provider_job})
    return Stands(status="running", again_in=1)


def poll(event: Work, runs: Runs) -> Stands:
    """Ask how far the job is; what is finished is stored and noted in one event.

    Raises:
        ProviderUnavailable, ProviderFailed, ContentRejected: as the provider says.
    """
    story = runs.story(event.run_id)
    job = _job(story, event.job_id)
    if job.status not in OPEN_JOB or job.provider_job is None:
        return ENDED
    provider = runs.workroom.maker(job.request["provider"])
    with ExitStack() as held:
        folder = held.enter_context(runs.workroom.scratch())
        ask = _ask(runs.workroom.objects, story, job, held)
        tell = _teller(runs, event)
        try:
            found = provider.poll(job.provider_job, ask, folder, tell)
        except JobCancelled:
            return ENDED
        if isinstance(found, Pending):
            tell(found.progress)
            return Stands(status="running", again_in=max(1, round(found.again_in)))
        _store(runs, event, job, found)
    return ENDED


def fail(event: Work, runs: Runs) -> Stands:
    """Note why a job failed. What was handed in may have cost its estimate."""
    error = problem_of(event.error or {})
    job = _job(runs.story(event.run_id), event.job_id)
    usd = job.estimate_usd if job.handed_in else 0.0
    _append(runs, event, EventType.JOB_FAILED, {"error": error, "usd": usd})
    deliver(runs, event.run_id)
    return ENDED


def progress(store: ObjectStore, job: Job) -> float:
    """The share of a job that is done, 0 to 1."""
    if job.status is JobStatus.COMPLETED:
        return 1.0
    run_id = run_of(job.id)
    with suppress(ObjectMissing, ValueError, KeyError):
        return float(json.loads(store.get(keys.progress(run_id, job.id)))["progress"])
    return 0.0


def _job(story: Story, job_id: str) -> Job:
    if job_id not in story.jobs:
        raise NotFound(f"run {story.run_id} has no job {job_id[:100]!r}")
    return story.jobs[job_id]


def _handed_in(runs: Runs, event: Work) -> bool:
    """Take one of the provider's places for this run; whether this very call has got it."""

    def decide(story: Story) -> Draft | None:
        job = _job(story, event.job_id)
        provider = job.request["provider"]
        limits = runs.workflow(story).config.jobs_at_once
        most = limits.get(provider, limits.get("default", 3))
        others = [
            other
            for other in story.jobs.values()
            if other.request["provider"] == provider and other.status is JobStatus.RUNNING
        ]
        if job.status is not JobStatus.QUEUED or len(others) >= most:
            return None
        return Draft(type=EventType.JOB_HANDED_IN, branch=job.branch, job=job.id)

    return runs.append(event.run_id, decide) is not None


def _append(runs: Runs, event: Work, kind: EventType, data: Mapping[str, Any]) -> None:
    """Note what became of a job; of one that has ended nothing more is noted."""

    def decide(story: Story) -> Draft | None:
        job = _job(story, event.job_id)
        if job.status not in OPEN_JOB:
            return None
        return Draft(type=kind, branch=job.branch, job=job.id, data=data)

    runs.append(event.run_id, decide)


def _ask(store: ObjectStore, story: Story, job: Job, held: ExitStack) -> MediaAsk:
    asked = story.interactions[job.interaction]
    source: Picture | None = None
    given = asked.inputs.get("source_image")
    if isinstance(given, Mapping):
        wanted = given.get("content_id")
        source = held.enter_context(contents.picture(store, wanted, story.run_id))
    elif given is not None:
        raise InvalidInput("source_image", "it is no content", "what an earlier module selected")
    return ask_of(job.id, job.request, asked, source)


def _teller(runs: Runs, event: Work) -> Callable[[float], None]:
    """Notes progress now and then, and stops the work when nobody wants it any more."""
    told = runs.workroom.now() - _TELL_EVERY

    def tell(share: float) -> None:
        nonlocal told
        now = runs.workroom.now()
        if now - told < _TELL_EVERY:
            return
        told = now
        content = json.dumps({"progress": round(min(max(share, 0.0), 1.0), 3)})
        runs.workroom.objects.put(keys.progress(event.run_id, event.job_id), content.encode())
        if _job(runs.story(event.run_id), event.job_id).status not in OPEN_JOB:
            raise JobCancelled(f"job {event.job_id} was cancelled")

    return tell


def _store(runs: Runs, event: Work, job: Job, found: Finished) -> None:
    kept = [
        contents.keep(
            runs.workroom.objects,
            event.run_id,
            job.id,
            number,
            made,
            job=job.id,
            prompt_id=job.request["prompt_id"],
            params=job.request["params"],
        )
        for number, made in enumerate(found.media)
    ]
    told = {"contents": [content.shown for content in kept], "usd": found.usd}
    _append(runs, event, EventType.JOB_COMPLETED, told)
