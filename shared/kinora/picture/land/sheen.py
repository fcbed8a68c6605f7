"""Mirror images on wet ground or still water, drawn once and made to tremble by ripples."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.noise import tile
from kinora.picture.paint.radiance import lay_over
from kinora.picture.paint.scroll import endless, sample
from kinora.picture.plate import Canvas
from kinora.picture.receding import Depths, Recession, centres
from kinora.picture.stage import Sheet, Stage

_TILE = 256
_CELL = 16
_FAR = 0.06


@dataclass(frozen=True)
class Ripples:
    """How a mirror image is disturbed. Lengths in stage units at the viewer's feet."""

    top: float
    """The stage row from which on there is any."""
    sway: float
    """Sideways reach."""
    lift: float
    """Reach up and down."""
    size: float
    """Length of a ripple."""
    speed: float = 1.0


class Sheen:
    """Pixels laid over the ground, smaller than the frame by ``coarse`` and bent by ripples."""

    def __init__(
        self,
        pixels: Radiance,
        sheet: Sheet,
        stage: Stage,
        depths: Depths,
        ripples: Ripples,
        coarse: int = 4,
    ) -> None:
        """``sheet`` is that of the pixels; ``coarse`` divides 16."""
        rng = stage.generator("sheen")
        self._pixels, self._sheet, self._stage, self._ripples = pixels, sheet, stage, ripples
        self._recession = Recession(sheet, depths)
        slopes = [tile(_TILE, rng, (16, 8), 3, 0.55) * 2 - 1 for _ in range(2)]
        self._waves = endless(np.ascontiguousarray(np.dstack(slopes).astype(np.float32)))
        self._origin = rng.uniform(0, _TILE, 4)
        self._coarse = coarse

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        far = moment.pose.view(0.0).to_screen(0, self._ripples.top)[1]
        near = moment.pose.view(1.0).to_screen(0, self._ripples.top)[1]
        top = max(math.floor(min(far, near)), 0) // _CELL * _CELL
        bottom = canvas.floor
        if top >= bottom:
            return
        across, down = self._places(canvas, moment, top, bottom)
        seen = cv.remap(self._pixels, across, down)
        size = (seen.shape[1] * self._coarse, seen.shape[0] * self._coarse)
        rows = bottom - top
        lay_over(canvas.pixels[top:bottom], cv.resize(seen, size)[:rows, : canvas.width])

    def _places(
        self, canvas: Canvas, moment: Moment, top: int, bottom: int
    ) -> tuple[Floats, Floats]:
        """Pixels of the sheet for every ``coarse``-th pixel of the screen."""
        xs, ys = centres(canvas.width), centres(bottom - top) + np.float32(top)
        x, y = self._recession.stage_at(moment.pose, xs, ys)
        each = _CELL // self._coarse
        size = (x.shape[1] * each, x.shape[0] * each)
        x = cv.resize(x, size)[each:-each, each:-each]
        y = cv.resize(y, size)[each:-each, each:-each]
        bend = self._bend(x, y, moment)
        scale = np.float32(self._sheet.scale)
        across = (x + bend[0] - np.float32(self._sheet.left)) * scale - np.float32(0.5)
        down = (y + bend[1] - np.float32(self._sheet.top)) * scale - np.float32(0.5)
        return across, down

    def _bend(self, x: Floats, y: Floats, moment: Moment) -> tuple[Floats, Floats]:
        """How far ripples displace stage places."""
        look, stage = self._ripples, self._stage
        fall = np.maximum((y - np.float32(look.top)) / np.float32(stage.height - look.top), 0)
        open_ = fall[:, :1] + np.float32(_FAR)
        dense = np.float32(_TILE / 12 / (look.size * stage.unit)) / open_
        u = (x - np.float32(stage.width / 2)) * dense
        flow = look.speed * moment.flow
        v = (open_[:, 0] ** np.float32(-0.4) * np.float32(180 * 0.03 / look.size)).astype(
            np.float32
        )
        first = sample(
            self._waves, u + np.float32((self._origin[0] + 3 * flow) % _TILE),
            v + self._origin[1] + 9 * flow,
        )  # fmt: skip
        second = sample(
            self._waves, u * np.float32(0.6) + np.float32((self._origin[2] - 4 * flow) % _TILE),
            v * np.float32(0.7) + self._origin[3] + 6 * flow,
        )  # fmt: skip
        waves = first + second
        reach = (fall + np.float32(0.04)) * np.float32(stage.unit)
        return waves[..., 0] * reach * np.float32(look.sway), waves[..., 1] * reach * np.float32(
            look.lift
        )
