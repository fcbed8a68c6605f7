"""Where a backdrop stands, and what it may be drawn with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from kinora.picture.pets.pen import Pen
from kinora.picture.stills.layout import Layout
from kinora.picture.stills.plan import StillPlan
from kinora.picture.stills.seen import Seen


@dataclass(frozen=True)
class Stand:
    """Lengths in pixels."""

    plan: StillPlan
    layout: Layout
    top: float
    """Row where the ground begins behind the pet; indoors, where the wall meets the floor."""
    half: float
    """Half the pet's width."""
    rng: Random

    @property
    def unit(self) -> float:
        return self.layout.unit

    @property
    def width(self) -> float:
        return float(self.plan.width)

    def free(self, wide: float) -> float:
        """The column for the middle of a thing beside the pet, where the room is."""
        at = self.layout.pet[0] + self.layout.side * (self.half + wide * 0.45)
        return min(max(at, wide * 0.55), self.width - wide * 0.55)

    def other(self, wide: float) -> float:
        """The same on the pet's other side."""
        at = self.layout.pet[0] - self.layout.side * (self.half + wide * 0.45)
        return min(max(at, wide * 0.3), self.width - wide * 0.3)


Draw = Callable[[Pen, Stand], list[Seen]]


@dataclass(frozen=True)
class Backdrop:
    """``before``: it stands on the ground, not behind its edge.

    ``hides`` is how far it closes the view above the ground's edge, in units.
    """

    draw: Draw
    before: bool = False
    hides: float = 0.0
