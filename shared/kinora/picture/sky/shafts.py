"""Shafts of light that fan out from the sun between trees or clouds."""

from __future__ import annotations

import math

import numpy as np

from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import tile
from kinora.picture.paint.radiance import ONE
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage

_COARSE = 8


class Shafts:
    """Rays by direction from the sun, slowly shifting; drawn at an eighth of the size."""

    depth = 0.5

    def __init__(self, stage: Stage, tone: Floats, strength: float) -> None:
        """``tone`` (3,) linear BGR."""
        rng = stage.generator("shafts")
        self._stage, self._tone = stage, tone * np.float32(strength)
        self._rays = np.append(tile(256, rng, (1, 32), 2, 0.6)[0], 0).astype(np.float32)
        self._rays[-1] = self._rays[0]
        x, y = stage.sun
        self._source = (
            x + (stage.width / 2 - x) * 0.2,
            min(y, 0.1 * stage.height) - 0.75 * stage.unit,
        )

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        view = moment.pose.view(self.depth)
        sx, sy = view.to_screen(*self._source)
        width, height = math.ceil(canvas.width / _COARSE), math.ceil(canvas.height / _COARSE)
        x = (np.arange(width, dtype=np.float32) * _COARSE + _COARSE / 2 - np.float32(sx))[None, :]
        y = (np.arange(height, dtype=np.float32) * _COARSE + _COARSE / 2 - np.float32(sy))[:, None]
        angle = np.arctan2(np.broadcast_to(x, (height, width)), y)
        away = np.sqrt(x * x + y * y) / np.float32(self._stage.unit)
        steps = np.arange(257, dtype=np.float32)
        drift = 0.02 * moment.flow
        first = np.interp((angle * 105 + 60 * drift) % 256, steps, self._rays)
        second = np.interp((angle * 165 - 90 * drift + 50) % 256, steps, self._rays)
        light = np.clip(first * second * 3.0 - 0.55, 0, 1)
        light *= np.exp(-np.square((away - 1.05) * 1.6)) * moment.glow
        planes = [light * float(tone) * ONE for tone in self._tone]
        planes.append(np.zeros_like(light))
        fixed = np.dstack(planes).clip(0, 65535).astype(np.uint16)
        wide = cv.resize(
            fixed, (canvas.width, canvas.height), out=canvas.spare(canvas.height, canvas.width)
        )
        cv.add_light(canvas.pixels, wide)
