"""What a pet stands on outdoors, and what grows and lies before it."""

from __future__ import annotations

from random import Random

from kinora.picture.pets.curves import closed, ellipse, limb, polygon, through
from kinora.picture.pets.pen import Pen
from kinora.picture.pets.tints import deepen, lift, mix
from kinora.picture.stills.growth import blossom
from kinora.picture.stills.layout import Layout
from kinora.picture.stills.plan import Framing, StillPlan, Support
from kinora.picture.stills.seen import Seen

MATERIALS = {
    Support.GRASS: "#7bab52", Support.SNOW: "#f0f5fb", Support.SAND: "#ecd3a2",
    Support.MOSS: "#6d8a4c", Support.PLANKS: "#b08a62", Support.PAVING: "#a3a1a6",
    Support.CLOUD: "#fdf7fb", Support.DECK: "#b48c66", Support.BRICKS: "#b0755c",
    Support.SOIL: "#6f5540",
}  # fmt: skip


def edge_of(plan: StillPlan, layout: Layout) -> float:
    """The row where the ground begins behind the pet."""
    return layout.pet[1] - layout.unit * (0.16 if plan.framing is Framing.PORTRAIT else 0.13)


def draw_ground(
    back: Pen, front: Pen, plan: StillPlan, layout: Layout, far: str, half: float
) -> list[Seen]:
    """Draw the ground; ``far`` is the colour that the landscape has where it begins."""
    rng = Random(plan.layout)  # noqa: S311 - art, not secrets
    near = mix(MATERIALS[plan.support], far, 0.22)
    top = edge_of(plan, layout)
    match plan.support:
        case Support.PLANKS | Support.DECK | Support.PAVING | Support.BRICKS:
            laid = {Support.PLANKS: _planks, Support.DECK: _deck}.get(plan.support, _paving)
            laid(back, plan, layout, top, near)
            return []
        case Support.CLOUD:
            return [_cloud(back, front, layout, half)]
    _mound(back, plan, layout, top, near, far)
    if plan.support in {Support.GRASS, Support.MOSS}:
        return _blades(back, front, plan, layout, (top, half), near, rng)
    if plan.support is Support.SOIL:
        return _rows(back, front, plan, layout, (top, half), rng)
    _grains(back, plan, layout, top, near, rng)
    if plan.support is Support.SNOW:
        x, y = layout.pet
        for side in (-1, 1):
            front.soft(x + side * half * 0.5, y + layout.unit * 0.012, half * 0.62,
                       layout.unit * 0.026, near, opacity=0.95, core=0.3)  # fmt: skip
    return []


def _mound(back: Pen, plan: StillPlan, layout: Layout, top: float, near: str, far: str) -> None:
    width, height = plan.width, plan.height
    x = layout.pet[0]
    rise = layout.unit * 0.05
    edge = [(-60.0, top + rise), (x - width * 0.5, top + rise * 0.8), (x, top - rise * 0.2)]
    edge += [(x + width * 0.5, top + rise * 0.9), (width + 60.0, top + rise)]
    d = through(edge) + f"V{height + 9}H-60Z"
    pen_fade = back.fade(mix(near, far, 0.35), near, deepen(near, 0.06))
    back.fill(d, pen_fade)


def _blades(
    back: Pen, front: Pen, plan: StillPlan, layout: Layout, reach: tuple[float, float], near: str,
    rng: Random,
) -> list[Seen]:  # fmt: skip
    top, half = reach
    width, height, unit = plan.width, plan.height, layout.unit
    x, y = layout.pet
    short = 0.55 if plan.support is Support.MOSS else 1.0
    for row in range(9):
        share = row / 8
        level = top + unit * 0.03 + (height - top) * share * share * 0.9
        tone = mix(lift(near, 0.05), deepen(near, 0.05), share)
        _tufts(back, (0.0, float(width)), level, unit * (0.03 + 0.045 * share) * short, tone, rng,
               round(26 - 8 * share))  # fmt: skip
    _tufts(front, (x - half * 1.15, x + half * 1.15), y + unit * 0.026, unit * 0.06 * short,
           lift(near, 0.02), rng, 26)  # fmt: skip
    low = height + unit * 0.02
    tall = unit * (0.12 if plan.framing is Framing.PORTRAIT else 0.16) * short
    _tufts(front, (-10.0, width + 10.0), low, tall, deepen(near, 0.09), rng, 30)
    seen = [Seen("grass", "plant", (0.0, top, float(width), height - top))]
    if plan.support is Support.GRASS and "no flowers" not in plan.extras:
        seen.append(_meadow_flowers(back, front, plan, layout, half, rng))
    if plan.support is Support.MOSS:
        seen.append(_ferns(front, plan, layout, rng))
    return seen


def _tufts(
    pen: Pen, span: tuple[float, float], y: float, tall: float, tone: str, rng: Random, count: int
) -> None:
    """Blades of grass in one path: triangles that bend."""
    parts = []
    for _ in range(count):
        x = rng.uniform(*span)
        for _ in range(3):
            long, lean = tall * rng.uniform(0.55, 1.1), rng.uniform(-0.5, 0.5) * tall
            wide = tall * 0.07
            foot = x + rng.uniform(-0.3, 0.3) * tall
            parts.append(
                f"M{foot - wide:.1f} {y:.1f}Q{foot:.1f} {y - long * 0.6:.1f} {foot + lean:.1f} "
                f"{y - long:.1f}Q{foot + wide:.1f} {y - long * 0.5:.1f} {foot + wide:.1f} {y:.1f}Z"
            )
    for index, colour in enumerate((deepen(tone, 0.04), tone, lift(tone, 0.05))):
        pen.fill("".join(parts[index::3]), colour)


def _meadow_flowers(
    back: Pen, front: Pen, plan: StillPlan, layout: Layout, half: float, rng: Random
) -> Seen:
    width, unit = plan.width, layout.unit
    x, y = layout.pet
    tones = (plan.accent, lift(plan.accent, 0.15), "#fff6ea", mix(plan.accent, "#f6c445", 0.6))
    for index in range(16):
        at = rng.uniform(0.02, 0.98) * width
        behind = abs(at - x) < half * 1.2 or index % 3 == 0
        foot = y - unit * 0.05 if behind else rng.uniform(y, plan.height + unit * 0.02)
        tall = unit * rng.uniform(0.05, 0.12)
        pen = back if behind else front
        lean = rng.uniform(-0.2, 0.2) * tall
        pen.line(f"M{at:.1f} {foot:.1f}q{lean:.1f} {-tall * 0.5:.1f} {lean:.1f} {-tall:.1f}",
                 "#5d8a48", unit * 0.005)  # fmt: skip
        blossom(pen, at + lean, foot - tall, unit * rng.uniform(0.016, 0.026), rng.choice(tones))
    side = 1.0 if x < width / 2 else -1.0
    left = x + half if side > 0 else 0.0
    room = width - x - half if side > 0 else x - half
    return Seen("flowers", "plant", (left, y - unit * 0.08, max(room, unit * 0.1), unit * 0.2))


def _ferns(front: Pen, plan: StillPlan, layout: Layout, rng: Random) -> Seen:
    unit, height = layout.unit, plan.height
    corner = 0.0 if layout.side < 0 else float(plan.width)
    way = 1 if corner == 0 else -1
    for index in range(4):
        long = unit * rng.uniform(0.2, 0.32)
        with front.at(corner + way * index * unit * 0.05, height + 6, 1.0, way * (12 + index * 15)):
            front.line(f"M0 0Q{long * 0.05:.1f} {-long * 0.5:.1f} 0 {-long:.1f}", "#4d7a40",
                       unit * 0.006)  # fmt: skip
            for step in range(11):
                up = -long * (0.12 + step * 0.08)
                wide = long * 0.24 * (1 - step / 12)
                for side in (-1, 1):
                    leaf = limb([(0, up), (side * wide * 0.6, up - wide * 0.35),
                                 (side * wide, up - wide * 0.45)],
                                [2, wide * 0.13, 1])  # fmt: skip
                    front.fill(leaf, mix("#5c8f49", "#3f6e3c", step / 11))
    left = 0.0 if way > 0 else plan.width - unit * 0.34
    return Seen("ferns", "plant", (left, height - unit * 0.3, unit * 0.34, unit * 0.3))


def _grains(back: Pen, plan: StillPlan, layout: Layout, top: float, near: str, rng: Random) -> None:
    """Soft waves of sand or snow, and glints in it."""
    width, height, unit = plan.width, plan.height, layout.unit
    for index in range(7):
        y = top + unit * 0.07 + (height - top) * (index / 7) ** 1.2
        x = rng.uniform(0, width)
        wide = unit * rng.uniform(0.3, 0.6)
        back.soft(x, y, wide, unit * 0.018, deepen(near, 0.06), opacity=0.6)
        back.soft(x + unit * 0.05, y - unit * 0.014, wide, unit * 0.012, lift(near, 0.06),
                  opacity=0.7)  # fmt: skip
    grains: dict[bool, list[str]] = {True: [], False: []}
    for _ in range(90):
        x, y = rng.uniform(0, width), rng.uniform(top + unit * 0.06, height)
        size = unit * rng.uniform(0.001, 0.0026)
        grains[rng.random() < 0.6].append(ellipse(x, y, size, size * 0.8))
    back.fill("".join(grains[True]), lift(near, 0.14), opacity=0.8)
    back.fill("".join(grains[False]), deepen(near, 0.12), opacity=0.8)


def _planks(back: Pen, plan: StillPlan, layout: Layout, top: float, near: str) -> None:
    width, height, unit = plan.width, plan.height, layout.unit
    x = layout.pet[0]
    spread = unit * 0.52
    deck = [(x - spread, top), (x + spread, top), (x + width * 1.1, height + 9.0)]
    shape = polygon([*deck, (x - width * 1.1, height + 9.0)])
    back.fill(polygon([(a, b + unit * 0.03) for a, b in deck]), "#141821", opacity=0.35)
    inside = back.clip(shape)
    back.fill(shape, back.fade(deepen(near, 0.05), lift(near, 0.03)))
    y, step = top, unit * 0.035
    index = 0
    while y < height:
        tone = (lift(near, 0.04), near, deepen(near, 0.04))[index % 3]
        back.fill(f"M-99 {y:.1f}H{width + 99}v{step:.1f}H-99Z", tone, inside=inside, opacity=0.7)
        back.line(f"M-99 {y:.1f}H{width + 99}", deepen(near, 0.22), unit * 0.005, inside=inside)
        for side in (-1, 1):
            nail = x + side * (spread * 0.9 + (y - top) * 0.7)
            back.fill(ellipse(nail, y + step * 0.5, unit * 0.004, unit * 0.003), "#4a3c34",
                      inside=inside)  # fmt: skip
        y, step, index = y + step, step * 1.14, index + 1


def _deck(back: Pen, plan: StillPlan, layout: Layout, top: float, near: str) -> None:
    """Boards that run away from the eye, from side to side of the picture."""
    width, height, unit = plan.width, plan.height, layout.unit
    middle = width / 2
    back.fill(f"M-9 {top:.1f}H{width + 9}V{height + 9}H-9Z", back.fade(deepen(near, 0.05), near))
    step, deep = 0.13 * unit, height - top
    grow = 1 + deep / (1.1 * unit)
    count = int(width / step / 2) + 3
    for index in range(-count, count + 1):
        tone = (lift(near, 0.025), near, deepen(near, 0.025))[index * 7 % 3]
        a, b = index * step, (index + 1) * step
        board = [(middle + a, top), (middle + b, top), (middle + b * grow, height + 9.0),
                 (middle + a * grow, height + 9.0)]  # fmt: skip
        back.fill(polygon(board), tone, opacity=0.85)
        back.line(f"M{middle + a:.1f} {top:.1f}L{middle + a * grow:.1f} {height + 9}",
                  deepen(near, 0.2), unit * 0.005)  # fmt: skip
    back.fill(f"M-9 {top:.1f}H{width + 9}v{0.05 * unit:.1f}H-9Z", back.clear("#1a0d06", 0.3, 0.0))


def _rows(
    back: Pen, front: Pen, plan: StillPlan, layout: Layout, reach: tuple[float, float], rng: Random
) -> list[Seen]:
    """Cabbages in rows, left and right of the pet and before it."""
    top, half = reach
    x, y = layout.pet
    unit = layout.unit
    for row in range(4):
        level = top + unit * (0.07 + 0.1 * row)
        back.soft(plan.width / 2, level + unit * 0.02, plan.width * 0.7, unit * 0.022, "#4f3a2a",
                  opacity=0.6)  # fmt: skip
    for pen, level, size in ((back, top + unit * 0.08, 0.07), (front, y + unit * 0.16, 0.105)):
        step = size * 2.5 * unit
        for index in range(int(plan.width / step) + 2):
            at = (index + 0.3 * (pen is front)) * step
            if pen is back and abs(at - x) < half * 0.7:
                continue
            with pen.at(at, level, size * unit / 50, rng.uniform(-8, 8)):
                _cabbage(pen)
    high = plan.height - y - unit * 0.08
    return [
        Seen("leaves", "plant", (0.0, y + unit * 0.07, float(plan.width), min(high, unit * 0.2)))
    ]


def _cabbage(pen: Pen) -> None:
    """A head of cabbage, 100 units wide on the ground at (0, 0)."""
    pen.soft(0, 2, 58, 10, "#1a140c", opacity=0.5)
    for dx, wide, tone in ((-26, 34, "#5d8f58"), (26, 34, "#5d8f58"), (-12, 32, "#79a86a"),
                           (14, 32, "#6f9f62"), (0, 26, "#a3c98c")):  # fmt: skip
        pen.part(ellipse(dx, -26 + abs(dx) * 0.3, wide, 30 - abs(dx) * 0.2), tone)
        pen.line(f"M{dx * 0.4} -4Q{dx} -26 {dx * 1.5} -46", "#d9e8bf", 1.6, opacity=0.6)


def _paving(back: Pen, plan: StillPlan, layout: Layout, top: float, near: str) -> None:
    width, height, unit = plan.width, plan.height, layout.unit
    back.fill(f"M-9 {top:.1f}H{width + 9}V{height + 9}H-9Z", deepen(near, 0.16))
    y, step, row = top, unit * 0.05, 0
    while y < height:
        wide = step * 2.4
        for index in range(-1, int(width / wide) + 2):
            x = index * wide + (row % 2) * wide / 2
            tone = (lift(near, 0.03), near, deepen(near, 0.03))[(index * 5 + row * 3) % 3]
            stone = f"M{x + 3:.1f} {y + 2:.1f}h{wide - 6:.1f}v{step - 5:.1f}h{6 - wide:.1f}z"
            back.fill(stone, back.fade(lift(tone, 0.03), deepen(tone, 0.03)))
        y, step, row = y + step, step * 1.25, row + 1


def _cloud(back: Pen, front: Pen, layout: Layout, half: float) -> Seen:
    x, y = layout.pet
    puffs = ((-1.2, -0.02, 0.42), (-0.7, -0.1, 0.5), (0.0, -0.06, 0.6), (0.7, -0.12, 0.5))
    for pen, drop in ((back, 0.0), (front, 0.3)):
        for dx, dy, size in (*puffs, (1.2, 0.0, 0.4)):
            radius = size * half
            high = radius * 0.62
            tone = "#fdf7fb" if pen is back else "#ffffff"
            at = (x + dx * half, y + (dy + 0.12 + drop) * half)
            pen.part(ellipse(*at, radius, high), tone)
    low = closed([(x - 1.7 * half, y + 0.5 * half), (x, y + 0.36 * half), (x + 1.7 * half,
                  y + 0.5 * half), (x, y + 0.8 * half)])  # fmt: skip
    front.fill(low, "#ffffff", blur=half * 0.1, opacity=0.8)
    return Seen("cloud", "air", (x - 1.6 * half, y - 0.1 * half, 3.2 * half, 0.8 * half))
