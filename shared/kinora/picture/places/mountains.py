"""Peaks behind peaks, snow on the heights, and a lake, a valley or pines before them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Weather
from kinora.picture.air.mist import Band, Mist
from kinora.picture.land.relief import alpine
from kinora.picture.land.sway import Swaying
from kinora.picture.land.terrain import Ground, Material, Range, march
from kinora.picture.land.trees import conifer
from kinora.picture.land.water import Water, WaterLook
from kinora.picture.land.woods import Row, draw_row
from kinora.picture.life.creatures import Birds
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import generator, smoothstep
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer
from kinora.picture.stage import Stage


def rock_and_snow(tones: Tones, spec: SceneSpec, snow_line: float, tree_line: float) -> Material:
    """Forest at the feet, rock above, snow where it is high and not too steep."""
    rock = tones.tint(0.32, 0.5, Oklab.polar(0.5, 0.015, 60))
    dark_rock = tones.tint(0.15, 0.33, Oklab.polar(0.3, 0.02, 40))
    woods = tones.tint(0.14, 0.42, Oklab.polar(0.45, 0.09, 138))
    snow = tones.snow
    line = snow_line - (0.35 if spec.weather is Weather.SNOW else 0.0)

    def albedo(ground: Ground) -> Floats:
        blend = ground.rough[..., None]
        colour = dark_rock + (rock - dark_rock) * blend
        low = smoothstep(
            tree_line, tree_line - 0.2, ground.height + (ground.rough - 0.5) * np.float32(0.2)
        )
        colour = colour + (woods - colour) * low[..., None]
        cover = smoothstep(
            line, line + 0.14, ground.height + (ground.rough - 0.5) * np.float32(0.35)
        )
        cover *= smoothstep(0.78, 0.5, ground.steep)
        tone: Floats = colour + (snow - colour) * cover[..., None]
        return tone

    return albedo


def far(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Two ranges with mist between them."""
    peaks, line, tall, _ = _shape(stage.seed)
    material = rock_and_snow(tones, spec, line, 0.34)
    distant, middle, _ = _ranges(stage, tall)
    drawn: list[Layer] = [
        march(stage, tones, peaks, distant, material, "far"),
        _mist(spec, stage, tones, "far", (0.02, 0.16, 0.2), 0.15),
        march(stage, tones, peaks, middle, material, "middle"),
    ]
    if not tones.night and spec.weather in {Weather.CLEAR, Weather.CLOUDY}:
        drawn.append(Birds(stage, tones, top=0.3))
    return drawn


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """A lake or foothills, and pines at the viewer's feet."""
    peaks, line, tall, lake = _shape(stage.seed)
    drawn: list[Layer] = []
    if lake:
        drawn.append(_mist(spec, stage, tones, "lake", (0.07, 0.1, 0.04), 0.3))
        shore = stage.horizon + 0.085 * stage.unit
        drawn.append(Water(stage, _lake(spec, tones), shore, depth=0.3))
    else:
        drawn.append(_mist(spec, stage, tones, "middle", (0.1, 0.14, 0.2), 0.3))
        low = rock_and_snow(tones, spec, line + 0.5, 0.72)
        _, _, foothills = _ranges(stage, tall)
        drawn.append(march(stage, tones, peaks, foothills, low, "near"))
    return [*drawn, _pines(spec, stage, tones)]


@lru_cache(maxsize=2)
def _shape(seed: int) -> tuple[Floats, float, float, bool]:
    """The relief, the height of the snow line, that of the peaks, and whether there is a lake."""
    rng = generator(seed, "mountains")
    peaks = alpine(rng)
    line, tall = float(rng.uniform(0.42, 0.62)), float(rng.uniform(0.9, 1.3))
    return peaks, line, tall, bool(rng.random() < 0.5)


def _ranges(stage: Stage, tall: float) -> tuple[Range, Range, Range]:
    """Far peaks, the range before them, and the foothills; ``tall`` scales the peaks."""
    below = stage.horizon + 0.28 * stage.unit
    far = Range(
        near=9,
        far=20,
        relief=4.4 * tall,
        base=-0.9,
        grain=14,
        depth=0.1,
        veil=0.76,
        crag=0.8,
        hidden=below,
    )
    middle = Range(
        near=4.8,
        far=9.5,
        relief=1.75 * tall,
        base=-0.8,
        grain=9.5,
        depth=0.25,
        veil=0.4,
        crag=0.7,
        hidden=below,
    )
    near = Range(near=1.3, far=4.6, relief=0.5, base=-0.72, grain=4, depth=0.5, veil=0.16, crag=0.5)
    return far, middle, near


def _mist(
    spec: SceneSpec,
    stage: Stage,
    tones: Tones,
    label: str,
    place: tuple[float, float, float],
    depth: float,
) -> Mist:
    """Mist at a range's feet; ``place`` is middle below the horizon, reach and fall, in units."""
    below, reach, fall = (part * stage.unit for part in place)
    density = 0.34 + 0.36 * tones.murk + 0.3 * (1 - min(tones.hour.key, 1.0))
    band = Band(middle=stage.horizon + below, reach=reach, fall=fall, density=density, depth=depth)
    return Mist(stage, label, band, tones.haze, 1 + 3 * spec.wind)


def _lake(spec: SceneSpec, tones: Tones) -> WaterLook:
    return WaterLook(
        chop=0.12 + 0.4 * spec.wind,
        detail=1.3,
        deep=tones.surface(tones.tint(0.2, 0.34, Oklab.polar(0.45, 0.08, 200)), 0.35),
        glitter=tones.light(0.5, 1.2 * (1 - 0.95 * tones.overcast) * (0.22 if tones.night else 1)),
        foam=tones.surface(tones.tint(1.0, 0.9), 0.5),
        whitecaps=0.0,
        clarity=0.45,
    )


def _pines(spec: SceneSpec, stage: Stage, tones: Tones) -> Layer:
    """A row of firs at the viewer's feet."""
    unit = stage.unit
    row = Row(
        foot=stage.height + 0.02 * unit,
        height=0.3,
        spacing=0.09,
        slope=0.06,
        haze=0.03,
        tone=tones.tint(0.08, 0.24, Oklab.polar(0.3, 0.06, 150)),
        depth=0.95,
        opening=0.2,
        snow=0.9 if spec.weather is Weather.SNOW else 0.0,
    )
    pixels, sheet = draw_row(stage, tones, row, "pines", [conifer])
    return Swaying(
        pixels,
        sheet,
        row.depth,
        root=row.foot,
        tip=row.foot - 0.3 * unit,
        reach=0.012 * unit,
        wavelength=0.5 * unit,
        rate=1.6,
    )
