"""Light that breathes, lamps that flicker, points that twinkle."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from kinora.providers.embedded.clips.cycle import TURN, Flicker, Swirl, cycles
from kinora.providers.embedded.clips.patch import Patch
from kinora.providers.embedded.vision.view import Floats, blurred, ramp

_WARM = np.array([0.72, 0.94, 1.1], np.float32)
"""Blue, green and red of light that is added: a little warmer than what it falls on."""
_cv: Any = cv2


def _lit(patch: Patch, depth: float, plus: float) -> Floats:
    """(h, w, 3): what full light adds; less where the picture is nearly white already."""
    base = patch.base.astype(np.float32)
    room = np.float32(1) - np.float32(0.55) * (base / np.float32(255)) ** 4
    gain = (base * np.float32(depth) + np.float32(plus)) * room * _WARM
    return np.asarray(gain * patch.weight[..., None], np.float32)


class Breath:
    """A slow breathing with dapples that wander through it."""

    def __init__(
        self, patch: Patch, force: float, seconds: float, rng: np.random.Generator
    ) -> None:
        self.patch = patch
        self._lit = _lit(patch, 0.075 * force, 2.0 * force)
        self._breath = Flicker(seconds, (0.17, 0.34), rng)
        self._count = cycles(seconds, 0.2)
        cell = 230 * patch.unit
        self._swirl = Swirl(patch.size, (cell, cell * 0.8), rng)

    def added(self, time: float) -> Floats:
        field = self._swirl.at(TURN * self._count * time)
        whole = _cv.addWeighted(field, 0.45, field, 0.0, 0.8 * self._breath.at(time))
        return np.asarray(_cv.multiply(self._lit, _cv.merge((whole,) * 3)), np.float32)


class Glow:
    """A lamp or a flame: the whole of it flickers, as ``rates`` say in hertz."""

    def __init__(
        self,
        patch: Patch,
        force: float,
        seconds: float,
        rng: np.random.Generator,
        rates: tuple[float, ...] = (0.33, 0.7, 1.3),
    ) -> None:
        self.patch = patch
        self._lit = _lit(patch, 0.075 * force, 6.0 * force)
        self._flicker = Flicker(seconds, rates, rng)

    def added(self, time: float) -> Floats:
        return self._lit * np.float32(self._flicker.at(time))


def flame(patch: Patch, force: float, seconds: float, rng: np.random.Generator) -> Glow:
    """A glow that flickers faster."""
    return Glow(patch, 1.3 * force, seconds, rng, (0.9, 1.9, 3.1))


class Twinkle:
    """Small bright points, each with its own time."""

    def __init__(
        self, patch: Patch, force: float, seconds: float, rng: np.random.Generator
    ) -> None:
        self.patch = patch
        self._count = cycles(seconds, 0.4)
        self._swirl = Swirl(patch.size, (16 * patch.unit + 2, 16 * patch.unit + 2), rng)
        base = patch.base.astype(np.float32)
        light = base.max(axis=2)
        lift = np.asarray(light - blurred(light, 7 * patch.unit + 1), np.float32)
        points = ramp(lift, 10, 50) * patch.weight
        self._lit = np.asarray(base * (points * np.float32(0.38 * min(force, 2)))[..., None])

    def added(self, time: float) -> Floats:
        wave = self._swirl.at(TURN * self._count * time)
        return np.asarray(_cv.multiply(self._lit, _cv.merge((wave,) * 3)), np.float32)
