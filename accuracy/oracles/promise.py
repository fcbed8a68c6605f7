"""A promise about finished files, and the figures that keep or break it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from accuracy.oracles.film import Film, Note

Measures = dict[str, Any]


@dataclass(frozen=True)
class Promise:
    """What a figure has to be, in how many clips at least, and who measures it."""

    name: str
    says: str
    oracle: str
    unit: str
    clips: int
    """Fewer figures than this prove nothing: the promise counts as broken."""
    least: float | None = None
    most: float | None = None
    share: float = 1.0
    """The part of the figures that must lie within the bounds."""

    def allows(self, value: float) -> bool:
        """Whether one figure lies within the bounds; a figure that is no number does not."""
        above = self.least is None or value >= self.least
        return above and (self.most is None or value <= self.most)

    def bounds(self) -> str:
        """The tolerance in words."""
        parts = []
        if self.least is not None:
            parts.append(f"at least {self.least:g}")
        if self.most is not None:
            parts.append(f"at most {self.most:g}")
        whole = " and ".join(parts) + (f" {self.unit}" if self.unit else "")
        return whole if self.share == 1.0 else f"{whole}, in {self.share:.0%} of the clips"


@dataclass(frozen=True)
class Figure:
    """One measured value; ``clips`` are those it was taken from, ``saw`` explains it."""

    promise: Promise
    clips: tuple[str, ...]
    value: float
    saw: str = ""

    @property
    def kept(self) -> bool:
        return self.promise.allows(self.value)


@dataclass(frozen=True)
class Seen:
    """One clip's note and what a check measured in its file."""

    note: Note
    measures: Measures


@dataclass(frozen=True)
class Check:
    """One thing that is examined: measuring is done clip by clip, judging over all of them."""

    name: str
    promises: tuple[Promise, ...]
    measure: Callable[[Film, Note], Measures]
    judge: Callable[[Sequence[Seen]], Iterable[Figure]]
    applies: Callable[[Note], bool] | None = None
    """Which clips are examined; those that are asked for it, where this is not given."""
    turns: int = 0
    """By how many clips the notes are turned on for the cross-check; 0 where that says nothing,
    since every clip should give the same figure or the note has a part in the measuring."""

    def examines(self, note: Note) -> bool:
        return self.applies(note) if self.applies else self.name in note.asked


def grouped(seen: Sequence[Seen], check: str, role: str) -> dict[str, dict[str, Seen]]:
    """Clips that differ in one thing alone: by their group, then by what ``role`` says of them."""
    groups: dict[str, dict[str, Seen]] = {}
    for one in seen:
        facts = one.note.asked[check]
        groups.setdefault(str(facts["group"]), {})[str(facts[role])] = one
    return groups
