"""Snow on open ground: wind-shaped drifts, its colours in light and shade, tracks through it."""

from __future__ import annotations

import math

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.picture.land.relief import warped
from kinora.picture.land.terrain import Ground, Material
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import smoothstep, stretched, tile
from kinora.picture.paint.tones import Tones
from kinora.picture.stage import Stage

_SIZE = 512


def drifts(rng: np.random.Generator) -> Floats:
    """A height tile of broad swells with low, long ridges that the wind has cut."""
    swell = tile(_SIZE, rng, (4, 4), 3, 0.34)
    ridge = 1 - np.abs(2 * tile(_SIZE, rng, (16, 4), 2, 0.5) - 1)
    carved = np.float32(0.13) * ridge * ridge * smoothstep(0.2, 0.8, swell)
    fine = np.float32(0.022) * tile(_SIZE, rng, (64, 16), 3, 0.6)
    return stretched(warped((swell + carved + fine).astype(np.float32), rng, 18.0))


def snow(stage: Stage, tones: Tones, track: Track | None = None) -> Material:
    """White in light, blue in shade, with a glimmer in it; a track if there is one."""
    blue = Oklab.polar(0.7, 0.055, 255)
    shade = tones.tint(0.4, 0.6, blue, 0.4) * np.float32(0.8)
    bright = tones.tint(0.97, 0.9, Oklab(0.97, 0.0, -0.003), 0.4) * np.float32(0.92)

    def albedo(ground: Ground) -> Floats:
        level = float(np.median(ground.facing))
        towards = ground.facing + 0.12 * (ground.rough - 0.5) - np.float32(level)
        lit = smoothstep(-0.2, 0.16, towards)[..., None]
        tone = shade + (bright - shade) * lit
        if track is not None:
            tone = tone * (1 - track.shade(stage, ground)[..., None] * np.float32(0.5))
        return tone.astype(np.float32)

    return albedo


class Track:
    """A trodden trail or the two lines of skis, that wind away from the viewer."""

    def __init__(self, stage: Stage, scale: float) -> None:
        """``scale`` is the width of a columns' step in stage pixels."""
        rng = stage.generator("track")
        self._skis = bool(rng.random() < 0.5)
        self._phase = float(rng.uniform(0, 6.28))
        self._swing = float(rng.uniform(0.12, 0.3))
        self._scale = scale

    def shade(self, stage: Stage, ground: Ground) -> Floats:
        """How deep every sampled point is trodden, 0..1."""
        columns = ground.distance.shape[1]
        left = -math.ceil(stage.margin_x * stage.scale) / stage.scale
        xs = left + (np.arange(columns, dtype=np.float32) + np.float32(0.5)) / np.float32(
            stage.scale
        )
        z = ground.distance[:, :1]
        world = (xs[None, :] - np.float32(stage.width / 2)) / np.float32(stage.unit) * z
        aim = np.float32((stage.centre - stage.width / 2) / stage.unit)
        path = aim * z + np.float32(self._swing) * np.sin(z * 2.1 + self._phase) * np.minimum(
            z, 2.5
        )
        away = world - path
        if self._skis:
            lines: Floats = np.exp(-(((np.abs(away) - 0.035) / 0.011) ** 2))
            return lines
        step = z / np.float32(0.07)
        side = np.where(np.floor(step) % 2 == 0, 0.03, -0.03).astype(np.float32)
        along = np.abs(step % 1 - 0.5) / 0.32
        prints: Floats = np.exp(-(((away - side) / 0.018) ** 2) - along**4)
        return prints
