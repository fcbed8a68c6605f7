"""Rows of trees on plates: near rows dark and large, far rows small and hazy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from kinora.picture.land.trees import Tree, broadleaf, odd
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes, Floats, Radiance
from kinora.picture.paint.noise import field, profile
from kinora.picture.paint.radiance import pack
from kinora.picture.paint.tones import Tones
from kinora.picture.stage import Sheet, Stage

Silhouette = Callable[[Sheet, Bytes, Tree], None]


@dataclass(frozen=True)
class Row:
    """One row of trees; lengths in stage units except ``foot``, a stage row."""

    foot: float
    height: float
    spacing: float
    slope: float
    """How far the ground under the trees rises and falls."""
    haze: float
    """Share of haze, 0..1."""
    tone: Floats
    """(3,) linear BGR albedo."""
    depth: float
    opening: float = 0.0
    """Half-width of a clearing around the visual centre."""
    hidden: float | None = None
    """Stage row from which nearer layers cover the row."""
    ground: Floats | None = None
    """(3,) linear BGR albedo of the ground under the trees; the trees' own tone by default."""
    snow: float = 0.0
    """Snow on the branches, 0..1."""


def grove(stage: Stage, row: Row, label: str) -> list[Tree]:
    """Trees along a row, mirrored about the middle as far as the spec asks for symmetry."""
    rng = stage.generator("grove", label)
    unit, middle = stage.unit, stage.width / 2
    trees: list[Tree] = []
    x = -stage.margin_x - row.height * unit * 0.3
    while x < stage.width + stage.margin_x + row.height * unit * 0.3:
        gap = float(rng.uniform(0.35, 1.65)) * row.spacing * unit
        tall = row.height * unit * float(rng.uniform(0.62, 1.12))
        seed = int(rng.integers(1 << 40))
        if abs(x - stage.centre) > row.opening * unit:
            trees.append(Tree(x, 0.0, tall, seed))
        x += gap
    keep = [tree for tree in trees if tree.x <= middle or rng.random() >= stage.symmetry]
    keep += [
        Tree(2 * middle - tree.x, 0.0, tree.height, tree.seed)
        for tree in trees
        if tree.x < middle and rng.random() < stage.symmetry
    ]
    ground = ground_line(stage, row, label, np.array([tree.x for tree in keep], np.float32))
    return [
        Tree(tree.x, float(foot), tree.height, tree.seed)
        for tree, foot in zip(keep, ground, strict=True)
    ]


def ground_line(stage: Stage, row: Row, label: str, xs: Floats) -> Floats:
    """Stage y of the ground under a row at places ``xs``."""
    rng = stage.generator("ground", label)
    wave = profile(xs, rng, stage.unit * 0.9, 3)
    return (np.float32(row.foot) - wave * np.float32(row.slope * stage.unit)).astype(np.float32)


def draw_row(
    stage: Stage, tones: Tones, row: Row, label: str, kinds: Sequence[Silhouette]
) -> tuple[Radiance, Sheet]:
    """The pixels of a row, and the sheet that they lie on."""
    top = row.foot - (row.height * 1.2 + row.slope) * stage.unit - 4
    bottom = stage.height + stage.margin_y if row.hidden is None else row.hidden + 2
    sheet = stage.sheet(top, bottom, row.depth)
    mask = sheet.mask()
    for tree in grove(stage, row, label):
        kinds[tree.seed % len(kinds)](sheet, mask, tree)
    if broadleaf in kinds:
        mask = _leafy(mask, stage.generator("edge", label), stage.unit * sheet.scale)
    line = ground_line(stage, row, label, sheet.xs)
    floor = sheet.below(line)
    cover = np.maximum(cv.shares(mask), floor)
    grain = field(
        (sheet.rows, sheet.columns),
        stage.generator("leaves", label),
        (sheet.rows / 5, sheet.columns / 4),
        2,
    )
    depth = sheet.ys[:, None] - line[None, :]
    colour = _lit(stage, tones, row, sheet, mask, depth, grain)
    return pack(
        _hazed(colour, tones, row, depth / np.float32(row.height * stage.unit)), cover
    ), sheet


def _leafy(mask: Bytes, rng: np.random.Generator, unit: float) -> Bytes:
    """Fray a silhouette's edges into leaves; ``unit`` in pixels."""
    size = max(unit * 0.006, 1.2)
    cells = (mask.shape[0] / (2 * size), mask.shape[1] / (2 * size))
    reach = np.float32(unit * 0.016)
    x = (field(mask.shape, rng, cells, 2) - np.float32(0.5)) * reach
    y = (field(mask.shape, rng, cells, 2) - np.float32(0.5)) * reach
    x += np.arange(mask.shape[1], dtype=np.float32)
    y += np.arange(mask.shape[0], dtype=np.float32)[:, None]
    return np.asarray(cv.remap(mask, x, y, border=cv.REPEAT_EDGE), np.uint8)


def _lit(
    stage: Stage,
    tones: Tones,
    row: Row,
    sheet: Sheet,
    mask: Bytes,
    depth: Floats,
    grain: Floats,
) -> list[Floats]:
    """Planes of colour: light from the sun's side along rims, dark within, and lit soil.

    ``depth`` is how far each pixel lies under the ground line, in stage pixels.
    """
    reach = odd(row.height * stage.unit * sheet.scale * 0.05)
    inner = cv.box_blurred(mask, reach)
    side = np.tanh((sheet.xs - np.float32(stage.sun[0])) / np.float32(stage.unit * 0.35))
    across = _slope(inner, max(reach // 3, 1)) * (side * np.float32(-0.9 / 255))
    across -= inner * np.float32(0.25 / 255)
    facing = np.clip(across + np.float32(0.2), 0, 1, out=across)
    facing += np.float32(0.12)
    facing *= np.float32(0.45) + grain
    floor = np.clip(depth * np.float32(sheet.scale) + 1, 0, 1)
    bare = 1 - floor
    facing *= bare
    facing += cv.weighted(grain, 0.25, grain, 0, 0.375) * floor
    white = None
    if row.snow > 0:
        lifted = np.roll(mask, max(reach // 2, 1), axis=0)
        white = np.clip(lifted * np.float32(-1.2 / 255) + (grain * 2 - np.float32(0.04)), 0, 1)
        white *= np.float32(row.snow)
    soil = row.tone if row.ground is None else row.ground
    soil = soil + (tones.snow - soil) * np.float32(row.snow)
    planes = []
    for i, light in enumerate(tones.light_on(facing)):
        tone, snow = float(row.tone[i]), float(tones.snow[i])
        albedo = bare * np.float32(tone)
        if white is not None:
            albedo += cv.product(white, bare) * np.float32(snow - tone)
        albedo = cv.weighted(albedo, 1, floor, float(soil[i]))
        albedo *= light
        planes.append(albedo)
    return planes


def _slope(values: Bytes, reach: int) -> Floats:
    """The difference between the values ``reach`` pixels to the left and to the right."""
    slope = np.zeros(values.shape, np.float32)
    if values.shape[1] > 2 * reach:
        slope[:, reach:-reach] = cv.difference(values[:, : -2 * reach], values[:, 2 * reach :])
    return slope


def _hazed(planes: list[Floats], tones: Tones, row: Row, depth: Floats) -> list[Floats]:
    """Haze that thins upwards; ``depth`` under the ground line, in heights of the trees."""
    most = row.haze + (0.97 - row.haze) * tones.murk * (1 - 0.6 * row.depth)
    veil = np.clip(depth, -1, 0.3)
    veil *= np.float32(0.4 * most)
    veil += np.float32(most)
    np.clip(veil, 0, 1, out=veil)
    clear = 1 - veil
    return [
        cv.weighted(plane * clear, 1, veil, float(tone))
        for plane, tone in zip(planes, tones.haze, strict=True)
    ]
