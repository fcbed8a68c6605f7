"""Motion of windows: known speeds, standing pictures under grain, and Farnebäck's flow."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import cv2
import numpy as np

from accuracy.measures.film import Measured
from accuracy.measures.reading import Judge, Measure, Reading, apart, named, relative

_LEVEL = Measure(
    "motion: speed", "mean speed of gliding pictures", "%", "truth", 25, median=8.0, worst=60.0
)
_OTHERS = Measure(
    "motion: speed, Farnebäck", "the same by OpenCV's Farnebäck flow", "%", "truth", 0
)
_STILL = Measure(
    "motion: stillness", "speed of what stands still", "widths/s", "truth", 40, median=0.0005,
    worst=0.004,
)  # fmt: skip
_GRAIN = Measure(
    "motion: grain", "speed of frozen pictures under grain", "widths/s", "truth", 15,
    median=0.002, worst=0.01,
)  # fmt: skip
_DIRECTION = Measure(
    "motion: direction", "which way the picture moves", "", "truth", 40, right=0.93, named=True
)
_TREND = Measure(
    "motion: trend", "whether it grows or falls off, over the film", "", "truth", 8, right=0.9,
    named=True,
)  # fmt: skip
_RHYTHM = Measure(
    "motion: rhythm", "whether it is still, steady or comes and goes, over the film", "", "truth",
    30, right=0.9, named=True,
)  # fmt: skip
_BETWEEN = 1 / 8
"""Seconds between frames that are compared: a slow glide needs some time to be seen."""


def _read(film: Measured) -> Iterator[Reading]:
    known = film.truth.get("motion")
    if not known or not film.features:
        return
    whole = film.whole["motion"]
    level = known.get("level")
    if level:
        yield relative(_LEVEL, film, whole["level"], level)
        yield relative(_OTHERS, film, _farneback(film), level)
    elif level == 0.0:
        for window in film.windows:
            one = _GRAIN if film.family == "grain" else _STILL
            yield apart(one, film, window["motion"]["level"], 0.0)
    if known.get("direction"):
        for window in film.windows:
            yield named(_DIRECTION, film, window["motion"]["direction"], known["direction"])
    if known.get("trend"):
        yield named(_TREND, film, whole["trend"], known["trend"])
    if known.get("rhythm"):
        yield named(_RHYTHM, film, whole["rhythm"], known["rhythm"])


def _farneback(film: Measured) -> float:
    """Mean speed in frame widths a second."""
    gap = max(1, round(film.fps * _BETWEEN))
    greys = [
        np.asarray(cv2.cvtColor(film.small(at), cv2.COLOR_BGR2GRAY))
        for at in range(0, len(film.film.pictures), gap)
    ]
    speeds = []
    for before, after in itertools.pairwise(greys):
        none = np.zeros((*before.shape, 2), np.float32)
        flow = cv2.calcOpticalFlowFarneback(before, after, none, 0.5, 4, 15, 3, 5, 1.1, 0)
        speeds.append(float(np.linalg.norm(flow, axis=2).mean()) / before.shape[1])
    return float(np.mean(speeds)) * film.fps / gap


JUDGE = Judge((_LEVEL, _OTHERS, _STILL, _GRAIN, _DIRECTION, _TREND, _RHYTHM), _read)
