"""Recover: a module failed; a person says what to do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from kinora.cc.run import asking
from kinora.cc.run.course import END, expected
from kinora.cc.run.event import Draft, EventType
from kinora.cc.run.runs import Runs
from kinora.cc.run.story import Story
from kinora.cc.states.ask import Asked
from kinora.model.base import Frozen


class Recover(Frozen):
    """Input of the state; ``error`` is what the state machine caught."""

    run_id: str
    token: str
    error: Mapping[str, Any]


def recover(event: Recover, runs: Runs) -> Asked:
    """Note the failure and ask whether to try again."""
    problem = problem_of(event.error)
    story = runs.story(event.run_id)
    module = expected(runs.workflow(story), story.line)
    if module != END:
        runs.append(event.run_id, lambda story: _failed(story, module, event.token, problem))
    asking.ask_recovery(runs, event.run_id, event.token, problem)
    return Asked(run_id=event.run_id)


def _failed(story: Story, module: str, token: str, problem: Mapping[str, str]) -> Draft | None:
    """The failure, unless it was noted when this was called before."""
    last = story.events[-1]
    noted = last.type is EventType.MODULE_FAILED and last.module == module
    if (
        noted
        or asking.asked_with(story, token)
        or story.cancelled
        or story.open_interaction is not None
    ):
        return None
    return Draft(
        type=EventType.MODULE_FAILED, branch=story.branch, module=module, data={"error": problem}
    )


def problem_of(error: Mapping[str, Any]) -> dict[str, str]:
    """The error's name and its sentence, from what a Catch gives."""
    cause = str(error.get("Cause", ""))
    with suppress(ValueError, AttributeError):
        cause = str(json.loads(cause).get("errorMessage", cause))
    return {"error": str(error.get("Error", "Error"))[:80], "details": cause[:500]}
