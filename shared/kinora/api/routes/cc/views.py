"""What clients see of runs, questions and jobs. Tokens, keys and paths stay on the server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Path

from kinora.cc import keys
from kinora.cc.definition.workflow import Workflow
from kinora.cc.jobs.work import progress
from kinora.cc.run.branching import BranchLine, branches
from kinora.cc.run.choosing import choosable
from kinora.cc.run.listing import RunLine, line_of
from kinora.cc.run.records import Interaction, InteractionStatus, Job, JobStatus
from kinora.cc.run.runs import Runs
from kinora.cc.run.story import Story
from kinora.model.base import Frozen
from kinora.model.errors import ObjectMissing

RunId = Annotated[str, Path(description="A run's id.", min_length=1, max_length=80)]
InteractionId = Annotated[str, Path(description="A question's id.", min_length=1, max_length=64)]
MediaJobId = Annotated[str, Path(description="A media job's id.", min_length=1, max_length=100)]


class WorkflowView(Frozen):
    """A workflow and its steps."""

    workflow_id: str
    name: str
    description: str
    version: int
    budget_usd: float
    steps: tuple[Mapping[str, Any], ...]
    """Each with ``step_id``, ``name``, ``description`` and the names of its ``modules``."""


class RunView(RunLine):
    """A run, whole."""

    seed: int
    reserved_usd: float
    """What its open jobs may still cost."""
    state: Mapping[str, Any]
    """What the modules of the current branch have written."""
    branches: tuple[BranchLine, ...]
    video_url: str | None
    cover_url: str | None


class InteractionView(Frozen):
    """A question. Times are ISO 8601, UTC."""

    interaction_id: str
    run_id: str
    branch: str
    step: str
    module: str
    status: InteractionStatus
    revision: int
    asked_at: str
    deadline: str
    reminders: int
    display: Mapping[str, Any]
    """What to show: title, data, display schema, options, sub-actions, and what fits the kind of
    module; ``suggested`` is what was answered when the same was asked before."""
    contents: tuple[Mapping[str, Any], ...]
    """The media that may be chosen, in the order in which they were made."""
    answer: Mapping[str, Any] | None
    answered_by: str | None
    answered_at: str | None


class MediaJobView(Frozen):
    """A media job."""

    job_id: str
    run_id: str
    interaction_id: str
    revision: int
    module: str
    status: JobStatus
    progress: float
    """Share that is done, 0 to 1."""
    created_at: str
    ended_at: str | None
    request: Mapping[str, Any]
    """``action``, ``provider``, ``prompt_id``, ``params``, ``seed``, ``count``, ``like``."""
    estimate_usd: float
    usd: float
    contents: tuple[Mapping[str, Any], ...]
    error: Mapping[str, str] | None


def workflow_view(workflow: Workflow) -> WorkflowView:
    steps = tuple(
        {
            "step_id": step.step_id,
            "name": step.name,
            "description": step.description,
            "modules": [module.name for module in step.modules],
        }
        for step in workflow.steps
    )
    return WorkflowView(
        workflow_id=workflow.workflow_id,
        name=workflow.name,
        description=workflow.description,
        version=workflow.version,
        budget_usd=workflow.config.budget_usd,
        steps=steps,
    )


def run_view(runs: Runs, story: Story) -> RunView:
    state = story.line.state
    return RunView(
        **dict(line_of(story, runs.workflow(story))),
        seed=story.seed,
        reserved_usd=round(story.reserved_usd, 6),
        state=state,
        branches=branches(story),
        video_url=_address(state.get("final_video")),
        cover_url=_address(state.get("final_cover")),
    )


def interaction_view(runs: Runs, story: Story, asked: Interaction) -> InteractionView:
    placed = runs.workflow(story).by_name[asked.module]
    return InteractionView(
        interaction_id=asked.id,
        run_id=story.run_id,
        branch=asked.branch,
        step=placed.step.step_id,
        module=asked.module,
        status=asked.status,
        revision=asked.revision,
        asked_at=asked.asked_at,
        deadline=asked.deadline,
        reminders=asked.reminders,
        display=asked.display,
        contents=() if asked.recovery else tuple(choosable(story, asked).values()),
        answer=asked.answer,
        answered_by=asked.closed_by if asked.answer else None,
        answered_at=asked.closed_at if asked.answer else None,
    )


def job_view(runs: Runs, story: Story, job: Job) -> MediaJobView:
    return MediaJobView(
        job_id=job.id,
        run_id=story.run_id,
        interaction_id=job.interaction,
        revision=job.revision,
        module=job.module,
        status=job.status,
        progress=progress(runs.workroom.objects, job),
        created_at=job.at,
        ended_at=job.ended_at,
        request=job.request,
        estimate_usd=job.estimate_usd,
        usd=job.usd,
        contents=job.contents,
        error=job.error,
    )


def draft_of(runs: Runs, run_id: str, interaction: str) -> Mapping[str, Any] | None:
    """What was saved of an answer that is not given yet."""
    try:
        content = runs.workroom.objects.get(keys.draft(run_id, interaction))
    except ObjectMissing:
        return None
    saved: Mapping[str, Any] = json.loads(content)
    return saved


def _address(content: Any) -> str | None:
    return content.get("url") if isinstance(content, Mapping) else None
