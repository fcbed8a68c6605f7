"""Periodic noise for fields: tiles sampled anywhere, and domain warping with them."""

from __future__ import annotations

import numpy as np

from kinora.picture.fields.grid import Grid
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import tile
from kinora.picture.paint.scroll import endless

_SIZE = 256


def anywhere(woven: Floats, across: Floats, down: Floats) -> Floats:
    """Bilinear samples of an :func:`endless` tile; the coordinates are overwritten.

    Args:
        woven: (size + 1, size + 1) or (size + 1, size + 1, channels).
        across: (rows, columns) tile columns, any value.
        down: (rows, columns) tile rows, any value.
    """
    size = np.float32(woven.shape[0] - 1)
    for at in (across, down):
        turns = at * (1 / size)
        np.floor(turns, out=turns)
        turns *= size
        np.subtract(at, turns, out=at)
    return cv.remap(woven, across, down)


def woven(
    rng: np.random.Generator, cells: int, octaves: int, gain: float = 0.5, channels: int = 4
) -> Floats:
    """An endless tile of independent noises, about -1..1 with unit spread, per channel."""
    layers = [tile(_SIZE, rng, (cells, cells), octaves, gain) for _ in range(channels)]
    spread = [(part - part.mean()) / np.float32(2.2 * part.std()) for part in layers]
    return endless(cv.merge([part.astype(np.float32) for part in spread]))


class Warp:
    """Four noises of a moving domain-warped plane, smooth, on a thin grid."""

    def __init__(
        self, rng: np.random.Generator, *, cells: int = 8, octaves: int = 2, size: float = 1.6
    ) -> None:
        """``size`` is the length in units over which ``cells`` cells repeat."""
        self._tile = woven(rng, cells, octaves)
        self._per = np.float32(_SIZE / size)
        self._origin = rng.uniform(0, _SIZE, (2, 2))
        turn = rng.uniform(0, 2 * np.pi)
        self._way = np.array([np.cos(turn), np.sin(turn)]) * _SIZE / size

    def at(self, xs: Floats, ys: Floats, time: float, number: int = 0) -> Floats:
        """(rows, columns, 4) noises at separable places; ``number`` chooses another stretch."""
        u = np.empty((ys.size, xs.size), np.float32)
        v = np.empty_like(u)
        x0, y0 = self._origin[number] + self._way * (time if number == 0 else -0.7 * time)
        u[:] = xs * self._per + np.float32(x0 % _SIZE)
        v[:] = (ys * self._per + np.float32(y0 % _SIZE))[:, None]
        return anywhere(self._tile, u, v)

    def again(
        self, noises: Floats, grid: Grid, reach: float, time: float, scale: float = 1.0
    ) -> Floats:
        """The noises sampled once more at places that the first two of ``noises`` move."""
        per = self._per * np.float32(scale)
        x0, y0 = self._origin[1] - 0.6 * self._way[::-1] * time
        u = noises[..., 0] * (per * np.float32(reach))
        u += grid.xs * per + np.float32(x0 % _SIZE)
        v = noises[..., 1] * (per * np.float32(reach))
        v += (grid.ys * per + np.float32(y0 % _SIZE))[:, None]
        return anywhere(self._tile, u, v)
