"""The two kinds of motion: pixels that shift, and light that is added."""

from __future__ import annotations

import math
from typing import Any, Protocol

import cv2

from kinora.providers.embedded.clips.cycle import TURN
from kinora.providers.embedded.clips.patch import Patch
from kinora.providers.embedded.vision.view import Floats

_cv: Any = cv2


class Veil(Protocol):
    """Adds to the patch."""

    patch: Patch

    def added(self, time: float) -> Floats:
        """(h, w, 3) levels of 255 in BGR, 0 where the weight is 0; ``time`` is 0..1."""


class Shift:
    """Displacements in pixels as waves of whole cycles, each a cosine's and a sine's field."""

    def __init__(self, patch: Patch, waves: list[tuple[int, Floats, Floats]]) -> None:
        self.patch = patch
        self._waves = waves
        """Cycles a loop, and two (h, w, 2) fields: across and down."""

    def at(self, time: float) -> Floats:
        """(h, w, 2): how far away each pixel is fetched from, across and down."""
        total: Floats | None = None
        for count, cosine, sine in self._waves:
            angle = TURN * count * time
            wave = _cv.addWeighted(cosine, math.cos(angle), sine, math.sin(angle), 0)
            total = wave if total is None else _cv.add(total, wave, dst=total)
        assert total is not None
        return total
