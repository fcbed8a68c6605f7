"""Where everything stands, in pixels of the picture."""

from __future__ import annotations

from dataclasses import dataclass

from kinora.picture.pets.portrait import BOX
from kinora.picture.pets.species import SPECIES
from kinora.picture.stills.plan import Framing, StillPlan, Support
from kinora.seeding import stream

Box = tuple[float, float, float, float]
"""Left, top, width, height."""

_SPAN = {Framing.WIDE: 0.98, Framing.PORTRAIT: 1.42, Framing.QUIET: 0.8}
"""Width of the portrait's box against the picture's unit."""
_FEET = {Framing.WIDE: 0.83, Framing.PORTRAIT: 0.93, Framing.QUIET: 0.85}
_FLOOR = {Framing.WIDE: 0.68, Framing.PORTRAIT: 0.72, Framing.QUIET: 0.70}


@dataclass(frozen=True)
class Layout:
    """Places in pixels."""

    unit: float
    """What things are measured by."""
    floor: float
    """Row where the wall meets the floor."""
    pet: tuple[float, float]
    """Column and row of the ground under the pet."""
    span: int
    """Width of the portrait's box."""
    window: Box
    side: float
    """Where the light comes from: -1 left, 1 right."""
    spots: tuple[tuple[float, float, float], ...]
    """Free places for things, the best first: column, row, height."""


def light_side(seed: int) -> float:
    """Where the light comes from in a layout of this seed: -1 left, 1 right."""
    return 1.0 if seed % 2 else -1.0


def lay_out(plan: StillPlan) -> Layout:
    """Decide where everything stands, from the plan's layout seed."""
    rng = stream(plan.layout, "layout", plan.framing)
    width, height = float(plan.width), float(plan.height)
    unit = min(width, 0.92 * height)
    framing = plan.framing
    side = light_side(plan.layout)
    size = SPECIES[plan.look.kind].size ** (0.3 if framing is Framing.PORTRAIT else 0.62)
    span = round(unit * _SPAN[framing] * size)
    drift = {Framing.WIDE: 0.07, Framing.PORTRAIT: 0.02, Framing.QUIET: 0.13}[framing]
    # The pet looks into the room that it has: it stands on the side away from the light.
    x = width * 0.5 - side * (drift + rng.uniform(0, 0.03)) * width
    feet = height * (_FEET[framing] + rng.uniform(-0.012, 0.012))
    floor = height * (_FLOOR[framing] + rng.uniform(-0.015, 0.015))
    if plan.support is Support.SILL:
        floor = feet + 0.045 * unit
    wide = width * (0.6 if height > width else 0.44) * rng.uniform(0.95, 1.1)
    tall = min(height * 0.4, wide * 1.5)
    middle = width * 0.5 + side * width * (0.06 if height > width else 0.2)
    if "wide window" in plan.extras or "glasshouse" in plan.backdrop:
        wide, tall = width * 0.8, floor * 0.8
        middle = width * 0.5 + side * width * 0.02
    if "fireplace" in plan.extras:
        wide, middle = wide * 0.82, middle + side * 0.07 * width
    top = max(0.05 * height, floor - tall - (0.13 if height > width else 0.1) * height)
    window = (middle - wide / 2, top, wide, tall)
    if plan.support is Support.SILL:
        wide, top = width * 0.86, height * 0.06
        window = ((width - wide) / 2, top, wide, floor - top - 0.02 * height)
    body = span * 620 / BOX[2]
    spots = _spots(rng.random(), (x, feet), body / 2, (width, height), unit, side, floor)
    if plan.support is Support.SILL:
        spots = tuple((px, min(y, feet + 0.022 * unit), tall) for px, y, tall in spots)
    return Layout(unit, floor, (x, feet), span, window, side, spots)


def _spots(
    chance: float,
    pet: tuple[float, float],
    half: float,
    size: tuple[float, float],
    unit: float,
    side: float,
    floor: float,
) -> tuple[tuple[float, float, float], ...]:
    """Beside the pet, on both sides, a little behind and before it."""
    x, feet = pet
    width, height = size
    near, far = 0.2 * unit, 0.3 * unit
    back = max(floor + (feet - floor) * 0.45, feet - 0.07 * unit)
    low = min(feet + 0.06 * height, height * 0.97)
    shift = 0.05 * unit * (chance - 0.5)
    places = (
        (x + side * (half + 0.14 * unit) + shift, back, far),
        (x - side * (half + 0.05 * unit), low, near),
        (x + side * (half + 0.06 * unit), low + 0.01 * height, near * 0.9),
        (x - side * (half + 0.12 * unit) + shift, back, far * 0.9),
    )
    edge = 0.1 * unit
    return tuple((min(max(px, edge), width - edge), y, tall) for px, y, tall in places)
