"""Tempo: what librosa hears, against the tempo of the prompt or of the spec."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import librosa
import numpy as np
from numpy.typing import NDArray

from accuracy.oracles.film import Film, Note
from accuracy.oracles.promise import Check, Figure, Measures, Promise, Seen

_RATE, _HOP = 22050, 256
_OCTAVES = (1.0, 2.0, 0.5)
_TEMPO = Promise(
    "tempo",
    "beats come at the tempo, or at twice or half of it: deviation",
    "librosa.feature.tempo", "%", 20, most=4.0, share=0.9,
)  # fmt: skip


def _measure(film: Film, _note: Note) -> Measures:
    samples, rate = film.mono
    return {"bpm": _heard(librosa.resample(samples, orig_sr=rate, target_sr=_RATE))}


def warm_up() -> None:
    """Have numba compile what librosa needs, once, before several processes want it at a time.

    Two processes that fill numba's cache together spoil it, and the next one crashes.
    """
    _heard(np.random.default_rng(0).standard_normal(4 * _RATE, np.float32))


def _heard(samples: NDArray[np.float32]) -> float:
    """Beats a minute of samples at ``_RATE``."""
    onsets = librosa.onset.onset_strength(y=samples, sr=_RATE, hop_length=_HOP)
    return float(librosa.feature.tempo(onset_envelope=onsets, sr=_RATE, hop_length=_HOP)[0])


def _judge(seen: Sequence[Seen]) -> Iterator[Figure]:
    for one in seen:
        asked = float(one.note.asked["tempo"].get("bpm") or one.note.spec["sound"]["tempo_bpm"])
        heard = float(one.measures["bpm"])
        apart, octave = min((abs(heard / (asked * times) - 1), times) for times in _OCTAVES)
        saw = f"asked {asked:g}, heard {heard:.1f} beats a minute (x {octave:g})"
        yield Figure(_TEMPO, (one.note.name,), apart * 100, saw)


CHECK = Check("tempo", (_TEMPO,), _measure, _judge, turns=1)
