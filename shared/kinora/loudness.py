"""Loudness and true peak of stereo sound: ITU-R BS.1770-4, at the one sample rate used here."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 48_000
"""Samples a second of everything that is played or measured."""

Floats: TypeAlias = NDArray[np.float32]

_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (-1.69065929318241, 0.73248077421585),
)
_HIGH_PASS = ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621))
"""K-weighting at 48 kHz as (b0, b1, b2), (a1, a2): tables 1 and 2 of the standard."""

PEAK_BLOCK = 32
"""Samples for which peaks and energies are kept: the grid on which gains are drawn."""

_STEP = SAMPLE_RATE // 10
"""Gating blocks of 400 ms start every 100 ms, so energies are summed over each 100 ms."""
_STEPS_PER_BLOCK = 4
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0

_HOP = 6 * _STEP
_SETTLE = 2**15 - _HOP
"""Samples after which the K-weighting has forgotten its past (below -165 dB)."""

_OVERSAMPLING = 4
_REACH = 8
"""Samples on either side of an instant that its interpolated value is made from."""
_PEAKS_AT_ONCE = 256
_BLOCKS_PER_PRODUCT = 32
"""Small enough a matrix product that BLAS starts no threads for it."""


class LoudnessMeter:
    """Programme loudness of sound that comes piece by piece; pieces may be of any length."""

    def __init__(self) -> None:
        self._windows = _Windows(_SETTLE, _HOP, 0)
        self._energies = array("f")

    def add(self, samples: Floats) -> None:
        """Hear the next (n, 2) samples at ``SAMPLE_RATE``, full scale at 1."""
        for window in self._windows.add(samples):
            self._energies.frombytes(_weighted_energies(window).tobytes())

    def energies(self) -> Floats:
        """K-weighted energy of each ``PEAK_BLOCK`` samples so far; see :func:`gated`."""
        last = map(_weighted_energies, self._windows.rest())
        blocks = self._windows.heard // PEAK_BLOCK
        return np.concatenate([np.frombuffer(self._energies, np.float32), *last])[:blocks]

    def integrated(self) -> float | None:
        """Gated loudness of what was heard so far in LUFS; None as for :func:`gated`."""
        return gated(self.energies())


class PeakMeter:
    """True peaks of sound that comes piece by piece; pieces may be of any length."""

    def __init__(self) -> None:
        self._windows = _Windows(_REACH, _PEAKS_AT_ONCE * PEAK_BLOCK, _REACH)
        self._peaks = array("f")

    def add(self, samples: Floats) -> None:
        """Hear the next (n, 2) samples at ``SAMPLE_RATE``."""
        for window in self._windows.add(samples):
            self._peaks.frombytes(_peaks_between(window).tobytes())

    def peaks(self) -> Floats:
        """The largest magnitude of each ``PEAK_BLOCK`` samples so far; the last may be shorter.

        Returns:
            (ceil(n / PEAK_BLOCK),) linear, 1 is full scale; between samples and over both channels.
        """
        last = map(_peaks_between, self._windows.rest())
        blocks = -(-self._windows.heard // PEAK_BLOCK)
        return np.concatenate([np.frombuffer(self._peaks, np.float32), *last])[:blocks]


def integrated(samples: Floats) -> float | None:
    """Gated programme loudness in LUFS of (n, 2) samples; None as for :func:`gated`."""
    meter = LoudnessMeter()
    meter.add(samples)
    return meter.integrated()


def gated(energies: Floats) -> float | None:
    """Loudness in LUFS from energies on the grid of ``PEAK_BLOCK`` samples.

    Args:
        energies: (n,) K-weighted, the sum of both channels' mean squares.

    Returns:
        The loudness, or None when no 400 ms block reaches the absolute gate of -70 LUFS (silence,
        or less than 400 ms of sound).
    """
    per_step = _STEP // PEAK_BLOCK
    steps = len(energies) // per_step
    if steps < _STEPS_PER_BLOCK:
        return None
    whole = energies[: steps * per_step].reshape(steps, per_step)
    sums = whole.mean(axis=1, dtype=np.float64)
    blocks = np.convolve(sums, np.full(_STEPS_PER_BLOCK, 1 / _STEPS_PER_BLOCK), mode="valid")
    audible = blocks[blocks > _energy(_ABSOLUTE_GATE)]
    if not audible.size:
        return None
    gate = _energy(_lufs(float(audible.mean())) + _RELATIVE_GATE)
    return _lufs(float(audible[audible > gate].mean()))


def true_peak(samples: Floats) -> float:
    """The highest level between samples, in dBTP; minus infinity for digital silence.

    Args:
        samples: (n, 2) at ``SAMPLE_RATE``; oversampled four times, as annex 2 asks.
    """
    meter = PeakMeter()
    meter.add(samples)
    peak = float(meter.peaks().max(initial=0.0))
    return 20 * math.log10(peak) if peak > 0 else -math.inf


class _Windows:
    """Cuts pieces into windows on a fixed grid, each with some past and some future.

    Before the first and after the last sample there is silence.
    """

    def __init__(self, past: int, hop: int, future: int) -> None:
        self._window = np.zeros((2, past + hop + future), dtype=np.float32)
        self._past, self._hop = past, hop
        self._filled = past
        self.heard = 0

    def add(self, samples: Floats) -> Iterator[Floats]:
        """Each window that these samples complete, (2, past + hop + future); read it at once."""
        self.heard += len(samples)
        size = self._window.shape[1]
        taken = 0
        while taken < len(samples):
            count = min(size - self._filled, len(samples) - taken)
            here = slice(self._filled, self._filled + count)
            self._window[:, here] = samples[taken : taken + count].T
            taken += count
            self._filled += count
            if self._filled == size:
                yield self._window
                self._window[:, : size - self._hop] = self._window[:, self._hop :]
                self._filled = size - self._hop

    def rest(self) -> Iterator[Floats]:
        """The windows of what is left, filled up with silence; more may be added afterwards."""
        size = self._window.shape[1]
        for start in range(0, self._filled - self._past, self._hop):
            window = np.zeros_like(self._window)
            count = min(size, self._filled - start)
            window[:, :count] = self._window[:, start : start + count]
            yield window


def _weighted_energies(window: Floats) -> Floats:
    """(hop / PEAK_BLOCK,) energies of a window, of which the first samples only settle the filter.

    The filter is applied as a product of spectra: its echo of the window's end falls into the part
    that is thrown away.
    """
    weighted = np.fft.irfft(np.fft.rfft(window) * _k_weighting(), n=window.shape[1])[:, _SETTLE:]
    blocks = np.square(weighted, out=weighted).reshape(2, -1, PEAK_BLOCK)
    energies: Floats = blocks.mean(axis=2).sum(axis=0)
    return energies


def _peaks_between(window: Floats) -> Floats:
    """(hop / PEAK_BLOCK,) true-peak magnitudes of a window."""
    span = PEAK_BLOCK + 2 * _REACH
    blocks = np.lib.stride_tricks.sliding_window_view(window, span, axis=1)[:, ::PEAK_BLOCK]
    between = blocks.reshape(-1, _BLOCKS_PER_PRODUCT, span) @ _interpolator()
    low, high = between.min(axis=2), between.max(axis=2)
    peaks: Floats = np.maximum(high, -low).reshape(2, -1).max(axis=0)
    return peaks


@lru_cache(maxsize=1)
def _k_weighting() -> NDArray[np.complex64]:
    """The complex response of both sections at the bins of a window's transform."""
    size = _SETTLE + _HOP
    delay = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    response: NDArray[np.complex128] = np.ones(len(delay), dtype=np.complex128)
    for (b0, b1, b2), (a1, a2) in (_SHELF, _HIGH_PASS):
        response *= (b0 + b1 * delay + b2 * delay**2) / (1 + a1 * delay + a2 * delay**2)
    return response.astype(np.complex64)


@lru_cache(maxsize=1)
def _interpolator() -> Floats:
    """(span, 4 * PEAK_BLOCK): a Kaiser-windowed sinc for every quarter sample of a block."""
    instants = np.arange(_OVERSAMPLING * PEAK_BLOCK) / _OVERSAMPLING
    sources = np.arange(-_REACH, PEAK_BLOCK + _REACH)
    distance = instants[None, :] - sources[:, None]
    inside = np.clip(1 - (distance / _REACH) ** 2, 0.0, None)
    window = np.where(np.abs(distance) < _REACH, np.i0(6.0 * np.sqrt(inside)) / np.i0(6.0), 0.0)
    taps: NDArray[np.float64] = np.sinc(distance) * window
    taps /= taps.sum(axis=0)
    return taps.astype(np.float32)


def _energy(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


def _lufs(energy: float) -> float:
    return -0.691 + 10 * math.log10(energy)
