"""RunModule: a module that needs nobody."""

from __future__ import annotations

from kinora.cc.definition.workflow import Placed
from kinora.cc.modules import kind_of
from kinora.cc.modules.port import Call
from kinora.cc.run.answering import to_state
from kinora.cc.run.course import END, expected, signal
from kinora.cc.run.event import Draft, EventType
from kinora.cc.run.inputs import facts, history, resolved
from kinora.cc.run.runs import Runs
from kinora.cc.run.story import Story
from kinora.model.base import Frozen
from kinora.model.errors import BudgetExceeded, InvalidAnswer
from kinora.seeding import derive


class RunModule(Frozen):
    """Input of the state."""

    run_id: str
    module: str


class Went(Frozen):
    """Where the run goes on: ``continue`` to the next module, or ``route`` to the named one."""

    action: str
    module: str


def run_module(event: RunModule, runs: Runs) -> Went:
    """Run a module with what the current branch gives it, and keep what it gave.

    Raises:
        InvalidWorkflow: an input cannot be resolved.
        ProviderError, StorageError, MediaError: as the module says.
    """
    story = runs.story(event.run_id)
    workflow = runs.workflow(story)
    goal = expected(workflow, story.line)
    if goal == event.module and not story.cancelled:
        _run(runs, story, workflow.by_name[event.module])
        story = runs.story(event.run_id)
        goal = expected(workflow, story.line)
    return Went(**signal(workflow, event.module, goal or END))


def _run(runs: Runs, story: Story, placed: Placed) -> None:
    workflow, module, branch = runs.workflow(story), placed.module, story.branch
    inputs = resolved(workflow, story, placed)
    attempts = history(story, module.name)

    def still_allowed(usd: float) -> None:
        left = story.left_usd - usd
        if left < 0 or (left == 0 < story.budget_usd):
            raise BudgetExceeded(f"the budget of {story.budget_usd} USD is used up")

    def lost(problem: str, usd: float, provider: str) -> None:
        told = {"error": InvalidAnswer.__name__, "details": problem}
        data = {"error": told, "usd": usd, "provider": provider}
        failed = Draft(type=EventType.MODULE_FAILED, branch=branch, module=module.name, data=data)
        runs.append(story.run_id, lambda _story: failed)

    done = kind_of(module.module_id).run(
        Call(
            run_id=story.run_id,
            module=module.name,
            inputs=inputs,
            facts=facts(story, placed),
            seed=derive(story.seed, module.name, len(attempts)),
            workroom=runs.workroom,
            history=attempts,
            still_allowed=still_allowed,
            lost=lost,
        )
    )
    data = {
        "outputs": done.outputs,
        "state": to_state(module, done.outputs),
        "usd": done.usd,
        **done.note,
    }

    def decide(story: Story) -> Draft | None:
        gone = story.branch != branch or story.cancelled
        if gone or module.name in story.line.done:
            return None
        return Draft(type=EventType.MODULE_COMPLETED, branch=branch, module=module.name, data=data)

    runs.append(story.run_id, decide)
