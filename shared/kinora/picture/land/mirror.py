"""Still water under whatever stands on the horizon: the ground of places that have none."""

from __future__ import annotations

from kinora.colour.scalar import Oklab
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Place
from kinora.picture.land.water import Water, WaterLook
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer
from kinora.picture.stage import Stage

_GROUNDED = frozenset(
    {
        Place.SEA,
        Place.LAKE,
        Place.FOREST,
        Place.MOUNTAINS,
        Place.MEADOW,
        Place.DESERT,
        Place.SNOWFIELD,
        Place.CITY,
        Place.STREET,
        Place.AURORA,
    }
)
"""Places whose far parts stand on ground that only their near parts draw."""


def mirror(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Water that mirrors the far parts of the place beyond and the heaven; else nothing."""
    if spec.beyond not in _GROUNDED:
        return []
    dark = tones.tint(0.12, tones.hour.sky[-1][2] * 0.6, Oklab.polar(0.3, 0.04, 240), 0.1)
    look = WaterLook(
        chop=0.12 + 0.3 * spec.wind,
        detail=1.2,
        deep=dark,
        glitter=tones.light(0.5, 0.2),
        foam=dark,
        whitecaps=0.0,
        clarity=0.3,
    )
    return [Water(stage, look, stage.horizon + 0.03 * stage.unit, depth=0.2)]
