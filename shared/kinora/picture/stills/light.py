"""One light for a whole picture: what falls where, and on the pet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinora.model.taxonomy import WET, TimeOfDay, Weather
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.stills.layout import Layout
from kinora.picture.stills.plan import INDOORS, StillPlan

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Hour:
    """Light of a time of day, as factors on colours seen at noon."""

    inside: Rgb
    outside: Rgb
    key: Rgb
    """Colour of what comes from the sun, the moon or the window."""
    strength: float


HOURS = {
    TimeOfDay.DAWN: Hour((0.93, 0.87, 0.88), (0.97, 0.88, 0.86), (1.0, 0.82, 0.72), 0.75),
    TimeOfDay.DAY: Hour((0.97, 0.96, 0.95), (1.0, 1.0, 0.98), (1.0, 0.98, 0.9), 0.8),
    TimeOfDay.GOLDEN_HOUR: Hour((0.96, 0.83, 0.7), (1.02, 0.86, 0.68), (1.0, 0.74, 0.38), 1.0),
    TimeOfDay.DUSK: Hour((0.7, 0.62, 0.74), (0.72, 0.64, 0.82), (0.95, 0.6, 0.62), 0.6),
    TimeOfDay.MOONLIGHT: Hour((0.47, 0.48, 0.64), (0.45, 0.52, 0.76), (0.66, 0.78, 1.0), 0.6),
    TimeOfDay.NIGHT: Hour((0.46, 0.43, 0.56), (0.4, 0.45, 0.68), (0.6, 0.68, 1.0), 0.45),
}
_KNEE = 0.94
_GREY = {Weather.RAIN: 0.5, Weather.STORM: 0.65, Weather.FOG: 0.4, Weather.CLOUDY: 0.3,
         Weather.SNOW: 0.25}  # fmt: skip


@dataclass(frozen=True)
class Glow:
    """A lamp or a flame: where it is in pixels, how far it reaches, and its colour."""

    x: float
    y: float
    reach: float
    colour: str
    strength: float = 0.6


def hour_of(plan: StillPlan) -> Hour:
    """The light of the plan's time, dulled by its weather."""
    hour = HOURS[plan.view.time_of_day]
    dull = _GREY.get(plan.view.weather, 0.0)
    wet = 0.94 if plan.view.weather in WET else 1.0
    grey = tuple(
        (value * (1 - 0.4 * dull) + 0.4 * dull * mean * shade) * wet
        for value, mean, shade in zip(
            hour.outside, [sum(hour.outside) / 3] * 3, (0.94, 0.98, 1.05), strict=True
        )
    )
    inside = tuple(value * (1 - 0.1 * dull) for value in hour.inside)
    return Hour(_three(inside), _three(grey), hour.key, hour.strength * (1 - 0.75 * dull))


def _three(values: tuple[float, ...]) -> Rgb:
    return values[0], values[1], values[2]


def floats(colour: str) -> Floats:
    """``#rrggbb`` as three values 0..1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return np.array((red, green, blue), np.float32)


def light_map(plan: StillPlan, layout: Layout, glows: tuple[Glow, ...]) -> Floats:
    """What each pixel's colour is multiplied by: (rows, columns, 3)."""
    step = 8
    rows, columns = -(-plan.height // step), -(-plan.width // step)
    ys, xs = np.mgrid[0:rows, 0:columns].astype(np.float32) * np.float32(step)
    hour = hour_of(plan)
    indoors = plan.support in INDOORS
    base = np.array(hour.inside if indoors else hour.outside, np.float32)
    field = np.broadcast_to(base, (rows, columns, 3)).copy()
    key = np.array(hour.key, np.float32)
    unit = np.float32(layout.unit)
    if indoors:
        left, top, wide, high = layout.window
        across = (xs - np.float32(left + wide / 2 - layout.side * 0.2 * layout.unit)) / (
            unit * 0.62
        )
        down = (ys - np.float32(top + high)) / (unit * 0.8)
        pool = np.exp(-(across**2) - down**2) * np.float32(0.26 * hour.strength)
    else:
        away = (xs / np.float32(plan.width) - np.float32(0.5)) * np.float32(layout.side)
        pool = away * np.float32(0.16 * hour.strength)
    field += pool[..., None] * key
    for glow in glows:
        far = np.hypot(xs - np.float32(glow.x), ys - np.float32(glow.y)) / np.float32(glow.reach)
        fall = np.exp(-(far**1.5)) * np.float32(glow.strength)
        field += fall[..., None] * floats(glow.colour) * np.float32(1.05 - base.mean() * 0.75)
    # Many lights together dazzle no more than one: what is over the knee is taken in.
    over = np.maximum(field - np.float32(_KNEE), 0)
    field -= over * np.float32(0.62)
    edge = np.hypot(xs / plan.width - 0.5, (ys / plan.height - 0.5) * 0.9).astype(np.float32)
    field *= (np.float32(1.04) - np.float32(0.34) * edge**2)[..., None]
    smooth: Floats = cv.resize(field.astype(np.float32), (plan.width, plan.height))
    return smooth


def lit(body: Floats, field: Floats, plan: StillPlan, side: float, bounce: Floats) -> Floats:
    """The pet's premultiplied pixels in a light: its fall, rim, shade and bounce.

    ``field`` is the light map there; ``bounce`` the colour that the ground throws up.
    """
    rows, columns = body.shape[:2]
    cover = body[..., 3]
    hour = hour_of(plan)
    small = (max(columns // 4, 1), max(rows // 4, 1))
    thin = cv.resize(cover, small, how=cv.AREA)
    shift = np.float32(columns / 4 * 0.016)
    ys, xs = np.mgrid[0 : small[1], 0 : small[0]].astype(np.float32)
    soft = cv.blurred(thin, columns / 4 * 0.011)
    towards = cv.remap(soft, xs + np.float32(side) * shift, ys - shift, border=cv.CLEAR)
    wide = cv.blurred(thin, columns / 4 * 0.05)
    opposite = cv.remap(wide, xs - np.float32(side) * shift * 3, ys + shift * 3, border=cv.CLEAR)
    rim = cv.resize(np.clip(1 - towards * 1.25, 0, 1).astype(np.float32), (columns, rows))
    shade = cv.resize(np.clip(1 - opposite, 0, 1).astype(np.float32), (columns, rows))
    key = np.array(hour.key, np.float32)
    low = np.linspace(-0.9, 1.0, rows, dtype=np.float32).clip(0, 1)[:, None] ** 2
    result = body.copy()
    result[..., :3] *= field
    result[..., :3] *= 1 - np.float32(0.3) * shade[..., None]
    result[..., :3] *= 1 - np.float32(0.2) * low[..., None]
    result[..., :3] += (shade * low * cover)[..., None] * bounce * np.float32(0.16)
    strength = np.float32(0.2 + 0.4 * hour.strength)
    pale = key * np.float32(0.7) + np.float32(0.3)
    result[..., :3] += (
        (rim * cover * (1 - low * 0.7))[..., None]
        * pale
        * strength
        * (np.float32(0.35) + np.float32(0.65) * field.mean(axis=2, keepdims=True))
    )
    lit_body: Floats = np.minimum(result, cover[..., None])
    lit_body[..., 3] = cover
    return lit_body
