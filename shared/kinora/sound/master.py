"""Mastering: one loudness for every clip, no clipping, no clicks."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import PEAK_BLOCK, SAMPLE_RATE, block_peaks, integrated

Floats: TypeAlias = NDArray[np.float32]

TARGET_LUFS = -16.0
CEILING = 10 ** (-1.3 / 20)
"""Linear true peak that the limiter lets through; a little under the -1 dBTP promised."""
_CLOSE_ENOUGH = 0.25
_ROUNDS = 4
_MOST_GAIN = 1e4
_KNEE = 0.55
"""Level above which the soft clip bends; below it, sound passes unchanged."""
_LOOK_AHEAD = 9
"""Blocks of ``PEAK_BLOCK`` samples (6 ms) over which the limiter's gain moves."""
_STRETCH = 2**18
_FADE_IN = 0.004
_FADE_OUT = 0.5


def fade(sound: Floats) -> None:
    """Ramp the first milliseconds up and the last half second down, in place; ends are zero.

    Args:
        sound: (2, n).
    """
    length = sound.shape[1]
    rise = min(round(_FADE_IN * SAMPLE_RATE), length // 2)
    fall = min(round(_FADE_OUT * SAMPLE_RATE), length // 2)
    sound[:, :rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    sound[:, length - fall :] *= np.cos(np.linspace(0, np.pi / 2, fall, dtype=np.float32)) ** 2
    sound[:, 0] = 0.0
    sound[:, -1] = 0.0


def level(sound: Floats) -> Floats:
    """The sound at ``TARGET_LUFS``, soft-clipped and limited to ``CEILING``.

    Saturation and limiting change the loudness, so the gain is corrected until it fits.

    Args:
        sound: (2, n), overwritten.

    Returns:
        (n, 2) float32, contiguous, in the memory of ``sound``.
    """
    finished = sound.copy()
    measured = integrated(sound.T)
    if measured is None:
        return _interleaved(finished, sound)
    gain = 10 ** ((TARGET_LUFS - measured) / 20)
    for _ in range(_ROUNDS):
        _limited(sound, min(gain, _MOST_GAIN), finished)
        reached = integrated(finished.T)
        if reached is None or abs(reached - TARGET_LUFS) < _CLOSE_ENOUGH:
            break
        gain *= 10 ** ((TARGET_LUFS - reached) / 20)
    return _interleaved(finished, sound)


def _interleaved(sound: Floats, memory: Floats) -> Floats:
    samples = memory.reshape(-1, 2)
    np.copyto(samples, sound.T)
    return samples


def _limited(sound: Floats, gain: float, finished: Floats) -> None:
    """Write the sound at the gain, through the soft clip and the limiter, to ``finished``."""
    for start in range(0, sound.shape[1], _STRETCH):
        here = slice(start, start + _STRETCH)
        finished[:, here] = _soft_clip(sound[:, here] * np.float32(gain))
    peaks = block_peaks(finished.T)
    if peaks.max(initial=0.0) > CEILING:
        _limit(finished, peaks)


def _soft_clip(sound: Floats) -> Floats:
    """Straight below the knee, then a tanh that nears one and a half times full scale."""
    over = np.abs(sound) - np.float32(_KNEE)
    bent = over > 0
    if bent.any():
        room = np.float32(1.5 - _KNEE)
        soft = np.float32(_KNEE) + room * np.tanh(over[bent] / room)
        sound[bent] = np.copysign(soft, sound[bent])
    return sound


def _limit(sound: Floats, peaks: Floats) -> None:
    """Turn the sound down around its peaks, in place, smoothly and before they come.

    The gain needed by each block is spread over its neighbours by a running minimum, then smoothed
    by a window no wider than that minimum, and drawn in straight lines between blocks: so it is
    never above what any sample needs.
    """
    needed = np.minimum(1.0, CEILING / np.maximum(peaks, 1e-9)).astype(np.float32)
    reach = _LOOK_AHEAD
    padded = np.pad(needed, 2 * reach, mode="edge")
    lowest = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).min(axis=1)
    window = np.hanning(2 * reach + 1)[1:-1]
    smooth = np.convolve(lowest, window / window.sum(), mode="valid")[1 : 1 + len(needed)]
    centres = (np.arange(len(needed)) + 0.5) * PEAK_BLOCK
    for start in range(0, sound.shape[1], _STRETCH):
        stop = min(start + _STRETCH, sound.shape[1])
        gains = np.interp(np.arange(start, stop), centres, smooth)
        sound[:, start:stop] *= gains.astype(np.float32)
