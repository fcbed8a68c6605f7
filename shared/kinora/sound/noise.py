"""Noise made in the frequency domain: any colour, any length, and it loops without a seam."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE

Floats: TypeAlias = NDArray[np.float32]
Phasors: TypeAlias = NDArray[np.complex64]
Response: TypeAlias = Callable[[Floats], Floats]
"""Magnitudes for frequencies in Hz."""

LOOP = 2**18
"""Samples after which a bed of noise comes round again (5.5 s)."""
_FINEST = 4096
_PHASES = 4096


def band(low: float, high: float, slope: float = 0.0) -> Response:
    """Between two corners (Hz) with 12 dB an octave outside, falling as frequency**-slope within.

    A slope of 0.5 is pink, 1 is brown.
    """

    def response(frequencies: Floats) -> Floats:
        hertz = np.maximum(frequencies, np.float32(1.0))
        edges = 1 / np.sqrt((1 + (low / hertz) ** 4) * (1 + (hertz / high) ** 4))
        return (edges * hertz ** np.float32(-slope)).astype(np.float32)

    return response


def phasors(shape: tuple[int, ...], chance: np.random.Generator) -> Phasors:
    """Unit complex numbers of random phase, in steps of a four-thousandth of a turn."""
    return _circle()[chance.integers(0, _PHASES, shape, dtype=np.uint16)]


@lru_cache(maxsize=1)
def _circle() -> Phasors:
    circle: Phasors = np.exp(2j * np.pi * np.arange(_PHASES) / _PHASES).astype(np.complex64)
    return circle


def loop(length: int, response: Response, chance: np.random.Generator, channels: int = 2) -> Floats:
    """Noise of unit RMS that can be repeated without a seam.

    Args:
        length: samples that are needed; the result is at least as long, or ``LOOP`` samples.
        response: the colour.
        chance: where the phases come from.
        channels: independent channels.

    Returns:
        (channels, m).
    """
    size = min(LOOP, -(-length // _FINEST) * _FINEST)
    bins = size // 2 + 1
    frequencies = np.linspace(0, SAMPLE_RATE / 2, bins, dtype=np.float32)
    magnitudes = response(frequencies)
    magnitudes[0] = 0.0
    magnitudes[-1] = 0.0
    spectrum = phasors((channels, bins), chance) * magnitudes
    sound = np.fft.irfft(spectrum, n=size)
    sound *= np.float32(1.0) / np.sqrt(np.mean(np.square(sound), axis=1, keepdims=True))
    return sound.astype(np.float32, copy=False)


def cut(looped: Floats, start: int, stop: int) -> Floats:
    """Samples ``start`` to ``stop`` of the endless repetition of a loop; (channels, n)."""
    size = looped.shape[-1]
    first = start % size
    turns = -(-(first + stop - start) // size)
    if turns == 1:
        return looped[..., first : first + stop - start]
    return np.tile(looped, turns)[..., first : first + stop - start]


def burst(length: int, response: Response, chance: np.random.Generator) -> Floats:
    """(length,) samples of noise of unit RMS."""
    return loop(length, response, chance, channels=1)[0, :length]
