"""A room to be snug in: wall, window, curtains, floor."""

from __future__ import annotations

from random import Random

from kinora.model.taxonomy import WET, Place, TimeOfDay, Weather
from kinora.picture.pets.curves import closed, ellipse, limb, through
from kinora.picture.pets.pen import Layer, Pen
from kinora.picture.pets.tints import deepen, lift, mix
from kinora.picture.stills.backdrops import INSIDE
from kinora.picture.stills.backdrops.stand import Stand
from kinora.picture.stills.backdrops.walls import glasshouse
from kinora.picture.stills.layout import Box, Layout
from kinora.picture.stills.plan import StillPlan, Support
from kinora.picture.stills.seen import Seen

_WOODS = ("#a9744b", "#8d5f42", "#c1925f", "#7c5640")


def draw_room(pen: Pen, plan: StillPlan, layout: Layout, half: float, rng: Random) -> list[Seen]:
    """Everything behind the pet but what the window shows, whose pane stays clear."""
    wood = rng.choice(_WOODS)
    walls = [INSIDE[name] for name in plan.backdrop if name in INSIDE]
    _wall(pen, plan, layout, rng)
    stand = Stand(plan, layout, layout.floor, half, rng)
    papered = [wall for wall in walls if wall is not glasshouse]
    seen = [item for wall in papered for item in wall(pen, stand)]
    seen += _window(pen, plan, layout)
    if plan.support is Support.SILL:
        _ledge(pen, plan, layout)
    else:
        _floor(pen, plan, layout, wood, rng)
    if glasshouse in walls:
        seen += glasshouse(pen, stand)
    if "curtains" in plan.extras:
        seen += _curtains(pen, plan, layout)
    if "fireplace" in plan.extras and plan.support is not Support.SILL:
        seen.append(_hearth(pen, plan, layout, rng))
    elif plan.support is not Support.SILL and not walls:
        _frames(pen, plan, layout, rng)
    if "string lights" in plan.extras:
        seen.append(_string_lights(pen, plan, layout, rng))
    return seen


def _rows(box: Box) -> tuple[float, float, float, float]:
    left, top, wide, high = box
    return left, top, left + wide, top + high


def _wall(pen: Pen, plan: StillPlan, layout: Layout, rng: Random) -> None:
    width, floor = plan.width, layout.floor
    left, top, right, bottom = _rows(layout.window)
    hole = f"M{left:.1f} {top:.1f}V{bottom:.1f}H{right:.1f}V{top:.1f}Z"
    paper = pen.fade(lift(plan.wall, 0.03), plan.wall, deepen(plan.wall, 0.03))
    pen.fill(f"M0 0H{width}V{floor + 2:.1f}H0Z{hole}", paper)
    clear = pen.clip(f"M0 0H{width}V{floor:.1f}H0Z{hole}")
    step = layout.unit * 0.085
    pattern, tone = rng.choice(("stripes", "dots", "plain")), lift(plan.wall, 0.035)
    if plan.backdrop:
        return
    columns = int(width / step) + 2
    if pattern == "stripes":
        lines = "".join(f"M{(i + 0.5) * step:.1f} 0V{floor:.1f}" for i in range(columns))
        pen.line(lines, tone, step * 0.4, inside=clear, opacity=0.6)
    elif pattern == "dots":
        dots = "".join(
            ellipse((i + 0.5 * (row % 2)) * step, row * step * 0.8, step * 0.09, step * 0.09)
            for row in range(int(floor / step / 0.8) + 1)
            for i in range(columns)
        )
        pen.fill(dots, tone, inside=clear, opacity=0.9)


def _window(pen: Pen, plan: StillPlan, layout: Layout) -> list[Seen]:
    left, top, right, bottom = _rows(layout.window)
    unit = layout.unit
    wide, bar = unit * 0.03, unit * 0.016
    paint = mix("#fbf4ea", plan.wall, 0.12)
    glass = f"M{left:.1f} {top:.1f}H{right:.1f}V{bottom:.1f}H{left:.1f}Z"
    inside = pen.clip(glass)
    pen.fill(f"M{left - 9:.1f} {top:.1f}L{left + (right - left) * 0.5:.1f} {top:.1f}"
             f"L{left + (right - left) * 0.2:.1f} {bottom:.1f}L{left - 9:.1f} {bottom:.1f}Z",
             "#ffffff", inside=inside, opacity=0.07)  # fmt: skip
    if plan.view.weather in WET:
        _drops(pen, layout.window, inside, unit, plan.seed)
    panes = 2 if right - left < (bottom - top) * 1.5 else 3
    for index in range(1, panes):
        x = left + (right - left) * index / panes
        pen.line(f"M{x:.1f} {top:.1f}V{bottom:.1f}", deepen(paint, 0.1), bar * 1.3)
        pen.line(f"M{x - bar * 0.1:.1f} {top:.1f}V{bottom:.1f}", paint, bar)
    y = top + (bottom - top) * 0.42
    pen.line(f"M{left:.1f} {y + bar * 0.2:.1f}H{right:.1f}", deepen(paint, 0.1), bar * 1.3)
    pen.line(f"M{left:.1f} {y:.1f}H{right:.1f}", paint, bar)
    pen.line(glass, deepen(paint, 0.12), wide * 1.2)
    pen.line(glass, paint, wide)
    if plan.support is not Support.SILL:
        sill = unit * 0.035
        pen.soft((left + right) / 2, bottom + sill * 1.6, (right - left) * 0.62, sill * 1.6,
                 deepen(plan.wall, 0.25), opacity=0.5)  # fmt: skip
        pen.fill(
            f"M{left - sill:.1f} {bottom:.1f}H{right + sill:.1f}v{sill:.1f}H{left - sill:.1f}Z",
            pen.fade(lift(paint, 0.03), deepen(paint, 0.1)),
        )
    return _through_the_glass(pen, plan, layout)


def _through_the_glass(pen: Pen, plan: StillPlan, layout: Layout) -> list[Seen]:
    """What moves behind the panes or on them."""
    left, top, right, bottom = _rows(layout.window)
    wide, high = right - left, bottom - top
    if plan.view.weather in WET:
        return [Seen("rain on the window", "precipitation", (left, top, wide, high * 0.9))]
    if plan.view.weather is Weather.SNOW:
        _flakes(pen, layout, plan.seed)
        return [Seen("snow behind the glass", "precipitation", (left, top, wide, high))]
    seen = []
    if plan.view.place in {Place.SEA, Place.LAKE}:
        level = top + high * min(plan.view.horizon + 0.02, 0.9)
        seen.append(Seen("water behind the window", "water", (left, level, wide, bottom - level)))
    if plan.view.place not in {Place.FOREST, Place.CAVE}:
        sky = high * max(plan.view.horizon - 0.06, 0.2)
        seen.append(Seen("sky behind the window", "sky", (left, top, wide, sky)))
    return seen


def _flakes(pen: Pen, layout: Layout, seed: int) -> None:
    """Snow that falls behind the panes."""
    rng = Random(seed)  # noqa: S311 - art, not secrets
    left, top, right, bottom = _rows(layout.window)
    unit = layout.unit
    with pen.on(Layer.GLINT):
        for _ in range(64):
            size = unit * rng.choice((0.0045, 0.006, 0.008))
            x = rng.uniform(left + size + 0.02 * unit, right - size - 0.02 * unit)
            y = rng.uniform(top + size + 0.02 * unit, bottom - size - 0.02 * unit)
            pen.soft(x, y, size, size, "#ffffff", opacity=0.85, core=0.4)


def _drops(pen: Pen, box: Box, inside: str, unit: float, seed: int) -> None:
    """Drops on the pane, and the tracks of some that ran."""
    rng = Random(seed)  # noqa: S311 - art, not secrets
    left, top, wide, high = box
    for _ in range(70):
        x, y = left + rng.random() * wide, top + rng.random() * high
        size = unit * rng.uniform(0.003, 0.0085)
        if rng.random() < 0.22:
            track = (
                f"M{x:.1f} {y - size * 14:.1f}q{size * 0.7:.1f} {size * 7:.1f} 0 {size * 14:.1f}"
            )
            pen.line(track, "#e8f2f8", size * 0.8, inside=inside, opacity=0.35)
        pen.fill(ellipse(x, y, size, size * 1.2), pen.fade("#7f95a6", "#eaf4fa"), inside=inside,
                 opacity=0.75)  # fmt: skip
        pen.fill(ellipse(x - size * 0.3, y - size * 0.4, size * 0.3, size * 0.3), "#ffffff",
                 inside=inside)  # fmt: skip


def _floor(pen: Pen, plan: StillPlan, layout: Layout, wood: str, rng: Random) -> None:
    width, height, floor = plan.width, plan.height, layout.floor
    pen.fill(f"M0 {floor:.1f}H{width}V{height}H0Z", pen.fade(deepen(wood, 0.05), lift(wood, 0.05)))
    vanish = (width / 2, floor - 0.5 * height)
    for index in range(-9, 10):
        foot = width / 2 + index * layout.unit * 0.26
        share = (floor - vanish[1]) / (height - vanish[1])
        head = vanish[0] + (foot - vanish[0]) * share
        pen.line(f"M{head:.1f} {floor:.1f}L{foot:.1f} {height}", deepen(wood, 0.08), 2.2,
                 opacity=0.75)  # fmt: skip
        for _ in range(2):
            at = rng.random() ** 1.3
            y = floor + (height - floor) * at
            grow = share + (1 - share) * at
            x = vanish[0] + (foot - vanish[0]) * grow
            pen.line(f"M{x:.1f} {y:.1f}h{layout.unit * 0.26 * grow:.1f}", deepen(wood, 0.08), 2,
                     opacity=0.6)  # fmt: skip
    skirt = layout.unit * 0.04
    board = mix("#f6ede0", plan.wall, 0.25)
    pen.fill(f"M0 {floor - skirt:.1f}H{width}v{skirt:.1f}H0Z", pen.fade(board, deepen(board, 0.1)))
    pen.fill(f"M0 {floor:.1f}H{width}v{skirt * 1.4:.1f}H0Z", pen.clear("#1a0d06", 0.35, 0.0))


def _ledge(pen: Pen, plan: StillPlan, layout: Layout) -> None:
    """A deep sill for a seat, with the wall below it."""
    width, height, unit = plan.width, plan.height, layout.unit
    top, edge = layout.window[1] + layout.window[3], layout.floor
    board = mix("#f3e6d3", plan.wall, 0.2)
    pen.fill(f"M0 {edge:.1f}H{width}V{height}H0Z",
             pen.fade(deepen(plan.wall, 0.04), deepen(plan.wall, 0.1)))  # fmt: skip
    pen.fill(
        f"M0 {top:.1f}H{width}V{edge:.1f}H0Z", pen.fade(deepen(board, 0.05), lift(board, 0.02))
    )
    lip = unit * 0.035
    pen.fill(f"M0 {edge:.1f}H{width}v{lip:.1f}H0Z", pen.fade(board, deepen(board, 0.12)))
    pen.fill(f"M0 {edge + lip:.1f}H{width}v{lip * 2:.1f}H0Z", pen.clear("#1a0d06", 0.3, 0.0))


def _frames(pen: Pen, plan: StillPlan, layout: Layout, rng: Random) -> None:
    """Small pictures on the wall, where it is free."""
    left, top, right, _ = _rows(layout.window)
    hung = 0.15 * layout.unit if "curtains" in plan.extras else 0.0
    room = (right + hung, plan.width) if plan.width - right > left else (0.0, left - hung)
    if room[1] - room[0] < 0.26 * layout.unit:
        return
    middle = (room[0] + room[1]) / 2
    size = layout.unit * 0.12
    for index, (dx, dy) in enumerate(((-0.5, 0.0), (0.62, 0.5))[: rng.choice((1, 2))]):
        x, y = middle + dx * size, top + size * (0.6 + dy)
        with pen.at(x, y, size / 100):
            pen.fill("M-36 -46h80v104h-80z", "#1c0f08", opacity=0.25)
            pen.fill("M-42 -54h84v108h-84z", pen.volume("#8a6242"))
            pen.fill("M-34 -46h68v92h-68z", "#f6eee0")
            tone = mix(plan.accent, plan.fabric, index * 0.6)
            pen.fill("M-26 38Q-10 -8 4 14Q14 -4 26 38Z", tone, opacity=0.8)
            pen.fill(ellipse(10, -20, 9, 9), lift(tone, 0.12), opacity=0.9)


def _curtains(pen: Pen, plan: StillPlan, layout: Layout) -> list[Seen]:
    left, top, right, bottom = _rows(layout.window)
    unit = layout.unit
    rod, long = top - 0.045 * unit, min(bottom + 0.1 * unit, layout.floor - 0.01 * unit)
    hang = unit * 0.17
    pen.line(f"M{left - hang:.1f} {rod:.1f}H{right + hang:.1f}", "#7b5a40", unit * 0.014)
    for x in (left - hang, right + hang):
        pen.fill(ellipse(x, rod, unit * 0.016, unit * 0.016), pen.volume("#8f6a4a"))
    seen = []
    for side, x in ((-1, left), (1, right)):
        out, drawn = x + side * hang * 0.8, x - side * hang * 0.5
        tie = rod + (long - rod) * 0.62
        cloth = closed([(out, rod), ((out + drawn) / 2, rod - 4), (drawn, rod),
                        (drawn - side * -0.02 * unit, (rod + tie) / 2 - 10),
                        (x + side * hang * 0.28, tie), (x + side * hang * 0.1, long),
                        ((x + out) / 2, long + 5), (out + side * 4, long),
                        (out - side * hang * 0.06, tie), (out, (rod + tie) / 2)])  # fmt: skip
        for shift, shade in ((0.016, 0.12), (0.03, 0.08)):
            with pen.at(-layout.side * unit * shift, unit * shift * 0.5):
                pen.fill(cloth, deepen(plan.wall, 0.3), opacity=shade)
        inside = pen.clip(cloth)
        pen.fill(cloth, pen.fade(lift(plan.fabric, 0.03), plan.fabric, deepen(plan.fabric, 0.05)))
        for index in range(7):
            a = out + (drawn - out) * (index + 0.5) / 7
            b = out + (x + side * hang * 0.3 - out) * (index + 0.5) / 7
            fold = through([(a, rod - 6), (a * 0.6 + b * 0.4, (rod + tie) / 2), (b, tie),
                            (b * 0.7 + (out + x) * 0.15, long + 8)])  # fmt: skip
            tone = lift(plan.fabric, 0.07) if index % 2 else deepen(plan.fabric, 0.1)
            pen.line(fold, tone, hang * 0.09, inside=inside, opacity=0.3)
            pen.line(fold, tone, hang * 0.05, inside=inside, opacity=0.3)
        band = f"M{out - side * 2:.1f} {tie - 8:.1f}L{x + side * hang * 0.26:.1f} {tie + 8:.1f}"
        pen.line(band, mix(plan.accent, plan.fabric, 0.35), unit * 0.022)
        box = (min(out, drawn), rod, abs(out - drawn), long - rod)
        seen.append(Seen(f"{'left' if side < 0 else 'right'} curtain", "fabric", box))
    return seen


def _string_lights(pen: Pen, plan: StillPlan, layout: Layout, rng: Random) -> Seen:
    width, unit = plan.width, layout.unit
    top = max(layout.window[1] - 0.09 * unit, 0.03 * plan.height)
    points = [(width * i / 4, top + (0.05 * unit if i % 2 else -0.01 * unit)) for i in range(5)]
    pen.line(through(points), "#4a3a34", unit * 0.004)
    for index in range(4):
        (x0, y0), (x1, y1) = points[index], points[index + 1]
        for share in (0.15, 0.4, 0.65, 0.9):
            x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share + unit * 0.012
            tone = rng.choice(("#ffd98a", "#ffe7b0", "#ffc878"))
            with pen.on(Layer.GLINT):
                pen.soft(x, y, unit * 0.05, unit * 0.05, tone, opacity=0.6)
                pen.fill(ellipse(x, y, unit * 0.009, unit * 0.012), "#fff6dc")
    return Seen("string lights", "glow", (0.0, top - 0.03 * unit, float(width), 0.12 * unit))


def _hearth(pen: Pen, plan: StillPlan, layout: Layout, rng: Random) -> Seen:
    unit = layout.unit
    half = 0.24 * unit
    x = half * 0.9 if layout.side > 0 else plan.width - half * 0.9
    foot = layout.floor + 0.02 * unit
    stone = mix("#b7aca0", plan.wall, 0.2)
    pen.fill(f"M{x - half:.1f} {foot:.1f}V{foot - half * 1.9:.1f}H{x + half:.1f}V{foot:.1f}Z",
             pen.volume(stone))  # fmt: skip
    pen.fill(f"M{x - half * 1.15:.1f} {foot - half * 2.05:.1f}h{half * 2.3:.1f}v{half * 0.2:.1f}"
             f"h{-half * 2.3:.1f}z", pen.volume("#8a6042"))  # fmt: skip
    arch = (f"M{x - half * 0.68:.1f} {foot:.1f}V{foot - half * 0.85:.1f}"
            f"Q{x:.1f} {foot - half * 1.75:.1f} {x + half * 0.68:.1f} {foot - half * 0.85:.1f}"
            f"V{foot:.1f}Z")  # fmt: skip
    inside = pen.clip(arch)
    pen.fill(arch, pen.radial((0, "#c85a1e"), (0.6, "#5a2412"), (1, "#24100c"), y=0.8))
    for turn in (-7, 6):
        with pen.at(x, foot - half * 0.14, 1.0, turn):
            pen.part(ellipse(0, 0, half * 0.5, half * 0.09), "#6b4630")
    for colour, size in (("#ff7a24", 1.0), ("#ffb03c", 0.7), ("#ffe48a", 0.42)):
        for shift in (-0.3, 0.0, 0.28):
            tall = half * (1.0 - abs(shift)) * size * rng.uniform(0.85, 1.1)
            base = (x + shift * half * 0.9, foot - half * 0.12)
            flame = limb([base, (base[0] + half * 0.05, base[1] - tall * 0.5),
                          (base[0] - half * 0.03, base[1] - tall)],
                         [half * 0.2 * size, half * 0.15 * size, 2])  # fmt: skip
            with pen.on(Layer.GLINT):
                pen.fill(flame, colour, inside=inside, opacity=0.9)
    with pen.on(Layer.GLINT):
        pen.soft(x, foot - half * 0.5, half * 1.5, half * 1.3, "#ff9a3c", opacity=0.3)
    return Seen("fire", "fire", (x - half * 0.6, foot - half * 1.2, half * 1.2, half * 1.2))


def beam(pen: Pen, plan: StillPlan, layout: Layout, colour: str) -> list[Seen]:
    """Sunlight that falls through the window, and dust in it."""
    left, top, right, bottom = _rows(layout.window)
    slant = -layout.side * layout.unit * 0.5
    foot = layout.floor + (plan.height - layout.floor) * 0.7
    third = (right - left) / 2
    strength = 0.3 if plan.view.time_of_day is TimeOfDay.GOLDEN_HOUR else 0.2
    for index in range(2):
        a = left + third * index + third * 0.08
        b = a + third * 0.84
        shaft = (f"M{a:.1f} {top:.1f}L{b:.1f} {top:.1f}L{b + slant * 1.15:.1f} {foot:.1f}"
                 f"L{a + slant * 0.95:.1f} {foot:.1f}Z")  # fmt: skip
        pen.fill(shaft, pen.clear(colour, strength, 0.02))
    low, high = min(left, left + slant), max(right, right + slant)
    box = (low, top + (bottom - top) * 0.5, high - low, foot - top - (bottom - top) * 0.5)
    return [Seen("light from the window", "light", box)]


def dust(pen: Pen, plan: StillPlan, layout: Layout, rng: Random) -> Seen:
    """Motes that float in the light."""
    left, top, wide, high = layout.window
    slant = -layout.side * layout.unit * 0.4
    for _ in range(60):
        down = rng.random()
        x = left + rng.random() * wide + slant * down
        y = top + high * 0.3 + down * (plan.height * 0.9 - top - high * 0.3)
        size = layout.unit * rng.choice((0.0016, 0.0022, 0.003, 0.0045))
        pen.soft(x, y, size * 2, size * 2, "#fff0cf", opacity=rng.uniform(0.35, 0.9), core=0.3)
    box = (left + min(slant, 0), top + high * 0.3, wide + abs(slant), plan.height * 0.5)
    return Seen("dust in the light", "dust", box)
