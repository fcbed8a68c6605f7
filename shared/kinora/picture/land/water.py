"""Open water: waves in perspective bend a mirror image of everything above the horizon.

Waves shrink towards the horizon faster in depth (power 1.35) than in width (power 1), as a plane
does, but never below a pixel, so that the far water does not flicker.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.noise import tile
from kinora.picture.paint.radiance import ONE, OPAQUE, lay_over
from kinora.picture.paint.scroll import endless, sample
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage

_TILE = 512
_FAR = 0.06
_LARGE = 900
"""Rows of a frame from which waves are computed for every second one."""


@dataclass(frozen=True)
class WaterLook:
    """What kind of water. ``chop`` is the height of waves, ``detail`` their number."""

    chop: float
    detail: float
    deep: Floats
    """(3,) linear BGR of the water's own colour, seen where it does not mirror."""
    glitter: Floats
    """(3,) linear BGR of the sun's path."""
    foam: Floats
    """(3,) linear BGR of breaking crests."""
    whitecaps: float
    """Share of crests that break, 0..1."""
    clarity: float = 0.55
    """How much of the water's own colour shows at the viewer's feet, 0..1."""


class Water:
    """Fills the canvas from the shore line ``top`` (a stage row) downwards."""

    def __init__(self, stage: Stage, look: WaterLook, top: float, depth: float = 0.08) -> None:
        """``depth`` is that of the shore line; the viewer's edge is at 1."""
        rng = stage.generator("water")
        self._stage, self._look, self._top = stage, look, top
        self._depth = depth
        self._waves = endless(_wave_tile(rng))
        self._origin = rng.uniform(0, _TILE, 4)

    def covered(self, moment: Moment, height: int) -> tuple[int, int]:
        """All rows from the shore line on."""
        shore = moment.pose.view(self._depth).to_screen(0, self._top)[1]
        return min(max(round(shore), 1), height), height

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        far, near = moment.pose.view(self._depth), moment.pose.view(1.0)
        horizon = far.to_screen(0, self._top)[1]
        foot = max(near.to_screen(0, self._stage.height)[1], horizon + 8)
        first = min(max(round(horizon), 1), canvas.height)
        last = canvas.floor
        if first >= last:
            return
        coarse = 2 if canvas.height >= _LARGE else 1
        rows = np.arange(first, last, coarse, dtype=np.float32) + np.float32((coarse - 1) / 2)
        fall = np.maximum((rows + 0.5 - horizon) / (foot - horizon), 0).astype(np.float32)
        scale = far.scale + (near.scale - far.scale) * fall
        slide = far.x + (near.x - far.x) * fall
        middle = self._stage.sun[0]
        left = ((0.5 - slide) / scale - middle) / np.float32(self._stage.unit)
        step = 2 / scale / np.float32(self._stage.unit)
        columns = np.arange((canvas.width + 1) // 2, dtype=np.float32)
        waves = self._surface(fall, left, step, columns, moment)
        across, slope, height, fine = cv.split(waves)
        target = canvas.pixels[first:last]
        self._mirror(canvas, target, (across, slope), rows, horizon, fall)
        veil = self._veil((slope, height, fine), fall, _path(fall, left, step, columns))
        wide = cv.resize(
            veil, (canvas.width, last - first), out=canvas.spare(last - first, canvas.width)
        )
        lay_over(target, wide)

    def _surface(
        self, fall: Floats, left: Floats, step: Floats, columns: Floats, moment: Moment
    ) -> Floats:
        """(rows, columns, 4): slope across, slope towards the viewer, height, and fine height."""
        look, flow = self._look, moment.flow
        open_ = fall + np.float32(_FAR)
        dense = np.float32(150 * look.detail) / open_
        u: Floats = np.outer(dense * step, columns).astype(np.float32, copy=False)
        u += (dense * left + np.float32((self._origin[0] + 5 * flow) % _TILE))[:, None]
        slow = u * np.float32(0.43)
        slow += np.float32((self._origin[2] - 7 * flow) % _TILE)
        depth = open_ ** np.float32(-0.35) * np.float32(900 * look.detail)
        waves = sample(self._waves, u, depth + self._origin[1] + 26 * flow)
        swell = sample(self._waves, slow, depth * 0.47 + self._origin[3] + 13 * flow)
        return cv.weighted(waves, 0.55, swell, 0.6, out=waves)

    def _mirror(
        self,
        canvas: Canvas,
        target: Radiance,
        slopes: tuple[Floats, Floats],
        rows: Floats,
        horizon: float,
        fall: Floats,
    ) -> None:
        """Fill the target with what stands above the horizon, upside down and bent by waves."""
        reach = np.float32(self._stage.unit * 0.14 * self._look.chop) * (fall + np.float32(0.05))
        bend = (reach * np.float32(0.8))[:, None]
        across = slopes[0] * bend
        across += np.arange(across.shape[1], dtype=np.float32) * 2 + np.float32(0.5)
        up = slopes[1] * (bend * np.float32(2.75))
        up += (np.float32(2 * horizon) - rows - reach * np.float32(0.5))[:, None]
        np.clip(up, 0.0, max(horizon - 1.5, 0.0), out=up)
        size = (canvas.width, target.shape[0])
        above = canvas.pixels[: max(round(horizon), 1)]
        cv.remap(
            above,
            cv.resize(across, size),
            cv.resize(up, size),
            out=target,
            border=cv.REFLECT,
        )

    def _veil(self, waves: tuple[Floats, Floats, Floats], fall: Floats, sunlit: Floats) -> Radiance:
        """What lies over the mirror image: the water's own colour, the sun's glitter, foam."""
        look = self._look
        slope, height, fine = waves
        own = np.clip(np.float32(look.clarity) * fall ** np.float32(0.7), 0, 0.9)
        share = slope * (np.float32(0.16) + np.float32(0.9) * own)[:, None]
        share += (own + np.float32(0.06))[:, None]
        np.clip(share, 0.0, 0.94, out=share)
        bright = cv.weighted(slope, -0.8 * 3.4, fine, -0.6 * 3.4, -0.16 * 3.4)
        np.clip(bright, 0.0, 1.0, out=bright)
        bright *= bright
        bright *= sunlit
        tones = zip(look.deep * ONE, look.glitter * ONE, look.foam * ONE, strict=True)
        if look.whitecaps > 0:
            broken = cv.weighted(height, 4.0, fine, 2.0, -4 * (0.75 - 0.4 * look.whitecaps))
            np.clip(broken, 0.0, 1.0, out=broken)
            broken *= np.minimum(fall * 2 + np.float32(0.12), 0.8)[:, None]
            planes = [
                cv.fixed_sum(cv.weighted(share, deep, bright, spark), 1, broken, foam)
                for deep, spark, foam in tones
            ]
        else:
            planes = [cv.fixed_sum(share, deep, bright, spark) for deep, spark, _ in tones]
        return cv.merge([*planes, cv.fixed(share, OPAQUE)])


def _path(fall: Floats, left: Floats, step: Floats, columns: Floats) -> Floats:
    """The sun's path on the water: 1 under the sun, widening towards the viewer."""
    width = 1 / (np.float32(0.05) + fall * np.float32(0.3))
    across = np.outer(step * width, columns).astype(np.float32)
    across += (left * width)[:, None]
    across *= across
    return np.exp(np.maximum(-across, np.float32(-60)))


def _wave_tile(rng: np.random.Generator) -> Floats:
    """(512, 512, 4): slopes about -1..1 across and down, height about -1..1, fine height."""
    height = tile(_TILE, rng, (16, 8), 4, 0.55)
    sharp = 1 - np.abs(2 * height - 1)
    height = (0.5 * height + 0.5 * sharp).astype(np.float32)
    fine = tile(_TILE, rng, (64, 32), 3, 0.6)
    across = np.roll(height, -1, axis=1) - np.roll(height, 1, axis=1)
    down = np.roll(height, -1, axis=0) - np.roll(height, 1, axis=0)
    layers = [across, down, height - height.mean(), fine - fine.mean()]
    layers = [np.clip(part / (2.2 * part.std()), -1.5, 1.5) for part in layers]
    return np.ascontiguousarray(np.dstack(layers).astype(np.float32))
