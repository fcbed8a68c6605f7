"""Depth: how much of which primitive an entry is made of."""

from __future__ import annotations

from functools import cache

from kinora.colour.named import NAMED
from kinora.colour.scalar import Oklab, oklab_from_hex

_NEAREST = 3


def colour_depth(colour: str) -> dict[str, float]:
    """Shares of the three nearest named colours, weighted by inverse distance; they add up to 1."""
    lab = oklab_from_hex(colour)
    ranked = sorted((lab.distance(origin), name) for name, origin in _origins().items())
    weights = {name: 1.0 / (distance + 0.01) for distance, name in ranked[:_NEAREST]}
    return normalised(weights)


def normalised(weights: dict[str, float]) -> dict[str, float]:
    """The weights scaled to add up to 1, to four digits."""
    total = sum(weights.values())
    return {name: round(weight / total, 4) for name, weight in weights.items()}


@cache
def _origins() -> dict[str, Oklab]:
    return {name: oklab_from_hex(colour) for name, colour in NAMED.items()}
