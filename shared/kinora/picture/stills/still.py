"""A still picture drawn from its plan: the place, one light, and the pet in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinora.model.taxonomy import Place
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes, Floats
from kinora.picture.painter import Painter
from kinora.picture.pets.bodies import GROUND
from kinora.picture.pets.pen import Layer, Pen
from kinora.picture.pets.portrait import BOX, Portrait, portrait
from kinora.picture.pets.raster import rasterised
from kinora.picture.stills.backdrops import OUTSIDE
from kinora.picture.stills.backdrops.stand import Stand
from kinora.picture.stills.floating import draw_floating
from kinora.picture.stills.ground import draw_ground, edge_of
from kinora.picture.stills.interior import beam, draw_room, dust
from kinora.picture.stills.layout import Layout, lay_out
from kinora.picture.stills.light import Glow, hour_of, light_map, lit
from kinora.picture.stills.moon import rainbow, rise
from kinora.picture.stills.plan import INDOORS, StillPlan
from kinora.picture.stills.props import PROPS
from kinora.picture.stills.seen import Seen
from kinora.picture.stills.supports import draw_support
from kinora.picture.stills.weather import draw_weather, twigs
from kinora.seeding import stream

_SOFTER = 0.75
"""Size at which everything but the pet and the view is drawn, against the picture's."""
_WATERS = frozenset({Place.SEA, Place.LAKE})


@dataclass(frozen=True)
class Still:
    """A finished picture."""

    pixels: Bytes
    """(height, width, 3) red, green, blue."""
    mask: Bytes
    """(height, width), 255 where the pet is seen."""
    bare: Bytes
    """The same picture without the pet, but with its shadow."""
    seen: tuple[Seen, ...]
    """What could move, the most prominent first."""


def draw_still(plan: StillPlan) -> Still:
    """Draw a picture; the same plan gives the same pixels."""
    layout = lay_out(plan)
    pet = portrait(plan.look, layout.span, layout.side)
    offset = _offset(pet, layout)
    half = _half_width(pet.body[..., 3])
    back, front, air = Pen(layout.side), Pen(layout.side), Pen(layout.side)
    canvas, risen = _view(plan, layout)
    seen = risen + _scenery(back, front, plan, layout, half, canvas)
    glows: list[Glow] = []
    seen += _things(back, front, plan, layout, glows)
    seen += _air(air, plan, layout, front)
    field = light_map(plan, layout, tuple(glows))
    behind = _ink(back, plan) * np.dstack([field, np.ones_like(field[..., :1])])
    canvas = _over(canvas, np.minimum(behind, behind[..., 3:4]))
    shining = _glow(back, plan)
    if shining is not None:
        canvas = _over(canvas, shining)
    _shadow(canvas, pet.body[..., 3], offset, layout)
    if air.drawn(Layer.COAT):
        small = rasterised(air.svg(Layer.COAT, (0, 0, plan.width, plan.height), plan.width // 4))
        small = cv.blurred(small, 0.003 * layout.unit)
        light = cv.resize(small, (plan.width, plan.height))
        canvas += light[..., :3] * (1 - canvas)
    before = _ink(front, plan)
    before[..., :3] = np.minimum(before[..., :3] * field, before[..., 3:4])
    before = cv.blurred(before, 0.0012 * layout.unit)
    fallen = _glow(front, plan)
    bare = canvas.copy()
    mask = _place(canvas, pet, offset, field, plan, layout)
    for picture in (canvas, bare):
        picture[...] = _over(picture, before)
        if fallen is not None:
            picture[...] = _over(picture, fallen)
    mask = mask * (1 - before[..., 3])
    kept = [item for item in (thing.within(plan.width, plan.height) for thing in seen) if item]
    shown = tuple(item for item in kept if _visible(item, mask))
    covered = np.clip(mask * np.float32(1.7), 0, 1)
    return Still(_bytes(canvas), cv.to_bytes(covered, 255), _bytes(bare), shown)


def _bytes(picture: Floats) -> Bytes:
    return cv.to_bytes(np.clip(picture, 0, 1), 255)


def _ink(pen: Pen, plan: StillPlan) -> Floats:
    """What stands before and behind the pet: a little softer than it is, and sooner drawn."""
    box = (0, 0, plan.width, plan.height)
    drawn = rasterised(pen.svg(Layer.COAT, box, round(plan.width * _SOFTER)))
    return cv.resize(drawn, (plan.width, plan.height))


def _glow(pen: Pen, plan: StillPlan) -> Floats | None:
    """What shines of itself, drawn at half size, for it is soft."""
    if not pen.drawn(Layer.GLINT):
        return None
    drawn = rasterised(pen.svg(Layer.GLINT, (0, 0, plan.width, plan.height), plan.width // 2))
    return cv.resize(drawn, (plan.width, plan.height))


def _over(below: Floats, above: Floats) -> Floats:
    laid: Floats = above[..., :3] + below * (1 - above[..., 3:4])
    return laid


def _offset(pet: Portrait, layout: Layout) -> tuple[int, int]:
    """Left and top pixel of the portrait in the picture."""
    feet = pet.feet
    return round(layout.pet[0] - feet[0]), round(layout.pet[1] - feet[1])


def _half_width(cover: Floats) -> float:
    columns = np.flatnonzero(cover[int(cover.shape[0] * 0.55) :].max(axis=0) > 0.6)
    return float(columns[-1] - columns[0]) / 2 if len(columns) else cover.shape[1] * 0.3


def _view(plan: StillPlan, layout: Layout) -> tuple[Floats, list[Seen]]:
    """The landscape, a little out of focus: all of the picture, or what the window shows."""
    painted = Painter(plan.view).frame(plan.view.format.frames // 2)[..., ::-1]
    frame = painted.astype(np.float32) * np.float32(1 / 255)
    moon = rise(frame, plan.view) if "full moon" in plan.extras else None
    if "rainbow" in plan.extras:
        rainbow(frame, plan.view)
    size = (plan.width, plan.height)
    if plan.support not in INDOORS:
        near = cv.resize(np.ascontiguousarray(frame), size, how=cv.CUBIC)
        scale = size[0] / frame.shape[1]
        seen = _moon(moon, scale, (0.0, 0.0))
        return cv.blurred(np.clip(near, 0, 1), 0.0035 * layout.unit), seen
    left, top, wide, high = (round(value) for value in layout.window)
    rows, columns = frame.shape[:2]
    grow = max((wide + 4) / columns, (high + 4) / rows)
    # As much of the view as has the window's shape, from its middle.
    cut_x, cut_y = round((columns - (wide + 4) / grow) / 2), round((rows - (high + 4) / grow) / 2)
    cut = np.ascontiguousarray(frame[cut_y : rows - cut_y, cut_x : columns - cut_x])
    pane = cv.resize(cut, (wide + 4, high + 4), how=cv.CUBIC)
    glass = cv.blurred(np.clip(pane, 0, 1), 0.003 * layout.unit)
    canvas = np.zeros((plan.height, plan.width, 3), np.float32)
    y0, x0 = max(top - 2, 0), max(left - 2, 0)
    part = canvas[y0 : top + high + 2, x0 : left + wide + 2]
    part[...] = glass[y0 - top + 2 :, x0 - left + 2 :][: part.shape[0], : part.shape[1]]
    grown = (wide + 4) / cut.shape[1]
    return canvas, _moon(moon, grown, (left - 2 - cut_x * grown, top - 2 - cut_y * grown))


def _moon(
    moon: tuple[float, float, float] | None, scale: float, origin: tuple[float, float]
) -> list[Seen]:
    if moon is None:
        return []
    x, y, radius = (value * scale for value in moon)
    reach = radius * 1.5
    return [
        Seen("moon", "glow", (origin[0] + x - reach, origin[1] + y - reach, 2 * reach, 2 * reach))
    ]


def _scenery(
    back: Pen, front: Pen, plan: StillPlan, layout: Layout, half: float, canvas: Floats
) -> list[Seen]:
    rng = stream(plan.layout, "scenery")
    if plan.support in INDOORS:
        seen = draw_room(back, plan, layout, half, rng)
        return draw_support(back, front, plan, layout, half) + seen
    row = min(int(layout.pet[1] - 0.12 * layout.unit), plan.height - 9)
    mean = canvas[row : row + 8].mean(axis=(0, 1)) / np.array(hour_of(plan).outside, np.float32)
    far = "#" + "".join(f"{round(255 * float(value)):02x}" for value in np.clip(mean, 0, 1))
    stand = Stand(plan, layout, edge_of(plan, layout), half, rng)
    drops = [OUTSIDE[name] for name in plan.backdrop if name in OUTSIDE]
    built = [item for drop in drops if not drop.before for item in drop.draw(back, stand)]
    seen = draw_ground(back, front, plan, layout, far, half)
    seen += built + [item for drop in drops if drop.before for item in drop.draw(back, stand)]
    seen += _far_away(plan, stand, max((drop.hides for drop in drops), default=0.0))
    if "branches" in plan.extras:
        seen.append(twigs(front, plan, layout, stream(plan.seed, "twigs")))
    return [item for item in seen if item.stuff]


def _far_away(plan: StillPlan, stand: Stand, hidden: float) -> list[Seen]:
    """Sky and water, as far as what stands before them leaves of them; ``hidden`` in units."""
    width, horizon = float(plan.width), plan.view.horizon * plan.height
    skyline = min(horizon, stand.top - hidden * stand.unit)
    seen = []
    if plan.view.place in _WATERS and not hidden and stand.top - horizon > 0.03 * plan.height:
        seen.append(Seen("water", "water", (0.0, horizon, width, stand.top - horizon)))
    if plan.view.place is Place.FOREST:
        head = 0.62 * horizon
        seen.append(Seen("trees", "plant", (0.0, head, width, stand.top - head)))
        skyline = min(skyline, head)
    if skyline > 0.06 * plan.height:
        seen.append(Seen("sky", "sky", (0.0, 0.0, width, skyline * 0.9)))
    return seen


def _things(
    back: Pen, front: Pen, plan: StillPlan, layout: Layout, glows: list[Glow]
) -> list[Seen]:
    """The props on their spots, and the light that some of them shed."""
    seen = []
    for name, (x, y, tall) in _spread(plan, layout):
        prop = PROPS[name]
        rng = stream(plan.seed, "prop", name)
        scale = tall / 100 * prop.size
        colour = plan.accent if prop.stuff in {"plant", "steam", "fire", "glow"} else plan.fabric
        colour = dict(plan.dyed).get(name, colour)
        pen = back if y < layout.pet[1] else front
        with pen.at(x, y, scale):
            prop.draw(pen, colour, rng)
        left, top, wide, high = prop.box
        if prop.stuff:
            box = (x + left * scale, y + top * scale, wide * scale, high * scale)
            seen.append(Seen(name, prop.stuff, box))
        if prop.glow:
            reach = layout.unit * 0.62
            glows.append(Glow(x, y + prop.flame * scale, reach, prop.glow, 0.75))
    if "fireplace" in plan.extras and plan.support in INDOORS:
        x = 0.22 * layout.unit if layout.side > 0 else plan.width - 0.22 * layout.unit
        glows.append(Glow(x, layout.floor - 0.1 * layout.unit, layout.unit * 0.8, "#ff9d4d", 0.8))
    if "string lights" in plan.extras and plan.support in INDOORS:
        glows.append(Glow(plan.width / 2, layout.window[1], layout.unit, "#ffd08a", 0.35))
    return seen


def _spread(
    plan: StillPlan, layout: Layout
) -> list[tuple[str, tuple[float, float, float]]]:  # fmt: skip
    """A spot for each thing while there are any: tall things only where they hide nothing."""
    hearth = "fireplace" in plan.extras and plan.support in INDOORS
    behind, before = list(layout.spots[::3]), list(layout.spots[1:3])
    behind = behind[:1] if hearth else behind
    placed = []
    for name in plan.props:
        spots = behind if PROPS[name].tall else before or behind
        if spots:
            placed.append((name, spots.pop(0)))
    return placed


def _air(air: Pen, plan: StillPlan, layout: Layout, front: Pen) -> list[Seen]:
    rng = stream(plan.seed, "air")
    seen: list[Seen] = draw_floating(front, plan, layout)
    if plan.support not in INDOORS:
        with front.on(Layer.GLINT):
            return seen + draw_weather(front, plan, layout, rng)
    key = "#" + "".join(f"{round(255 * value):02x}" for value in hour_of(plan).key)
    if "beam" in plan.extras:
        seen += beam(air, plan, layout, key)
    if "dust" in plan.extras:
        with front.on(Layer.GLINT):
            seen.append(dust(front, plan, layout, rng))
    return seen


def _shadow(canvas: Floats, cover: Floats, offset: tuple[int, int], layout: Layout) -> None:
    """Where the pet keeps the light from the ground: under it, and away from the light."""
    rows, columns = cover.shape
    left, top = offset
    foot = (GROUND - BOX[1]) / BOX[3] * rows
    height, width = canvas.shape[:2]
    for squash, lean, blur, strength in ((0.1, 0.0, 0.012, 0.5), (0.26, 0.55, 0.03, 0.3)):
        shear = lean * layout.side
        # From a place of the picture to the place in the pet whose shadow falls there.
        a = 1 / squash
        y0 = top + foot + 0.004 * layout.unit
        matrix = np.array(
            [[1, shear * a * squash, -left - shear * y0], [0, a, foot - a * y0]], np.float32
        )
        fallen = cv.warp(cover, matrix, (width, height), border=cv.CLEAR)
        fallen = cv.blurred(fallen, blur * layout.unit)
        canvas *= 1 - np.float32(strength) * fallen[..., None]
    middle = left + columns / 2
    half = _half_width(cover)
    ys = (np.arange(height, dtype=np.float32) - (top + foot - 0.006 * layout.unit)) / (
        0.035 * layout.unit
    )
    xs = (np.arange(width, dtype=np.float32) - np.float32(middle)) / np.float32(half * 1.02)
    near = np.exp(-(ys[:, None] ** 2)) * np.exp(-(np.abs(xs[None, :]) ** 4))
    canvas *= 1 - np.float32(0.5) * near[..., None].astype(np.float32)


def _place(
    canvas: Floats,
    pet: Portrait,
    offset: tuple[int, int],
    field: Floats,
    plan: StillPlan,
    layout: Layout,
) -> Floats:
    """Lay the lit pet into the picture; its coverage over the whole picture."""
    height, width = canvas.shape[:2]
    left, top = offset
    x0, y0 = max(left, 0), max(top, 0)
    x1 = min(left + pet.body.shape[1], width)
    y1 = min(top + pet.body.shape[0], height)
    inner = np.s_[y0 - top : y1 - top, x0 - left : x1 - left]
    body, glints = pet.body[inner], pet.glints[inner]
    there = np.s_[y0:y1, x0:x1]
    below = canvas[min(y1, height) - 12 : y1, x0:x1].mean(axis=(0, 1))
    drawn = lit(body, np.ascontiguousarray(field[there]), plan, layout.side, below)
    spark = np.float32(0.35) + np.float32(0.65) * field[there].mean()
    glow = np.minimum(glints * np.array([spark, spark, spark, 1], np.float32), glints[..., 3:4])
    canvas[there] = _over(_over(canvas[there], drawn), glow)
    mask = np.zeros((height, width), np.float32)
    mask[there] = body[..., 3]
    return mask


def _visible(item: Seen, mask: Floats) -> bool:
    left, top, wide, high = (round(value) for value in item.box)
    return bool(mask[top : top + high, left : left + wide].mean() < 0.72)
