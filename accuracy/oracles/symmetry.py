"""Symmetric against asymmetric composition, same seed and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from accuracy.oracles.film import Film, Note
from accuracy.oracles.promise import Check, Figure, Measures, Promise, Seen, grouped

_MASSES = 1 / 40
"""Blur, as a share of the width, that leaves masses and takes leaves and waves away."""
_MIRRORED = Promise(
    "mirror",
    "a symmetric picture differs less from its mirror image than an asymmetric one: "
    "mean difference of L* over mean difference",
    "OpenCV CIE L*", "", 4, most=0.9,
)  # fmt: skip


def _measure(film: Film, _note: Note) -> Measures:
    light = film.lab[..., 0].mean(axis=0)
    masses = cv2.GaussianBlur(light, (0, 0), light.shape[1] * _MASSES)
    return {"difference": float(np.abs(masses - masses[:, ::-1]).mean())}


def _judge(seen: Sequence[Seen]) -> Iterator[Figure]:
    for kinds in grouped(seen, "symmetry", "symmetry").values():
        if len(kinds) == 2:
            even, odd = kinds["symmetric"], kinds["asymmetric"]
            apart = even.measures["difference"], odd.measures["difference"]
            saw = f"L* differs by {apart[0]:.1f} where symmetric, {apart[1]:.1f} where not"
            yield Figure(_MIRRORED, (even.note.name, odd.note.name), apart[0] / apart[1], saw)


CHECK = Check("symmetry", (_MIRRORED,), _measure, _judge, turns=1)
