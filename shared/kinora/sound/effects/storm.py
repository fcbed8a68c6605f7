"""Thunder, which follows the lightning of the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.model.spec import SceneSpec, Strike
from kinora.sound.curves import lines
from kinora.sound.mix import Placed
from kinora.sound.noise import band, cut, cut_wide, loop
from kinora.sound.space import pan

Floats: TypeAlias = NDArray[np.float32]

_SOONEST, _LATEST = 0.4, 2.8
"""Seconds from a flash to its thunder, for the nearest and the farthest."""
_LONGEST = 7.0
_CLAP_NEARNESS = 0.35
"""Strength from which the tearing of the air itself is heard."""
_FAR = 0.12
_BETWEEN_FAR = (6.0, 12.0)
_STEP = 240


def thunder(spec: SceneSpec, length: int, chance: np.random.Generator) -> Iterator[Placed]:
    """A thunder for each stroke of lightning, in order of time.

    Where no lightning is seen, it grumbles behind the horizon now and then.
    """
    strikes = spec.strikes or tuple(_unseen(length / SAMPLE_RATE, chance))
    size = round(_LONGEST * SAMPLE_RATE)
    deep = loop(size, band(34, 120, 0.5), chance)
    rolling = loop(size, band(100, 700, 0.8), chance)
    tearing = loop(SAMPLE_RATE, band(700, 9000, 0.35), chance)
    for strike in sorted(strikes, key=arrival):
        sound = _roll(strike, (deep, rolling, tearing), chance)
        loud = 0.25 + 0.75 * strike.strength
        yield Placed(round(arrival(strike) * SAMPLE_RATE), sound, loud, send=0.35)


def arrival(strike: Strike) -> float:
    """When a stroke's thunder begins, in seconds from the start of the clip."""
    return strike.second + _SOONEST + (_LATEST - _SOONEST) * (1 - strike.strength)


def _unseen(seconds: float, chance: np.random.Generator) -> Iterator[Strike]:
    at = -_LATEST + 0.5
    while at < seconds:
        yield Strike(second=max(0.0, at), strength=_FAR, across=float(chance.random()))
        at += float(chance.uniform(*_BETWEEN_FAR))


def _roll(strike: Strike, noises: Sequence[Floats], chance: np.random.Generator) -> Floats:
    """(2, n) one thunder: a tearing crack when near, then echoes that roll away and grow dull."""
    near = strike.strength
    length = round((3.2 + 3.4 * float(chance.uniform(0.7, 1.0))) * SAMPLE_RATE)
    deep, rolling, tearing = noises
    at = int(chance.integers(len(deep)))
    # The deepest part has next to no sides.
    low = 0.85 * cut(deep, at, at + length) + 0.5 * np.stack(
        cut_wide(deep, at + 7, at + 7 + length)
    )
    middle = np.stack(cut_wide(rolling, at, at + length))
    rise = 0.006 + 0.4 * (1 - near) ** 2
    sound: Floats = np.float32(0.22) * low * _echoes(length, rise, 0.75, 9, chance)
    # Air swallows the higher sounds of what is far.
    sound += np.float32(0.4 * near**0.7) * middle * _echoes(length, rise, 0.35, 7, chance)
    if near > _CLAP_NEARNESS:
        _tear(sound, tearing, near, chance)
    sides = np.array(pan((2 * strike.across - 1) * 0.7), dtype=np.float32)
    fall = np.linspace(1, 0, length // 3, dtype=np.float32)
    sound[:, length - len(fall) :] *= fall
    return sound * sides[:, None]


def _echoes(
    length: int, rise: float, fall: float, count: int, chance: np.random.Generator
) -> Floats:
    """(length,) the envelope of a roll: a first clap, then later and longer ones."""
    seconds = np.arange(-(-length // _STEP) + 1) * (_STEP / SAMPLE_RATE)
    total = np.zeros(len(seconds))
    late = np.concatenate([[0.0], np.sort(chance.uniform(0.15, length / SAMPLE_RATE * 0.7, count))])
    for number, begin in enumerate(late):
        since = seconds - begin
        loud = 1.0 if number == 0 else float(chance.uniform(0.2, 0.6)) * np.exp(-0.45 * begin)
        slope = fall * (1 + 0.35 * begin)
        ramp = np.clip(since / (rise if number == 0 else 0.05 + 0.1 * begin), 0, 1)
        total += loud * ramp * np.exp(-np.maximum(since, 0) / slope)
    return lines(total, _STEP)[:length]


def _tear(sound: Floats, noise: Floats, near: float, chance: np.random.Generator) -> None:
    """Add the crack in place: a handful of sharp bursts within a third of a second."""
    bursts = np.concatenate([[0.0], np.sort(chance.uniform(0.015, 0.35, 7))])
    for number, begin in enumerate(bursts):
        count = round(float(chance.uniform(0.05, 0.16)) * SAMPLE_RATE)
        time = np.arange(count, dtype=np.float32) / np.float32(SAMPLE_RATE)
        shape = np.minimum(1.0, time / 0.0015) * np.exp(-time * np.float32(46.0))
        shape[-480:] *= np.linspace(1, 0, 480, dtype=np.float32)
        loud = near**1.5 * (0.75 if number == 0 else float(chance.uniform(0.2, 0.6)))
        start, where = round(begin * SAMPLE_RATE), int(chance.integers(len(noise)))
        here = slice(start, start + count)
        piece = cut(noise, where, where + count) * shape
        for channel in range(2):
            level = np.float32(loud * chance.uniform(0.7, 1.0))
            sound[channel, here] += level * piece
