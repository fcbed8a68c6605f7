"""The stage: where things stand, in pixels of an unmoved wide frame, and sheets to draw them on.

Stage coordinates run from (0, 0) at the frame's top left to (width, height); layers extend past the
frame by the margins, so that a moving camera never meets an edge.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import CameraKind, TimeOfDay
from kinora.picture.film.pose import SHOT_SCALE, Pose, parallax
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes, Floats
from kinora.picture.paint.noise import generator

_SUN_HEIGHT = {
    TimeOfDay.DAWN: (0.05, 0.16),
    TimeOfDay.DAY: (0.66, 0.92),
    TimeOfDay.GOLDEN_HOUR: (0.08, 0.24),
    TimeOfDay.DUSK: (-0.02, 0.07),
    TimeOfDay.MOONLIGHT: (0.4, 0.68),
    TimeOfDay.NIGHT: (0.5, 0.82),
}
"""Lowest and highest place of the sun or moon, as a share of the sky's height."""
_BAKED_PIXELS = 2.6e6
"""Layers are drawn larger than the frame for close shots, but not beyond this many pixels."""
_SCALING = frozenset(
    {CameraKind.ZOOM_IN, CameraKind.ZOOM_OUT, CameraKind.DOLLY_IN, CameraKind.DOLLY_OUT}
)
"""Cameras under which things grow or shrink."""
_SMALL_DISC = 4.0
"""Pixels."""
_FINE = 4
"""Fractional bits of the coordinates given to OpenCV's polygon filler."""


@dataclass(frozen=True)
class Stage:
    """Measures of a clip's scene, all in stage pixels unless said otherwise."""

    width: int
    height: int
    horizon: float
    centre: float
    """Horizontal visual centre."""
    sun: tuple[float, float]
    scale: float
    """Drawn pixels per stage pixel in sheets."""
    seed: int
    symmetry: float
    rest: Pose | None
    """The pose of the longest shot that keeps its scale, if any."""
    closest: float
    """Most drawn pixels per stage pixel that a sheet may have."""

    @classmethod
    def of(cls, spec: SceneSpec, width: int, height: int) -> Stage:
        """The stage of a spec at a working size in pixels."""
        rng = generator(spec.seed, "stage")
        horizon = height * spec.horizon
        offset = (spec.balance - 0.5) * 0.62 + rng.uniform(-0.06, 0.06)
        centre = width * (0.5 + offset * (1 - spec.symmetry))
        low, high = _SUN_HEIGHT[spec.time_of_day]
        sun = (centre, horizon * (1 - rng.uniform(low, high)))
        closest = max(SHOT_SCALE[shot.size] for shot in spec.shots)
        room = math.sqrt(_BAKED_PIXELS / (width * height))
        scale = max(min(closest, 1.3, room), 0.75)
        keeping = [shot for shot in spec.shots if shot.camera not in _SCALING]
        longest = max(keeping, key=lambda shot: shot.frames, default=None)
        rest = Pose.resting(longest.size, parallax(spec)) if longest else None
        return cls(width, height, horizon, centre, sun, scale, spec.seed, spec.symmetry, rest, room)

    @cached_property
    def unit(self) -> float:
        """The size that objects are measured by: the height, less in a tall frame."""
        return min(self.height, 1.25 * self.width)

    @cached_property
    def margin_x(self) -> float:
        return 0.3 * self.width

    @cached_property
    def margin_y(self) -> float:
        return 0.22 * self.height

    def generator(self, *labels: object) -> np.random.Generator:
        return generator(self.seed, *labels)

    def scale_at(self, depth: float) -> float:
        """Drawn pixels per stage pixel of a layer at ``depth``.

        As many as the screen's in the longest shot that keeps its scale: there, moving the layer
        is sliding it, at a fraction of the cost of resampling.
        """
        if self.rest is None:
            return self.scale
        wanted = self.rest.view(depth).scale
        return wanted if wanted <= max(self.closest, 1.0) else self.scale

    def sheet(self, top: float, bottom: float, depth: float | None = None) -> Sheet:
        """A drawing area over the full width with margins, from stage row ``top`` to ``bottom``.

        Its pixels lie on the stage's own grid, so that an unmoved camera need not resample them.
        ``depth`` is that of the layer, where it has a single one.
        """
        scale = self.scale if depth is None else self.scale_at(depth)
        top = max(top, -self.margin_y)
        bottom = max(min(bottom, self.height + self.margin_y), top + 8)
        columns = math.ceil((self.width + 2 * self.margin_x) * scale)
        rows = math.ceil((bottom - top) * scale)
        left, upper = -math.ceil(self.margin_x * scale), math.floor(top * scale)
        return Sheet(left / scale, upper / scale, scale, columns, rows)


@dataclass(frozen=True)
class Sheet:
    """A rectangle of the stage as a pixel grid: its stage origin, scale and size in pixels."""

    left: float
    top: float
    scale: float
    columns: int
    rows: int

    @cached_property
    def xs(self) -> Floats:
        """Stage x of every column's centre."""
        at = (np.arange(self.columns, dtype=np.float32) + np.float32(0.5)) / np.float32(self.scale)
        return (at + np.float32(self.left)).astype(np.float32)

    @cached_property
    def ys(self) -> Floats:
        """Stage y of every row's centre."""
        at = (np.arange(self.rows, dtype=np.float32) + np.float32(0.5)) / np.float32(self.scale)
        return (at + np.float32(self.top)).astype(np.float32)

    @property
    def right(self) -> float:
        return self.left + self.columns / self.scale

    @property
    def bottom(self) -> float:
        return self.top + self.rows / self.scale

    def part(self, left: float, right: float) -> tuple[Sheet, slice]:
        """The columns over stage x ``left`` to ``right``: a sheet, and its place in this one."""
        columns = self._between(left - self.left, right - self.left, self.columns)
        origin, count = self.left + columns.start / self.scale, columns.stop - columns.start
        return Sheet(origin, self.top, self.scale, count, self.rows), columns

    def window(
        self, start: tuple[float, float], end: tuple[float, float]
    ) -> tuple[Sheet, slice, slice]:
        """The part between two stage corners: a sheet, and its rows and columns in this one."""
        columns = self._between(start[0] - self.left, end[0] - self.left, self.columns)
        rows = self._between(start[1] - self.top, end[1] - self.top, self.rows)
        sheet = Sheet(
            self.left + columns.start / self.scale,
            self.top + rows.start / self.scale,
            self.scale,
            columns.stop - columns.start,
            rows.stop - rows.start,
        )
        return sheet, rows, columns

    def _between(self, low: float, high: float, count: int) -> slice:
        """Whole pixels, of ``count``, over a stretch of stage pixels from the sheet's origin."""
        first = min(max(math.floor(low * self.scale), 0), count)
        return slice(first, min(max(math.ceil(high * self.scale), first), count))

    def lower(self, first: int) -> Sheet:
        """The rows from ``first`` on."""
        top = self.top + first / self.scale
        return Sheet(self.left, top, self.scale, self.columns, self.rows - first)

    def mask(self) -> Bytes:
        return np.zeros((self.rows, self.columns), np.uint8)

    def fixed(self, points: NDArray[Any] | Sequence[tuple[float, float]]) -> NDArray[np.int32]:
        """Stage points (..., 2) as OpenCV's fixed-point pixel coordinates."""
        at = (np.asarray(points, np.float64) - (self.left, self.top)) * self.scale - 0.5
        return np.round(at * (1 << _FINE)).astype(np.int32)

    def fill(
        self, mask: Bytes, points: NDArray[Any] | Sequence[tuple[float, float]], value: int = 255
    ) -> None:
        """Fill an anti-aliased polygon of stage points."""
        self.fill_fixed(mask, self.fixed(points), value)

    def fill_each(self, mask: Bytes, shapes: NDArray[Any], value: int = 255) -> None:
        """Fill anti-aliased polygons one after another: (n, corners, 2) stage points."""
        for points in self.fixed(shapes):
            self.fill_fixed(mask, points, value)

    def fill_fixed(self, mask: Bytes, points: NDArray[np.int32], value: int = 255) -> None:
        """Fill an anti-aliased polygon of :meth:`fixed` points."""
        cv.fill_polygon(mask, points, value, _FINE)

    def line(
        self,
        mask: Bytes,
        points: NDArray[Any] | Sequence[tuple[float, float]],
        width: float,
        value: int = 255,
    ) -> None:
        """Draw an anti-aliased polyline, ``width`` in stage pixels."""
        thick = max(1, round(width * self.scale))
        cv.draw_line(mask, self.fixed(points), value, thick, _FINE)

    def disc(
        self, mask: Bytes, centre: tuple[float, float], radius: float, value: int = 255
    ) -> None:
        """Fill an anti-aliased circle, ``radius`` in stage pixels."""
        if radius * self.scale < _SMALL_DISC:
            # OpenCV's own small circles are crosses.
            turn = np.linspace(0, math.tau, 12, endpoint=False)
            self.fill(mask, np.stack([np.cos(turn), np.sin(turn)], 1) * radius + centre, value)
            return
        x, y = (int(part) for part in self.fixed([centre])[0])
        reach = max(round(radius * self.scale * (1 << _FINE)), 1)
        cv.fill_circle(mask, (x, y), reach, value, _FINE)

    def below(self, heights: Floats) -> Floats:
        """Coverage 0..1 of the area under a curve: ``heights`` is stage y per column."""
        edge = (heights[None, :] - self.ys[:, None]) * np.float32(self.scale)
        covered: Floats = np.clip(np.float32(0.5) - edge, 0, 1)
        return covered
