"""Rows of trees into the mist, with hills, light shafts, or at night fireflies and aurora."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kinora.colour.scalar import Oklab
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Weather
from kinora.picture.air.mist import Band, Mist
from kinora.picture.land.sway import Leaning, Swaying
from kinora.picture.land.trees import bare, broadleaf, conifer
from kinora.picture.land.woods import Row, Silhouette, draw_row
from kinora.picture.life.creatures import Birds, Motes
from kinora.picture.paint.arrays import Radiance
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer, Plate
from kinora.picture.sky.aurora import Aurora
from kinora.picture.sky.shafts import Shafts
from kinora.picture.stage import Sheet, Stage

_ROWS = 5
_MISTY = (0, 2)
"""Rows that have mist on the ground before them."""
_GREEN = Oklab.polar(0.4, 0.09, 138)


def far(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Aurora or birds over the farthest row of trees."""
    return [*_heaven(spec, stage, tones), *_wood(spec, stage, tones, range(1))]


def near(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Row before row of trees, with the air between them."""
    return _wood(spec, stage, tones, range(1, _ROWS))


def _wood(spec: SceneSpec, stage: Stage, tones: Tones, numbers: range) -> list[Layer]:
    """Some of the rows, far to near, each with what hangs before it."""
    kinds: Sequence[Silhouette] = [
        [conifer],
        [conifer],
        [broadleaf, conifer, broadleaf],
        [bare, bare, conifer],
    ][int(stage.generator("forest").integers(4))]
    snow = 0.9 if spec.weather is Weather.SNOW else 0.0
    rows = [_row(stage, tones, i / (_ROWS - 1), snow) for i in range(_ROWS)]
    for i in range(_ROWS - 1):
        rows[i] = replace(rows[i], hidden=rows[i + 1].foot + (rows[i].slope + 0.07) * stage.unit)
    drawn: list[Layer] = []
    for i in numbers:
        row = rows[i]
        pixels, sheet = draw_row(stage, tones, row, f"row {i}", kinds if i else [conifer])
        drawn.append(_planted(stage, row, pixels, sheet, i))
        if i in _MISTY:
            drawn.append(_mist(spec, stage, tones, row, rows[i + 1], i))
        if i == _ROWS - 2:
            drawn += _air(stage, tones)
    return drawn


def _planted(stage: Stage, row: Row, pixels: Radiance, sheet: Sheet, number: int) -> Layer:
    """The nearest row bends in gusts, tree by tree; the next leans; wind farther off is unseen."""
    unit = stage.unit
    if number < _ROWS - 2:
        return Plate(pixels, sheet, row.depth, hidden=row.hidden)
    if number == _ROWS - 2:
        return Leaning(
            pixels, sheet, row.depth, root=row.foot, reach=0.014, rate=1.1, phase=1.9,
            hidden=row.hidden,
        )  # fmt: skip
    return Swaying(
        pixels, sheet, row.depth, root=row.foot, tip=row.foot - row.height * unit,
        reach=0.016 * unit, wavelength=0.6 * unit, rate=1.5, hidden=row.hidden,
    )  # fmt: skip


def _air(stage: Stage, tones: Tones) -> list[Layer]:
    """Light between the trees: shafts by day, fireflies by night."""
    if tones.hour.lamps > 0.5:
        warm = tones.accent(0.86, 2.4)
        return [Motes(stage, warm, 60, (stage.horizon, stage.height), pulsing=True)]
    strength = 0.3 * tones.hour.key * (1 - 1.2 * tones.overcast)
    if strength <= 0:
        return []
    motes = Motes(
        stage, tones.light(0.5, 0.5), 40, (0.2 * stage.height, stage.height), pulsing=False
    )
    return [Shafts(stage, tones.light(0.6, 1.0), strength), motes]


def _heaven(spec: SceneSpec, stage: Stage, tones: Tones) -> list[Layer]:
    """Aurora in many clear nights, birds in most days."""
    if tones.night and not tones.overcast:
        return [Aurora(stage, tones)] if stage.generator("aurora?").random() < 0.6 else []
    return [Birds(stage, tones)] if not tones.night and spec.weather is Weather.CLEAR else []


def _row(stage: Stage, tones: Tones, near: float, snow: float) -> Row:
    """A row of trees, ``near`` from 0 far to 1 at the viewer."""
    room = stage.height - stage.horizon
    bright = min(tones.hour.key, 1.0)
    light = 0.3 + 0.12 * bright - (0.12 + 0.06 * (1 - bright)) * near
    return Row(
        foot=stage.horizon + room * (0.02 + 1.0 * near**1.5),
        height=0.16 + 0.5 * near**1.4,
        spacing=0.045 + 0.16 * near**1.2,
        slope=0.05,
        haze=(0.82 - 0.3 * bright * (1 - tones.overcast)) * (1 - near) ** 1.1,
        tone=tones.tint(0.3 - 0.18 * near, light, _GREEN),
        depth=0.2 + 0.75 * near,
        opening=0.26 * near**2,
        snow=snow,
        ground=tones.tint(0.42 - 0.15 * near, light + 0.12, _GREEN),
    )


def _mist(
    spec: SceneSpec, stage: Stage, tones: Tones, row: Row, following: Row, number: int
) -> Mist:
    """Mist on the ground between two rows."""
    unit = stage.unit
    clear = (1 - tones.overcast) * min(tones.hour.key / 1.25, 1.0) ** 2
    density = (0.6 - 0.35 * row.depth) * (1.5 if spec.weather is Weather.FOG else 1 - 0.55 * clear)
    return Mist(
        stage,
        f"row {number}",
        Band(
            middle=row.foot + 0.03 * unit,
            reach=(0.1 + 0.1 * row.depth) * unit,
            fall=following.foot - row.foot + 0.08 * unit,
            density=density,
            depth=row.depth + 0.1,
        ),
        tones.haze,
        2 + 3 * spec.wind,
    )
