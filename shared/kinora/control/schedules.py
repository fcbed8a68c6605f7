"""The port to what calls the tick function at regular times."""

from __future__ import annotations

from typing import Protocol

from kinora.model.base import Frozen


class Schedule(Frozen):
    """One schedule: every ``every_seconds``, from an instant of its own on, while enabled."""

    name: str
    """The workflow type that it starts."""
    enabled: bool
    every_seconds: int


class ScheduleState(Schedule):
    """A schedule as it stands. Times are ISO 8601, UTC; None where nobody knows."""

    next_at: str | None = None
    last_at: str | None = None
    last_result: str | None = None
    """What the last tick did, in a sentence."""


class Schedules(Protocol):
    """Holds the schedules; what is applied holds at once."""

    def apply(self, schedules: tuple[Schedule, ...]) -> None:
        """Make these schedules what they say. Raises StorageError."""

    def states(self) -> tuple[ScheduleState, ...]:
        """Every schedule, by name. Raises StorageError."""
