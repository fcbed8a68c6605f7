"""Mastering: one loudness for every clip, no clipping, no clicks, in two passes over the mix.

The first pass only listens: true peaks and weighted energies of each few samples are all that is
needed to find the gain and the limiter's curve. The second pass multiplies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import PEAK_BLOCK, SAMPLE_RATE, LoudnessMeter, PeakMeter, gated
from kinora.sound.curves import lines

Floats: TypeAlias = NDArray[np.float32]

TARGET_LUFS = -16.0
CEILING = 10 ** (-1.7 / 20)
"""Linear true peak that the limiter lets through; a coder may add 0.5 dB to it again, and -1 dBTP
is promised."""
_CLOSE_ENOUGH = 0.05
_ROUNDS = 12
_MOST_GAIN = 1e4
_SLOW, _FAST = 45, 4
"""Blocks of ``PEAK_BLOCK`` samples (30 ms, 2.7 ms) over which each stage's gain moves."""
_SLOW_SHARE = 0.4
"""Part of a reduction, in decibels, that the slow stage takes."""
_FADE_IN = 0.004
_FADE_OUT_SHARE, _SHORTEST_FADE, _LONGEST_FADE = 0.14, 0.5, 1.6


class Master:
    """Levels a mix to ``TARGET_LUFS`` under ``CEILING``.

    Give every piece to :meth:`hear`, then the same samples to :meth:`finish`. How the sound is
    divided into pieces changes nothing.
    """

    def __init__(self) -> None:
        self._loudness = LoudnessMeter()
        self._peaks = PeakMeter()

    def hear(self, piece: Floats) -> None:
        """Take note of the next (n, 2) samples of the mix."""
        self._loudness.add(piece)
        self._peaks.add(piece)

    def finish(self, pieces: Iterable[Floats]) -> Iterator[Floats]:
        """The levelled sound of the pieces, (n, 2) float32 each, contiguous."""
        gains = level(self._loudness.energies(), self._peaks.peaks())
        start = 0
        for piece in pieces:
            yield piece * _between_blocks(gains, start, start + len(piece))[:, None]
            start += len(piece)


def level(energies: Floats, peaks: Floats) -> Floats:
    """The gain of each block that brings a mix to its loudness and keeps it under the ceiling.

    The louder it is made, the more the limiter takes away again; so the gain is corrected until
    the loudness that is left fits. A limiter that only multiplies lets this be foretold from the
    blocks' energies.

    Args:
        energies: (m,) K-weighted energy of each whole block; see :func:`kinora.loudness.gated`.
        peaks: (n,) true peaks, n = m or m + 1.

    Returns:
        (n,) linear gains at the blocks' centres; ones for digital silence.
    """
    measured = gated(energies)
    if measured is None:
        return np.ones(len(peaks), dtype=np.float32)
    gain = 10 ** ((TARGET_LUFS - measured) / 20)
    gains = _limited(peaks, gain)
    for _ in range(_ROUNDS):
        reached = gated(energies * np.square(gains[: len(energies)]))
        if reached is None or abs(reached - TARGET_LUFS) < _CLOSE_ENOUGH:
            break
        gain = min(gain * 10 ** ((TARGET_LUFS - reached) / 20), _MOST_GAIN)
        gains = _limited(peaks, gain)
    return gains


def _limited(peaks: Floats, gain: float) -> Floats:
    """(n,) the gain, less what two stages take away around peaks, smoothly and before they come.

    The slow stage leans back for part of the way, so that loud passages are not flattened peak by
    peak; the fast one stops what is still too high.
    """
    needed = CEILING / np.maximum(peaks * np.float32(gain), np.float32(CEILING))
    if needed.min(initial=1.0) >= 1.0:
        return np.full(len(peaks), gain, dtype=np.float32)
    gains = _eased(needed ** np.float32(_SLOW_SHARE), _SLOW)
    needed /= gains
    gains *= _eased(np.minimum(needed, 1.0, out=needed), _FAST)
    gains *= np.float32(gain)
    return gains


def _eased(needed: Floats, reach: int) -> Floats:
    """A running minimum, smoothed by a window no wider than itself: nowhere above ``needed``."""
    padded = np.pad(needed, 2 * reach, mode="edge")
    lowest = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).min(axis=1)
    window = np.hanning(2 * reach + 1)[1:-1]
    smooth = np.convolve(lowest, (window / window.sum()).astype(np.float32), mode="valid")
    return smooth[1 : 1 + len(needed)]


def _between_blocks(gains: Floats, start: int, stop: int) -> Floats:
    """(stop - start,) gains in straight lines between the blocks' centres."""
    first = start // PEAK_BLOCK - 1
    last = (stop - 1) // PEAK_BLOCK + 2
    knots = gains[np.clip(np.arange(first, last), 0, len(gains) - 1)]
    offset = start - (first * PEAK_BLOCK + PEAK_BLOCK // 2)
    return lines(knots, PEAK_BLOCK)[offset : offset + stop - start]


def fade(piece: Floats, start: int, length: int) -> None:
    """Ramp the clip's first milliseconds up and its ending down, in place; its ends are zero.

    The ending is a seventh of the clip, half a second at least and 1.6 s at most.

    Args:
        piece: (2, n), samples ``start`` to ``start + n`` of the clip.
        start: its place.
        length: samples of the clip.
    """
    seconds = min(max(_FADE_OUT_SHARE * length / SAMPLE_RATE, _SHORTEST_FADE), _LONGEST_FADE)
    rise = min(round(_FADE_IN * SAMPLE_RATE), length // 2)
    fall = min(round(seconds * SAMPLE_RATE), length // 2)
    stop = start + piece.shape[1]
    if start < rise:
        here = np.arange(start, min(stop, rise), dtype=np.float32)
        piece[:, : len(here)] *= here / np.float32(rise)
    if stop > length - fall:
        here = np.arange(max(start, length - fall), stop) - (length - fall)
        piece[:, piece.shape[1] - len(here) :] *= (
            np.cos(here * (np.pi / 2 / max(1, fall - 1))) ** 2
        ).astype(np.float32)
    if stop == length:
        piece[:, -1] = 0.0
