"""Sunlight in the dust of a room: the window's shape drawn out along the sun's way."""

from __future__ import annotations

import math

import numpy as np

from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import tile
from kinora.picture.paint.radiance import ONE
from kinora.picture.plate import Canvas, inverse_map
from kinora.picture.sky.sky import sampled
from kinora.picture.stage import Sheet, Stage

_COARSE = 8
_STEPS = 28
_RAYS = 256


class Lightfall:
    """Drawn at an eighth of the size, where so soft a thing loses nothing."""

    def __init__(
        self,
        stage: Stage,
        panes: Floats,
        sheet: Sheet,
        way: tuple[float, float],
        tone: Floats,
        depth: float,
    ) -> None:
        """``panes`` of a ``sheet``; ``way`` is how far the light reaches, in stage pixels."""
        self._way, self._tone, self._depth = way, tone, depth
        small = Sheet(sheet.left, sheet.top, sheet.scale / 4, sheet.columns // 4, sheet.rows // 4)
        mask = cv.resize(panes, (small.columns, small.rows), how=cv.AREA)
        total = np.zeros_like(mask)
        for i in range(_STEPS):
            part = (i + 0.5) / _STEPS
            x, y = (step * part * small.scale for step in way)
            shift = np.array([[1, 0, -x], [0, 1, -y]], np.float32)
            moved = cv.warp(mask, shift, (small.columns, small.rows), border=cv.CLEAR)
            total += moved * np.float32((1 - part) ** 1.3 * min(part * 3, 1))
        self._sheet = small
        self._volume = cv.blurred(total * np.float32(2.3 / _STEPS), 1.0)
        rays = tile(_RAYS, stage.generator("lightfall"), (1, 32), 3, 0.6)[0]
        self._rays = np.ascontiguousarray(np.tile(rays, 3)[None])

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        matrix = sampled(inverse_map(self._sheet, moment.pose, self._depth), _COARSE, _COARSE)
        columns, rows = -(-canvas.width // _COARSE), -(-canvas.height // _COARSE)
        light = cv.warp(self._volume, matrix, (columns, rows), border=cv.CLEAR)
        length = math.hypot(*self._way)
        across = (self._way[1] / length * 0.9, -self._way[0] / length * 0.9)
        view = moment.pose.view(self._depth)
        x = (np.arange(columns, dtype=np.float32) * _COARSE - np.float32(view.x))[None]
        y = (np.arange(rows, dtype=np.float32) * _COARSE - np.float32(view.y))[:, None]
        place = (x * across[0] + y * across[1]) * np.float32(
            0.16 * 512 / canvas.height / view.scale
        )
        turn = np.mod(place + np.float32(1.3 * moment.flow), _RAYS)
        other = np.mod(place * np.float32(0.6) - np.float32(1.9 * moment.flow), _RAYS)
        none = np.zeros_like(turn)
        rays = cv.remap(self._rays, turn, none) * cv.remap(self._rays, other, none)
        light = light * (np.float32(0.35) + np.float32(1.7) * rays) * np.float32(moment.glow)
        planes = [cv.fixed(light, float(part) * ONE) for part in self._tone]
        planes.append(np.zeros_like(planes[0]))
        wide = cv.resize(cv.merge(planes), (columns * _COARSE, rows * _COARSE))
        cv.add_light(canvas.pixels, wide[: canvas.height, : canvas.width])
