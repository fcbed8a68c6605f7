"""Where the pixels of a coarse picture lie in a field, seen through the camera.

Field coordinates have their origin in the middle of the frame, y downwards, and the stage's unit as
their length; a layer's depth decides how much the camera moves it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kinora.picture.film.pose import Pose
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.stage import Stage

_MIRRORED = 0.5
"""Symmetry from which a field is mirrored about the middle."""


@dataclass(frozen=True)
class Grid:
    """Evenly spaced places: the first, the step and the number, across and down."""

    left: float
    top: float
    step_x: float
    step_y: float
    columns: int
    rows: int
    fold: float | None = None
    """Softness of the mirror's edge; None if the field is not mirrored."""

    @cached_property
    def xs(self) -> Floats:
        """(columns,) x; where the field is mirrored, the distance from the middle."""
        at = np.arange(self.columns, dtype=np.float32) * np.float32(self.step_x)
        at += np.float32(self.left)
        if self.fold is None:
            return at.astype(np.float32)
        return np.sqrt(at * at + np.float32(self.fold**2)).astype(np.float32)

    @cached_property
    def ys(self) -> Floats:
        """(rows,) y."""
        at = np.arange(self.rows, dtype=np.float32) * np.float32(self.step_y)
        return (at + np.float32(self.top)).astype(np.float32)

    def thinned(self, by: int) -> Grid:
        """Every ``by``-th place, and one more on every side, for :meth:`spread`."""
        middle = (by - 1) / 2 - by
        return Grid(
            self.left + middle * self.step_x,
            self.top + middle * self.step_y,
            self.step_x * by,
            self.step_y * by,
            -(-self.columns // by) + 2,
            -(-self.rows // by) + 2,
            self.fold,
        )

    def spread(self, values: Floats, by: int) -> Floats:
        """Values on the :meth:`thinned` grid, interpolated to this one."""
        size = (values.shape[1] * by, values.shape[0] * by)
        wide = cv.resize(values, size)
        return wide[by : by + self.rows, by : by + self.columns]


class Lens:
    """Gives the grid of a screen at any depth."""

    def __init__(self, stage: Stage, step: int) -> None:
        """``step`` is the width of a coarse pixel in screen pixels."""
        self._stage, self.step = stage, step
        self.mirrored = stage.symmetry >= _MIRRORED
        self._fold = 0.02 + 0.5 * (1 - stage.symmetry) if self.mirrored else None

    def grid(self, pose: Pose, size: tuple[int, int], depth: float) -> Grid:
        """The places of the coarse pixels of a screen of ``size``, width and height in pixels."""
        stage, view = self._stage, pose.view(depth)
        columns, rows = math.ceil(size[0] / self.step), math.ceil(size[1] / self.step)
        wide, tall = size[0] / columns, size[1] / rows
        return Grid(
            ((wide / 2 - view.x) / view.scale - stage.width / 2) / stage.unit,
            ((tall / 2 - view.y) / view.scale - stage.height / 2) / stage.unit,
            wide / view.scale / stage.unit,
            tall / view.scale / stage.unit,
            columns,
            rows,
            self._fold,
        )
