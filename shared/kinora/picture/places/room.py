"""A room with a large window, through which another place is seen."""

from __future__ import annotations

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.picture.interior.chamber import Bulb, Chamber, painted, sun_way
from kinora.picture.interior.curtains import Curtain
from kinora.picture.interior.furnishing import Corner, corner_of, furnished, on_sill, rims
from kinora.picture.interior.lightfall import Lightfall
from kinora.picture.interior.windows import Window, window_of
from kinora.picture.life.creatures import Motes
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes, Floats
from kinora.picture.paint.radiance import dimmed, pack
from kinora.picture.paint.tones import Tones
from kinora.picture.paint.washes import mixed, tinted
from kinora.picture.plate import Layer
from kinora.picture.receding import Receding
from kinora.picture.stage import Sheet, Stage

_WALL = 0.5
"""Depth of the wall with the window."""


def near(_spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Walls and floor, what stands in them, curtains, dust in the light."""
    unit = stage.unit
    axis = min(max(stage.horizon, 0.36 * stage.height), 0.56 * stage.height)
    window = window_of(stage, axis)
    room = _chamber(stage, window, axis)
    corner = corner_of(stage, window)
    sheet = stage.sheet(-stage.margin_y, stage.height + stage.margin_y)
    glass, frame = sheet.mask(), sheet.mask()
    window.paint(sheet, stage, glass, frame)
    panes = cv.shares(glass)
    drawn: list[Layer] = _built(stage, tones, window, room, corner, (sheet, panes, frame))
    drawn += _curtains(stage, tones, window)
    drawn += _sunbeams(stage, tones, sheet, panes)
    drawn += furnished(stage, tones, window, corner)
    area = (0.15 * stage.height, 0.95 * stage.height)
    dust = tones.light(0.5, 0.14 + 0.3 * min(tones.hour.key, 1.0) * (1 - tones.overcast))
    drawn.append(Motes(stage, dust, round(34 * stage.width / unit), area, pulsing=False))
    return drawn


def _chamber(stage: Stage, window: Window, axis: float) -> Chamber:
    """The room's sides: the back wall a little wider than the window, the floor below it."""
    rng = stage.generator("chamber")
    unit = stage.unit
    left, right = (
        max(
            window.half + float(rng.uniform(0.1, 0.2)) * unit,
            float(rng.uniform(0.3, 0.46)) * stage.width,
        )
        for _ in range(2)
    )
    floor = max(window.bottom + float(rng.uniform(0.06, 0.13)) * unit, stage.height - 0.2 * unit)
    ceiling = max(axis - window.top + 0.1 * unit, axis - 0.04 * stage.height)
    return Chamber(
        window.x, axis, left, right, floor - axis, ceiling, 1.25 * unit, float(stage.height)
    )


def _built(
    stage: Stage,
    tones: Tones,
    window: Window,
    room: Chamber,
    corner: Corner,
    drawn: tuple[Sheet, Floats, Bytes],
) -> list[Layer]:
    """The lit box of the room with its window, and what stands on the sill."""
    unit = stage.unit
    sheet, panes, frame = drawn
    things, moving = on_sill(stage, tones, sheet, window, _WALL)
    share = 0.55
    place = (
        (corner.light[0] - room.x) * share,
        (corner.light[1] - room.y) * share,
        room.deep * 0.42,
    )
    strength = (0.75 if corner.candle else 1.0) * tones.hour.lamps
    bulb = Bulb(place, tones.light(0.75, strength))
    colour = painted(stage, tones, sheet, room, panes, bulb)
    wood = rims(
        tones, np.maximum(frame, cv.to_bytes(panes, -255, 255)), sheet, window, 0.012 * unit, 0.6
    )
    wood = wood * np.float32(1.5) + tones.tint(0.75, 0.5) * (
        tones.fill * np.float32(0.1) + bulb.tone * np.float32(0.1)
    )
    colour = mixed(colour, wood, cv.shares(frame))
    sill = sheet.mask()
    thick = 0.016 * unit
    if window.kind != "round":
        edges = (window.x - window.half - 2.2 * thick, window.x + window.half + 2.2 * thick)
        low = window.bottom + thick
        sheet.fill(
            sill,
            [
                (edges[0], low - 0.3 * thick),
                (edges[1], low - 0.3 * thick),
                (edges[1], low + 1.3 * thick),
                (edges[0], low + 1.3 * thick),
            ],
        )
    lit = np.clip(
        1 - (sheet.ys - np.float32(window.bottom + 0.7 * thick)) / np.float32(thick), 0.25, 1
    )
    board = tones.tint(0.75, 0.55) * (tones.haze * np.float32(0.4) + bulb.tone * np.float32(0.1))
    ledge = cv.shares(sill)
    colour = dimmed(colour, 1 - ledge) + tinted(ledge * lit[:, None], board)
    dark = rims(tones, things, sheet, window, 0.012 * unit, 0.25)
    dark += tones.tint(0.4, 0.4) * bulb.tone * np.float32(0.05)
    colour = mixed(colour, dark, cv.shares(things))
    cover = np.maximum(1 - panes, cv.shares(np.maximum(things, sill)))
    shine = np.float32(0.05) * (1 - cover)
    pixels = pack(colour.astype(np.float32), np.maximum(cover, shine * tones.hour.lamps))
    return [Receding(pixels, sheet, stage, room.depths()), *moving]


def _curtains(stage: Stage, tones: Tones, window: Window) -> list[Layer]:
    """Cloth at both sides of a straight window, or none."""
    rng = stage.generator("curtains?")
    if window.kind in {"round", "gable"} or rng.random() < 0.15:
        return []
    unit = stage.unit
    sheer = float(rng.choice([0.12, 0.5, 0.65]))
    place = float(rng.uniform(0.3, 0.9))
    outside = tones.haze * np.float32(0.5) + tones.key * np.float32(0.2)
    lamp = tones.light(0.75, 0.16 * tones.hour.lamps)
    cloth = tones.tint(place, 0.62)
    shade = cloth * (tones.fill * np.float32(0.16) + lamp)
    through = outside * np.float32(0.5 + 0.7 * sheer) + lamp * np.float32(2)
    light = (cloth * (through + tones.fill * np.float32(0.2))).astype(np.float32)
    wide = float(rng.uniform(0.09, 0.17)) * unit
    top = window.top - 0.05 * unit
    bottom = window.bottom + (0.05 if rng.random() < 0.4 else 0.17) * unit
    layers: list[Layer] = []
    for side in (-1.0, 1.0):
        edge = window.x + side * (window.half + 0.05 * unit)
        inner = edge - side * wide
        box = (min(edge, inner), top, max(edge, inner), bottom)
        layers.append(Curtain(stage, box, (shade, light), sheer, -side, _WALL + 0.04))
    return layers


def _sunbeams(stage: Stage, tones: Tones, sheet: Sheet, panes: Floats) -> list[Layer]:
    """Sunlight in the dust between the window and the floor."""
    strength = 0.36 * min(tones.hour.key, 1.0) * (1 - 1.15 * tones.overcast)
    if strength <= 0.02:
        return []
    aside, rise = sun_way(stage)
    way = (aside * 0.9 * stage.unit, (0.25 + rise) * 0.75 * stage.unit)
    tone = (tones.key * np.float32(0.4) + tones.haze * np.float32(0.3)) * np.float32(strength)
    return [Lightfall(stage, panes, sheet, way, tone, 0.62)]
