"""Curtains at a window: folds of cloth that the wind fills and lets fall."""

from __future__ import annotations

import math

import numpy as np

from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.radiance import lay_over, pack
from kinora.picture.plate import Canvas, inverse_map
from kinora.picture.stage import Sheet, Stage

_CELL = 16


class Curtain:
    """One length of cloth that hangs from a rod; its foot moves most."""

    def __init__(
        self,
        stage: Stage,
        box: tuple[float, float, float, float],
        tone: tuple[Floats, Floats],
        sheer: float,
        inward: float,
        depth: float,
    ) -> None:
        """``box``: left, top, right, bottom in stage pixels; ``tone``: cloth in shade and in light.

        ``sheer`` is how much shines through, 0..1; ``inward`` the side, -1 or 1, where the window
        lies.
        """
        rng = stage.generator("curtain", inward)
        left, top, right, bottom = box
        self._stage, self._depth, self._inward = stage, depth, inward
        self._rod, self._foot = top, bottom
        self._room = 0.5 * (right - left) + 0.07 * stage.unit
        scale = stage.scale
        origin = (left - self._room, top - 2 / scale)
        size = ((right + self._room - origin[0]) * scale, (bottom - origin[1]) * scale + 6)
        self._sheet = Sheet(*origin, scale, math.ceil(size[0]), math.ceil(size[1]))
        self._phase = float(rng.uniform(0, 6.28))
        self._pixels = self._drawn(rng, left, right, bottom, tone, sheer)

    def _drawn(
        self,
        rng: np.random.Generator,
        left: float,
        right: float,
        bottom: float,
        tone: tuple[Floats, Floats],
        sheer: float,
    ) -> np.ndarray:
        sheet, unit = self._sheet, np.float32(self._stage.unit)
        x, y = sheet.xs[None, :], sheet.ys[:, None]
        part = (x - np.float32(left)) / np.float32(right - left)
        drop = (y - np.float32(self._rod)) / np.float32(bottom - self._rod)
        gather = 1 - np.float32(0.16) * np.exp(-(((drop - 0.62) / 0.3) ** 2))
        outer = part if self._inward > 0 else 1 - part
        outer = outer / gather
        folds = float(rng.uniform(6.5, 10.0))
        wave = np.sin(
            outer * np.float32(2 * math.pi * folds) + np.float32(1.2) * np.sin(drop * 3.1)
        )
        fold = (
            np.float32(0.5)
            + np.float32(0.35) * wave
            + np.float32(0.15) * np.sin(outer * np.float32(2 * math.pi * folds * 2.3) + 1)
        )
        edge = np.float32(1.2) / np.float32(sheet.scale)
        hem = np.float32(bottom) + np.float32(0.006) * unit * wave
        cover = np.clip(outer * (right - left) / edge, 0, 1) * np.clip(
            (1 - outer) * np.float32(right - left) / edge, 0, 1
        )
        cover = cover * np.clip((hem - y) / edge, 0, 1) * (y >= self._rod)
        share = cover * (1 - np.float32(sheer) * (np.float32(0.45) + np.float32(0.55) * fold))
        lit = fold * (np.float32(0.55) + np.float32(0.45) * outer)
        colour = tone[0] + (tone[1] - tone[0]) * np.clip(lit, 0, 1)[..., None]
        return pack(colour.astype(np.float32), np.clip(share, 0, 1).astype(np.float32))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        view = moment.pose.view(self._depth)
        sheet = self._sheet
        x0, y0 = view.to_screen(sheet.left, sheet.top)
        x1, y1 = view.to_screen(sheet.right, sheet.bottom)
        left, top = max(math.floor(x0), 0), max(math.floor(y0), 0)
        right, bottom = min(math.ceil(x1), canvas.width), min(math.ceil(y1), canvas.height)
        if left >= right or top >= bottom:
            return
        matrix = inverse_map(sheet, moment.pose, self._depth)
        columns, rows = -(-(right - left) // _CELL), -(-(bottom - top) // _CELL)
        xs = (
            left
            + (np.arange(columns, dtype=np.float32) + np.float32(0.5)) * _CELL
            - np.float32(0.5)
        )
        ys = top + (np.arange(rows, dtype=np.float32) + np.float32(0.5)) * _CELL - np.float32(0.5)
        across = xs[None, :] * matrix[0, 0] + matrix[0, 2]
        down = ys[:, None] * matrix[1, 1] + matrix[1, 2]
        drop = np.clip(down / np.float32(sheet.rows), 0, 1)
        bend = self._bend(across / np.float32(sheet.columns), drop, moment) * sheet.scale
        across = (across - bend).astype(np.float32)
        down = np.broadcast_to(down + np.abs(bend) * np.float32(0.12), across.shape)
        size = (columns * _CELL, rows * _CELL)
        fine = np.s_[: bottom - top, : right - left]
        seen = cv.remap(
            self._pixels,
            cv.resize(across, size)[fine],
            cv.resize(np.ascontiguousarray(down, np.float32), size)[fine],
            border=cv.CLEAR,
        )
        lay_over(canvas.pixels[top:bottom, left:right], seen)

    def _bend(self, part: Floats, drop: Floats, moment: Moment) -> Floats:
        """How far the cloth is moved sideways, in stage pixels."""
        flow, phase = moment.flow, self._phase
        puff = 0.5 + 0.5 * math.sin(0.9 * flow + phase) + 0.3 * math.sin(1.7 * flow + 2 * phase)
        swell = drop ** np.float32(1.7) * np.float32(puff * self._inward)
        ripple = np.sin(drop * 5 - np.float32(2.2 * flow) + part * 4 + np.float32(phase))
        ripple = ripple * drop * np.float32(0.28)
        reach = min(self._room * 0.8, 0.055 * self._stage.unit * (0.35 + moment.sway))
        bend: Floats = (swell + ripple) * np.float32(reach)
        return bend
