"""Whether a file can be heard, and how loud it is."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from kinora.loudness import LoudnessMeter
from kinora.media import decode
from kinora.model.errors import DecoderFailed, SilentVideo

AUDIBLE = 10 ** (-75 / 20)
"""RMS of full scale (-75 dBFS) below which a track counts as silent; room tone is far above."""


def audible(ffmpeg: str, path: Path) -> float | None:
    """The loudness of a file's decoded sound in LUFS; None below the gate (room tone).

    Raises:
        SilentVideo: there is no audio track, or nothing can be heard on it.
    """
    try:
        level, found = _levels(ffmpeg, path)
    except DecoderFailed as error:
        if decode.probe(ffmpeg, path).has_audio:
            raise
        raise SilentVideo(f"{path.name} has no audio track") from error
    if level < AUDIBLE:
        raise SilentVideo(f"{path.name} has a silent audio track (RMS {level:.6f} of full scale)")
    return found


def loudness(ffmpeg: str, path: Path) -> float | None:
    """The loudness of any video's sound in LUFS; None where it has none, or none that is heard.

    Raises:
        DecoderFailed: there is an audio track that cannot be decoded.
    """
    return _levels(ffmpeg, path)[1] if decode.probe(ffmpeg, path).has_audio else None


def _levels(ffmpeg: str, path: Path) -> tuple[float, float | None]:
    """RMS of full scale, and loudness in LUFS, None below the gate."""
    meter, power, count = LoudnessMeter(), 0.0, 0
    for samples in decode.sound_pieces(ffmpeg, path):
        meter.add(samples)
        power += float(np.square(samples, dtype=np.float64).sum())
        count += samples.size
    return math.sqrt(power / max(1, count)), meter.integrated()
