"""The water itself: bright above, deep below, with the surface seen from beneath and its rays."""

from __future__ import annotations

import math

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.picture.coarse import rows_to_floor, step_for
from kinora.picture.fields.caustics import caustic_tile
from kinora.picture.film.pose import View
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import smoothstep, tile
from kinora.picture.paint.radiance import ONE, OPAQUE
from kinora.picture.paint.scroll import endless, sample
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage

SEA = Oklab.polar(0.55, 0.09, 222)
"""The water's own hue."""
_DEPTH = 0.06
_STEPS = np.arange(257)


def water_tone(tones: Tones, height: float) -> Floats:
    """(3,) linear BGR of open water: ``height`` 0 at the bottom of the view, 1 at the surface."""
    sky = tones.hour.sky
    dark, bright = sky[-1][2] * 0.5, sky[0][2] * 0.78
    lightness = dark + (bright - dark) * height**1.4
    return tones.tint(
        0.12 + 0.62 * height, lightness, SEA, (0.2 + 0.2 * tones.hour.nature) * tones.own
    )


class Column:
    """Fills the frame, drawn at a quarter of its size."""

    def __init__(self, stage: Stage, tones: Tones) -> None:
        rng = stage.generator("water column")
        self._stage = stage
        self._surface = -float(rng.uniform(0.02, 0.2)) * stage.unit
        """Stage row of the surface at the far end; it comes down towards the viewer overhead."""
        heights = np.linspace(0, 1, 65)
        self._ramp = np.array([water_tone(tones, float(h)) for h in heights])
        self._seen = float(rng.uniform(0.55, 0.8))
        self._sun = stage.sun[0] + float(rng.uniform(-0.12, 0.12)) * stage.width
        key = min(tones.hour.key, 1.25) * (1 - 0.55 * tones.overcast) + 0.06
        self._light = tones.light(0.25, 0.75 * key + 0.03) * np.float32(0.45) + water_tone(
            tones, 1.0
        ) * np.float32(0.75 * key)
        self._rays = [np.append(tile(256, rng, (1, 32), 3, 0.6)[0], 0) for _ in (0, 1)]
        for ray in self._rays:
            ray[-1] = ray[0]
        self._lean = float(rng.uniform(-0.35, 0.35))
        self._strength = float(rng.uniform(0.5, 1.0))
        self._net = endless(caustic_tile(rng, 8, 0.8))
        self._step = step_for(stage, 110)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        view, step = moment.pose.view(_DEPTH), self._step
        rows = rows_to_floor(canvas, step)
        size = math.ceil(canvas.width / step), math.ceil(rows / step)
        wide, tall = canvas.width / size[0], rows / size[1]
        xs = (((np.arange(size[0]) + 0.5) * wide - view.x) / view.scale).astype(np.float32)
        ys = (((np.arange(size[1]) + 0.5) * tall - view.y) / view.scale).astype(np.float32)
        light = self._lit(xs, ys, moment)
        height = np.clip(1 - ys / np.float32(self._stage.height), 0, 1) ** np.float32(self._seen)
        planes = []
        absorbed = (0.35 + 0.65 * height).astype(np.float32)
        for c in range(3):
            base = np.interp(height, np.linspace(0, 1, 65), self._ramp[:, c]).astype(np.float32)
            plane = light * (absorbed * np.float32(self._light[c]))[:, None]
            plane += base[:, None]
            planes.append(cv.fixed(plane, ONE))
        planes.append(np.full_like(planes[0], OPAQUE))
        cv.resize(cv.merge(planes), (canvas.width, rows), out=canvas.pixels[:rows])

    def _lit(self, xs: Floats, ys: Floats, moment: Moment) -> Floats:
        """(rows, columns) light over the water's own: the sun's glow, its rays, the surface."""
        unit, flow = self._stage.unit, moment.flow
        x = (xs - np.float32(self._sun)) / np.float32(unit)
        y = ys / np.float32(unit)
        glow = np.exp(np.add.outer(-((y + 0.1) ** 2) * 3.2, -(x * x) * 2.6)).astype(np.float32)
        lift = y + np.float32(0.95)
        angle = np.arctan2(x[None, :] + np.float32(self._lean) * y[:, None], lift[:, None])
        first = np.interp((angle * 95 + 1.9 * flow) % 256, _STEPS, self._rays[0])
        second = np.interp((angle * 141 - 2.6 * flow + 90) % 256, _STEPS, self._rays[1])
        rays: Floats = np.clip(first * second * 2.6 - 0.42, 0, 1.2).astype(np.float32)
        fade = np.exp(-y * np.float32(1.7)) * np.clip(1.2 - 0.3 * y, 0, 1)
        rays *= fade[:, None] * np.float32(1.5 * self._strength * moment.glow)
        rays *= np.exp(-np.abs(angle) * np.float32(1.1))
        light: Floats = cv.weighted(glow, 0.6, rays, 1)
        self._add_surface(light, xs, ys, flow)
        return light

    def _add_surface(self, light: Floats, xs: Floats, ys: Floats, flow: float) -> None:
        """The moving net of the surface overhead, in perspective towards its far edge."""
        unit = np.float32(self._stage.unit)
        above = (np.float32(0.24 * unit) + np.float32(self._surface) - ys) / unit
        rows = int(np.count_nonzero(above > 0.012))
        if rows == 0:
            return
        near = 1 / np.maximum(above[:rows] + np.float32(0.05), 0.05)
        across = (xs - np.float32(self._stage.width / 2)) / unit
        u = np.outer(near * np.float32(26), across).astype(np.float32)
        u += np.float32((3.0 * flow) % 256)
        net = sample(self._net, u, near * np.float32(34) + np.float32((9.0 * flow) % 256))
        share = smoothstep(0.0, 0.2, above[:rows]) * np.float32(0.75)
        light[:rows] += net * share[:, None] * np.exp(-(across**2) * np.float32(0.9))[None, :]


class Murk:
    """Water between the viewer and what lies far off: it hides more the lower it is."""

    def __init__(self, stage: Stage, tones: Tones, density: float) -> None:
        self._stage, self._density = stage, density
        self._ramp = np.array([water_tone(tones, float(h)) for h in np.linspace(0, 1, 65)])

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        view: View = moment.pose.view(0.3)
        rows = canvas.floor
        ys = (np.arange(rows) + 0.5 - view.y) / view.scale / self._stage.height
        height = np.clip(1 - ys, 0, 1) ** 0.7
        share = np.clip(self._density * (0.72 + 0.5 * ys), 0, 1)
        veil = np.empty((rows, 4), np.float32)
        for c in range(3):
            veil[:, c] = np.interp(height, np.linspace(0, 1, 65), self._ramp[:, c]) * share * ONE
        area = canvas.pixels[:rows]
        keep = np.empty((rows, 1, 4), np.float32)
        keep[:, 0, :3] = (1 - share)[:, None]
        keep[:, 0, 3] = 1
        veil[:, 3] = 0
        spread = canvas.spare(rows, canvas.width)
        spread[:] = np.round(keep * 65535).astype(np.uint16)
        cv.scale_light(area, spread, 65535)
        spread[:] = np.round(veil).astype(np.uint16)[:, None]
        cv.add_light(area, spread)
