"""Waves, rain and wind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.sound.effects.bed import Control, bed
from kinora.sound.effects.wander import Wander
from kinora.sound.mix import Placed
from kinora.sound.noise import band, loop
from kinora.sound.struck import Partials, ring

Floats: TypeAlias = NDArray[np.float32]
_Doubles: TypeAlias = NDArray[np.float64]

_DROPS_A_SECOND = 26.0
_DROP_KINDS = 10
_WIND_BANDS = (180.0, 320.0, 560.0, 980.0, 1700.0)


def waves(length: int, chance: np.random.Generator) -> Iterator[Placed]:
    """Surf: every 6 to 9 seconds a swell gathers, breaks, and hisses away over the sand."""
    period = float(chance.uniform(6.0, 9.0))
    drift = Wander(period * 5.3, chance)
    offset = 1.0 - 2.2 / period

    def phase(seconds: _Doubles) -> _Doubles:
        return (seconds / period + offset + 0.13 * drift(seconds)) % 1.0

    def swell(centre: float, rise: float, fall: float, floor: float) -> Control:
        def gain(seconds: _Doubles) -> _Doubles:
            away = (phase(seconds) - centre + 0.5) % 1.0 - 0.5
            hump = np.exp(-((away / np.where(away < 0, rise, fall)) ** 2))
            return np.asarray(floor + (1 - floor) * hump * np.cos(np.pi * away) ** 2)

        return gain

    return bed(
        length,
        (
            (0.085 * loop(length, band(45, 260, 0.5), chance), swell(0.93, 0.22, 0.16, 0.25)),
            (0.1 * loop(length, band(220, 1600, 0.5), chance), swell(0.0, 0.13, 0.2, 0.12)),
            (0.055 * loop(length, band(1800, 9000, 0.5), chance), swell(0.1, 0.1, 0.3, 0.06)),
        ),
    )


def rain(length: int, chance: np.random.Generator) -> Iterator[Placed]:
    """A hiss that comes in sheets, and single drops near by."""
    sheets, patter = Wander(7.0, chance), Wander(2.3, chance)
    yield from bed(
        length,
        (
            (
                0.05 * loop(length, band(1200, 11_000, 0.3), chance),
                lambda seconds: 1 + 0.25 * sheets(seconds),
            ),
            (
                0.03 * loop(length, band(300, 1600, 0.5), chance),
                lambda seconds: 1 + 0.35 * patter(seconds),
            ),
        ),
    )
    kinds = [_drop(chance) for _ in range(_DROP_KINDS)]
    count = chance.poisson(_DROPS_A_SECOND * length / SAMPLE_RATE)
    starts = np.sort(chance.integers(0, length, count))
    for start, size, where in zip(
        starts.tolist(),
        chance.random(count).tolist(),
        chance.uniform(-0.9, 0.9, count).tolist(),
        strict=True,
    ):
        kind = kinds[int(size * 997) % _DROP_KINDS]
        yield Placed(start, kind, 0.03 + 0.3 * size**4, where, 0.25)


def wind(length: int, chance: np.random.Generator) -> Iterator[Placed]:
    """Gusts: the middle of the noise wanders up as they swell and down as they die."""
    gust, whistle = Wander(5.5, chance), Wander(3.1, chance)

    def strength(seconds: _Doubles) -> _Doubles:
        return np.asarray((0.5 + 0.5 * gust(seconds)) ** 1.5, dtype=np.float64)

    def blown(centre: float) -> Control:
        def gain(seconds: _Doubles) -> _Doubles:
            force = strength(seconds)
            middle = 240.0 * 2 ** (2.1 * force + 0.5 * whistle(seconds))
            near = np.exp(-0.5 * (np.log2(centre / middle) / 0.55) ** 2)
            return np.asarray((0.3 + 0.7 * force) * near, dtype=np.float64)

        return gain

    low = 0.05 * loop(length, band(40, 150, 0.5), chance)
    bands = [
        (0.12 * loop(length, band(centre * 0.8, centre * 1.25), chance), blown(centre))
        for centre in _WIND_BANDS
    ]
    return bed(length, [(low, lambda seconds: 0.4 + 0.6 * strength(seconds)), *bands])


def _drop(chance: np.random.Generator) -> Floats:
    """A drop: a bubble's short tone, rising from a click; peak one."""
    hertz = float(np.exp(chance.uniform(np.log(1400.0), np.log(5200.0))))
    tones = hertz * np.array([1.0, 1.9, 2.7])
    sound = ring(Partials(tones, np.array([1.0, 0.5, 0.3]), np.array([90.0, 160.0, 240.0])), 0.06)
    sound[-480:] *= np.linspace(1, 0, 480, dtype=np.float32)
    sound /= np.abs(sound).max()
    return sound
