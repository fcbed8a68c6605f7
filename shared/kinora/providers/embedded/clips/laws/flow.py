"""Water, sky and flames: what flows, as displacements that come back."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np

from kinora.providers.embedded.clips.cycle import TURN, Swirl, cycles, noise
from kinora.providers.embedded.clips.laws.law import Shift
from kinora.providers.embedded.clips.patch import Patch
from kinora.providers.embedded.vision.view import Floats, blurred, ramp

_SLOPE = 0.085
"""Height of a ripple over its length: beyond 0.16 the picture would fold."""
_cv: Any = cv2


def _fields(across: Floats, down: Floats) -> Floats:
    return np.ascontiguousarray(np.stack([across, down], axis=-1), np.float32)


def water(patch: Patch, force: float, seconds: float, rng: np.random.Generator) -> Shift:
    """Ripples that come nearer, longer towards the viewer."""
    height, _ = patch.size
    near = np.linspace(0, 1, height, dtype=np.float32)
    length = (7 + 34 * near) * np.float32(patch.unit)
    phase = np.cumsum(TURN / length)[:, None].astype(np.float32)
    wander = noise(patch.size, (30 * patch.unit, 140 * patch.unit), rng) * np.float32(2.4)
    ripple = np.asarray(phase + wander, np.float32)
    # Above twice the usual strength ripples grow no higher, or they would fold.
    size = np.asarray(_SLOPE * min(force, 1.8) * length[:, None] * patch.weight, np.float32)
    broad = noise(patch.size, (60 * patch.unit, 160 * patch.unit), rng) * np.float32(3.0)
    wide = size * np.float32(0.8)
    first = _fields(wide * np.cos(broad), size * np.cos(ripple))
    second = _fields(wide * np.sin(broad), size * np.sin(ripple))
    return Shift(patch, [(cycles(seconds, 0.5), first, second)])


def sky(patch: Patch, force: float, seconds: float, rng: np.random.Generator) -> Shift:
    """Everything leans to one side and back, and clouds change their shape a little."""
    reach = np.float32(0.009 * 720 * patch.unit * force)
    size = patch.weight * reach
    cell = 190 * patch.unit
    shape = noise(patch.size, (cell, cell * 1.6), rng)
    other = noise(patch.size, (cell, cell * 1.6), rng)
    third = np.float32(0.3)
    first = _fields(size * (1 + third * shape), size * third * other)
    second = _fields(size * third * other, size * third * shape)
    return Shift(patch, [(cycles(seconds, 0.1), first, second)])


def flames(patch: Patch, force: float, seconds: float, rng: np.random.Generator) -> Shift:
    """Tongues that waver, running upwards, more at their tips."""
    height, _ = patch.size
    tip = np.linspace(1, 0, height, dtype=np.float32)[:, None]
    length = max(8.0, height * 0.35)
    rise = np.arange(height, dtype=np.float32)[:, None] * np.float32(TURN / length)
    phase = rise + noise(patch.size, (length, length), rng) * np.float32(1.5)
    size = patch.weight * (0.2 + 0.8 * tip) * np.float32(0.05 * length * force)
    first = _fields(size * np.cos(phase), size * np.sin(phase) * np.float32(0.6))
    second = _fields(size * np.sin(phase), -size * np.cos(phase) * np.float32(0.6))
    return Shift(patch, [(cycles(seconds, 1.4), first, second)])


class Glints:
    """Sparkles on the bright streaks of water."""

    def __init__(
        self, patch: Patch, force: float, seconds: float, rng: np.random.Generator
    ) -> None:
        self.patch = patch
        self._count = cycles(seconds, 0.7)
        self._swirl = Swirl(patch.size, (5 * patch.unit + 2, 16 * patch.unit + 2), rng)
        light = _cv.cvtColor(patch.base, cv2.COLOR_BGR2GRAY).astype(np.float32)
        lift = light - blurred(light, 14 * patch.unit + 1)
        bright = ramp(np.asarray(lift, np.float32), 4, 36)
        self._bright = np.asarray(bright * patch.weight * (46 * min(force, 2)), np.float32)

    def added(self, time: float) -> Floats:
        wave = self._swirl.at(TURN * self._count * time)
        sparkle = ramp(wave, 0.25, 1.2) - np.float32(0.18)
        return np.asarray(_cv.merge((self._bright * sparkle,) * 3), np.float32)


class CloudShade:
    """The light of clouds that pass, a few per cent."""

    def __init__(
        self, patch: Patch, force: float, seconds: float, rng: np.random.Generator
    ) -> None:
        self.patch = patch
        self._count = cycles(seconds, 0.1)
        cell = 170 * patch.unit
        self._swirl = Swirl(patch.size, (cell, cell * 2), rng)
        depth = np.float32(0.022 * min(force, 2))
        self._base = patch.base.astype(np.float32) * (patch.weight * depth)[..., None]

    def added(self, time: float) -> Floats:
        wave = self._swirl.at(TURN * self._count * time + math.pi / 3)
        return np.asarray(_cv.multiply(self._base, _cv.merge((wave,) * 3)), np.float32)
