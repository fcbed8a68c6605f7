"""Depth: how much of which primitive an entry is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from kinora.colour.named import NAMED
from kinora.colour.scalar import Oklab, oklab_from_hex
from kinora.model.narrative import Narrative
from kinora.model.observation import Value
from kinora.registry.blends import NONE, TOLD
from kinora.registry.primitives import UNINTERRUPTED, UNTOLD, Shares, combined, scales

_NEAREST = 3
_NEAR = 1e-5
"""Squared OKLab distance at which a named colour is as good as met."""
_LEAST = 0.0005
"""A share that four digits would not show is left out."""
_LIKE = {"learned_motion": "motion", "audio": "audio_semantic"}
_COLOURS = frozenset({"static_colors", "learned_colors"})


def depth(category: str, value: Value, domain: str = "") -> Shares:
    """The shares of a stored value's primitives, the largest first; they add up to 1.

    A colour is traced to the named colours next to it, a measure to the points of its category's
    scales (:mod:`kinora.registry.primitives`), a blend to the primitives of what it blends.
    """
    if domain:
        blend = _BLENDED.get(domain)
        shares = blend(value) if blend else _measured(domain, value)
    elif category in _COLOURS:
        return colour_depth(str(value["colour"]))
    else:
        shares = _measured(category, value)
    return normalised(shares)


@lru_cache(maxsize=16_384)
def colour_depth(colour: str) -> Shares:
    """Shares of the three nearest named colours, by the inverse square of their distance in OKLab.

    A colour that is itself a named one is wholly that one; one half-way between two is half each.
    """
    lab = oklab_from_hex(colour)
    ranked = sorted((_square(lab, origin), name) for name, origin in _origins())
    return normalised({name: 1.0 / (square + _NEAR) for square, name in ranked[:_NEAREST]})


def _square(one: Oklab, other: Oklab) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2


def normalised(weights: Shares) -> Shares:
    """The weights scaled to add up to 1, to four digits, the largest first."""
    total = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    shares = {name: round(weight / total, 4) for name, weight in ranked if weight > total * _LEAST}
    largest = ranked[0][0]
    shares[largest] = round(shares[largest] + 1.0 - sum(shares.values()), 4)
    return shares


def _measured(category: str, value: Value) -> Shares:
    return combined(scales(_LIKE.get(category, category)), value)


def _mean(parts: Iterable[Shares]) -> Shares:
    """The parts, each as much as the others."""
    total: Shares = {}
    for part in parts:
        for name, share in part.items():
            total[name] = total.get(name, 0.0) + share
    return total


def _of_palette(value: Value) -> Shares:
    return _mean(colour_depth(colour) for colour in str(value["colours"]).split())


def _of_transitions(value: Value) -> Shares:
    return {UNINTERRUPTED: 1.0} if value["kind"] == NONE else _measured("transition", value)


def _of_story(value: Value) -> Shares:
    told = [f"{category} {value[category]}" for category in TOLD if value[category] != NONE]
    return _mean({origin: 1.0} for origin in told) if told else {UNTOLD: 1.0}


def _of_whole(value: Value) -> Shares:
    """Colour, motion, camera, mood and place, each under its own name."""
    motion, mood, place = scales("motion").scales[0], value["mood"], value[Narrative.SETTINGS]
    parts: dict[str, Shares] = {
        "colour": colour_depth(str(value["colour"])),
        "motion": {point.word: share for point, share in motion.shares(value)},
        "camera": {str(value["camera"]): 1.0},
        "mood": {"no mood" if mood == NONE else str(mood): 1.0},
        "place": {UNTOLD if place == NONE else str(place): 1.0},
    }
    return _mean(
        {f"{part} {name}": share for name, share in shares.items()}
        for part, shares in parts.items()
    )


_BLENDED: dict[str, Callable[[Value], Shares]] = {
    "colour": _of_palette,
    "transition": _of_transitions,
    "narrative": _of_story,
    "full": _of_whole,
}


@cache
def _origins() -> tuple[tuple[str, Oklab], ...]:
    return tuple((name, oklab_from_hex(colour)) for name, colour in NAMED.items())
