"""Heaped clouds: towers of puffs as a height field, lit from the sun's side."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import smoothstep, stretched, tile

_PAD = 64
"""Columns wrapped around before blurring."""


@dataclass(frozen=True)
class Heap:
    """A bank of clouds; lengths in pixels of its picture."""

    towers: int
    tall: tuple[float, float]
    """Heights of the lowest and of the highest tower."""
    wide: tuple[float, float]
    """Half-widths of the narrowest and of the widest tower."""
    puff: float
    """Radius of the largest puffs."""
    rough: float
    """Height of the small heads, in radii of the largest puffs."""
    base: float
    """Rows from the picture's bottom to the foot of the towers."""


@dataclass(frozen=True)
class Relief:
    """What light needs to know about a bank, each (rows, columns), repeating across."""

    height: Floats
    """Towards the viewer, in pixels."""
    cover: Floats
    """0..1."""
    rise: Floats
    """0 at the foot to about 1 at the top of the highest tower."""


def heaped(rng: np.random.Generator, shape: tuple[int, int], heap: Heap) -> Relief:
    """Pile up a bank whose picture repeats across; its number of columns is a power of two."""
    rows, columns = shape
    field = np.full(shape, -1e3, np.float32)
    foot = rows - heap.base
    for number in range(heap.towers):
        middle = (number + float(rng.uniform(0.15, 0.85))) * columns / heap.towers
        share = float(rng.random()) ** 1.6
        tall = heap.tall[0] + (heap.tall[1] - heap.tall[0]) * share
        wide = heap.wide[0] + (heap.wide[1] - heap.wide[0]) * float(rng.random())
        _tower(field, rng, (middle, foot), (wide * (0.7 + 0.5 * share), tall), heap.puff)
    _skirt(field, rng, foot, heap.puff)
    noise = _fitted(_cauliflower(rng, heap.puff), shape)
    inside = field > -500
    solid = np.where(inside, field, np.float32(0))
    rough = (noise - np.float32(0.5)) * np.float32(heap.rough * heap.puff)
    cover = cv.blurred(_padded(inside.astype(np.float32)), max(0.12 * heap.puff, 0.8))[
        :, _PAD:-_PAD
    ]
    ragged = cover + (noise - np.float32(0.5)) * np.float32(0.9)
    cover = smoothstep(0.25, 0.8, ragged) * smoothstep(0.02, 0.35, cover)
    height = cv.blurred(_padded(solid + rough), max(0.024 * heap.puff, 0.6))[:, _PAD:-_PAD]
    rise = np.clip((foot - np.arange(rows, dtype=np.float32)) / max(heap.tall[1], 1), -1, 1.2)
    return Relief(height, cover, np.repeat(rise[:, None], columns, axis=1))


def _tower(
    field: Floats,
    rng: np.random.Generator,
    foot: tuple[float, float],
    size: tuple[float, float],
    puff: float,
) -> None:
    """Large puffs along a heap's outline, small ones on their upper sides."""
    wide, tall = size
    count = int(12 + 22 * tall / (3 * puff))
    for _ in range(count):
        up = float(rng.random()) ** 1.15
        room = wide * math.sqrt(max(1 - up**1.7, 0.03)) * (0.82 + 0.18 * math.sin(9 * up + foot[0]))
        across = float(rng.uniform(-1, 1))
        x, y = foot[0] + across * room, foot[1] - up * tall
        radius = puff * float(rng.uniform(0.5, 1.0)) * (0.55 + 0.45 * (1 - up))
        deep = (1 - abs(across)) * 0.9 * wide * (1 - 0.5 * up)
        _puff(field, x, y, radius, deep)
        for _ in range(3):
            angle, small = float(rng.uniform(0.0, math.pi)), radius * float(rng.uniform(0.28, 0.5))
            _puff(
                field,
                x + math.cos(angle) * radius * 0.85,
                y - math.sin(angle) * radius * 0.85,
                small,
                deep + 0.45 * radius,
            )


def _skirt(field: Floats, rng: np.random.Generator, foot: float, puff: float) -> None:
    """A low roll of puffs that joins the towers."""
    columns = field.shape[1]
    for _ in range(int(2.4 * columns / puff)):
        radius = puff * float(rng.uniform(0.35, 0.75))
        _puff(
            field,
            float(rng.uniform(0, columns)),
            foot + float(rng.uniform(-0.25, 0.9)) * puff,
            radius,
            0.4 * puff,
        )


def _puff(field: Floats, x: float, y: float, radius: float, deep: float) -> None:
    """Raise the field to a ball's surface, wrapping across."""
    rows, columns = field.shape
    for shift in (-columns, 0, columns):
        x0, x1 = (
            max(math.floor(x + shift - radius), 0),
            min(math.ceil(x + shift + radius) + 1, columns),
        )
        y0, y1 = max(math.floor(y - radius), 0), min(math.ceil(y + radius) + 1, rows)
        if x1 <= x0 or y1 <= y0:
            continue
        dx = np.arange(x0, x1, dtype=np.float32) - np.float32(x + shift)
        dy = np.arange(y0, y1, dtype=np.float32) - np.float32(y)
        room = np.float32(radius * radius) - np.add.outer(dy * dy, dx * dx)
        ball = np.where(room > 0, np.sqrt(np.maximum(room, 0)) + np.float32(deep), np.float32(-1e3))
        area = field[y0:y1, x0:x1]
        np.maximum(area, ball, out=area)


def facing(relief: Relief, sun: tuple[float, float, float], puff: float) -> Floats:
    """(rows, columns) 0..1: how brightly the sun lights a bank; folds and feet lie in shade."""
    padded = _padded(relief.height)
    slope_x = (padded[:, _PAD + 1 : 1 - _PAD] - padded[:, _PAD - 1 : -_PAD - 1]) * np.float32(0.5)
    slope_y = np.gradient(relief.height, axis=0)
    length = 1 / np.sqrt(slope_x * slope_x + slope_y * slope_y + 1.4)
    lit = (
        -slope_x * np.float32(sun[0]) - slope_y * np.float32(sun[1]) + np.float32(sun[2])
    ) * length
    wide = cv.blurred(_padded(relief.height), 0.55 * puff)[:, _PAD:-_PAD]
    fold = np.clip((relief.height - wide) / np.float32(0.9 * puff) + np.float32(0.62), 0.12, 1.1)
    high = np.clip(0.45 + 0.75 * relief.rise, 0.25, 1.1)
    light: Floats = np.clip((0.36 + 0.74 * lit) * fold * high, 0, 1).astype(np.float32)
    return smoothstep(0.06, 0.78, light)


def _cauliflower(rng: np.random.Generator, puff: float) -> Floats:
    """A (512, 512) tile of round heads with sharp folds between them, three sizes, 0..1."""
    first = 512 / max(2.2 * puff, 8.0)
    cells = 1 << max(round(math.log2(first)), 2)
    total = np.zeros((512, 512), np.float32)
    gain = 1.0
    for octave in range(4):
        count = min(cells << octave, 256)
        total += np.float32(gain) * np.abs(2 * tile(512, rng, (count, count), 1) - 1)
        gain *= 0.62
    total += np.float32(0.8) * tile(512, rng, (32, 32), 4, 0.7)
    return stretched(total)


def _padded(values: Floats) -> Floats:
    return np.pad(values, ((0, 0), (_PAD, _PAD)), mode="wrap")


def _fitted(square: Floats, shape: tuple[int, int]) -> Floats:
    """A repeating tile laid over the shape; its columns are a multiple or a divisor of 512."""
    rows, columns = shape
    down, across = -(-rows // square.shape[0]), -(-columns // square.shape[1])
    return np.ascontiguousarray(np.tile(square, (down, across))[:rows, :columns])
