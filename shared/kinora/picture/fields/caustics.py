"""Caustics: the bright net that a wavy surface throws on the ground, by counting refracted rays."""

from __future__ import annotations

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import tile

_SIZE = 256
_RAYS = 2
"""Rays a pixel, across and down."""


def caustic_tile(rng: np.random.Generator, cells: int = 8, focus: float = 0.9) -> Floats:
    """A (256, 256) tile of light that repeats: 1 is the mean, bright lines reach 4.

    ``focus`` is the distance of the ground: 1 where the average wave focuses.
    """
    height = tile(_SIZE, rng, (cells, cells), 2, 0.35)
    slope_x = np.roll(height, -1, axis=1) - np.roll(height, 1, axis=1)
    slope_y = np.roll(height, -1, axis=0) - np.roll(height, 1, axis=0)
    bend = slope_x - np.roll(slope_x, 2, axis=1)
    reach = np.float32(focus / max(float(bend.std()), 1e-6) * 0.55)
    count = _SIZE * _RAYS
    at = (np.arange(count, dtype=np.float32) + np.float32(0.5)) / np.float32(_RAYS)
    size = (count, count)
    x = at[None, :] + cv.resize(slope_x, size) * reach
    y = at[:, None] + cv.resize(slope_y, size) * reach
    column, row = np.floor(x).astype(np.int64) % _SIZE, np.floor(y).astype(np.int64) % _SIZE
    hits = np.bincount((row * _SIZE + column).ravel(), minlength=_SIZE * _SIZE)
    light = hits.reshape(_SIZE, _SIZE).astype(np.float32) / np.float32(_RAYS * _RAYS)
    wrapped = cv.blurred(np.pad(light, 8, mode="wrap"), 1.1)[8:-8, 8:-8]
    return np.minimum(wrapped, np.float32(4)).astype(np.float32)
