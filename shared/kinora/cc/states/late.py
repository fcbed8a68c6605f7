"""Late: nobody answered for a while; remind, or decide by the policy when the deadline is over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kinora.cc.definition.workflow import Module, OnTimeout, Workflow
from kinora.cc.modules import kind_of
from kinora.cc.modules.port import Asked
from kinora.cc.run.answering import to_state
from kinora.cc.run.choosing import choosable
from kinora.cc.run.course import END, expected
from kinora.cc.run.delivery import deliver
from kinora.cc.run.event import Draft, EventType
from kinora.cc.run.records import Interaction
from kinora.cc.run.runs import Runs
from kinora.cc.run.story import Story
from kinora.cc.states.run_module import Went
from kinora.control.instants import parsed
from kinora.model.base import Frozen

FAILED = "failed"
"""Where a run goes that nobody answered in time."""


class Late(Frozen):
    """Input of the state."""

    run_id: str
    module: str


def late(event: Late, runs: Runs) -> Went:
    """Remind and wait on, or close the question by the policy of its workflow."""

    def decide(story: Story) -> Draft | None:
        asked = story.open_interaction
        if asked is None or asked.module != event.module:
            return None
        if runs.workroom.now() < parsed(asked.deadline):
            return _draft(EventType.INTERACTION_REMINDED, asked, {})
        return _expired(runs.workflow(story), story, asked)

    runs.append(event.run_id, decide)
    story = runs.story(event.run_id)
    deliver(runs, event.run_id)
    if story.line.failed is not None or _timed_out(story):
        return Went(action="route", module=FAILED)
    goal = END if story.cancelled else expected(runs.workflow(story), story.line)
    return Went(action="route", module=goal)


def _timed_out(story: Story) -> bool:
    """Whether the last question was closed without an outcome."""
    # Jobs of the question may have ended since.
    last = next(event for event in reversed(story.events) if event.job is None)
    return last.type is EventType.INTERACTION_EXPIRED and "state" not in last.data


def _expired(workflow: Workflow, story: Story, asked: Interaction) -> Draft:
    """The question closed by its policy; with the outcome that stands in, where there is one."""
    module = workflow.by_name[asked.module].module
    policy = workflow.waiting(module).on_timeout
    outputs = None
    if not asked.recovery and policy is OnTimeout.DEFAULT:
        outputs = _by_default(module, story, asked)
    elif not asked.recovery and policy is OnTimeout.SKIP:
        outputs = dict.fromkeys(kind_of(module.module_id).outputs)
    told: dict[str, Any] = {"policy": str(policy)}
    if outputs is not None:
        told |= {"outputs": outputs, "state": to_state(module, outputs)}
    return _draft(EventType.INTERACTION_EXPIRED, asked, told)


def _by_default(module: Module, story: Story, asked: Interaction) -> dict[str, Any] | None:
    kind = kind_of(module.module_id)
    answer = kind.by_default(asked.inputs)
    if answer is None:
        return None
    return kind.accept(Asked(asked.inputs, answer, choosable(story, asked)))


def _draft(kind: EventType, asked: Interaction, data: Mapping[str, Any]) -> Draft:
    return Draft(
        type=kind, branch=asked.branch, module=asked.module, interaction=asked.id, data=data
    )
