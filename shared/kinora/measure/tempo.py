"""Tempo: onsets from spectral flux, and the period at which they repeat."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.measure.spectrum import power

Floats: TypeAlias = NDArray[np.float32]

ONSET_RATE = 100
"""Onset values a second."""
_HOP = SAMPLE_RATE // ONSET_RATE
ONSET_WINDOW = 2048
"""Samples that an onset value is read from: 43 ms."""
_LOWEST_HERTZ, _HIGHEST_HERTZ = 40.0, 12_000.0
_EDGES = np.unique(
    np.round(np.geomspace(_LOWEST_HERTZ, _HIGHEST_HERTZ, 25) * ONSET_WINDOW / SAMPLE_RATE)
).astype(int)
BANDS = len(_EDGES) - 1
DEEP_BANDS = 4
"""Bands below 164 Hz."""
_FLOOR_SHARE, _LEAST_FLOOR = 3e-5, 1e-3
_SLOWEST, _FASTEST = 40.0, 200.0
_STEP_BPM = 0.25
_FAVOURED = 105.0
_TOLERANCE_OCTAVES = 1.0
_MULTIPLES = (1, 2, 3, 4)
_SHORTEST_SECONDS = 2.0
_LEAST_REGULARITY, _LEAST_FOR_ONE_SECOND = 0.15, 0.5
"""Autocorrelation at the best period that makes a beat: the first plus the second over the length
in seconds. Noise reaches 0.37 by chance in two seconds, 0.14 in five, 0.08 in eight; music of five
seconds or more stays above 0.33."""
_LEAST_ONSET = 4.0
"""Strength of the strongest onset, above its surroundings, below which nothing is struck: partials
that beat against each other stay under it, 99 of 100 pieces with a beat reach 6.5."""
_AT_FIRST = 3
"""Hundredths of a second over which the window comes into the sound."""
_STRONG = 4.0
"""Onset strength of a stroke: of drums and clicks, but hardly of a chord that swells."""


def band_energies(samples: Floats) -> Floats:
    """(frames, BANDS) energies of the bands of every hundredth of a second.

    Each is read through a Hann window of ``ONSET_WINDOW`` samples; the bands divide 40 Hz to 12 kHz
    evenly in octaves, as far as bins allow. Both channels' energies are added.

    Args:
        samples: (2, (frames - 1) * SAMPLE_RATE / ONSET_RATE + ONSET_WINDOW); the first window is
            centred on the first instant.
    """
    windows = np.lib.stride_tricks.sliding_window_view(samples, ONSET_WINDOW, axis=1)
    spectra = power(windows[:, ::_HOP].swapaxes(0, 1))
    summed: Floats = np.add.reduceat(spectra[:, : _EDGES[-1]], _EDGES[:-1], axis=1)
    return summed


def onsets(energies: Floats) -> Floats:
    """How much new sound each hundredth of a second brings.

    Half-wave rectified differences of the logarithm of band energies, summed over bands. Energies
    under 3e-5 of the mean of all bands together are as good as nothing. The first 0.03 s, over
    which the window comes into the sound, bring nothing.

    Args:
        energies: (n, BANDS) as from :func:`band_energies`.

    Returns:
        (n,) values, 0 and above.
    """
    if not len(energies):
        return np.zeros(0, dtype=np.float32)
    mean = float(energies.sum(axis=1, dtype=np.float64).mean())
    floor = np.float32(max(_LEAST_FLOOR, _FLOOR_SHARE * mean))
    logs = np.log10(energies + floor)
    rises = np.diff(logs, axis=0, prepend=logs[:1])
    strength: Floats = np.maximum(rises, 0.0).sum(axis=1)
    strength[:_AT_FIRST] = 0.0
    return strength


def tempo(strength: Floats) -> float:
    """Beats a minute of a piece of onset strength, or 0 where nothing repeats.

    The autocorrelation is averaged over a period and its multiples up to four, under a preference
    for tempi near 105 from 40 to 200, and for periods of which no multiple misses. The ambiguity
    between a tempo and its double or half is left to that preference: even clicks at 160 bpm and
    faster are heard at half their pace.

    Args:
        strength: what :func:`onsets` returned, or a stretch of it of at least two seconds.
    """
    if len(strength) < _SHORTEST_SECONDS * ONSET_RATE:
        return 0.0
    sharp = strength - _smooth(strength)
    sharp = np.maximum(sharp, 0.0)
    if float(sharp.max()) < _LEAST_ONSET:
        return 0.0
    sharp = sharp - sharp.mean()
    power = float(sharp @ sharp)
    lags = _autocorrelation(sharp) / power
    bpm = np.arange(_SLOWEST, _FASTEST + _STEP_BPM, _STEP_BPM)
    periods = 60.0 * ONSET_RATE / bpm
    total, weight, least = np.zeros(len(bpm)), np.zeros(len(bpm)), np.ones(len(bpm))
    for multiple in _MULTIPLES:
        inside = periods * multiple < len(lags) / 2
        found = np.interp(periods * multiple, np.arange(len(lags)), lags)
        total += np.where(inside, found, 0.0)
        weight += inside
        least = np.where(inside, np.minimum(least, found), least)
    score = total / np.maximum(weight, 1)
    preference = np.exp(-0.5 * (np.log2(bpm / _FAVOURED) / _TOLERANCE_OCTAVES) ** 2)
    # Three beats of one tempo are two of another: there, every second multiple falls between beats.
    best = int(np.argmax((score + least) * preference))
    needed = _LEAST_REGULARITY + _LEAST_FOR_ONE_SECOND * ONSET_RATE / len(strength)
    return float(bpm[best]) if score[best] > needed else 0.0


def struck(strength: Floats) -> float:
    """Strong onsets a second: peaks of onset strength above 4."""
    inner = strength[1:-1]
    peaks = (inner > strength[:-2]) & (inner >= strength[2:]) & (inner > _STRONG)
    return float(peaks.sum()) * ONSET_RATE / max(len(strength), 1)


def _smooth(strength: Floats) -> Floats:
    width = ONSET_RATE // 2
    return np.convolve(strength, np.full(width, 1 / width), mode="same").astype(np.float32)


def _autocorrelation(values: Floats) -> NDArray[np.float64]:
    size = 1 << (2 * len(values) - 1).bit_length()
    spectrum = np.fft.rfft(values.astype(np.float64), n=size)
    lags = np.fft.irfft(np.square(np.abs(spectrum)), n=size)[: len(values)]
    overlap = np.arange(len(values), 0, -1) / len(values)
    return np.asarray(lags / np.maximum(overlap, 0.25))
