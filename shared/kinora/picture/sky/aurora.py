"""Northern lights: curtains with a sharp hem and rays that fade upwards, drifting slowly."""

from __future__ import annotations

import math

import numpy as np

from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import tile
from kinora.picture.paint.radiance import ONE
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage

_COARSE = 4


class Aurora:
    """Two or three curtains, drawn at a quarter of the size."""

    depth = 0.03

    def __init__(self, stage: Stage, tones: Tones) -> None:
        rng = stage.generator("aurora")
        self._stage = stage
        self._hem = tones.tint(0.7, 0.74) * np.float32(1.25)
        self._top = tones.accent(0.42) * np.float32(1.0)
        self._rays = tile(256, rng, (1, 32), 3, 0.6)[0]
        count = int(rng.integers(2, 4))
        self._base = np.sort(rng.uniform(0.42, 0.88, count)) * stage.horizon
        self._wave = rng.uniform(1.2, 2.6, count)
        self._phase = rng.uniform(0, 6.28, (3, count))
        self._level = rng.uniform(0.35, 0.8, count)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        view = moment.pose.view(self.depth)
        bottom = min(canvas.floor, math.ceil(view.to_screen(0, self._stage.horizon)[1]))
        if bottom < _COARSE:
            return
        width, height = math.ceil(canvas.width / _COARSE), math.ceil(bottom / _COARSE)
        x = ((np.arange(width) * _COARSE + 2 - view.x) / view.scale / self._stage.unit).astype(
            np.float32
        )
        y = ((np.arange(height) * _COARSE + 2 - view.y) / view.scale).astype(np.float32)
        low = np.zeros((height, width), np.float32)
        high = np.zeros((height, width), np.float32)
        for i, base in enumerate(self._base):
            self._hang(i, float(base), x, y, moment, low, high)
        planes = [
            low * np.float32(self._hem[c] * ONE) + high * np.float32(self._top[c] * ONE)
            for c in range(3)
        ]
        planes.append(np.zeros_like(low))
        light = cv.fixed(cv.merge(planes))
        area = canvas.pixels[:bottom]
        cv.add_light(
            area, cv.resize(light, (canvas.width, bottom), out=canvas.spare(bottom, canvas.width))
        )

    def _hang(
        self, i: int, base: float, x: Floats, y: Floats, moment: Moment, low: Floats, high: Floats
    ) -> None:
        time = 0.25 * moment.flow
        wave = np.sin(x * self._wave[i] * 2 + self._phase[0, i] + time * 0.6)
        wave += 0.45 * np.sin(x * self._wave[i] * 5.3 + self._phase[1, i] - time)
        hem = base - wave * np.float32(0.055 * self._stage.unit)
        at = (x * 120 + 24 * self._phase[2, i] + 7 * np.sin(x * 4 + time)) % 256
        ray = np.interp(at, np.arange(257), np.append(self._rays, self._rays[0]))
        slow = np.interp(
            (x * 40 - 5 * time + 99) % 256, np.arange(257), np.append(self._rays, self._rays[0])
        )
        strength = (self._level[i] * (0.25 + ray**1.4) * np.clip(slow * 1.8 - 0.3, 0.05, 1)).astype(
            np.float32
        )
        above = (hem[None, :] - y[:, None]).astype(np.float32) / np.float32(self._stage.unit)
        fall = np.where(
            above > 0, np.exp(-np.maximum(above, 0) * 6.5), np.exp(np.minimum(above, 0) * 55)
        )
        colour = np.clip(above * 3.2, 0, 1).astype(np.float32)
        lit = (fall * strength[None, :]).astype(np.float32)
        low += lit * (1 - colour)
        high += lit * colour
