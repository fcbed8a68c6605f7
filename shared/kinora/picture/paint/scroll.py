"""Sampling a repeating tile anywhere on its plane.

OpenCV's own wrapping border is several times slower than wrapping the coordinates beforehand.
"""

from __future__ import annotations

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats


def endless(tile: Floats) -> Floats:
    """A square tile with its first row and column repeated at the end, for :func:`sample`."""
    edge = [(0, 1), (0, 1)] + [(0, 0)] * (tile.ndim - 2)
    return np.ascontiguousarray(np.pad(tile, edge, mode="wrap"))


def sample(tile: Floats, across: Floats, down: Floats) -> Floats:
    """Bilinear samples of an :func:`endless` tile.

    Args:
        tile: (size + 1, size + 1) or (size + 1, size + 1, channels).
        across: (rows, columns) tile columns, any value; overwritten.
        down: (rows,) tile rows, any value.
    """
    size = np.float32(tile.shape[0] - 1)
    turns = across * (1 / size)
    np.floor(turns, out=turns)
    turns *= size
    across -= turns
    turns[:] = np.mod(down, size).astype(np.float32)[:, None]
    return cv.remap(tile, across, turns)
