"""Colours: the picture's dominant colours against the palette and against the colour named.

Lightness is left out of every comparison: it belongs to the hour and the weather, the palette
gives hue and chroma.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from accuracy.oracles.film import Film, Note
from accuracy.oracles.promise import Check, Figure, Measures, Promise, Seen, grouped

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # colour-science tells at length that it cannot plot
    from colour import delta_E

_CLUSTERS = 8
_BETWEEN = 8
"""Colours on the way from one palette stop to the next."""
_HUED = 6.0
"""CIELAB chroma below which a colour has no hue to speak of."""
_NEAR = 40.0
_PALETTE = Promise(
    "palette",
    "the dominant colours lie on the palette (stops, ways between them, accent): "
    "CIEDE2000 at equal lightness, weighted by area",
    "OpenCV k-means in CIELAB, colour-science", "dE00", 20, most=8.0,
)  # fmt: skip
_NAMED = Promise(
    "named colour",
    "a colour that the prompt names is seen: area within 40 degrees of its hue",
    "OpenCV k-means in CIELAB", "%", 20, least=25.0,
)  # fmt: skip
_TURNED = Promise(
    "turned",
    "naming another colour turns the picture to it: gain of area near that hue, same seed",
    "OpenCV k-means in CIELAB", "%", 10, least=20.0,
)  # fmt: skip


def _measure(film: Film, _note: Note) -> Measures:
    centres, areas = _dominant(film)
    return {"centres": centres.tolist(), "areas": areas.tolist()}


def _judge(seen: Sequence[Seen]) -> Iterator[Figure]:
    for one in seen:
        yield Figure(_PALETTE, (one.note.name,), _apart(one), _sight(one))
        yield Figure(
            _NAMED, (one.note.name,), _share(one, one.note.asked["colour"]["colour"]), _sight(one)
        )
    for pair in grouped(seen, "colour", "named").values():
        if len(pair) != 2:
            continue
        first, second = pair.values()
        gains = []
        for one, other in ((first, second), (second, first)):
            colour = one.note.asked["colour"]["colour"]
            gains.append(_share(one, colour) - _share(other, colour))
        saw = f"{_sight(first)}; {_sight(second)}"
        yield Figure(_TURNED, (first.note.name, second.note.name), min(gains), saw)


def _dominant(film: Film) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """CIELAB centres (clusters, 3) and their shares of the area."""
    pixels = np.ascontiguousarray(film.lab[:, ::3, ::3].reshape(-1, 3))
    cv2.setRNGSeed(1)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.5)
    _, labels, centres = cv2.kmeans(
        pixels, _CLUSTERS, np.empty(0, np.int32), stop, 2, cv2.KMEANS_PP_CENTERS
    )
    areas = np.bincount(labels.ravel(), minlength=_CLUSTERS) / len(labels)
    return centres.astype(np.float64), areas


def _apart(one: Seen) -> float:
    """Mean distance of the dominant colours from the palette, at their own lightness."""
    centres, areas = np.array(one.measures["centres"]), np.array(one.measures["areas"])
    line = _palette(one.note.spec)
    pairs = np.broadcast_to(centres[:, None], (len(centres), len(line), 3))
    hued = np.broadcast_to(line[None, :, 1:], (*pairs.shape[:2], 2))
    same_light = np.concatenate([pairs[..., :1], hued], axis=2)
    apart = np.asarray(delta_E(pairs, same_light, method="CIE 2000")).min(axis=1)
    return float(areas @ apart)


def _palette(spec: dict[str, Any]) -> NDArray[np.float64]:
    """Points in CIELAB along the palette, and the accent: (points, 3)."""
    stops = [_lab(colour) for colour in spec["palette"]]
    ways = [
        before + (after - before) * step / _BETWEEN
        for before, after in pairwise(stops)
        for step in range(_BETWEEN)
    ]
    return np.array([*ways, stops[-1], _lab(spec["accent"])])


def _lab(colour: str) -> NDArray[np.float64]:
    bgr = [int(colour[at : at + 2], 16) / 255 for at in (5, 3, 1)]
    lab: NDArray[np.float64] = cv2.cvtColor(np.array([[bgr]], np.float32), cv2.COLOR_BGR2LAB)[0, 0]
    return lab.astype(np.float64)


def _hue(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.degrees(np.arctan2(lab[..., 2], lab[..., 1]))


def _share(one: Seen, colour: str) -> float:
    """Percent of the area whose hue is near the colour's."""
    centres, areas = np.array(one.measures["centres"]), np.array(one.measures["areas"])
    apart = np.abs((_hue(centres) - _hue(_lab(colour)) + 180) % 360 - 180)
    near = (apart <= _NEAR) & (np.hypot(centres[:, 1], centres[:, 2]) >= _HUED)
    return float(areas[near].sum() * 100)


def _sight(one: Seen) -> str:
    centres, areas = np.array(one.measures["centres"]), np.array(one.measures["areas"])
    mean = areas @ centres
    asked = one.note.asked["colour"]
    return (
        f"{asked['named']} has hue {float(_hue(_lab(asked['colour']))):.0f}, the picture's mean "
        f"hue {float(_hue(mean)):.0f}, chroma {float(np.hypot(mean[1], mean[2])):.0f} "
        f"({one.note.spec['time_of_day']}, {one.note.spec['lighting']} light)"
    )


CHECK = Check("colour", (_PALETTE, _NAMED, _TURNED), _measure, _judge, turns=1)
