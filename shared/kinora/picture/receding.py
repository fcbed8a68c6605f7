"""Receding plates: drawn once, but every part at a depth of its own, so that they turn like solids.

A street's fronts, a tunnel's walls or the ground between the viewer and the horizon lie at no one
depth. Their picture is looked up where the screen's place lies on the stage at the depth found
there, which is found by iterating: parallax changes slowly enough across the stage to converge.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kinora.picture.film.pose import Pose
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.radiance import OPAQUE, lay_over
from kinora.picture.paint.resample import moved
from kinora.picture.plate import Canvas, inverse_map
from kinora.picture.stage import Sheet, Stage

Depths = Callable[[Floats, Floats], Floats]
"""The depth 0..1 at stage places: from x (1, columns) and y (rows, 1) to (rows, columns)."""

_NODES = 72
"""Depths are known on a grid of so many places each way."""
_ROUNDS = 4
_COARSE = 16
"""Screen pixels per cell of the coarse maps, which are enlarged smoothly."""
_BEYOND = 1 << 20
_STILL = 0.03
"""Parallax below so many pixels is none."""


class Recession:
    """The depths of a stretch of the stage, and where its places stand before a camera."""

    def __init__(self, sheet: Sheet, depths: Depths) -> None:
        self._left, self._top = sheet.left, sheet.top
        xs = np.linspace(sheet.left, sheet.right, _NODES, dtype=np.float32)[None, :]
        ys = np.linspace(sheet.top, sheet.bottom, _NODES, dtype=np.float32)[:, None]
        found = np.broadcast_to(depths(xs, ys), (_NODES, _NODES))
        self._depths = np.ascontiguousarray(found, np.float32)
        self._per_x = (_NODES - 1) / (sheet.right - sheet.left)
        self._per_y = (_NODES - 1) / (sheet.bottom - sheet.top)

    def stage_at(self, pose: Pose, xs: Floats, ys: Floats) -> tuple[Floats, Floats]:
        """Stage places, (rows, columns) each, that stand at screen ``xs`` and ``ys``."""
        far, near = pose.view(0.0), pose.view(1.0)
        shape = (ys.size, xs.size)
        x = np.array(np.broadcast_to(xs[None, :], shape), np.float32)
        y = np.array(np.broadcast_to(ys[:, None], shape), np.float32)
        stage_x, stage_y = (x - far.x) / far.scale, (y - far.y) / far.scale
        for _ in range(_ROUNDS):
            depth = cv.remap(
                self._depths,
                ((stage_x - self._left) * self._per_x).astype(np.float32),
                ((stage_y - self._top) * self._per_y).astype(np.float32),
            )
            scale = 1 / (far.scale + (near.scale - far.scale) * depth)
            stage_x = (x - far.x - (near.x - far.x) * depth) * scale
            stage_y = (y - far.y - (near.y - far.y) * depth) * scale
        return stage_x.astype(np.float32), stage_y.astype(np.float32)

    def pixels_at(self, sheet: Sheet, pose: Pose, xs: Floats, ys: Floats) -> tuple[Floats, Floats]:
        """Pixels of a sheet, (rows, columns) each, that stand at screen ``xs`` and ``ys``."""
        x, y = self.stage_at(pose, xs, ys)
        scale, half = np.float32(sheet.scale), np.float32(0.5)
        return (x - np.float32(sheet.left)) * scale - half, (
            y - np.float32(sheet.top)
        ) * scale - half


def ground(stage: Stage, top: float, far: float = 0.08) -> Depths:
    """Depths of level ground from the stage row ``top``, at depth ``far``, to the frame's foot."""

    def depths(_xs: Floats, ys: Floats) -> Floats:
        fall: Floats = np.clip((ys - top) / np.float32(stage.height - top), 0, 1.1)
        return far + (1 - far) * fall

    return depths


class Box(NamedTuple):
    """Half-open pixels."""

    left: int
    top: int
    right: int
    bottom: int


class _Map(NamedTuple):
    """Sheet places of the screen, coarse, and the screen box in which the plate has gaps."""

    pose: Pose
    across: Floats
    down: Floats
    first: int
    """The screen row above which there is nothing."""
    gaps: Box


class Receding:
    """A drawn layer with a depth at every place. It fills the frame but for its gaps."""

    def __init__(self, pixels: Radiance, sheet: Sheet, stage: Stage, depths: Depths) -> None:
        """``pixels`` cover the sheet, which reaches past the frame at both sides and below."""
        self.pixels, self.sheet = pixels, sheet
        self.recession = Recession(sheet, depths)
        self._size = (stage.width, stage.height)
        pixels[0] = 0 if sheet.top > -stage.margin_y else pixels[0]
        self._gaps = _reaching_out(_bounds(cv.channel(pixels, 3) < OPAQUE), sheet)
        used = np.flatnonzero(pixels.reshape(sheet.rows, -1).max(axis=1))
        self._first = int(used[0]) if used.size else sheet.rows
        self._known: _Map | None = None

    def covered(self, moment: Moment, height: int) -> tuple[int, int]:
        """All rows below the lowest gap."""
        return min(max(self._mapped(moment.pose).gaps.bottom, 0), height), height

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        known, floor = self._mapped(moment.pose), canvas.floor
        left, right = (min(max(x, 0), canvas.width) for x in known.gaps[::2])
        top, bottom = (min(max(y, known.first), floor) for y in known.gaps[1::2])
        maps = self._fine(known)
        for box in (
            Box(0, known.first, canvas.width, top),
            Box(0, bottom, canvas.width, floor),
            Box(0, top, left, bottom),
            Box(right, top, canvas.width, bottom),
        ):
            self._paint(canvas, box, maps, moment.pose, opaque=True)
        self._paint(canvas, Box(left, top, right, bottom), maps, moment.pose, opaque=False)

    def _paint(
        self,
        canvas: Canvas,
        box: Box,
        maps: tuple[Floats, Floats] | None,
        pose: Pose,
        *,
        opaque: bool,
    ) -> None:
        """Draw what a box of the screen shows."""
        rows, columns = box.bottom - box.top, box.right - box.left
        if rows <= 0 or columns <= 0:
            return
        there = np.s_[box.top : box.bottom, box.left : box.right]
        target = canvas.pixels[there]
        spare = canvas.spare(rows, columns)
        if maps is None:
            matrix = inverse_map(self.sheet, pose, 0.5)
            matrix[:, 2] += matrix[:, 0] * box.left + matrix[:, 1] * box.top
            seen = moved(self.pixels, matrix, (columns, rows), spare)
        else:
            seen = cv.remap(
                self.pixels, maps[0][there], maps[1][there], out=target if opaque else spare
            )
        if not opaque:
            lay_over(target, seen)
        elif seen is not target:
            target[:] = seen

    def _fine(self, known: _Map) -> tuple[Floats, Floats] | None:
        """Sheet places for every pixel of the screen; none where the plate merely slides."""
        if is_flat(known.pose, *self._size):
            return None
        return enlarged(known.across, *self._size), enlarged(known.down, *self._size)

    def _mapped(self, pose: Pose) -> _Map:
        """The coarse map for a pose, kept for the layer's next call in the same frame."""
        if self._known is None or self._known.pose != pose:
            xs, ys = (centres(length) for length in self._size)
            across, down = self.recession.pixels_at(self.sheet, pose, xs, ys)
            reach = np.float32(_COARSE * self.sheet.scale)
            left, top, right, bottom = self._gaps
            inside = (across > left - reach) & (across < right + reach)
            inside &= (down > top - reach) & (down < bottom + reach)
            cells = _bounds(inside) if right > left and bottom > top else Box(1, 1, 1, 1)
            gaps = Box(*((part - 1) * _COARSE for part in cells))
            above = np.flatnonzero((down > self._first - reach).any(axis=1))
            first = (int(above[0]) - 1) * _COARSE if above.size else self._size[1]
            self._known = _Map(pose, across, down, max(first, 0), gaps)
        return self._known


def is_flat(pose: Pose, width: int, height: int) -> bool:
    """Whether the camera stands so that depth makes no difference."""
    far, near = pose.view(0.0), pose.view(1.0)
    corners = [(0, 0), (width, 0), (0, height), (width, height)]
    return all(
        math.dist(far.to_screen(*corner), near.to_screen(*corner)) < _STILL for corner in corners
    )


def _bounds(inside: NDArray[np.bool_]) -> Box:
    """The smallest box that holds all true places."""
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not rows.size:
        return Box(0, 0, 0, 0)
    return Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def _reaching_out(box: Box, sheet: Sheet) -> Box:
    """A gap at a sheet's border goes on beyond it."""
    if box.right == 0:
        return box
    return Box(
        box.left if box.left > 0 else -_BEYOND,
        box.top if box.top > 0 else -_BEYOND,
        box.right if box.right < sheet.columns else _BEYOND,
        box.bottom if box.bottom < sheet.rows else _BEYOND,
    )


def centres(length: int, step: int = _COARSE) -> Floats:
    """Screen places of coarse cells over ``length`` pixels, one more at either side."""
    cells = -(-length // step) + 2
    return ((np.arange(-1, cells - 1, dtype=np.float32) + np.float32(0.5)) * step).astype(
        np.float32
    )


def enlarged(coarse: Floats, width: int, height: int) -> Floats:
    """Values at :func:`centres` of cells for every pixel of a (height, width) screen."""
    size = (coarse.shape[1] * _COARSE, coarse.shape[0] * _COARSE)
    fine = cv.resize(coarse, size)
    return fine[_COARSE : _COARSE + height, _COARSE : _COARSE + width]
