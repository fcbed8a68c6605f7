"""Moving cells: Voronoi regions of sites that wander about a jittered grid.

Only the nine sites around a pixel's own square of the grid can be its nearest. Two kinds of
distance come out: the hard one to the wall between the two nearest sites, and a soft blend of the
sites' own values, weighted by a Gaussian of the distance, which has no edges at all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kinora.picture.fields.field import Glance
from kinora.picture.fields.grid import Grid
from kinora.picture.fields.weave import Warp
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import smoothstep
from kinora.picture.stage import Stage

_SITES = 32
"""Sites across and down before they repeat."""
_THIN = 2
_LEAST_WALL = 2.6
"""Walls are at least so many sampled pixels wide, so that they do not break into dots."""


@dataclass(frozen=True)
class Tissue:
    """One kind of cells."""

    count: float
    """Cells over one unit."""
    jitter: float
    """0 a regular grid, 1 chaos."""
    wander: float
    """How far the sites move, in cells."""
    wall: float
    """Width of the walls, in cells."""
    glowing: float
    """Light of the walls, -1 dark leads to 1 glowing."""
    dome: float
    """How much the cells' middles are raised, -1 hollow to 1 round."""
    nucleus: float
    """Light of a kernel in each cell."""
    blend: float
    """Sharpness of the cells' own colours."""
    variety: float
    """How much the cells' lightness differs."""
    film: float = 0.0
    """Strength of interference colours, as in soap."""
    squeeze: float = 1.0
    """Cells are so much wider than high."""


TISSUES = (
    Tissue(5, 0.9, 0.2, 0.1, 0.9, 0.35, 0.0, 6, 0.25),
    Tissue(7, 0.75, 0.22, 0.16, -0.9, 0.3, 0.0, 14, 0.5),
    Tissue(3.2, 0.9, 0.24, 0.05, 0.8, -0.5, 0.0, 3, 0.15, film=1.0),
    Tissue(6, 0.7, 0.16, 0.22, -0.6, 0.6, 0.8, 5, 0.15),
    Tissue(9, 0.45, 0.14, 0.1, 0.65, 0.5, 0.0, 8, 0.5),
    Tissue(4, 1.0, 0.3, 0.5, 0.5, 0.2, 0.25, 2.5, 0.2, film=0.4),
    Tissue(8, 0.95, 0.2, 0.07, 1.0, -0.2, 0.0, 5, 0.7, squeeze=2.2),
    Tissue(5.5, 0.6, 0.18, 0.34, -0.75, 0.9, 0.0, 9, 0.35),
)


class Cells:
    """A near tissue over a far one, larger or smaller, that shines through."""

    def __init__(self, stage: Stage, tissue: Tissue) -> None:
        rng = stage.generator("cells")
        self._tissue = tissue
        self._jitter = rng.uniform(-0.5, 0.5, (2, _SITES, _SITES)) * tissue.jitter
        self._phase = rng.uniform(0, math.tau, (2, _SITES, _SITES))
        self._rate = rng.uniform(0.5, 1.3, (2, _SITES, _SITES))
        self._value = rng.random((_SITES, _SITES)).astype(np.float32)
        self._tone = rng.random((_SITES, _SITES)).astype(np.float32)
        self._origin = rng.uniform(0, _SITES, (2, 2))
        turn = rng.uniform(0, math.tau)
        self._way = np.array([math.cos(turn), math.sin(turn)]) * rng.uniform(0.1, 0.22)
        self._back = Warp(rng, cells=4, octaves=2, size=float(rng.uniform(1.4, 2.6)))

    def at(self, glance: Glance) -> tuple[Floats, Floats]:
        tissue, flow = self._tissue, glance.moment.flow
        near, far = glance.grid(0.6), glance.grid(0.15)
        thin = near.thinned(_THIN)
        wall, soft, value, nearest = (
            near.spread(plane, _THIN) for plane in self._found(thin, flow)
        )
        least = _LEAST_WALL * abs(thin.step_y) * tissue.count
        thin = far.thinned(8)
        back = far.spread(self._back.at(thin.xs, thin.ys, 0.05 * flow), 8)
        line = np.clip(1 - wall * np.float32(1 / max(tissue.wall, least)), 0, 1)
        line *= line
        body = np.clip(1 - nearest * np.float32(1.15), 0, 1)
        light = cv.weighted(value, tissue.variety, body, 0.55 * tissue.dome, 0.36)
        light -= np.float32(0.5 * tissue.variety + 0.2 * tissue.dome)
        if tissue.nucleus > 0:
            light += smoothstep(0.26, 0.06, nearest) * np.float32(tissue.nucleus)
        light += cv.channel(back, 0) * np.float32(0.12)
        light = cv.weighted(light, 1, line, 0.7 * tissue.glowing)
        place = cv.weighted(soft, 0.85, cv.channel(back, 1), 0.16, 0.08)
        place += line * np.float32(0.35 * tissue.glowing)
        if tissue.film > 0:
            rings = np.sin(nearest * np.float32(13) + soft * np.float32(9) - np.float32(flow * 0.9))
            place += rings * np.float32(0.16 * tissue.film)
            light += rings * np.float32(0.07 * tissue.film)
        return place, np.clip(light, 0.02, 1)

    def _found(self, grid: Grid, flow: float) -> tuple[Floats, Floats, Floats, Floats]:
        """Distance to the wall, blended tone and value, distance to the nearest site; in cells."""
        tissue = self._tissue
        u = grid.xs * np.float32(tissue.count / tissue.squeeze)
        v = grid.ys * np.float32(tissue.count)
        u += np.float32((self._origin[0, 0] + self._way[0] * flow) % _SITES)
        v += np.float32((self._origin[0, 1] + self._way[1] * flow) % _SITES)
        whole_u, whole_v = np.floor(u), np.floor(v)
        part_u, part_v = u - whole_u, v - whole_v
        column, row = whole_u.astype(np.int64), whole_v.astype(np.int64)
        swing = tissue.wander * np.sin(self._phase + self._rate * flow)
        sites = (self._jitter + swing + 0.5).astype(np.float32)
        shape = (v.size, u.size)
        first, second = np.full(shape, 9, np.float32), np.full(shape, 9, np.float32)
        weight, tone, value = (np.zeros(shape, np.float32) for _ in range(3))
        for down in (-1, 0, 1):
            rows = (row + down) % _SITES
            for across in (-1, 0, 1):
                columns = (column + across) % _SITES
                x = sites[0][rows][:, columns]
                x -= (part_u - np.float32(across))[None, :]
                y = sites[1][rows][:, columns]
                y -= (part_v - np.float32(down))[:, None]
                x *= x
                y *= y
                x += y
                np.minimum(second, np.maximum(first, x, out=y), out=second)
                np.minimum(first, x, out=first)
                x *= np.float32(-tissue.blend)
                near = np.exp(x, out=x)
                weight += near
                tone += near * self._tone[rows][:, columns]
                value += near * self._value[rows][:, columns]
        weight += np.float32(1e-9)
        nearest = np.sqrt(first)
        return np.sqrt(second) - nearest, tone / weight, value / weight, nearest
