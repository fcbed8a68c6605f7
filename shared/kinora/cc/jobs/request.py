"""A job is asked for: checked, priced, and within the run's budget before anything is spent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from kinora.cc.definition.workflow import Module, SubAction
from kinora.cc.jobs.ask import ask_of
from kinora.cc.jobs.entry import Priced, enter
from kinora.cc.run.answering import find, still_open
from kinora.cc.run.choosing import choosable
from kinora.cc.run.records import OPEN_JOB, Interaction, Job
from kinora.cc.run.runs import Runs
from kinora.cc.run.story import Story
from kinora.cc.schema import check
from kinora.model.base import Frozen
from kinora.model.errors import BudgetExceeded, Conflict, InvalidInput, TooManyRequests
from kinora.providers.ports import Estimate, MediaAction
from kinora.seeding import derive

MOST_OPEN = 12
"""Open jobs of one run."""
DEFAULT_PROVIDER = "embedded"


class Generation(Frozen):
    """What to generate while a question is open."""

    sub_action: Annotated[str, Field(min_length=1, max_length=64)] = "generate"
    prompt_id: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    """One of the question's prompts; None takes the first, or that of ``like``."""
    provider: Annotated[str, Field(min_length=1, max_length=64)] = DEFAULT_PROVIDER
    params: Mapping[str, Any] = {}
    seed: Annotated[int, Field(ge=0, lt=2**53)] | None = None
    """The same seed, prompt and parameters give the same again; None takes a new one."""
    count: Annotated[int, Field(ge=1, le=8)] | None = None
    like: Annotated[str, Field(max_length=64)] | None = None
    """Content that one more is to resemble, by its id."""
    revision: int | None = None


def request(runs: Runs, run_id: str, interaction: str, wanted: Generation, by: str) -> Job:
    """Ask for a job; it is started, or waits for its turn.

    Raises:
        NotFound: no such run or question.
        Conflict, Gone: the question does not wait any more.
        InvalidInput: a field does not fit; names it.
        BudgetExceeded: the run's budget does not allow what it may cost.
        TooManyRequests: too many jobs of the run are open.
    """

    def price(story: Story) -> Priced:
        job, estimate = _priced(runs, story, interaction, wanted)
        _affordable(story, estimate)
        if sum(job.status in OPEN_JOB for job in story.jobs.values()) >= MOST_OPEN:
            raise TooManyRequests(f"{MOST_OPEN} jobs of this run are open", Retry_After="5")
        return job, estimate.usd

    return enter(runs, run_id, interaction, by, price)


def estimate(runs: Runs, run_id: str, interaction: str, wanted: Generation) -> Estimate:
    """What a job would cost and how long it would take, with the checks of :func:`request`."""
    return _priced(runs, runs.story(run_id), interaction, wanted)[1]


def jobs_of(story: Story, interaction: str | None = None) -> list[Job]:
    """The jobs of a run or of one question, the oldest first."""
    return [job for job in story.jobs.values() if interaction in {None, job.interaction}]


def _affordable(story: Story, estimate: Estimate) -> None:
    if estimate.usd > story.left_usd:
        raise BudgetExceeded(
            f"it may cost {estimate.usd:.4f} USD, and {max(story.left_usd, 0):.4f} of the budget "
            f"of {story.budget_usd:.2f} USD are left"
        )


def _priced(
    runs: Runs, story: Story, interaction: str, wanted: Generation
) -> tuple[dict[str, Any], Estimate]:
    """The job as it will be noted, and its price."""
    asked = find(story, interaction)
    still_open(runs, story, asked, wanted.revision)
    if asked.recovery:
        raise Conflict(f"interaction {interaction} generates nothing")
    module = runs.workflow(story).by_name[asked.module].module
    action = _sub_action(module, wanted.sub_action)
    like = _like(story, asked, wanted.like)
    prompt_id = _prompt(asked, wanted.prompt_id or (like or {}).get("prompt_id"))
    job = {
        "sub_action": action.id,
        "action": action.action_type,
        "provider": wanted.provider,
        "prompt_id": prompt_id,
        "params": _params(runs, wanted, action, like),
        "seed": _seed(story, asked, wanted),
        "count": wanted.count or (1 if like else action.count),
        "like": like,
    }
    ask = ask_of("estimate", job, asked)
    return job, runs.workroom.maker(wanted.provider).estimate(ask)


def _sub_action(module: Module, wanted: str) -> SubAction:
    for action in module.sub_actions:
        if action.id == wanted:
            return action
    allowed = ", ".join(action.id for action in module.sub_actions) or "none"
    raise InvalidInput("sub_action", f"{wanted!r} is none of {module.name}", allowed)


def _prompt(asked: Interaction, wanted: str | None) -> str:
    prompts: Mapping[str, Any] = asked.inputs["prompts"]
    if wanted is None:
        return next(iter(prompts))
    if wanted not in prompts:
        raise InvalidInput("prompt_id", f"{wanted!r} is no prompt", ", ".join(prompts))
    return wanted


def _like(story: Story, asked: Interaction, wanted: str | None) -> dict[str, Any] | None:
    if wanted is None:
        return None
    offered = choosable(story, asked)
    if wanted not in offered:
        allowed = ", ".join(offered) or "none yet"
        raise InvalidInput("like", f"{wanted!r} is no content of this question", allowed)
    names = ("content_id", "seed", "params", "note", "prompt_id")
    return {name: offered[wanted].get(name) for name in names}


def _params(
    runs: Runs, wanted: Generation, action: SubAction, like: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The parameters with the provider's defaults, or those of what it is to be like."""
    try:
        kind = MediaAction(action.action_type)
    except ValueError as error:
        allowed = ", ".join(MediaAction)
        raise InvalidInput("sub_action", f"{action.action_type} cannot be made", allowed) from error
    if wanted.provider not in runs.workroom.media:
        allowed = ", ".join(runs.workroom.media)
        raise InvalidInput("provider", f"{wanted.provider!r} is not set up", allowed)
    schema = runs.workroom.maker(wanted.provider).parameters(kind)
    if schema is None:
        raise InvalidInput("provider", f"{wanted.provider} does not make {kind}")
    fields = schema.get("properties", {})
    filled = {name: field["default"] for name, field in fields.items() if "default" in field}
    filled |= dict((like or {}).get("params") or {}) | dict(wanted.params)
    check(filled, schema, "params")
    return filled


def _seed(story: Story, asked: Interaction, wanted: Generation) -> int:
    if wanted.seed is not None:
        return wanted.seed
    number = len([job for job in story.jobs.values() if job.module == asked.module])
    return derive(story.seed, "job", asked.module, number) % 2**53
