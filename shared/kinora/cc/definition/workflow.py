"""A workflow as data: steps of modules, what they read and write, where a person may go back."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, NamedTuple

from pydantic import Field

from kinora.model.base import Frozen

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Seconds = Annotated[int, Field(ge=60, le=31_536_000)]


class OnTimeout(StrEnum):
    """What happens to a question that nobody answered in time."""

    FAIL = "fail"
    DEFAULT = "default"
    """The answer that the module takes by default, where it has one; else the run fails."""
    SKIP = "skip"
    """Go on without an answer: what the module writes is null."""


class Waiting(Frozen):
    """How long a question waits, in seconds."""

    remind_after: Seconds = 86_400
    deadline: Seconds = 604_800
    on_timeout: OnTimeout = OnTimeout.FAIL


class Config(Frozen):
    """What a workflow fixes for all its runs."""

    interaction: Waiting = Waiting()
    budget_usd: Annotated[float, Field(ge=0, le=1000)] = 5.0
    """What one run may spend unless it is created with another budget."""
    jobs_at_once: Mapping[str, Annotated[int, Field(ge=1, le=20)]] = {"default": 3}
    """Media jobs of a run that a provider works on at the same time, by its name."""


class Mode(StrEnum):
    """What an option of an answer does."""

    CONTINUE = "continue"
    RETRY = "retry"
    JUMP = "jump"


class Feedback(Frozen):
    """Whether an option takes words along, and which stand in when there are none."""

    enabled: bool = True
    prompt: str = ""
    default_message: str = ""


class Option(Frozen):
    """One way to end a question."""

    id: Name
    mode: Mode
    label: str
    shortcut: Annotated[str, Field(max_length=1)] | None = None
    hidden: bool = False
    target_step: Name | None = None
    target_module: Name | None = None
    feedback: Feedback | None = None


class Retryable(Frozen):
    """The ways to end a question."""

    default_option: Name
    options: Annotated[tuple[Option, ...], Field(min_length=1, max_length=12)]


CONTINUE = Option(id="continue", mode=Mode.CONTINUE, label="Continue")


class SubAction(Frozen):
    """What can be generated while a question is open."""

    id: Name
    label: str
    action_type: str
    loading_label: str = ""
    result_key: str = "generations"
    count: Annotated[int, Field(ge=1, le=8)] = 1
    """Media that one click makes unless it asks for another number."""


class Module(Frozen):
    """One module of a step."""

    module_id: str
    name: Name
    inputs: Mapping[str, Any] = {}
    outputs_to_state: Mapping[str, Name] = {}
    """Module output, by dotted path, to the state key that it is written to."""
    sub_actions: tuple[SubAction, ...] = ()
    retryable: Retryable | None = None
    waiting: Waiting | None = None
    """Another patience than the workflow's."""

    @property
    def options(self) -> tuple[Option, ...]:
        """The ways to end its question; at least to continue."""
        return self.retryable.options if self.retryable else (CONTINUE,)


class Step(Frozen):
    """A step: modules in their order."""

    step_id: Name
    name: str
    description: str = ""
    modules: Annotated[tuple[Module, ...], Field(min_length=1)]


class Placed(NamedTuple):
    """A module with its step and its place in the whole workflow, from 0."""

    place: int
    step: Step
    module: Module


class Workflow(Frozen):
    """A whole workflow."""

    workflow_id: Name
    name: str
    description: str = ""
    version: Annotated[int, Field(ge=1)] = 1
    config: Config = Config()
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """All modules in the order in which they run."""
        pairs = ((step, module) for step in self.steps for module in step.modules)
        return tuple(Placed(place, *pair) for place, pair in enumerate(pairs))

    @cached_property
    def by_name(self) -> Mapping[str, Placed]:
        """Modules by name; names are unique in a workflow."""
        return {placed.module.name: placed for placed in self.placed}

    def after(self, name: str | None) -> str | None:
        """The module behind one, None at the end; the first of all behind None."""
        place = -1 if name is None else self.by_name[name].place
        following = self.placed[place + 1 : place + 2]
        return following[0].module.name if following else None

    def waiting(self, module: Module) -> Waiting:
        """How long a module's question waits."""
        return module.waiting or self.config.interaction


def resolver_of(module: Module, name: str) -> str | None:
    """Who resolves an input: ``server``, ``client``, or None for what stands as it is."""
    declared = module.inputs.get("resolver_schema", {}).get("properties", {}).get(name, {})
    resolver = declared.get("resolver") if isinstance(declared, Mapping) else None
    return resolver if isinstance(resolver, str) else None
