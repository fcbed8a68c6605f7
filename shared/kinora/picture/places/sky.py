"""Above the clouds: heaped towers at several depths over a white sea, and somebody aloft."""

from __future__ import annotations

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Weather
from kinora.picture.air.mist import Band, Mist
from kinora.picture.life.aloft import Balloons, Kite, Trail
from kinora.picture.life.creatures import Birds
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer
from kinora.picture.sky.cloudbank import Bank, CloudBank
from kinora.picture.sky.cloudsea import CloudSea
from kinora.picture.stage import Stage


def far(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Towers on the horizon."""
    rng = stage.generator("sky far")
    tall = float(rng.uniform(0.16, 0.42))
    bank = Bank(
        stage.horizon + 0.015 * stage.unit,
        (0.25 * tall, tall),
        0.045 + 0.06 * tall,
        0.09,
        0.5,
        int(rng.integers(7, 12)),
        0.1 + 0.14 * tall,
        0.004 + 0.006 * spec.wind,
        0.035,
    )
    drawn: list[Layer] = []
    if rng.random() < 0.35 and spec.weather in {Weather.CLEAR, Weather.CLOUDY}:
        drawn.append(Trail(stage, tones))
    return [*drawn, CloudBank(spec, stage, tones, bank, "far")]


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """The sea of clouds, the banks that stand out of it, and who flies over it."""
    rng = stage.generator("sky near")
    unit, horizon = stage.unit, stage.horizon
    room = stage.height - horizon
    drawn: list[Layer] = [CloudSea(spec, stage, tones)]
    towering = rng.random() < 0.5
    middle = Bank(
        horizon + 0.2 * room,
        (0.05, float(rng.uniform(0.26, 0.44)) if towering else 0.13),
        0.1,
        0.3,
        0.2,
        int(rng.integers(3, 7)),
        0.17,
        0.011 + 0.014 * spec.wind,
        0.14,
    )
    drawn.append(CloudBank(spec, stage, tones, middle, "middle"))
    drawn += _aloft(spec, stage, tones)
    front = Bank(
        stage.height + 0.06 * unit,
        (0.1, float(rng.uniform(0.2, 0.34))),
        0.19,
        0.75,
        0.03,
        int(rng.integers(3, 6)),
        0.32,
        0.03 + 0.03 * spec.wind,
        0.3,
    )
    drawn.append(CloudBank(spec, stage, tones, front, "front"))
    wisps = Band(
        middle=stage.height * 0.9, reach=0.4 * unit, fall=0.3 * unit, density=0.3, depth=0.95
    )
    return [*drawn, Mist(stage, "wisps", wisps, tones.haze, 12 + 20 * spec.wind)]


def _aloft(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """By seed balloons, a kite, birds or nobody."""
    if spec.weather not in {Weather.CLEAR, Weather.CLOUDY}:
        return []
    rng = stage.generator("aloft")
    chance = rng.random()
    if chance < 0.42:
        return [Balloons(stage, tones, int(rng.integers(1, 6)))]
    if chance < 0.55 and not tones.night:
        return [Kite(stage, tones)]
    return [Birds(stage, tones)] if chance < 0.9 and not tones.night else []
