"""Plates: drawn once, then moved with the camera; and the canvas they are laid on."""

from __future__ import annotations

import math
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np

from kinora.picture.film.pose import Pose
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.radiance import OPAQUE, lay_over
from kinora.picture.paint.resample import moved
from kinora.picture.patches import Ground
from kinora.picture.stage import Sheet

_MORE = 16
"""Rows of scratch memory beyond the canvas's, for layers drawn on a coarser grid."""


class Canvas:
    """The picture in the making and reusable memory for layers."""

    def __init__(self, width: int, height: int, scratch: Radiance | None = None) -> None:
        """``scratch`` is that of a canvas of the same size, to be shared."""
        self.width, self.height = width, height
        self.pixels: Radiance = np.zeros((height, width, 4), np.uint16)
        self.floor = height
        """Nearer layers will cover all rows from here on: nothing need be drawn there."""
        self.scratch: Radiance = (
            np.zeros((height + _MORE) * width * 4, np.uint16) if scratch is None else scratch
        )

    def flood(self, top: int, colour: tuple[int, int, int, int]) -> None:
        """Fill from row ``top`` down to the floor, so that no earlier picture shows through."""
        value = sum(part << (16 * i) for i, part in enumerate(colour))
        self.pixels[top : self.floor].view("<u8")[:] = np.uint64(value)

    def spare(self, rows: int, columns: int) -> Radiance:
        """Scratch memory, (rows, columns, 4), with stale contents; a few rows more than fit too."""
        return self.scratch[: rows * columns * 4].reshape(rows, columns, 4)


class Layer(Protocol):
    """A thing in the picture. Layers are drawn from far to near."""

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Lay the layer over the canvas as it stands at the moment."""


@runtime_checkable
class Covering(Protocol):
    """A layer that hides everything behind some of its rows."""

    def covered(self, moment: Moment, height: int) -> tuple[int, int]:
        """The screen rows, 0..height, first to last exclusive, that it makes opaque."""


def inverse_map(sheet: Sheet, pose: Pose, depth: float, lean: float = 0.0) -> Floats:
    """The (2, 3) matrix from screen pixels to a sheet's pixels, for ``warpAffine``.

    ``lean`` shears: sheet pixels sideways per pixel of screen row.
    """
    view = pose.view(depth)
    zoom = sheet.scale / view.scale
    x = (-view.x / view.scale - sheet.left) * sheet.scale + 0.5 * zoom - 0.5
    y = (-view.y / view.scale - sheet.top) * sheet.scale + 0.5 * zoom - 0.5
    return np.array([[zoom, lean, x], [0.0, zoom, y]], np.float32)


class Span(NamedTuple):
    """Screen rows of a plate: clear above ``top``, opaque from ``solid`` to ``end``."""

    top: int
    solid: int
    end: int


class Area(NamedTuple):
    """A rectangle of the screen, half-open, that a plate touches."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def rows(self) -> slice:
        return slice(self.top, self.bottom)

    @property
    def columns(self) -> slice:
        return slice(self.left, self.right)


class Plate:
    """A drawn layer on a sheet."""

    def __init__(
        self,
        pixels: Radiance,
        sheet: Sheet,
        depth: float,
        *,
        hidden: float | None = None,
    ) -> None:
        """Take pixels; from the stage row ``hidden`` downwards nearer layers cover them."""
        self.sheet, self.depth = sheet, depth
        self._hidden = hidden
        pixels[0] = 0
        cover = cv.channel(pixels, 3)
        used = np.flatnonzero(pixels.reshape(sheet.rows, -1).max(axis=1))
        self._first = int(used[0]) if used.size else sheet.rows
        gaps = np.flatnonzero(cover.min(axis=1) < OPAQUE)
        self._solid = int(gaps[-1]) + 1 if gaps.size else 0
        self._ends = self._solid >= sheet.rows
        self.pixels = pixels
        self._origin = max(self._first - 1, 0)
        edge = slice(self._origin, self._solid + 1)
        self._ground = Ground(pixels[edge]) if used.size else None

    def matrix(self, moment: Moment) -> Floats:
        """Screen to sheet at the moment."""
        return inverse_map(self.sheet, moment.pose, self.depth)

    def span(self, matrix: Floats, moment: Moment, height: int) -> Span:
        """Where the plate stands on a screen of ``height`` rows."""
        top = min(max(int(_screen_row(matrix, self._first - 1)), 0), height)
        solid = min(max(int(_screen_row(matrix, self._solid + 1)) + 1, top), height)
        if self._ends:
            solid = min(solid, max(int(_screen_row(matrix, self.sheet.rows)), top))
            return Span(top, solid, solid)
        end = height
        if self._hidden is not None:
            end = min(end, math.ceil(moment.pose.view(self.depth).to_screen(0, self._hidden)[1]))
        return Span(top, solid, max(end, solid))

    def covered(self, moment: Moment, height: int) -> tuple[int, int]:
        """See :class:`Covering`."""
        span = self.span(self.matrix(moment), moment, height)
        return span.solid, span.end

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        matrix = self.matrix(moment)
        span = self.span(matrix, moment, canvas.height)
        lean = float(matrix[0, 1])
        drift, slack = lean * (span.top + span.solid) / 2, abs(lean) * (span.solid - span.top) / 2
        for area in self.areas(matrix, span, canvas, drift, slack):
            spare = canvas.spare(area.bottom - area.top, area.right - area.left)
            lay_over(canvas.pixels[area.rows, area.columns], self._part(matrix, area, spare))
        self.fill(canvas, matrix, span.solid, span.end)

    def fill(self, canvas: Canvas, matrix: Floats, top: int, end: int) -> None:
        """Draw the opaque rows from ``top`` to ``end``."""
        end = min(end, canvas.floor)
        if top < end:
            target = canvas.pixels[top:end]
            part = self._part(matrix, Area(0, top, canvas.width, end), target)
            if part is not target:
                target[:] = part

    def areas(
        self, matrix: Floats, span: Span, canvas: Canvas, drift: float, slack: float
    ) -> list[Area]:
        """The parts of the screen where the rows ``top`` to ``solid`` of a span hold anything.

        A screen pixel shows the sheet's column that the matrix gives for it in the screen row 0,
        moved by ``drift`` and by up to ``slack`` more sheet pixels either way.
        """
        if self._ground is None:
            return []
        zoom, x, y = float(matrix[0, 0]), float(matrix[0, 2]) + drift, float(matrix[1, 2])
        columns, rows = self._ground.columns, self._ground.rows
        limit = min(span.solid, canvas.floor)
        found = []
        for left, top, right, bottom in self._ground.patches(slack):
            x0 = max(math.ceil((left - x) / zoom), 0) if left > 0 else 0
            x1 = (
                min(math.ceil((right - x) / zoom), canvas.width)
                if right < columns
                else canvas.width
            )
            y0 = max(math.ceil((self._origin + top - y) / zoom), span.top)
            y1 = limit
            if bottom < rows:
                y1 = min(math.ceil((self._origin + bottom - y) / zoom), limit)
            if x0 < x1 and y0 < y1:
                found.append(Area(x0, y0, x1, y1))
        return found

    def _part(self, matrix: Floats, area: Area, spare: Radiance) -> Radiance:
        """What a part of the screen shows of the sheet; see :func:`moved`."""
        shifted = matrix.copy()
        shifted[:, 2] += matrix[:, 0] * area.left + matrix[:, 1] * area.top
        return moved(self.pixels, shifted, (area.right - area.left, area.bottom - area.top), spare)


def _screen_row(matrix: Floats, row: float) -> float:
    return float((row - matrix[1, 2]) / matrix[1, 1])
