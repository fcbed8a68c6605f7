"""Drawing on what was learned: a weighted, seeded choice that remembers what it used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from kinora.model.knowledge import Entry, Snapshot
from kinora.model.spec import Learned


def liveliness(entry: Entry) -> float:
    """How much a colour entry has to give: greys a little, saturated colours most.

    Averages of pictures are greyer than the pictures. Were they all taken alike, palettes would
    fade from run to run.
    """
    return 0.1 + 8.0 * float(entry.value.get("chroma", 0.0))


class Learning:
    """Chooses entries of a snapshot for one spec and keeps the list of those it gave out."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.used: list[Learned] = []

    def pick(self, categories: Sequence[str], purpose: str, rng: Random) -> Entry | None:
        """One entry by weight, or None where nothing was learned yet."""
        chosen = self.pick_several(categories, purpose, rng, 1)
        return chosen[0] if chosen else None

    def pick_several(
        self,
        categories: Sequence[str],
        purpose: str,
        rng: Random,
        count: int,
        favour: Callable[[Entry], float] = lambda _: 1.0,
    ) -> list[Entry]:
        """Up to ``count`` different entries, by weight times favour."""
        pool = [entry for entry in self._snapshot.entries if entry.category in categories]
        chosen: list[Entry] = []
        while pool and len(chosen) < count:
            entry = rng.choices(pool, [entry.weight * favour(entry) for entry in pool])[0]
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
