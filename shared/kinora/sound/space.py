"""Where it sounds: panning, the rooms of places, and convolution with them."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.model.taxonomy import Place
from kinora.seeding import derive
from kinora.sound.noise import phasors

Floats: TypeAlias = NDArray[np.float32]
Spectrum: TypeAlias = NDArray[np.complex64]

ROOMS: Mapping[Place, tuple[float, float]] = MappingProxyType(
    {
        Place.SEA: (1.6, 0.5),
        Place.FOREST: (1.3, 0.35),
        Place.MOUNTAINS: (2.6, 0.55),
        Place.CITY: (1.1, 0.6),
        Place.DESERT: (2.0, 0.4),
        Place.MEADOW: (1.0, 0.5),
    }
)
"""Reverberation time in seconds (to -60 dB) and brightness 0..1 of each place."""

_BANDS = ((150.0, 500.0, 1.15), (500.0, 2500.0, 1.0), (2500.0, 12_000.0, 0.55))
"""Low and high corner in Hz, and how the band's decay compares with the room's."""
_PRE_DELAY = 0.014
_REFLECTIONS = ((0.0, 0.5), (0.011, -0.35), (0.019, 0.3), (0.031, -0.22), (0.043, 0.16))
_FINEST = 4096
_BLOCK = 2**15
"""Samples of a partition: transforms of twice that still fit the processor's cache."""


def pan(position: float) -> tuple[float, float]:
    """Equal-power gains of left and right for -1 (left) to 1 (right); one each in the middle."""
    angle = (position + 1) * math.pi / 4
    return math.sqrt(2) * math.cos(angle), math.sqrt(2) * math.sin(angle)


@lru_cache(maxsize=8)
def impulse(seconds: float, brightness: float) -> Floats:
    """(2, n) a room's answer to a click: reflections, then noise that decays band by band.

    Args:
        seconds: reverberation time of the middle frequencies.
        brightness: 0..1, the level and length of the high ones.

    Returns:
        Channels of equal energy: a steady noise comes out about as loud as it went in.
    """
    length = round((seconds * 1.05 + _PRE_DELAY) * SAMPLE_RATE)
    chance = np.random.Generator(np.random.PCG64(derive("room", seconds, brightness)))
    size = -(-length // _FINEST) * _FINEST
    hertz = np.maximum(np.fft.rfftfreq(size, 1 / SAMPLE_RATE), 1.0).astype(np.float32)
    noise = phasors((2, len(hertz)), chance)
    time = np.arange(length, dtype=np.float32) / np.float32(SAMPLE_RATE)
    tail = np.zeros((2, length), dtype=np.float32)
    for low, high, share in _BANDS:
        edges = 1 / np.sqrt((1 + (low / hertz) ** 6) * (1 + (hertz / high) ** 6))
        level = brightness * 1.4 if low > 2000 else 1.0
        decay = np.exp(np.float32(-6.9 / (seconds * share)) * time)
        tail += np.float32(level) * np.fft.irfft(noise * edges, n=size)[:, :length] * decay
    start = round(_PRE_DELAY * SAMPLE_RATE)
    tail = np.roll(tail, start, axis=1)
    tail[:, :start] = 0.0
    tail *= np.float32(0.85) / np.sqrt(np.sum(np.square(tail), axis=1, keepdims=True))
    for index, (late, level) in enumerate(_REFLECTIONS):
        for channel, skew in enumerate((0.0, 0.0031)):
            at = start + round((late * (1 + 0.07 * index) + skew) * SAMPLE_RATE)
            tail[channel, at] += np.float32(0.5 * level)
    return tail


def convolve(send: Floats, room: Floats, into: Floats) -> None:
    """Add the room's answer to ``send`` (n,) onto ``into`` (2, n).

    Overlap-save with the impulse cut into equal partitions, so memory does not grow with the
    clip. What rings on after the end is dropped.
    """
    length = len(send)
    parts = -(-room.shape[1] // _BLOCK)
    padded = np.zeros((2, parts * _BLOCK), dtype=np.float32)
    padded[:, : room.shape[1]] = room
    answers = np.fft.rfft(padded.reshape(2, parts, _BLOCK), n=2 * _BLOCK)
    recent: deque[Spectrum] = deque(maxlen=parts)
    window = np.zeros(2 * _BLOCK, dtype=np.float32)
    for start in range(0, length, _BLOCK):
        stop = min(length, start + _BLOCK)
        window[:_BLOCK] = window[_BLOCK:]
        window[_BLOCK:] = 0.0
        window[_BLOCK : _BLOCK + stop - start] = send[start:stop]
        recent.appendleft(np.fft.rfft(window).astype(np.complex64, copy=False))
        total = np.zeros((2, _BLOCK + 1), dtype=np.complex64)
        for part, spectrum in enumerate(recent):
            total += answers[:, part] * spectrum
        into[:, start:stop] += np.fft.irfft(total)[:, _BLOCK : _BLOCK + stop - start]
