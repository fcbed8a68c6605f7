"""Where a run goes next, where it may go back to, and what that makes stale."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from kinora.cc.definition.templates import named
from kinora.cc.definition.workflow import Module, Workflow
from kinora.cc.run.records import Line
from kinora.cc.run.story import Story
from kinora.model.base import Frozen
from kinora.model.errors import Conflict, InvalidInput

END = "end"
"""Where a run goes when all modules are done."""


def expected(workflow: Workflow, line: Line) -> str:
    """The module that is next on a branch, or ``END``."""
    for placed in workflow.placed:
        if placed.module.name not in line.done:
            return placed.module.name
    return END


def signal(workflow: Workflow, module: str, target: str) -> dict[str, str]:
    """What the state machine is told behind a module: go on, or go to another one."""
    following = workflow.after(module) or END
    return {"action": "continue" if following == target else "route", "module": target}


def fork(story: Story, target: str, reason: str, feedback: str | None) -> dict[str, object]:
    """The fork of the current branch just before a module.

    Raises:
        Conflict: the branch has not come to that module.
    """
    first = story.line.first.get(target)
    if first is None:
        raise Conflict(f"module {target} has not been reached on branch {story.branch}")
    return {
        "branch": f"b{len(story.branches) + 1}",
        "cutoff": first - 1,
        "reason": reason,
        "target": target,
        "feedback": feedback,
    }


class Fate(StrEnum):
    """What going back does to what a module gave."""

    AGAIN = "again"
    """It is asked or run anew: the run goes back to it."""
    STALE = "stale"
    """It was made of something that is decided anew."""
    UNTOUCHED = "untouched"
    """It comes again too, but depends on nothing that changes: what it was given before is kept
    or offered."""


class Touched(Frozen):
    """One module behind the place that a run would go back to."""

    step: str
    module: str
    fate: Fate
    because: tuple[str, ...]
    """The modules, of those touched, whose results it read."""
    state: tuple[str, ...]
    """The state keys that it wrote."""


def plan(story: Story, workflow: Workflow, target: str) -> tuple[Touched, ...]:
    """What going back to a module means for it and for all that was done behind it.

    Raises:
        InvalidInput: the workflow has no such module.
    """
    line, begin = story.line, place(workflow, target)
    stale: dict[str, str] = {}
    touched = []
    for placed in workflow.placed[begin:]:
        module = placed.module
        if module.name not in line.done and module.name != target:
            continue
        because = tuple(sorted({stale[key] for key in reads(module) if key in stale}))
        again = module.name == target
        fate = Fate.AGAIN if again else Fate.STALE if because else Fate.UNTOUCHED
        keys = tuple(module.outputs_to_state.values())
        if fate is not Fate.UNTOUCHED:
            stale |= dict.fromkeys(keys, module.name)
        touched.append(
            Touched(
                step=placed.step.step_id,
                module=module.name,
                fate=fate,
                because=because,
                state=keys,
            )
        )
    return tuple(touched)


def place(workflow: Workflow, module: str) -> int:
    """A module's place in the workflow.

    Raises:
        InvalidInput: there is no such module.
    """
    if module not in workflow.by_name:
        raise InvalidInput("module", f"{module[:64]!r} is unknown", ", ".join(workflow.by_name))
    return workflow.by_name[module].place


def reads(module: Module) -> Iterator[str]:
    """The state keys that a module's templates name."""
    for root, name in named(dict(module.inputs), module.name):
        if root == "state":
            yield name
