"""Great curtains of northern light over a mirroring lake or snow, with firs at the sides."""

from __future__ import annotations

from kinora.colour.scalar import Oklab
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Weather
from kinora.picture.land.drifts import Track, drifts, snow
from kinora.picture.land.relief import alpine, rolling
from kinora.picture.land.snowbank import bank_line, snowbank
from kinora.picture.land.sway import Leaning
from kinora.picture.land.terrain import Ground, Material, Range, march
from kinora.picture.land.trees import conifer
from kinora.picture.land.water import Water, WaterLook
from kinora.picture.land.woods import Row, draw_row
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import smoothstep
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer
from kinora.picture.sky.curtains import Curtains
from kinora.picture.sky.sky import open_sky
from kinora.picture.stage import Stage
from kinora.picture.town.cabin import cabin

_BANK = 0.8
"""Depth of the near bank."""
_FIELD = Range(near=1.0, far=6.5, relief=0.4, base=-0.66, grain=6, depth=0.6, veil=0.3, detail=0.05)
_PINE = Oklab.polar(0.3, 0.04, 165)


def heaven(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """The open sky with the curtains in it."""
    return [*open_sky(spec, stage, tones), Curtains(spec, stage, tones)]


def far(_spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Snowy mountains or low hills on the horizon."""
    rng = stage.generator("aurora land")
    peaks = rng.random() < 0.6
    relief = alpine(rng) if peaks else rolling(rng)
    distant = Range(
        near=9,
        far=18,
        relief=(2.6 if peaks else 1.5) * float(rng.uniform(0.7, 1.2)),
        base=-0.7,
        grain=15,
        depth=0.1,
        veil=0.7,
        crag=0.7 if peaks else 0.2,
        hidden=stage.horizon + 0.12 * stage.unit,
    )
    return [march(stage, tones, relief, distant, _snowed(tones), "far", 120)]


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """A wooded shore, then water or snow, and tall firs at the sides; on some shores a hut."""
    rng = stage.generator("aurora shore")
    lake, lodged = rng.random() < 0.62, rng.random() < 0.55
    unit, horizon = stage.unit, stage.horizon
    shore = horizon + 0.05 * unit
    wood = Row(
        foot=shore - 0.012 * unit,
        height=float(rng.uniform(0.045, 0.085)),
        spacing=0.022,
        slope=0.012,
        haze=0.42,
        tone=tones.tint(0.12, 0.3, _PINE),
        depth=0.28,
        snow=_frost(spec),
        hidden=shore + 0.1 * unit,
        ground=tones.tint(0.7, 0.7),
    )
    drawn: list[Layer] = [_planted(stage, tones, wood, "far wood")]
    if lake:
        drawn.append(Water(stage, _lake(spec, tones), shore, depth=0.28))
    else:
        drifted = snow(stage, tones, Track(stage, stage.scale) if rng.random() < 0.6 else None)
        drawn.append(march(stage, tones, drifts(rng), _FIELD, drifted, "snow", 140))
    side = 1.0 if stage.centre < stage.width / 2 else -1.0
    drawn.append(snowbank(stage, tones, side, _BANK))
    if lodged:
        x = stage.width * (0.5 + 0.3 * side)
        drawn += cabin(
            stage,
            tones,
            (x, bank_line(stage, side, x) + 0.03 * unit),
            0.15 * unit,
            _BANK,
            spec.wind,
        )
    drawn.append(_sides(spec, stage, tones, "near", stage.height + 0.1 * unit, 0.62))
    return drawn


def _snowed(tones: Tones) -> Material:
    """Snow, with rock where it is steep."""
    rock = tones.tint(0.2, 0.36, Oklab.polar(0.4, 0.015, 60))

    def albedo(ground: Ground) -> Floats:
        bare = smoothstep(0.42, 0.72, ground.steep + ground.rough * 0.2)[..., None]
        tone: Floats = tones.snow + (rock - tones.snow) * bare
        return tone

    return albedo


def _lake(spec: SceneSpec, tones: Tones) -> WaterLook:
    return WaterLook(
        chop=0.1 + 0.35 * spec.wind,
        detail=1.2,
        deep=tones.surface(tones.tint(0.15, 0.3, Oklab.polar(0.4, 0.06, 220)), 0.3),
        glitter=tones.light(0.4, 0.6 * (1 - 0.95 * tones.overcast) * (0.3 if tones.night else 1)),
        foam=tones.snow,
        whitecaps=0.0,
        clarity=0.35,
    )


def _frost(spec: SceneSpec) -> float:
    return 0.9 if spec.weather is Weather.SNOW else 0.45


def _sides(
    spec: SceneSpec, stage: Stage, tones: Tones, label: str, foot: float, tall: float
) -> Layer:
    """Firs at both sides with an opening around the visual centre."""
    row = Row(
        foot=foot,
        height=tall,
        spacing=0.13 * tall + 0.035,
        slope=0.02,
        haze=0.16 if tall < 0.5 else 0.02,
        tone=tones.tint(0.06, 0.22, _PINE),
        depth=0.55 + 0.6 * tall,
        opening=0.3 + 0.22 * tall,
        snow=_frost(spec) * 0.7,
        ground=tones.tint(0.6, 0.6),
    )
    return _planted(stage, tones, row, label)


def _planted(stage: Stage, tones: Tones, row: Row, label: str) -> Layer:
    pixels, sheet = draw_row(stage, tones, row, label, [conifer])
    return Leaning(
        pixels,
        sheet,
        row.depth,
        root=row.foot,
        reach=0.012,
        rate=1.1,
        phase=5 * row.depth,
        hidden=row.hidden,
    )
