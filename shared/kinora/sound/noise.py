"""Noise made in the frequency domain: any colour, any length, and it loops without a seam."""

from __future__ import annotations

import math
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

LOOP = 3 * 2**16
"""Samples after which a bed of noise comes round again (4.1 s)."""
_FINEST = 4096
_PHASES = 4096
_RESOLUTION = 2**15
"""Steps of 1.5 Hz in which the colour of a long loop is drawn."""


def band(low: float, high: float, slope: float = 0.0) -> Response:
    """Between two corners (Hz) with 12 dB an octave outside, falling as frequency**-slope within.

    A slope of 0.5 is pink, 1 is brown.
    """

    def response(frequencies: Floats) -> Floats:
        hertz = np.maximum(frequencies, np.float32(1.0))
        below, above = np.square(low / hertz), np.square(hertz / high)
        edges = np.sqrt((1 + np.square(below)) * (1 + np.square(above)))
        return np.asarray(hertz ** np.float32(-slope) / edges, dtype=np.float32)

    return response


def phasors(shape: tuple[int, ...], chance: np.random.Generator) -> Phasors:
    """Unit complex numbers of random phase, in steps of a four-thousandth of a turn."""
    drawn = np.frombuffer(chance.bytes(2 * math.prod(shape)), dtype="<u2").reshape(shape)
    chosen: Phasors = _circle()[drawn % _PHASES]
    return chosen


@lru_cache(maxsize=1)
def _circle() -> Phasors:
    circle: Phasors = np.exp(2j * np.pi * np.arange(_PHASES) / _PHASES).astype(np.complex64)
    return circle


def loop(
    length: int, response: Response, chance: np.random.Generator, longest: int = LOOP
) -> Floats:
    """Noise of unit RMS that can be repeated without a seam.

    Args:
        length: samples that are needed; the result is at least as long, or ``longest`` samples.
        response: the colour.
        chance: where the phases come from.
        longest: a product of small primes.

    Returns:
        (m,).
    """
    size = min(longest, -(-length // _FINEST) * _FINEST)
    bins = size // 2 + 1
    width = max(1, size // _RESOLUTION)
    steps = (np.arange(-(-bins // width)) + 0.5 - 0.5 / width) * (width * SAMPLE_RATE / size)
    magnitudes = np.repeat(response(steps.astype(np.float32)), width)[:bins]
    magnitudes[0] = 0.0
    magnitudes[-1] = 0.0
    # The power of the sum of all waves, by Parseval.
    magnitudes *= np.float32(size / np.sqrt(2)) / np.linalg.norm(magnitudes)
    sound = np.fft.irfft(phasors((bins,), chance) * magnitudes, n=size)
    return sound.astype(np.float32, copy=False)


def cut(looped: Floats, start: int, stop: int) -> Floats:
    """(stop - start,) samples of the endless repetition of a loop."""
    size = len(looped)
    first, count = start % size, stop - start
    if first + count <= size:
        return looped[first : first + count]
    turns = -(-(first + count) // size)
    return np.concatenate([looped[first:], *[looped] * (turns - 1)])[:count]


def cut_wide(looped: Floats, start: int, stop: int) -> tuple[Floats, Floats]:
    """Left and right, (stop - start,) each: the right hears what the left does half a turn on.

    So far apart the two are as good as independent.
    """
    half = len(looped) // 2
    return cut(looped, start, stop), cut(looped, start + half, stop + half)


def burst(length: int, response: Response, chance: np.random.Generator) -> Floats:
    """(length,) samples of noise of unit RMS."""
    return loop(length, response, chance)[:length]
