"""What stands in gardens."""

from __future__ import annotations

from kinora.picture.pets.curves import closed, ellipse, limb, polygon, through
from kinora.picture.pets.pen import Layer, Pen
from kinora.picture.pets.tints import deepen, lift, mix
from kinora.picture.stills.backdrops.stand import Stand
from kinora.picture.stills.growth import blossom, foliage, pumpkin
from kinora.picture.stills.seen import Seen

_LEAVES = ("#4f7f42", "#5f9450", "#41703c", "#74a35a")


def fence(pen: Pen, stand: Stand) -> list[Seen]:
    """White palings along the ground's edge."""
    unit, top = stand.unit, stand.top
    high, step = 0.3 * unit, 0.085 * unit
    paint = "#f4efe4"
    for row in (0.36, 0.76):
        y = top + 0.06 * unit - high * row
        pen.fill(f"M-9 {y:.1f}H{stand.width + 9}v{0.035 * unit:.1f}H-9Z", deepen(paint, 0.1))
    for index in range(int(stand.width / step) + 2):
        x = (index - 0.5) * step
        paling = [(x, top - high + 0.06 * unit), (x + step * 0.3, top - high + 0.1 * unit),
                  (x + step * 0.3, top + 0.08 * unit), (x - step * 0.3, top + 0.08 * unit),
                  (x - step * 0.3, top - high + 0.1 * unit)]  # fmt: skip
        pen.fill(polygon(paling), pen.fade(paint, deepen(paint, 0.07), across=True))
    return []


def garden_wall(pen: Pen, stand: Stand) -> list[Seen]:
    """A wall of old bricks with ivy and a door no higher than a loaf of bread is long."""
    unit, top = stand.unit, stand.top
    high = 0.95 * unit
    head, foot = top - high, top + 0.08 * unit
    brick = "#b07a62"
    pen.fill(f"M-9 {head:.1f}H{stand.width + 9}V{foot:.1f}H-9Z", mix(brick, "#e4d6c4", 0.6))
    tall = 0.058 * unit
    wide = tall * 2.5
    parts: dict[str, list[str]] = {}
    for row in range(int((foot - head) / tall) + 1):
        for index in range(-1, int(stand.width / wide) + 2):
            x = index * wide + (row % 2) * wide / 2
            tone = stand.rng.choice((brick, lift(brick, 0.05), deepen(brick, 0.05), "#a8705f"))
            y, long, deep = head + row * tall + 2, wide - 5, tall - 5
            stone = f"M{x + 2:.1f} {y:.1f}h{long:.1f}v{deep:.1f}h{-long:.1f}z"
            parts.setdefault(tone, []).append(stone)
    for tone, stones in parts.items():
        pen.fill("".join(stones), tone)
    cope = 0.05 * unit
    pen.fill(
        f"M-9 {head - cope:.1f}H{stand.width + 9}v{cope * 1.3:.1f}H-9Z",
        pen.fade("#cfc4b4", "#9c9184"),
    )
    pen.fill(f"M-9 {foot - 0.2 * unit:.1f}H{stand.width + 9}V{foot:.1f}H-9Z",
             pen.clear("#1a120c", 0.0, 0.3))  # fmt: skip
    door = stand.free(0.36 * unit)
    _little_door(pen, stand, door, top + 0.035 * unit)
    return [_ivy(pen, stand, door, head)]


def _little_door(pen: Pen, stand: Stand, x: float, foot: float) -> None:
    unit = stand.unit
    with pen.at(x, foot, unit * 0.0042):
        pen.fill("M-42 2V-56Q-42 -106 0 -106Q42 -106 42 -56V2Z", pen.volume("#b9ae9f"))
        arch = "M-31 2V-54Q-31 -92 0 -92Q31 -92 31 -54V2Z"
        inside = pen.clip(arch)
        colour = mix(stand.plan.fabric, "#6b4a2e", 0.35)
        pen.fill(arch, pen.fade(lift(colour, 0.06), deepen(colour, 0.06)))
        for plank in (-18, -6, 6, 18):
            pen.line(f"M{plank} -100V4", deepen(colour, 0.14), 1.6, inside=inside)
        for hinge in (-64, -20):
            pen.line(f"M-30 {hinge}h26", "#3a3432", 4, inside=inside)
        pen.fill(ellipse(20, -40, 4, 4), pen.volume("#e2bd62"))
        pen.fill(ellipse(0, -68, 9, 9), "#ffe7a8")
        pen.line("M-9 -68H9M0 -77V-59", deepen(colour, 0.1), 2)
        pen.fill("M-50 0h100v9h-100z", pen.fade("#cfc6ba", "#a39a8e"))
        with pen.on(Layer.GLINT):
            pen.soft(0, -68, 30, 30, "#ffdf9a", opacity=0.4)


def _ivy(pen: Pen, stand: Stand, door: float, head: float) -> Seen:
    """Ivy that hangs over the wall on both sides of the door."""
    unit, rng = stand.unit, stand.rng
    for side, count in ((-1, 90), (1, 90)):
        x = door + side * 0.32 * unit
        box = (x - 0.24 * unit, head - 0.14 * unit, 0.48 * unit, 0.62 * unit)
        foliage(pen, box, 0.021 * unit, _LEAVES, count, rng)
    return Seen("ivy", "plant", (door - 0.52 * unit, head - 0.06 * unit, 1.04 * unit, 0.42 * unit))


def flower_beds(pen: Pen, stand: Stand) -> list[Seen]:
    """Lavender and bright flowers on both sides of the way."""
    unit, rng = stand.unit, stand.rng
    seen = []
    for side in (-1, 1):
        edge = 0.0 if side < 0 else stand.width
        reach = 0.46 * unit
        for index in range(46):
            share = index / 45
            x = edge - side * reach * rng.random() * (1 - share * 0.5)
            foot = stand.top + 0.05 * unit + share * 0.24 * unit
            tall = unit * rng.uniform(0.12, 0.24)
            lean = rng.uniform(-0.2, 0.2) * tall
            pen.line(
                f"M{x:.1f} {foot:.1f}q{lean * 0.4:.1f} {-tall * 0.6:.1f} {lean:.1f} {-tall:.1f}",
                rng.choice(_LEAVES),
                unit * 0.006,
            )
            if index % 3:
                spike = limb([(x + lean * 0.8, foot - tall * 0.62), (x + lean, foot - tall * 1.1)],
                             [unit * 0.009, unit * 0.005])  # fmt: skip
                pen.fill(spike, rng.choice(("#8e7cc3", "#a48fd2", "#7a69b0")))
            else:
                tone = mix(stand.plan.accent, "#fff3ea", rng.uniform(0, 0.4))
                blossom(pen, x + lean, foot - tall, unit * 0.022, tone)
        left = 0.0 if side < 0 else stand.width - reach
        name = f"flowers on the {'left' if side < 0 else 'right'}"
        seen.append(Seen(name, "plant", (left, stand.top - 0.18 * unit, reach, 0.46 * unit)))
    return seen


def bean_poles(pen: Pen, stand: Stand) -> list[Seen]:
    """Poles that lean together, with beans climbing them."""
    unit, rng = stand.unit, stand.rng
    seen = []
    for x in (stand.free(0.3 * unit), stand.other(0.3 * unit)):
        foot, head = stand.top + 0.1 * unit, stand.top - 0.52 * unit
        for lean in (-0.13, -0.05, 0.05, 0.13):
            pen.line(f"M{x + lean * unit:.1f} {foot:.1f}L{x - lean * 0.18 * unit:.1f} {head:.1f}",
                     "#94703f", unit * 0.011)  # fmt: skip
        box = (x - 0.17 * unit, head + 0.08 * unit, 0.34 * unit, 0.56 * unit)
        foliage(pen, box, 0.024 * unit, _LEAVES, 90, rng)
        for _ in range(9):
            bx, by = x + rng.uniform(-0.1, 0.1) * unit, head + rng.uniform(0.15, 0.5) * unit
            pen.fill(ellipse(bx, by, 0.009 * unit, 0.009 * unit), "#e6553a")
        seen.append(Seen("bean leaves", "plant", box))
    return seen


def pumpkins(pen: Pen, stand: Stand) -> list[Seen]:
    """A heap of them on the free side, and some on the other."""
    unit, rng = stand.unit, stand.rng
    tones = ("#e08a2e", "#d9772a", "#eaa24a", "#c9682a", "#e6b65e")
    foot = stand.layout.pet[1] - 0.02 * unit
    heap = [(0.0, -0.15, 0.2), (-0.12, -0.02, 0.24), (0.12, -0.03, 0.26), (0.0, 0.0, 0.2)]
    for x, places in ((stand.free(0.34 * unit), heap), (stand.other(0.3 * unit), heap[1:3])):
        for dx, dy, size in places:
            with pen.at(x + dx * unit, foot + dy * unit, unit * size / 100):
                pumpkin(pen, rng.choice(tones))
    return []


def log(pen: Pen, stand: Stand) -> list[Seen]:
    """A mossy log behind the pet."""
    unit = stand.unit
    x, y = stand.layout.pet[0], stand.layout.pet[1] - 0.05 * unit
    long, thick = stand.half + 0.26 * unit, 0.085 * unit
    pen.soft(x, y + thick, long * 1.1, thick * 0.7, "#0f120a", opacity=0.5)
    body = limb([(x - long, y), (x, y - 0.01 * unit), (x + long, y)], [thick, thick * 1.1, thick])
    inside = pen.part(body, "#7a5a40")
    for shift in (-0.5, 0.0, 0.45):
        pen.line(f"M{x - long:.1f} {y + shift * thick:.1f}h{2 * long:.1f}", "#5f4431", unit * 0.005,
                 inside=inside, opacity=0.7)  # fmt: skip
    moss = through([(x - long, y - thick * 0.9), (x - long * 0.4, y - thick * 1.05),
                    (x + long * 0.5, y - thick), (x + long, y - thick * 0.95)])  # fmt: skip
    pen.line(moss, "#7f9c4e", thick * 0.7, inside=inside, opacity=0.9)
    end = x + stand.layout.side * long
    pen.fill(ellipse(end, y, thick * 0.55, thick), pen.volume("#c9a274"))
    for share in (0.65, 0.35):
        pen.line(ellipse(end, y, thick * 0.55 * share, thick * share), "#a87f55", unit * 0.003)
    return []


def toadstools(pen: Pen, stand: Stand) -> list[Seen]:
    """Red toadstools in a ring about the pet."""
    unit, rng = stand.unit, stand.rng
    x, y = stand.layout.pet
    for index in range(9):
        share = index / 8 * 2 - 1
        at = x + share * (stand.half + 0.2 * unit)
        foot = y - 0.02 * unit - (1 - share * share) ** 0.5 * 0.12 * unit
        with pen.at(at, foot, unit * rng.uniform(0.0011, 0.0019), rng.uniform(-5, 5)):
            pen.soft(0, 0, 40, 8, "#0f140a", opacity=0.5)
            pen.fill("M-10 -62L10 -62L15 -2Q0 5 -15 -2Z", pen.volume("#f3e8d2"))
            inside = pen.part(closed([(-50.0, -58.0), (-32, -98), (0, -112), (32, -98), (50, -58),
                                      (0, -48)]), "#c8352b")  # fmt: skip
            for dx, dy, dot in ((-24, -78, 8), (6, -92, 9), (28, -72, 6), (0, -64, 6)):
                pen.fill(ellipse(dx, dy, dot, dot * 0.8), "#fff5e4", inside=inside)
    return []
