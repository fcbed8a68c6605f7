"""Held chords: an ensemble of many detuned voices, made as one looping spectrum.

Each harmonic is a narrow hump of noise around its frequency, as wide as a section of players is
out of tune (Nasca's "extended" additive synthesis): one inverse transform gives the whole chord,
and it loops without a seam.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.sound.curves import envelope
from kinora.sound.harmony import frequency
from kinora.sound.noise import cut, phasors
from kinora.sound.styles import Texture

Floats: TypeAlias = NDArray[np.float32]
_Doubles: TypeAlias = NDArray[np.float64]

LONGEST = 2**17
"""Samples after which a chord that is held longer comes round again (2.7 s)."""
_FINEST = 2**14
_SIDE = 0.55
"""Level of what differs between the channels, against what they share."""
_NARROWEST = 0.45
"""Share of the difference that is left when the filter is closed."""
_MONO_BELOW = 200.0
_HIGHEST = 9000.0
_REACH = 2.5
"""Standard deviations of a hump that are computed."""


@dataclass(frozen=True, slots=True)
class _Colour:
    """Width of the humps in cents, how harmonics fall, weight of even ones, resonances in Hz."""

    cents: float
    slope: float
    even: float = 1.0
    formants: tuple[float, ...] = ()
    shimmer: float = 0.0


_COLOURS = {
    Texture.SOFT: _Colour(14, 1.7),
    Texture.WARM: _Colour(22, 1.25),
    Texture.CHOIR: _Colour(26, 1.1, formants=(650.0, 1100.0, 2600.0)),
    Texture.STRINGS: _Colour(18, 1.0),
    Texture.HOLLOW: _Colour(16, 1.2, even=0.12),
    Texture.GLASS: _Colour(9, 2.0, even=0.5, shimmer=0.5),
}


def chord(
    texture: Texture,
    pitches: tuple[int, ...],
    brightness: float,
    chance: np.random.Generator,
    longest: float = LONGEST / SAMPLE_RATE,
) -> Floats:
    """A chord's sound through an open and a nearly closed low-pass.

    Args:
        texture: the instrument.
        pitches: MIDI numbers.
        brightness: 0 dull to 1 bright; sets the filter's open position.
        chance: where the phases come from.
        longest: seconds that will be heard at a time; no more than needed is made.

    Returns:
        (3, n), looping: what both channels share, closed and open (in phase with each other),
        and by what the open one differs from it, up on the left and down on the right. The open
        one has unit RMS in stereo.
    """
    size = min(LONGEST, math.ceil(longest * SAMPLE_RATE / _FINEST) * _FINEST)
    bins = size // 2 + 1
    magnitudes = _magnitudes(_COLOURS[texture], pitches, size)
    top = np.flatnonzero(magnitudes).max() + 1
    hertz = np.arange(top, dtype=np.float32) * np.float32(SAMPLE_RATE / size)
    shared, side = magnitudes[:top] * phasors((2, top), chance)
    side *= np.float32(_SIDE) / (1 + (_MONO_BELOW / np.maximum(hertz, 1)) ** 4)
    opened = 650.0 * 2 ** (4.2 * brightness)
    open_filter = 1 / (1 + (hertz / opened) ** 3)
    spectrum = np.zeros((3, bins), dtype=np.complex64)
    spectrum[0, :top] = shared / (1 + (hertz / (0.3 * opened + 120)) ** 3)
    spectrum[1, :top] = shared * open_filter
    spectrum[2, :top] = side * open_filter
    sound: Floats = np.fft.irfft(spectrum, n=size).astype(np.float32, copy=False)
    sound /= np.sqrt(np.mean(np.square(sound[1])) + np.mean(np.square(sound[2])))
    return sound


def sweep(looped: Floats, start: int, seconds: float, attack: float, energy: float) -> Floats:
    """(2, n) a held chord: the filter opens and closes once, quicker than it dies away.

    Args:
        looped: what :func:`chord` returned.
        start: where in the loop to begin, so that the same chord is never quite the same.
        seconds: until the release.
        attack: seconds.
        energy: 0..1, how far the filter opens.
    """
    length = round((seconds + release(attack)) * SAMPLE_RATE)
    position = np.linspace(0, 1, length, dtype=np.float32)
    opening = np.float32(0.25 + 0.75 * energy) * np.sin(np.float32(np.pi) * position**0.6)
    closed, opened, side = (cut(part, start, start + length) for part in looped)
    shape = envelope(length, min(attack, seconds / 2), release(attack))
    middle = (closed + opening * (opened - closed)) * shape
    apart = side * (_NARROWEST + (1 - _NARROWEST) * opening) * shape
    return np.stack([middle + apart, middle - apart])


def release(attack: float) -> float:
    """Seconds for which a chord dies away: as long as it comes in, but 0.4 at least."""
    return max(0.4, attack)


def _magnitudes(colour: _Colour, pitches: tuple[int, ...], size: int) -> Floats:
    """(size / 2 + 1,) humps around the harmonics of every pitch, up to 9 kHz."""
    roots = np.array([frequency(pitch) for pitch in pitches])
    counts = np.maximum(1, (_HIGHEST / roots).astype(int) - 1)
    order = np.concatenate([np.arange(1, count + 1) for count in counts])
    hertz = np.repeat(roots, counts) * order
    amplitude = order**-colour.slope * np.where(order % 2 == 0, colour.even, 1.0)
    amplitude += np.where(order == 4, colour.shimmer * 0.25, 0.0)
    amplitude *= _resonance(colour, hertz)
    width = hertz * (2 ** (colour.cents / 1200) - 1) / 2 * (size / SAMPLE_RATE)
    centre = hertz * (size / SAMPLE_RATE)
    first = (centre - _REACH * width).astype(int)
    bins = (2 * _REACH * width).astype(int) + 2
    where = np.repeat(first - np.cumsum(bins) + bins, bins) + np.arange(bins.sum())
    away = (where - np.repeat(centre, bins)) / np.repeat(width, bins)
    humps = np.exp(-0.5 * away**2)
    power = np.add.reduceat(humps**2, np.cumsum(bins) - bins)
    humps *= np.repeat(amplitude / np.sqrt(power), bins)
    return np.bincount(where, humps, minlength=size // 2 + 1).astype(np.float32)


def _resonance(colour: _Colour, hertz: _Doubles) -> _Doubles:
    if not colour.formants:
        return np.ones_like(hertz)
    away = [(hertz / formant - 1) / 0.16 for formant in colour.formants]
    return np.asarray(0.22 + sum(np.exp(-0.5 * part**2) for part in away))
