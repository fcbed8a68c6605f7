"""A figure of thin bright lines over the picture: it draws itself, turns slowly, and fades."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from kinora.colour.scalar import hex_from_oklab, oklab_from_hex
from kinora.model.spec import Figure, SceneSpec
from kinora.model.taxonomy import ShapeKind
from kinora.picture.film.camera import eased
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes

_STROKE = 0.004
"""Width of a line as a share of the frame's smaller side."""
_FINE = 4
"""Fractional bits of coordinates."""
_STEPS = 96
"""Points along every line, so that it can be drawn in part."""
_STRENGTH = 0.82
_BRIGHT = 0.9
"""OKLab lightness of the lines; their hue is the accent's."""

Path = NDArray[np.float64]


class Overlay:
    """One figure of a clip."""

    def __init__(self, figure: Figure, spec: SceneSpec) -> None:
        form = spec.format
        self._fps, self._length = form.fps, form.frames / form.fps
        self._turn = math.radians(figure.turn)
        self._reach = figure.size * min(form.width, form.height) / 2
        self._centre = (figure.centre[0] * form.width, figure.centre[1] * form.height)
        self._paths = [densely(path) * self._reach for path in paths_of(figure.kind)]
        self._stroke = max(1, round(_STROKE * min(form.width, form.height)))
        bright = oklab_from_hex(spec.accent)._replace(lightness=_BRIGHT)
        self._tone = tuple(bytes.fromhex(hex_from_oklab(bright)[1:]))[::-1]

    def draw(self, picture: Bytes, index: int) -> None:
        """Lay the figure over a (height, width, 3) picture, in place."""
        seconds = (index + 1) / self._fps
        drawn = eased(seconds / min(1.4, 0.4 * self._length))
        left_over = (self._length - seconds) / min(0.6, 0.15 * self._length)
        shown = _STRENGTH * min(max(left_over, 0.0), 1.0)
        area, origin = self._area(picture)
        if not area.size:
            return
        mask = np.zeros(area.shape[:2], np.uint8)
        angle = self._turn * eased(seconds / self._length)
        turned = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
        middle = np.subtract(self._centre, origin)
        for path in self._paths:
            count = max(2, round(drawn * len(path)))
            points = (path[:count] @ turned + middle) * (1 << _FINE)
            cv.draw_line(
                mask, np.round(points).astype(np.int32), round(255 * shown), self._stroke, _FINE
            )
        cover = cv.spread(cv.shares(mask), 3)
        tone = np.array(self._tone, np.float32)
        area[:] = np.round(area + (tone - area) * cover).astype(np.uint8)

    def _area(self, picture: Bytes) -> tuple[Bytes, tuple[int, int]]:
        """The part of the picture that the figure may touch, and its left top corner."""
        reach = self._reach * math.sqrt(2) + 2 * self._stroke
        x, y = self._centre
        left, top = max(int(x - reach), 0), max(int(y - reach), 0)
        return picture[top : math.ceil(y + reach), left : math.ceil(x + reach)], (left, top)


def paths_of(kind: ShapeKind) -> list[Path]:
    """The lines of a figure within -1..1."""
    round_ = np.linspace(-math.pi / 2, 1.5 * math.pi, _STEPS)
    circle = np.stack([np.cos(round_), np.sin(round_)], axis=1)
    rows = np.linspace(-1, 1, 7)
    across = [np.array([(-1.0, y), (1.0, y)]) for y in rows]
    match kind:
        case ShapeKind.CIRCLE:
            return [circle]
        case ShapeKind.RING:
            return [circle, circle * 0.86]
        case ShapeKind.TRIANGLE:
            corners = circle[[0, _STEPS // 3, 2 * _STEPS // 3]]
            return [np.vstack([corners, corners[:1]])]
        case ShapeKind.SQUARE:
            return [np.array([(-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8), (-0.8, -0.8)])]
        case ShapeKind.LINES:
            return [line * (math.sqrt(max(1.05 - line[0, 1] ** 2, 0.0)), 1) for line in across]
        case ShapeKind.GRID:
            return [line * 0.8 for line in across] + [line[:, ::-1] * 0.8 for line in across]


def densely(path: Path) -> Path:
    """The path with points at even distances."""
    steps = np.hypot(*np.diff(path, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    at = np.linspace(0, along[-1], _STEPS)
    return np.stack([np.interp(at, along, path[:, i]) for i in (0, 1)], axis=1)
