"""The music of the finished video: as long as the picture, at one level, faded at its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE, integrated, true_peak
from kinora.media import decode
from kinora.sound.master import TARGET_LUFS

Floats: TypeAlias = NDArray[np.float32]

_CEILING = 10 ** (-1.2 / 20)
"""Highest true peak, of full scale."""
_FADE_IN, _FADE_OUT = 0.4, 2.0
_CROSSFADE = 1.5
"""Seconds over which music that is too short leads into itself again."""
_PIECE = SAMPLE_RATE


def fitted(ffmpeg: str, track: Path, seconds: float, level: float = 1.0) -> Iterator[Floats]:
    """Music for so many seconds in pieces, (n, 2) float32 at 48 kHz.

    Args:
        ffmpeg: an ffmpeg.
        track: the music.
        seconds: the length of the picture.
        level: of the usual loudness; 1 is -16 LUFS.

    Raises:
        DecoderFailed: the track cannot be decoded.
    """
    length = round(seconds * SAMPLE_RATE)
    whole = _at_length(decode.sound(ffmpeg, track), length)
    loudness = integrated(whole)
    gain = 1.0 if loudness is None else 10 ** ((TARGET_LUFS - loudness) / 20)
    gain = min(gain * level, _CEILING / max(true_peak(whole), 1e-6))
    shape = _envelope(length)[:, None] * np.float32(gain)
    for begin in range(0, length, _PIECE):
        yield whole[begin : begin + _PIECE] * shape[begin : begin + _PIECE]


def _at_length(sound: Floats, length: int) -> Floats:
    """The sound cut, or repeated with a crossfade of equal power."""
    if len(sound) >= length:
        return sound[:length]
    over = min(round(_CROSSFADE * SAMPLE_RATE), len(sound) // 2)
    turn = np.linspace(0, np.pi / 2, over, dtype=np.float32)[:, None]
    whole = sound
    while len(whole) < length:
        joint = whole[len(whole) - over :] * np.cos(turn) + sound[:over] * np.sin(turn)
        whole = np.concatenate([whole[: len(whole) - over], joint, sound[over:]])
    return whole[:length]


def _envelope(length: int) -> Floats:
    """1, rising from 0 at the beginning and falling to 0 at the end."""
    shape = np.ones(length, np.float32)
    rise, fall = (min(round(part * SAMPLE_RATE), length // 3) for part in (_FADE_IN, _FADE_OUT))
    shape[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    shape[length - fall :] *= np.linspace(1, 0, fall, dtype=np.float32) ** 2
    return shape
