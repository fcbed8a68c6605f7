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
HISS_FLATNESS = 0.5
"""Flatness from which a sound is noise: noise of any colour is near 1, music under 0.3."""
_WINDOW = 4096
_LOWEST, _HIGHEST = 20.0, 20_000.0
_FLAT_LOW, _FLAT_HIGH = 50.0, 14_000.0
_GROUP = 20
"""Bins (234 Hz) within which flatness is looked at."""
_NOISE = 0.6
"""Flatness within a group of Gaussian noise of one channel through a Hann window."""
_AT_ONCE = 64
_FLOOR = 1e-12


def hearings(samples: Floats, instants: NDArray[np.float64]) -> Iterator[SoundMeasure]:
    """Measure 85 ms of sound around each instant.

    The two channels' power spectra are added, so that nothing cancels. The centroid is weighted by
    power (20 Hz to 20 kHz). Flatness is the geometric over the arithmetic mean of power within
    bands of 234 Hz, averaged by the bands' power and brought to 1 for noise: looked at band by
    band, a rumbling wind is as noisy as a hiss, which one flatness over all bands would miss.

    Args:
        samples: (n, 2) at ``SAMPLE_RATE``; n may be 0.
        instants: seconds.
    """
    window = np.hanning(_WINDOW).astype(np.float32)
    hertz = np.fft.rfftfreq(_WINDOW, 1 / SAMPLE_RATE)
    heard = (hertz >= _LOWEST) & (hertz <= _HIGHEST)
    flat = np.flatnonzero((hertz >= _FLAT_LOW) & (hertz <= _FLAT_HIGH))
    flat = flat[: len(flat) // _GROUP * _GROUP]
    for first in range(0, len(instants), _AT_ONCE):
        excerpts = _excerpts(samples, instants[first : first + _AT_ONCE])
        spectra = np.fft.rfft(excerpts * window, axis=-1)
        power = np.square(np.abs(spectra)).sum(axis=1, dtype=np.float64)
        total = power[:, heard].sum(axis=1) + _FLOOR
        centroids = power[:, heard] @ hertz[heard] / total
        flatness = _flatness(power[:, flat])
        levels = np.sqrt(np.square(excerpts).mean(axis=(1, 2)))
        peaks = np.abs(excerpts).max(axis=(1, 2))
        for level, peak, centroid, noisy in zip(levels, peaks, centroids, flatness, strict=True):
            yield _sound(float(level), float(peak), float(centroid), float(noisy))


def _sound(level: float, peak: float, centroid: float, flatness: float) -> SoundMeasure:
    silent = level < SILENT
    return SoundMeasure(
        amplitude=min(1.0, level),
        centroid_hz=0.0 if peak <= 0.0 else centroid,
        flatness=0.0 if peak <= 0.0 else min(1.0, flatness),
        strength=min(1.0, peak),
        kind=SoundKind.SILENCE if silent else _kind(centroid, flatness),
    )


def _flatness(power: NDArray[np.float64]) -> NDArray[np.float64]:
    """(frames,) flatness of (frames, bins) of power, the bins a multiple of a group."""
    groups = power.reshape(len(power), -1, _GROUP) + _FLOOR
    means = groups.mean(axis=2)
    local = np.exp(np.log(groups).mean(axis=2)) / means
    weighted: NDArray[np.float64] = (local * means).sum(axis=1) / means.sum(axis=1)
    return np.minimum(1.0, weighted / _NOISE)


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
