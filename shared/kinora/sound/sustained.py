"""Bowed, blown and bass instruments: a wavetable read with vibrato under an envelope."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.sound.curves import decay, envelope, lines, phase, turns
from kinora.sound.harmony import frequency
from kinora.sound.styles import Timbre

Floats: TypeAlias = NDArray[np.float32]

SUSTAINED = frozenset({Timbre.STRINGS, Timbre.FLUTE, Timbre.HORN})
_TABLE = 2**14
_CONTROL = 64
_HIGHEST = 14_000.0
_RELEASE = 0.28
_VIBRATO_HERTZ = 5.2
_VIBRATO_DEPTH = {Timbre.STRINGS: 0.0040, Timbre.FLUTE: 0.0032, Timbre.HORN: 0.0016}
_ATTACK = {Timbre.STRINGS: 0.11, Timbre.FLUTE: 0.07, Timbre.HORN: 0.09}


def hold(timbre: Timbre, pitch: int, seconds: float, brightness: float) -> Floats:
    """One note of strings, flute or horn.

    Args:
        timbre: a member of ``SUSTAINED``.
        pitch: MIDI number.
        seconds: its length; the release of 0.3 s comes after it.
        brightness: 0 dull to 1 bright.

    Returns:
        (2, n) samples of about unit RMS: two players, a few cents apart.
    """
    length = round((seconds + _RELEASE) * SAMPLE_RATE)
    hertz = frequency(pitch)
    table = _table(timbre, round(brightness * 8), max(1, int(_HIGHEST / hertz)))
    players = np.empty((2, length), dtype=np.float32)
    for channel, (cents, begin) in enumerate(((-3.0, 0.0), (3.0, 1.1))):
        tuned = hertz * 2 ** (cents / 1200)
        turned = turns(tuned, length) + tuned * _vibrato(_VIBRATO_DEPTH[timbre], begin, length)
        turned -= np.floor(turned)
        players[channel] = table[(turned * _TABLE).astype(np.int32) % _TABLE]
    players *= envelope(length, _ATTACK[timbre], _RELEASE)
    return players


def _vibrato(depth: float, begin: float, length: int) -> Floats:
    """(length,) seconds by which the vibrato is ahead of the beat of a steady tone.

    It sets in gently; being slow, it is summed at a 64th of the rate and drawn in straight lines.
    """
    time = np.arange(-(-length // _CONTROL) + 1) * (_CONTROL / SAMPLE_RATE)
    swing = depth * np.clip((time - 0.18) * 2.5, 0, 1)
    wobble = swing * np.sin(2 * np.pi * _VIBRATO_HERTZ * time + begin)
    return lines(np.cumsum(wobble) * (_CONTROL / SAMPLE_RATE), _CONTROL)[:length]


def bass(pitch: int, seconds: float, brightness: float) -> Floats:
    """(n,) one bass note: a sine, a little second harmonic, soft saturation; unit RMS at first."""
    release = 0.06
    length = round((seconds + release) * SAMPLE_RATE)
    angle = phase(frequency(pitch), length)
    pluck = decay(6.0, length)
    second = np.float32(0.22 + 0.3 * brightness) * (0.5 + 0.5 * pluck)
    sine = np.sin(angle)
    body = sine + second * 2 * sine * np.cos(angle)
    body += np.float32(0.25 * brightness) * pluck * sine * (3 - 4 * np.square(sine))
    sound = np.tanh(np.float32(1.3) * body) * (0.55 + 0.45 * decay(1.1, length))
    played: Floats = 1.3 * sound * envelope(length, 0.008, release)
    return played


@lru_cache(maxsize=64)
def _table(timbre: Timbre, brightness: int, harmonics: int) -> Floats:
    """One period, band-limited to the given number of harmonics, of unit RMS."""
    order = np.arange(1, min(harmonics, 40) + 1, dtype=np.float64)
    bright = brightness / 8
    amplitudes = {
        Timbre.STRINGS: order**-1.15 * np.exp(-order / (4 + 10 * bright)),
        Timbre.FLUTE: order**-2.2
        * np.where(order == 2, 1.6, 1.0)
        * np.exp(-order / (3 + 3 * bright)),
        Timbre.HORN: np.exp(-(((order - 1.5) / (2.0 + 2.5 * bright)) ** 2)),
    }[timbre]
    spectrum = np.zeros(_TABLE // 2 + 1, dtype=np.complex128)
    spectrum[1 : len(order) + 1] = amplitudes * np.exp(1j * (order**2) * 0.7)
    period = np.fft.irfft(spectrum)
    table: Floats = (period / np.sqrt(np.mean(period**2))).astype(np.float32)
    return table
