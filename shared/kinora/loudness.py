"""Loudness and true peak of stereo sound: ITU-R BS.1770-4, at the one sample rate used here."""

from __future__ import annotations

import math
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

_STEP = SAMPLE_RATE // 10
"""Gating blocks of 400 ms start every 100 ms, so energies are kept for each 100 ms."""
_STEPS_PER_BLOCK = 4
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0

_HOP = 3 * _STEP
_SETTLE = 4032
"""Samples after which the K-weighting has forgotten its past (below -170 dB)."""
_WINDOW = _HOP + _SETTLE
_HOPS_AT_ONCE = 32

_OVERSAMPLING = 4
_REACH = 8
"""Samples on either side of an instant that its interpolated value is made from."""
PEAK_BLOCK = 32
"""Samples for which :func:`block_peaks` gives one figure."""
_BLOCKS_AT_ONCE = 1024
_BLOCKS_PER_PRODUCT = 32
"""Small enough a matrix product that BLAS starts no threads for it."""


def integrated(samples: Floats) -> float | None:
    """Gated programme loudness in LUFS.

    Args:
        samples: (n, 2), left and right, full scale at 1, at ``SAMPLE_RATE``.

    Returns:
        The loudness, or None when no 400 ms block reaches the absolute gate of -70 LUFS (silence,
        or less than 400 ms of sound).
    """
    steps = _step_energies(samples)
    if len(steps) < _STEPS_PER_BLOCK:
        return None
    blocks = np.convolve(steps, np.full(_STEPS_PER_BLOCK, 1 / _STEPS_PER_BLOCK), mode="valid")
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
    peak = float(block_peaks(samples).max(initial=0.0))
    return 20 * math.log10(peak) if peak > 0 else -math.inf


def block_peaks(samples: Floats) -> Floats:
    """The largest true-peak magnitude of each ``PEAK_BLOCK`` samples, over both channels.

    Args:
        samples: (n, 2) at ``SAMPLE_RATE``.

    Returns:
        (ceil(n / PEAK_BLOCK),) linear magnitudes, 1 is full scale.
    """
    blocks = -(-len(samples) // PEAK_BLOCK)
    peaks = np.zeros(blocks, dtype=np.float32)
    span = PEAK_BLOCK + 2 * _REACH
    for first in range(0, blocks, _BLOCKS_AT_ONCE):
        count = min(_BLOCKS_AT_ONCE, blocks - first)
        whole = -(-count // _BLOCKS_PER_PRODUCT) * _BLOCKS_PER_PRODUCT
        start = first * PEAK_BLOCK - _REACH
        piece = _piece(samples, start, start + whole * PEAK_BLOCK + 2 * _REACH)
        windows = np.lib.stride_tricks.sliding_window_view(piece, span, axis=1)[:, ::PEAK_BLOCK]
        between = windows.reshape(-1, _BLOCKS_PER_PRODUCT, span) @ _interpolator()
        np.abs(between, out=between)
        channels = between.max(axis=2).reshape(2, whole)
        peaks[first : first + count] = channels.max(axis=0)[:count]
    return peaks


def _step_energies(samples: Floats) -> NDArray[np.float64]:
    """K-weighted energy of every whole 100 ms, the sum of both channels' mean squares."""
    steps = len(samples) // _STEP
    energies = np.zeros(steps, dtype=np.float64)
    per_turn = _HOPS_AT_ONCE * 3
    for first in range(0, steps, per_turn):
        count = min(per_turn, steps - first)
        hops = -(-count // 3)
        start = first * _STEP
        piece = _piece(samples, start - _SETTLE, start + hops * _HOP)
        windows = np.lib.stride_tricks.sliding_window_view(piece, _WINDOW, axis=1)[:, ::_HOP]
        weighted = np.fft.irfft(np.fft.rfft(windows) * _k_weighting(), n=_WINDOW)[..., _SETTLE:]
        squares = np.square(weighted).reshape(2, hops * 3, _STEP)
        energies[first : first + count] = squares.mean(axis=2).sum(axis=0)[:count]
    return energies


def _piece(samples: Floats, start: int, stop: int) -> Floats:
    """(2, stop - start) contiguous channels, zero where the sound does not reach."""
    piece = np.zeros((2, stop - start), dtype=np.float32)
    low, high = max(start, 0), min(stop, len(samples))
    piece[:, low - start : high - start] = samples[low:high].T
    return piece


@lru_cache(maxsize=1)
def _k_weighting() -> NDArray[np.complex64]:
    """The complex response of both sections at the bins of a window's transform."""
    delay = np.exp(-2j * np.pi * np.arange(_WINDOW // 2 + 1) / _WINDOW)
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
