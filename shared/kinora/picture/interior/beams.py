"""Light made visible by dust: rays that come in through an opening and slowly shift."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import smoothstep, tile
from kinora.picture.paint.radiance import ONE
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage

_COARSE = 8
_RAYS = 512


@dataclass(frozen=True)
class Cone:
    """Where rays run: they leave ``source`` (stage pixels) between two angles.

    Angles in radians, 0 to the right and a quarter turn downwards; ``start`` and ``reach`` are the
    distances from the source at which rays begin and have faded, in stage pixels.
    """

    source: tuple[float, float]
    angles: tuple[float, float]
    start: float
    reach: float
    soft: float = 0.06
    """How softly the cone ends sideways, in radians."""
    rays: float = 40.0
    """Rays per radian."""


class Beams:
    """Drawn at an eighth of the size, where so soft a thing loses nothing."""

    def __init__(
        self, stage: Stage, cone: Cone, tone: Floats, depth: float, label: str = "beams"
    ) -> None:
        """``tone`` is the (3,) linear BGR that a ray adds at its brightest."""
        rng = stage.generator(label)
        self._cone, self._tone, self._depth = cone, tone, depth
        rays = tile(_RAYS, rng, (1, 64), 3, 0.6)[0]
        self._rays = np.ascontiguousarray(np.append(rays, rays[0])[None].astype(np.float32))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        view, cone = moment.pose.view(self._depth), self._cone
        x0, y0 = view.to_screen(*cone.source)
        columns, rows = -(-canvas.width // _COARSE), -(-canvas.height // _COARSE)
        x = (np.arange(columns, dtype=np.float32) + 0.5) * _COARSE - np.float32(x0)
        y = (np.arange(rows, dtype=np.float32) + 0.5) * _COARSE - np.float32(y0)
        away: Floats = np.hypot(x[None, :], y[:, None]) / np.float32(view.scale)
        angle: Floats = np.arctan2(y[:, None], x[None, :])
        low, high = cone.angles
        angle = (low + np.mod(angle - low + math.pi, 2 * math.pi) - math.pi).astype(np.float32)
        edge: Floats = smoothstep(low - cone.soft, low + cone.soft, angle.astype(np.float32))
        edge = edge * (1 - smoothstep(high - cone.soft, high + cone.soft, angle))
        light = edge * self._lit(angle, moment)
        light *= smoothstep(cone.start * 0.75, cone.start * 1.15, away)
        light *= np.clip(1 - (away - cone.start) / np.float32(cone.reach - cone.start), 0, 1) ** 1.5
        light = (light * np.float32(moment.glow)).astype(np.float32)
        planes = [cv.fixed(light, float(part) * ONE) for part in self._tone]
        planes.append(np.zeros_like(planes[0]))
        wide = cv.resize(cv.merge(planes), (columns * _COARSE, rows * _COARSE))
        cv.add_light(canvas.pixels, wide[: canvas.height, : canvas.width])

    def _lit(self, angle: Floats, moment: Moment) -> Floats:
        """Brightness of the rays by direction."""
        turn = angle * np.float32(self._cone.rays)
        first = np.mod(turn + np.float32(1.1 * moment.flow), _RAYS)
        second = np.mod(turn * np.float32(0.6) - np.float32(1.6 * moment.flow - 99), _RAYS)
        none = np.zeros_like(first)
        both: Floats = cv.remap(self._rays, first, none) * cv.remap(self._rays, second, none)
        lit: Floats = np.clip(both * np.float32(2.6) - np.float32(0.2), 0, 1.2)
        return lit
