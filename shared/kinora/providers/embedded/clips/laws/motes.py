"""Dust, snow, rain: each mote is born, travels, and fades, once or more a loop."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from kinora.providers.embedded.clips.cycle import TURN
from kinora.providers.embedded.clips.patch import Patch
from kinora.providers.embedded.vision.view import Floats


@dataclass(frozen=True)
class Habit:
    """Pixels are of a frame whose shorter side has 720; lives and distances vary by a third.

    ``number`` for a whole frame, ``wide`` and ``tall`` the radii, ``across`` and ``down`` the
    distance of a life, ``wander`` the sideways swing, ``bright`` the levels that are added.
    """

    number: int
    wide: tuple[float, float]
    tall: float
    across: float
    down: float
    wander: float
    life: float
    bright: tuple[float, float]


DUST = Habit(100, (0.9, 2.1), 1.0, 44, -28, 14, 5.0, (30, 95))
HAZY = Habit(40, (1.4, 3.4), 1.0, 34, -14, 12, 6.0, (18, 50))
SNOW = Habit(260, (1.3, 3.6), 1.0, 40, 330, 22, 4.5, (70, 170))
RAIN = Habit(240, (0.7, 1.1), 16.0, -22, 420, 0, 0.75, (30, 75))
_FULL = 720 * 1280
_COLOUR = (np.float32(0.86), np.float32(0.95), np.float32(1.0))
"""Blue, green and red of what floats."""
_cv: Any = cv2


class Motes:
    """A swarm of one habit, born where the weight is."""

    def __init__(
        self, patch: Patch, force: float, seconds: float, rng: np.random.Generator, habit: Habit
    ) -> None:
        self.patch = patch
        height, width = patch.size
        unit = patch.unit
        share = height * width / (_FULL * unit * unit)
        count = int(np.clip(habit.number * share * (0.5 + 0.5 * force), 8, 2.5 * habit.number))
        order = rng.choice(height * width, count, p=_chances(patch.weight))
        self._places = np.stack([order % width, order // width], axis=-1).astype(np.float64)
        self._phases = rng.uniform(0, 1, count)
        self._swings = rng.uniform(0, TURN, count)
        self._sizes = rng.uniform(*habit.wide, count) * unit
        self._lights = rng.uniform(*habit.bright, count) * min(1.0, 0.6 + 0.4 * force)
        self._vary = rng.uniform(0.67, 1.33, count) * unit * (0.6 + 0.4 * force)
        # Lives are whole parts of the loop, so that everybody is back at its end.
        lives = seconds / (habit.life * rng.uniform(0.75, 1.25, count))
        self._lives = np.maximum(1, np.round(lives)).astype(int)
        self._habit = habit

    def added(self, time: float) -> Floats:
        sheet = np.zeros(self.patch.size, np.float32)
        habit = self._habit
        ages = (self._phases + time * self._lives) % 1.0
        swing = np.sin(self._swings + TURN * ages) * habit.wander
        x = self._places[:, 0] + ((ages - 0.5) * habit.across + swing) * self._vary
        y = self._places[:, 1] + (ages - 0.5) * habit.down * self._vary
        levels = np.sin(math.pi * ages) ** 1.5 * self._lights
        for left, top, size, level in zip(x, y, self._sizes, levels, strict=True):
            if level > 0.5:
                _dot(sheet, left, top, size, size * habit.tall, level)
        sheet *= self.patch.weight
        return np.asarray(_cv.merge([sheet * share for share in _COLOUR]), np.float32)


def _chances(weight: Floats) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    flat = weight.ravel().astype(np.float64)
    return np.asarray(flat / flat.sum())


def _dot(sheet: Floats, x: float, y: float, wide: float, tall: float, level: float) -> None:
    """Add a soft dot at a place between pixels."""
    height, width = sheet.shape
    left, right = max(0, int(x - 3 * wide)), min(width, int(x + 3 * wide) + 2)
    top, bottom = max(0, int(y - 3 * tall)), min(height, int(y + 3 * tall) + 2)
    if left >= right or top >= bottom:
        return
    across = np.exp(-0.5 * ((np.arange(left, right) - x) / wide) ** 2)
    down = np.exp(-0.5 * ((np.arange(top, bottom) - y) / tall) ** 2) * level
    sheet[top:bottom, left:right] += np.outer(down, across).astype(np.float32)


class Drops(Motes):
    """Snow or rain."""

    def __init__(
        self, patch: Patch, force: float, seconds: float, rng: np.random.Generator
    ) -> None:
        habit = RAIN if "rain" in patch.words or "drizzle" in patch.words else SNOW
        super().__init__(patch, force, seconds, rng, habit)


class Dust(Motes):
    """Motes that float in the light."""

    def __init__(
        self, patch: Patch, force: float, seconds: float, rng: np.random.Generator
    ) -> None:
        super().__init__(patch, force, seconds, rng, DUST)


class Floating(Motes):
    """The few that any air holds."""

    def __init__(
        self, patch: Patch, force: float, seconds: float, rng: np.random.Generator
    ) -> None:
        super().__init__(patch, force, seconds, rng, HAZY)
