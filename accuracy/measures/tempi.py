"""Tempo: clicks and music of known beats a minute; librosa beside it."""

from __future__ import annotations

from collections.abc import Iterator

import librosa

from accuracy.measures.film import Measured
from accuracy.measures.reading import Judge, Measure, Reading, named

_OCTAVES = (1.0, 2.0, 0.5)
_TEMPO = Measure(
    "tempo: deviation", "beats a minute, or twice or half of them", "%", "truth", 18, median=1.0,
    worst=4.0,
)  # fmt: skip
_OCTAVE = Measure(
    "tempo: octave", "neither twice nor half as fast", "", "truth", 18, right=0.65, named=True
)
_NONE = Measure(
    "tempo: no beat", "no beat where there is none", "", "truth", 2, right=1.0, named=True
)
_OTHERS = Measure("tempo: deviation, librosa", "the same by librosa", "%", "truth", 0)
_OTHERS_OCTAVE = Measure(
    "tempo: octave, librosa", "the same by librosa", "", "truth", 0, named=True
)
_RATE, _HOP = 22050, 256


def _read(film: Measured) -> Iterator[Reading]:
    known = film.truth.get("sound", {}).get("bpm")
    if known is None or not film.features:
        return
    said = float(film.whole["tempo_bpm"])
    if not known:
        yield named(_NONE, film, "a beat" if said else "none", "none")
        return
    yield from _against(film, said, known, _TEMPO, _OCTAVE)
    samples, rate = film.film.mono
    slow = librosa.resample(samples, orig_sr=rate, target_sr=_RATE)
    onsets = librosa.onset.onset_strength(y=slow, sr=_RATE, hop_length=_HOP)
    heard = float(librosa.feature.tempo(onset_envelope=onsets, sr=_RATE, hop_length=_HOP)[0])
    yield from _against(film, heard, known, _OTHERS, _OTHERS_OCTAVE)


def _against(
    film: Measured, said: float, known: float, tempo: Measure, octave: Measure
) -> Iterator[Reading]:
    error, times = min((abs(said / (known * times) - 1) * 100, times) for times in _OCTAVES)
    yield Reading(tempo.name, film.name, error, said, known)
    yield named(octave, film, f"x {times:g}", "x 1")


JUDGE = Judge((_TEMPO, _OCTAVE, _NONE, _OTHERS, _OTHERS_OCTAVE), _read)
