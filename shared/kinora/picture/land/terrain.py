"""Land from height fields: marched in depth slices, lit by the sun, veiled by distance.

The view is the classic voxel-space one: the ground is sampled in slices of growing distance, each
slice is projected to a screen row per column, and a running minimum finds what stands in front.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import field, smoothstep
from kinora.picture.paint.radiance import dimmed, pack
from kinora.picture.paint.scroll import endless, sample
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Plate
from kinora.picture.stage import Sheet, Stage


@dataclass(frozen=True)
class Ground:
    """What a material function gets for every sampled point; all (slices, columns)."""

    height: Floats
    """0..1 of the relief."""
    steep: Floats
    """0 flat, towards 1 vertical."""
    facing: Floats
    """Cosine to the key light, 0..1."""
    rough: Floats
    """Fine noise, 0..1."""
    distance: Floats
    """Depth of the slice in stage units."""


Material = Callable[[Ground], Floats]
"""Gives the albedo, (slices, columns, 3) linear BGR."""


@dataclass(frozen=True)
class Range:
    """One stretch of land, drawn on a plate of its own."""

    near: float
    """Distance of the nearest slice; the eye is at 0 and a stage unit is 1 wide at distance 1."""
    far: float
    relief: float
    """Height of the highest ground above the lowest."""
    base: float
    """Height of the lowest ground above the plane of the horizon line; usually negative."""
    grain: float
    """Size of the height field's tile on the ground."""
    depth: float
    """Parallax depth of the plate."""
    veil: float
    """Share of haze at the far end, 0..1."""
    detail: float = 0.5
    """Strength of fine texture, 0..1."""
    crag: float = 0.0
    """How strongly smaller facets break the light, 0..1."""
    rise: float = 0.4
    """Share of the way from near to far over which the relief grows from nothing."""
    hidden: float | None = None
    """Stage row from which nearer layers cover the range."""
    flat: Callable[[Floats], Floats] | None = None
    """Scales the relief by stage x across the middle of the range, to open valleys."""


def march(
    stage: Stage,
    tones: Tones,
    relief: Floats,
    stretch: Range,
    material: Material,
    label: str,
    slices: int = 200,
) -> Plate:
    """Draw one range of land.

    Args:
        stage: the clip's stage.
        tones: its colours.
        relief: a square tile of heights, 0..1, that repeats.
        stretch: where the land lies.
        material: what it is made of.
        label: names the stream of chance for this range.
        slices: number of depth slices.
    """
    rng = stage.generator("terrain", label)
    origin = rng.uniform(0, relief.shape[0], 2)
    unit = stage.unit
    tallest = stretch.base + stretch.relief
    top = stage.horizon - max(tallest / stretch.near, tallest / stretch.far) * unit - 3
    bottom = stage.height + stage.margin_y if stretch.hidden is None else stretch.hidden + 2
    sheet = stage.sheet(min(top, stage.horizon - 4), bottom, stretch.depth)
    steps = np.linspace(0, 1, slices, dtype=np.float32)
    distance = np.float32(stretch.near) * np.float32(stretch.far / stretch.near) ** steps
    ground, rows = _sampled(stage, sheet, relief, stretch, distance, origin)
    colour = tones.surface(material(ground), ground.facing)
    haze = stretch.veil + (0.97 - stretch.veil) * tones.murk
    fade = np.float32(haze) * (distance - stretch.near) / np.float32(stretch.far - stretch.near)
    veil = (fade * np.float32(0.75) + np.float32(0.25 * haze))[:, None, None]
    colour = colour + (tones.haze - colour) * veil
    plate = _projected(sheet, colour.astype(np.float32), rows)
    fine = field((sheet.rows, sheet.columns), rng, (sheet.rows / 12, sheet.columns / 16), 3, 0.7)
    shade = 1 + (fine - np.float32(0.5)) * np.float32(stretch.detail * (1 - haze))
    pixels = pack(dimmed(plate[0], shade), plate[1])
    return Plate(pixels, sheet, stretch.depth, hidden=stretch.hidden)


def _sampled(
    stage: Stage,
    sheet: Sheet,
    relief: Floats,
    stretch: Range,
    distance: Floats,
    origin: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> tuple[Ground, Floats]:
    """The ground at (slices, columns) and the sheet row each sample projects to."""
    unit = stage.unit
    size = relief.shape[0]
    across = (sheet.xs - np.float32(stage.width / 2)) / np.float32(unit)
    per_unit = np.float32(size / stretch.grain)
    fields = endless(_with_slopes(relief))
    u = np.outer(distance * per_unit, across).astype(np.float32)
    v = distance * per_unit + np.float32(origin[1])
    both = sample(fields, u + np.float32(origin[0]), v)
    if stage.symmetry > 0:
        other = sample(fields, np.float32(origin[0]) - u, v)
        other[..., 1] *= -1
        both += (other - both) * np.float32(stage.symmetry / 2)
    height, slope_x, slope_z, rough = cv.split(both)
    lift: Floats = np.ones((1, 1), np.float32)
    if stretch.flat is not None:
        lift = stretch.flat(sheet.xs)[None, :].astype(np.float32)
    step = np.linspace(0, 1, distance.size, dtype=np.float32)
    lift = lift * smoothstep(0.0, stretch.rise, step)[:, None]
    tall = height * lift * np.float32(stretch.relief) + np.float32(stretch.base)
    gain = np.float32(stretch.relief) * per_unit * lift
    if stretch.crag > 0:
        close = sample(fields, u * np.float32(3.7), v * 3.7 + 91)
        slope_x = slope_x + close[..., 1] * np.float32(stretch.crag)
        slope_z = slope_z + close[..., 2] * np.float32(stretch.crag)
        rough = cv.weighted(rough, 0.5, close[..., 3], 0.5, 0)
    normal = _normal(slope_x * gain, slope_z * gain)
    sun_x = float(np.clip((stage.sun[0] - stage.width / 2) / unit * 1.4, -0.9, 0.9))
    sun_up = max((stage.horizon - stage.sun[1]) / stage.height, 0.0)
    side = sun_x + (0.35 if sun_x >= 0 else -0.35)
    light = np.array([side, 0.5 + sun_up, -0.15], np.float32)
    light /= np.linalg.norm(light)
    facing = np.clip(sum(n * k for n, k in zip(normal, light, strict=True)), 0, 1)
    rows = (
        np.float32(stage.horizon) - tall / distance[:, None] * np.float32(unit) - sheet.top
    ) * sheet.scale
    ground = Ground(
        height,
        (1 - normal[1]).astype(np.float32),
        facing.astype(np.float32),
        rough,
        np.broadcast_to(distance[:, None], height.shape),
    )
    return ground, rows.astype(np.float32)


def _with_slopes(relief: Floats) -> Floats:
    across = (np.roll(relief, -1, 1) - np.roll(relief, 1, 1)) * np.float32(0.5)
    away = (np.roll(relief, -1, 0) - np.roll(relief, 1, 0)) * np.float32(0.5)
    smooth = cv.box_blurred(np.pad(relief, 8, mode="wrap"), 9)[8:-8, 8:-8]
    rough = np.clip((relief - smooth) * np.float32(9) + np.float32(0.5), 0, 1)
    return np.dstack([relief, across, away, rough]).astype(np.float32)


def _normal(slope_x: Floats, slope_z: Floats) -> tuple[Floats, Floats, Floats]:
    length = 1 / np.sqrt(slope_x * slope_x + slope_z * slope_z + 1)
    return -slope_x * length, length, -slope_z * length


def _projected(sheet: Sheet, colour: Floats, rows: Floats) -> tuple[Floats, Floats]:
    """Gather the foremost colour for every pixel of the sheet."""
    slices = rows.shape[0]
    front = np.minimum.accumulate(rows, axis=0)
    pixel = np.arange(sheet.rows, dtype=np.float32)
    which = np.empty((sheet.rows, sheet.columns), np.float32)
    steps = np.arange(slices, dtype=np.float32)
    for column in range(sheet.columns):
        which[:, column] = np.interp(pixel, front[::-1, column], steps[::-1])
    columns = np.broadcast_to(np.arange(sheet.columns, dtype=np.float32), which.shape)
    seen = cv.remap(
        colour,
        np.ascontiguousarray(columns),
        which,
        border=cv.REPEAT_EDGE,
    )
    crest = np.abs(np.diff(which, axis=0, append=which[-1:])) > np.float32(0.03 * slices)
    crest |= np.roll(crest, 1, axis=0)
    np.copyto(seen, cv.blurred(seen, 0.8), where=crest[..., None])
    edge = np.clip(pixel[:, None] - front[-1][None, :] + np.float32(0.5), 0, 1)
    return seen, edge.astype(np.float32)
