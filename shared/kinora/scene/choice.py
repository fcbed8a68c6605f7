"""A seeded choice that keeps what was asked for and never takes what was ruled out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from random import Random
from typing import TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


def choose(
    asked: Choice | None,
    kinds: Iterable[Choice],
    avoid: Sequence[Choice],
    rng: Random,
    weights: Sequence[int] | None = None,
) -> Choice:
    """What was asked for, or a weighted choice among what is not ruled out."""
    if asked is not None:
        return asked
    every = list(kinds)
    weighed = zip(every, weights or [1] * len(every), strict=True)
    allowed = [(kind, weight) for kind, weight in weighed if kind not in avoid] or [(every[0], 1)]
    return rng.choices([kind for kind, _ in allowed], [weight for _, weight in allowed])[0]
