"""Rolling hills, a few trees, and grass with flowers at the viewer's feet."""

from __future__ import annotations

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Weather
from kinora.picture.arrays import Floats
from kinora.picture.grass import sward
from kinora.picture.life import Birds, Motes
from kinora.picture.mist import Mist
from kinora.picture.plate import Layer
from kinora.picture.radiance import pack
from kinora.picture.relief import rolling
from kinora.picture.sky import Sky
from kinora.picture.stage import Stage
from kinora.picture.sway import Leaning
from kinora.picture.terrain import Ground, Material, Range, march
from kinora.picture.tones import Tones
from kinora.picture.trees import broadleaf, conifer
from kinora.picture.woods import Row, draw_row

_GREEN = Oklab.polar(0.6, 0.13, 130)


def pasture(spec: SceneSpec, tones: Tones) -> Material:
    """Grass in two greens, in patches; white in snow."""
    light = tones.tint(0.55, 0.68, _GREEN)
    dark = tones.tint(0.3, 0.5, _GREEN)
    white = tones.tint(1.0, 0.95)
    snow = 0.92 if spec.weather is Weather.SNOW else 0.0

    def albedo(ground: Ground) -> Floats:
        patch = np.clip(ground.height * 0.9 + (ground.rough - 0.5) * 0.9, 0, 1)[..., None]
        green = dark + (light - dark) * patch
        tone: Floats = green + (white - green) * np.float32(snow)
        return tone

    return albedo


def layers(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Compose the meadow of a spec."""
    rng = stage.generator("meadow")
    hills = rolling(rng)
    unit, horizon = stage.unit, stage.horizon
    grass = pasture(spec, tones)
    pace = 1.5 + 3 * spec.wind
    snow = 0.9 if spec.weather is Weather.SNOW else 0.0
    hedge = Row(
        foot=horizon + 0.07 * unit,
        height=0.085,
        spacing=0.12,
        slope=0.03,
        haze=0.38,
        tone=tones.tint(0.2, 0.38, _GREEN),
        depth=0.35,
        snow=snow,
        hidden=horizon + 0.3 * unit,
    )
    colour, cover, sheet = draw_row(stage, tones, hedge, "hedge", [broadleaf, broadleaf, conifer])
    far = Range(8, 20, 1.9, -0.95, 22, 0.12, 0.78, detail=0.15, hidden=horizon + 0.2 * unit)
    middle = Range(3.2, 8, 0.8, -0.75, 10, 0.4, 0.36, detail=0.2, hidden=horizon + 0.4 * unit)
    near = Range(1.0, 3.2, 0.36, -0.62, 5, 0.7, 0.08, detail=0.3)
    far_fliers, near_fliers = _fliers(spec, stage, tones)
    drawn: list[Layer] = [
        Sky(spec, stage, tones, horizon + 4),
        march(stage, tones, hills, far, grass, "far"),
        *far_fliers,
        Leaning(
            pack(colour, cover),
            sheet,
            hedge.depth,
            root=hedge.foot,
            reach=0.01,
            rate=1.3,
            phase=0.0,
            hidden=hedge.hidden,
        ),
        march(stage, tones, hills, middle, grass, "middle"),
        Mist(
            stage,
            "hollow",
            middle=horizon + 0.1 * unit,
            reach=0.1 * unit,
            fall=0.12 * unit,
            density=0.22 + 0.3 * tones.murk,
            depth=0.45,
            tone=tones.haze,
            speed=pace,
        ),
        _standing(stage, tones, snow),
        march(stage, tones, hills, near, grass, "near"),
    ]
    return [*drawn, *sward(spec, stage, tones, _GREEN), *near_fliers]


def _standing(stage: Stage, tones: Tones, snow: float) -> Layer:
    """A few large trees at the sides."""
    unit = stage.unit
    row = Row(
        foot=stage.horizon + 0.24 * unit,
        height=0.34,
        spacing=0.42,
        slope=0.03,
        haze=0.12,
        tone=tones.tint(0.16, 0.34, _GREEN),
        depth=0.6,
        opening=0.3,
        snow=snow,
        hidden=stage.horizon + 0.4 * unit,
        ground=tones.tint(0.42, 0.58, _GREEN),
    )
    colour, cover, sheet = draw_row(stage, tones, row, "standing", [broadleaf])
    return Leaning(
        pack(colour, cover),
        sheet,
        row.depth,
        root=row.foot,
        reach=0.014,
        rate=1.1,
        phase=2.0,
        hidden=row.hidden,
    )


def _fliers(spec: SceneSpec, stage: Stage, tones: Tones) -> tuple[list[Layer], list[Layer]]:
    """What flies far and near: birds by day, fireflies by night, nothing in bad weather."""
    if spec.weather not in {Weather.CLEAR, Weather.CLOUDY}:
        return [], []
    if tones.night:
        area = (stage.horizon, stage.height)
        return [], [Motes(stage, tones.accent(0.86, 2.4), 70, area, pulsing=True)]
    seeds = Motes(
        stage, tones.light(0.3, 0.5), 30, (0.3 * stage.height, stage.height), pulsing=False
    )
    return [Birds(stage, tones)], [seeds]
