"""What lists show of runs: one small object a run, made anew when something changes."""

from __future__ import annotations

from typing import NamedTuple

from pydantic import ValidationError

from kinora.cc import keys
from kinora.cc.definition.workflow import Workflow
from kinora.cc.run.course import END, expected
from kinora.cc.run.records import RunStatus
from kinora.cc.run.runs import Runs
from kinora.cc.run.story import Story
from kinora.model.base import Frozen
from kinora.model.errors import ObjectMissing
from kinora.stores.objects import ObjectStore, walk


class RunLine(Frozen):
    """A run in a list."""

    run_id: str
    workflow_id: str
    title: str
    status: RunStatus
    step: str | None
    """The step that it is in; None at its end."""
    module: str | None
    interaction_id: str | None
    """The open question."""
    asked_at: str | None
    deadline: str | None
    reminders: int
    branch: str
    done: int
    """Modules that are done on the current branch."""
    modules: int
    spent_usd: float
    budget_usd: float
    created_at: str
    updated_at: str
    seq: int
    """Number of the last event that this tells of."""


class RunPage(NamedTuple):
    """Some runs; ``cursor`` asks for the next ones."""

    runs: tuple[RunLine, ...]
    cursor: str | None


def line_of(story: Story, workflow: Workflow) -> RunLine:
    """What lists show of a run."""
    module = expected(workflow, story.line)
    waiting = story.open_interaction
    return RunLine(
        run_id=story.run_id,
        workflow_id=story.workflow_id,
        title=story.title,
        status=story.status,
        step=None if module == END else workflow.by_name[module].step.step_id,
        module=None if module == END else module,
        interaction_id=waiting.id if waiting else None,
        asked_at=waiting.asked_at if waiting else None,
        deadline=waiting.deadline if waiting else None,
        reminders=waiting.reminders if waiting else 0,
        branch=story.branch,
        done=len(story.line.done),
        modules=len(workflow.placed),
        spent_usd=round(story.spent_usd, 6),
        budget_usd=story.budget_usd,
        created_at=story.created_at,
        updated_at=story.updated_at,
        seq=len(story.events),
    )


def publish(runs: Runs, run_id: str) -> None:
    """Put a run where lists and the inbox look.

    Others may do the same at the same time, and be overtaken: whoever has written looks whether
    the run has gone on meanwhile, so that the last word tells of the last event.
    """
    objects, told, story = runs.workroom.objects, 0, runs.story(run_id)
    while told != len(story.events):
        line = line_of(story, runs.workflow(story))
        content = line.model_dump_json().encode()
        objects.put(keys.listed(run_id), content)
        if line.interaction_id is not None:
            objects.put(keys.inbox(run_id), content)
        else:
            objects.delete(keys.inbox(run_id))
        told, story = line.seq, runs.story(run_id)


def listed(
    objects: ObjectStore,
    limit: int,
    before: str | None,
    status: RunStatus | None = None,
    *,
    waiting: bool = False,
) -> RunPage:
    """Runs, the newest first; ``waiting``: only those with an open question, the oldest first."""
    prefix = keys.inbox() if waiting else keys.listed()
    names = [info.key for info in walk(objects, prefix)]
    if not waiting:
        names.reverse()
    found: list[RunLine] = []
    for position, name in enumerate(names):
        run_id = name.removeprefix(prefix).removesuffix(".json")
        if before is not None and (run_id <= before if waiting else run_id >= before):
            continue
        line = _read(objects, name)
        if line is not None and status in {None, line.status}:
            found.append(line)
        if len(found) == limit:
            more = position + 1 < len(names)
            return RunPage(tuple(found), found[-1].run_id if more else None)
    return RunPage(tuple(found), None)


def _read(objects: ObjectStore, key: str) -> RunLine | None:
    """One line; None for one that has gone, or that another version wrote."""
    try:
        return RunLine.model_validate_json(objects.get(key))
    except (ObjectMissing, ValidationError):
        return None
