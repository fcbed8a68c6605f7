"""Where the pet is: told by the picture's maker, or guessed as what stands out in the middle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from kinora.providers.embedded.vision.view import Bits, Bytes, blurred, fitted
from kinora.providers.ports import PET_MASK, Picture

_GUESSED_AT = 150
"""Longer side in pixels at which the guess is made."""
_LEAST, _MOST = 0.02, 0.55
"""Shares of the picture between which a guess is believed."""
_ROUNDS = 3
_cv: Any = cv2


@dataclass(frozen=True)
class Pet:
    """A mask of the picture's own size, and whether it was told or guessed."""

    mask: Bits
    told: bool


def find_pet(picture: Picture, image: Bytes) -> Pet | None:
    """The pet of a BGR picture; None where nothing stands out."""
    path = picture.companions.get(PET_MASK)
    if path is not None and path.is_file():
        data = np.frombuffer(path.read_bytes(), np.uint8)
        mask = _cv.imdecode(data, cv2.IMREAD_GRAYSCALE) if data.size else None
        if mask is not None:
            size = (image.shape[1], image.shape[0])
            return Pet(np.asarray(_cv.resize(mask, size, interpolation=cv2.INTER_LINEAR) > 0), True)
    mask = _guess(image)
    return None if mask is None else Pet(mask, False)


def _guess(image: Bytes) -> Bits | None:
    """GrabCut that begins with whatever in the middle differs most from the picture's border."""
    small = fitted(image, _GUESSED_AT)
    height, width = small.shape[:2]
    lab = _cv.cvtColor(small, cv2.COLOR_BGR2LAB).astype(np.float32)
    edge = max(2, min(height, width) // 12)
    frame = np.ones((height, width), bool)
    frame[edge:-edge, edge:-edge] = False
    centre, spread = lab[frame].mean(axis=0), lab[frame].std(axis=0) + 6
    apart = np.sqrt((((lab - centre) / spread) ** 2).sum(axis=-1)).astype(np.float32)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    near = np.exp(-(((x / width - 0.5) / 0.3) ** 2) - ((y / height - 0.58) / 0.3) ** 2).astype(
        np.float32
    )
    odd = blurred(apart, 3.0) * near
    if float(odd.max()) < 0.9:
        return None
    marks = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    marks[odd > np.quantile(odd, 0.82)] = cv2.GC_PR_FGD
    marks[odd > np.quantile(odd, 0.97)] = cv2.GC_FGD
    marks[frame] = cv2.GC_BGD
    # GrabCut draws from OpenCV's own generator.
    _cv.setRNGSeed(1)
    try:
        _cv.grabCut(
            small, marks, None, np.zeros((1, 65)), np.zeros((1, 65)), _ROUNDS, cv2.GC_INIT_WITH_MASK
        )
    except cv2.error:
        return None
    found = np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    found = _cv.morphologyEx(found, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = _cv.connectedComponentsWithStats(found, connectivity=8)
    if count < 2:
        return None
    largest = 1 + int(np.argmax(stats[1:, 4]))
    if not _LEAST <= float(stats[largest][4]) / (height * width) <= _MOST:
        return None
    grown = _cv.dilate((labels == largest).astype(np.uint8), np.ones((3, 3), np.uint8))
    size = (image.shape[1], image.shape[0])
    soft = _cv.resize(grown.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(soft > 0.5, bool)
