"""Small sounds strewn over time as chance has it: drops, crackles, bubbles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.sound.effects.bed import Control
from kinora.sound.mix import Placed

Floats: TypeAlias = NDArray[np.float32]

_STRETCH = 4.0
"""Seconds that are decided at a time."""


def scatter(
    kinds: Sequence[Floats],
    rate: Control,
    length: int,
    chance: np.random.Generator,
    *,
    loudest: float,
    unevenness: float,
    send: float,
) -> Iterator[Placed]:
    """Sounds of the given kinds at Poisson times, anywhere from left to right.

    Args:
        kinds: mono sounds of unit peak.
        rate: how many a second, over time.
        length: samples of the clip.
        chance: decides everything.
        loudest: gain of the loudest.
        unevenness: how rare loud ones are; 0 makes all alike.
        send: share that goes to the room.
    """
    total = length / SAMPLE_RATE
    for number in range(int(np.ceil(total / _STRETCH))):
        begin = number * _STRETCH
        seconds = min(_STRETCH, total - begin)
        instants = begin + np.arange(0.05, seconds, 0.1)
        rates = np.maximum(rate(instants), 0.0)
        counts = chance.poisson(rates * seconds / max(1, len(instants)))
        times = np.repeat(instants - 0.05, counts) + 0.1 * chance.random(counts.sum())
        for at in np.sort(times).tolist():
            kind = kinds[int(chance.integers(len(kinds)))]
            gain = loudest * float(np.exp(-unevenness * chance.exponential()))
            where = float(chance.uniform(-0.9, 0.9))
            yield Placed(round(at * SAMPLE_RATE), kind, gain, where, send)
