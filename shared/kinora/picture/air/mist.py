"""Drifting mist: a soft band of haze between layers, thicker and thinner as it moves."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kinora.picture.film.pose import View
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import tile
from kinora.picture.paint.radiance import ONE, OPAQUE, lay_over
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage

_TILE = 256
_COARSE = 4
"""Mist is drawn at a quarter of the frame's size."""
_REPEATS = 3
"""Tiles side by side: sampling inside them is faster than wrapping around."""


@dataclass(frozen=True)
class Band:
    """Where mist lies, in stage pixels, and how much of it.

    It is densest at the stage row ``middle``, gone ``reach`` above it and ``fall`` below it.
    """

    middle: float
    reach: float
    fall: float
    density: float
    """Greatest coverage, 0..1."""
    depth: float


class Mist:
    """One drifting band of a tone, (3,) linear BGR; ``speed`` 1 is slow."""

    def __init__(self, stage: Stage, label: str, band: Band, tone: Floats, speed: float) -> None:
        rng = stage.generator("mist", label)
        self._stage, self._band, self._tone, self._speed = stage, band, tone, speed
        self._tile = np.tile(tile(_TILE, rng, (8, 4), 4, 0.5), (_REPEATS, _REPEATS))
        self._origin = rng.uniform(0, _TILE, 2)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        view = moment.pose.view(self._band.depth)
        top = int(view.to_screen(0, self._band.middle - self._band.reach)[1]) // _COARSE * _COARSE
        bottom = math.ceil(view.to_screen(0, self._band.middle + self._band.fall)[1])
        top, bottom = max(top, 0), min(bottom, canvas.floor)
        if top >= bottom:
            return
        width, height = math.ceil(canvas.width / _COARSE), math.ceil((bottom - top) / _COARSE) + 1
        density = self._thickness(view, width, height, top, moment)
        levels = [cv.fixed(density, float(tone) * ONE) for tone in self._tone]
        small = cv.merge([*levels, cv.fixed(density, OPAQUE)])
        size = (canvas.width, height * _COARSE)
        soft = cv.resize(small, size, out=canvas.spare(size[1], size[0]))
        lay_over(canvas.pixels[top:bottom], soft[: bottom - top])

    def _thickness(self, view: View, width: int, height: int, top: int, moment: Moment) -> Floats:
        """Coverage for every fourth column, and row from screen row ``top``."""
        step = _COARSE / view.scale
        left = (_COARSE / 2 - view.x) / view.scale
        first = (top + _COARSE / 2 - view.y) / view.scale
        ys = np.arange(height, dtype=np.float32) * np.float32(step) + np.float32(first)
        above = (np.float32(self._band.middle) - ys) / np.float32(self._band.reach)
        below = (ys - np.float32(self._band.middle)) / np.float32(self._band.fall)
        band = np.clip(1 - np.where(above > 0, above, below), 0, 1)
        band = band * band * (3 - 2 * band) * np.float32(self._band.density)
        size, flow = 70 / self._stage.unit, self._speed * moment.flow
        u = (left * size + self._origin[0] - flow) % _TILE
        v = (first * size * 3 + self._origin[1] + 0.06 * flow) % _TILE
        matrix = np.array([[step * size, 0, u], [0, step * size * 3, v]], np.float32)
        reach = max(u + width * matrix[0, 0], v + height * matrix[1, 1])
        border = cv.REPEAT_EDGE if reach < _TILE * _REPEATS - 1 else cv.WRAP
        thick = cv.warp(self._tile, matrix, (width, height), border=border)
        thick = cv.weighted(thick, 1.3, thick, 0, 0.25)
        thick *= band[:, None]
        return np.minimum(thick, np.float32(0.97), out=thick)
