"""Many small bright points on calm ground: dust in the light, snow, distant lights."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from kinora.model.region import Stuff
from kinora.providers.embedded.vision.box import Box
from kinora.providers.embedded.vision.candidate import Candidate, candidate
from kinora.providers.embedded.vision.places import indoors
from kinora.providers.embedded.vision.spots import Spot
from kinora.providers.embedded.vision.told import Told
from kinora.providers.embedded.vision.view import Floats, View

_LEAST, _MOST_SHARE = 14, 0.2
"""Points that make a swarm, and the share of pixels from which they are a texture."""
_LIFT = 0.05
_CALM = 0.028
"""Standard deviation of the ground's grey, 0..1, on which points count."""
_LARGEST = 60
"""Pixels of a point at most, at 900 a side."""
_cv: Any = cv2


def points(view: View) -> Floats:
    """(count, 3): x and y in shares and the height over the width of each point."""
    lifted = _cv.morphologyEx(view.fine, cv2.MORPH_TOPHAT, _disc(9))
    sunk = _cv.morphologyEx(view.fine, cv2.MORPH_BLACKHAT, _disc(9))
    bright = _on_calm_ground(view, _small(lifted), view.fine - lifted)
    dark = _on_calm_ground(view, _small(sunk), view.fine + sunk)
    # Noise and fabrics have as many dark points as bright ones.
    if len(bright) < _LEAST or len(bright) < 1.5 * len(dark):
        return np.zeros((0, 3), np.float32)
    return bright


def _on_calm_ground(view: View, found: Floats, ground: Floats) -> Floats:
    """The points, in shares, that do not belong to a texture or to the pet.

    ``ground`` is the picture without its points.
    """
    height, width = view.fine.shape
    mean = _cv.blur(ground, (15, 15))
    spread = _cv.blur(ground * ground, (15, 15)) - mean * mean
    rows, columns = found[:, 1].astype(int), found[:, 0].astype(int)
    low_h, low_w = view.size
    free = view.free[rows * low_h // height, columns * low_w // width]
    kept = (spread[rows, columns] < _CALM**2) & free
    scaled = found / np.array([width, height, 1], np.float32)
    return np.asarray(scaled[kept], np.float32)


def _disc(size: int) -> Any:
    return _cv.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))


def _small(lift: Floats) -> Floats:
    bits = (lift > _LIFT).astype(np.uint8)
    if float(bits.mean()) > _MOST_SHARE:
        return np.zeros((0, 3), np.float32)
    _, _, stats, centres = _cv.connectedComponentsWithStats(bits, connectivity=8)
    kept = stats[1:, 4] <= _LARGEST
    tall = stats[1:, 3] / np.maximum(stats[1:, 2], 1)
    rows = np.concatenate([centres[1:], tall[:, None]], axis=1)[kept]
    return np.asarray(rows, np.float32)


def candidates(view: View, told: Told) -> list[Candidate]:
    """At most one: the box that holds nine in ten of the points."""
    found = points(view)
    if len(found) < _LEAST:
        return []
    left, right = (float(value) for value in np.quantile(found[:, 0], (0.05, 0.95)))
    top, bottom = (float(value) for value in np.quantile(found[:, 1], (0.05, 0.95)))
    if right - left < 0.08 or bottom - top < 0.05:
        return []
    box = Box(left, top, right - left, bottom - top)
    height, width = view.size
    mask = np.zeros((height, width), bool)
    mask[
        int(top * height) : int(bottom * height) + 1, int(left * width) : int(right * width) + 1
    ] = True
    mask &= view.free
    if not mask.any():
        return []
    stuff, kind, word = _kind(told, float(view.light[mask].mean()), found)
    sure = 0.5 + min(0.35, len(found) / 200)
    return [candidate(view, stuff, kind, Spot(box, float(mask.mean()), mask), sure, word)]


def _kind(told: Told, ground: float, found: Floats) -> tuple[Stuff, str, str]:
    if told.names("snow", "snowflake", "snowy", "snowfall", "snowing", "snowlight"):
        return Stuff.PRECIPITATION, "specks", "snow behind the glass" if indoors(told) else "snow"
    if (
        told.names("rain", "rainy", "raining", "raindrop")
        and float(np.mean(found[:, 2] > 1.8)) > 0.25
    ):
        return Stuff.PRECIPITATION, "specks", "rain on the window" if indoors(told) else "rain"
    if ground < 0.34:
        return Stuff.LIGHT, "points", ""
    return Stuff.DUST, "specks", ""
