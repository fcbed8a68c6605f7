"""Furniture put into a room: its shapes lit at the rims by window and lamp."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kinora.picture.interior.furniture import (
    book_row,
    book_stack,
    chair,
    lampshade,
    potted,
    sitting_cat,
    sleeping_cat,
    table,
)
from kinora.picture.interior.lively import Flame, Tail
from kinora.picture.interior.windows import Window
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes, Floats
from kinora.picture.paint.radiance import ONE, pack
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer, Plate
from kinora.picture.stage import Sheet, Stage

NEAR = 0.85
"""Depth of the furniture that stands before the window."""


_LAMP = 0.25
"""Height of the table lamp in stage units."""


class Corner(NamedTuple):
    """Where the nearest furniture stands, and the light that it carries."""

    side: float
    """-1 left, 1 right."""
    x: float
    y: float
    """Stage place of the table's top."""
    candle: bool
    light: tuple[float, float]
    """Stage place of the flame or bulb."""


def corner_of(stage: Stage, window: Window) -> Corner:
    """A table beside the window, at the frame's lower corner."""
    rng = stage.generator("corner")
    unit = stage.unit
    side = 1.0 if window.x < stage.width / 2 else -1.0
    if abs(window.x - stage.width / 2) < 0.05 * unit:
        side = float(rng.choice([-1.0, 1.0]))
    x = window.x + side * min(window.half + 0.16 * unit, 0.36 * stage.width)
    y = min(max(window.bottom + 0.1 * unit, stage.height - 0.24 * unit), stage.height - 0.1 * unit)
    candle = bool(rng.random() < 0.4)
    tall = 0.15 * unit if candle else 0.19 * unit
    return Corner(side, x, y, candle, (x, y - tall))


def on_sill(
    stage: Stage, tones: Tones, sheet: Sheet, window: Window, depth: float
) -> tuple[Bytes, list[Layer]]:
    """Things on the window sill: their mask, and what moves."""
    rng = stage.generator("sill")
    unit, mask = stage.unit, sheet.mask()
    sill = window.bottom + 0.012 * unit
    moving: list[Layer] = []
    spots = [-0.78, 0.74] if window.half > 0.2 * unit else [-0.7, 0.7]
    first = int(rng.integers(3))
    reach = 0.62 if window.kind == "round" else 1.0
    if window.kind == "round":
        return mask, moving
    for i, spot in enumerate(spots):
        at = (window.x + spot * window.half * reach, sill)
        match (first + i) % 3:
            case 0:
                potted(sheet, mask, at, float(rng.uniform(0.14, 0.2)) * unit, rng)
            case 1:
                book_row(sheet, mask, (at[0] - 0.04 * unit, at[1]), 0.085 * unit, rng)
            case _:
                book_stack(sheet, mask, at, 0.1 * unit, rng)
    cat = float(rng.random())
    dark = tones.tint(0.06, 0.13) * (tones.fill * np.float32(0.25))
    if cat < 0.3:
        at = (window.x + float(rng.uniform(-0.3, 0.3)) * window.half, sill)
        size = 0.17 * unit
        sitting_cat(sheet, mask, at, size)
        moving.append(Tail((at[0] + 0.12 * size, sill), 0.6 * size, dark, depth, hanging=True))
    elif cat < 0.5:
        at = (window.x + float(rng.uniform(-0.3, 0.2)) * window.half, sill)
        sleeping_cat(sheet, mask, at, 0.17 * unit)
        moving.append(Tail((at[0] - 0.06 * unit, sill), 0.09 * unit, dark, depth, hanging=True))
    return mask, moving


def rims(
    tones: Tones, mask: Bytes, sheet: Sheet, window: Window, reach: float, tint: float
) -> Floats:
    """Colour of silhouettes: dark, lit along the edges that face the window."""
    small = Sheet(sheet.left, sheet.top, sheet.scale / 2, sheet.columns // 2, sheet.rows // 2)
    size = max(round(reach * small.scale) // 2 * 2 + 1, 3)
    half = cv.resize(mask, (small.columns, small.rows), how=cv.AREA)
    soft = np.pad(cv.shares(cv.box_blurred(half, size)), 1, mode="edge")
    slope_x = (soft[1:-1, 2:] - soft[1:-1, :-2]) * np.float32(0.5 * size)
    slope_y = (soft[2:, 1:-1] - soft[:-2, 1:-1]) * np.float32(0.5 * size)
    x = np.float32(window.x) - small.xs[None, :]
    y = np.float32(window.middle) - small.ys[:, None]
    length = np.sqrt(x * x + y * y) + 1
    facing = np.clip(-(slope_x * x + slope_y * y) / length, 0, 1.2)
    near = np.exp(-length / np.float32(4.5 * window.half))
    sky = tones.haze * np.float32(0.7) + tones.key * np.float32(0.35)
    tone = tones.tint(tint, 0.36) * (np.float32(0.6) + np.float32(0.4) * cv.shares(half)[..., None])
    light = (facing * near)[..., None] * sky * np.float32(0.9) + tones.fill * np.float32(0.11)
    return cv.resize((tone * light).astype(np.float32), (sheet.columns, sheet.rows))


def furnished(stage: Stage, tones: Tones, window: Window, corner: Corner) -> list[Layer]:
    """A table with its lamp in the near corner, a chair or a plant at the other."""
    rng = stage.generator("furnished")
    unit = stage.unit
    sheet = stage.sheet(
        min(corner.light[1], window.middle) - 0.3 * unit, stage.height + stage.margin_y
    )
    mask, shade, stand = sheet.mask(), sheet.mask(), sheet.mask()
    wide = 0.42 * unit
    table(sheet, mask, (corner.x, corner.y), wide, stage.height + 0.25 * unit - corner.y)
    other = corner.x + corner.side * 0.1 * unit
    book_stack(sheet, mask, (corner.x - corner.side * 0.12 * unit, corner.y), 0.12 * unit, rng)
    if rng.random() < 0.5:
        potted(sheet, mask, (other, corner.y), 0.2 * unit, rng)
    drawn: list[Layer] = []
    if corner.candle:
        x, y = corner.x + corner.side * 0.015 * unit, corner.light[1]
        sheet.fill(
            stand,
            [
                (x - 0.012 * unit, corner.y),
                (x - 0.012 * unit, y + 0.03 * unit),
                (x + 0.012 * unit, y + 0.03 * unit),
                (x + 0.012 * unit, corner.y),
            ],
        )
        if tones.hour.lamps > 0.25:
            drawn.append(Flame((x, y + 0.03 * unit), 0.024 * unit, tones.light(0.8, 2.6), NEAR))
    else:
        lampshade(sheet, shade, stand, (corner.x, corner.y), _LAMP * unit)
    _opposite(stage, sheet, mask, window, corner, rng)
    solid = np.maximum(mask, stand)
    colour = rims(tones, solid, sheet, window, 0.02 * unit, 0.3)
    colour += _lamplit(tones, sheet, solid, corner, unit)
    glow = cv.shares(shade)
    down = np.clip(
        (sheet.ys - np.float32(corner.y - _LAMP * unit)) / np.float32(0.5 * _LAMP * unit), 0, 1
    )
    lamps = tones.hour.lamps
    silk = tones.tint(0.8, 0.6) * tones.fill * np.float32(0.25) + tones.light(0.75, 1.15 * lamps)
    lit = silk * (np.float32(0.55) + np.float32(0.45) * np.sin(down * 3.1))[:, None, None]
    colour = colour + (lit - colour) * glow[..., None]
    pixels = pack(colour.astype(np.float32), np.maximum(cv.shares(solid), glow))
    if lamps > 0 and not corner.candle:
        halo = cv.blurred(glow, 0.06 * unit * sheet.scale)[..., None] * tones.light(
            0.75, 0.4 * lamps
        )
        light = np.zeros((*glow.shape, 4), np.float32)
        light[..., :3] = halo * ONE
        cv.add_light(pixels, cv.fixed(light))
    return [Plate(pixels, sheet, NEAR), *drawn]


def _opposite(
    stage: Stage,
    sheet: Sheet,
    mask: Bytes,
    window: Window,
    corner: Corner,
    rng: np.random.Generator,
) -> None:
    """What stands in the other corner: an armchair, a tall plant, or nothing."""
    unit = stage.unit
    x = window.x - corner.side * min(window.half + 0.2 * unit, 0.4 * stage.width)
    kind = int(rng.integers(3))
    if kind == 0:
        chair(sheet, mask, (x, stage.height + 0.08 * unit), 0.44 * unit, corner.side)
    elif kind == 1:
        potted(sheet, mask, (x, stage.height + 0.03 * unit), 0.62 * unit, rng, kinds=2)


def _lamplit(tones: Tones, sheet: Sheet, mask: Bytes, corner: Corner, unit: float) -> Floats:
    """The lamp's light on what stands about it."""
    x = (sheet.xs[None, :] - np.float32(corner.light[0])) / np.float32(unit)
    y = (sheet.ys[:, None] - np.float32(corner.light[1])) / np.float32(unit)
    near = np.exp(-(x * x + y * y) * np.float32(16))
    upward = np.clip(y * 9, 0, 1)
    wood = tones.tint(0.4, 0.42) * tones.light(0.75, 0.5 * tones.hour.lamps)
    light: Floats = (near * upward * cv.shares(mask))[..., None] * wood
    return light.astype(np.float32)
