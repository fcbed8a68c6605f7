"""Where it sounds: panning, the rooms of places, and convolution with them."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.model.taxonomy import Place
from kinora.seeding import derive
from kinora.sound.noise import phasors

Floats: TypeAlias = NDArray[np.float32]
Spectrum: TypeAlias = NDArray[np.complex64]


class Room(NamedTuple):
    """Seconds until a sound is 60 dB down, brightness 0..1, and how much of it is heard."""

    seconds: float
    brightness: float
    wet: float = 1.0


ROOMS: Mapping[Place, Room] = MappingProxyType(
    {
        Place.SEA: Room(1.6, 0.5),
        Place.LAKE: Room(1.7, 0.45),
        Place.FOREST: Room(1.3, 0.35),
        Place.MOUNTAINS: Room(2.6, 0.55),
        Place.MEADOW: Room(1.0, 0.5),
        Place.DESERT: Room(2.0, 0.4),
        Place.SNOWFIELD: Room(0.9, 0.3),
        Place.CITY: Room(1.1, 0.6),
        Place.STREET: Room(0.9, 0.7),
        Place.SKY: Room(2.2, 0.6),
        Place.AURORA: Room(2.4, 0.6),
        Place.SPACE: Room(3.0, 0.45, 1.4),
        Place.UNDERWATER: Room(2.0, 0.08, 1.3),
        Place.CAVE: Room(3.0, 0.2, 1.7),
        Place.ROOM: Room(0.55, 0.45, 0.8),
        Place.FLOW: Room(1.4, 0.5),
        Place.CELLS: Room(1.1, 0.55),
        Place.WAVES: Room(1.5, 0.5),
        Place.INK: Room(1.7, 0.35),
        Place.LIGHT: Room(1.8, 0.65),
    }
)
SHORTEST, LONGEST = 0.4, 3.2
"""Bounds of a reverberation time in seconds, after mood and weather have changed it."""

_BANDS = ((150.0, 500.0, 1.15), (500.0, 2500.0, 1.0), (2500.0, 12_000.0, 0.55))
"""Low and high corner in Hz, and how the band's decay compares with the room's."""
_PRE_DELAY = 0.014
_REFLECTIONS = ((0.0, 0.5), (0.011, -0.35), (0.019, 0.3), (0.031, -0.22), (0.043, 0.16))
_FINEST = 4096
_MUFFLED_TAPS = 511


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


class Convolver:
    """A room's answer to sound that comes in equal blocks: overlap-save in equal partitions."""

    def __init__(self, impulse: Floats, block: int) -> None:
        """Take a (channels, n) impulse and the length of all blocks but the last."""
        channels, length = impulse.shape
        parts = -(-length // block)
        padded = np.zeros((channels, parts * block), dtype=np.float32)
        padded[:, :length] = impulse
        self._answers = np.fft.rfft(padded.reshape(channels, parts, block), n=2 * block)
        self._recent: deque[Spectrum] = deque(maxlen=parts)
        self._window: Floats | None = None
        self._block = block

    def answer(self, sound: Floats) -> Floats:
        """What the next block sounds like in there, with what still rings of earlier ones.

        Args:
            sound: (n,), heard alike by all channels, or (channels, n).

        Returns:
            (channels, n).
        """
        block, count = self._block, sound.shape[-1]
        if self._window is None:
            self._window = np.zeros((*sound.shape[:-1], 2 * block), dtype=np.float32)
        self._window[..., :block] = self._window[..., block:]
        self._window[..., block : block + count] = sound
        self._window[..., block + count :] = 0.0
        self._recent.appendleft(np.fft.rfft(self._window).astype(np.complex64, copy=False))
        total = self._answers[:, 0] * self._recent[0]
        for part in range(1, len(self._recent)):
            total += self._answers[:, part] * self._recent[part]
        heard = np.fft.irfft(total)[:, block : block + count]
        return heard.astype(np.float32, copy=False)


def muffler(corner: float, channels: int, block: int) -> Convolver:
    """A low-pass at ``corner`` Hz for sound in blocks, 5 ms late: a windowed sinc."""
    taps = np.arange(_MUFFLED_TAPS) - _MUFFLED_TAPS // 2
    sinc = np.sinc(2 * corner / SAMPLE_RATE * taps) * np.hanning(_MUFFLED_TAPS + 2)[1:-1]
    passing = np.tile((sinc / sinc.sum()).astype(np.float32), (channels, 1))
    return Convolver(passing, block)
