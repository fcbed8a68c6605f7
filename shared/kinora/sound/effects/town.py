"""Traffic."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.model.spec import SceneSpec
from kinora.sound.curves import lines
from kinora.sound.effects.bed import bed
from kinora.sound.effects.wander import Wander
from kinora.sound.mix import Placed
from kinora.sound.noise import band, cut, loop

Floats: TypeAlias = NDArray[np.float32]

_SECONDS_BETWEEN = 3.2
_ABRUPT = 5.0
_CONTROL = 64


def traffic(_: SceneSpec, length: int, chance: np.random.Generator) -> Iterator[Placed]:
    """The low hum of a city, and cars that pass from one side to the other."""
    ebb, far = Wander(9.0, chance), Wander(4.0, chance)
    hum = 0.07 * loop(length, band(60, 220, 0.8), chance)
    roads = 0.03 * loop(length, band(250, 1100, 0.6), chance)
    layers = ((hum, lambda at: 1 + 0.25 * ebb(at)), (roads, lambda at: 1 + 0.4 * far(at)))
    return merge(bed(length, layers), _cars(length, chance), key=lambda sound: sound.start)


def _cars(length: int, chance: np.random.Generator) -> Iterator[Placed]:
    road = loop(2 * SAMPLE_RATE, band(500, 2600, 0.4), chance)
    at = float(chance.uniform(-0.8, 0.2))
    while at * SAMPLE_RATE < length:
        car = _pass(road, float(chance.uniform(2.4, 4.2)), chance)
        yield Placed(round(at * SAMPLE_RATE), car, float(chance.uniform(0.09, 0.2)), send=0.15)
        at += float(chance.exponential(_SECONDS_BETWEEN)) + 0.7


def _pass(road: Floats, seconds: float, chance: np.random.Generator) -> Floats:
    """(2, n) tyres and engine going by: near in the middle, brightest there, side to side."""
    length = round(seconds * SAMPLE_RATE)
    position = np.linspace(-1, 1, -(-length // _CONTROL) + 1)
    nearness = 1 / (1 + (position * 2.6) ** 2) * np.cos(position * np.pi / 2) ** 2
    hertz = float(chance.uniform(65, 105))
    # The pitch falls by 3.5 % either way as position / sqrt(1 + position**2): the integral of that.
    passing = np.sqrt(1 + (_ABRUPT * position) ** 2) / _ABRUPT
    phase = lines(np.pi * hertz * seconds * (position - 0.035 * passing), _CONTROL)
    first = np.sin(phase)
    engine = first * (1.9 + 1.2 * np.cos(phase) - 1.2 * np.square(first))
    begin = int(chance.integers(len(road)))
    sound = cut(road, begin, begin + len(engine)) * lines(nearness**2, _CONTROL)
    sound += engine * lines(0.7 * nearness, _CONTROL)
    angle = (position * float(chance.choice((-0.8, 0.8))) + 1) * (np.pi / 4)
    sides = [sound * lines(side, _CONTROL) for side in (np.cos(angle), np.sin(angle))]
    return np.stack(sides)[:, :length]
