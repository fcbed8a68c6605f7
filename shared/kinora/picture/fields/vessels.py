"""The shapes that ink and smoke take: how much there is at a place, at a time.

Amounts are above 0 inside, below outside. Whatever grows does so ever more slowly, so that a long
clip does not fill up.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kinora.picture.stage import Stage

_SECONDS = 25.0
"""Scene time after which growth has lost most of its pace."""
SHAPES = ("fall", "bloom", "meet", "rise", "marble", "drops", "swirl")

Values = NDArray[Any]


class Vessel:
    """One shape in a field's coordinates."""

    def __init__(self, rng: np.random.Generator, shape: str, stage: Stage) -> None:
        """``shape`` is one of :data:`SHAPES`."""
        self._wide, self._tall = stage.width / stage.unit, stage.height / stage.unit
        self._centre = (stage.centre - stage.width / 2) / stage.unit
        self._phase = rng.uniform(0, math.tau, 2)
        self._spots = rng.uniform(-0.42, 0.42, (5, 2)) * (self._wide, self._tall)
        self._sizes = rng.uniform(0.12, 0.3, 5) * min(self._wide, self._tall)
        shapes = {
            "fall": self._fall,
            "bloom": self._bloom,
            "meet": self._meet,
            "rise": self._rise,
            "marble": self._marble,
            "drops": self._drops,
            "swirl": self._swirl,
        }
        self._shape = shapes[shape]

    def amount(self, x: Values, y: Values, flow: float) -> NDArray[np.float32]:
        """The ink at (rows, columns) places, at a scene time."""
        return np.asarray(self._shape(x, y, flow), np.float32)

    def _fall(self, x: Values, y: Values, flow: float) -> Values:
        """Curtains that sink from above."""
        p = self._phase
        front = 0.16 * np.sin(x * 5.2 + p[0]) + 0.1 * np.sin(x * 11 + p[1])
        amount: Values = ((front + 0.06 + 0.45 * _grown(flow)) * self._tall - y) * 1.5 - 0.1
        return amount

    def _bloom(self, x: Values, y: Values, flow: float) -> Values:
        """A cloud in the middle."""
        away = np.sqrt((x - self._centre * 0.7) ** 2 + (y * 1.05) ** 2)
        amount: Values = 0.72 - away * 2.0 / (0.85 + 0.5 * _grown(flow))
        return amount

    def _meet(self, x: Values, y: Values, flow: float) -> Values:
        """Two fronts that close in from the sides."""
        line = 0.2 * np.sin(y * 4.0 + self._phase[0] + 0.2 * flow)
        away = np.abs(x - self._centre * 0.5 - line) / self._wide
        amount: Values = away * 1.9 - 0.2 + 0.12 * _grown(flow)
        return amount

    def _rise(self, x: Values, y: Values, flow: float) -> Values:
        """A column of smoke, narrow below and wide above."""
        lean = 0.16 * np.sin(y * 4.0 + self._phase[0] - 0.5 * flow)
        room = np.maximum(0.2 + 0.34 * (0.5 - y / self._tall), 0.06)
        amount: Values = 0.95 - 1.1 * np.abs(x - self._centre * 0.6 - lean) / room + 0.5 * y
        return amount

    def _marble(self, x: Values, y: Values, flow: float) -> Values:
        """Everywhere and nowhere."""
        p = self._phase
        amount: Values = 0.45 * np.sin(x * 6 + p[0]) * np.sin(y * 5 + p[1] + 0.2 * flow) + 0.12
        return amount

    def _drops(self, x: Values, y: Values, flow: float) -> Values:
        """Several blots that spread."""
        total: Values = np.full(np.broadcast(x, y).shape, -1.0)
        for (at_x, at_y), size in zip(self._spots, self._sizes, strict=True):
            away = np.sqrt((x - at_x) ** 2 + (y - at_y) ** 2) / (size * (1 + 0.7 * _grown(flow)))
            total = np.maximum(total, 0.8 - 0.95 * away)
        return total

    def _swirl(self, x: Values, y: Values, flow: float) -> Values:
        """Two arms that wind about the middle."""
        dx = x - self._centre * 0.7
        away = np.sqrt(dx * dx + y * y)
        turn = np.arctan2(y, dx) * 2 + away * 9 + self._phase[0] - 0.35 * flow
        amount: Values = 0.45 * np.sin(turn) - 0.2 * away + 0.14
        return amount


def _grown(flow: float) -> float:
    """0 at the start, towards 1."""
    return 1 - math.exp(-flow / _SECONDS)
