"""The camera's kind and speed, where they are known; OpenCV's corners and RANSAC beside it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from accuracy.measures.film import Measured
from accuracy.measures.reading import Judge, Measure, Reading, named, relative
from accuracy.oracles.cameras import similarity

_KIND = Measure("camera: kind", "the kind of each second", "", "truth", 80, right=0.9, named=True)
_FILM = Measure(
    "camera: kind of the film", "the kind that lasted longest", "", "truth", 80, right=0.9,
    named=True,
)  # fmt: skip
_SPEED = Measure(
    "camera: speed", "widths, scale or radians a second, where the kind is right", "%", "truth", 50,
    median=5.0, worst=30.0,
)  # fmt: skip
_OTHERS = Measure(
    "camera: speed, RANSAC", "the same by OpenCV's corners, tracked, and RANSAC", "%", "truth", 0
)
_BETWEEN = 1 / 8
_AXES: dict[str, Callable[[NDArray[np.float64], float], float]] = {
    "pan": lambda m, width: float(abs(m[0, 2])) / width,
    "tilt": lambda m, width: float(abs(m[1, 2])) / width,
    "zoom": lambda m, _: float(abs(np.log(np.hypot(m[0, 0], m[1, 0])))),
    "roll": lambda m, _: float(abs(np.arctan2(m[1, 0], m[0, 0]))),
}


def _read(film: Measured) -> Iterator[Reading]:
    known = film.truth.get("camera")
    if not known or not film.features:
        return
    kind, speed = known["kind"], known.get("speed", 0.0)
    for window in film.windows:
        if window["duration"] < 0.4:
            continue
        said = window["camera"]
        yield named(_KIND, film, said["kind"], kind)
        if speed and said["kind"] == kind:
            yield relative(_SPEED, film, said["speed"], speed)
    yield named(_FILM, film, film.whole["camera"]["kind"], kind)
    if speed and film.family == "camera":
        yield relative(_OTHERS, film, _ransac(film, kind.partition("_")[0]), speed)


def _ransac(film: Measured, axis: str) -> float:
    gap = max(1, round(film.fps * _BETWEEN))
    greys = film.film.greys[::gap]
    parts = [
        _AXES[axis](similarity(before, after), before.shape[1])
        for before, after in itertools.pairwise(greys)
    ]
    return float(np.mean(parts)) * film.fps / gap


JUDGE = Judge((_KIND, _FILM, _SPEED, _OTHERS), _read)
