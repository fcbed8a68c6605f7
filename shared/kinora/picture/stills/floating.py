"""Things that float in the air: leaves, petals, bubbles, a feather, butterflies."""

from __future__ import annotations

from random import Random

from kinora.picture.pets.curves import closed, ellipse, limb
from kinora.picture.pets.pen import Layer, Pen
from kinora.picture.pets.tints import deepen, lift
from kinora.picture.stills.layout import Layout
from kinora.picture.stills.plan import StillPlan
from kinora.picture.stills.seen import Seen
from kinora.seeding import stream

"""Extras that are drawn here."""
_AUTUMN = ("#d98a2e", "#c9682a", "#e6b04e", "#b8552c", "#d9a443")


def draw_floating(front: Pen, plan: StillPlan, layout: Layout) -> list[Seen]:
    """Draw those that the plan's extras name, about the pet and never over its face."""
    drawers = {
        "falling leaves": _leaves, "soap bubbles": _bubbles, "feather": _feather,
        "butterflies": _butterflies, "balloon": _balloon,
    }  # fmt: skip
    seen = []
    for name, draw in drawers.items():
        if name in plan.extras:
            seen.append(draw(front, plan, layout, stream(plan.seed, name)))
    return seen


def _beside(layout: Layout, plan: StillPlan, rng: Random) -> tuple[float, float]:
    """A place in the air above or beside the pet."""
    x, y = layout.pet
    while True:
        at = (rng.uniform(0.05, 0.95) * plan.width, rng.uniform(0.08, 0.86) * plan.height)
        apart = (
            abs(at[0] - x) / (0.36 * layout.span),
            abs(at[1] - y + 0.3 * layout.span) / (0.42 * layout.span),
        )
        if apart[0] ** 2 + apart[1] ** 2 > 1:
            return at


def _around(points: list[tuple[float, float]], margin: float) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = min(xs) - margin, min(ys) - margin
    return left, top, max(xs) + margin - left, max(ys) + margin - top


def _leaves(pen: Pen, plan: StillPlan, layout: Layout, rng: Random) -> Seen:
    unit, points = layout.unit, []
    for _ in range(11):
        x, y = _beside(layout, plan, rng)
        points.append((x, y))
        with pen.at(x, y, unit * rng.uniform(0.0004, 0.0007), rng.uniform(0, 360)):
            tone = rng.choice(_AUTUMN)
            pen.part(
                closed([(0.0, -50.0), (24, -18), (20, 18), (0, 44), (-20, 18), (-24, -18)]), tone
            )
            pen.line(
                "M0 -44V66M0 -10L14 -24M0 -10L-14 -24M0 14L13 2M0 14L-13 2", deepen(tone, 0.12), 3
            )
    return Seen("falling leaves", "air", _around(points, 0.04 * unit))


def _bubbles(pen: Pen, plan: StillPlan, layout: Layout, rng: Random) -> Seen:
    unit, points = layout.unit, []
    for _ in range(8):
        x, y = _beside(layout, plan, rng)
        points.append((x, y))
        size = unit * rng.uniform(0.018, 0.045)
        with pen.on(Layer.GLINT):
            rim = pen.radial((0, "#ffffff"), (0.8, "#ffffff"), (1, "#cfe6ff"))
            pen.fill(ellipse(x, y, size, size), rim, opacity=0.14)
            pen.line(ellipse(x, y, size, size), "#d8ecff", size * 0.07, opacity=0.75)
            pen.line(ellipse(x, y, size * 0.9, size * 0.9), "#ffc9e6", size * 0.06, opacity=0.35)
            pen.fill(ellipse(x + pen.side * size * 0.38, y - size * 0.42, size * 0.2, size * 0.13,
                             40 * pen.side), "#ffffff", opacity=0.9)  # fmt: skip
    return Seen("soap bubbles", "air", _around(points, 0.05 * unit))


def _feather(pen: Pen, plan: StillPlan, layout: Layout, rng: Random) -> Seen:
    unit = layout.unit
    x = layout.pet[0] + layout.side * 0.3 * unit
    x = min(max(x, 0.14 * plan.width), 0.86 * plan.width)
    y = layout.pet[1] - rng.uniform(0.85, 0.98) * layout.span * 0.9
    y = max(y, 0.1 * plan.height)
    with pen.at(x, y, unit * 0.0017, layout.side * 58):
        vane = closed([(0.0, -62.0), (17, -30), (19, 6), (11, 34), (0, 44), (-9, 34), (-14, 4),
                       (-11, -32)])  # fmt: skip
        inside = pen.part(vane, "#f6f1e8")
        for index in range(12):
            at = -48 + index * 8
            pen.line(f"M0 {at + 9}Q9 {at + 2} 20 {at - 4}M0 {at + 9}Q-9 {at + 2} -18 {at - 4}",
                     "#d5cbbd", 1.4, inside=inside)  # fmt: skip
        pen.fill(limb([(0, -56), (1, 0), (0, 72)], [0.8, 1.4, 2.0]), "#cbbfae")
    reach = 0.1 * unit
    return Seen("feather", "air", (x - reach * 1.15, y - reach, 2.3 * reach, 2 * reach))


def _butterflies(pen: Pen, plan: StillPlan, layout: Layout, rng: Random) -> Seen:
    unit, points = layout.unit, []
    for _ in range(3):
        x, y = _beside(layout, plan, rng)
        points.append((x, y))
        tone = rng.choice(("#f7f2e6", "#f2c14e", "#8fb6e8", "#f2a07a"))
        with pen.at(x, y, unit * rng.uniform(0.0007, 0.001), rng.uniform(-35, 35)):
            for side in (-1, 1):
                upper = closed([(0.0, -4.0), (side * 18, -40), (side * 44, -42), (side * 42, -14),
                                (side * 16, 0)])  # fmt: skip
                lower = closed([(0.0, 2.0), (side * 20, 4), (side * 34, 20), (side * 20, 36),
                                (side * 6, 18)])  # fmt: skip
                pen.part(lower, lift(tone, 0.03))
                inside = pen.part(upper, tone)
                pen.fill(ellipse(side * 36, -34, 7, 7), deepen(tone, 0.25), inside=inside)
            pen.fill(ellipse(0, 0, 3, 17), "#4a3a32")
            pen.line("M0 -14Q-4 -26 -9 -30M0 -14Q4 -26 9 -30", "#4a3a32", 1.6)
    return Seen("butterflies", "air", _around(points, 0.05 * unit))


def _balloon(pen: Pen, plan: StillPlan, layout: Layout, rng: Random) -> Seen:
    unit = layout.unit
    x = layout.pet[0] - layout.side * (0.34 * unit)
    x = min(max(x, 0.13 * plan.width), 0.87 * plan.width)
    y = max(layout.pet[1] - layout.span * rng.uniform(0.95, 1.05), 0.16 * plan.height)
    wide, high = 0.095 * unit, 0.115 * unit
    string = f"M{x:.1f} {y + high:.1f}q{0.03 * unit:.1f} {0.14 * unit:.1f} 0 {0.26 * unit:.1f}"
    pen.line(string + f"q{-0.03 * unit:.1f} {0.1 * unit:.1f} 0 {0.2 * unit:.1f}", "#e9e2d6",
             unit * 0.0035)  # fmt: skip
    pen.fill(f"M{x:.1f} {y + high * 0.96:.1f}l{-0.016 * unit:.1f} {0.03 * unit:.1f}"
             f"h{0.032 * unit:.1f}z", deepen("#d9483b", 0.06))  # fmt: skip
    egg = closed(
        [
            (x, y - high),
            (x + wide, y - high * 0.2),
            (x + wide * 0.55, y + high * 0.7),
            (x, y + high),
            (x - wide * 0.55, y + high * 0.7),
            (x - wide, y - high * 0.2),
        ]
    )
    pen.part(egg, plan.accent)
    pen.soft(x + pen.side * wide * 0.4, y - high * 0.45, wide * 0.3, high * 0.22, "#ffffff",
             opacity=0.7)  # fmt: skip
    return Seen(
        "balloon", "air", (x - wide * 1.15, y - high * 1.1, wide * 2.3, high * 2.2 + 0.4 * unit)
    )
