"""Waves, running water and the world under the surface."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.model.spec import SceneSpec
from kinora.sound.effects.bed import Control, bed
from kinora.sound.effects.scatter import scatter
from kinora.sound.effects.wander import Wander
from kinora.sound.mix import Placed
from kinora.sound.noise import band, loop

Floats: TypeAlias = NDArray[np.float32]
_Doubles: TypeAlias = NDArray[np.float64]

_STREAM = (
    (180.0, 420.0, 0.026, 1.1),
    (420.0, 950.0, 0.034, 0.45),
    (950.0, 2100.0, 0.026, 0.21),
    (2100.0, 6000.0, 0.014, 0.13),
)
"""Bands of running water: corners in Hz, level, and the seconds on which its babble moves."""
_BUBBLE_KINDS = 12


def waves(_: SceneSpec, length: int, chance: np.random.Generator) -> Iterator[Placed]:
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


def stream(_: SceneSpec, length: int, chance: np.random.Generator) -> Iterator[Placed]:
    """Water over stones: noises that babble, each band quicker the higher, and gurgling hollows."""
    flow = Wander(6.0, chance)

    def babble(period: float) -> Control:
        quick, slow = Wander(period, chance), Wander(period * 3.7, chance)

        def gain(seconds: _Doubles) -> _Doubles:
            return np.exp(0.9 * quick(seconds) + 0.5 * slow(seconds) + 0.2 * flow(seconds))

        return gain

    layers = [
        (level * loop(length, band(low, high, 0.4), chance), babble(period))
        for low, high, level, period in _STREAM
    ]
    hollows = Wander(1.3, chance)
    kinds = [
        _bubble(hertz, float(chance.uniform(1.1, 1.7)), float(chance.uniform(0.03, 0.09)))
        for hertz in np.geomspace(320.0, 1500.0, _BUBBLE_KINDS).tolist()
    ]
    gurgles = scatter(
        kinds,
        lambda seconds: 26.0 * np.exp(1.2 * hollows(seconds)),
        length,
        chance,
        loudest=0.12,
        unevenness=0.9,
        send=0.2,
    )
    return merge(bed(length, layers), gurgles, key=lambda sound: sound.start)


def underwater(_: SceneSpec, length: int, chance: np.random.Generator) -> Iterator[Placed]:
    """Pressure on the ears, currents that come and go, and bubbles rising in trains."""
    tide, current = Wander(9.0, chance), Wander(4.0, chance)
    layers = (
        (0.1 * loop(length, band(28, 110, 0.6), chance), lambda at: 1 + 0.35 * tide(at)),
        (0.028 * loop(length, band(110, 380, 1.0), chance), lambda at: 1 + 0.7 * current(at)),
    )
    return merge(bed(length, layers), _bubbles(length, chance), key=lambda sound: sound.start)


def _bubbles(length: int, chance: np.random.Generator) -> Iterator[Placed]:
    """Trains of bubbles from one spot: each a little higher and sooner than the one before."""
    at = float(chance.uniform(0.2, 0.9))
    while at * SAMPLE_RATE < length:
        hertz = float(np.exp(chance.uniform(np.log(210.0), np.log(620.0))))
        where, gain = float(chance.uniform(-0.7, 0.7)), float(chance.uniform(0.1, 0.36))
        gap = float(chance.uniform(0.07, 0.16))
        for _ in range(int(chance.integers(3, 10))):
            sound = _bubble(
                hertz, float(chance.uniform(1.25, 1.8)), float(chance.uniform(0.06, 0.13))
            )
            loud = gain * float(chance.uniform(0.5, 1.0))
            yield Placed(round(at * SAMPLE_RATE), sound, loud, where, 0.5)
            at += gap * float(chance.uniform(0.6, 1.5))
            hertz *= float(chance.uniform(0.96, 1.12))
            gap *= 0.95
        at += float(chance.exponential(1.1)) + 0.5


def _bubble(hertz: float, rise: float, seconds: float) -> Floats:
    """(n,) a hollow ringing as it closes: a decaying tone that glides up; unit peak.

    After Minnaert: a bubble rings at one frequency, which rises as it nears the surface.
    """
    length = round(1.6 * seconds * SAMPLE_RATE)
    time = np.arange(length) / SAMPLE_RATE
    glide = hertz * rise ** (time / seconds)
    decay = np.exp(-time * (4.0 / seconds)) * np.minimum(1.0, time / (0.12 * seconds))
    sound = np.sin(2 * np.pi * np.cumsum(glide) / SAMPLE_RATE) * decay
    sound[-length // 4 :] *= np.linspace(1, 0, len(sound[-length // 4 :]))
    finished: Floats = (sound / np.abs(sound).max()).astype(np.float32)
    return finished
