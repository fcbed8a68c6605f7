"""Drifting mist: a soft band of haze between layers, thicker and thinner as it moves."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import tile
from kinora.picture.paint.radiance import ONE, OPAQUE, lay_over
from kinora.picture.paint.scroll import endless, sample
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage

_TILE = 256
_COARSE = 4
"""Mist is drawn at a quarter of the frame's size."""


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
        self._tile = endless(tile(_TILE, rng, (8, 4), 4, 0.5))
        self._origin = rng.uniform(0, _TILE, 2)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        view = moment.pose.view(self._band.depth)
        top = int(view.to_screen(0, self._band.middle - self._band.reach)[1]) // _COARSE * _COARSE
        bottom = math.ceil(view.to_screen(0, self._band.middle + self._band.fall)[1])
        top, bottom = max(top, 0), min(bottom, canvas.height)
        if bottom - top < _COARSE:
            return
        width, height = math.ceil(canvas.width / _COARSE), math.ceil((bottom - top) / _COARSE)
        density = self._thickness(view.scale, view.x, view.y, width, height, top, moment)
        levels = [density * np.float32(tone * ONE) for tone in self._tone]
        levels.append(density * np.float32(OPAQUE))
        small = cv.fixed(cv.merge(levels))
        soft = cv.resize(small, (canvas.width, bottom - top), out=canvas.spare(bottom - top))
        lay_over(canvas.pixels[top:bottom], soft)

    def _thickness(
        self, scale: float, x: float, y: float, width: int, height: int, top: int, moment: Moment
    ) -> Floats:
        xs = (np.arange(width, dtype=np.float32) * _COARSE + (_COARSE / 2 - x)) / np.float32(scale)
        ys = (np.arange(height, dtype=np.float32) * _COARSE + (top + _COARSE / 2 - y)) / np.float32(
            scale
        )
        above = (np.float32(self._band.middle) - ys) / np.float32(self._band.reach)
        below = (ys - np.float32(self._band.middle)) / np.float32(self._band.fall)
        band = np.clip(1 - np.where(above > 0, above, below), 0, 1)
        band = band * band * (3 - 2 * band) * np.float32(self._band.density)
        size = np.float32(70 / self._stage.unit)
        u = np.broadcast_to(xs * size, (height, width)).astype(np.float32)
        u += np.float32((self._origin[0] - self._speed * moment.flow) % _TILE)
        v = ys * size * np.float32(3) + np.float32(self._origin[1])
        drift = np.float32(0.06 * self._speed * moment.flow)
        thick = sample(self._tile, u, v + drift)
        thick *= np.float32(1.3)
        thick += np.float32(0.25)
        thick *= band[:, None]
        return np.minimum(thick, np.float32(0.97))
