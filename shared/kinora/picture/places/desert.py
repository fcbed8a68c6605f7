"""Dunes with lit and shaded sides, mesas far off, cacti or palms, sand on the wind."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Weather
from kinora.picture.air.mist import Band, Mist
from kinora.picture.land.relief import alpine, dunes
from kinora.picture.land.terrain import Ground, Material, Range, march
from kinora.picture.land.trees import cactus
from kinora.picture.land.woods import Row, draw_row
from kinora.picture.life.creatures import Birds
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import generator
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer, Plate
from kinora.picture.stage import Stage


def sand(spec: SceneSpec, tones: Tones) -> Material:
    """One colour, deeper in hollows and on slip faces; dusted in snow. Light does the rest."""
    pale = tones.tint(0.62, 0.78, Oklab.polar(0.75, 0.09, 72))
    deep = tones.tint(0.36, 0.5, Oklab.polar(0.6, 0.1, 55))

    snow = np.float32(0.6 if spec.weather is Weather.SNOW else 0.0)

    def albedo(ground: Ground) -> Floats:
        share = np.clip(ground.height * 0.7 + (1 - ground.steep) * 0.3, 0, 1)[..., None]
        tone: Floats = deep + (pale - deep) * share.astype(np.float32)
        return tone + (tones.snow - tone) * snow

    return albedo


def far(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Rocks on the horizon and the farthest dunes."""
    field, rocks, _ = _shape(stage.seed)
    grains = sand(spec, tones)
    ridge, distant, _, _ = _ranges(stage)
    drawn: list[Layer] = [
        march(stage, tones, rocks, ridge, grains, "rocks"),
        march(stage, tones, field, distant, grains, "far"),
    ]
    if spec.weather in {Weather.CLEAR, Weather.CLOUDY} and not tones.night:
        drawn.append(Birds(stage, tones, top=0.3))
    return drawn


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Dunes with blowing dust between them, and on some a few cacti."""
    field, _, overgrown = _shape(stage.seed)
    grains = sand(spec, tones)
    _, _, middle, front = _ranges(stage)
    unit = stage.unit
    dust = Band(
        middle=stage.horizon + 0.06 * unit,
        reach=0.1 * unit,
        fall=0.12 * unit,
        density=0.22 + 0.3 * spec.wind,
        depth=0.4,
    )
    drawn: list[Layer] = [
        Mist(stage, "dust", dust, tones.haze, 4 + 10 * spec.wind),
        march(stage, tones, field, middle, grains, "middle"),
    ]
    if overgrown:
        drawn.append(_cacti(spec, stage, tones))
    return [*drawn, march(stage, tones, field, front, grains, "near")]


@lru_cache(maxsize=2)
def _shape(seed: int) -> tuple[Floats, Floats, bool]:
    """The reliefs of dunes and rocks, and whether anything grows."""
    rng = generator(seed, "desert")
    return dunes(rng), alpine(rng), bool(rng.random() < 0.65)


def _ranges(stage: Stage) -> tuple[Range, Range, Range, Range]:
    """Rocks on the horizon, and three depths of dunes."""
    unit, horizon = stage.unit, stage.horizon
    return (
        Range(
            near=12,
            far=20,
            relief=1.7,
            base=-0.5,
            grain=22,
            depth=0.1,
            veil=0.82,
            detail=0.1,
            hidden=horizon + 0.2 * unit,
        ),
        Range(
            near=4.5,
            far=14,
            relief=0.95,
            base=-0.75,
            grain=11,
            depth=0.25,
            veil=0.55,
            detail=0.06,
            hidden=horizon + 0.3 * unit,
        ),
        Range(
            near=2.0,
            far=5,
            relief=0.75,
            base=-0.8,
            grain=6,
            depth=0.5,
            veil=0.2,
            detail=0.06,
            hidden=horizon + 0.5 * unit,
        ),
        Range(
            near=1.0,
            far=2.4,
            relief=0.42,
            base=-0.75,
            grain=3.2,
            depth=0.85,
            veil=0.04,
            detail=0.06,
        ),
    )


def _cacti(spec: SceneSpec, stage: Stage, tones: Tones) -> Layer:
    """A few saguaros at the sides, behind the nearest dune."""
    unit = stage.unit
    row = Row(
        foot=stage.horizon + 0.27 * unit,
        height=0.24,
        spacing=0.3,
        slope=0.03,
        haze=0.08,
        tone=tones.tint(0.14, 0.32, Oklab.polar(0.4, 0.06, 140)),
        depth=0.7,
        opening=0.2,
        snow=0.6 if spec.weather is Weather.SNOW else 0.0,
        hidden=stage.horizon + 0.42 * unit,
        ground=tones.tint(0.45, 0.62, Oklab.polar(0.6, 0.1, 62)),
    )
    pixels, sheet = draw_row(stage, tones, row, "cacti", [cactus])
    return Plate(pixels, sheet, row.depth, hidden=row.hidden)
