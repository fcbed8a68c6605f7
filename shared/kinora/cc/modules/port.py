"""What a module is to the engine: what it takes and gives, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from kinora.cc.workroom import Workroom
from kinora.model.errors import InvalidInput
from kinora.providers.ports import Attempt

Inputs = Mapping[str, Any]
Outputs = dict[str, Any]


class Where(StrEnum):
    """Which function runs a module."""

    LIGHT = "light"
    HEAVY = "heavy"
    """It decodes pictures or makes films."""


@dataclass(frozen=True)
class Call:
    """One run of a module that needs nobody."""

    run_id: str
    module: str
    inputs: Inputs
    facts: Mapping[str, Any]
    """The state keys that the module's templates name."""
    seed: int
    workroom: Workroom
    history: tuple[Attempt, ...] = ()
    still_allowed: Callable[[float], None] = lambda _usd: None
    """Raises BudgetExceeded when the run may not spend so much more."""
    lost: Callable[[str, float, str], None] = lambda _problem, _usd, _provider: None
    """Notes what was spent in vain: why, how much in US dollars, at which provider."""


@dataclass(frozen=True)
class Done:
    """What a module gave: outputs by name, and what it cost."""

    outputs: Outputs
    usd: float = 0.0
    note: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """One answer to a question, to be judged."""

    inputs: Inputs
    answer: Mapping[str, Any]
    choosable: Mapping[str, Mapping[str, Any]]
    """Content that may be chosen here, by content id."""


class ModuleKind:
    """A kind of module."""

    module_id: ClassVar[str]
    needed: ClassVar[frozenset[str]] = frozenset()
    """Inputs without which it cannot work."""
    accepted: ClassVar[frozenset[str]] = frozenset()
    """Inputs that it also takes."""
    outputs: ClassVar[frozenset[str]] = frozenset()
    interactive: ClassVar[bool] = False

    def where(self, inputs: Inputs) -> Where:  # noqa: ARG002 - of most it does not depend on them
        """Which function runs it; ``inputs`` as they stand in the definition."""
        return Where.LIGHT

    def run(self, call: Call) -> Done:
        """Do its work. Only of kinds that need nobody."""
        raise NotImplementedError(call.module)

    def display(self, inputs: Inputs) -> Mapping[str, Any]:
        """What a person sees, of the resolved inputs. Only of interactive kinds."""
        raise NotImplementedError

    def accept(self, asked: Asked) -> Outputs:
        """The outputs that an answer means.

        Raises:
            InvalidInput: the answer does not fit; names the field and what is allowed.
        """
        raise NotImplementedError

    def by_default(self, inputs: Inputs) -> Mapping[str, Any] | None:  # noqa: ARG002 - most have none
        """The answer that stands in when nobody answers; None where there is none."""
        return None


def only(answer: Mapping[str, Any], *allowed: str) -> None:
    """Refuse fields that the answer to this question does not have.

    Raises:
        InvalidInput: there is another field.
    """
    for name in answer:
        if name not in allowed:
            raise InvalidInput(f"answer.{name}"[:100], "unknown field", ", ".join(allowed))
