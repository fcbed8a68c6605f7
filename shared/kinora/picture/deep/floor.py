"""The sea floor in perspective: sand with ripples, and caustics that run over it."""

from __future__ import annotations

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.picture.coarse import coarse_size, enlarged, step_for
from kinora.picture.deep.column import water_tone
from kinora.picture.fields.caustics import caustic_tile
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.noise import smoothstep, tile
from kinora.picture.paint.radiance import ONE, OPAQUE
from kinora.picture.paint.scroll import endless, sample
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage

_SAND = Oklab.polar(0.7, 0.05, 85)
_FAR = 0.1


class Floor:
    """Fills the frame from the stage row ``top`` downwards."""

    def __init__(self, stage: Stage, tones: Tones, top: float) -> None:
        rng = stage.generator("sea floor")
        self._stage, self._top, self._step = stage, top, step_for(stage, 256)
        self._nets = [endless(caustic_tile(rng, 8, focus)) for focus in (0.7, 1.1)]
        ripples = tile(256, rng, (32, 4), 3, 0.55)
        patches = tile(256, rng, (8, 4), 3, 0.5)
        ground = 0.62 * patches + 0.38 * ripples
        slope = ripples - np.roll(ripples, 2, axis=0)
        ground += np.clip(slope / (3 * slope.std()), -1, 1) * np.float32(0.22)
        self._sand = endless(ground.astype(np.float32))
        sky = tones.hour.sky
        lit = sky[0][2] * 0.8
        self._pale = tones.tint(0.55, lit, _SAND, 0.2) * np.float32(0.36)
        self._dark = water_tone(tones, 0.0) * np.float32(0.55)
        key = min(tones.hour.key, 1.25) * (1 - 0.7 * tones.overcast)
        self._spark = tones.light(0.3, 0.42 * key + 0.02) * np.float32(0.6) + water_tone(
            tones, 0.9
        ) * np.float32(0.42 * key)
        self._haze = water_tone(tones, 0.4)
        self._origin = rng.uniform(0, 256, 4)

    def covered(self, moment: Moment, height: int) -> tuple[int, int]:
        """All rows from a little below its far edge on."""
        first = moment.pose.view(_FAR).to_screen(0, self._top)[1]
        return min(max(round(first + 0.12 * self._stage.unit) + 2, 1), height), height

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        far, near = moment.pose.view(_FAR), moment.pose.view(1.0)
        stage, unit = self._stage, self._stage.unit
        edge = far.to_screen(0, self._top)[1]
        foot = max(near.to_screen(0, stage.height)[1], edge + 8)
        step = self._step
        first, last = min(max(round(edge), 0), canvas.height), canvas.floor
        if first >= last:
            return
        wide, count = coarse_size(canvas.width, last - first, step)
        rows = np.arange(count, dtype=np.float32) * step + np.float32(first + step / 2)
        fall = np.clip((rows - edge) / (foot - edge), 0, None).astype(np.float32)
        scale = far.scale + (near.scale - far.scale) * fall
        slide = far.x + (near.x - far.x) * fall
        columns = (np.arange(wide, dtype=np.float32) + np.float32(0.5)) * (canvas.width / wide)
        open_ = fall + np.float32(0.07)
        left = -(slide / scale + stage.width / 2) / unit
        across = (1 / scale / unit).astype(np.float32)
        light = self._lit(across, left, columns, open_, moment.flow)
        small = self._coloured(light, fall)
        large = enlarged(canvas, small, step)[: last - first]
        soft = max(int(0.1 * unit), 2)
        join = np.clip((np.arange(first, last) - edge) / soft, 0, 1)
        joined = int(np.count_nonzero(join < 1))
        top = canvas.pixels[first : first + joined]
        share = join[:joined, None, None].astype(np.float32)
        top[:] = np.round(top + (large[:joined].astype(np.float32) - top) * share).astype(np.uint16)
        canvas.pixels[first + joined : last] = large[joined:]

    def _lit(
        self, across: Floats, left: Floats, columns: Floats, open_: Floats, flow: float
    ) -> tuple[Floats, Floats]:
        """(rows, columns) of sand 0..1 and of caustics about 1."""
        dense = np.float32(112) / (open_ + np.float32(0.06))
        base: Floats = np.outer(dense * across, columns).astype(np.float32)
        base += (dense * left)[:, None]
        depth = open_ ** np.float32(-0.35) * np.float32(150)
        o = self._origin
        sand = sample(self._sand, base * np.float32(0.8) + np.float32(o[0]), depth * 1.1 + o[1])
        one = sample(self._nets[0], base + np.float32((o[2] + 7 * flow) % 256), depth + 5 * flow)
        two = sample(
            self._nets[1],
            base * np.float32(0.8) - np.float32((o[3] + 6 * flow) % 256),
            depth * 0.8 - 4 * flow,
        )
        return sand, cv.weighted(np.minimum(one, two), 0.8, one, 0.2)

    def _coloured(self, light: tuple[Floats, Floats], fall: Floats) -> Radiance:
        sand, net = light
        haze = np.clip(1 - smoothstep(0.0, 0.75, fall) * np.float32(0.95), 0, 1)
        near = 1 - haze
        spark = np.maximum(net - np.float32(0.45), 0) * (near * (1 - 0.35 * fall))[:, None]
        planes = []
        for c in range(3):
            tone = cv.weighted(
                sand, float(self._pale[c] - self._dark[c]), sand, 0, float(self._dark[c])
            )
            tone *= near[:, None]
            tone += (haze * self._haze[c])[:, None].astype(np.float32)
            planes.append(
                cv.fixed(cv.weighted(tone, 1, spark * (0.35 + sand), float(self._spark[c])), ONE)
            )
        planes.append(np.full_like(planes[0], OPAQUE))
        return cv.merge(planes)
