"""Smoke that rises from a chimney, bends with the wind and thins out."""

from __future__ import annotations

import math

import numpy as np

from kinora.picture.film.tempo import Moment
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.radiance import lay_over, pack
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage
from kinora.picture.town.lamps import glow_sprite

_PUFFS = 18
_SIZES = 8


class Smoke:
    """Puffs on one path, each older than the one below it."""

    def __init__(
        self,
        stage: Stage,
        at: tuple[float, float],
        depth: float,
        tone: Floats,
        size: float,
        wind: float,
        label: str = "smoke",
    ) -> None:
        """``at`` is a stage place, ``size`` the height of the column in stage pixels."""
        rng = stage.generator(label)
        self._at, self._depth, self._size = at, depth, size
        self._lean = (0.15 + 0.9 * wind) * float(rng.choice([-1.0, 1.0]))
        self._phase = rng.uniform(0, 2 * math.pi, _PUFFS)
        self._sprites = [self._puff(i / (_SIZES - 1), tone) for i in range(_SIZES)]

    def _puff(self, age: float, tone: Floats) -> Radiance:
        shape = glow_sprite(max((0.05 + 0.17 * age) * self._size, 1.5))
        share = np.minimum(shape * np.float32(1.6), 1) * np.float32(0.34 * (1 - age) ** 0.8)
        return pack(np.broadcast_to(tone, (*shape.shape, 3)).astype(np.float32), share)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        view = moment.pose.view(self._depth)
        for i in range(_PUFFS):
            age = (i / _PUFFS + 0.11 * moment.flow) % 1.0
            sprite = self._sprites[min(int(age * _SIZES), _SIZES - 1)]
            curl = 0.05 * math.sin(self._phase[i] + 1.4 * moment.flow) * age
            x = self._at[0] + (self._lean * age**1.5 + curl) * self._size
            y = self._at[1] - self._size * age * (1 - 0.25 * age)
            _lay(canvas, sprite, *view.to_screen(x, y))


def _lay(canvas: Canvas, sprite: Radiance, x: float, y: float) -> None:
    """Lay a sprite over the canvas, centred at a screen place."""
    height, width = sprite.shape[:2]
    left, top = round(x) - width // 2, round(y) - height // 2
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + width, canvas.width), min(top + height, canvas.height)
    if x1 > x0 and y1 > y0:
        lay_over(canvas.pixels[y0:y1, x0:x1], sprite[y0 - top : y1 - top, x0 - left : x1 - left])
