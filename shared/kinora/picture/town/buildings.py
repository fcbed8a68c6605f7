"""Skylines: towers of several kinds with windows that are lit by chance."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes, Floats
from kinora.picture.paint.radiance import blended
from kinora.picture.paint.tones import Tones
from kinora.picture.stage import Sheet, Stage

_BELOW = 0.07
"""Walls go on below their foot, in stage units, for cameras that rise above the shore."""


@dataclass(frozen=True)
class Block:
    """One depth of a skyline; lengths in stage units, ``foot`` a stage row."""

    foot: float
    width: tuple[float, float]
    height: tuple[float, float]
    gap: float
    haze: float
    window: float
    """Height of a storey; the windows' grid."""
    lit: float
    """Share of windows that are lit when all lamps are on."""
    depth: float
    peak: float = 0.0
    """How much taller buildings stand near the visual centre."""


@dataclass(frozen=True)
class Tower:
    """A building in stage pixels."""

    x: float
    width: float
    height: float
    kind: int
    seed: int


@dataclass
class Skyline:
    """A drawn row of buildings: arrays of the sheet's size."""

    sheet: Sheet
    colour: Floats
    cover: Floats
    lamps: Floats
    """(n, 3) stage x, stage y and tone 0..1 of windows that may be switched."""
    beacons: Floats
    """(n, 2) stage places of red lights on masts."""
    window: tuple[float, float]


def towers(stage: Stage, block: Block, label: str) -> list[Tower]:
    """Buildings from left to right, mirrored about the middle as symmetry asks."""
    rng = stage.generator("towers", label)
    unit, middle = stage.unit, stage.width / 2
    found: list[Tower] = []
    x = -stage.margin_x - 0.1 * unit
    while x < stage.width + stage.margin_x + 0.1 * unit:
        width = float(rng.uniform(*block.width)) * unit
        away = (x + width / 2 - stage.centre) / (0.42 * unit)
        rise = 1 + block.peak * math.exp(-away * away)
        height = (
            float(rng.triangular(block.height[0], block.height[0] * 1.1, block.height[1])) * rise
        )
        found.append(
            Tower(x, width, height * unit, int(rng.integers(6)), int(rng.integers(1 << 40)))
        )
        x += width + float(rng.exponential(block.gap)) * unit - 0.004 * unit
    kept = [t for t in found if t.x + t.width / 2 <= middle or rng.random() >= stage.symmetry]
    for tower in found:
        if tower.x + tower.width / 2 < middle and rng.random() < stage.symmetry:
            mirrored = 2 * middle - tower.x - tower.width
            kept.append(Tower(mirrored, tower.width, tower.height, tower.kind, tower.seed))
    return kept


def skyline(stage: Stage, tones: Tones, block: Block, label: str) -> Skyline:
    """Draw one depth of a city."""
    tallest = block.height[1] * (1 + block.peak) * 1.3
    top, bottom = block.foot - tallest * stage.unit, block.foot + _BELOW * stage.unit
    sheet = stage.sheet(top, bottom, block.depth)
    cover = sheet.mask()
    body = np.zeros((sheet.rows, sheet.columns, 3), np.float32)
    glow = np.zeros_like(body)
    lamps: list[tuple[float, float, float]] = []
    beacons: list[tuple[float, float]] = []
    for tower in towers(stage, block, label):
        rng = np.random.Generator(np.random.PCG64(tower.seed))
        narrow, at = sheet.part(tower.x - 1, tower.x + tower.width + 1)
        if narrow.columns == 0:
            continue
        mask = narrow.mask()
        beacons += outline(narrow, mask, tower, block.foot, rng)
        roof = int(mask.any(axis=1).argmax())
        mask, low = mask[roof:], np.s_[roof:, at]
        part = cv.spread(cv.shares(mask), 3)
        wall, windows = facade(stage, tones, narrow.lower(roof), block, tower, rng, lamps)
        body[low] += (wall - body[low]) * part
        glow[low] += (windows - glow[low]) * part
        np.maximum(cover[low], mask, out=cover[low])
    height = np.clip((np.float32(block.foot) - sheet.ys) / np.float32(0.4 * stage.unit), 0, 1)
    veil = np.float32(block.haze) * (1 - np.float32(0.35) * height)
    colour = blended(body, tones.haze, np.repeat(veil[:, None], sheet.columns, axis=1))
    colour += glow * np.float32(1 - 0.7 * block.haze)
    size = (block.window * stage.unit * 0.5, block.window * stage.unit * 0.55)
    return Skyline(
        sheet,
        colour.astype(np.float32),
        cv.shares(cover),
        np.array(lamps, np.float32).reshape(-1, 3),
        np.array(beacons, np.float32).reshape(-1, 2),
        size,
    )


def outline(
    sheet: Sheet, mask: Bytes, tower: Tower, foot: float, rng: np.random.Generator
) -> list[tuple[float, float]]:
    """Fill a tower's silhouette; returns the tips of its masts."""
    x, width, height = tower.x, tower.width, tower.height
    top, middle = foot - height, tower.x + tower.width / 2
    tips: list[tuple[float, float]] = []

    def box(left: float, right: float, upper: float) -> None:
        sheet.fill(
            mask, [(left, upper), (right, upper), (right, sheet.bottom), (left, sheet.bottom)]
        )

    box(x, x + width, top)
    if tower.kind == 0:
        inset, step = width * 0.18, height * 0.12
        box(x + inset, x + width - inset, top - step)
        box(x + 2 * inset, x + width - 2 * inset, top - 1.7 * step)
        sheet.fill(
            mask,
            [
                (middle - width * 0.025, top),
                (middle, top - 3.4 * step),
                (middle + width * 0.025, top),
            ],
        )
        tips.append((middle, top - 3.3 * step))
    elif tower.kind == 1:
        sheet.fill(
            mask, [(x, top + 1), (x, top - width * rng.uniform(0.2, 0.7)), (x + width, top + 1)]
        )
    elif tower.kind == 2:
        at = x + width * rng.uniform(0.25, 0.75)
        tip = top - height * 0.2
        sheet.fill(
            mask,
            [
                (at - width * 0.018, top),
                (at - width * 0.006, tip),
                (at + width * 0.006, tip),
                (at + width * 0.018, top),
            ],
        )
        tips.append((at, tip))
        box(x + width * 0.6, x + width * 0.9, top - width * 0.1)
    elif tower.kind == 3:
        box(x + width * 0.12, x + width * 0.42, top - width * 0.14)
        box(x + width * 0.6, x + width * 0.72, top - width * 0.22)
    elif tower.kind == 4:
        angles = np.linspace(0, math.pi, 16)
        dome = np.stack(
            [middle - np.cos(angles) * width / 2, top + 1 - np.sin(angles) * width * 0.32], 1
        )
        sheet.fill(mask, dome)
    return tips


def facade(
    stage: Stage,
    tones: Tones,
    sheet: Sheet,
    block: Block,
    tower: Tower,
    rng: np.random.Generator,
    lamps: list[tuple[float, float, float]],
) -> tuple[Floats, Floats]:
    """The wall and the light of the windows, each (rows, columns, 3)."""
    xs, ys = sheet.xs, sheet.ys
    storey = block.window * stage.unit * rng.choice([0.85, 1.0, 1.2])
    bay = storey * rng.uniform(0.7, 1.15)
    floors, bays = max(int(tower.height / storey) + 3, 1), max(int(tower.width / bay), 1)
    bay = tower.width / (bays + 0.5)
    column = (xs - np.float32(tower.x + bay * 0.25)) / np.float32(bay)
    row = (ys - np.float32(block.foot - tower.height * 1.0)) / np.float32(storey)
    pane_x = _pane(column, rng.uniform(0.5, 0.78), sheet.scale * bay)
    strip = rng.random() < 0.22
    pane_y = _pane(row, rng.uniform(0.45, 0.68), sheet.scale * storey)
    inside = (column >= 0) & (column < bays)
    pane = np.outer(
        pane_y * (row > -2.0) * (ys < block.foot - 0.4 * storey),
        np.where(strip, inside, pane_x * inside),
    ).astype(np.float32)
    lit = _lit_windows(
        rng,
        floors + 4,
        bays + 1,
        block.lit * (0.25 + 0.75 * tones.hour.lamps) * (tones.hour.lamps > 0),
    )
    index_y = np.clip(np.floor(row).astype(int) + 2, 0, lit.shape[0] - 1)
    index_x = np.clip(np.floor(column).astype(int), 0, lit.shape[1] - 1)
    level = lit[index_y[:, None], index_x[None, :]] * pane
    warm = np.float32(rng.uniform(0.1, 0.95))
    neutral = tones.light(0.0, 0.95)
    mixed = tones.light(float(warm), 0.95)
    cool = (lit * 977 % 1 > 0.72)[index_y[:, None], index_x[None, :]]
    windows = level[..., None] * np.stack([mixed, neutral])[cool.astype(np.intp)]
    for floor, at in zip(*np.nonzero((lit == 0) & (rng.random(lit.shape) < 0.03)), strict=True):
        if 2 <= floor < floors - 1 and at < bays:
            y = block.foot - tower.height + (floor - 2 + 0.5) * storey
            lamps.append((tower.x + bay * (0.75 + at), y, float(warm)))
    wall = _wall(stage, tones, tower, rng, xs, ys, block)
    glass = tones.sky_colour(0.35) * np.float32(0.35 + 0.4 * rng.random())
    share = pane * np.float32(0.55)
    keep = 1 - share
    wall = [plane * keep + share * tone for plane, tone in zip(wall, glass, strict=True)]
    return cv.merge(wall), windows * np.float32(0.9)


def _lit_windows(rng: np.random.Generator, floors: int, bays: int, share: float) -> Floats:
    """Brightness per window, 0 where dark: rooms by chance, now and then a whole floor."""
    light = np.where(rng.random((floors, bays)) < share, rng.uniform(0.35, 1.0, (floors, bays)), 0)
    office = rng.random(floors) < 0.1 * (share > 0)
    light[office] = rng.uniform(0.5, 0.8)
    return light.astype(np.float32)


def _wall(
    stage: Stage,
    tones: Tones,
    tower: Tower,
    rng: np.random.Generator,
    xs: Floats,
    ys: Floats,
    block: Block,
) -> list[Floats]:
    """Blue, green and red: lit by the sun from its side, darker towards the street."""
    shade = tones.tint(float(rng.uniform(0.1, 0.42)), float(rng.uniform(0.28, 0.56)))
    side = np.tanh((stage.sun[0] - tower.x - tower.width / 2) / (0.5 * stage.unit))
    across = (xs - np.float32(tower.x)) / np.float32(tower.width)
    split = rng.uniform(0.3, 0.7)
    face = np.where((across < split) == (side < 0), np.float32(0.5), np.float32(0.12))
    face = (face * np.float32(0.6 + 0.4 * abs(side))).astype(np.float32)
    depth = np.clip((np.float32(block.foot) - ys) / np.float32(0.3 * stage.unit), 0, 1)
    dim = np.float32(0.55) + np.float32(0.45) * depth
    street = (1 - depth) ** 3
    shine = tones.light(0.9, 0.07 * tones.hour.lamps)
    return [
        np.outer(dim, shade[i] * (tones.fill[i] + tones.key[i] * face))
        + (shine[i] * street)[:, None]
        for i in range(3)
    ]


def _pane(position: Floats, share: float, pixels: float) -> Floats:
    """1 inside windows along one axis, with soft edges a pixel wide."""
    part = np.abs(np.mod(position, 1) - np.float32(0.5))
    pane: Floats = np.clip(
        (np.float32(share / 2) - part) * np.float32(pixels) + np.float32(0.5), 0, 1
    )
    return pane
