"""Plants on a plate that bend in the wind: gusts run across the picture from left to right."""

from __future__ import annotations

import math

import numpy as np

from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.radiance import lay_over
from kinora.picture.plate import Canvas, Plate, Span
from kinora.picture.stage import Sheet

_COARSE = 16
"""Bending is computed for every sixteenth pixel and interpolated."""


class Swaying:
    """A plate whose upper parts move sideways; ``root`` and ``tip`` are stage rows."""

    def __init__(
        self,
        pixels: Radiance,
        sheet: Sheet,
        depth: float,
        *,
        root: float,
        tip: float,
        reach: float,
        wavelength: float,
        rate: float,
        hidden: float | None = None,
    ) -> None:
        """``reach`` is the sideways travel of the tips in stage pixels when ``sway`` is 1.

        ``wavelength`` of the gusts in stage pixels, ``rate`` in radians per second of scene time.
        """
        self._plate = Plate(pixels, sheet, depth, hidden=hidden)
        self._root, self._tip, self._reach = root, tip, reach
        self._wavelength, self._rate = wavelength, rate

    def covered(self, moment: Moment, height: int) -> tuple[int, int]:
        """The rows that the plate makes opaque; bending moves nothing up or down."""
        return self._plate.covered(moment, height)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        matrix = self._plate.matrix(moment)
        span = self._plate.span(matrix, moment, canvas.height)
        root = moment.pose.view(self._plate.depth).to_screen(0, self._root)[1]
        limit = min(max(math.ceil(root), span.solid), span.end, canvas.floor)
        if span.top < limit:
            self._bend(canvas, matrix, moment, span, limit)
        self._plate.fill(canvas, matrix, max(limit, span.solid), span.end)

    def _bend(self, canvas: Canvas, matrix: Floats, moment: Moment, span: Span, limit: int) -> None:
        """Draw the rows of a span down to ``limit``, bent."""
        top, rows, width = span.top, limit - span.top, canvas.width
        x, y, bend = self._bent(matrix, moment, top, rows, width)
        size = (x.size * _COARSE, y.size * _COARSE)
        fine = cv.resize((x[None, :] - bend).astype(np.float32), size)
        across = fine[_COARSE : _COARSE + rows, _COARSE : _COARSE + width]
        down = np.empty((rows, width), np.float32)
        down[:] = (matrix[1, 1] * np.arange(top, limit) + matrix[1, 2]).astype(np.float32)[:, None]
        least, most = float(bend.min()), float(bend.max())
        areas = self._plate.areas(matrix, span, canvas, -(least + most) / 2, (most - least) / 2)
        for area in areas:
            there = slice(area.top - top, area.bottom - top), area.columns
            target = canvas.pixels[area.rows, area.columns]
            bent = canvas.spare(*target.shape[:2])
            lay_over(target, cv.remap(self._plate.pixels, across[there], down[there], out=bent))
        if span.solid < limit:
            below = slice(span.solid - top, rows)
            target = canvas.pixels[span.solid : limit]
            cv.remap(self._plate.pixels, across[below], down[below], out=target)

    def _bent(
        self, matrix: Floats, moment: Moment, top: int, rows: int, width: int
    ) -> tuple[Floats, Floats, Floats]:
        """Sheet x and y of coarse cells, and how far to the right each cell is bent."""
        coarse_x, coarse_y = _centres(0, width), _centres(top, rows)
        x = matrix[0, 0] * coarse_x + matrix[0, 2]
        y = matrix[1, 1] * coarse_y + matrix[1, 2]
        sheet = self._plate.sheet
        stage_x = x / np.float32(sheet.scale)
        stage_y = y / np.float32(sheet.scale) + np.float32(sheet.top)
        lift = np.clip((self._root - stage_y) / (self._root - self._tip), 0, 1.2) ** 1.6
        phase = stage_x * np.float32(2 * math.pi / self._wavelength) - np.float32(
            self._rate * moment.flow
        )
        gust = (
            np.sin(phase) * 0.6
            + np.sin(phase * 2.3 + 1.1 + 0.4 * self._rate * moment.flow) * 0.3
            + 0.35
        )
        bend = np.outer(lift, gust * self._reach * moment.sway * sheet.scale).astype(np.float32)
        return x, y, bend


def _centres(start: int, length: int) -> Floats:
    """Centres of coarse cells over ``length`` pixels from ``start``, one more at either side."""
    cells = -(-length // _COARSE) + 2
    at = np.arange(-1, cells - 1, dtype=np.float32) * _COARSE + (_COARSE - 1) / 2 + start
    return at.astype(np.float32)


class Leaning(Plate):
    """A whole row that leans to and fro about its ``root`` (a stage row): sway for distant rows.

    ``reach`` is the travel per stage pixel of height when ``sway`` is 1, ``rate`` in radians per
    second of scene time, ``phase`` in radians.
    """

    def __init__(
        self,
        pixels: Radiance,
        sheet: Sheet,
        depth: float,
        *,
        root: float,
        reach: float,
        rate: float,
        phase: float,
        hidden: float | None = None,
    ) -> None:
        super().__init__(pixels, sheet, depth, hidden=hidden)
        self._root, self._reach, self._rate, self._phase = root, reach, rate, phase

    def matrix(self, moment: Moment) -> Floats:
        matrix = super().matrix(moment)
        foot = moment.pose.view(self.depth).to_screen(0, self._root)[1]
        swing = math.sin(self._rate * moment.flow + self._phase) + 0.3
        lean = self._reach * moment.sway * swing * float(matrix[0, 0])
        matrix[0, 1] += lean
        matrix[0, 2] -= lean * foot
        return matrix
