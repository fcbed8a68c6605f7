"""The sky: a graded dome with the glow of sun or moon, and clouds that drift and change."""

from __future__ import annotations

import math

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import GradientKind, TimeOfDay
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.noise import generator
from kinora.picture.paint.radiance import ONE, OPAQUE, lay_over, pack
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas, Layer, inverse_map
from kinora.picture.sky.celestial import Disc, Stars
from kinora.picture.sky.clouds import Clouds
from kinora.picture.stage import Sheet, Stage

_GLOW = {
    TimeOfDay.DAWN: 0.75,
    TimeOfDay.DAY: 0.5,
    TimeOfDay.GOLDEN_HOUR: 1.0,
    TimeOfDay.DUSK: 0.5,
    TimeOfDay.MOONLIGHT: 0.26,
    TimeOfDay.NIGHT: 0.05,
}
_DEPTH = 0.02
_ACROSS, _DOWN = 4, 2
"""Screen pixels to one of the sky's."""


class Sky:
    """Drawn at a quarter of the width and half the height, where air and clouds lose nothing."""

    def __init__(self, spec: SceneSpec, stage: Stage, tones: Tones, bottom: float) -> None:
        """``bottom`` is the stage row down to which sky may show."""
        self._stage, self._bottom = stage, bottom
        scale = 0.25
        left, top = -4 * math.ceil(stage.margin_x / 4), -4 * math.ceil(stage.margin_y / 4)
        right, bottom = stage.width + stage.margin_x, min(bottom, stage.height + stage.margin_y)
        self._sheet = Sheet(
            left, top, scale, math.ceil((right - left) * scale), math.ceil((bottom - top) * scale)
        )
        self._halo = halo(self._sheet, stage)
        self._dome = self._painted(spec, tones)
        self._clouds = Clouds(spec, stage, tones)
        blue, green, red = (min(int(part * ONE), OPAQUE) for part in tones.haze)
        self._ground = (blue, green, red, OPAQUE)
        self._stars = Stars(spec, stage, tones)
        self._disc = Disc(spec, stage, tones)

    def _painted(self, spec: SceneSpec, tones: Tones) -> Radiance:
        """The still dome, opaque."""
        stage, sheet = self._stage, self._sheet
        rise = np.clip((stage.horizon - sheet.ys) / max(stage.horizon, 1.0), 0, 1.25)
        steps = np.linspace(0, 1.25, 64)
        ramp = np.array([tones.sky_colour(min(float(step), 1.0)) for step in steps])
        shift = gradient_shift(spec, stage, sheet)
        if shift is None:
            column = np.stack([np.interp(rise, steps, ramp[:, i]) for i in range(3)], axis=-1)
            dome = np.repeat(column[:, None, :], sheet.columns, axis=1).astype(np.float32)
        else:
            lookup = np.clip((rise[:, None] + shift) * (63 / 1.25), 0, 63).astype(np.float32)
            table = ramp.astype(np.float32)[None]
            dome = cv.remap(table, lookup, np.zeros_like(lookup))
        glow = tones.light(0.45, 1.0) * np.float32(_GLOW[spec.time_of_day])
        glow = glow * np.float32(1 - 0.75 * tones.overcast)
        dome += self._halo[..., None] * glow
        return pack(dome)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Fill the canvas down to the lowest row where sky may show."""
        view = moment.pose.view(_DEPTH)
        reach = view.scale * self._bottom + view.y
        lowest = min(max(math.ceil(reach) + 2, 2), canvas.height)
        rows = min(lowest, canvas.floor + 2)
        rows = min(rows + rows % 2, canvas.height)
        width, height = math.ceil(canvas.width / _ACROSS), (rows + 1) // _DOWN
        matrix = sampled(inverse_map(self._sheet, moment.pose, _DEPTH), _ACROSS, _DOWN)
        sky = cv.warp(self._dome, matrix, (width, height), out=canvas.spare(height, width))
        near = cv.warp(self._halo, matrix, (width, height))
        clouds, cover = self._clouds.drawn(near, view, moment)
        lay_over(sky, clouds)
        cv.resize(sky, (canvas.width, rows), out=canvas.pixels[:rows])
        canvas.flood(rows, self._ground)
        self._stars.shine(canvas, lowest, view, cover, moment)
        self._disc.shine(canvas, rows, view, cover)


def open_sky(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """The sky over a landscape, down to a little below the horizon."""
    return [Sky(spec, stage, tones, stage.horizon + 0.1 * stage.unit)]


def sampled(matrix: Floats, across: int, down: int) -> Floats:
    """A screen-to-sheet matrix for a picture of every ``across``-th column and ``down``-th row."""
    coarse = matrix * np.array([across, down, 1], np.float32)
    coarse[:, 2] += matrix[:, 0] * np.float32((across - 1) / 2)
    coarse[:, 2] += matrix[:, 1] * np.float32((down - 1) / 2)
    return coarse


def halo(sheet: Sheet, stage: Stage) -> Floats:
    """Nearness to the sun or moon, 1 at its centre: a wide and a narrow exponential glow."""
    x = (sheet.xs - stage.sun[0])[None, :] / np.float32(stage.unit)
    y = (sheet.ys - stage.sun[1])[:, None] / np.float32(stage.unit)
    distance = cv.root(x * x + y * y * np.float32(1.3))
    wide: Floats = np.exp(distance * np.float32(-4.2))
    narrow: Floats = np.exp(distance * np.float32(-15.0))
    return (wide * np.float32(0.6) + narrow * np.float32(0.4)).astype(np.float32)


def gradient_shift(spec: SceneSpec, stage: Stage, sheet: Sheet) -> Floats | None:
    """How far up the sky's colours each place moves for the spec's gradient; None if vertical."""
    across = (sheet.xs - stage.sun[0])[None, :] / np.float32(stage.width)
    down = (sheet.ys - stage.sun[1])[:, None] / np.float32(max(stage.horizon, 1.0))
    strength = np.float32(spec.gradient.strength)
    match spec.gradient.kind:
        case GradientKind.VERTICAL:
            return None
        case GradientKind.HORIZONTAL:
            side = 1.0 if generator(spec.seed, "gradient").random() < 0.5 else -1.0
            shift = across * np.float32(0.75 * side) + down * 0
        case GradientKind.RADIAL:
            shift = cv.root(across * across * 2 + down * down) * np.float32(0.8) - np.float32(0.3)
        case GradientKind.ANGLED:
            angle = math.radians(spec.gradient.angle)
            shift = across * np.float32(0.8 * math.cos(angle)) + down * np.float32(
                0.5 * math.sin(angle)
            )
    return (shift * strength).astype(np.float32)
