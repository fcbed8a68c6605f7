"""What a sound does, its level and loudness: sounds of known kind, and pyloudnorm."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyloudnorm

from accuracy.measures.film import Measured
from accuracy.measures.reading import Judge, Measure, Reading, apart, named

_ROLE = Measure(
    "audio: role", "what the sound of a second does", "", "truth", 20, right=0.9, named=True
)
_PRESENCE = Measure(
    "audio: presence", "how much of it is heard, over the film", "", "truth", 8, right=0.9,
    named=True,
)  # fmt: skip
_MOODLESS = Measure(
    "audio: no mood", "silence has no mood, music has one", "", "truth", 7, right=1.0, named=True
)
_LEVEL = Measure("audio: level", "RMS of a second", "", "NumPy", 50, median=0.003, worst=0.03)
_LOUDNESS = Measure(
    "audio: loudness", "integrated loudness", "LU", "pyloudnorm (ITU-R BS.1770-4)", 40, median=0.1,
    worst=0.5,
)  # fmt: skip
_SILENT = Measure(
    "audio: silence", "silence has no loudness", "", "truth", 1, right=1.0, named=True
)
_GATE = -70.0


def _read(film: Measured) -> Iterator[Reading]:
    if not film.note["has_audio"] or not film.features:
        return
    known = film.truth.get("sound", {})
    samples, rate = film.film.sound
    for window in film.windows:
        first = round(window["start"] * rate)
        piece = samples[first : first + round(window["duration"] * rate)].astype(np.float64)
        if window["duration"] > 0.9:
            level = float(np.sqrt(((piece - piece.mean(axis=0)) ** 2).mean()))
            yield apart(_LEVEL, film, window["audio"]["level"], level)
        if "role" in known:
            yield named(_ROLE, film, window["audio"]["role"], known["role"])
    whole = film.whole["audio"]
    if "presence" in known:
        yield named(_PRESENCE, film, whole["presence"], known["presence"])
        if known["presence"] in {"silence", "music"}:
            said = "none" if whole["mood"] is None else "some"
            expected = "none" if known["presence"] == "silence" else "some"
            yield named(_MOODLESS, film, said, expected)
    loudness = float(pyloudnorm.Meter(rate).integrated_loudness(samples.astype(np.float64)))
    if loudness > _GATE + 1 and film.whole["loudness_lufs"] is not None:
        yield apart(_LOUDNESS, film, film.whole["loudness_lufs"], loudness)
    elif loudness < _GATE - 1:
        said = "none" if film.whole["loudness_lufs"] is None else "some"
        yield named(_SILENT, film, said, "none")


JUDGE = Judge((_ROLE, _PRESENCE, _MOODLESS, _LEVEL, _LOUDNESS, _SILENT), _read)
