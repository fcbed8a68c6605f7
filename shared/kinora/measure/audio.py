"""The sound of a window: what it does, how fast it beats, how loud it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.measure.hearing import HISS_FLATNESS, SILENT
from kinora.measure.tempo import ONSET_RATE, tempo
from kinora.model.features import AudioMeasure, AudioRole, SoundMeasure

Floats: TypeAlias = NDArray[np.float32]

_CONTEXT_SECONDS = 4.0
"""How far around a window its beat is looked for: a second holds too few beats."""
_SHRILL_HERTZ = 2200.0
"""Centroid above which tonal sound is a call or a whistle rather than a chord."""


def audio(
    samples: Floats,
    strength: Floats,
    heard: Sequence[SoundMeasure],
    start: float,
    duration: float,
) -> AudioMeasure:
    """Measure one window.

    Its role: silence below -55 dBFS; effects when it is noise (by the median flatness of its
    frames) or shrill; music when it has a beat; ambient when it is tonal without one.

    Args:
        samples: (n, 2), the whole sound.
        strength: onset strength of the whole sound.
        heard: the window's frames, at least one.
        start: seconds.
        duration: seconds.
    """
    first, stop = round(start * SAMPLE_RATE), round((start + duration) * SAMPLE_RATE)
    piece = samples[first:stop]
    level = float(np.sqrt(np.mean(np.square(piece), dtype=np.float64))) if len(piece) else 0.0
    if level < SILENT:
        return AudioMeasure(role=AudioRole.SILENCE, tempo_bpm=0.0, level=level)
    low = max(0, round((start - _CONTEXT_SECONDS) * ONSET_RATE))
    high = round((start + duration + _CONTEXT_SECONDS) * ONSET_RATE)
    beat = tempo(strength[low:high])
    return AudioMeasure(role=_role(heard, beat), tempo_bpm=beat, level=min(1.0, level))


def _role(heard: Sequence[SoundMeasure], beat: float) -> AudioRole:
    flatness = float(np.median([sound.flatness for sound in heard]))
    centroid = float(np.median([sound.centroid_hz for sound in heard]))
    if flatness >= HISS_FLATNESS or centroid >= _SHRILL_HERTZ:
        return AudioRole.EFFECTS
    return AudioRole.MUSIC if beat > 0 else AudioRole.AMBIENT
