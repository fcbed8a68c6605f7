"""Slow, never repeating change: a few sines of unrelated periods."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

_Doubles: TypeAlias = NDArray[np.float64]

_RATIOS = (1.0, 0.618, 0.391)
_WEIGHTS = (0.5, 0.3, 0.2)


class Wander:
    """A smooth function of time in -1..1 that moves on the scale of ``period`` seconds."""

    def __init__(self, period: float, chance: np.random.Generator) -> None:
        self._rates = [2 * np.pi / (period * ratio) for ratio in _RATIOS]
        self._phases = chance.uniform(0, 2 * np.pi, len(_RATIOS))

    def __call__(self, seconds: _Doubles) -> _Doubles:
        """Values at the given times; any shape."""
        total = np.zeros_like(seconds)
        for rate, phase, weight in zip(self._rates, self._phases, _WEIGHTS, strict=True):
            total += weight * np.sin(rate * seconds + phase)
        return total
