"""A wooden jetty that leads out over the water, with posts and their mirror images."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes, Floats
from kinora.picture.paint.noise import field
from kinora.picture.paint.radiance import pack
from kinora.picture.paint.tones import Tones
from kinora.picture.receding import Receding, ground
from kinora.picture.stage import Sheet, Stage

_EYE = 0.34
"""Height of the eye above the water, in widths of the jetty times three."""


def jetty(stage: Stage, tones: Tones, shore: float, snow: float = 0.0) -> Receding:
    """Planks from below the frame to a third of the way to the far shore."""
    rng = stage.generator("jetty")
    unit = stage.unit
    side = 1.0 if stage.centre < stage.width / 2 else -1.0
    near_x = stage.centre + side * float(rng.uniform(0.05, 0.3)) * unit
    half, deck = float(rng.uniform(0.2, 0.27)), 0.13
    end = float(rng.uniform(3.2, 5.0))
    room = stage.height - shore
    aim = stage.centre + side * 0.02 * unit

    def at(along: float, z: float, above: float) -> tuple[float, float]:
        """A point of the jetty: across from its middle, away from the eye, above the water."""
        x = aim + (near_x - aim + along * unit) / z
        return float(x), float(shore + room * (1 - above) / z)

    sheet = stage.sheet(shore - 0.02 * unit, stage.height + stage.margin_y)
    wood, mirror, level = sheet.mask(), sheet.mask(), sheet.mask()
    zs = np.geomspace(0.72, end, int(rng.integers(26, 36)))
    posts = np.geomspace(0.9, end, 5)
    for z in posts:
        for way in (-1, 1):
            _post(
                sheet,
                (wood, mirror, level),
                [at(way * half, z, h) for h in (0, 0.3, -0.26)],
                z,
                unit,
            )
    edge = [at(-half, 0.7, deck), at(-half, end, deck), at(half, end, deck), at(half, 0.7, deck)]
    low = [at(-half, 0.7, deck - 0.05), at(-half, end, deck - 0.05)]
    low += [at(half, end, deck - 0.05), at(half, 0.7, deck - 0.05)]
    glass = [
        at(-half, 0.7, -deck),
        at(-half, end, -deck),
        at(half, end, -deck),
        at(half, 0.7, -deck),
    ]
    sheet.fill(mirror, glass)
    sheet.fill(wood, low)
    sheet.fill(level, low, 35)
    sheet.fill(wood, edge)
    for z0, z1 in pairwise(zs):
        last = z1 * 0.985 if z1 / z0 > 1.02 else z1
        skew = float(rng.normal(0, 0.008))
        plank = [
            at(-half + skew, z0, deck), at(-half + skew, last, deck),
            at(half + skew, last, deck), at(half + skew, z0, deck),
        ]  # fmt: skip
        sheet.fill(level, plank, int(rng.integers(120, 245)))
    colour = _lit(tones, rng, sheet, level, snow)
    solid, image = cv.shares(wood), cv.blurred(cv.shares(mirror), 0.004 * unit * sheet.scale)
    cover = np.maximum(solid, np.float32(0.55) * image)
    dark = tones.surface(tones.tint(0.08, 0.16), 0.1)
    colour = dark + (colour - dark) * solid[..., None]
    return Receding(pack(colour.astype(np.float32), cover), sheet, stage, ground(stage, shore))


def _post(
    sheet: Sheet,
    masks: tuple[Bytes, Bytes, Bytes],
    heights: list[tuple[float, float]],
    z: float,
    unit: float,
) -> None:
    wood, mirror, level = masks
    foot, top, image = heights
    thick = max(0.034 * unit / z, 1.0)
    for mask, end, value in ((wood, top, 255), (level, top, 90), (mirror, image, 255)):
        x0, x1 = foot[0] - thick / 2, foot[0] + thick / 2
        sheet.fill(mask, [(x0, foot[1]), (x1, foot[1]), (x1, end[1]), (x0, end[1])], value)


def _lit(tones: Tones, rng: np.random.Generator, sheet: Sheet, level: Bytes, snow: float) -> Floats:
    """Weathered wood with a grain along the planks."""
    brown = Oklab.polar(0.5, 0.05, 60)
    dark, pale = tones.tint(0.12, 0.18, brown, 0.4), tones.tint(0.5, 0.48, brown, 0.4)
    pale = pale + (tones.snow - pale) * np.float32(snow)
    grain = field((sheet.rows, sheet.columns), rng, (sheet.rows / 3, sheet.columns / 40), 2)
    mix = cv.shares(level) * (np.float32(0.7) + np.float32(0.45) * grain)
    albedo = (dark + (pale - dark) * mix[..., None]).astype(np.float32)
    return tones.surface(albedo, np.clip(mix, 0, 1) * np.float32(0.6))
