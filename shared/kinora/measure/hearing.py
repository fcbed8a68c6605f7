"""Sound around each frame's instant: level, spectrum, and the coarse kind of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.model.features import SoundKind, SoundMeasure

Floats: TypeAlias = NDArray[np.float32]

SILENT = 10 ** (-55 / 20)
"""RMS below which nothing is heard: room tone of -60 dBFS is silence."""
RUMBLE_HERTZ = 150.0
"""Centroid below which a sound is a rumble."""
HISS_FLATNESS = 0.1
"""Flatness from which a sound is noise: white noise is near 0.9, pink 0.4, music under 0.05."""
_WINDOW = 4096
_LOWEST, _HIGHEST = 20.0, 20_000.0
_FLAT_LOW, _FLAT_HIGH = 60.0, 14_000.0
_SMOOTHED = 8
_AT_ONCE = 64
_FLOOR = 1e-12


def hearings(samples: Floats, instants: NDArray[np.float64]) -> Iterator[SoundMeasure]:
    """Measure 85 ms of sound around each instant.

    The two channels' power spectra are added, so that nothing cancels. The centroid is weighted by
    power (20 Hz to 20 kHz); flatness is the geometric over the arithmetic mean of power (60 Hz to
    14 kHz, averaged over eight bins, without which white noise would seem half tonal).

    Args:
        samples: (n, 2) at ``SAMPLE_RATE``; n may be 0.
        instants: seconds.
    """
    window = np.hanning(_WINDOW).astype(np.float32)
    hertz = np.fft.rfftfreq(_WINDOW, 1 / SAMPLE_RATE)
    heard = (hertz >= _LOWEST) & (hertz <= _HIGHEST)
    flat = np.flatnonzero((hertz >= _FLAT_LOW) & (hertz <= _FLAT_HIGH))
    flat = flat[: len(flat) // _SMOOTHED * _SMOOTHED]
    for first in range(0, len(instants), _AT_ONCE):
        excerpts = _excerpts(samples, instants[first : first + _AT_ONCE])
        spectra = np.fft.rfft(excerpts * window, axis=-1)
        power = np.square(np.abs(spectra)).sum(axis=1, dtype=np.float64)
        total = power[:, heard].sum(axis=1) + _FLOOR
        centroids = power[:, heard] @ hertz[heard] / total
        smooth = power[:, flat].reshape(len(power), -1, _SMOOTHED).mean(axis=2) + _FLOOR
        flatness = np.exp(np.log(smooth).mean(axis=1)) / smooth.mean(axis=1)
        levels = np.sqrt(np.square(excerpts).mean(axis=(1, 2)))
        peaks = np.abs(excerpts).max(axis=(1, 2))
        for level, peak, centroid, noisy in zip(levels, peaks, centroids, flatness, strict=True):
            yield _measure(float(level), float(peak), float(centroid), float(noisy))


def _measure(level: float, peak: float, centroid: float, flatness: float) -> SoundMeasure:
    silent = level < SILENT
    return SoundMeasure(
        amplitude=min(1.0, level),
        centroid_hz=0.0 if peak <= 0.0 else centroid,
        flatness=0.0 if peak <= 0.0 else min(1.0, flatness),
        strength=min(1.0, peak),
        kind=SoundKind.SILENCE if silent else _kind(centroid, flatness),
    )


def _kind(centroid: float, flatness: float) -> SoundKind:
    if centroid < RUMBLE_HERTZ:
        return SoundKind.RUMBLE
    return SoundKind.HISS if flatness >= HISS_FLATNESS else SoundKind.TONE


def _excerpts(samples: Floats, instants: NDArray[np.float64]) -> Floats:
    """(k, 2, window) samples around each instant, zero where there is no sound."""
    excerpts = np.zeros((len(instants), 2, _WINDOW), dtype=np.float32)
    for excerpt, instant in zip(excerpts, instants, strict=True):
        start = round(instant * SAMPLE_RATE) - _WINDOW // 2
        low, high = max(start, 0), min(start + _WINDOW, len(samples))
        if low < high:
            excerpt[:, low - start : high - start] = samples[low:high].T
    return excerpts
