"""A skyline over water or a wet street: windows, neon, beacons, traffic along the shore."""

from __future__ import annotations

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Weather
from kinora.picture.air.mist import Band, Mist
from kinora.picture.land.water import Water, WaterLook
from kinora.picture.life.creatures import Birds
from kinora.picture.paint.radiance import pack
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer, Plate
from kinora.picture.stage import Stage
from kinora.picture.town.buildings import Block, Skyline, skyline
from kinora.picture.town.lamps import Beacons, Traffic, WindowLights
from kinora.picture.town.neon import paint_signs
from kinora.picture.town.promenade import quay


def far(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Three depths of buildings with their lights."""
    rng = stage.generator("city")
    shore = stage.horizon + 0.02 * stage.unit
    drawn: list[Layer] = []
    if not tones.night and spec.weather in {Weather.CLEAR, Weather.CLOUDY}:
        drawn.append(Birds(stage, tones))
    for i, block in enumerate(_blocks(stage, tones, shore, float(rng.uniform(0.8, 1.25)))):
        row = skyline(stage, tones, block, f"block {i}")
        if i == 2:
            paint_signs(stage, tones, row, rng)
        drawn.append(Plate(pack(row.colour, row.cover), row.sheet, block.depth))
        drawn += lights(tones, row, block, rng, stage.unit)
        if i < 2:
            drawn.append(_smoke(spec, stage, tones, block, i))
    if tones.hour.lamps > 0:
        span = (-stage.margin_x, stage.width + stage.margin_x)
        pair = (tones.light(0.2, 1.6), tones.accent(0.6, 1.3))
        drawn.append(Traffic(shore + 0.004 * stage.unit, span, stage.unit, pair, 0.5, rng))
    return drawn


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """A quay and the water before it."""
    edge = stage.horizon + 0.032 * stage.unit
    return [
        quay(stage, tones, edge, 0.5),
        Water(stage, _surface(spec, tones), edge, depth=0.5),
    ]


def _blocks(stage: Stage, tones: Tones, shore: float, grand: float) -> list[Block]:
    """Three depths of building, far to near; ``grand`` scales their heights."""
    far = Block(
        foot=shore,
        width=(0.035, 0.08),
        height=(0.1 * grand, 0.3 * grand),
        gap=0.006,
        haze=0.72 + 0.42 * tones.murk,
        window=0.009,
        lit=0.42,
        depth=0.14,
        peak=0.5,
    )
    middle = Block(
        foot=shore,
        width=(0.055, 0.12),
        height=(0.1 * grand, 0.36 * grand),
        gap=0.012,
        haze=0.42 + 0.75 * tones.murk,
        window=0.0125,
        lit=0.4,
        depth=0.3,
        peak=0.45,
    )
    near = Block(
        foot=shore + 0.012 * stage.unit,
        width=(0.07, 0.17),
        height=(0.05, 0.24 * grand),
        gap=0.05,
        haze=0.12 + 0.75 * tones.murk,
        window=0.016,
        lit=0.36,
        depth=0.48,
    )
    return [far, middle, near]


def _smoke(spec: SceneSpec, stage: Stage, tones: Tones, block: Block, number: int) -> Mist:
    """Haze between two depths, lit from the streets."""
    unit = stage.unit
    clear = min(tones.hour.key, 1) * (1 - tones.overcast)
    density = (0.46 - 0.14 * number) * (1 - 0.4 * clear) + 0.6 * tones.murk
    band = Band(
        middle=block.foot,
        reach=0.22 * unit,
        fall=0.05 * unit,
        density=density,
        depth=block.depth + 0.05,
    )
    tone = tones.haze + tones.light(0.6, 0.035 * tones.hour.lamps)
    return Mist(stage, f"block {number}", band, tone, 2 + 3 * spec.wind)


def lights(
    tones: Tones, row: Skyline, block: Block, rng: np.random.Generator, unit: float
) -> list[Layer]:
    """What changes in a row: windows, and beacons on masts."""
    if tones.hour.lamps == 0:
        return []
    strength = 0.75 * (1 - 0.7 * block.haze)
    tones_pair = (tones.light(0.0, strength), tones.light(1.0, strength))
    found: list[Layer] = [WindowLights(row.lamps, row.window, tones_pair, block.depth, rng)]
    if row.beacons.size:
        found.append(
            Beacons(row.beacons, tones.accent(0.65, 1.4), max(0.007 * unit, 1.5), block.depth, rng)
        )
    return found


def _surface(spec: SceneSpec, tones: Tones) -> WaterLook:
    water = Oklab.polar(0.4, 0.03, 240)
    return WaterLook(
        chop=0.1 + 0.35 * spec.wind + 0.06 * tones.wet,
        detail=1.35,
        deep=tones.surface(tones.tint(0.1, 0.28, water), 0.3),
        glitter=tones.light(
            0.5, 1.8 * (1 - 0.95 * tones.overcast) * (0.15 if tones.night else 0.7)
        ),
        foam=tones.surface(tones.tint(1.0, 0.9), 0.5),
        whitecaps=0.0,
        clarity=0.4,
    )
