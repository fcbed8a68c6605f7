"""Loudness and true peak of every clip."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import pyloudnorm
from scipy.signal import resample_poly

from accuracy.oracles.film import Film, Note
from accuracy.oracles.promise import Check, Figure, Measures, Promise, Seen

_QUIETEST = -120.0
_LEVEL = Promise(
    "level", "integrated loudness", "pyloudnorm (ITU-R BS.1770-4)", "LUFS", 60,
    least=-17.0, most=-15.0,
)  # fmt: skip
_PEAK = Promise(
    "true peak", "no peak between the samples above -1 dBTP", "SciPy, 4 x oversampled", "dBTP", 60,
    most=-1.0,
)  # fmt: skip
_SILENCE = Promise(
    "silence", "silence is room tone, far below everything else", "pyloudnorm", "LUFS", 2,
    most=-50.0,
)  # fmt: skip
_TRACK = Promise(
    "track", "stereo at 48 kHz, silence too: samples a second and channel", "PyAV", "kHz", 60,
    least=48.0, most=48.0,
)  # fmt: skip


def _measure(film: Film, _note: Note) -> Measures:
    samples, rate = film.sound
    level = float(pyloudnorm.Meter(rate).integrated_loudness(samples.astype(np.float64)))
    peak = float(np.abs(resample_poly(samples, 4, 1, axis=0)).max())
    return {
        "level": max(level, _QUIETEST),
        "peak": max(20 * math.log10(max(peak, 1e-9)), _QUIETEST),
        "rate": rate / 1000 * (samples.shape[1] == 2),
    }


def _judge(seen: Sequence[Seen]) -> Iterator[Figure]:
    for one in seen:
        clip = (one.note.name,)
        silent = one.note.spec["sound"]["presence"] == "silence"
        yield Figure(_SILENCE if silent else _LEVEL, clip, one.measures["level"])
        yield Figure(_PEAK, clip, one.measures["peak"])
        yield Figure(_TRACK, clip, one.measures["rate"])


CHECK = Check(
    "loudness", (_LEVEL, _PEAK, _SILENCE, _TRACK), _measure, _judge, applies=lambda _: True
)
