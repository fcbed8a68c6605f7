"""A cave: dark rock frames an opening, through which another place is seen."""

from __future__ import annotations

import math

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.model.spec import SceneSpec
from kinora.picture.interior.beams import Beams, Cone
from kinora.picture.interior.boulders import boulders
from kinora.picture.interior.drips import Drips
from kinora.picture.interior.rock import Mouth, mouth_of, walls
from kinora.picture.land.water import Water, WaterLook
from kinora.picture.life.creatures import Motes
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer
from kinora.picture.stage import Stage


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """The rock, a pool on its floor, light that falls in, drops that fall."""
    rng = stage.generator("cave floor")
    mouth = mouth_of(stage)
    pooled = bool(rng.random() < 0.65)
    line = mouth.y + mouth.down * float(rng.uniform(0.85, 1.15)) + 0.02 * stage.unit
    line = min(line, 0.86 * stage.height)
    drawn: list[Layer] = [walls(stage, tones, mouth)]
    shine = tones.haze * np.float32(0.5) + tones.key * np.float32(0.4)
    if pooled:
        drawn.append(Water(stage, _pool(spec, tones), line, depth=0.62))
    drawn += _rays(stage, tones, mouth)
    span = (mouth.x - 1.1 * mouth.across, mouth.x + 1.1 * mouth.across)
    if pooled:
        drawn.append(Drips(stage, shine, span, (mouth.y - mouth.up, line), 0.7))
    drawn.append(boulders(stage, tones, mouth, pooled=pooled))
    area = (0.15 * stage.height, 0.95 * stage.height)
    if tones.night:
        drawn.append(Motes(stage, tones.accent(0.8, 1.6), 26, area, pulsing=True))
    else:
        drawn.append(Motes(stage, tones.light(0.4, 0.4), 46, area, pulsing=False))
    return drawn


def _rays(stage: Stage, tones: Tones, mouth: Mouth) -> list[Layer]:
    """Light that fans from the upper part of the opening into the cave."""
    strength = (0.05 + 0.3 * min(tones.hour.key, 1.0)) * (1 - 0.6 * tones.overcast)
    side = np.clip((mouth.x - stage.sun[0]) / stage.unit, -0.5, 0.5)
    source = (mouth.x - side * 0.4 * stage.unit, mouth.y - mouth.up * 1.25)
    middle = math.pi / 2 - float(side) * 0.5
    cone = Cone(
        source, (middle - 0.75, middle + 0.75), 0.45 * mouth.up, 1.25 * stage.unit, 0.3, 34.0
    )
    tone = (tones.haze * np.float32(0.6) + tones.light(0.4, 0.4)) * np.float32(strength)
    return [Beams(stage, cone, tone, 0.6)]


def _pool(spec: SceneSpec, tones: Tones) -> WaterLook:
    return WaterLook(
        chop=0.05 + 0.12 * spec.wind,
        detail=1.3,
        deep=tones.tint(0.15, 0.2, Oklab.polar(0.4, 0.06, 210)) * tones.fill * np.float32(0.35),
        glitter=tones.light(0.5, 0.35 * (1 - 0.95 * tones.overcast)),
        foam=tones.haze,
        whitecaps=0.0,
        clarity=0.3,
    )
