"""Rain, wind, and the deep air where nothing else is heard."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.model.spec import SceneSpec
from kinora.sound.effects.bed import Control, bed
from kinora.sound.effects.scatter import scatter
from kinora.sound.effects.wander import Wander
from kinora.sound.harmony import frequency
from kinora.sound.mix import Placed
from kinora.sound.noise import band, loop
from kinora.sound.struck import Partials, ring

Floats: TypeAlias = NDArray[np.float32]
_Doubles: TypeAlias = NDArray[np.float64]

_DROPS_A_SECOND = 26.0
_DROP_KINDS = 10
_WIND_BANDS = (180.0, 320.0, 560.0, 980.0, 1700.0)
_WIND_LOOPS = (2**14 * 9, 2**17, 2**13 * 15, 2**14 * 7, 2**15 * 3)
"""Lengths of the bands' loops, so unlike that the wind as a whole never comes round again."""
_DRONE_PITCH = 40
_DRONE = ((0, 0.04, 11.0), (7, 0.032, 7.0), (12, 0.03, 5.0), (19, 0.02, 3.6), (26, 0.012, 2.9))
"""Bands of the drone: semitones above its root, level, and the seconds on which it moves."""


def rain(_: SceneSpec, length: int, chance: np.random.Generator) -> Iterator[Placed]:
    """A hiss that comes in sheets, and single drops near by."""
    sheets, patter = Wander(7.0, chance), Wander(2.3, chance)
    hiss = 0.05 * loop(length, band(1200, 11_000, 0.3), chance)
    roof = 0.03 * loop(length, band(300, 1600, 0.5), chance)
    layers = ((hiss, lambda at: 1 + 0.25 * sheets(at)), (roof, lambda at: 1 + 0.35 * patter(at)))
    kinds = [_drop(chance) for _ in range(_DROP_KINDS)]
    drops = scatter(
        kinds,
        lambda at: _DROPS_A_SECOND * (1 + 0.4 * patter(at)),
        length,
        chance,
        loudest=0.34,
        unevenness=1.5,
        send=0.25,
    )
    return merge(bed(length, layers), drops, key=lambda sound: sound.start)


def wind(_: SceneSpec, length: int, chance: np.random.Generator) -> Iterator[Placed]:
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
        (0.12 * loop(length, band(centre * 0.8, centre * 1.25), chance, size), blown(centre))
        for centre, size in zip(_WIND_BANDS, _WIND_LOOPS, strict=True)
    ]
    return bed(length, [(low, lambda seconds: 0.4 + 0.6 * strength(seconds)), *bands])


def air(spec: SceneSpec, length: int, chance: np.random.Generator) -> Iterator[Placed]:
    """What fills a place without weather or life: a deep drone on the scene's root."""

    def breathing(period: float) -> Control:
        slow = Wander(period, chance)
        return lambda seconds: 1 + 0.8 * slow(seconds)

    root = _DRONE_PITCH + spec.sound.root
    layers = []
    for interval, level, period in _DRONE:
        hertz = frequency(root + interval)
        tuned = loop(length, band(hertz * 0.985, hertz * 1.015), chance)
        layers.append((level * tuned, breathing(period)))
    breath = loop(length, band(300, 2600, 0.9), chance)
    return bed(length, [*layers, (0.014 * breath, breathing(4.3))])


def _drop(chance: np.random.Generator) -> Floats:
    """A drop: a bubble's short tone, rising from a click; peak one."""
    hertz = float(np.exp(chance.uniform(np.log(1400.0), np.log(5200.0))))
    tones = hertz * np.array([1.0, 1.9, 2.7])
    sound = ring(Partials(tones, np.array([1.0, 0.5, 0.3]), np.array([90.0, 160.0, 240.0])), 0.06)
    sound[-480:] *= np.linspace(1, 0, 480, dtype=np.float32)
    sound /= np.abs(sound).max()
    return sound
