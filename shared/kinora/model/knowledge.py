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
    repetition: float | None = None
    """Share of what whole videos' motions were seen as that the 20 most seen of them hold, 0..1;
    None while there are too few to tell."""
    discovery: float | None = None
    """Of the entries that the last 20 runs saw, the share that they found and nobody else saw,
    0..1; None before five runs."""


class InterpretedPrompt(Frozen):
    """A queued prompt that was interpreted; ``id`` is the interpretation's."""

    prompt: str
    id: str


class LearnedSpan(Frozen):
    """Words that somebody taught: in the domain, a field of the lexicon, they mean its value."""

    span: str
    domain: str
    canonical: str


class Snapshot(Frozen):
    """Knowledge as of one run.

    ``version`` counts what was applied: runs, ratings, interpretations and batches of mappings. It
    only rises.
    """

    format: int = SNAPSHOT_FORMAT
    version: int = 0
    totals: dict[str, dict[str, int]] = Field(default_factory=dict)
    """Entries by registry and category."""
    entries: tuple[Entry, ...] = ()
    loop: LoopState = LoopState()
    interpreted: tuple[InterpretedPrompt, ...] = ()
    """Queued prompts, the one that was told last first."""
    linguistic: tuple[LearnedSpan, ...] = ()
    """Posted mappings that interpretation uses, the most used first."""

    def of(self, category: str) -> tuple[Entry, ...]:
        """The entries of one category."""
        return tuple(entry for entry in self.entries if entry.category == category)
