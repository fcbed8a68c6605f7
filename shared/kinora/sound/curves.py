"""Curves over time that cost next to nothing: envelopes, decays, phases, straight lines."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE

Floats: TypeAlias = NDArray[np.float32]

_ROW = 256
"""Samples of the fine part where a curve is the product or the sum of a coarse and a fine one."""


def envelope(length: int, attack: float, release: float) -> Floats:
    """(length,) raised-cosine rise and fall (seconds) around a flat top of one."""
    shape = np.ones(length, dtype=np.float32)
    rise = min(round(attack * SAMPLE_RATE), length // 2)
    fall = min(round(release * SAMPLE_RATE), length // 2)
    shape[:rise] = 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, rise, dtype=np.float32))
    shape[length - fall :] *= 0.5 + 0.5 * np.cos(np.linspace(0, np.pi, fall, dtype=np.float32))
    return shape


def decay(rate: float, length: int) -> Floats:
    """(length,) ``exp(-rate * t)``, t in seconds."""
    coarse = np.exp(np.arange(-(-length // _ROW)) * (-rate * _ROW / SAMPLE_RATE))
    fine = np.exp(np.arange(_ROW) * (-rate / SAMPLE_RATE))
    falling: Floats = np.outer(coarse.astype(np.float32), fine.astype(np.float32))
    return falling.reshape(-1)[:length]


def turns(hertz: float, length: int) -> Floats:
    """(length,) a steady tone's phase in turns, 0 to 2, exact however long it is."""
    coarse = (np.arange(-(-length // _ROW)) * (hertz * _ROW / SAMPLE_RATE)) % 1.0
    fine = (np.arange(_ROW) * (hertz / SAMPLE_RATE)) % 1.0
    total: Floats = np.add.outer(coarse.astype(np.float32), fine.astype(np.float32))
    return total.reshape(-1)[:length]


def phase(hertz: float, length: int) -> Floats:
    """(length,) the same in radians."""
    return np.float32(2 * np.pi) * turns(hertz, length)


def lines(knots: NDArray[np.floating], step: int) -> Floats:
    """((n - 1) * step,) straight lines between n values that lie ``step`` samples apart."""
    values = knots.astype(np.float32)
    ramp = np.arange(step, dtype=np.float32) * np.float32(1 / step)
    drawn: Floats = values[:-1, None] + np.diff(values)[:, None] * ramp
    return drawn.reshape(-1)
