"""The few colours that a video leaves behind."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.colour.arrays import linear_from_srgb, oklab_from_linear
from kinora.colour.scalar import Oklab, hex_from_oklab
from kinora.model.features import ColourShare

Bytes: TypeAlias = NDArray[np.uint8]
Doubles: TypeAlias = NDArray[np.float64]

_STEP = 0.04
"""Side of a cell in OKLab: two just noticeable differences."""
_LEVELS, _HUES, _REACH = 26, 22, 0.44
_RADIUS = 0.1
_MOST = 5
_LEAST_SHARE = 0.03
_ROUNDS = 4
_SEEDS = 200
"""Fullest cells from which the largest cluster is sought."""


class PaletteMeter:
    """Counts colours over a whole video in cells of OKLab; the order of frames does not matter."""

    def __init__(self) -> None:
        cells = _LEVELS * _HUES * _HUES
        self._counts = np.zeros(cells)
        self._sums = np.zeros((cells, 3))

    def add(self, small: Bytes) -> None:
        """One more frame's coarse thumbnail, (16, 16, 3) BGR."""
        rgb = small.astype(np.float32).reshape(-1, 3)[:, ::-1] / np.float32(255)
        lab = oklab_from_linear(linear_from_srgb(rgb)).astype(np.float64)
        places = np.floor((lab + np.array([0.0, _REACH, _REACH])) / _STEP).astype(np.int64)
        np.clip(places, 0, (_LEVELS - 1, _HUES - 1, _HUES - 1), out=places)
        flat = (places[:, 0] * _HUES + places[:, 1]) * _HUES + places[:, 2]
        cells, which = np.unique(flat, return_inverse=True)
        self._counts[cells] += np.bincount(which)
        for axis in range(3):
            self._sums[cells, axis] += np.bincount(which, lab[:, axis])

    def palette(self) -> tuple[ColourShare, ...]:
        """At most five colours that held at least 3 % of the picture, the largest share first.

        Again and again the fullest place of what is left, by mean shift, takes what lies within
        0.1 of it.
        """
        used = np.flatnonzero(self._counts)
        weights = self._counts[used]
        places = self._sums[used] / np.maximum(weights, 1)[:, None]
        total = float(weights.sum())
        found: list[tuple[float, str]] = []
        while len(found) < _MOST and len(weights):
            centre, near = _fullest(places, weights)
            share = float(weights[near].sum()) / total
            if share < _LEAST_SHARE:
                break
            found.append((share, hex_from_oklab(Oklab(*(float(part) for part in centre)))))
            places, weights = places[~near], weights[~near]
        ranked = sorted(found, key=lambda item: (-item[0], item[1]))
        return tuple(ColourShare(colour=colour, share=share) for share, colour in ranked)


def _fullest(places: Doubles, weights: Doubles) -> tuple[Doubles, NDArray[np.bool_]]:
    """Centre of the largest cluster and which places belong to it."""
    seeds = places[np.argsort(-weights, kind="stable")[:_SEEDS]]
    apart = np.square(seeds[:, None, :] - places[None, :, :]).sum(axis=-1) < _RADIUS**2
    near = apart[int((apart @ weights).argmax())]
    for _ in range(_ROUNDS):
        centre = weights[near] @ places[near] / weights[near].sum()
        following = np.square(places - centre).sum(axis=-1) < _RADIUS**2
        if not following.any():
            break
        near = following
    return weights[near] @ places[near] / weights[near].sum(), near
