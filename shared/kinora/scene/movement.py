"""How a scene moves and how light falls off over it."""

from __future__ import annotations

from random import Random

from kinora.model.instruction import Instruction
from kinora.model.spec import Gradient, Motion
from kinora.model.taxonomy import GradientKind, MotionKind
from kinora.scene.choice import choose
from kinora.scene.learned import BLENDS, Learning, has, member, number, of_kind

_LEARNED_MOTION = 0.8
_LEARNED_GRADIENT = 0.5
_FULL_SPEED = 0.06
"""Measured flow, in frame widths a second, that counts as the liveliest motion."""
_PULL = 0.5
_MOTIONS = ("motion", "learned_motion", BLENDS)
_GRADIENTS = ("gradient", BLENDS)


def compose_motion(
    instruction: Instruction, pacing: float, learning: Learning, rng: Random
) -> Motion:
    """What was asked for; amount and speed go half of the way to a learned motion's.

    A prompt that speaks of motion or pace is not pulled.
    """
    chance = learning.chance(rng)
    kind = choose(instruction.motion, MotionKind, instruction.avoid.motions, rng, (3, 4, 4, 1, 1))
    amount = rng.uniform(0.35, 0.75)
    speed = rng.uniform(0.8, 1.25) * pacing
    if instruction.motion is None and instruction.pacing is None:
        entry = learning.draw(_LEARNED_MOTION, _MOTIONS, "motion", chance, has("level"))
        if entry is not None:
            lively = min((number(entry, "level") or 0.0) / _FULL_SPEED, 1.0) ** 0.5
            amount += (lively - amount) * _PULL
            speed += (0.5 + 1.1 * lively - speed) * _PULL
    speed = min(max(speed, 0.1), 4.0)
    return Motion(kind=kind, speed=round(speed, 3), amount=round(amount, 3))


def compose_gradient(instruction: Instruction, learning: Learning, rng: Random) -> Gradient:
    """The kind that was asked for or learned; strength half of the way to the learned one."""
    chance = learning.chance(rng)
    kind = instruction.gradient or rng.choices(list(GradientKind), (5, 2, 3, 3))[0]
    strength = rng.uniform(0.35, 0.8)
    fits = of_kind(GradientKind, "strength")
    entry = learning.draw(_LEARNED_GRADIENT, _GRADIENTS, "gradient", chance, fits)
    if entry is not None:
        kind = instruction.gradient or member(entry, "kind", GradientKind) or kind
        strength += ((number(entry, "strength") or 0.0) - strength) * _PULL
    angle = round(rng.uniform(20.0, 70.0) + rng.choice((0.0, 90.0)), 1)
    return Gradient(kind=kind, angle=angle, strength=round(min(max(strength, 0.0), 1.0), 3))
