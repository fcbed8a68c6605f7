"""How the picture is built: its visual centre, its order, its horizon and its depth."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from kinora.model.instruction import Instruction
from kinora.scene.learned import BLENDS, Learning, has, number

_LEARNED_CENTRE, _LEARNED_DEPTH = 0.5, 0.5
_PULL = 0.5
_SPREAD = 3.0
"""Light that lies a little off the middle comes of a centre that lies further off."""
_FULL_PARALLAX = 1.5


class Framing(NamedTuple):
    """See the fields of the same names in :class:`kinora.model.spec.SceneSpec`."""

    balance: float
    symmetry: float
    horizon: float
    depth: float


def compose_framing(instruction: Instruction, learning: Learning, rng: Random) -> Framing:
    """Seeded, and half of the way to a learned centre of light and parallax.

    Where symmetry is asked for, or asymmetry, the centre is not learned.
    """
    chance = learning.chance(rng)
    balance = rng.choice((0.33, 0.67)) + rng.uniform(-0.12, 0.12)
    symmetry = _symmetry(instruction, rng)
    horizon, depth = rng.uniform(0.48, 0.64), rng.uniform(0.45, 0.9)
    if instruction.symmetric is None:
        fits, categories = has("centre_x", "centre_y"), ("composition", BLENDS)
        entry = learning.draw(_LEARNED_CENTRE, categories, "composition", chance, fits)
        if entry is not None:
            across, down = number(entry, "centre_x") or 0.5, number(entry, "centre_y") or 0.5
            balance += (_between(0.5 + _SPREAD * (across - 0.5), 0.2, 0.8) - balance) * _PULL
            horizon += (_between(0.56 + (down - 0.45), 0.45, 0.66) - horizon) * _PULL
    entry = learning.draw(_LEARNED_DEPTH, ("depth",), "depth", chance, has("parallax"))
    if entry is not None:
        learned = _between((number(entry, "parallax") or 0.0) / _FULL_PARALLAX, 0.2, 1.0)
        depth += (learned - depth) * _PULL
    return Framing(round(balance, 3), symmetry, round(horizon, 3), round(depth, 3))


def _symmetry(instruction: Instruction, rng: Random) -> float:
    if instruction.symmetric is not None:
        return 1.0 if instruction.symmetric else 0.0
    return round(rng.choice((0.0, 0.0, 0.0, rng.uniform(0.3, 0.8))), 3)


def _between(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)
