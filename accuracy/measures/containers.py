"""What the container says, and that every film gives sensible values."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from accuracy.measures.film import Measured
from accuracy.measures.reading import Judge, Measure, Reading, apart, named, relative

_READ = Measure("file: read", "every film is measured", "", "truth", 150, right=1.0, named=True)
_SENSIBLE = Measure(
    "file: finite", "every figure is a finite number", "", "NumPy", 150, right=1.0, named=True
)
_FRAMES = Measure("file: frames", "number of frames", "", "truth", 150, median=0.0, worst=1.0)
_RATE = Measure("file: rate", "frames a second", "%", "truth", 150, median=0.0, worst=0.1)
_SECONDS = Measure("file: length", "duration", "s", "truth", 150, median=0.01, worst=0.1)
_SIZE = Measure("file: size", "width and height", "", "truth", 150, right=1.0, named=True)
_SOUND = Measure("file: sound", "whether there is a track", "", "truth", 150, right=1.0, named=True)


def _read(film: Measured) -> Iterator[Reading]:
    features = film.features
    yield named(_READ, film, film.note["error"] or "measured", "measured")
    if not features:
        return
    finite = all(math.isfinite(value) for value in _numbers(features))
    yield named(_SENSIBLE, film, "finite" if finite else "not", "finite")
    said = features["video"]
    yield apart(_FRAMES, film, said["frames"], film.note["frames"])
    yield relative(_RATE, film, said["fps"], film.fps)
    yield apart(_SECONDS, film, said["duration_seconds"], film.note["seconds"])
    if film.family != "sound":
        width, height = film.note["size"]
        yield named(_SIZE, film, f"{said['width']} x {said['height']}", f"{width} x {height}")
    yield named(_SOUND, film, str(said["has_audio"]), str(film.note["has_audio"]))


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _numbers(one)
    elif isinstance(value, list):
        for one in value:
            yield from _numbers(one)
    elif isinstance(value, int | float):
        yield float(value)


JUDGE = Judge((_READ, _SENSIBLE, _FRAMES, _RATE, _SECONDS, _SIZE, _SOUND), _read)
