"""Whether sound is in major or in minor, and how clearly it is in any key."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.measure.texture import NOTES

Floats: TypeAlias = NDArray[np.float64]

_MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
"""How well each note fits a key, from its tonic up: Krumhansl and Kessler (1982)."""
_LEAST = 1e-12


class Tonality(NamedTuple):
    """``tonic`` 0 for C to 11, ``minor`` of the best key; how it is told from others.

    ``clarity``: correlation of the chroma with that key's profile, -1..1; 0 without notes.
    ``brightness``: the best major key's correlation less the best minor key's.
    """

    tonic: int
    minor: bool
    clarity: float
    brightness: float


def tonality(chroma: Floats) -> Tonality:
    """The key that a (12,) chroma from C up correlates with best, after Krumhansl."""
    centred = chroma - chroma.mean()
    length = float(np.sqrt(centred @ centred))
    fits = _profiles() @ centred / max(length, _LEAST)
    major, minor = fits[:NOTES], fits[NOTES:]
    best = int(np.argmax(fits))
    return Tonality(
        tonic=best % NOTES,
        minor=best >= NOTES,
        clarity=float(fits[best]),
        brightness=float(major.max() - minor.max()),
    )


def _profiles() -> Floats:
    """(24, 12) centred profiles of length 1: the major keys from C up, then the minor ones."""
    rows = np.array([np.roll(kind, tonic) for kind in (_MAJOR, _MINOR) for tonic in range(NOTES)])
    rows -= rows.mean(axis=1, keepdims=True)
    unit: Floats = rows / np.sqrt(np.square(rows).sum(axis=1, keepdims=True))
    return unit
