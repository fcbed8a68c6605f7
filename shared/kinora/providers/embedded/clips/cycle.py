"""Functions of the loop's time that end where they begin."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np

from kinora.providers.embedded.vision.view import Floats

_cv: Any = cv2
TURN = 2 * math.pi


def cycles(seconds: float, hertz: float) -> int:
    """Whole cycles of a loop that come nearest to a rate; at least one."""
    return max(1, round(seconds * hertz))


class Flicker:
    """A sum of waves of whole cycles, between about -1 and 1."""

    def __init__(self, seconds: float, rates: tuple[float, ...], rng: np.random.Generator) -> None:
        self._counts = [cycles(seconds, rate * float(rng.uniform(0.85, 1.15))) for rate in rates]
        self._phases = [float(phase) for phase in rng.uniform(0, TURN, len(rates))]
        self._total = sum(1 / (1 + index * 0.6) for index in range(len(rates)))

    def at(self, time: float) -> float:
        """``time`` is the share of the loop, 0 to 1."""
        waves = (
            math.cos(TURN * count * time + phase) / (1 + index * 0.6)
            for index, (count, phase) in enumerate(zip(self._counts, self._phases, strict=True))
        )
        return sum(waves) / self._total


class Swirl:
    """A smooth field that changes its shape without a direction, and comes back.

    Two fields of noise, one with the cosine and one with the sine of the time.
    """

    def __init__(
        self, size: tuple[int, int], cells: tuple[float, float], rng: np.random.Generator
    ) -> None:
        self.first = noise(size, cells, rng)
        self.second = noise(size, cells, rng)

    def at(self, angle: float, out: Floats | None = None) -> Floats:
        """(height, width), about -1..1, for an angle of whole turns a loop."""
        result: Floats = _cv.addWeighted(
            self.first, math.cos(angle), self.second, math.sin(angle), 0, dst=out
        )
        return result


def noise(size: tuple[int, int], cells: tuple[float, float], rng: np.random.Generator) -> Floats:
    """Smooth noise, (height, width), about -1..1, with cells of so many pixels down and across."""
    down = max(2, round(size[0] / cells[0]) + 2)
    across = max(2, round(size[1] / cells[1]) + 2)
    coarse = rng.standard_normal((down, across)).astype(np.float32) * np.float32(0.6)
    result: Floats = _cv.resize(coarse, (size[1], size[0]), interpolation=cv2.INTER_CUBIC)
    return np.clip(result, -1.5, 1.5)
