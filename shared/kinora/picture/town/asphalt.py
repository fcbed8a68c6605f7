"""The road: asphalt under lamps, kerbs and markings, and what its wet parts mirror."""

from __future__ import annotations

import numpy as np

from kinora.picture.land.sheen import Ripples, Sheen
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import smoothstep, tile
from kinora.picture.paint.radiance import ONE, blended, dimmed
from kinora.picture.paint.scroll import endless, sample
from kinora.picture.paint.tones import Tones
from kinora.picture.paint.washes import mixed, tinted
from kinora.picture.stage import Sheet, Stage
from kinora.picture.town.vista import EYE, Vista

_TILE = 256


def road(
    stage: Stage,
    tones: Tones,
    sheet: Sheet,
    vista: Vista,
    posts: list[tuple[float, float]],
    snow: float,
) -> Floats:
    """(rows, columns, 3): the lit ground of a sheet that begins at the vanishing point's row.

    ``snow`` is how much lies on the pavements, 0..1; wheels clear the road.
    """
    rng = stage.generator("asphalt")
    below = np.maximum(sheet.ys - np.float32(vista.y), np.float32(0.8))
    away = np.float32(vista.focus * EYE) / below
    across = (sheet.xs[None] - np.float32(vista.x)) * (away / np.float32(vista.focus))[:, None]
    grit = endless(tile(_TILE, rng, (32, 32), 3, 0.7))
    rough = sample(grit, (across * np.float32(28)).astype(np.float32), away * np.float32(28))
    stone = tinted(np.float32(0.7) + np.float32(0.6) * rough, tones.tint(0.15, 0.25))
    walk = np.abs(across) - np.float32(vista.kerb)
    pixel = (away / np.float32(vista.focus * sheet.scale))[:, None]
    paved = np.clip(walk / pixel + np.float32(0.5), 0, 1)
    slab = (
        smoothstep(0.46, 0.5, np.abs(np.mod(away / 1.1, 1) - 0.5))[:, None]
        * np.clip(1 - pixel * 12, 0, 1)
        * np.ones_like(across)
    )
    stone = mixed(stone, tinted(1 - np.float32(0.4) * slab, tones.tint(0.35, 0.36)), paved)
    kerb = np.clip(1 - np.abs(walk) / np.maximum(pixel, np.float32(0.07)), 0, 1)
    stone = dimmed(stone, 1 + np.float32(0.8) * kerb)
    marks = _marks(rng, across, away, pixel, vista) * (np.float32(0.5) + np.float32(0.5) * rough)
    stone = blended(stone, tones.tint(0.95, 0.75), (marks * np.float32(0.75)).astype(np.float32))
    if snow > 0:
        wheels = smoothstep(0.15, 0.5, np.abs(np.abs(np.abs(across) - 1.45) - 0.7))
        lying = np.maximum(paved, np.float32(0.75) * wheels) * (
            np.float32(0.7) + rough * np.float32(0.3)
        )
        stone = blended(stone, tones.snow, (np.float32(snow) * lying).astype(np.float32))
    return cv.product(stone, _light(tones, sheet, vista, posts))


def _light(tones: Tones, sheet: Sheet, vista: Vista, posts: list[tuple[float, float]]) -> Floats:
    """Daylight, lamps and the shops' light on the road, worked out on a coarser grid."""
    columns, rows = sheet.columns // 4, sheet.rows // 4
    small = Sheet(sheet.left, sheet.top, sheet.scale / 4, columns, rows)
    below = np.maximum(small.ys - np.float32(vista.y), np.float32(0.8))
    away = np.float32(vista.focus * EYE) / below
    across = (small.xs[None] - np.float32(vista.x)) * (away / np.float32(vista.focus))[:, None]
    pools = np.zeros_like(across)
    for x, z in posts:
        square = (across - np.float32(x)) ** 2 + ((away - np.float32(z)) ** 2)[:, None]
        pools += (1 + square * np.float32(1 / 5.5)) ** -2
    spill = np.exp(-np.maximum(np.float32(vista.half) - np.abs(across), 0) * np.float32(0.9))
    light = pools[..., None] * tones.light(0.6, 0.62 * tones.hour.lamps)
    light += spill[..., None] * tones.light(0.5, 0.32 * tones.hour.lamps)
    light += tones.fill * np.float32(1.1 - 0.6 * tones.hour.lamps) + tones.key * np.float32(0.5)
    return cv.resize(light.astype(np.float32), (sheet.columns, sheet.rows))


def _marks(
    rng: np.random.Generator, across: Floats, away: Floats, pixel: Floats, vista: Vista
) -> Floats:
    """A dashed line in the middle, and on some streets a crossing."""
    marks: Floats = np.zeros_like(across)
    if rng.random() < 0.75:
        line = np.clip((np.float32(0.07) - np.abs(across)) / pixel + np.float32(0.5), 0, 1)
        marks = line * (np.mod(away, 5.0) < 2.2)[:, None]
    if rng.random() < 0.55:
        start = float(rng.uniform(1.15, 2.2)) * vista.nearest
        there = ((away > start) & (away < start + 2.6) & (away < 40))[:, None]
        stripe = np.clip((np.float32(0.25) - np.abs(np.mod(across, 1.0) - 0.5)) / pixel + 0.5, 0, 1)
        inside = np.abs(across) < vista.kerb - 0.2
        marks = np.where(there & inside, stripe, np.where(there, 0, marks))
    return marks.astype(np.float32)


def mirror(stage: Stage, sheet: Sheet, vista: Vista, seen: Floats, wet: float) -> Sheen:
    """The fronts and the sky upside down in the wet of the road; ``seen`` is the whole picture."""
    shrink = 3
    small = Sheet(
        sheet.left, sheet.top, sheet.scale / shrink, sheet.columns // shrink, sheet.rows // shrink
    )
    picture = cv.resize(seen, (small.columns, small.rows), how=cv.AREA)
    foot = vista.foot(small.xs)[None]
    row = small.ys[:, None]
    source = (2 * foot - row - np.float32(small.top)) * np.float32(small.scale) - np.float32(0.5)
    columns = np.ascontiguousarray(
        np.broadcast_to(np.arange(small.columns, dtype=np.float32), source.shape)
    )
    light = cv.remap(picture, columns, source.astype(np.float32))
    drop = max(round(0.035 * stage.unit * small.scale), 1)
    light = (light + _smeared(light, drop) * np.float32(1.4)) * np.float32(0.42)
    below = np.maximum(row - np.float32(vista.y), np.float32(0.8))
    away = (np.float32(vista.focus * EYE) / below)[:, 0]
    across = (small.xs[None] - np.float32(vista.x)) * (away / np.float32(vista.focus))[:, None]
    rng = stage.generator("puddles")
    patches = endless(tile(_TILE, rng, (8, 8), 4, 0.5))
    where = sample(patches, (across * np.float32(9)).astype(np.float32), away * np.float32(5))
    puddle = smoothstep(0.62 - 0.3 * wet, 0.72 - 0.22 * wet, where)
    grazing = np.clip(np.float32(0.35) + away / 40, 0, 1)[:, None]
    share = (np.float32(0.22 + 0.5 * wet) + np.float32(0.5) * puddle) * grazing
    share *= np.clip((row - foot) / np.float32(2), 0, 1) * (np.float32(0.5) + np.float32(0.5) * wet)
    planes = np.zeros((*light.shape[:2], 4), np.float32)
    planes[..., :3] = light * share[..., None] * np.float32(ONE)
    ripples = Ripples(
        vista.y, sway=0.012 + 0.02 * wet, lift=0.01 + 0.02 * wet, size=0.03, speed=0.7 + wet
    )
    return Sheen(cv.fixed(planes), small, stage, vista.depths, ripples, 4)


def _smeared(light: Floats, reach: int) -> Floats:
    """Blurred upwards and downwards only."""
    rows, columns = light.shape[:2]
    flat = cv.resize(light, (columns, max(rows // (2 * reach), 2)), how=cv.AREA)
    return cv.resize(flat, (columns, rows), how=cv.LINEAR)
