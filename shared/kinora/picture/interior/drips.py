"""Water that drips from a ceiling, and the rings where it meets a pool."""

from __future__ import annotations

import math

import numpy as np

from kinora.picture.air.dots import splat
from kinora.picture.film.tempo import Moment
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.radiance import ONE
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage
from kinora.picture.town.lamps import add_glow

_AGES = 10
_FALLING = 0.16
"""Share of a drop's cycle in which it falls."""


class Drips:
    """Drops that fall one after another from a few places."""

    def __init__(
        self, stage: Stage, tone: Floats, span: tuple[float, float], rows: tuple[float, float],
        depth: float,
    ) -> None:  # fmt: skip
        """``span`` of stage x; ``rows``: the stage rows of the ceiling and of the water."""
        rng = stage.generator("drips")
        self._stage, self._tone, self._depth, self._rows = stage, tone, depth, rows
        count = int(rng.integers(4, 8))
        self._x = rng.uniform(*span, count)
        self._foot = rows[1] + rng.uniform(0.0, 0.14, count) * stage.unit
        self._phase = rng.uniform(0, 1, count)
        self._period = rng.uniform(2.2, 4.6, count)
        self._rings = [self._ring(i / (_AGES - 1)) for i in range(_AGES)]

    def _ring(self, age: float) -> Radiance:
        radius = max((0.012 + 0.075 * age) * self._stage.unit, 2.0)
        reach = math.ceil(radius * 1.2)
        across = np.arange(-reach, reach + 1, dtype=np.float32)
        down = np.arange(-math.ceil(reach * 0.34), math.ceil(reach * 0.34) + 1, dtype=np.float32)
        away = np.hypot(across[None, :], down[:, None] * 3) / np.float32(radius)
        line = np.exp(-(((away - 0.85) / 0.13) ** 2)) * np.float32((1 - age) ** 1.4)
        sprite = np.zeros((*line.shape, 4), np.float32)
        sprite[..., :3] = line[..., None] * self._tone * np.float32(0.55 * ONE)
        return np.clip(np.round(sprite), 0, 65535).astype(np.uint16)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        view = moment.pose.view(self._depth)
        top, places = self._rows[0], []
        for x, foot, phase, period in zip(
            self._x, self._foot, self._phase, self._period, strict=True
        ):
            age = (phase + moment.seconds / period) % 1.0
            if age < _FALLING:
                part = (age / _FALLING) ** 2
                for trail in range(4):
                    y = top + (foot - top) * part - trail * 0.004 * self._stage.unit * part
                    places.append(view.to_screen(x, y))
            else:
                grown = (age - _FALLING) / (1 - _FALLING) * 1.7
                if grown < 1:
                    at = view.to_screen(x, foot)
                    add_glow(canvas, self._rings[int(grown * _AGES)], *at)
        if places:
            at_once = np.array(places, np.float32)
            light = np.tile(self._tone, (len(places), 1)).astype(np.float32)
            splat(canvas, at_once, light, max(round(0.005 * self._stage.unit), 2))
