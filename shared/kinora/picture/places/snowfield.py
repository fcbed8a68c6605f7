"""A wide field of snow: drifts with blue shadows, spindrift, a lonely cabin or a few trees."""

from __future__ import annotations

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.model.spec import SceneSpec
from kinora.picture.air.mist import Band, Mist
from kinora.picture.air.spindrift import Spindrift
from kinora.picture.land.drifts import Track, drifts, snow
from kinora.picture.land.relief import alpine
from kinora.picture.land.terrain import Range, march
from kinora.picture.land.trees import bare, conifer
from kinora.picture.land.woods import Row, draw_row
from kinora.picture.paint.radiance import OPAQUE
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer, Plate
from kinora.picture.sky.aurora import Aurora
from kinora.picture.stage import Stage
from kinora.picture.town.cabin import cabin

_NEEDLES = Oklab.polar(0.4, 0.05, 155)


def far(_spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """White peaks far off, on some the edge of a wood, in some clear nights an aurora."""
    rng = stage.generator("snowfield")
    peaks, wood, lights = rng.random(3)
    unit, below = stage.unit, stage.horizon + 0.12 * stage.unit
    drawn: list[Layer] = []
    if tones.night and not tones.overcast and lights < 0.5:
        drawn.append(Aurora(stage, tones))
    if peaks < 0.6:
        ridge = Range(
            near=9, far=20, relief=3.6 * float(rng.uniform(0.6, 1.2)), base=-0.8, grain=15,
            depth=0.08, veil=0.7, crag=0.7, hidden=below,
        )  # fmt: skip
        drawn.append(march(stage, tones, alpine(rng), ridge, snow(stage, tones), "ridge", 200))
    if wood < 0.55:
        row = Row(
            foot=stage.horizon + 0.012 * unit, height=0.06, spacing=0.016, slope=0.008,
            haze=0.42, tone=tones.tint(0.2, 0.34, _NEEDLES), depth=0.2, snow=0.75,
            opening=float(rng.choice([0.0, 0.12, 0.25])), hidden=below,
        )  # fmt: skip
        pixels, sheet = draw_row(stage, tones, row, "edge of the wood", [conifer])
        drawn.append(Plate(pixels, sheet, row.depth, hidden=row.hidden))
    return drawn


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Three depths of drifts, with what stands on them, and the wind."""
    rng = stage.generator("snowfield near")
    relief = drifts(rng)
    house, trees, trail = rng.random(3)
    unit, horizon = stage.unit, stage.horizon
    middle = Range(
        near=2.2, far=5.5, relief=0.74, base=-0.84, grain=7, depth=0.42, veil=0.24,
        detail=0.05, hidden=horizon + 0.42 * unit,
    )  # fmt: skip
    front = Range(
        near=1.0, far=2.6, relief=0.42, base=-0.72, grain=4, depth=0.8, veil=0.05, detail=0.05
    )
    track = Track(stage, stage.scale) if trail < 0.65 else None
    low = Band(
        middle=horizon + 0.08 * unit, reach=0.09 * unit, fall=0.1 * unit,
        density=0.25 + 0.35 * spec.wind, depth=0.3,
    )  # fmt: skip
    hills = Range(
        near=5, far=13, relief=0.85, base=-0.8, grain=13, depth=0.16, veil=0.55,
        detail=0.06, hidden=horizon + 0.25 * unit,
    )  # fmt: skip
    drawn: list[Layer] = [
        march(stage, tones, drifts(rng), hills, snow(stage, tones), "hills", 110),
        Mist(stage, "snow", low, tones.haze, 3 + 8 * spec.wind),
        march(stage, tones, relief, middle, snow(stage, tones), "middle", 140),
    ]
    nearest = march(stage, tones, relief, front, snow(stage, tones, track), "front", 160)
    if house < 0.62:
        x = stage.centre + float(rng.uniform(-0.12, 0.16)) * (1 - stage.symmetry) * unit
        wide = float(rng.uniform(0.16, 0.23)) * unit
        foot = min(_crest(nearest, x, wide) + 0.01 * unit, horizon + 0.26 * unit)
        drawn += cabin(stage, tones, (x, foot), wide, 0.62, spec.wind)
    if house >= 0.62 or trees < 0.5:
        drawn.append(_trees(stage, tones, lone=house >= 0.62))
    drawn.append(nearest)
    tone = tones.surface(tones.tint(0.98, 0.95, Oklab(0.95, 0, -0.01), 0.5), 0.55)
    tone = tone * np.float32(0.8) + tones.haze * np.float32(0.2)
    drawn.append(Spindrift(stage, tone, spec.wind, horizon + 0.08 * unit))
    return drawn


def _crest(ground: Plate, x: float, wide: float) -> float:
    """The stage row of a drawn ground's highest edge across a stretch about stage x."""
    sheet = ground.sheet
    cover = ground.pixels[..., 3] > OPAQUE // 2
    columns = slice(
        max(round((x - wide / 2 - sheet.left) * sheet.scale), 0),
        max(round((x + wide / 2 - sheet.left) * sheet.scale), 1),
    )
    rows = cover[:, columns].argmax(axis=0)
    return float(sheet.top + rows.mean() / sheet.scale)


def _trees(stage: Stage, tones: Tones, *, lone: bool) -> Layer:
    """A few trees, bare or white with snow, between the two depths of drifts."""
    rng = stage.generator("snow trees")
    leafless = bool(rng.random() < 0.5)
    row = Row(
        foot=stage.horizon + 0.25 * stage.unit,
        height=float(rng.uniform(0.22, 0.4)),
        spacing=float(rng.uniform(0.16, 0.4)),
        slope=0.03,
        haze=0.1,
        tone=tones.tint(0.14, 0.26, _NEEDLES if not leafless else Oklab.polar(0.3, 0.02, 50)),
        depth=0.62,
        opening=0.06 if lone else 0.26,
        snow=0.5 if leafless else 0.95,
        hidden=stage.horizon + 0.4 * stage.unit,
        ground=tones.tint(0.98, 0.95, Oklab(0.95, 0, -0.01), 0.5),
    )
    kinds = [bare] if leafless else [conifer]
    pixels, sheet = draw_row(stage, tones, row, "snow trees", kinds)
    return Plate(pixels, sheet, row.depth, hidden=row.hidden)
