"""The plain figure that a prompt asks to see over the picture."""

from __future__ import annotations

from random import Random

from kinora.model.instruction import Instruction
from kinora.model.spec import Figure


def compose_figure(instruction: Instruction, rng: Random) -> Figure | None:
    """A figure in the middle or on a third, which turns or keeps still."""
    if instruction.figure is None:
        return None
    return Figure(
        kind=instruction.figure,
        size=round(rng.uniform(0.42, 0.66), 3),
        centre=(round(rng.choice((0.5, 0.5, 0.38, 0.62)), 3), round(rng.uniform(0.4, 0.5), 3)),
        turn=round(rng.choice((0.0, 1.0, -1.0)) * rng.uniform(20.0, 60.0), 1),
    )
