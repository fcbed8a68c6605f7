"""House fronts along both sides of a street: storeys of windows over lit shops."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import smoothstep
from kinora.picture.paint.radiance import blended, dimmed
from kinora.picture.paint.tones import Tones
from kinora.picture.stage import Sheet, Stage
from kinora.picture.town.vista import EYE, Vista

_END = 110.0
_SHOP = 3.5
"""Metres of the ground floor."""


@dataclass
class Fronts:
    """The drawn fronts, arrays of the sheet's size."""

    albedo: Floats
    light: Floats
    """What shines by itself."""
    cover: Floats
    away: Floats
    """Metres from the eye, by column."""


def fronts(stage: Stage, tones: Tones, sheet: Sheet, vista: Vista) -> Fronts:
    """Both sides; every pixel knows its metres along the street and above the road."""
    reach = np.maximum(np.abs(sheet.xs - np.float32(vista.x)), np.float32(0.3))
    away = np.minimum(np.float32(vista.focus * vista.half) / reach, np.float32(_END))
    rise = EYE - (sheet.ys[:, None] - np.float32(vista.y)) * (away / np.float32(vista.focus))[None]
    blank = np.zeros((sheet.rows, sheet.columns, 3), np.float32)
    drawn = Fronts(blank, blank.copy(), np.zeros(blank.shape[:2], np.float32), away)
    for side in (-1, 1):
        here = np.flatnonzero((sheet.xs - np.float32(vista.x)) * side > 0)
        if here.size:
            part = slice(int(here[0]), int(here[-1]) + 1)
            _side(
                stage,
                tones,
                vista,
                drawn,
                part,
                rise[:, part].astype(np.float32),
                side,
                sheet.scale,
            )
    return drawn


def _side(
    stage: Stage,
    tones: Tones,
    vista: Vista,
    drawn: Fronts,
    part: slice,
    rise: Floats,
    side: int,
    scale: float,
) -> None:
    """Paint one side of the street."""
    rng = stage.generator("fronts", side)
    away = drawn.away[part]
    blur = away * away / np.float32(vista.focus * vista.half * scale)
    tall_blur = (away / np.float32(vista.focus * scale))[None]
    starts = np.cumsum(np.concatenate([[0.0], rng.uniform(4.5, 10.0, 40)]))
    house = np.clip(np.searchsorted(starts, away) - 1, 0, 39)
    along = (away - starts[house]).astype(np.float32)
    width = (starts[house + 1] - starts[house]).astype(np.float32)
    tall = rng.uniform(8.0, 19.0, 41) * np.where(rng.random(41) < 0.15, 0.55, 1.0)
    height = tall.astype(np.float32)[house]
    storey = rng.uniform(2.8, 3.5, 41)[house].astype(np.float32)
    bays = np.maximum(
        np.round(width / rng.uniform(1.4, 2.3, 41).astype(np.float32)[house]), 1
    ).astype(np.float32)
    bay = width / bays
    column, floor = along / bay, (rise - _SHOP) / storey[None]
    pane_x = _band(column, rng.uniform(0.24, 0.36, 41).astype(np.float32)[house], blur / bay)
    pane_y = _band(
        floor, rng.uniform(0.24, 0.34, 41).astype(np.float32)[house][None], tall_blur / storey[None]
    )
    upstairs = smoothstep(0.0, 0.05, floor) * smoothstep(0.1, 0.16, height[None] - rise)
    pane = pane_x[None] * pane_y * upstairs
    chance = rng.random((41, 10, 10)).astype(np.float32)
    room = chance[
        house[None],
        np.clip(floor, 0, 9).astype(np.intp),
        np.clip(column, 0, 9).astype(np.intp)[None],
    ]
    lit = (room < 0.05 + 0.14 * tones.hour.lamps) * (
        np.float32(0.35) + np.float32(0.65) * np.mod(room * 37, 1)
    )
    lit = lit * np.float32(tones.hour.lamps > 0)
    tone = _wall_tones(tones, rng)[house]
    shade = _masonry(rise, floor * storey[None], along, width, storey, tall_blur)
    albedo = cv.merge([shade * tone[None, :, i] for i in range(3)])
    glass = tones.sky_colour(0.4) * np.float32(0.16)
    albedo = blended(albedo, glass, pane * np.float32(0.85))
    warm = rng.uniform(0, 1, 41).astype(np.float32)[house]
    lamp = tones.light(0.0, 0.42) + (tones.light(0.9, 0.5) - tones.light(0.0, 0.42)) * warm[:, None]
    lit *= pane
    light = cv.merge([lit * lamp[None, :, i] for i in range(3)])
    shop = _shops(tones, rng, (house, along, width, blur), rise, tall_blur)
    albedo = dimmed(albedo, 1 - np.float32(0.7) * shop[1])
    drawn.albedo[:, part], drawn.light[:, part] = albedo, light + shop[0]
    top = (height[None] - rise) / tall_blur + np.float32(0.5)
    drawn.cover[:, part] = np.clip(top, 0, 1)


def _masonry(
    rise: Floats, above: Floats, along: Floats, width: Floats, storey: Floats, blur: Floats
) -> Floats:
    """Brightness of the walls: courses of stone, dark joints between houses, ledges per storey."""
    course = np.exp(-((np.sin(rise * np.float32(10.5)) * np.float32(5)) ** 2))
    brick = 1 - np.float32(0.2) * course * np.clip(1 - blur * 22, 0, 1)
    edge = smoothstep(0.02, 0.12, np.minimum(along, width - along))
    floor = above / storey[None]
    ledge = smoothstep(0.09, 0.03, np.abs(np.mod(floor + 0.06, 1) - 0.06) * storey[None])
    joint = np.float32(0.55) + np.float32(0.45) * edge[None]
    shade: Floats = brick * joint * (1 + np.float32(0.5) * ledge)
    return shade


def _band(at: Floats, half: Floats, blur: Floats) -> Floats:
    """1 in the middle of every whole step of ``at``, ``half`` a width to either side, softened."""
    off = np.abs(np.mod(at, 1) - np.float32(0.5))
    soft = np.clip(blur, 0.015, 1.2)
    band = np.clip((half - off) / soft + np.float32(0.5), 0, 1)
    far = np.clip(blur * 1.6 - np.float32(0.4), 0, 1)
    mixed: Floats = (band + (2 * half - band) * far).astype(np.float32)
    return mixed


def _wall_tones(tones: Tones, rng: np.random.Generator) -> Floats:
    """(41, 3) albedos."""
    return np.array(
        [
            tones.tint(float(rng.uniform(0.12, 0.7)), float(rng.uniform(0.28, 0.52)))
            for _ in range(41)
        ],
        np.float32,
    )


def _shops(
    tones: Tones,
    rng: np.random.Generator,
    along: tuple[np.ndarray, Floats, Floats, Floats],
    rise: Floats,
    soft: Floats,
) -> tuple[Floats, Floats]:
    """Light of shop windows and the signs above them; and where shops are, 0..1."""
    house, x, width, blur = along
    hues = np.array(
        [tones.light(0.45, 1.0), tones.light(1.0, 1.0), tones.accent(0.72, 1.1),
         tones.tint(0.62, 0.7) * np.float32(1.2), tones.tint(0.85, 0.82)], np.float32,
    )  # fmt: skip
    open_ = (rng.random(41) < 0.78 - 0.24 * tones.hour.lamps)[house].astype(np.float32)
    level = np.float32(0.07 + 0.27 * tones.hour.lamps)
    inside = hues[rng.integers(0, 2, 41)][house] * level
    sign = hues[rng.integers(0, 5, 41)][house] * (np.float32(2.2) * level)
    margin = np.minimum(x - 0.5, width - 0.5 - x)
    across = np.clip(margin / np.maximum(blur, 0.04) + np.float32(0.5), 0, 1) * open_
    panes = _band(x / np.float32(1.25), np.full_like(x, 0.46), blur / np.float32(1.25))
    pane = _between(rise, 0.55, 2.65, soft) * (across * panes)[None]
    goods = np.float32(0.55) + np.float32(0.45) * np.sin(
        x * np.float32(9.7) + np.sin(x * np.float32(3.1)) * 2
    )
    shelf = np.clip((np.float32(1.5) - rise) * 1.4, 0, 1) * np.float32(0.75)
    seen = pane * (1 - shelf * (1 - goods)[None] * np.clip(1 - blur * 3, 0, 1)[None])
    words = np.sin(x * np.float32(11)) * np.sin(x * np.float32(17.3) + 1) > np.float32(-0.15)
    letters = np.where(blur < 0.2, np.where(words, 1.0, 0.35), 0.7).astype(np.float32)
    board = _between(rise, 2.95, 3.4, soft) * (across * letters)[None]
    depth = np.float32(1.15) - np.float32(0.3) * np.abs(rise - np.float32(1.7))
    seen = seen * depth
    light = cv.merge([seen * inside[None, :, i] + board * sign[None, :, i] for i in range(3)])
    return light, np.maximum(pane, board).astype(np.float32)


def _between(rise: Floats, low: float, high: float, soft: Floats) -> Floats:
    """1 between two heights, softened by a pixel."""
    edge = np.maximum(soft, 0.01)
    inside = np.clip((rise - low) / edge + 0.5, 0, 1) * np.clip((high - rise) / edge + 0.5, 0, 1)
    return inside.astype(np.float32)
