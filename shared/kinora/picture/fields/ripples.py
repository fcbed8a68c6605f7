"""Waves that run out from several sources and cross: rings, plane waves, standing patterns."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kinora.picture.fields.field import Glance
from kinora.picture.fields.grid import Grid
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.stage import Stage

_THIN = 2


@dataclass(frozen=True)
class Pool:
    """One kind of interference."""

    sources: int
    plane: bool
    """Plane waves rather than rings."""
    waves: tuple[float, float]
    """Fewest and most waves over one unit."""
    fall: float
    """How fast rings fade with distance."""
    relief: float
    """Strength of light on the slopes."""
    bands: float
    """How often the palette repeats over the height of a wave."""
    sharp: float
    """0 round waves, 1 sharp crests."""
    stray: float
    """How far plane waves stray from evenly spaced directions, in radians."""


POOLS = (
    Pool(2, False, (7, 9), 0.2, 1.3, 0.3, 0.0, 0.0),
    Pool(3, False, (5, 7), 0.25, 1.2, 0.4, 0.0, 0.0),
    Pool(5, True, (5.5, 5.5), 0.0, 1.1, 0.8, 0.0, 0.0),
    Pool(3, True, (6, 7), 0.0, 1.2, 0.5, 0.5, 0.05),
    Pool(1, False, (11, 14), 0.35, 1.3, 0.25, 0.0, 0.0),
    Pool(7, True, (4.5, 4.5), 0.0, 0.9, 1.0, 0.0, 0.0),
    Pool(6, False, (3, 6), 0.9, 1.2, 0.35, 0.9, 0.0),
    Pool(4, True, (2.5, 9), 0.0, 1.1, 0.4, 0.3, 0.3),
)


class Ripples:
    """The surface of a pool, lit from one side, over a second one deeper down."""

    def __init__(self, stage: Stage, pool: Pool) -> None:
        rng = stage.generator("ripples")
        self._pool = pool
        wide = stage.width / stage.unit
        count = pool.sources + 2
        self._at = rng.uniform(-0.62, 0.62, (count, 2)) * (wide, 1.0)
        self._at[0] = (stage.centre - stage.width / 2) / stage.unit, float(rng.uniform(-0.25, 0.25))
        self._turn = rng.uniform(0, math.tau, count)
        if pool.plane:
            self._turn = rng.uniform(0, math.tau) + np.arange(count) * math.tau / pool.sources
            self._turn = self._turn + rng.normal(0, 1, count) * pool.stray
        self._number = math.tau * rng.uniform(*pool.waves, count)
        self._phase = rng.uniform(0, math.tau, count)
        self._side = rng.uniform(0, math.tau)

    def at(self, glance: Glance) -> tuple[Floats, Floats]:
        pool, flow = self._pool, glance.moment.flow
        near, far = glance.grid(0.5), glance.grid(0.1)
        thin = near.thinned(_THIN)
        height = self._height(thin, flow, range(pool.sources))
        deep = self._height(far.thinned(4), 0.7 * flow, range(pool.sources, pool.sources + 2))
        if pool.sharp > 0:
            crest = 1 - np.abs(height)
            height = cv.weighted(height, 1 - pool.sharp, crest, 1.5 * pool.sharp, -0.6 * pool.sharp)
        across, down = np.gradient(height, axis=1), np.gradient(height, axis=0)
        scale = 0.03 / abs(thin.step_y)
        tilt = (across * math.cos(self._side) + down * math.sin(self._side)) * scale
        lit = np.tanh(tilt.astype(np.float32))
        height, lit = near.spread(height, _THIN), near.spread(lit, _THIN)
        below = far.spread(deep, 4)
        spark = np.maximum(lit, 0) ** 4
        light = cv.weighted(lit, 0.34 * pool.relief, height, 0.1, 0.34)
        light = cv.weighted(light, 1, spark, 0.45 * pool.relief)
        light = cv.weighted(light, 1, below, 0.04)
        place = 0.5 + 0.46 * np.sin(height * np.float32(math.pi * pool.bands) + below)
        return place.astype(np.float32), np.clip(light, 0, 1)

    def _height(self, grid: Grid, flow: float, numbers: range) -> Floats:
        """The sum of the waves, about -1..1."""
        total = np.zeros((grid.rows, grid.columns), np.float32)
        weight = 0.0
        for i in numbers:
            swing = 0.05 * np.sin(0.5 * flow + self._phase[i] + np.arange(2))
            x, y = (
                grid.xs - np.float32(self._at[i, 0] + swing[0]),
                grid.ys - np.float32(self._at[i, 1] + swing[1]),
            )
            number = float(self._number[i])
            late = np.float32((self._phase[i] + (1.0 + 0.22 * number / 6) * 1.5 * flow) % math.tau)
            if self._pool.plane:
                along = np.add.outer(y * math.sin(self._turn[i]), x * math.cos(self._turn[i]))
                total += np.sin(along.astype(np.float32) * np.float32(number) - late)
                weight += 0.55
                continue
            away = np.sqrt(np.add.outer(y * y, x * x) + np.float32(1e-4))
            wave = np.sin(away * np.float32(number) - late)
            if self._pool.fall > 0:
                wave /= 1 + away * np.float32(self._pool.fall * 3)
            total += wave
            weight += 0.55 / (1 + 0.9 * self._pool.fall)
        return total / np.float32(weight)
