"""Rolling hills, a few trees, and grass with flowers at the viewer's feet."""

from __future__ import annotations

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Weather
from kinora.picture.arrays import Floats
from kinora.picture.grass import sward
from kinora.picture.mist import Mist
from kinora.picture.plate import Layer, Plate
from kinora.picture.radiance import pack
from kinora.picture.relief import rolling
from kinora.picture.sky import Sky
from kinora.picture.stage import Stage
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
        return (green + (white - green) * np.float32(snow)).astype(np.float32)

    return albedo


def layers(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Compose the meadow of a spec."""
    rng = stage.generator("meadow")
    hills = rolling(rng)
    unit, horizon = stage.unit, stage.horizon
    grass = pasture(spec, tones)
    mist = {"tone": tones.haze, "speed": 1.5 + 3 * spec.wind}
    snow = 0.9 if spec.weather is Weather.SNOW else 0.0
    hedge = Row(
        foot=horizon + 0.07 * unit, height=0.085, spacing=0.12, slope=0.03, haze=0.38,
        tone=tones.tint(0.2, 0.38, _GREEN), depth=0.35, snow=snow,
    )  # fmt: skip
    colour, cover, sheet = draw_row(stage, tones, hedge, "hedge", [broadleaf, broadleaf, conifer])
    drawn: list[Layer] = [
        Sky(spec, stage, tones, horizon + 4),
        march(stage, tones, hills, Range(8, 20, 1.9, -0.95, 22, 0.12, 0.8, detail=0.15, hidden=horizon + 0.2 * unit), grass, "far"),
        Plate(pack(colour, cover), sheet, hedge.depth, hidden=horizon + 0.3 * unit),
        march(stage, tones, hills, Range(3.2, 8, 0.8, -0.75, 10, 0.4, 0.4, detail=0.15, hidden=horizon + 0.4 * unit), grass, "middle"),
        Mist(stage, "hollow", middle=horizon + 0.1 * unit, reach=0.1 * unit, fall=0.12 * unit, density=0.35, depth=0.45, **mist),
        march(stage, tones, hills, Range(1.0, 3.2, 0.36, -0.62, 5, 0.7, 0.1, detail=0.15), grass, "near"),
    ]
    drawn += sward(spec, stage, tones, _GREEN)
    return drawn
