"""The large fall-off of light: ramps that are known, and SciPy's fit to every pixel."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lstsq

from accuracy.measures.film import Measured
from accuracy.measures.reading import Judge, Measure, Reading, apart, named

_CLEAR = 0.15
"""Strength and lead of one fit over the other from which a picture has a gradient to name."""
_KIND = Measure(
    "gradient: kind", "which way light falls off, on ramps", "", "truth", 15, right=0.95, named=True
)
_STRENGTH = Measure(
    "gradient: strength", "how far luma changes over a ramp", "", "truth", 15, median=0.06,
    worst=0.12,
)  # fmt: skip
_FITTED = Measure(
    "gradient: fitted kind", "the same on any picture that has a clear one", "",
    "SciPy least squares over all pixels", 25, right=0.85, named=True,
)  # fmt: skip
_FITTED_STRENGTH = Measure(
    "gradient: fitted strength", "its strength", "", "SciPy least squares over all pixels", 25,
    median=0.05, worst=0.2,
)  # fmt: skip


def _read(film: Measured) -> Iterator[Reading]:
    if not film.has_picture:
        return
    known = film.truth.get("gradient")
    for window in film.windows:
        said = window["gradient"]
        if known:
            yield named(_KIND, film, said["kind"], known["kind"])
            yield apart(_STRENGTH, film, said["strength"], known["strength"])
            continue
        pictures = [film.small(number) for number in film.within(window)[::3]]
        mean = np.mean([cv2.cvtColor(one, cv2.COLOR_BGR2GRAY) for one in pictures], axis=0)
        kind, strength = fitted(mean / 255)
        if kind:
            yield named(_FITTED, film, said["kind"], kind)
            yield apart(_FITTED_STRENGTH, film, said["strength"], min(1.0, strength))


def fitted(luma: NDArray[np.float64]) -> tuple[str, float]:
    """The kind and strength of a picture's fall-off; no kind where none is clear."""
    height, width = luma.shape
    y, x = np.mgrid[:height, :width] + 0.5
    x, y = x / width - 0.5, (y - height / 2) / width
    bowl = np.hypot(x, y) / np.hypot(x, y).max()
    design = np.stack([np.ones_like(x), x, y, bowl], axis=-1).reshape(-1, 4)
    (_, across, down, outward), *_ = lstsq(design, luma.reshape(-1))
    plane = across * x + down * y
    strengths = {"plane": float(np.ptp(plane)), "bowl": abs(float(outward)) * float(np.ptp(bowl))}
    deviations = {"plane": float(plane.std()), "bowl": float((outward * bowl).std())}
    part = max(deviations, key=lambda name: deviations[name])
    lead = deviations[part] / max(1e-9, min(deviations.values()))
    angle = np.degrees(np.arctan2(abs(down), abs(across)))
    if (
        strengths[part] < _CLEAR
        or lead < 1 + _CLEAR
        or min(abs(angle - b) for b in (22.5, 67.5)) < 3
    ):
        return "", 0.0
    kinds = "horizontal" if angle < 22.5 else "vertical" if angle > 67.5 else "angled"
    return ("radial" if part == "bowl" else kinds), strengths[part]


JUDGE = Judge((_KIND, _STRENGTH, _FITTED, _FITTED_STRENGTH), _read)
