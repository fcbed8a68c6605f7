"""A still lake that mirrors its far shore, or a river that winds from the distance."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Weather
from kinora.picture.air.mist import Band, Mist
from kinora.picture.land.banks import banks
from kinora.picture.land.jetty import jetty
from kinora.picture.land.reeds import reeds
from kinora.picture.land.relief import alpine, rolling
from kinora.picture.land.terrain import Ground, Material, Range, march
from kinora.picture.land.trees import bare, broadleaf, conifer
from kinora.picture.land.water import Water, WaterLook
from kinora.picture.land.woods import Row, Silhouette, draw_row
from kinora.picture.life.afloat import Rowboat, Swans
from kinora.picture.life.creatures import Birds, Motes
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import smoothstep
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer, Plate
from kinora.picture.stage import Stage

_GREEN = Oklab.polar(0.45, 0.09, 138)
_KINDS: Sequence[Sequence[Silhouette]] = (
    [conifer],
    [conifer, broadleaf],
    [broadleaf],
    [bare, conifer],
)


def far(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Hills or peaks about the water, open towards the visual centre."""
    rng = stage.generator("lake shore")
    high = bool(rng.random() < 0.5)
    relief = alpine(rng) if high else rolling(rng)
    tall = float(rng.uniform(0.75, 1.25))
    below = stage.horizon + 2
    back = Range(
        near=9, far=18, relief=(5.4 if high else 3.4) * tall, base=-0.7, grain=15, depth=0.07,
        veil=0.74, crag=0.6 if high else 0.0, flat=_valley(stage, 0.45, 0.75), hidden=below,
    )  # fmt: skip
    front = Range(
        near=4.5, far=8.5, relief=(1.7 if high else 1.5) * tall, base=-0.4, grain=9, depth=0.1,
        veil=0.44, flat=_valley(stage, 0.1, 0.95), hidden=below,
    )  # fmt: skip
    woods = _slopes(spec, tones, snowy=high)
    return [
        march(stage, tones, relief, back, woods, "lake back", 220),
        _haze(spec, stage, tones, "between", 0.08, 0.02, 0.45),
        march(stage, tones, relief, front, woods, "lake front", 160),
    ]


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """The far shore's trees, the water, and what stands and floats in it."""
    rng = stage.generator("lake")
    river, kind, boat, swans, pier, stems = rng.random(6)
    kinds = _KINDS[int(kind * len(_KINDS))]
    fair = spec.weather in {Weather.CLEAR, Weather.CLOUDY}
    snow = 0.9 if spec.weather is Weather.SNOW else 0.0
    shore = stage.horizon + 0.006 * stage.unit
    drawn: list[Layer] = [_treeline(stage, tones, kinds, snow)]
    if fair and not tones.night:
        drawn.insert(0, Birds(stage, tones))
    drawn.append(Water(stage, _surface(spec, tones, flowing=river < 0.42), shore))
    drawn.append(_haze(spec, stage, tones, "water", 0.05, 0.09, 0.5))
    if river < 0.42:
        drawn += banks(stage, tones, shore, kinds, snow)
        if stems < 0.5:
            drawn.append(reeds(stage, tones, 0.2, 0.42, snow))
        return [*drawn, *_glints(stage, tones, fair)]
    if boat < 0.55 and pier >= 0.4:
        drawn.append(Rowboat(stage, tones, shore))
    elif swans < 0.75 and spec.weather is not Weather.STORM:
        drawn.append(Swans(stage, tones, shore))
    if pier < 0.4:
        drawn.append(jetty(stage, tones, shore, snow))
    if pier >= 0.4 or stems < 0.5:
        tall = 0.24 + 0.2 * float(stems)
        drawn.append(reeds(stage, tones, tall, 0.3, snow))
    return [*drawn, *_glints(stage, tones, fair)]


def _valley(stage: Stage, low: float, high: float) -> Callable[[Floats], Floats]:
    """Ground that is ``low`` in the middle of the view and ``high`` at its sides."""

    def lift(xs: Floats) -> Floats:
        away: Floats = np.abs(xs - np.float32(stage.centre)) / np.float32(0.55 * stage.unit)
        share = smoothstep(0.05, 1.1, away.astype(np.float32))
        return (low + (high - low) * share).astype(np.float32)

    return lift


def _slopes(spec: SceneSpec, tones: Tones, *, snowy: bool) -> Material:
    """Woods below, rock above, snow on high peaks or everywhere in winter."""
    rock = tones.tint(0.34, 0.5, Oklab.polar(0.5, 0.02, 60))
    wood = tones.tint(0.2, 0.36, _GREEN)
    line = 0.25 if spec.weather is Weather.SNOW else (0.62 if snowy else 2.0)

    def albedo(ground: Ground) -> Floats:
        bare_rock = np.clip(ground.height * 1.7 + ground.steep - 0.75, 0, 1)[..., None]
        tone = wood + (rock - wood) * bare_rock
        high: Floats = ground.height + np.float32(0.2) * ground.rough - np.float32(0.1)
        white = smoothstep(line - 0.08, line + 0.1, high)
        white = white * (1 - smoothstep(0.4, 0.75, ground.steep))
        blended: Floats = tone + (tones.snow - tone) * white[..., None]
        return blended.astype(np.float32)

    return albedo


def _treeline(stage: Stage, tones: Tones, kinds: Sequence[Silhouette], snow: float) -> Layer:
    """Trees on the far shore, which the water mirrors."""
    rng = stage.generator("treeline")
    tall = float(rng.uniform(0.035, 0.085))
    row = Row(
        foot=stage.horizon - 0.002 * stage.unit,
        height=tall,
        spacing=0.28 * tall,
        slope=0.006,
        haze=0.3,
        tone=tones.tint(0.17, 0.32, _GREEN),
        depth=0.1,
        opening=float(rng.choice([0.0, 0.08, 0.2])),
        snow=snow,
        hidden=stage.horizon + 0.03 * stage.unit,
        ground=tones.tint(0.4, 0.5, _GREEN),
    )
    pixels, sheet = draw_row(stage, tones, row, "treeline", kinds)
    return Plate(pixels, sheet, row.depth, hidden=row.hidden)


def _haze(
    spec: SceneSpec, stage: Stage, tones: Tones, label: str, reach: float, fall: float, share: float
) -> Mist:
    """Mist that lies on the water."""
    unit = stage.unit
    cool = 1 - 0.6 * min(tones.hour.key, 1.0) * (1 - tones.overcast)
    band = Band(
        middle=stage.horizon, reach=reach * unit, fall=fall * unit, density=share * cool, depth=0.12
    )
    return Mist(stage, f"lake {label}", band, tones.haze, 1.5 + 2 * spec.wind)


def _glints(stage: Stage, tones: Tones, fair: bool) -> list[Layer]:
    """Fireflies over the reeds by night, seeds on the air by day."""
    if not fair:
        return []
    area = (stage.horizon, stage.height)
    if tones.night:
        return [Motes(stage, tones.accent(0.86, 2.2), 40, area, pulsing=True)]
    return [Motes(stage, tones.light(0.4, 0.45), 24, area, pulsing=False)]


def _surface(spec: SceneSpec, tones: Tones, *, flowing: bool) -> WaterLook:
    strong = 1 - 0.95 * tones.overcast
    return WaterLook(
        chop=(0.16 if flowing else 0.045) + 0.3 * spec.wind**1.5 + 0.08 * tones.wet,
        detail=1.2,
        deep=tones.surface(tones.tint(0.16, 0.3, Oklab.polar(0.45, 0.07, 205)), 0.3),
        glitter=tones.light(0.5, 1.3 * strong * (0.22 if tones.night else 1)),
        foam=tones.surface(tones.tint(1.0, 0.9), 0.5),
        whitecaps=0.0,
        clarity=0.5 if flowing else 0.38,
    )
