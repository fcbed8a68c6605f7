"""Connected parts of a map, as boxes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from kinora.providers.embedded.vision.box import Box
from kinora.providers.embedded.vision.view import Bits, Floats

_cv: Any = cv2


@dataclass(frozen=True)
class Spot:
    """One connected part: its box, the share of the picture that it covers, its mask."""

    box: Box
    share: float
    mask: Bits


def spots(strength: Floats, least: float, *, close: int = 0, most: int = 4) -> list[Spot]:
    """The largest connected parts where ``strength`` is above one half.

    ``least`` is the share of the picture that a part must cover; gaps of ``close`` pixels are
    bridged.
    """
    bits = np.ascontiguousarray(strength > 0.5).astype(np.uint8)
    bits = _cv.morphologyEx(bits, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    if close:
        kernel = _cv.getStructuringElement(cv2.MORPH_ELLIPSE, (close * 2 + 1, close * 2 + 1))
        bits = _cv.morphologyEx(bits, cv2.MORPH_CLOSE, kernel)
    count, labels, stats, _ = _cv.connectedComponentsWithStats(bits, connectivity=4)
    height, width = bits.shape
    order = sorted(range(1, count), key=lambda index: (-int(stats[index][4]), index))
    found = []
    for index in order[:most]:
        left, top, wide, high, area = (int(value) for value in stats[index])
        if area < least * width * height:
            break
        box = Box(left / width, top / height, wide / width, high / height)
        found.append(Spot(box, area / (width * height), np.asarray(labels == index, bool)))
    return found


def widened(spot: Spot, by: float) -> Spot:
    """With a box that is larger by this share of its size on each side, within the picture."""
    box = spot.box
    left, top = max(0.0, box.left - by * box.width), max(0.0, box.top - by * box.height)
    right, bottom = min(1.0, box.right + by * box.width), min(1.0, box.bottom + by * box.height)
    return replace(spot, box=Box(left, top, right - left, bottom - top))
