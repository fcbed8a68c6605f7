"""Drawing on what was learned: a weighted, seeded choice that remembers what it used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from math import log2
from random import Random
from typing import TypeVar

from kinora.colour.scalar import oklab_from_hex
from kinora.model.knowledge import Entry, Snapshot
from kinora.model.spec import Learned
from kinora.seeding import stream

Kind = TypeVar("Kind", bound=StrEnum)

BLENDS = "learned_blends"
"""The mixtures of whole videos: an entry has the fields of the measure that it blends."""
_HALF_TRUST = 4.0
"""Runs after which what was learned has half of its say."""
_JUST_APART = 0.03
_SLOWEST, _FASTEST = 40.0, 200.0
_SAME_BEAT = 0.16
"""Octaves: about eleven per cent."""
_CLEARLY = 1.25


def number(entry: Entry, field: str) -> float | None:
    """A field as a number; None where the entry has none."""
    value = entry.value.get(field)
    return float(value) if isinstance(value, int | float) else None


def member(entry: Entry, field: str, kinds: type[Kind]) -> Kind | None:
    """A field as one of the kinds; None where it is missing or says something else."""
    value = entry.value.get(field)
    return kinds(str(value)) if value in set(kinds) else None


def colours_of(entry: Entry) -> list[str]:
    """The colours that an entry holds: one, or those of a blend."""
    value = entry.value.get("colour") or entry.value.get("colours") or ""
    return [word for word in str(value).split() if word.startswith("#")]


def has(*fields: str) -> Callable[[Entry], bool]:
    """Whether an entry has all of the fields as numbers."""
    return lambda entry: all(number(entry, field) is not None for field in fields)


def of_kind(kinds: type[StrEnum], *fields: str) -> Callable[[Entry], bool]:
    """Whether an entry's ``kind`` is one of the kinds, and it has the fields as numbers."""
    return lambda entry: member(entry, "kind", kinds) is not None and has(*fields)(entry)


def liveliness(entry: Entry) -> float:
    """How much a colour entry has to give: greys a little, saturated colours most.

    Averages of pictures are greyer than the pictures. Were they all taken alike, palettes would
    fade from run to run.
    """
    return 0.1 + 8.0 * max(oklab_from_hex(colour).chroma for colour in colours_of(entry))


class Learning:
    """Chooses entries of a snapshot for one spec and keeps the list of those it gave out."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.trust = snapshot.version / (snapshot.version + _HALF_TRUST)
        """0..1: how much say the learned has. After one run a fifth, after thirty nine tenths, so
        that a home does not stay with what its first runs happened to show."""
        self.used: list[Learned] = []

    def chance(self, rng: Random) -> Random:
        """A stream of its own for the learned choices: all others stay what they were."""
        return stream(rng.getrandbits(53), "learned")

    def draw(
        self,
        rate: float,
        categories: Sequence[str],
        purpose: str,
        chance: Random,
        fits: Callable[[Entry], bool] = lambda _: True,
    ) -> Entry | None:
        """One fitting entry by weight, as often as ``rate`` times the trust; else None."""
        if chance.random() >= rate * self.trust:
            return None
        pool = [entry for entry in self._of(categories) if fits(entry)]
        if not pool:
            return None
        return self._give(chance.choices(pool, [entry.weight for entry in pool])[0], purpose)

    def tempo(self, entry: Entry, categories: Sequence[str]) -> float | None:
        """An entry's beats a minute in the octave that the home's other beats speak for.

        A beat is easily heard at half or twice its rate: an entry that stands apart means the
        octave around which clearly more is known. 0 is no beat, None no figure.
        """
        heard = number(entry, "tempo_bpm")
        if not heard:
            return heard
        known = [
            (tempo, other.weight)
            for other in self._of(categories)
            if (tempo := number(other, "tempo_bpm"))
        ]

        def support(tempo: float) -> float:
            return sum(weight for other, weight in known if abs(log2(other / tempo)) < _SAME_BEAT)

        others = [one for one in (heard / 2, heard * 2) if _SLOWEST <= one <= _FASTEST]
        other = max(others, key=support, default=heard)
        return other if support(other) > _CLEARLY * support(heard) else heard

    def colours(
        self, categories: Sequence[str], purpose: str, chance: Random, most: int
    ) -> list[str]:
        """Up to ``most`` different colours, lively ones first, each unlike those before it."""
        pool = [entry for entry in self._of(categories) if colours_of(entry)]
        chosen: list[str] = []
        while pool and len(chosen) < most:
            weights = [entry.weight * liveliness(entry) * _unlike(entry, chosen) for entry in pool]
            if not any(weights):
                break
            entry = chance.choices(pool, weights)[0]
            pool.remove(entry)
            chosen += colours_of(self._give(entry, purpose))
        return chosen[:most]

    def _of(self, categories: Sequence[str]) -> list[Entry]:
        return [entry for entry in self._snapshot.entries if entry.category in categories]

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


def _unlike(entry: Entry, chosen: Sequence[str]) -> float:
    """How far the entry's colours lie from those that were taken; 1 where none was."""
    if not chosen:
        return 1.0
    near = min(
        oklab_from_hex(own).distance(oklab_from_hex(other))
        for own in colours_of(entry)
        for other in chosen
    )
    return near if near > _JUST_APART else 0.0
