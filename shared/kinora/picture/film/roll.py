"""The camera's roll: the whole picture turned about its middle, enlarged so no corner is empty."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Radiance
from kinora.picture.plate import Canvas


class Roller:
    """Turns a canvas in place."""

    def __init__(self, width: int, height: int) -> None:
        self._aspect = max(width / height, height / width)
        self._size = width, height

    @cached_property
    def _turned(self) -> Radiance:
        width, height = self._size
        return np.zeros((height, width, 4), np.uint16)

    def turn(self, canvas: Canvas, angle: float) -> None:
        """Roll the camera clockwise by ``angle`` radians: the picture turns the other way."""
        if angle == 0.0:
            return
        sine, cosine = math.sin(angle), math.cos(angle)
        zoom = 1 / (abs(cosine) + self._aspect * abs(sine))
        a, b = cosine * zoom, sine * zoom
        x, y = (canvas.width - 1) / 2, (canvas.height - 1) / 2
        matrix = np.array([[a, -b, x - a * x + b * y], [b, a, y - b * x - a * y]], np.float32)
        cv.warp(
            canvas.pixels,
            matrix,
            (canvas.width, canvas.height),
            out=self._turned,
            border=cv.REPEAT_EDGE,
        )
        canvas.pixels, self._turned = self._turned, canvas.pixels
