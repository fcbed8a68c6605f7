"""The state machines kept in step with the events: an outbox, for processes can end at any time.

Whoever adds an event that a machine must know of marks the run first, adds the event, tells the
machine and takes the mark away. A mark that is left is found by :func:`sweep`, which tells again.
Telling twice changes nothing.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta

from kinora.cc import keys
from kinora.cc.run.event import Draft, Event, EventType
from kinora.cc.run.listing import publish
from kinora.cc.run.records import OPEN_JOB, InteractionStatus, Job, JobStatus
from kinora.cc.run.runs import Decide, Runs
from kinora.cc.run.story import Story
from kinora.control.executions import MEDIA
from kinora.control.instants import parsed
from kinora.model.base import Frozen
from kinora.model.errors import (
    ExecutionAlreadyExists,
    ExecutionDoesNotExist,
    KinoraError,
    NotFound,
)
from kinora.stores.objects import walk

_BY_MACHINES = frozenset(
    {
        EventType.MODULE_COMPLETED,
        EventType.MODULE_FAILED,
        EventType.INTERACTION_REQUESTED,
        EventType.INTERACTION_REOPENED,
        EventType.RUN_COMPLETED,
        EventType.RUN_FAILED,
    }
)
"""Events that show that a machine knows all that happened before."""


_AT_WORK = timedelta(seconds=3)
"""How long whoever made a mark may take."""


class Swept(Frozen):
    """What a sweep found."""

    delivered: int
    failed: int


def change(runs: Runs, run_id: str, decide: Decide) -> Event | None:
    """Add an event by a person, and tell the machines.

    Raises:
        NotFound: there is no such run; and what ``decide`` raises.
    """
    if decide(runs.story(run_id)) is None:
        # What is the case already may not have been told yet.
        deliver(runs, run_id)
        return None
    with runs.marked(run_id):
        try:
            return runs.append(run_id, decide)
        finally:
            deliver(runs, run_id)


def deliver(runs: Runs, run_id: str) -> None:
    """Tell the machines what the run's events mean.

    Raises:
        StorageError, ExecutionError: something cannot be reached.
    """
    story = runs.story(run_id)
    if story.cancelled:
        with suppress(ExecutionDoesNotExist):
            cause = "cancelled by a person"
            runs.workroom.executions.stop_execution(story.execution, "Cancelled", cause)
    else:
        _tell_run(runs, story)
    for job in list(story.jobs.values()):
        if job.status in OPEN_JOB:
            _tell_job(runs, story, job)
    publish(runs, run_id)


def sweep(runs: Runs) -> Swept:
    """Deliver for every run with a mark that whoever made it has left lying."""
    objects, delivered, failed = runs.workroom.objects, 0, 0
    for info in list(walk(objects, keys.outbox())):
        run_id = keys.marked_run(info.key)
        try:
            made = parsed(json.loads(objects.get(info.key))["at"])
            if runs.workroom.now() - made < _AT_WORK:
                continue
            with suppress(NotFound):  # the process ended before the run had its first event
                deliver(runs, run_id)
            objects.delete(info.key)
            delivered += 1
        except KinoraError:
            failed += 1
    return Swept(delivered=delivered, failed=failed)


def cancel_job(runs: Runs, run_id: str, job_id: str, by: str | None) -> None:
    """Give up a job, whoever works on it; one that has ended stays as it is."""

    def decide(story: Story) -> Draft | None:
        job = story.jobs[job_id]
        if job.status not in OPEN_JOB:
            return None
        kind = EventType.JOB_CANCELLED
        # What a provider has begun may be billed: the estimate is what is known.
        usd = job.estimate_usd if job.handed_in else 0.0
        return Draft(type=kind, branch=job.branch, job=job_id, by=by, data={"usd": usd})

    event = runs.append(run_id, decide)
    job = runs.story(run_id).jobs[job_id]
    if event is not None and job.provider_job is not None:
        with suppress(KinoraError):
            runs.workroom.maker(job.request["provider"]).cancel(job.provider_job)
    with suppress(ExecutionDoesNotExist):
        runs.workroom.executions.stop_execution(job_id, "Cancelled", "nobody wants it any more")


def _tell_run(runs: Runs, story: Story) -> None:
    """Start the execution or answer the waiting task, unless a machine has gone on since."""
    for event in reversed(story.events):
        if event.type in _BY_MACHINES:
            return
        if "execution" in event.data:
            with suppress(ExecutionAlreadyExists):
                start = {"run_id": story.run_id, "answer": dict(story.start)}
                machine = runs.workroom.machines[story.workflow_id]
                runs.workroom.executions.start_execution(machine, start, story.execution)
            return
        if "signal" in event.data and event.interaction is not None:
            runs.send(story.run_id, event.interaction, event.data["signal"])
            return


def _tell_job(runs: Runs, story: Story, job: Job) -> None:
    """Start a job, or give it up when its question is closed."""
    interaction = story.interactions[job.interaction]
    wanted = interaction.status is InteractionStatus.OPEN and not story.cancelled
    if not wanted or interaction.branch != story.branch:
        cancel_job(runs, story.run_id, job.id, None)
    elif job.status is JobStatus.QUEUED:
        with suppress(ExecutionAlreadyExists):
            order = {"run_id": story.run_id, "job_id": job.id}
            runs.workroom.executions.start_execution(MEDIA, order, job.id)
