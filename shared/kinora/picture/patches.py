"""Patches: the rectangles of a drawn layer that hold anything, so that only these are composed.

The picture is cut into bands of rows, and each band into the runs of columns that it uses; of all
ways to do so the cheapest is taken, for every patch has a price of its own.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kinora.picture.paint.arrays import Radiance

_ACROSS, _MOST_ACROSS = 8, 120
"""Patches begin and end at multiples of so many columns, or more, so that these are the most."""
_DOWN, _MOST_DOWN = 24, 14
"""The same for rows."""
_PRICE = 9000
"""What a patch costs besides its pixels, in pixels."""
_LEAST = 1e-3
"""Shifts below this share of a block are rounding."""

Marks = NDArray[np.bool_]


class Patch(NamedTuple):
    """A half-open rectangle of pixels. A side on the picture's border also holds all beyond it."""

    left: int
    top: int
    right: int
    bottom: int


class Ground:
    """Which parts of a layer hold anything."""

    def __init__(self, pixels: Radiance) -> None:
        """Take (rows, columns, 4) pixels."""
        self.rows, self.columns = pixels.shape[:2]
        self._down = max(_DOWN, -(-self.rows // _MOST_DOWN))
        self._across = max(_ACROSS, -(-self.columns // _MOST_ACROSS))
        strips = _pooled(pixels.reshape(self.rows, -1), self._down)
        brightest = strips.reshape(-1, self.columns, 4).max(axis=2)
        self._used: Marks = _pooled(brightest.T, self._across).T > 0
        self._known: dict[int, list[Patch]] = {}

    def patches(self, slack: float) -> list[Patch]:
        """Patches that hold everything, shifted sideways by up to ``slack`` pixels either way.

        Bilinear samples between two neighbouring pixels belong to the upper left one's patch.
        """
        steps = math.ceil(slack / self._across - _LEAST)
        steps = 1 << (steps - 1).bit_length() if steps > 0 else 0
        if steps not in self._known:
            self._known[steps] = self._divided(steps)
        return self._known[steps]

    def _divided(self, steps: int) -> list[Patch]:
        """Patches for shifts of up to so many columns of blocks."""
        used = self._used
        for _ in range(min(steps, used.shape[1])):
            wide = np.pad(used, ((0, 0), (1, 1)), mode="edge")
            used = wide[:, :-2] | used | wide[:, 2:]
        across, down = self._across, self._down
        price = _PRICE / (across * down)
        found = []
        for top, bottom in _bands(used, price):
            held: Marks = np.logical_or.reduce(used[top:bottom], axis=0)
            lower = min(bottom * down, self.rows)
            for left, right in _runs(held, bottom - top, price):
                patch = Patch(left * across, top * down, min(right * across, self.columns), lower)
                found.append(patch)
        return found


def _pooled(values: NDArray[np.uint16], step: int) -> NDArray[np.uint16]:
    """The maximum of every ``step`` rows together with the row after them."""
    pooled = values[::step].copy()
    for row in range(1, step):
        rest = values[row::step]
        np.maximum(pooled[: len(rest)], rest, out=pooled[: len(rest)])
    np.maximum(pooled[:-1], values[step::step], out=pooled[:-1])
    return pooled


def _bands(used: Marks, price: float) -> list[tuple[int, int]]:
    """The cheapest division into bands of rows, by dynamic programming from the top."""
    rows = len(used)
    cheapest, before = [0.0] + [np.inf] * rows, [0] * (rows + 1)
    for top in range(rows):
        held = np.zeros(used.shape[1], bool)
        for bottom in range(top + 1, rows + 1):
            held |= used[bottom - 1]
            cost = cheapest[top] + sum(
                price + (right - left) * (bottom - top)
                for left, right in _runs(held, bottom - top, price)
            )
            if cost < cheapest[bottom]:
                cheapest[bottom], before[bottom] = cost, top
    bands, bottom = [], rows
    while bottom > 0:
        bands.append((before[bottom], bottom))
        bottom = before[bottom]
    return bands[::-1]


def _runs(held: Marks, tall: int, price: float) -> list[tuple[int, int]]:
    """The runs of columns that a band of ``tall`` rows needs; gaps not worth a patch are kept."""
    places = np.flatnonzero(held)
    if not places.size:
        return []
    gaps = np.flatnonzero(np.diff(places) > 1 + price / tall)
    starts = [int(places[0]), *places[gaps + 1].tolist()]
    return list(zip(starts, [*(places[gaps] + 1).tolist(), int(places[-1]) + 1], strict=True))
