"""Struck and plucked instruments: sums of decaying partials, and two-operator FM.

A decaying partial is a geometric series of complex numbers. Cut into blocks, sample ``b * B + k``
is ``z**(b * B)`` times ``z**k``, so a note of many partials is one matrix product: the exact sum
at a fraction of the cost of evaluating sines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.sound.curves import decay, phase
from kinora.sound.harmony import frequency
from kinora.sound.styles import Timbre

Floats: TypeAlias = NDArray[np.float32]
_Doubles: TypeAlias = NDArray[np.float64]
_Modes: TypeAlias = NDArray[np.complex128]

_BLOCK = 256
_ROWS = 16
"""Blocks in one matrix product: small enough that BLAS starts no threads for it."""
_FINE = 16
_NYQUIST_MARGIN = 0.45
_ATTACK = 0.005
_DAMPING = 0.08
_LOUD_PART = 0.25
"""Seconds over which a note's level is set, so that all instruments play equally loud."""


@dataclass(frozen=True, slots=True)
class _String:
    """Where it is plucked (share of its length), how partials fall, decay (1/s), damping."""

    plucked: float
    slope: float
    decay: float
    damping: float


@dataclass(frozen=True, slots=True)
class _Bar:
    """A free bar or a bell: ratios of its modes, how they fall, decay (1/s), damping."""

    ratios: tuple[float, ...]
    slope: float
    decay: float
    damping: float


_STRINGS = {
    Timbre.HARP: _String(0.21, 1.6, 2.3, 0.08),
    Timbre.GUITAR: _String(0.13, 1.4, 3.2, 0.06),
    Timbre.PULSE: _String(0.5, 1.35, 7.0, 0.22),
}
_BARS = {
    Timbre.BELL: _Bar((1, 2, 2.76, 5.4, 8.93), 1.6, 1.4, 0.5),
    Timbre.CELESTA: _Bar((1, 2, 4, 6.8), 1.8, 2.6, 0.6),
    Timbre.MARIMBA: _Bar((1, 3.93, 9.2), 1.2, 6.0, 1.2),
}


@dataclass(frozen=True, slots=True)
class Partials:
    """The modes of a sound: Hz, linear amplitudes, decay rates (1/s, of amplitude)."""

    hertz: _Doubles
    amplitudes: _Doubles
    decays: _Doubles


def ring(partials: Partials, seconds: float) -> Floats:
    """(n,) the sum of the modes, all starting at zero phase; those near Nyquist are left out."""
    kept = partials.hertz < _NYQUIST_MARGIN * SAMPLE_RATE
    angle = np.asarray(2j * np.pi * partials.hertz[kept] - partials.decays[kept], np.complex128)
    length = round(seconds * SAMPLE_RATE)
    blocks = -(-length // (_BLOCK * _ROWS)) * _ROWS
    starts = _powers(angle * (_BLOCK / SAMPLE_RATE), blocks).T * partials.amplitudes[kept]
    within = _powers(angle / SAMPLE_RATE, _BLOCK)
    left = np.hstack([starts.imag, starts.real]).astype(np.float32)
    right = np.vstack([within.real, within.imag]).astype(np.float32)
    sound: Floats = (left.reshape(blocks // _ROWS, _ROWS, -1) @ right).reshape(-1)[:length]
    return sound


def _powers(angle: _Modes, count: int) -> _Modes:
    """(modes, count) ``exp(angle * k)`` for k = 0 to count - 1, most of it by multiplication."""
    coarse = np.exp(np.outer(angle, np.arange(0, count, _FINE)))
    fine = np.exp(np.outer(angle, np.arange(_FINE)))
    powers: _Modes = coarse[:, :, None] * fine[:, None, :]
    return powers.reshape(len(angle), coarse.shape[1] * _FINE)[:, :count]


def strike(timbre: Timbre, pitch: int, seconds: float, brightness: float) -> Floats:
    """One note of a struck or plucked instrument.

    Args:
        timbre: any but the sustained ones (strings, flute, horn).
        pitch: MIDI number.
        seconds: how long it is held; it is damped there.
        brightness: 0 dull to 1 bright.

    Returns:
        (n,) mono samples of unit RMS over the first quarter second, from zero to zero.
    """
    hertz = frequency(pitch)
    if timbre is Timbre.ELECTRIC_PIANO:
        sound = _electric_piano(hertz, seconds, brightness)
    else:
        sound = ring(_partials(timbre, hertz, brightness), seconds)
    return _finish(sound)


def _partials(timbre: Timbre, hertz: float, brightness: float) -> Partials:
    register = (hertz / 260.0) ** 0.4
    if timbre is Timbre.PIANO:
        return _piano(hertz, brightness, register)
    if timbre in _STRINGS:
        return _string(_STRINGS[timbre], hertz, brightness, register)
    return _bar(_BARS[timbre], hertz, brightness, register)


def _string(string: _String, hertz: float, brightness: float, register: float) -> Partials:
    """Partials are missing where the string is plucked, and the high ones die first."""
    order = np.arange(1, 25, dtype=np.float64)
    falling = order ** (0.9 * brightness - string.slope)
    stiff = order * np.sqrt(1 + 6e-5 * order**2)
    return Partials(
        hertz * stiff,
        np.abs(np.sin(np.pi * order * string.plucked)) * falling,
        string.decay * register * (1 + string.damping * order**1.5),
    )


def _piano(hertz: float, brightness: float, register: float) -> Partials:
    """Two strings a cent apart, each with a quick first and a slow second decay."""
    order = np.arange(1, 17, dtype=np.float64)
    amplitudes = order**-0.9 * np.exp(-order / (3.2 + 7.0 * brightness) * register)
    stiff = hertz * order * np.sqrt(1 + 4e-4 * order**2)
    decay = register * (1 + 0.12 * order**1.3)
    return Partials(
        np.concatenate([stiff, stiff * 1.0006]),
        np.concatenate([amplitudes, 0.45 * amplitudes]),
        np.concatenate([4.0 * decay, 1.3 * decay]),
    )


def _bar(bar: _Bar, hertz: float, brightness: float, register: float) -> Partials:
    ratio = np.array(bar.ratios, dtype=np.float64)
    decays = bar.decay * register * (1 + bar.damping * (ratio - 1))
    return Partials(hertz * ratio, ratio ** (1.8 * brightness - 0.9 - bar.slope), decays)


def _electric_piano(hertz: float, seconds: float, brightness: float) -> Floats:
    """FM after Chowning: a sine bent by its own frequency, with a short tine two octaves up."""
    length = round(seconds * SAMPLE_RATE)
    angle = phase(hertz, length)
    register = (hertz / 260.0) ** 0.3
    sine, cosine = np.sin(angle), np.cos(angle)
    fourth = 4 * sine * cosine * (1 - 2 * np.square(sine))
    bend = np.float32(0.5 + 1.4 * brightness) * decay(2.2 * register, length) * sine
    tine = np.float32(0.25 + 0.5 * brightness) * decay(14.0, length) * fourth
    sound: Floats = np.sin(angle + bend + tine) * decay(1.7 * register, length)
    return sound


def _finish(sound: Floats) -> Floats:
    """Ramp both ends and set the level of the loud part to one."""
    attack = min(round(_ATTACK * SAMPLE_RATE), len(sound) // 2)
    damping = min(round(_DAMPING * SAMPLE_RATE), len(sound) // 2)
    sound[:attack] *= np.linspace(0, 1, attack, dtype=np.float32)
    sound[len(sound) - damping :] *= np.linspace(1, 0, damping, dtype=np.float32)
    loud = sound[: round(_LOUD_PART * SAMPLE_RATE)]
    sound /= np.sqrt(np.mean(np.square(loud)) + np.float32(1e-12))
    return sound
