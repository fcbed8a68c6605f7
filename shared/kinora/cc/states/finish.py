"""Finish and Fail: how a run ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kinora.cc.run.course import END, expected
from kinora.cc.run.event import Draft, EventType
from kinora.cc.run.listing import publish
from kinora.cc.run.records import RunStatus
from kinora.cc.run.runs import Runs
from kinora.cc.run.story import Story
from kinora.model.base import Frozen


class Finish(Frozen):
    """Input of the state; ``error`` where the run could not go on."""

    run_id: str
    error: Mapping[str, Any] | None = None


class Finished(Frozen):
    """How the run stands now."""

    run_id: str
    status: RunStatus


def finish(event: Finish, runs: Runs) -> Finished:
    """Note that all modules of the current branch are done."""

    def decide(story: Story) -> Draft | None:
        line, done = story.line, expected(runs.workflow(story), story.line) == END
        if story.cancelled or line.completed or not done:
            return None
        return Draft(type=EventType.RUN_COMPLETED, branch=story.branch)

    return _ended(event, runs, decide)


def fail(event: Finish, runs: Runs) -> Finished:
    """Note that the run cannot go on; it can still go back to an earlier module."""
    error = event.error or {"Error": "Unanswered", "Cause": "nobody answered in time"}

    def decide(story: Story) -> Draft | None:
        if story.cancelled or story.line.failed is not None:
            return None
        told = {"error": str(error.get("Error"))[:80], "details": str(error.get("Cause"))[:500]}
        return Draft(type=EventType.RUN_FAILED, branch=story.branch, data=told)

    return _ended(event, runs, decide)


def _ended(event: Finish, runs: Runs, decide: Any) -> Finished:
    runs.append(event.run_id, decide)
    publish(runs, event.run_id)
    return Finished(run_id=event.run_id, status=runs.story(event.run_id).status)
