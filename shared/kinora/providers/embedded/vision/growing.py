"""From a part of a thing to the whole of it: what is of its colour and touches it."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from kinora.providers.embedded.vision.box import Box
from kinora.providers.embedded.vision.spots import Spot
from kinora.providers.embedded.vision.view import Bits, View

_SPREAD = 0.08
"""Lightness beyond the seed's own range that still belongs to it."""
_cv: Any = cv2


def alike(view: View, seed: Bits, tolerance: float) -> Bits:
    """Pixels whose OKLab a and b lie within ``tolerance`` of the seed's median, and its light."""
    a, b = float(np.median(view.a[seed])), float(np.median(view.b[seed]))
    low, high = np.quantile(view.light[seed], (0.05, 0.95))
    near = np.hypot(view.a - np.float32(a), view.b - np.float32(b)) < tolerance
    lit = (view.light > low - _SPREAD) & (view.light < high + _SPREAD)
    return np.asarray(near & lit & view.free, bool)


def grown(view: View, seed: Bits, tolerance: float, within: Box) -> Spot | None:
    """The connected part of ``within`` that is like the seed and shares most with it."""
    height, width = view.size
    same = alike(view, seed, tolerance)
    inside = np.zeros_like(same)
    rows = slice(int(within.top * height), int(np.ceil(within.bottom * height)))
    columns = slice(int(within.left * width), int(np.ceil(within.right * width)))
    inside[rows, columns] = same[rows, columns]
    bits = _cv.morphologyEx(inside.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = _cv.connectedComponentsWithStats(bits, connectivity=4)
    if count < 2:
        return None
    shared = np.bincount(labels[seed], minlength=count)[1:]
    if not shared.any():
        return None
    index = 1 + int(np.argmax(shared))
    left, top, wide, high, area = (int(value) for value in stats[index])
    box = Box(left / width, top / height, wide / width, high / height)
    return Spot(box, area / (width * height), np.asarray(labels == index, bool))
