"""A field as a layer: a pattern over the whole frame, dyed with the palette."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.picture.coarse import rows_to_floor
from kinora.picture.fields.dye import Dye
from kinora.picture.fields.gradient import Slope
from kinora.picture.fields.grid import Grid, Lens
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage


class Glance:
    """What a pattern is asked: the grids of the screen at any depth, and the moment."""

    def __init__(self, lens: Lens, size: tuple[int, int], moment: Moment) -> None:
        self._lens, self._size, self.moment = lens, size, moment

    def grid(self, depth: float) -> Grid:
        """The coarse screen as it lies in the plane at ``depth``."""
        return self._lens.grid(self.moment.pose, self._size, depth)


class Pattern(Protocol):
    """Structure without colour."""

    def at(self, glance: Glance) -> tuple[Floats, Floats]:
        """Place on the palette and light, (rows, columns) of the glance's grid, about 0..1."""


class Shine(Protocol):
    """Light added to a field before it is enlarged."""

    def shine(self, small: Radiance, step: float, moment: Moment) -> None:
        """Add to a picture of a pixel for every ``step`` screen pixels."""


class Field:
    """Fills the frame down to the floor."""

    depth = 0.05

    def __init__(
        self,
        spec: SceneSpec,
        stage: Stage,
        pattern: Pattern,
        dye: Dye,
        step: int,
        lights: Sequence[Shine] = (),
    ) -> None:
        self._lens, self._pattern, self._dye = Lens(stage, step), pattern, dye
        self._lights, self._width = lights, stage.width
        self._slope = Slope(spec, stage)
        self._centre = (stage.centre - stage.width / 2) / stage.unit
        self._wide, self._tall = stage.width / stage.unit, stage.height / stage.unit

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        rows = rows_to_floor(canvas, self._lens.step)
        glance = Glance(self._lens, (canvas.width, rows), moment)
        place, light = self._pattern.at(glance)
        grid = glance.grid(self.depth)
        place = self._slope.mixed(place, grid)
        light = light * self._focus(grid, moment)
        small = canvas.spare(grid.rows, grid.columns)
        self._dye.colour(place, light, small)
        self._shine(small, canvas.width / grid.columns, moment)
        cv.resize(small, (canvas.width, rows), out=canvas.pixels[:rows])

    def _shine(self, small: Radiance, step: float, moment: Moment) -> None:
        """Add the lights, and where the field is mirrored their mirror image too."""
        if not self._lights:
            return
        if not self._lens.mirrored:
            for each in self._lights:
                each.shine(small, step, moment)
            return
        lit = np.zeros_like(small)
        for each in self._lights:
            each.shine(lit, step, moment)
        axis = moment.pose.view(self.depth).to_screen(0.5 * self._width, 0)[0] / step
        matrix = np.array([[-1, 0, 2 * axis - 1], [0, 1, 0]], np.float32)
        cv.add_light(small, lit)
        cv.add_light(small, cv.warp(lit, matrix, (small.shape[1], small.shape[0]), border=cv.CLEAR))

    def _focus(self, grid: Grid, moment: Moment) -> Floats:
        """(rows, columns) factors: brightest at the visual centre; lights beat with the music."""
        x = (grid.xs - np.float32(self._centre)) / np.float32(0.62 * self._wide)
        y = grid.ys / np.float32(0.7 * self._tall)
        level = math.sqrt(moment.glow)
        focus = np.outer(np.exp(-y * y) * np.float32(0.36 * level), np.exp(-x * x))
        return (focus + np.float32(0.78 * level)).astype(np.float32)
