"""Spindrift: snow that the wind drives over the ground in streaks."""

from __future__ import annotations

import math

import numpy as np

from kinora.picture.air.dots import splat
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import tile
from kinora.picture.paint.radiance import ONE, OPAQUE, lay_over
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage

_COARSE = 8
_TILE = 256


class Spindrift:
    """Low veils that run across the ground, and grains that shine in them."""

    def __init__(self, stage: Stage, tone: Floats, wind: float, top: float) -> None:
        """``tone`` (3,) linear BGR; ``top`` the stage row from which the ground is seen."""
        rng = stage.generator("spindrift")
        self._stage, self._tone, self._top = stage, tone, top
        self._way = float(rng.choice([-1.0, 1.0]))
        self._speed = 0.35 + 1.3 * wind
        self._share = 0.2 + 0.5 * wind
        veil = tile(_TILE, rng, (16, 4), 4, 0.6)
        self._veil = np.tile(np.clip(veil * 2.2 - 0.95, 0, 1).astype(np.float32), (2, 2))
        count = int(160 + 340 * wind)
        self._x, self._phase = rng.uniform(0, 1, (2, count)).astype(np.float32)
        self._fall = rng.uniform(0, 1, count).astype(np.float32) ** 1.5
        self._pace = rng.uniform(0.7, 1.3, count).astype(np.float32)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        stage = self._stage
        far, near = moment.pose.view(0.3), moment.pose.view(1.0)
        edge = far.to_screen(0, self._top)[1]
        top = max(math.floor(edge) // _COARSE * _COARSE, 0)
        if top >= canvas.floor:
            return
        run = self._way * self._speed * moment.flow
        rows, columns = -(-(canvas.floor - top) // _COARSE), -(-canvas.width // _COARSE)
        below = (np.arange(rows, dtype=np.float32) + np.float32(0.5)) * _COARSE + top - edge
        fall = np.maximum(below / max(canvas.height - edge, 1.0), 0).astype(np.float32)
        shift = far.x + (near.x - far.x) * fall
        cells = np.arange(columns, dtype=np.float32)[None, :] * _COARSE - shift[:, None]
        size = np.float32(150 / stage.unit) / (np.float32(0.35) + fall)[:, None]
        u = cells * size * np.float32(0.5) - np.float32(run * 120)
        u = np.mod(u + 40 * fall[:, None], _TILE)
        v = np.broadcast_to((np.log(fall + 0.2) * 60 + 130)[:, None], u.shape)
        thick: Floats = cv.remap(
            self._veil, u.astype(np.float32), np.ascontiguousarray(v, np.float32)
        )
        rise = np.clip(fall * 6, 0, 1) * np.float32(self._share * min(moment.energy, 1.3))
        thick *= rise[:, None]
        planes = [cv.fixed(thick, float(part) * ONE) for part in self._tone]
        soft = cv.merge([*planes, cv.fixed(thick, OPAQUE)])
        wide = cv.resize(soft, (columns * _COARSE, rows * _COARSE))
        height = canvas.floor - top
        lay_over(canvas.pixels[top : canvas.floor], wide[:height, : canvas.width])
        self._grains(canvas, moment, run)

    def _grains(self, canvas: Canvas, moment: Moment, run: float) -> None:
        stage = self._stage
        far, near = moment.pose.view(0.3), moment.pose.view(1.0)
        width = np.float32(stage.width * 1.3)
        speed = np.float32(run * stage.unit * 0.9) * (np.float32(0.35) + self._fall) * self._pace
        x = self._x * width + speed + far.x + (near.x - far.x) * self._fall
        hop = np.abs(np.sin(self._phase * 6.28 + 4 * np.float32(moment.flow) * self._pace))
        y = np.float32(self._top) + self._fall * np.float32(stage.height * 1.05 - self._top)
        y = y - hop * (np.float32(0.01) + self._fall * np.float32(0.05)) * stage.unit
        y = y * (far.scale + (near.scale - far.scale) * self._fall)
        y += far.y + (near.y - far.y) * self._fall
        at = np.stack([np.mod(x, width) - 0.15 * stage.width, y], axis=1).astype(np.float32)
        level = (np.float32(0.2) + np.float32(0.6) * self._phase) * min(self._share * 2, 1.0)
        light = np.outer(level, self._tone).astype(np.float32)
        sizes = np.maximum(np.round(stage.unit * 0.0035 * (1 + 1.4 * self._fall)), 2).astype(int)
        for size in np.unique(sizes):
            chosen = sizes == size
            splat(canvas, at[chosen], light[chosen], int(size), canvas.floor)
