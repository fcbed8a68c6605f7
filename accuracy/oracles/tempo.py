"""Tempo: the beats that librosa hears, against the tempo of the prompt or of the spec."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import librosa
import numpy as np

from accuracy.oracles.film import Film, Note
from accuracy.oracles.promise import Check, Figure, Measures, Promise, Seen

_RATE = 22050
_OCTAVES = (1.0, 2.0, 0.5)
_FEWEST = 4
_TEMPO = Promise(
    "tempo",
    "beats come at the tempo, or at twice or half of it: deviation",
    "librosa.beat.beat_track, line through its beats", "%", 20, most=4.0, share=0.9,
)  # fmt: skip


def _measure(film: Film, _note: Note) -> Measures:
    samples, rate = film.mono
    samples = librosa.resample(samples, orig_sr=rate, target_sr=_RATE)
    _, beats = librosa.beat.beat_track(y=samples, sr=_RATE, units="time")
    if len(beats) < _FEWEST:
        return {"bpm": 0.0}
    return {"bpm": 60 / float(np.polyfit(np.arange(len(beats)), beats, 1)[0])}


def _judge(seen: Sequence[Seen]) -> Iterator[Figure]:
    for one in seen:
        asked = float(one.note.asked["tempo"].get("bpm") or one.note.spec["sound"]["tempo_bpm"])
        heard = float(one.measures["bpm"])
        apart, octave = min((abs(heard / (asked * times) - 1), times) for times in _OCTAVES)
        saw = f"asked {asked:g}, heard {heard:.1f} beats a minute (x {octave:g})"
        yield Figure(_TEMPO, (one.note.name,), apart * 100, saw)


CHECK = Check("tempo", (_TEMPO,), _measure, _judge, turns=1)
