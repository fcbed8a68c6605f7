"""A state machine as the engine reads it: immutable, with paths and templates already parsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from kinora.local.asl.choice import Rule
from kinora.local.asl.expressions import Expression
from kinora.local.asl.paths import Path
from kinora.local.asl.templates import Template
from kinora.local.asl.values import Json

ROOT = Path("$", in_context=False, steps=())


class Service(Enum):
    """What a Task calls."""

    INVOKE = "lambda:invoke"
    FUNCTION = "function"
    START = "states:startExecution"


class Pattern(Enum):
    """When a Task that called its service goes on."""

    RESPONSE = ""
    CALLBACK = ".waitForTaskToken"
    SYNC = ".sync:2"


class Jitter(Enum):
    """How the delay before a retry is spread."""

    NONE = "NONE"
    FULL = "FULL"


@dataclass(frozen=True, slots=True)
class Retrier:
    """One entry of ``Retry``; times in seconds."""

    errors: frozenset[str]
    interval: float = 1.0
    attempts: int = 3
    backoff: float = 2.0
    ceiling: float | None = None
    jitter: Jitter = Jitter.NONE


@dataclass(frozen=True, slots=True)
class Catcher:
    """One entry of ``Catch``."""

    errors: frozenset[str]
    next: str
    result_path: Path | None = ROOT


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What all states share.

    ``next`` is None in a state that ends its region. A path of None means that the field was
    null: no input, no output, or a result that is thrown away.
    """

    name: str
    next: str | None = None
    input_path: Path | None = ROOT
    output_path: Path | None = ROOT
    parameters: Template | None = None
    result_selector: Template | None = None
    result_path: Path | None = ROOT
    retry: tuple[Retrier, ...] = ()
    catch: tuple[Catcher, ...] = ()

    @property
    def type(self) -> str:
        """The name of the state's type, as definitions spell it."""
        return type(self).__name__


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass(State):
    result: Json = None
    has_result: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(State):
    """``timeout`` and ``heartbeat`` are seconds, or paths to them."""

    service: Service
    pattern: Pattern
    function: str | None = None
    timeout: float | Path | None = None
    heartbeat: float | Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(State):
    rules: tuple[tuple[Rule, str], ...]
    default: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(State):
    """Exactly one of the two is set: ``seconds`` to wait, or the ``timestamp`` to wait for."""

    seconds: float | Path | None = None
    timestamp: str | Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Succeed(State):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fail(State):
    error: str | Expression | None = None
    cause: str | Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Map(State):
    """``concurrency`` is 0 for as many at once as Step Functions runs (40)."""

    items_path: Path
    selector: Template | None
    concurrency: int
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parallel(State):
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """States that lead to each other: the machine itself, a Map's processor, a branch.

    Attributes:
        start: the first state's name.
        states: by name.
        doomed: the states from which every way ends in a Fail state.
        place: where the region stands in the definition, like ``States.Render.ItemProcessor``.
    """

    start: str
    states: Mapping[str, State]
    doomed: frozenset[str] = frozenset()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """A whole definition.

    Attributes:
        regions: by path; the machine's own region has the path ``""``.
        timeout: seconds that an execution may take, or None.
    """

    regions: Mapping[str, Region]
    timeout: float | None = None


def successors(state: State, *, caught: bool) -> tuple[str, ...]:
    """The states that may follow, in the order of the definition; with ``caught`` also by Catch."""
    following = [state.next] if state.next is not None else []
    if isinstance(state, Choice):
        following += [target for _, target in state.rules]
        following += [state.default] if state.default is not None else []
    if caught:
        following += [catcher.next for catcher in state.catch]
    return tuple(following)


def ends(state: State) -> bool:
    """Whether the region can end in this state."""
    return state.next is None and not isinstance(state, Choice)
