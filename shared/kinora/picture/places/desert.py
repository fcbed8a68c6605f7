"""Dunes with lit and shaded sides, mesas far off, cacti or palms, sand on the wind."""

from __future__ import annotations

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.model.spec import SceneSpec
from kinora.picture.arrays import Floats
from kinora.picture.mist import Mist
from kinora.picture.plate import Layer
from kinora.picture.relief import alpine, dunes
from kinora.picture.sky import Sky
from kinora.picture.stage import Stage
from kinora.picture.terrain import Ground, Material, Range, march
from kinora.picture.tones import Tones


def sand(tones: Tones) -> Material:
    """One colour with ripples; light does the rest."""
    pale = tones.tint(0.62, 0.74, Oklab.polar(0.75, 0.09, 72))
    deep = tones.tint(0.4, 0.6, Oklab.polar(0.6, 0.1, 58))

    def albedo(ground: Ground) -> Floats:
        return (deep + (pale - deep) * ground.height[..., None]).astype(np.float32)

    return albedo


def layers(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Compose the desert of a spec."""
    rng = stage.generator("desert")
    field, rocks = dunes(rng), alpine(rng)
    unit, horizon = stage.unit, stage.horizon
    grains = sand(tones)
    dust = {"tone": tones.haze, "speed": 4 + 10 * spec.wind}
    return [
        Sky(spec, stage, tones, horizon + 4),
        march(stage, tones, rocks, Range(12, 20, 1.6, -0.5, 22, 0.1, 0.82, detail=0.1, hidden=horizon + 0.2 * unit), grains, "rocks"),
        march(stage, tones, field, Range(4.5, 14, 0.95, -0.75, 11, 0.25, 0.6, detail=0.1, hidden=horizon + 0.3 * unit), grains, "far"),
        Mist(stage, "dust", middle=horizon + 0.06 * unit, reach=0.1 * unit, fall=0.12 * unit, density=0.3 + 0.3 * spec.wind, depth=0.4, **dust),
        march(stage, tones, field, Range(2.0, 5, 0.75, -0.8, 6, 0.5, 0.25, detail=0.1, hidden=horizon + 0.5 * unit), grains, "middle"),
        march(stage, tones, field, Range(1.0, 2.4, 0.42, -0.75, 3.2, 0.85, 0.06, detail=0.08), grains, "near"),
    ]
