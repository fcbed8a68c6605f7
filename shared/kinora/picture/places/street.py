"""A street between two rows of fronts: shops, signs, lamps, cars, people, and wet asphalt."""

from __future__ import annotations

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Weather
from kinora.picture.air.mist import Band, Mist
from kinora.picture.life.passers import Passers
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.radiance import blended, dimmed, pack
from kinora.picture.paint.tones import Tones
from kinora.picture.paint.washes import mixed, tinted
from kinora.picture.plate import Layer, Plate
from kinora.picture.receding import Receding
from kinora.picture.sky.sky import Sky
from kinora.picture.stage import Sheet, Stage
from kinora.picture.town.asphalt import mirror, road
from kinora.picture.town.buildings import Block, skyline
from kinora.picture.town.cars import Cars
from kinora.picture.town.fronts import Fronts, fronts
from kinora.picture.town.streetside import blades, lamps
from kinora.picture.town.vista import Vista

_WET = {Weather.RAIN: 1.0, Weather.STORM: 1.0, Weather.SNOW: 0.35, Weather.FOG: 0.5}
_DAMP = 0.3


def far(_spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Towers in the haze where the street ends."""
    vista = Vista.of(stage)
    block = Block(
        foot=vista.y + 0.02 * stage.unit, width=(0.03, 0.06), height=(0.08, 0.26), gap=0.004,
        haze=0.66 + 0.3 * tones.murk, window=0.008, lit=0.4, depth=0.06, peak=0.6,
    )  # fmt: skip
    row = skyline(stage, tones, block, "street end")
    return [Plate(pack(row.colour, row.cover), row.sheet, block.depth)]


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """The fronts and the road, what they mirror, and the traffic."""
    vista = Vista.of(stage)
    wet = _WET.get(spec.weather, _DAMP)
    sheet = stage.sheet(-stage.margin_y, stage.height + stage.margin_y)
    drawn = fronts(stage, tones, sheet, vista)
    iron, glow, posts = lamps(stage, sheet, vista)
    veil = _veil(tones, vista, sheet)
    colour, cover = _lit(stage, tones, sheet, vista, drawn, veil)
    first = int(np.searchsorted(sheet.ys, vista.y))
    low = np.s_[first:]
    snow = 0.85 if spec.weather is Weather.SNOW else 0.0
    ground = road(stage, tones, sheet.lower(first), vista, posts, snow)
    on_ground = np.clip(
        (sheet.ys[:, None] - vista.foot(sheet.xs)[None]) * np.float32(sheet.scale)
        + np.float32(0.5),
        0,
        1,
    )
    seen = blended(colour, tones.haze, 1 - cover)
    ground = blended(ground, veil[0], veil[1][low])
    colour[low] = mixed(colour[low], ground, on_ground[low])
    cover = np.maximum(cover, on_ground)
    colour = _posts(stage, tones, sheet, colour, cv.shares(iron), cv.shares(glow))
    cover = np.maximum(cover, np.maximum(cv.shares(iron), cv.shares(glow)))
    lit = tinted(cv.shares(glow), tones.light(0.6, 2.2 * tones.hour.lamps))
    image = mirror(stage, sheet, vista, cv.weighted(seen, 1.0, lit, 1.0), wet)
    return [
        Receding(pack(colour, cover), sheet, stage, vista.depths),
        image,
        _steam(spec, stage, tones, vista),
        Passers(stage, tones, vista, umbrellas=wet > _DAMP),
        Cars(stage, tones, vista, wet),
    ]


def heaven(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """The sky between the roofs."""
    return [Sky(spec, stage, tones, Vista.of(stage).y + 0.06 * stage.unit)]


def _lit(
    stage: Stage,
    tones: Tones,
    sheet: Sheet,
    vista: Vista,
    drawn: Fronts,
    veil: tuple[Floats, Floats],
) -> tuple[Floats, Floats]:
    """Fronts in daylight and in the light of shops and signs; signs; haze along the street."""
    unit = stage.unit
    up = np.clip(
        (np.float32(vista.y) - sheet.ys) / np.float32(0.6 * unit) + np.float32(0.5), 0.25, 1.2
    )
    lamps_ = tones.hour.lamps
    base = tones.fill * np.float32(1.75 - 1.1 * lamps_) + tones.haze * np.float32(0.08)
    sunny = np.where((sheet.xs - vista.x) * (stage.sun[0] - vista.x + 1) < 0, 1.2, 0.5) * (
        1 - 0.6 * lamps_
    )
    light = cv.merge(
        [up[:, None] * base[i] + sunny.astype(np.float32)[None] * tones.key[i] for i in range(3)]
    )
    colour = cv.product(drawn.albedo, light)
    cover, shine = drawn.cover.copy(), drawn.light
    blades(stage, tones, sheet, vista, colour, shine, cover)
    spread = 4
    small = cv.resize(shine, (sheet.columns // spread, sheet.rows // spread), how=cv.AREA)
    halo = cv.blurred(small, 0.03 * unit * sheet.scale / spread) + np.float32(0.6) * cv.blurred(
        small, 0.1 * unit * sheet.scale / spread
    )
    halo = cv.resize(halo, (sheet.columns, sheet.rows))
    colour = cv.weighted(colour, 1.0, cv.product(drawn.albedo, halo), 0.65)
    colour = blended(cv.weighted(colour, 1.0, halo, 0.01), veil[0], veil[1])
    return cv.weighted(colour, 1.0, dimmed(shine, 1 - np.float32(0.7) * veil[1]), 1.0), cover


def _veil(tones: Tones, vista: Vista, sheet: Sheet) -> tuple[Floats, Floats]:
    """The air's tone and its share by distance: lit from below where lamps burn."""
    near = np.maximum(
        np.abs(sheet.xs[None] - np.float32(vista.x)) / np.float32(vista.half),
        (sheet.ys[:, None] - np.float32(vista.y)) / np.float32(2.4),
    )
    away = np.float32(vista.focus) / np.maximum(near, np.float32(vista.focus / 200))
    share = (1 - np.exp(-np.maximum(away - 5, 0) / np.float32(62 - 44 * tones.murk))) * np.float32(
        0.9
    )
    tone = tones.haze * np.float32(0.95 - 0.42 * tones.hour.lamps) + tones.light(
        0.7, 0.03 * tones.hour.lamps
    )
    return tone.astype(np.float32), share.astype(np.float32)


def _posts(
    stage: Stage, tones: Tones, sheet: Sheet, colour: Floats, iron: Floats, glow: Floats
) -> Floats:
    """Lamp posts, and the halo about each lamp."""
    dark = tones.tint(0.06, 0.12) * (tones.fill * np.float32(0.5) + np.float32(0.02))
    colour = blended(colour, dark, iron)
    lamps_ = tones.hour.lamps
    bulb = tones.light(0.6, 2.6 * lamps_) + tones.haze * np.float32(0.3 * (1 - lamps_))
    colour = blended(colour, bulb, glow)
    small = cv.resize(glow, (sheet.columns // 4, sheet.rows // 4), how=cv.AREA)
    halo = cv.resize(
        cv.blurred(small, 0.022 * stage.unit * sheet.scale / 4), (sheet.columns, sheet.rows)
    )
    return cv.weighted(colour, 1.0, tinted(halo, tones.light(0.6, 1.1 * lamps_)), 1.0)


def _steam(spec: SceneSpec, stage: Stage, tones: Tones, vista: Vista) -> Mist:
    """Damp air that drifts over the road."""
    unit = stage.unit
    band = Band(
        middle=vista.y + 0.03 * unit, reach=0.16 * unit, fall=0.14 * unit,
        density=0.07 + 0.25 * tones.murk + 0.04 * tones.hour.lamps, depth=0.3,
    )  # fmt: skip
    tone = tones.haze * np.float32(0.7) + tones.light(0.7, 0.12 * tones.hour.lamps)
    return Mist(stage, "street", band, tone, 2 + 3 * spec.wind)
