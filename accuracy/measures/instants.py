"""The sound of an instant: librosa and SciPy, tones and noises that are known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import librosa
import numpy as np
from numpy.typing import NDArray

from accuracy.measures.film import Measured
from accuracy.measures.reading import Judge, Measure, Reading, apart, named, relative

_RATE, _WINDOW = 48_000, 4096
_PITCHED = ("sound-music", "sound-chord", "sound-vibrato", "sound-pad")
"""Where it is a pitch that repeats: autocorrelation takes any narrow noise for half a tone."""
_HEARD = 0.003
"""RMS from which a spectrum is worth comparing."""
_AMPLITUDE = Measure(
    "sound: amplitude",
    "RMS of an instant, about its mean",
    "",
    "librosa.feature.rms",
    60,
    median=0.005,
    worst=0.05,
)
_AMPLITUDE_KNOWN = Measure(
    "sound: known amplitude", "of sines", "", "truth", 8, median=0.002, worst=0.01
)
_STRENGTH = Measure(
    "sound: strength", "peak of an instant, about its mean", "", "NumPy", 60, median=0.01, worst=0.2
)
_CENTROID = Measure(
    "sound: centroid", "centre of the power spectrum", "%", "librosa.feature.spectral_centroid",
    50, median=2.0, worst=30.0,
)  # fmt: skip
_PITCH = Measure(
    "sound: known centroid", "of sines", "%", "truth", 8, median=0.5, worst=4.0
)  # fmt: skip
_FLAT = Measure(
    "sound: flatness", "0 for tones, 1 for noises", "", "truth", 15, median=0.08, worst=0.35
)
_HARMONIC = Measure(
    "sound: harmonicity", "1 for sines and saws, 0 for noises", "", "truth", 15, median=0.1,
    worst=0.4,
)  # fmt: skip
_PERIODIC = Measure(
    "sound: harmonicity, by ear", "of music: the strongest period of an instant", "",
    "librosa.autocorrelate", 10, median=0.15, worst=0.6,
)  # fmt: skip
_KIND = Measure(
    "sound: kind", "silence, rumble, tone or hiss", "", "truth", 20, right=0.95, named=True
)
_TONE = Measure(
    "sound: tone", "low, middle or high", "", "truth, else librosa's centroid", 40, right=0.95,
    named=True,
)  # fmt: skip


def _read(film: Measured) -> Iterator[Reading]:
    if not film.note["has_audio"] or not film.features:
        return
    samples, rate = film.film.sound
    if rate != _RATE:
        samples = librosa.resample(samples.T, orig_sr=rate, target_sr=_RATE).T
    count = len(film.frames)
    for number in sorted({int(at) for at in np.linspace(3, count - 4, 10)}):
        said = film.frames[number]["sound"]
        start = round(film.frames[number]["at"] * _RATE) - _WINDOW // 2
        piece = samples[start : start + _WINDOW]
        if start >= 0 and len(piece) == _WINDOW:
            yield from _against_librosa(film, said, piece - piece.mean(axis=0))
        if "sound" in film.truth:
            yield from _against_truth(film, said, number / count)


def _against_librosa(
    film: Measured, said: dict[str, Any], piece: NDArray[np.float32]
) -> Iterator[Reading]:
    level = float(np.sqrt((librosa.feature.rms(
        y=piece.T, frame_length=_WINDOW, hop_length=_WINDOW, center=False) ** 2).mean()
    ))  # fmt: skip
    yield apart(_AMPLITUDE, film, said["amplitude"], level)
    yield apart(_STRENGTH, film, said["strength"], min(1.0, float(np.abs(piece).max())))
    if level < _HEARD:
        return
    windowed = np.hanning(_WINDOW)[:, None] * piece
    power = (np.abs(np.fft.rfft(windowed, axis=0)) ** 2).sum(axis=1)
    hertz = np.fft.rfftfreq(_WINDOW, 1 / _RATE)
    power = np.where((hertz >= 20) & (hertz <= 20_000), power, 0.0)
    centre = float(librosa.feature.spectral_centroid(S=power[:, None], freq=hertz)[0, 0])
    yield relative(_CENTROID, film, said["centroid_hz"], centre)
    if "tone" not in film.truth.get("sound", {}) and not _on_edge(centre):
        band = "low" if centre < 200 else "middle" if centre < 2000 else "high"
        yield named(_TONE, film, said["tone"], band)
    if film.name.startswith(_PITCHED):
        yield apart(_PERIODIC, film, said["harmonicity"], periodicity(piece))


def _on_edge(hertz: float) -> bool:
    return any(abs(hertz / edge - 1) < 0.1 for edge in (200, 2000))


def periodicity(piece: NDArray[np.float32]) -> float:
    """Highest autocorrelation from 1/2000 to 1/25 of a second, with the window's divided out.

    After Boersma, "Accurate short-term analysis of the fundamental frequency and the
    harmonics-to-noise ratio of a sampled sound" (1993).
    """
    window = np.hanning(len(piece))
    loudest = piece[:, int((piece**2).sum(axis=0).argmax())].astype(np.float64)
    own = librosa.autocorrelate(window * (loudest - loudest.mean()))
    plain = librosa.autocorrelate(window)
    near = slice(_RATE // 2000, _RATE // 25)
    stretch = own[near] / max(own[0], 1e-12) / plain[near] * plain[0]
    peaks = (stretch[1:-1] > stretch[:-2]) & (stretch[1:-1] >= stretch[2:])
    best = float(stretch[1:-1][peaks].max()) if peaks.any() else 0.0
    return min(1.0, max(0.0, best))


def _against_truth(film: Measured, said: dict[str, Any], place: float) -> Iterator[Reading]:
    known = film.truth["sound"]
    if "halves" in known and abs(place - 0.5) > 0.1:
        yield named(_KIND, film, said["kind"], known["halves"][int(place > 0.5)])
    if "kind" in known:
        yield named(_KIND, film, said["kind"], known["kind"])
    if "tone" in known:
        yield named(_TONE, film, said["tone"], known["tone"])
    for name, one in (("amplitude", _AMPLITUDE_KNOWN), ("harmonicity", _HARMONIC)):
        if name in known:
            yield apart(one, film, said[name], known[name])
    if "flat" in known:
        yield apart(_FLAT, film, said["flatness"], known["flat"])
    if "centroid" in known:
        yield relative(_PITCH, film, said["centroid_hz"], known["centroid"])


JUDGE = Judge(
    (_AMPLITUDE, _AMPLITUDE_KNOWN, _STRENGTH, _CENTROID, _PITCH, _FLAT, _HARMONIC, _PERIODIC, _KIND,
     _TONE),
    _read,
)  # fmt: skip
