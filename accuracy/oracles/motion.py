"""The scene's own motion from a static camera: fast against slow, same seed and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from accuracy.oracles.film import Film, Note
from accuracy.oracles.promise import Check, Figure, Measures, Promise, Seen, grouped

_EVERY = 4
_FASTER = Promise(
    "faster", "a fast scene moves more than a slow one: mean flow over mean flow",
    "OpenCV DIS optical flow", "", 6, least=1.5,
)  # fmt: skip


def _measure(film: Film, _note: Note) -> Measures:
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    greys = film.greys
    moved = [
        float(np.linalg.norm(flow.calc(greys[at], greys[at + 1], np.empty(0)), axis=2).mean())
        for at in range(0, len(greys) - 1, _EVERY)
    ]
    return {"flow": float(np.mean(moved)) * film.fps / greys.shape[2] * 100}


def _judge(seen: Sequence[Seen]) -> Iterator[Figure]:
    for kinds in grouped(seen, "motion", "motion").values():
        if {"fast", "slow"} <= kinds.keys():
            fast, slow = kinds["fast"], kinds["slow"]
            flows = fast.measures["flow"], slow.measures["flow"]
            saw = f"fast {flows[0]:.1f} and slow {flows[1]:.1f} % of the width a second"
            yield Figure(_FASTER, (fast.note.name, slow.note.name), flows[0] / flows[1], saw)


CHECK = Check("motion", (_FASTER,), _measure, _judge, turns=1)
