"""Going back: the plan that is shown first, the jump, and the way back to what was left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kinora.cc.definition.workflow import Workflow
from kinora.cc.run.course import Touched, expected, fork, place, plan, signal
from kinora.cc.run.delivery import change
from kinora.cc.run.event import Draft, EventType
from kinora.cc.run.records import Branch, RunStatus
from kinora.cc.run.runs import Runs
from kinora.cc.run.story import Story
from kinora.model.base import Frozen
from kinora.model.errors import Conflict, NotFound


class Difference(Frozen):
    """A state key that two branches do not share. None: it is not set there."""

    key: str
    left: Any
    right: Any


class BranchLine(Frozen):
    """A branch in a list."""

    branch: str
    parent: str | None
    reason: str
    """``start``, ``retry`` or ``jump``."""
    target: str | None
    feedback: str | None
    created_at: str
    left_at: str | None
    current: bool
    completed: bool
    done: tuple[str, ...]
    """The modules that are done on it, in order."""


def branches(story: Story) -> tuple[BranchLine, ...]:
    """All branches of a run, the oldest first."""
    return tuple(_line(story, branch) for branch in story.branches.values())


def planned(runs: Runs, run_id: str, module: str) -> tuple[Touched, ...]:
    """What a jump to a module would make stale.

    Raises:
        NotFound, InvalidInput, Conflict: as :func:`jump`.
    """
    story = runs.story(run_id)
    workflow = runs.workflow(story)
    place(workflow, module)
    fork(story, module, "jump", None)
    return plan(story, workflow, module)


def jump(runs: Runs, run_id: str, module: str, by: str) -> BranchLine:
    """Fork the current branch just before a module and go on from there.

    Raises:
        NotFound: no such run.
        InvalidInput: the workflow has no such module.
        Conflict: the run has not come to it, works on something, or was cancelled.
    """

    def decide(story: Story) -> Draft:
        workflow = runs.workflow(story)
        place(workflow, module)
        _movable(story)
        data = {"fork": fork(story, module, "jump", None)}
        return _turn(workflow, story, EventType.BRANCH_FORKED, module, data, by)

    change(runs, run_id, decide)
    story = runs.story(run_id)
    return _line(story, story.branches[story.branch])


def restore(runs: Runs, run_id: str, branch: str, by: str) -> BranchLine:
    """Go back to a branch that was left, with all that was decided on it.

    Raises:
        NotFound: no such run or branch.
        Conflict: the run works on something, or was cancelled.
    """

    def decide(story: Story) -> Draft | None:
        _known(story, branch)
        if story.branch == branch:
            return None
        _movable(story)
        workflow = runs.workflow(story)
        goal = expected(workflow, story.line_of(branch))
        return _turn(workflow, story, EventType.BRANCH_RESTORED, goal, {"restore": branch}, by)

    change(runs, run_id, decide)
    story = runs.story(run_id)
    return _line(story, story.branches[branch])


def compare(story: Story, left: str, right: str) -> tuple[Difference, ...]:
    """The state keys in which two branches differ, in alphabetical order.

    Raises:
        NotFound: there is no such branch.
    """
    one, other = (story.line_of(_known(story, name)).state for name in (left, right))
    keys = sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))
    return tuple(Difference(key=key, left=one.get(key), right=other.get(key)) for key in keys)


def _known(story: Story, branch: str) -> str:
    if branch not in story.branches:
        raise NotFound(f"run {story.run_id} has no branch {branch[:20]!r}")
    return branch


def _movable(story: Story) -> None:
    if story.status is RunStatus.CANCELLED:
        raise Conflict(f"run {story.run_id} was cancelled")
    if story.status is RunStatus.WORKING:
        raise Conflict(f"run {story.run_id} works: it can go elsewhere when it asks something")


def _turn(
    workflow: Workflow,
    story: Story,
    kind: EventType,
    goal: str,
    data: Mapping[str, Any],
    by: str,
) -> Draft:
    """The event that leads a run to another place: by the question that waits, or anew."""
    waiting = story.open_interaction
    if waiting is not None:
        told: dict[str, Any] = {"signal": signal(workflow, waiting.module, goal)}
    else:
        told = {
            "execution": f"{story.run_id}-{len(story.events) + 1}",
            "start": {"action": "route", "module": goal},
        }
    return Draft(
        type=kind,
        branch=story.branch,
        interaction=waiting.id if waiting else None,
        by=by,
        data={**data, **told},
    )


def _line(story: Story, branch: Branch) -> BranchLine:
    line = story.line_of(branch.id)
    return BranchLine(
        branch=branch.id,
        parent=branch.parent,
        reason=branch.reason,
        target=branch.target,
        feedback=branch.feedback,
        created_at=branch.at,
        left_at=branch.left_at,
        current=branch.id == story.branch,
        completed=line.completed,
        done=tuple(line.done),
    )
