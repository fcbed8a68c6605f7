"""Rolling hills, a few trees, and grass with flowers at the viewer's feet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Weather
from kinora.picture.air.mist import Band, Mist
from kinora.picture.land.grass import sward
from kinora.picture.land.relief import rolling
from kinora.picture.land.sway import Leaning
from kinora.picture.land.terrain import Ground, Material, Range, march
from kinora.picture.land.trees import broadleaf, conifer
from kinora.picture.land.woods import Row, Silhouette, draw_row
from kinora.picture.life.creatures import Birds, Motes
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer
from kinora.picture.stage import Stage

_GREEN = Oklab.polar(0.6, 0.13, 130)


def pasture(spec: SceneSpec, tones: Tones) -> Material:
    """Grass in two greens, in patches; white in snow."""
    light = tones.tint(0.55, 0.68, _GREEN)
    dark = tones.tint(0.3, 0.5, _GREEN)
    white = tones.snow
    snow = 0.92 if spec.weather is Weather.SNOW else 0.0

    def albedo(ground: Ground) -> Floats:
        patch = np.clip(ground.height * 0.9 + (ground.rough - 0.5) * 0.9, 0, 1)[..., None]
        green = dark + (light - dark) * patch
        tone: Floats = green + (white - green) * np.float32(snow)
        return tone

    return albedo


def far(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """The farthest hills and what flies over them."""
    hills = rolling(stage.generator("meadow"))
    distant, _, _ = _ranges(stage)
    fliers, _ = _fliers(spec, stage, tones)
    return [march(stage, tones, hills, distant, pasture(spec, tones), "far"), *fliers]


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Hills with trees, then grass and flowers."""
    hills = rolling(stage.generator("meadow"))
    unit, horizon = stage.unit, stage.horizon
    grass = pasture(spec, tones)
    _, middle, front = _ranges(stage)
    _, fliers = _fliers(spec, stage, tones)
    hollow = Band(
        middle=horizon + 0.1 * unit,
        reach=0.1 * unit,
        fall=0.12 * unit,
        density=0.22 + 0.3 * tones.murk,
        depth=0.45,
    )
    return [
        _planted(
            stage, tones, _hedge(spec, stage, tones), "hedge", [broadleaf, broadleaf, conifer]
        ),
        march(stage, tones, hills, middle, grass, "middle"),
        Mist(stage, "hollow", hollow, tones.haze, 1.5 + 3 * spec.wind),
        _planted(stage, tones, _standing(spec, stage, tones), "standing", [broadleaf]),
        march(stage, tones, hills, front, grass, "near"),
        *sward(spec, stage, tones, _GREEN),
        *fliers,
    ]


def _ranges(stage: Stage) -> tuple[Range, Range, Range]:
    """Three depths of hills."""
    unit, horizon = stage.unit, stage.horizon
    far = Range(
        near=8,
        far=20,
        relief=1.9,
        base=-0.95,
        grain=22,
        depth=0.12,
        veil=0.78,
        detail=0.15,
        hidden=horizon + 0.2 * unit,
    )
    middle = Range(
        near=3.2,
        far=8,
        relief=0.8,
        base=-0.75,
        grain=10,
        depth=0.4,
        veil=0.36,
        detail=0.2,
        hidden=horizon + 0.4 * unit,
    )
    near = Range(
        near=1.0, far=3.2, relief=0.36, base=-0.62, grain=5, depth=0.7, veil=0.08, detail=0.3
    )
    return far, middle, near


def _planted(
    stage: Stage, tones: Tones, row: Row, label: str, kinds: Sequence[Silhouette]
) -> Layer:
    pixels, sheet = draw_row(stage, tones, row, label, kinds)
    return Leaning(
        pixels,
        sheet,
        row.depth,
        root=row.foot,
        reach=0.012,
        rate=1.2,
        phase=5 * row.depth,
        hidden=row.hidden,
    )


def _hedge(spec: SceneSpec, stage: Stage, tones: Tones) -> Row:
    """Small trees on the far hills."""
    return Row(
        foot=stage.horizon + 0.07 * stage.unit,
        height=0.085,
        spacing=0.12,
        slope=0.03,
        haze=0.38,
        tone=tones.tint(0.2, 0.38, _GREEN),
        depth=0.35,
        snow=_snow(spec),
        hidden=stage.horizon + 0.3 * stage.unit,
    )


def _standing(spec: SceneSpec, stage: Stage, tones: Tones) -> Row:
    """A few large trees at the sides."""
    return Row(
        foot=stage.horizon + 0.24 * stage.unit,
        height=0.34,
        spacing=0.42,
        slope=0.03,
        haze=0.12,
        tone=tones.tint(0.16, 0.34, _GREEN),
        depth=0.6,
        opening=0.3,
        snow=_snow(spec),
        hidden=stage.horizon + 0.4 * stage.unit,
        ground=tones.tint(0.42, 0.58, _GREEN),
    )


def _snow(spec: SceneSpec) -> float:
    return 0.9 if spec.weather is Weather.SNOW else 0.0


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
