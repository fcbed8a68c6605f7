"""What people build out of doors: porches, rails, benches, boats."""

from __future__ import annotations

from kinora.picture.pets.curves import closed, ellipse, polygon, through
from kinora.picture.pets.pen import Layer, Pen
from kinora.picture.pets.tints import deepen, lift, mix
from kinora.picture.stills.backdrops.stand import Stand
from kinora.picture.stills.growth import blossom, foliage
from kinora.picture.stills.seen import Seen


def _rail(pen: Pen, stand: Stand, high: float, paint: str, step: float) -> None:
    unit, foot = stand.unit, stand.top + 0.02 * stand.unit
    for index in range(int(stand.width / step) + 2):
        x = index * step
        pen.fill(
            f"M{x - 0.009 * unit:.1f} {foot - high:.1f}h{0.018 * unit:.1f}v{high:.1f}"
            f"h{-0.018 * unit:.1f}z",
            pen.fade(paint, deepen(paint, 0.12), across=True),
        )
    for y, thick in ((foot - high, 0.035), (foot - 0.06 * unit, 0.024)):
        pen.fill(f"M-9 {y:.1f}H{stand.width + 9}v{thick * unit:.1f}H-9Z",
                 pen.fade(lift(paint, 0.04), deepen(paint, 0.1)))  # fmt: skip


def porch(pen: Pen, stand: Stand) -> list[Seen]:
    """Posts, a rail and the edge of a roof, with a lantern on a hook."""
    unit, paint = stand.unit, "#efe6d6"
    _rail(pen, stand, 0.36 * unit, paint, 0.1 * unit)
    roof = 0.1 * stand.plan.height
    for x in (0.05 * unit, stand.width - 0.05 * unit):
        pen.fill(
            f"M{x - 0.032 * unit:.1f} {roof:.1f}h{0.064 * unit:.1f}V{stand.top + 0.03 * unit:.1f}"
            f"h{-0.064 * unit:.1f}z",
            pen.fade(lift(paint, 0.03), deepen(paint, 0.14), across=True),
        )
    pen.fill(f"M-9 -9H{stand.width + 9}V{roof:.1f}H-9Z", pen.fade("#6f5240", "#8d6b52"))
    step = 0.16 * unit
    for index in range(int(stand.width / step) + 1):
        pen.line(f"M{index * step:.1f} -9V{roof:.1f}", "#5c4334", unit * 0.006, opacity=0.7)
    pen.fill(
        f"M-9 {roof:.1f}H{stand.width + 9}v{0.045 * unit:.1f}H-9Z",
        pen.fade(paint, deepen(paint, 0.14)),
    )
    return [_hung_lantern(pen, stand, stand.free(0.3 * unit), roof + 0.04 * unit)]


def _hung_lantern(pen: Pen, stand: Stand, x: float, y: float) -> Seen:
    unit = stand.unit
    dark = "lamps lit" in stand.plan.extras
    with pen.at(x, y + 0.26 * unit, unit * 0.0016):
        pen.line("M0 -162V-92", "#3e3a3c", 3)
        pen.fill("M-24 -82h48l-8 -14h-32z", "#4a4446")
        with pen.on(Layer.GLINT if dark else Layer.COAT):
            pane = ((0, "#fff4c8"), (0.5, "#ffcf70"), (1, "#d98a3a")) if dark else (
                (0, "#f3efe2"), (1, "#cfc7b2"))  # fmt: skip
            pen.fill("M-20 -82h40v68h-40z", pen.radial(*pane))
            pen.line("M-20 -82V-14M0 -82V-14M20 -82V-14", "#3e3a3c", 2.6)
            if dark:
                pen.soft(0, -46, 90, 90, "#ffc766", opacity=0.35)
        pen.fill("M-25 -14h50l3 10h-56z", "#4a4446")
    size = 0.0016 * unit
    return Seen("lantern", "glow" if dark else "", (x - 30 * size, y + 0.26 * unit - 100 * size,
                                                    60 * size, 100 * size))  # fmt: skip


def railing(pen: Pen, stand: Stand) -> list[Seen]:
    """A balcony's iron rail with boxes of flowers."""
    unit, rng, high = stand.unit, stand.rng, 0.4 * stand.unit
    _rail(pen, stand, high, "#4b4f57", 0.07 * unit)
    y = stand.top - high + 0.02 * unit
    seen = []
    for index in range(2):
        wide = min(0.4 * unit, stand.width * 0.4)
        x = stand.width * (0.03 if index == 0 else 0.97) - (0 if index == 0 else wide)
        foliage(pen, (x - 0.02 * unit, y - 0.1 * unit, wide + 0.04 * unit, 0.2 * unit), 0.02 * unit,
                ("#4f7f42", "#5f9450", "#41703c"), 70, rng)  # fmt: skip
        for _ in range(14):
            tone = mix(stand.plan.accent, "#fff3ea", rng.uniform(0, 0.4))
            at = (x + rng.uniform(0.04, 0.96) * wide, y - rng.uniform(-0.05, 0.09) * unit)
            blossom(pen, *at, unit * 0.021, tone)
        box = f"M{x:.1f} {y + 0.03 * unit:.1f}h{wide:.1f}v{0.1 * unit:.1f}h{-wide:.1f}z"
        pen.fill(box, pen.fade("#b8694a", "#97523a"))
        name = f"flowers on the {'left' if index == 0 else 'right'}"
        seen.append(Seen(name, "plant", (x, y - 0.12 * unit, wide, 0.17 * unit)))
    return seen


def roof_terrace(pen: Pen, stand: Stand) -> list[Seen]:
    """A parapet, two chimneys, and lights strung between them."""
    unit, rng = stand.unit, stand.rng
    foot, brick = stand.top + 0.02 * unit, "#9a6a58"
    heads = []
    for x, high in ((0.1 * stand.width, 0.78 * unit), (0.9 * stand.width, 0.7 * unit)):
        wide = 0.09 * unit
        pen.fill(f"M{x - wide:.1f} {foot - high:.1f}h{2 * wide:.1f}V{foot:.1f}h{-2 * wide:.1f}z",
                 pen.fade(lift(brick, 0.04), deepen(brick, 0.08), across=True))  # fmt: skip
        for row in range(int(high / (0.05 * unit))):
            y = foot - row * 0.05 * unit
            pen.line(
                f"M{x - wide:.1f} {y:.1f}h{2 * wide:.1f}", "#7c5345", unit * 0.004, opacity=0.7
            )
        pen.fill(f"M{x - wide * 1.2:.1f} {foot - high:.1f}h{2.4 * wide:.1f}v{0.04 * unit:.1f}"
                 f"h{-2.4 * wide:.1f}z", "#7d5546")  # fmt: skip
        heads.append((x, foot - high + 0.09 * unit))
    wall = 0.22 * unit
    pen.fill(f"M-9 {foot - wall:.1f}H{stand.width + 9}V{foot + 0.02 * unit:.1f}H-9Z",
             pen.fade("#b9aca0", "#978a80"))  # fmt: skip
    pen.fill(
        f"M-9 {foot - wall - 0.03 * unit:.1f}H{stand.width + 9}v{0.05 * unit:.1f}H-9Z", "#cabfb4"
    )
    (x0, y0), (x1, y1) = heads
    sag = 0.16 * unit
    pen.line(
        f"M{x0:.1f} {y0:.1f}Q{(x0 + x1) / 2:.1f} {(y0 + y1) / 2 + 2 * sag:.1f} {x1:.1f} {y1:.1f}",
        "#3c3536",
        unit * 0.004,
    )
    for index in range(11):
        t = (index + 0.5) / 11
        x = x0 + (x1 - x0) * t
        y = y0 + (y1 - y0) * t + 4 * sag * t * (1 - t) + 0.014 * unit
        with pen.on(Layer.GLINT):
            pen.soft(x, y, 0.05 * unit, 0.05 * unit, "#ffd28a", opacity=0.6)
            pen.fill(ellipse(x, y, 0.011 * unit, 0.014 * unit), rng.choice(("#fff2cc", "#ffe6ae")))
    low = max(y0, y1) + sag + 0.05 * unit
    top = min(y0, y1) - 0.02 * unit
    return [Seen("string lights", "glow", (x0, top, x1 - x0, low - top))]


def bench(pen: Pen, stand: Stand) -> list[Seen]:
    """A green bench behind the pet."""
    unit = stand.unit
    wide = stand.half * 2 + 0.36 * unit
    x, foot = stand.layout.pet[0], stand.top + 0.1 * unit
    paint = "#5f8468"
    for side in (-0.44, 0.44):
        pen.fill(f"M{x + side * wide - 0.016 * unit:.1f} {foot - 0.5 * unit:.1f}h{0.032 * unit:.1f}"
                 f"V{foot:.1f}h{-0.032 * unit:.1f}z", "#43464a")  # fmt: skip
    for row, high in ((0.52, 0.07), (0.42, 0.07), (0.32, 0.07), (0.19, 0.055)):
        pen.fill(f"M{x - wide / 2:.1f} {foot - row * unit:.1f}h{wide:.1f}v{high * unit:.1f}"
                 f"h{-wide:.1f}z", pen.fade(lift(paint, 0.05), deepen(paint, 0.05)))  # fmt: skip
    return []


def boats(pen: Pen, stand: Stand) -> list[Seen]:
    """Boats pulled up on the sand, with blue undersides."""
    unit = stand.unit
    places = ((stand.free(0.5 * unit), 1.0, "#4a7fa8"), (stand.other(0.4 * unit), 0.8, "#c4574a"))
    for x, size, paint in places:
        with pen.at(x, stand.top + 0.09 * unit, unit * size * 0.0032, -4 * stand.layout.side):
            pen.soft(0, 4, 110, 12, "#2a2014", opacity=0.4)
            pen.line("M14 -46V-178", "#8a6a48", 5)
            hull = closed([(-106.0, -62.0), (0, -50), (112, -70), (92, -22), (56, 2), (-52, 2),
                           (-88, -20)])  # fmt: skip
            inside = pen.part(hull, paint)
            pen.line("M-112 -57Q0 -44 116 -64", "#f7f1e4", 13, inside=inside)
            pen.line("M-100 -34Q0 -22 104 -42M-90 -16Q0 -6 92 -22", deepen(paint, 0.1), 2.5,
                     inside=inside)  # fmt: skip
            pen.fill(polygon([(20, -170), (20, -66), (74, -70)]), "#f3ead8", opacity=0.96)
    return []


def lighthouse(pen: Pen, stand: Stand) -> list[Seen]:
    """A striped lighthouse on its rock, with a lit lantern."""
    unit = stand.unit
    x = stand.free(0.34 * unit)
    foot = stand.top + 0.06 * unit
    with pen.at(x, foot, unit * 0.0105):
        pen.part(closed([(-30.0, 2.0), (-22, -10), (0, -13), (22, -9), (32, 2)]), "#8b8580")
        tower = "M-9 -8L-6 -84H6L9 -8Z"
        inside = pen.clip(tower)
        pen.fill(tower, pen.fade("#ffffff", "#d9d4cc", across=True))
        for y in (-76, -52, -28):
            pen.fill(
                f"M-12 {y}h24v12h-24z", pen.fade("#d9483b", "#a8322a", across=True), inside=inside
            )
        pen.fill("M-9 -86h18v3h-18z", "#4a4648")
        pen.fill("M-7 -97Q0 -106 7 -97Z", "#b03a30")
        pen.fill("M-1.5 -40h3v5h-3zM-1.5 -64h3v5h-3z", "#4a4648")
        with pen.on(Layer.GLINT):
            pen.fill("M-5 -97h10v11h-10z", pen.radial((0, "#fffbe0"), (1, "#ffd76a")))
            pen.soft(0, -91, 26, 22, "#ffe49a", opacity=0.55)
    size = 0.0105 * unit
    return [Seen("lamp of the lighthouse", "glow", (x - 10 * size, foot - 100 * size, 20 * size,
                                                    17 * size))]  # fmt: skip


def tent(pen: Pen, stand: Stand) -> list[Seen]:
    """A canvas tent with its flap open."""
    unit = stand.unit
    x, foot = stand.layout.pet[0] + stand.layout.side * 0.16 * unit, stand.top + 0.1 * unit
    wide, high = 0.62 * unit, 0.82 * unit
    canvas = mix(stand.plan.fabric, "#e6d5b2", 0.6)
    body = polygon([(x, foot - high), (x + wide, foot), (x - wide, foot)])
    pen.fill(body, pen.fade(lift(canvas, 0.05), deepen(canvas, 0.04)))
    gap = polygon([(x, foot - high * 0.86), (x + wide * 0.4, foot), (x - wide * 0.4, foot)])
    pen.fill(gap, pen.fade("#6b5238", "#3a2a1c"))
    flap = closed([(x, foot - high * 0.86), (x + wide * 0.42, foot), (x + wide * 0.62, foot - 4),
                   (x + wide * 0.34, foot - high * 0.4)])  # fmt: skip
    pen.fill(flap, pen.fade(lift(canvas, 0.09), canvas))
    for side in (-1, 1):
        pen.line(f"M{x:.1f} {foot - high:.1f}L{x + side * wide * 1.3:.1f} {foot:.1f}", "#cfc3a6",
                 unit * 0.004)  # fmt: skip
    box = (x + wide * 0.02, foot - high * 0.86, wide * 0.62, high * 0.86)
    return [Seen("flap of the tent", "fabric", box)]


def stall(pen: Pen, stand: Stand) -> list[Seen]:
    """A market stall: a striped awning and a heap of oranges."""
    unit, rng = stand.unit, stand.rng
    foot = stand.top + 0.05 * unit
    high, table = 1.02 * unit, 0.3 * unit
    for x in (0.07 * stand.width, 0.93 * stand.width):
        pen.line(f"M{x:.1f} {foot:.1f}V{foot - high:.1f}", "#8a6a4a", unit * 0.022)
    pen.fill(f"M{0.04 * stand.width:.1f} {foot - table:.1f}H{0.96 * stand.width:.1f}V{foot:.1f}"
             f"H{0.04 * stand.width:.1f}Z", pen.fade("#b98a5a", "#8f6740"))  # fmt: skip
    for row in range(3):
        for index in range(16 - row):
            x = stand.width * (0.1 + 0.8 * (index + 0.5 + row / 2) / 16)
            tone = rng.choice(("#ee9a2e", "#f2a940", "#e58a24"))
            pen.part(
                ellipse(x, foot - table - (0.02 + row * 0.045) * unit, 0.032 * unit, 0.032 * unit),
                tone,
            )
    count = 10
    wide = stand.width / count
    for index in range(count):
        x, y = index * wide, foot - high
        tone = stand.plan.fabric if index % 2 else "#f6efe2"
        strip = (f"M{x:.1f} {y - 0.14 * unit:.1f}h{wide:.1f}V{y + 0.06 * unit:.1f}"
                 f"q{-wide / 2:.1f} {0.08 * unit:.1f} {-wide:.1f} 0Z")  # fmt: skip
        pen.fill(strip, pen.fade(lift(tone, 0.03), deepen(tone, 0.05)))
    y = foot - high - 0.14 * unit
    pen.line(through([(0, y), (stand.width, y)]), deepen(stand.plan.fabric, 0.1), unit * 0.012)
    return [Seen("awning", "fabric", (0.0, y, stand.width, 0.26 * unit))]
