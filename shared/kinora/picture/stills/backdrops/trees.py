"""Trees under which one may sit."""

from __future__ import annotations

from kinora.picture.pets.curves import ellipse, limb
from kinora.picture.pets.pen import Pen
from kinora.picture.pets.tints import deepen, lift
from kinora.picture.stills.backdrops.stand import Stand
from kinora.picture.stills.growth import foliage
from kinora.picture.stills.seen import Seen

_GREEN = ("#4a7a3e", "#5c9149", "#6fa556", "#3f6d39")
_GOLD = ("#c98a2e", "#d9a443", "#b8702c", "#8f8a3e")
_PINK = ("#f7c6d3", "#f2a9be", "#fbe0e6", "#e894ae")


def _trunk(pen: Pen, stand: Stand, bark: str) -> float:
    """A trunk with boughs on the free side; its column."""
    unit, side = stand.unit, stand.layout.side
    x = stand.free(0.3 * unit)
    foot, fork = stand.top + 0.12 * unit, stand.top - 0.66 * unit
    for flare in (-1, 1):
        root = limb([(x, foot - 0.14 * unit), (x + flare * 0.1 * unit, foot - 0.02 * unit),
                     (x + flare * 0.17 * unit, foot + 0.01 * unit)],
                    [0.07 * unit, 0.045 * unit, 0.012 * unit])  # fmt: skip
        pen.fill(root, deepen(bark, 0.05))
    bole = limb([(x, foot), (x - side * 0.02 * unit, foot - 0.4 * unit), (x, fork - 0.1 * unit)],
                [0.115 * unit, 0.085 * unit, 0.075 * unit])  # fmt: skip
    inside = pen.part(bole, bark)
    for index in range(7):
        at = x + (index - 3) * 0.026 * unit
        pen.line(f"M{at:.1f} {foot:.1f}q{unit * 0.012:.1f} {-unit * 0.4:.1f} 0 {-unit * 0.9:.1f}",
                 deepen(bark, 0.1), unit * 0.006, inside=inside, opacity=0.6)  # fmt: skip
    for reach, rise in ((-0.75, 0.2), (-0.4, 0.46), (0.4, 0.3)):
        bough = limb(
            [
                (x, fork + 0.02 * unit),
                (x + side * reach * 0.5 * unit, fork - rise * 0.7 * unit),
                (x + side * reach * unit, fork - rise * unit),
            ],
            [0.055 * unit, 0.032 * unit, 0.01 * unit],
        )
        pen.part(bough, bark)
    return x


def _crown(pen: Pen, stand: Stand, x: float, tones: tuple[str, ...], name: str) -> Seen:
    unit, rng = stand.unit, stand.rng
    base = stand.top - 1.02 * unit
    left, right = 0.0, stand.width
    spots = [(x + dx * unit, base + dy * unit) for dx, dy in
             ((-0.7, -0.05), (-0.4, -0.22), (0.0, -0.3), (0.4, -0.2), (0.7, -0.02), (-0.2, 0.0),
              (0.25, 0.06))]  # fmt: skip
    for shade, count, size in ((0.12, 45, 0.034), (0.05, 55, 0.028), (0.0, 60, 0.024)):
        dyed = tuple(deepen(tone, shade) for tone in tones)
        for px, py in spots:
            box = (px - 0.3 * unit, py - 0.24 * unit, 0.6 * unit, 0.48 * unit)
            foliage(pen, box, size * unit, dyed, count, rng)
    low = base + 0.2 * unit
    left, right = max(left, x - 0.92 * unit), min(right, x + 0.92 * unit)
    return Seen(name, "plant", (left, max(0.0, base - 0.45 * unit), right - left,
                                low - max(0.0, base - 0.45 * unit)))  # fmt: skip


def old_tree(pen: Pen, stand: Stand) -> list[Seen]:
    """An old apple tree."""
    bark = "#6f5842"
    x = _trunk(pen, stand, bark)
    gold = "autumn" in stand.plan.extras
    seen = _crown(pen, stand, x, _GOLD if gold else _GREEN, "leaves of the tree")
    unit, rng = stand.unit, stand.rng
    for _ in range(12):
        at = (x + rng.gauss(0, 0.4) * unit, stand.top - rng.uniform(0.84, 1.25) * unit)
        pen.part(ellipse(*at, 0.022 * unit, 0.022 * unit), lift("#c0392b", rng.uniform(0, 0.08)))
    return [seen]


def blossom_tree(pen: Pen, stand: Stand) -> list[Seen]:
    """A cherry tree in blossom."""
    x = _trunk(pen, stand, "#6a4a46")
    return [_crown(pen, stand, x, _PINK, "blossom of the tree")]
