"""Answers: the first valid one wins, the same again is a success, everything else is told why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from kinora.cc.definition.workflow import Mode, Module, Option, Placed, Workflow
from kinora.cc.modules import kind_of
from kinora.cc.modules.port import Asked
from kinora.cc.modules.text_input import clean
from kinora.cc.run.choosing import choosable
from kinora.cc.run.course import END, fork, signal
from kinora.cc.run.delivery import change
from kinora.cc.run.event import Draft, EventType
from kinora.cc.run.records import Interaction, InteractionStatus
from kinora.cc.run.runs import Runs
from kinora.cc.run.story import Story
from kinora.control.instants import parsed
from kinora.model.base import Frozen
from kinora.model.errors import Conflict, Gone, InvalidInput, NotFound

LONGEST_FEEDBACK = 2000


class Answer(Frozen):
    """What a person decides about a question."""

    option: Annotated[str, Field(min_length=1, max_length=64)] = "continue"
    """The id of one of the question's options."""
    answer: Mapping[str, Any] = {}
    """For options that go on: what the question asks for."""
    feedback: Annotated[str, Field(max_length=LONGEST_FEEDBACK)] | None = None
    """For options that try again: what should be different."""
    revision: int | None = None
    """The revision of the question that was seen; None does not care."""


def find(story: Story, interaction: str) -> Interaction:
    """A question of a run.

    Raises:
        NotFound: the run has no such question.
    """
    if interaction not in story.interactions:
        raise NotFound(f"run {story.run_id} has no interaction {interaction[:64]!r}")
    return story.interactions[interaction]


def respond(runs: Runs, run_id: str, interaction: str, answer: Answer, by: str) -> Interaction:
    """Take an answer; the question as it stands now.

    Raises:
        NotFound: no such run or question.
        Conflict: it was answered otherwise, was left, or was opened again since.
        Gone: its deadline has passed.
        InvalidInput: the answer does not fit; names the field. Nothing was stored.
    """

    def decide(story: Story) -> Draft | None:
        asked = find(story, interaction)
        workflow = runs.workflow(story)
        if asked.recovery:
            return _recover(runs, story, asked, answer, by)
        return _judge(runs, workflow, story, asked, answer, by)

    change(runs, run_id, decide)
    return find(runs.story(run_id), interaction)


def still_open(runs: Runs, story: Story, asked: Interaction, revision: int | None) -> None:
    """Refuse whatever comes to a question that does not wait for it.

    Raises:
        Conflict, Gone: as :func:`respond`.
    """
    if asked.status is InteractionStatus.ANSWERED:
        who, when = asked.closed_by or "somebody", asked.closed_at
        raise Conflict(f"interaction {asked.id} was answered by {who} at {when}")
    if story.cancelled:
        raise Conflict(f"run {story.run_id} was cancelled")
    if asked.status is InteractionStatus.EXPIRED or runs.workroom.now() > parsed(asked.deadline):
        raise Gone(f"interaction {asked.id} could be answered until {asked.deadline}")
    if asked.status is InteractionStatus.LEFT or asked.branch != story.branch:
        raise Conflict(
            f"interaction {asked.id} belongs to branch {asked.branch}, which was left; "
            f"the run is on branch {story.branch}"
        )
    if revision not in {None, asked.revision}:
        problem = f"revision {revision} of interaction {asked.id} was seen"
        raise Conflict(f"{problem}, and it is at revision {asked.revision} now")


def _judge(
    runs: Runs, workflow: Workflow, story: Story, asked: Interaction, answer: Answer, by: str
) -> Draft | None:
    """The event that an answer to a module's question means; None for the same answer again."""
    placed = workflow.by_name[asked.module]
    option = _option(placed.module, answer.option)
    feedback = _feedback(option, answer)
    said = {"option": option.id, "answer": dict(answer.answer), "feedback": feedback}
    if asked.status is InteractionStatus.ANSWERED and _same(asked, said):
        return None
    still_open(runs, story, asked, answer.revision)
    if option.mode is Mode.CONTINUE:
        return _continued(workflow, story, asked, placed, said, by)
    if answer.answer:
        problem = f"option {option.id} goes back and takes no answer"
        raise InvalidInput("answer", problem, "an empty object")
    target = option.target_module or asked.module
    reason = "retry" if option.mode is Mode.RETRY else "jump"
    data = {
        "answer": said,
        "fork": fork(story, target, reason, feedback),
        "signal": signal(workflow, asked.module, target),
    }
    return _answered(asked, data, by)


def _continued(
    workflow: Workflow,
    story: Story,
    asked: Interaction,
    placed: Placed,
    said: Mapping[str, Any],
    by: str,
) -> Draft:
    kind = kind_of(placed.module.module_id)
    offered = choosable(story, asked)
    outputs = kind.accept(Asked(asked.inputs, said["answer"], offered))
    following = workflow.after(asked.module) or END
    data = {
        "answer": said,
        "outputs": outputs,
        "state": to_state(placed.module, outputs),
        "signal": signal(workflow, asked.module, following),
    }
    return _answered(asked, data, by)


def _recover(runs: Runs, story: Story, asked: Interaction, answer: Answer, by: str) -> Draft | None:
    """The event that an answer about a failed module means."""
    said: dict[str, Any] = {"option": answer.option, "answer": {}, "feedback": None}
    if asked.status is InteractionStatus.ANSWERED and _same(asked, said):
        return None
    still_open(runs, story, asked, answer.revision)
    if answer.option != "retry":
        raise InvalidInput("option", f"{answer.option!r} is no option", "retry")
    data = {"answer": said, "signal": {"action": "route", "module": asked.module}}
    return _answered(asked, data, by)


def _answered(asked: Interaction, data: Mapping[str, Any], by: str) -> Draft:
    return Draft(
        type=EventType.INTERACTION_ANSWERED,
        branch=asked.branch,
        module=asked.module,
        interaction=asked.id,
        by=by,
        data=data,
    )


def _same(asked: Interaction, said: Mapping[str, Any]) -> bool:
    return asked.answer is not None and dict(asked.answer) == dict(said)


def _option(module: Module, wanted: str) -> Option:
    for option in module.options:
        if option.id == wanted:
            return option
    allowed = ", ".join(option.id for option in module.options)
    raise InvalidInput("option", f"{wanted!r} is no option of {module.name}", allowed)


def _feedback(option: Option, answer: Answer) -> str | None:
    """The words that go along; an option's own where there are none."""
    taken = option.feedback is not None and option.feedback.enabled
    if not taken:
        if answer.feedback:
            raise InvalidInput("feedback", f"option {option.id} takes none", "no feedback")
        return None
    assert option.feedback is not None
    return clean(answer.feedback or "") or option.feedback.default_message


def to_state(module: Module, outputs: Mapping[str, Any]) -> dict[str, Any]:
    """The state that a module's outputs are written to, by dotted path of the output.

    Raises:
        InvalidInput: an output that is to be written is not there.
    """
    state = {}
    for path, key in module.outputs_to_state.items():
        value: Any = outputs
        for part in path.split("."):
            if not isinstance(value, Mapping) or part not in value:
                raise InvalidInput(f"{module.name}.{path}", "the module gave no such output")
            value = value[part]
        state[key] = value
    return state
