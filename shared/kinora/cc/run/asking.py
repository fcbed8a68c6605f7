"""A question is asked: its inputs resolved once, its token kept, its deadline set."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from kinora.cc.definition.workflow import Placed, Waiting, Workflow
from kinora.cc.modules import kind_of
from kinora.cc.run.course import END, expected, signal
from kinora.cc.run.event import Draft, EventType
from kinora.cc.run.inputs import fingerprint, resolved
from kinora.cc.run.listing import publish
from kinora.cc.run.records import Interaction, InteractionStatus
from kinora.cc.run.runs import Runs, entry_of
from kinora.cc.run.story import Story
from kinora.control.instants import exact
from kinora.model.errors import InvalidWorkflow

RECOVERY_OPTIONS = ({"id": "retry", "mode": "retry", "label": "Try again"},)
"""What can be done about a module that failed; besides going back, or cancelling."""


def ask(runs: Runs, run_id: str, module: str, token: str) -> None:
    """Open the question of a module, or open it again; a token now waits for its answer.

    Where the run is elsewhere by now, or the answer is there already, the token is answered at
    once. This may be called again for the same token, and while somebody answers.

    Raises:
        InvalidWorkflow: an input cannot be resolved.
    """
    story = runs.story(run_id)
    workflow = runs.workflow(story)
    goal = expected(workflow, story.line)
    if goal != module or story.cancelled:
        runs.tell(token, signal(workflow, module, goal))
        return
    placed, branch = workflow.by_name[module], story.branch
    name = interaction_id(story, module, 0)
    runs.keep_token(run_id, name, token)

    def decide(story: Story) -> Draft | None:
        gone = story.branch != branch or expected(workflow, story.line) != module
        if gone or story.cancelled:
            return None
        interaction = story.interactions.get(name)
        if interaction is None:
            return _request(runs, workflow, story, placed, name)
        return reopening(runs, workflow.waiting(placed.module), interaction)

    runs.append(run_id, decide)
    _opened(runs, run_id, name, module, token)


def ask_recovery(runs: Runs, run_id: str, token: str, problem: Mapping[str, Any]) -> None:
    """Ask what to do about the module that has failed."""
    story = runs.story(run_id)
    workflow = runs.workflow(story)
    module = expected(workflow, story.line)
    if module == END or story.cancelled:
        runs.tell(token, {"action": "route", "module": END})
        return
    if asked_with(story, token):
        asked = story.open_interaction
        _opened(runs, run_id, asked.id if asked else "", module, token)
        return
    earlier = [i for i in _of_module(story, module) if i.recovery]
    again = bool(earlier) and earlier[-1].status is not InteractionStatus.ANSWERED
    number = len(earlier) if again else len(earlier) + 1
    name = interaction_id(story, module, number)
    runs.keep_token(run_id, name, token)

    def decide(story: Story) -> Draft | None:
        if asked_with(story, token):
            return None
        interaction = story.interactions.get(name)
        waiting = workflow.waiting(workflow.by_name[module].module)
        if interaction is not None:
            return reopening(runs, waiting, interaction, {"entry": entry_of(token)})
        display = {
            "interaction_type": "recovery",
            "title": f"{_spoken(module)} did not succeed",
            "problem": dict(problem),
            "options": list(RECOVERY_OPTIONS),
        }
        data = {
            "recovery": True,
            "entry": entry_of(token),
            "deadline": deadline(runs, waiting),
            "_resolved_inputs": {},
            "display": display,
        }
        return Draft(
            type=EventType.INTERACTION_REQUESTED,
            branch=story.branch,
            module=module,
            interaction=name,
            data=data,
        )

    runs.append(run_id, decide)
    _opened(runs, run_id, name, module, token)


def asked_with(story: Story, token: str) -> bool:
    """Whether a module that failed was asked about when the machine came here with this token."""
    entry = entry_of(token)
    return any(event.data.get("entry") == entry for event in reversed(story.events))


def interaction_id(story: Story, module: str, number: int) -> str:
    """The id of a branch's question; it stays when the question is asked again."""
    text = f"{story.run_id}/{story.branch}/{module}/{number}"
    return "in_" + hashlib.sha256(text.encode()).hexdigest()[:16]


def deadline(runs: Runs, waiting: Waiting) -> str:
    """Until when a question that is asked now can be answered."""
    return exact(runs.workroom.now() + timedelta(seconds=waiting.deadline))


def reopening(
    runs: Runs, waiting: Waiting, interaction: Interaction, more: Mapping[str, str] | None = None
) -> Draft | None:
    """The event that opens a question again; None for one that is open.

    It is asked for only where its module is to be done: whatever closed it led away from here, and
    the run has come back.
    """
    if interaction.status is InteractionStatus.OPEN:
        return None
    return Draft(
        type=EventType.INTERACTION_REOPENED,
        branch=interaction.branch,
        module=interaction.module,
        interaction=interaction.id,
        data={"deadline": deadline(runs, waiting), **(more or {})},
    )


def _opened(runs: Runs, run_id: str, name: str, module: str, token: str) -> None:
    """Show a question; where it does not wait any more, its token is answered."""
    story = runs.story(run_id)
    waiting = story.open_interaction
    if waiting is None or waiting.id != name:
        workflow = runs.workflow(story)
        goal = END if story.cancelled else expected(workflow, story.line)
        runs.tell(token, signal(workflow, module, goal))
    publish(runs, run_id)


def _request(runs: Runs, workflow: Workflow, story: Story, placed: Placed, name: str) -> Draft:
    module = placed.module
    kind = kind_of(module.module_id)
    inputs = resolved(workflow, story, placed)
    try:
        shown = kind.display(inputs)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidWorkflow(module.name, f"its inputs cannot be shown: {error!r}") from error
    display = {
        "interaction_type": module.module_id,
        "step": placed.step.step_id,
        "title": inputs.get("prompt") or inputs.get("title") or _spoken(module.name),
        **shown,
        "sub_actions": [action.model_dump(mode="json") for action in module.sub_actions],
        "options": [option.model_dump(mode="json", exclude_none=True) for option in module.options],
        "default_option": module.retryable.default_option if module.retryable else "continue",
        "suggested": _suggested(story, module.name, inputs),
    }
    data = {
        "deadline": deadline(runs, workflow.waiting(module)),
        "_resolved_inputs": inputs,
        "display": display,
    }
    return Draft(
        type=EventType.INTERACTION_REQUESTED,
        branch=story.branch,
        module=module.name,
        interaction=name,
        data=data,
    )


def _spoken(module: str) -> str:
    return module.replace("_", " ").capitalize()


def _suggested(story: Story, module: str, inputs: Mapping[str, Any]) -> Any:
    """What was answered when the same was asked before on another branch; None where it was not."""
    digest = fingerprint(inputs)
    for earlier in reversed(_of_module(story, module)):
        answer = earlier.answer
        if answer and answer.get("answer") and fingerprint(earlier.inputs) == digest:
            return answer["answer"]
    return None


def _of_module(story: Story, module: str) -> list[Interaction]:
    return [i for i in story.interactions.values() if i.module == module]
