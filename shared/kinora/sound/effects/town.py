"""Traffic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.sound.effects.bed import bed
from kinora.sound.effects.wander import Wander
from kinora.sound.mix import Placed
from kinora.sound.noise import band, burst, loop

Floats: TypeAlias = NDArray[np.float32]

_SECONDS_BETWEEN = 3.2


def traffic(length: int, chance: np.random.Generator) -> Iterator[Placed]:
    """The low hum of a city, and cars that pass from one side to the other."""
    ebb, far = Wander(9.0, chance), Wander(4.0, chance)
    yield from bed(
        length,
        (
            (
                0.07 * loop(length, band(60, 220, 0.8), chance),
                lambda seconds: 1 + 0.25 * ebb(seconds),
            ),
            (
                0.03 * loop(length, band(250, 1100, 0.6), chance),
                lambda seconds: 1 + 0.4 * far(seconds),
            ),
        ),
    )
    at = float(chance.uniform(-0.8, 0.2))
    while at * SAMPLE_RATE < length:
        seconds = float(chance.uniform(2.4, 4.2))
        car = _pass(seconds, chance)
        yield Placed(round(at * SAMPLE_RATE), car, float(chance.uniform(0.09, 0.2)), send=0.15)
        at += float(chance.exponential(_SECONDS_BETWEEN)) + 0.7


def _pass(seconds: float, chance: np.random.Generator) -> Floats:
    """(2, n) tyres and engine going by: near in the middle, brightest there, side to side."""
    length = round(seconds * SAMPLE_RATE)
    position = np.linspace(-1, 1, length, dtype=np.float32)
    nearness = 1 / (1 + (position * 2.6) ** 2) * np.cos(position * np.float32(np.pi / 2)) ** 2
    tyres = burst(length, band(500, 2600, 0.4), chance) * nearness**2
    hertz = float(chance.uniform(65, 105)) * (1 - 0.035 * np.tanh(position * 5))
    phase = 2 * np.pi * np.cumsum(hertz) / SAMPLE_RATE
    engine = np.sin(phase) + 0.6 * np.sin(2 * phase) + 0.3 * np.sin(3 * phase)
    sound = tyres + 0.7 * engine * nearness
    angle = (position * np.float32(chance.choice((-0.8, 0.8))) + 1) * np.float32(np.pi / 4)
    both: Floats = np.stack([np.cos(angle), np.sin(angle)]) * sound
    return both.astype(np.float32)
