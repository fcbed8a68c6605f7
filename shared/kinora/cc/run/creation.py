"""A new run."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kinora.cc.modules.text_input import clean
from kinora.cc.run.delivery import change, deliver
from kinora.cc.run.event import Draft, EventType
from kinora.cc.run.records import RunStatus
from kinora.cc.run.runs import Runs
from kinora.cc.run.story import FIRST_BRANCH, Story
from kinora.model.base import Frozen
from kinora.model.errors import Conflict, InvalidInput
from kinora.model.run import Seed
from kinora.model.run_id import run_id
from kinora.seeding import derive

RUN_WORD = "cc"


class NewRun(Frozen):
    """What a run begins with."""

    workflow_id: Annotated[str, Field(min_length=1, max_length=64)] = "cc"
    title: Annotated[str, Field(max_length=200)] = ""
    seed: Seed | None = None
    """Decides every chance of the run; None takes a new one."""
    budget_usd: Annotated[float, Field(ge=0, le=1000)] | None = None
    """What it may spend at most; None takes the workflow's."""


def create(runs: Runs, wanted: NewRun, chance: str, by: str) -> Story:
    """Begin a run; ``chance`` parts runs of the same second.

    Raises:
        InvalidInput: there is no such workflow.
        Conflict: a run has that id already.
    """
    if wanted.workflow_id not in runs.workroom.machines:
        allowed = ", ".join(runs.workroom.machines)
        raise InvalidInput("workflow_id", f"{wanted.workflow_id!r} is unknown", allowed)
    workflow = runs.workroom.workflow(wanted.workflow_id)
    name = run_id(runs.workroom.now(), RUN_WORD, chance)
    first = workflow.placed[0].module.name
    budget = workflow.config.budget_usd if wanted.budget_usd is None else wanted.budget_usd
    data = {
        "run_id": name,
        "workflow_id": workflow.workflow_id,
        "version": workflow.version,
        "title": clean(wanted.title),
        "seed": derive(name) % 2**53 if wanted.seed is None else wanted.seed,
        "budget_usd": budget,
        "execution": name,
        "start": {"action": "route", "module": first},
    }
    draft = Draft(type=EventType.RUN_CREATED, branch=FIRST_BRANCH, by=by, data=data)
    with runs.marked(name):
        if runs.create(name, draft) is None:
            raise Conflict(f"run {name} exists already")
        deliver(runs, name)
    return runs.story(name)


def cancel(runs: Runs, run_id: str, by: str) -> Story:
    """End a run for good; what is generated for it is given up. A cancelled one stays so.

    Raises:
        NotFound: there is no such run.
        Conflict: it is completed.
    """

    def decide(story: Story) -> Draft | None:
        if story.cancelled:
            return None
        if story.status is RunStatus.COMPLETED:
            raise Conflict(f"run {run_id} is completed: there is nothing to cancel")
        return Draft(type=EventType.RUN_CANCELLED, branch=story.branch, by=by)

    change(runs, run_id, decide)
    return runs.story(run_id)
