"""Drawing on what was learned: a weighted, seeded choice that remembers what it used."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from kinora.model.knowledge import Entry, Snapshot
from kinora.model.spec import Learned


class Learning:
    """Chooses entries of a snapshot for one spec and keeps the list of those it gave out."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.used: list[Learned] = []

    def pick(self, categories: Sequence[str], purpose: str, rng: Random) -> Entry | None:
        """One entry by weight, or None where nothing was learned yet."""
        pool = [entry for entry in self._snapshot.entries if entry.category in categories]
        if not pool:
            return None
        return self._give(rng.choices(pool, [entry.weight for entry in pool])[0], purpose)

    def pick_several(
        self, categories: Sequence[str], purpose: str, rng: Random, count: int
    ) -> list[Entry]:
        """Up to ``count`` different entries by weight."""
        pool = [entry for entry in self._snapshot.entries if entry.category in categories]
        chosen: list[Entry] = []
        while pool and len(chosen) < count:
            entry = rng.choices(pool, [entry.weight for entry in pool])[0]
            pool.remove(entry)
            chosen.append(self._give(entry, purpose))
        return chosen

    def _give(self, entry: Entry, purpose: str) -> Entry:
        note = Learned(
            registry=entry.registry,
            category=entry.category,
            key=entry.key,
            name=entry.name,
            used_for=purpose,
        )
        self.used.append(note)
        return entry
