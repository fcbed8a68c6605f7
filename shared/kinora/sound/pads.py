"""Held chords: an ensemble of many detuned voices, made as one looping spectrum.

Each harmonic is a narrow hump of noise around its frequency, as wide as a section of players is
out of tune (Nasca's "extended" additive synthesis): one inverse transform gives the whole chord,
and it loops without a seam.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.sound.harmony import frequency
from kinora.sound.noise import phasors
from kinora.sound.styles import Texture
from kinora.sound.sustained import envelope

Floats: TypeAlias = NDArray[np.float32]

LOOP = 2**17
_SIDE = 0.55
"""Level of what differs between the channels, against what they share."""
_MONO_BELOW = 200.0
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
    texture: Texture, pitches: tuple[int, ...], brightness: float, chance: np.random.Generator
) -> Floats:
    """A chord's sound through an open and a nearly closed low-pass.

    Args:
        texture: the instrument.
        pitches: MIDI numbers.
        brightness: 0 dull to 1 bright; sets the filter's open position.
        chance: where the phases come from.

    Returns:
        (2, 2, LOOP): closed and open, left and right; looping; the open one has unit RMS, and
        any mix of the two is in phase.
    """
    bins = LOOP // 2 + 1
    hertz = np.linspace(0, SAMPLE_RATE / 2, bins, dtype=np.float32)
    magnitudes = _magnitudes(_COLOURS[texture], pitches)
    top = np.flatnonzero(magnitudes).max() + 1
    shared, side = magnitudes[:top] * phasors((2, top), chance)
    side = side * np.float32(_SIDE) / (1 + (_MONO_BELOW / np.maximum(hertz[:top], 1)) ** 4)
    channels = np.stack([shared + side, shared - side])
    opened = 650.0 * 2 ** (4.2 * brightness)
    filters = [1 / (1 + (hertz[:top] / corner) ** 3) for corner in (0.3 * opened + 120, opened)]
    spectrum = np.zeros((2, 2, bins), dtype=np.complex64)
    spectrum[..., :top] = np.stack(filters)[:, None, :] * channels[None]
    sound: Floats = np.fft.irfft(spectrum, n=LOOP).astype(np.float32, copy=False)
    sound /= np.sqrt(np.mean(np.square(sound[1])))
    return sound


def sweep(looped: Floats, start: int, seconds: float, attack: float, energy: float) -> Floats:
    """(2, n) a held chord: the filter opens and closes once, quicker than it dies away.

    Args:
        looped: what :func:`chord` returned.
        start: where in the loop to begin, so that the same chord is never quite the same.
        seconds: until the release, which is as long as the attack but at least 0.4 s.
        attack: seconds.
        energy: 0..1, how far the filter opens.
    """
    release = max(0.4, attack)
    length = round((seconds + release) * SAMPLE_RATE)
    position = np.linspace(0, 1, length, dtype=np.float32)
    opening = np.float32(0.25 + 0.75 * energy) * np.sin(np.float32(np.pi) * position**0.6)
    where = slice(start % LOOP, start % LOOP + length)
    turns = -(-where.stop // LOOP)
    closed, opened = (np.tile(half, turns)[:, where] for half in looped)
    sound: Floats = closed + opening * (opened - closed)
    sound *= envelope(length, min(attack, seconds / 2), release)
    return sound


def _magnitudes(colour: _Colour, pitches: tuple[int, ...]) -> Floats:
    magnitudes = np.zeros(LOOP // 2 + 1, dtype=np.float32)
    per_hertz = LOOP / SAMPLE_RATE
    for pitch in pitches:
        root = frequency(pitch)
        for order in range(1, max(2, int(9000 / root))):
            amplitude = order**-colour.slope * (colour.even if order % 2 == 0 else 1.0)
            if colour.shimmer and order == 4:
                amplitude += colour.shimmer * 0.25
            amplitude *= _resonance(colour, root * order)
            width = root * order * (2 ** (colour.cents / 1200) - 1) / 2 * per_hertz
            centre = root * order * per_hertz
            bins = np.arange(int(centre - _REACH * width), int(centre + _REACH * width) + 2)
            hump = np.exp(-0.5 * ((bins - centre) / width) ** 2)
            magnitudes[bins] += (amplitude / np.sqrt(np.sum(hump**2)) * hump).astype(np.float32)
    return magnitudes


def _resonance(colour: _Colour, hertz: float) -> float:
    if not colour.formants:
        return 1.0
    humps = (np.exp(-0.5 * ((hertz / formant - 1) / 0.16) ** 2) for formant in colour.formants)
    return 0.22 + float(sum(humps))
