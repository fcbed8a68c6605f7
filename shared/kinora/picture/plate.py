"""Plates: drawn once, then moved with the camera; and the canvas they are laid on."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np

from kinora.picture.film.camera import Pose
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.radiance import lay_over
from kinora.picture.stage import Sheet


class Canvas:
    """The picture in the making and reusable memory for layers."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.pixels: Radiance = np.zeros((height, width, 4), np.uint16)
        self._spare: Radiance = np.zeros((height, width, 4), np.uint16)

    def flood(self, top: int, colour: tuple[int, int, int, int]) -> None:
        """Fill everything from row ``top`` downwards, so that no earlier picture shows through."""
        value = sum(part << (16 * i) for i, part in enumerate(colour))
        self.pixels[top:].view("<u8")[:] = np.uint64(value)

    def spare(self, rows: int) -> Radiance:
        """Scratch memory of full width, with stale contents."""
        return self._spare[:rows]


class Layer(Protocol):
    """A thing in the picture. Layers are drawn from far to near."""

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Lay the layer over the canvas as it stands at the moment."""


def inverse_map(sheet: Sheet, pose: Pose, depth: float, lean: float = 0.0) -> Floats:
    """The (2, 3) matrix from screen pixels to a sheet's pixels, for ``warpAffine``.

    ``lean`` shears: sheet pixels sideways per pixel of screen row.
    """
    view = pose.view(depth)
    zoom = sheet.scale / view.scale
    x = (-view.x / view.scale - sheet.left) * sheet.scale + 0.5 * zoom - 0.5
    y = (-view.y / view.scale - sheet.top) * sheet.scale + 0.5 * zoom - 0.5
    return np.array([[zoom, lean, x], [0.0, zoom, y]], np.float32)


class Plate:
    """A drawn layer on a sheet; opaque from ``solid`` (a row of the sheet) downwards."""

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
        covered = np.flatnonzero(pixels[..., 3].any(axis=1))
        self._first = int(covered[0]) if covered.size else sheet.rows
        gaps = np.flatnonzero((pixels[..., 3] < 65535).any(axis=1))
        self._solid = int(gaps[-1]) + 1 if gaps.size else 0
        self._ends = self._solid >= sheet.rows
        self.pixels = pixels

    def matrix(self, moment: Moment) -> Floats:
        """Screen to sheet at the moment."""
        return inverse_map(self.sheet, moment.pose, self.depth)

    def first_row(self, matrix: Floats, height: int) -> int:
        """The first screen row that the plate may touch, 0..height."""
        return min(max(int(_screen_row(matrix, self._first - 1)), 0), height)

    def draw(self, canvas: Canvas, moment: Moment, start: int = 0) -> None:
        """Lay the plate over the canvas from screen row ``start`` downwards."""
        matrix = self.matrix(moment)
        top = max(self.first_row(matrix, canvas.height), start)
        solid = min(max(int(_screen_row(matrix, self._solid + 1)) + 1, top), canvas.height)
        if self._ends:
            solid = min(solid, max(int(_screen_row(matrix, self.sheet.rows)), top))
        if solid > top:
            moved = self._moved(matrix, canvas.spare(solid - top), top)
            lay_over(canvas.pixels[top:solid], moved)
        end = canvas.height
        if self._hidden is not None:
            end = min(end, math.ceil(moment.pose.view(self.depth).to_screen(0, self._hidden)[1]))
        if solid < end and not self._ends:
            self._moved(matrix, canvas.pixels[solid:end], solid)

    def _moved(self, matrix: Floats, target: Radiance, top: int) -> Radiance:
        shifted = matrix.copy()
        shifted[:, 2] += matrix[:, 1] * top
        rows, columns = target.shape[:2]
        cv.warp(
            self.pixels,
            shifted,
            (columns, rows),
            out=target,
            border=cv.REPEAT_EDGE,
        )
        return target


def _screen_row(matrix: Floats, row: float) -> float:
    return float((row - matrix[1, 2]) / matrix[1, 1])
