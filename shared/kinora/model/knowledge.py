"""Knowledge: what the next run may draw on. Published as a snapshot, never changed in place."""

from __future__ import annotations

from pydantic import Field

from kinora.model.base import Frozen
from kinora.model.observation import Registry, Value

SNAPSHOT_FORMAT = 2


class Entry(Frozen):
    """One registry entry as creation sees it. ``weight`` grows with good outcomes."""

    registry: Registry
    category: str
    key: str
    name: str
    value: Value
    count: int
    weight: float


class LoopState(Frozen):
    """Where the loops stand: a fold of the run records, newest first."""

    run_count: int = 0
    good_count: int = 0
    good_prompts: tuple[str, ...] = ()
    recent_prompts: tuple[str, ...] = ()
    last_run_id: str | None = None


class Snapshot(Frozen):
    """Knowledge as of one run. ``version`` counts applied runs and ratings; it only rises."""

    format: int = SNAPSHOT_FORMAT
    version: int = 0
    totals: dict[str, dict[str, int]] = Field(default_factory=dict)
    """Entries by registry and category."""
    entries: tuple[Entry, ...] = ()
    loop: LoopState = LoopState()

    def of(self, category: str) -> tuple[Entry, ...]:
        """The entries of one category."""
        return tuple(entry for entry in self.entries if entry.category == category)
