"""What requests about executions answer with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

_T = TypeVar("_T")


class Status(StrEnum):
    """The states of an execution."""

    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    TIMED_OUT = "TIMED_OUT"
    ABORTED = "ABORTED"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a branch of a running execution stands.

    Attributes:
        place: empty at the top level, ``Render[2]`` in an item of a Map.
        state: the state's name.
        phase: what it does there: READY, CALLING, WAITING, SLEEPING or JOINING.
        since: when the state was entered, in seconds since the epoch, or None before.
        retries: how often it was tried again.
    """

    place: str
    state: str
    phase: str
    since: float | None
    retries: int


@dataclass(frozen=True, slots=True)
class ExecutionView:
    """An execution at one moment; times are seconds since the epoch.

    Attributes:
        machine: the state machine's name.
        output: set when it has succeeded.
        error: set when it failed, timed out, or was stopped with an error.
        redrives: how often it was redriven.
        current: the branches under way, the top level first; empty when it has ended.
    """

    arn: str
    name: str
    machine: str
    status: Status
    input: Any
    output: Any
    error: str | None
    cause: str | None
    started_at: float
    ended_at: float | None
    redrives: int
    current: tuple[Position, ...] = ()

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self.status is Status.RUNNING


@dataclass(frozen=True, slots=True)
class Page(Generic[_T]):
    """A part of a list; ``cursor`` asks for the next part, and is None at the end."""

    items: tuple[_T, ...]
    cursor: str | None = None
