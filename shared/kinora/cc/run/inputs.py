"""What a module is given: its inputs with every template resolved from the current branch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from kinora.cc.definition.loading import LITERAL, TEMPLATE
from kinora.cc.definition.templates import resolve
from kinora.cc.definition.workflow import Placed, Workflow, resolver_of
from kinora.cc.run.course import reads
from kinora.cc.run.story import Story
from kinora.providers.ports import Attempt


def resolved(workflow: Workflow, story: Story, placed: Placed) -> dict[str, Any]:
    """The inputs of a module, as the current branch gives them.

    Raises:
        InvalidWorkflow: a template names what is not there.
    """
    step, module = placed.step, placed.module
    context = {
        "state": story.line.state,
        "step": {"step_id": step.step_id, "name": step.name, "description": step.description},
        "config": workflow.config.model_dump(mode="json"),
    }
    return {
        name: resolve(value, context, f"{module.name}.{name}")
        if resolver_of(module, name) == "server"
        else _plain(value)
        for name, value in module.inputs.items()
        if name != "resolver_schema"
    }


def facts(story: Story, placed: Placed) -> dict[str, Any]:
    """The state that the module's templates name."""
    state = story.line.state
    return {key: state[key] for key in sorted(set(reads(placed.module))) if key in state}


def history(story: Story, module: str) -> tuple[Attempt, ...]:
    """What the module gave before on this branch's line, each with what was said about it.

    Only retries of this very module count: behind a jump it starts afresh.
    """
    attempts: list[Attempt] = []
    branch = story.branches[story.branch]
    while branch.reason == "retry" and branch.target == module and branch.parent is not None:
        given = story.line_of(branch.parent).done.get(module)
        if given is not None:
            answer = given.get("response", given)
            attempts.append(Attempt(answer, branch.feedback or ""))
        branch = story.branches[branch.parent]
    return tuple(reversed(attempts))


def fingerprint(inputs: Mapping[str, Any]) -> str:
    """A digest of inputs: the same inputs, the same question."""
    text = json.dumps(inputs, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _plain(value: Any) -> Any:
    """An input that the server does not resolve: as it stands, references put in."""
    if isinstance(value, Mapping):
        for key in (LITERAL, TEMPLATE):
            if key in value:
                return value[key]
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
