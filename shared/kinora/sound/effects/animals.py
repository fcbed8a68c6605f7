"""Birds and crickets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.model.spec import SceneSpec
from kinora.sound.curves import envelope
from kinora.sound.effects.bed import bed
from kinora.sound.effects.wander import Wander
from kinora.sound.mix import Placed
from kinora.sound.noise import band, loop

Floats: TypeAlias = NDArray[np.float32]

_CRICKETS = ((-0.75, 0.19), (0.6, 0.15), (-0.2, 0.09), (0.9, 0.07))
"""Where each sits, -1 left to 1 right, and how loud it is."""


@dataclass(frozen=True, slots=True)
class _Call:
    """One syllable: it glides from ``start`` through ``middle`` to ``stop`` Hz, with a trill."""

    start: float
    middle: float
    stop: float
    seconds: float
    trill_hertz: float
    trill_depth: float


def birds(_: SceneSpec, length: int, chance: np.random.Generator) -> Iterator[Placed]:
    """Three or four birds, each with its own song, calling and pausing; faint leaves behind."""
    breeze = Wander(6.0, chance)
    leaves = 0.006 * loop(length, band(900, 5000, 0.5), chance)
    behind = bed(length, ((leaves, lambda seconds: 1 + 0.5 * breeze(seconds)),))
    singers = [
        _singer(number, length, np.random.Generator(np.random.PCG64(seed)))
        for number, seed in enumerate(chance.integers(2**63, size=int(chance.integers(3, 5))))
    ]
    return merge(behind, *singers, key=lambda sound: sound.start)


def crickets(_: SceneSpec, length: int, chance: np.random.Generator) -> Iterator[Placed]:
    """A few insects at 4 to 5 kHz, each chirping in threes at its own rate; night air behind."""
    air = 0.004 * loop(length, band(2500, 6500, 0.3), chance)
    breath = Wander(8.0, chance)
    behind = bed(length, ((air, lambda seconds: 1 + 0.3 * breath(seconds)),))
    insects = [
        _insect(where, loud, length, np.random.Generator(np.random.PCG64(seed)))
        for (where, loud), seed in zip(
            _CRICKETS, chance.integers(2**63, size=len(_CRICKETS)), strict=True
        )
    ]
    return merge(behind, *insects, key=lambda sound: sound.start)


def _singer(number: int, length: int, chance: np.random.Generator) -> Iterator[Placed]:
    """One bird: its song one to three times, a pause, and again."""
    song = [_syllable(call) for call in _song(chance)]
    where, far = float(chance.uniform(-0.85, 0.85)), float(chance.uniform(0.3, 1.0))
    at = 0.25 + 0.5 * number + float(chance.exponential(0.4))
    while at < length / SAMPLE_RATE - 0.3:
        for _ in range(int(chance.integers(1, 4))):
            for syllable in song:
                gain = 0.16 * (1.1 - 0.75 * far) * float(chance.uniform(0.75, 1.0))
                yield Placed(round(at * SAMPLE_RATE), syllable, gain, where, 0.25 + 0.6 * far)
                at += len(syllable) / SAMPLE_RATE + float(chance.uniform(0.02, 0.07))
            at += float(chance.uniform(0.08, 0.2))
        at += float(chance.uniform(0.8, 3.2))


def _insect(
    where: float, loud: float, length: int, chance: np.random.Generator
) -> Iterator[Placed]:
    """One cricket: chirps at a steady rate, and a rest every so often."""
    chirp = _chirp(float(chance.uniform(4000, 5000)), int(chance.integers(3, 5)))
    gap = float(chance.uniform(0.28, 0.46))
    at = float(chance.uniform(0.05, gap))
    resting = at + float(chance.uniform(5, 12))
    while at * SAMPLE_RATE < length:
        gain = loud * float(chance.uniform(0.85, 1.0))
        yield Placed(round(at * SAMPLE_RATE), chirp, gain, where, 0.2)
        at += gap * float(chance.uniform(0.97, 1.03))
        if at > resting:
            at += float(chance.uniform(0.6, 2.0))
            resting = at + float(chance.uniform(5, 12))


def _song(chance: np.random.Generator) -> list[_Call]:
    """A phrase of two to five syllables around a bird's own pitch."""
    home = float(np.exp(chance.uniform(np.log(2100.0), np.log(5200.0))))
    calls = []
    for _ in range(int(chance.integers(2, 6))):
        start, middle, stop = home * 2 ** chance.uniform(-0.45, 0.45, 3)
        trilled = chance.random() < 0.35
        calls.append(
            _Call(
                float(start),
                float(middle),
                float(stop),
                float(chance.uniform(0.05, 0.2)),
                float(chance.uniform(22, 42)) if trilled else 0.0,
                0.09 if trilled else 0.0,
            )
        )
    return calls


def _syllable(call: _Call) -> Floats:
    """(n,) a whistled glide with a little second harmonic, unit peak."""
    length = round(call.seconds * SAMPLE_RATE)
    position = np.linspace(0, 1, length)
    hertz = np.interp(position, (0, 0.5, 1), (call.start, call.middle, call.stop))
    hertz *= 1 + call.trill_depth * np.sin(2 * np.pi * call.trill_hertz * position * call.seconds)
    phase = (2 * np.pi / SAMPLE_RATE * np.cumsum(hertz)).astype(np.float32)
    sound = np.sin(phase) + 0.12 * np.sin(2 * phase)
    return (sound * envelope(length, 0.012, 0.03)).astype(np.float32)


def _chirp(hertz: float, pulses: int) -> Floats:
    """(n,) short pulses of one tone, each a little louder than the last."""
    pulse = round(0.016 * SAMPLE_RATE)
    gap = round(0.029 * SAMPLE_RATE)
    tone = np.sin(2 * np.pi * hertz * np.arange(pulse) / SAMPLE_RATE) * np.hanning(pulse)
    sound = np.zeros(gap * pulses, dtype=np.float32)
    for number in range(pulses):
        sound[number * gap : number * gap + pulse] = tone * (0.7 + 0.3 * number / pulses)
    return sound
