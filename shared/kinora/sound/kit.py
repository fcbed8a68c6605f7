"""Drums: each hit is made once for a piece and struck many times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.sound.curves import decay
from kinora.sound.noise import band, burst
from kinora.sound.styles import Drum

Floats: TypeAlias = NDArray[np.float32]
_Maker: TypeAlias = Callable[[float, np.random.Generator], Floats]

PANS: Mapping[Drum, float] = MappingProxyType(
    {
        Drum.KICK: 0.0,
        Drum.SNARE: 0.05,
        Drum.BRUSH: 0.08,
        Drum.CLAP: -0.06,
        Drum.HAT: 0.3,
        Drum.SHAKER: -0.38,
        Drum.TICK: 0.25,
        Drum.TAIKO: -0.05,
        Drum.TOM: -0.25,
        Drum.CRASH: -0.2,
    }
)
"""Place in the stereo picture, -1 left to 1 right."""


def hit(drum: Drum, brightness: float, chance: np.random.Generator) -> Floats:
    """(n,) one stroke, peak near one, starting and ending at zero."""
    sound = _MAKERS[drum](brightness, chance)
    ramp = round(0.001 * SAMPLE_RATE)
    tail = round(0.02 * SAMPLE_RATE)
    sound[:ramp] *= np.linspace(0, 1, ramp, dtype=np.float32)
    sound[-tail:] *= np.linspace(1, 0, tail, dtype=np.float32)
    sound /= np.abs(sound).max()
    return sound


def _time(seconds: float) -> Floats:
    return np.arange(round(seconds * SAMPLE_RATE), dtype=np.float32) / np.float32(SAMPLE_RATE)


def _thump(seconds: float, low: float, high: float, glide: float, rate: float) -> Floats:
    """A sine that falls from ``high`` to ``low`` Hz and dies away (rates in 1/s)."""
    time = _time(seconds)
    turns = low * time + (high - low) / glide * (1 - np.exp(-glide * time))
    body: Floats = np.sin(2 * np.pi * turns) * decay(rate, len(time))
    return body


def _hiss(
    seconds: float, low: float, high: float, rate: float, chance: np.random.Generator
) -> Floats:
    length = round(seconds * SAMPLE_RATE)
    return burst(length, band(low, high), chance) * decay(rate, length)


def _kick(brightness: float, chance: np.random.Generator) -> Floats:
    body = _thump(0.42, 46.0, 170.0, 38.0, 9.0)
    click = _hiss(0.02, 1500, 6000, 300.0, chance)
    body[: len(click)] += np.float32(0.05 + 0.12 * brightness) * click
    return body


def _taiko(brightness: float, chance: np.random.Generator) -> Floats:
    body = _thump(1.1, 62.0, 120.0, 14.0, 4.2)
    skin = _hiss(0.25, 150, 900, 22.0, chance)
    body[: len(skin)] += np.float32(0.2 + 0.25 * brightness) * skin
    return body


def _tom(brightness: float, chance: np.random.Generator) -> Floats:
    body = _thump(0.6, 98.0, 160.0, 16.0, 7.0)
    skin = _hiss(0.1, 300, 2500, 50.0, chance)
    body[: len(skin)] += np.float32(0.1 + 0.15 * brightness) * skin
    return body


def _snare(brightness: float, chance: np.random.Generator) -> Floats:
    body = 0.5 * _thump(0.3, 185.0, 260.0, 30.0, 20.0)
    wires = _hiss(0.3, 1200, 5000 + 5000 * brightness, 17.0, chance)
    return (body + 0.4 * wires).astype(np.float32)


def _brush(brightness: float, chance: np.random.Generator) -> Floats:
    sound = _hiss(0.34, 900, 3500 + 4000 * brightness, 14.0, chance)
    rise = round(0.012 * SAMPLE_RATE)
    sound[:rise] *= np.linspace(0.2, 1, rise, dtype=np.float32)
    return sound


def _clap(brightness: float, chance: np.random.Generator) -> Floats:
    time = _time(0.3)
    sound = burst(len(time), band(900, 2800 + 3000 * brightness), chance)
    shape = 0.6 * np.exp(-18 * time)
    for late in (0.0, 0.011, 0.021):
        since = time - np.float32(late)
        shape += np.where(since >= 0, np.exp(-130 * np.maximum(since, 0)), 0)
    return (sound * shape).astype(np.float32)


def _hat(brightness: float, chance: np.random.Generator) -> Floats:
    return _hiss(0.11, 6500, 9000 + 7000 * brightness, 48.0, chance)


def _crash(brightness: float, chance: np.random.Generator) -> Floats:
    sound = _hiss(1.3, 2600, 8000 + 6000 * brightness, 3.6, chance)
    strike = _hiss(0.06, 900, 7000, 60.0, chance)
    sound[: len(strike)] += strike
    return sound


def _shaker(brightness: float, chance: np.random.Generator) -> Floats:
    time = _time(0.14)
    shape = np.minimum(time / 0.018, np.exp(-(time - 0.018) * 34))
    sound = burst(len(time), band(4200, 7500 + 5000 * brightness), chance)
    sound *= shape
    return sound


def _tick(brightness: float, chance: np.random.Generator) -> Floats:
    sound = _thump(0.09, 1150.0 + 700.0 * brightness, 2400.0, 400.0, 70.0)
    sound += np.float32(0.15) * _hiss(0.09, 2500, 9000, 120.0, chance)
    return sound


_MAKERS: Mapping[Drum, _Maker] = MappingProxyType(
    {
        Drum.KICK: _kick,
        Drum.SNARE: _snare,
        Drum.BRUSH: _brush,
        Drum.CLAP: _clap,
        Drum.HAT: _hat,
        Drum.SHAKER: _shaker,
        Drum.TICK: _tick,
        Drum.TAIKO: _taiko,
        Drum.TOM: _tom,
        Drum.CRASH: _crash,
    }
)
