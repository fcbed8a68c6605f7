"""Tempo: onsets from spectral flux, and the period at which they repeat."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE

Floats: TypeAlias = NDArray[np.float32]

ONSET_RATE = 100
"""Onset values a second."""
_HOP = SAMPLE_RATE // ONSET_RATE
_WINDOW = 2048
_BANDS = 24
_LOWEST_HERTZ, _HIGHEST_HERTZ = 40.0, 12_000.0
_FRAMES_AT_ONCE = 400
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
_LEAST_ONSET = 1.5
"""Strength of the strongest onset below which nothing is struck: beating partials stay under 1."""


def onsets(samples: Floats) -> Floats:
    """How much new sound each hundredth of a second brings.

    Half-wave rectified differences of the logarithm of band energies, summed over bands.

    Args:
        samples: (n, 2) at ``SAMPLE_RATE``.

    Returns:
        (n * ONSET_RATE // SAMPLE_RATE,) values, 0 and above.
    """
    count = len(samples) * ONSET_RATE // SAMPLE_RATE
    strength = np.zeros(count, dtype=np.float32)
    before: Floats | None = None
    floor = _floor(samples)
    for first in range(0, count, _FRAMES_AT_ONCE):
        frames = min(_FRAMES_AT_ONCE, count - first)
        bands = _log_bands(samples, first, frames, floor)
        start = bands[:1] if before is None else before
        rises = np.diff(np.concatenate([start, bands]), axis=0)
        strength[first : first + frames] = np.maximum(rises, 0.0).sum(axis=1)
        before = bands[-1:]
    return strength


def tempo(strength: Floats) -> float:
    """Beats a minute of a piece of onset strength, or 0 where nothing repeats.

    The autocorrelation is summed at a period and its multiples, under a preference for tempi near
    105 (the ambiguity between a tempo and its double or half is left to that preference).

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
    total, weight = np.zeros(len(bpm)), np.zeros(len(bpm))
    for multiple in _MULTIPLES:
        inside = periods * multiple < len(lags) / 2
        found = np.interp(periods * multiple, np.arange(len(lags)), lags)
        total += np.where(inside, found, 0.0)
        weight += inside
    score = total / np.maximum(weight, 1)
    preference = np.exp(-0.5 * (np.log2(bpm / _FAVOURED) / _TOLERANCE_OCTAVES) ** 2)
    best = int(np.argmax(score * preference))
    needed = _LEAST_REGULARITY + _LEAST_FOR_ONE_SECOND * ONSET_RATE / len(strength)
    return float(bpm[best]) if score[best] > needed else 0.0


def _log_bands(samples: Floats, first: int, frames: int, floor: float) -> Floats:
    """(frames, bands) logarithms of energy of the two channels' sum, from hop ``first`` on."""
    start = first * _HOP - _WINDOW // 2
    stop = start + (frames - 1) * _HOP + _WINDOW
    piece = np.zeros(stop - start, dtype=np.float32)
    low, high = max(start, 0), min(stop, len(samples))
    piece[low - start : high - start] = samples[low:high].sum(axis=1)
    windows = np.lib.stride_tricks.sliding_window_view(piece, _WINDOW)[::_HOP]
    spectrum = np.fft.rfft(windows * np.hanning(_WINDOW).astype(np.float32), axis=1)
    energy = np.square(np.abs(spectrum))
    edges = np.geomspace(_LOWEST_HERTZ, _HIGHEST_HERTZ, _BANDS + 1) * _WINDOW / SAMPLE_RATE
    bins = np.unique(np.round(edges).astype(int))
    summed = np.add.reduceat(energy, bins[:-1], axis=1)
    logs: Floats = np.log10(summed + np.float32(floor)).astype(np.float32)
    return logs


def _floor(samples: Floats) -> float:
    """Band energy that is as good as nothing: a share of a frame's mean energy."""
    if not len(samples):
        return _LEAST_FLOOR
    square = float(np.mean(np.square(samples), dtype=np.float64)) * 4
    frame = square * 0.375 * _WINDOW * _WINDOW / 2
    return max(_LEAST_FLOOR, _FLOOR_SHARE * frame)


def _smooth(strength: Floats) -> Floats:
    width = ONSET_RATE // 2
    return np.convolve(strength, np.full(width, 1 / width), mode="same").astype(np.float32)


def _autocorrelation(values: Floats) -> NDArray[np.float64]:
    size = 1 << (2 * len(values) - 1).bit_length()
    spectrum = np.fft.rfft(values.astype(np.float64), n=size)
    lags = np.fft.irfft(np.square(np.abs(spectrum)), n=size)[: len(values)]
    overlap = np.arange(len(values), 0, -1) / len(values)
    return np.asarray(lags / np.maximum(overlap, 0.25))
