"""Steam, haze and film grain."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np

from kinora.providers.embedded.clips.cycle import TURN, Swirl, cycles
from kinora.providers.embedded.clips.patch import Patch
from kinora.providers.embedded.vision.view import Floats

_COARSE = 4
"""Steam is drawn at a quarter of the size."""
_PUFFS = 14
_GRAINS = 8
"""Sheets of grain that follow each other; every length of a clip is a multiple of it."""
_cv: Any = cv2


class Steam:
    """Puffs that rise from the bottom of the patch, widen and vanish."""

    def __init__(
        self, patch: Patch, force: float, seconds: float, rng: np.random.Generator
    ) -> None:
        self.patch = patch
        self._phases = (np.arange(_PUFFS) + rng.uniform(0, 1, _PUFFS)) / _PUFFS
        self._columns = rng.uniform(0.36, 0.64, _PUFFS)
        self._swings = rng.uniform(0, TURN, _PUFFS)
        self._lives = cycles(seconds, 0.28)
        self._level = 20 * force
        height, width = patch.size
        self._small = (max(2, height // _COARSE), max(2, width // _COARSE))

    def added(self, time: float) -> Floats:
        height, width = self._small
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        sheet = np.zeros(self._small, np.float32)
        puffs = zip(self._phases, self._columns, self._swings, strict=True)
        for phase, column, swing in puffs:
            age = (phase + time * self._lives) % 1.0
            bend = 0.1 * age * math.sin(swing + TURN * age)
            middle_x, middle_y = (column + bend) * width, (1.02 - 0.95 * age) * height
            radius = (0.07 + 0.16 * age) * width + 1
            level = self._level * math.sin(math.pi * age) ** 1.3
            apart = ((x - middle_x) / radius) ** 2 + ((y - middle_y) / (radius * 1.3)) ** 2
            sheet += np.exp(-apart).astype(np.float32) * np.float32(level)
        large = _cv.resize(sheet, (self.patch.size[1], self.patch.size[0])) * self.patch.weight
        return np.asarray(_cv.merge((large, large, large)), np.float32)


class Haze:
    """A faint veil whose thickness wanders."""

    def __init__(
        self, patch: Patch, force: float, seconds: float, rng: np.random.Generator
    ) -> None:
        self.patch = patch
        self._count = cycles(seconds, 0.17)
        cell = 290 * patch.unit
        self._swirl = Swirl(patch.size, (cell, cell * 1.5), rng)
        base = patch.base.astype(np.float32)
        self._veil = (np.float32(205) - base) * (patch.weight * np.float32(0.018 * force))[
            ..., None
        ]

    def added(self, time: float) -> Floats:
        field = self._swirl.at(TURN * self._count * time)
        return np.asarray(_cv.multiply(self._veil, _cv.merge((field,) * 3)), np.float32)


class Grain:
    """Fine grain of light and dark, alike in all three colours."""

    def __init__(
        self, patch: Patch, force: float, seconds: float, rng: np.random.Generator
    ) -> None:
        self.patch = patch
        self._frames = round(seconds * 24)
        middle = patch.base.mean(axis=2).astype(np.float32) / np.float32(255)
        # Film shows its grain in the middle tones.
        shown = (np.float32(0.35) + np.float32(2.6) * middle * (1 - middle)) * patch.weight
        depth = shown * np.float32(3.2 * min(force, 2.5))
        self._sheets = [
            np.asarray(_fine(rng, patch.size) * depth, np.float32) for _ in range(_GRAINS)
        ]

    def added(self, time: float) -> Floats:
        sheet = self._sheets[round(time * self._frames) % _GRAINS]
        return np.asarray(_cv.merge((sheet, sheet, sheet)), np.float32)


def _fine(rng: np.random.Generator, size: tuple[int, int]) -> Floats:
    raw = rng.standard_normal(size, dtype=np.float32)
    result: Floats = _cv.GaussianBlur(raw, (0, 0), 0.6)
    return result * np.float32(1.8)
