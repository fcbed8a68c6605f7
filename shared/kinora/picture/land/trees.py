"""Trees as silhouettes: conifers, broadleaves, bare trees, palms and cacti."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kinora.picture.paint.arrays import Bytes
from kinora.picture.stage import Sheet

_CLUMPS, _RAGS = 70, 15
"""Clumps of leaves in a crown, and corners of each."""


@dataclass(frozen=True)
class Tree:
    """Where a tree stands (stage pixels) and how tall it is; ``seed`` shapes it."""

    x: float
    foot: float
    height: float
    seed: int


def conifer(sheet: Sheet, mask: Bytes, tree: Tree, value: int = 255) -> None:
    """A fir: tiers of drooping branches with ragged tips on a thin trunk."""
    rng = np.random.Generator(np.random.PCG64(tree.seed))
    height, width = tree.height, tree.height * rng.uniform(0.15, 0.22)
    tiers = int(np.clip(height * sheet.scale / 5, 6, 17))
    lean = rng.uniform(-0.02, 0.02) * height
    steps = np.linspace(0, 1, tiers + 1)
    left: list[tuple[float, float]] = []
    right: list[tuple[float, float]] = []
    for i in range(tiers):
        upper, lower = steps[i], steps[i + 1] + 0.35 / tiers
        for side, edge in ((-1, left), (1, right)):
            reach = width * (0.08 + lower**0.85) * rng.uniform(0.78, 1.12)
            inner = width * (0.03 + upper**0.9) * 0.55
            middle = tree.x + lean * (1 - upper)
            tip = tree.foot - height * (1 - 0.9 * lower) + height * rng.uniform(-0.008, 0.012)
            edge.append((middle + side * inner, tree.foot - height * (1 - 0.9 * upper)))
            edge.append((middle + side * reach, tip))
    trunk = width * 0.1
    top = [(tree.x + lean, tree.foot - height * 1.02)]
    outline = (
        top + right + [(tree.x + trunk, tree.foot - height * 0.1), (tree.x + trunk, tree.foot)]
    )
    outline += [
        (tree.x - trunk, tree.foot),
        (tree.x - trunk, tree.foot - height * 0.1),
        *left[::-1],
    ]
    sheet.fill(mask, outline, value)


def broadleaf(sheet: Sheet, mask: Bytes, tree: Tree, value: int = 255) -> None:
    """An oak-like tree: a forked trunk under clumps of leaves with gaps of sky."""
    rng = np.random.Generator(np.random.PCG64(tree.seed))
    height = tree.height
    crown = height * rng.uniform(0.3, 0.38)
    top = tree.foot - height * 0.66
    _fork(
        sheet,
        mask,
        rng,
        (tree.x, tree.foot),
        (-math.pi / 2, height * 0.34, height * 0.045, 4),
        value,
    )
    chance = rng.random((_CLUMPS, 3 + _RAGS))
    angle, away = chance[:, 0] * 2 * math.pi, chance[:, 1] ** 0.6
    middles = np.stack(
        [
            tree.x + np.cos(angle) * crown * away,
            top + np.sin(angle) * crown * 0.78 * away,
        ],
        axis=1,
    )
    radius = crown * (0.1 + 0.1 * chance[:, 2])
    sheet.fill_each(mask, clumps(middles, radius, chance[:, 3:]), value)


def clumps(middles: NDArray[Any], radius: NDArray[Any], chance: NDArray[Any]) -> NDArray[Any]:
    """Outlines of ragged balls of leaves, (n, rags, 2), from ``chance`` (n, rags) in 0..1."""
    angles = np.linspace(0, 2 * math.pi, chance.shape[1], endpoint=False)
    reach = radius[:, None] * (0.66 + 0.52 * chance)
    offset = np.stack([np.cos(angles) * reach, np.sin(angles) * reach * 0.85], axis=2)
    outlines: NDArray[Any] = middles[:, None] + offset
    return outlines


def bare(sheet: Sheet, mask: Bytes, tree: Tree, value: int = 255) -> None:
    """A leafless tree: a trunk that divides into ever finer branches."""
    rng = np.random.Generator(np.random.PCG64(tree.seed))
    lean = rng.uniform(-0.08, 0.08)
    length = tree.height * rng.uniform(0.26, 0.32)
    root = (tree.x, tree.foot + tree.height * 0.01)
    trunk = (-math.pi / 2 + lean, length, tree.height * 0.04, 6)
    _fork(sheet, mask, rng, root, trunk, value)


def palm(sheet: Sheet, mask: Bytes, tree: Tree, value: int = 255) -> None:
    """A palm: a curved trunk and a crown of feathered fronds."""
    rng = np.random.Generator(np.random.PCG64(tree.seed))
    height, bend = tree.height, rng.choice([-1.0, 1.0]) * rng.uniform(0.12, 0.32)
    steps = np.linspace(0, 1, 12)
    spine = np.stack([tree.x + bend * height * steps**1.8, tree.foot - height * steps], axis=1)
    half = height * (0.026 - 0.012 * steps) + height * 0.012 * (1 - steps) ** 6
    outline = np.concatenate(
        [spine - np.stack([half, 0 * half], 1), (spine + np.stack([half, 0 * half], 1))[::-1]]
    )
    sheet.fill(mask, outline, value)
    crown_x, crown_y = spine[-1]
    for i in range(11):
        angle = math.pi * (i + rng.uniform(-0.3, 0.3)) / 10
        _frond(sheet, mask, rng, (crown_x, crown_y), angle, height * rng.uniform(0.32, 0.44), value)


def cactus(sheet: Sheet, mask: Bytes, tree: Tree, value: int = 255) -> None:
    """A saguaro: a ribbed column with arms that turn upwards."""
    rng = np.random.Generator(np.random.PCG64(tree.seed))
    height, thick = tree.height, tree.height * rng.uniform(0.1, 0.13)
    _limb(sheet, mask, [(tree.x, tree.foot), (tree.x, tree.foot - height)], thick, value)
    for side in (-1, 1):
        if rng.random() < 0.85:
            y = tree.foot - height * rng.uniform(0.32, 0.55)
            out, up = (
                tree.x + side * thick * rng.uniform(1.4, 2.0),
                height * rng.uniform(0.16, 0.34),
            )
            arm = [(tree.x, y), (out, y - thick * 0.25), (out, y - up)]
            _limb(sheet, mask, arm, thick * 0.66, value)


def _limb(
    sheet: Sheet, mask: Bytes, path: list[tuple[float, float]], thick: float, value: int
) -> None:
    """A round-ended bent tube."""
    for (x0, y0), (x1, y1) in pairwise(path):
        length = max(math.hypot(x1 - x0, y1 - y0), 1e-6)
        nx, ny = (y1 - y0) / length * thick / 2, -(x1 - x0) / length * thick / 2
        corners = [(x0 - nx, y0 - ny), (x1 - nx, y1 - ny), (x1 + nx, y1 + ny), (x0 + nx, y0 + ny)]
        sheet.fill(mask, corners, value)
        sheet.disc(mask, (x1, y1), thick / 2, value)


def _frond(
    sheet: Sheet,
    mask: Bytes,
    rng: np.random.Generator,
    root: tuple[float, float],
    angle: float,
    length: float,
    value: int,
) -> None:
    steps = np.linspace(0, 1, 9)
    droop = length * rng.uniform(0.5, 0.8)
    x = root[0] + math.cos(angle) * length * steps
    y = root[1] - math.sin(angle) * length * 0.62 * steps + droop * steps**2.2
    sheet.line(mask, np.stack([x, y], axis=1), max(length * 0.02, 0.7), value)
    for i in range(1, 9):
        blade = length * 0.24 * (1.15 - steps[i]) * rng.uniform(0.8, 1.1)
        for side in (-1, 1):
            tip = (x[i] + side * blade * 0.35 + math.cos(angle) * blade * 0.5, y[i] + blade)
            sheet.fill(mask, [(x[i - 1], y[i - 1]), (x[i], y[i]), tip], value)


def _fork(
    sheet: Sheet,
    mask: Bytes,
    rng: np.random.Generator,
    root: tuple[float, float],
    trunk: tuple[float, float, float, int],
    value: int,
) -> None:
    """Fill a trunk and its branches; ``trunk`` is angle, length, width and generations."""
    limbs: list[list[tuple[float, float]]] = []
    _branch(limbs, rng, root, *trunk)
    sheet.fill_each(mask, np.array(limbs), value)


def _branch(
    limbs: list[list[tuple[float, float]]],
    rng: np.random.Generator,
    root: tuple[float, float],
    angle: float,
    length: float,
    width: float,
    generations: int,
) -> None:
    """Add a limb's corners and those of all that grow from it."""
    cosine, sine = math.cos(angle), math.sin(angle)
    x, y = root
    tip_x, tip_y = tip = (x + cosine * length, y + sine * length)
    nx, ny = -sine * width / 2, cosine * width / 2
    limbs.append(
        [
            (x - nx, y - ny),
            (tip_x - nx * 0.65, tip_y - ny * 0.65),
            (tip_x + nx * 0.65, tip_y + ny * 0.65),
            (x + nx, y + ny),
        ]
    )
    if generations > 1:
        for turn in (-1, 1):
            bend = angle + turn * rng.uniform(0.25, 0.6)
            reach = length * rng.uniform(0.6, 0.8)
            _branch(limbs, rng, tip, bend, reach, width * 0.62, generations - 1)


def odd(size: float) -> int:
    """The nearest odd whole number, at least 3."""
    return max(3, round(size) // 2 * 2 + 1)
