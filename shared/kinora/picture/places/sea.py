from __future__ import annotations

from kinora.colour.scalar import Oklab
from kinora.model.spec import SceneSpec
from kinora.picture.plate import Layer
from kinora.picture.sky import Sky
from kinora.picture.stage import Stage
from kinora.picture.tones import Tones
from kinora.picture.water import Water, WaterLook


def layers(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    sea_green = Oklab.polar(0.5, 0.08, 215)
    look = WaterLook(
        chop=0.35 + 0.8 * spec.wind, detail=1.0,
        deep=tones.surface(tones.tint(0.18, 0.36, sea_green), 0.35),
        glitter=tones.light(0.5, 2.6 * (1 - 0.9 * tones.overcast) * (0.22 if tones.night else 1)),
        foam=tones.surface(tones.tint(1.0, 0.9), 0.5), whitecaps=max(0.0, spec.wind * 1.4 - 0.5),
    )
    return [Sky(spec, stage, tones, stage.horizon + 4), Water(stage, tones, look, stage.horizon)]
