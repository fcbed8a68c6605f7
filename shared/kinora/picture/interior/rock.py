"""Rock about an opening: a cave's mouth seen from within, lit at its rim from outside."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes, Floats
from kinora.picture.paint.noise import tile
from kinora.picture.paint.radiance import pack
from kinora.picture.paint.scroll import endless
from kinora.picture.paint.tones import Tones
from kinora.picture.paint.washes import between, mixed, tinted
from kinora.picture.receding import Receding
from kinora.picture.stage import Sheet, Stage

_TILE = 256
_TURNS = 4096
"""Directions for which an outline is known."""


@dataclass(frozen=True)
class Mouth:
    """The opening, in stage pixels."""

    x: float
    y: float
    across: float
    """Half its width."""
    up: float
    down: float
    """How far it reaches above and below ``y``."""
    rough: float
    """How ragged its outline is, 0..1."""

    def distance(self, xs: Floats, ys: Floats, stage: Stage) -> Floats:
        """1 on the outline, less inside and more outside; (rows, columns)."""
        x = (xs - np.float32(self.x)) / np.float32(self.across)
        y = ys - np.float32(self.y)
        y = (y / np.where(y < 0, np.float32(self.up), np.float32(self.down))).astype(np.float32)
        radius = (np.abs(x) ** np.float32(2.2) + np.abs(y) ** np.float32(2.2)) ** np.float32(
            1 / 2.2
        )
        away: Floats = radius * self._ragged(x, y, stage)
        return away

    def _ragged(self, x: Floats, y: Floats, stage: Stage) -> Floats:
        """A factor about 1 by direction, the same for every caller."""
        rng = stage.generator("mouth")
        angle = np.linspace(-math.pi, math.pi, _TURNS, dtype=np.float32)
        total = np.zeros(_TURNS, np.float32)
        for turns in (1, 2, 3, 5, 8, 13, 21, 34, 55):
            phase, weight = rng.uniform(0, 2 * math.pi), rng.uniform(0.5, 1.0) / turns**0.85
            total += np.float32(weight) * np.sin(angle * np.float32(turns) + np.float32(phase))
        table = (1 + total * np.float32(0.16 * self.rough))[None]
        at = (np.arctan2(y, x) + np.float32(math.pi)) * np.float32((_TURNS - 1) / (2 * math.pi))
        return cv.remap(table.astype(np.float32), at.astype(np.float32), np.zeros_like(at))


def mouth_of(stage: Stage) -> Mouth:
    """An opening about the visual centre that shows the horizon."""
    rng = stage.generator("cave")
    unit = stage.unit
    kind = int(rng.integers(4))
    across, up, down = [
        (0.4, 0.36, 0.2), (0.26, 0.46, 0.24), (0.34, 0.34, 0.26), (0.52, 0.27, 0.17),
    ][kind]  # fmt: skip
    grown = float(rng.uniform(0.92, 1.18))
    lean = float(rng.uniform(-0.05, 0.05)) * (1 - stage.symmetry)
    y = stage.horizon - 0.02 * unit
    y = min(max(y, 0.34 * stage.height), 0.6 * stage.height)
    return Mouth(
        stage.centre + lean * unit,
        y,
        across * grown * min(unit, stage.width * 0.85),
        min(up * grown * unit, y * 0.86),
        down * grown * unit,
        float(rng.uniform(0.55, 1.0)),
    )


def walls(stage: Stage, tones: Tones, mouth: Mouth) -> Receding:
    """The tunnel of rock from its lit mouth to the dark about the viewer."""
    sheet = stage.sheet(-stage.margin_y, stage.height + stage.margin_y)
    xs, ys = sheet.xs[None, :], sheet.ys[:, None]
    away = mouth.distance(xs, ys, stage)
    pixel = 1.3 / (mouth.across * sheet.scale)
    cover = np.clip((away - 1) / np.float32(pixel) + np.float32(0.5), 0, 1)
    colour = _lit(stage, tones, mouth, sheet, away)
    for row in range(3):
        _icicles(stage, tones, mouth, sheet, (colour, cover), row)

    def depths(x: Floats, y: Floats) -> Floats:
        far = mouth.distance(x, y, stage)
        near: Floats = np.clip((far - 1) / np.float32(2.0), 0, 1)
        return np.float32(0.42) + np.float32(0.56) * near ** np.float32(0.75)

    return Receding(pack(colour, cover), sheet, stage, depths)


def _lit(stage: Stage, tones: Tones, mouth: Mouth, sheet: Sheet, away: Floats) -> Floats:
    """Layers of rock that catch the light of the opening on the sides that face it."""
    rng = stage.generator("rock")
    ridges = 1 - np.abs(2 * tile(_TILE, rng, (8, 8), 5, 0.55) - 1)
    bumps = (0.65 * ridges + 0.35 * tile(_TILE, rng, (16, 16), 4, 0.6)).astype(np.float32)
    layers = np.dstack([bumps, np.roll(bumps, -2, 0) - np.roll(bumps, 2, 0),
                        np.roll(bumps, -2, 1) - np.roll(bumps, 2, 1)])  # fmt: skip
    rock = endless(np.ascontiguousarray(layers.astype(np.float32)))
    x = (sheet.xs[None, :] - np.float32(mouth.x)) / np.float32(mouth.across)
    y = (sheet.ys[:, None] - np.float32(mouth.y)) / np.float32(mouth.up)
    turn = np.arctan2(y, x) * np.float32(_TILE * 2 / (2 * math.pi))
    inward = np.log(np.maximum(away, 0.3)) * np.float32(_TILE * 0.42)
    found = _sampled(rock, turn.astype(np.float32), inward.astype(np.float32))
    height, radial, around = cv.split(found)
    out = np.maximum(away - 1, 0)
    fall = np.exp(out * np.float32(-1.35))
    facing = np.clip(np.float32(0.22) + radial * np.float32(3.4), 0, 1.4)
    side = np.clip(np.float32(0.5) + around * np.float32(2.5), 0, 1)
    lit = facing * fall * (np.float32(0.5) + np.float32(0.5) * height)
    lit += np.exp(out * np.float32(-16)) * np.float32(0.75) * (np.float32(0.4) + height)
    stone = tones.tint(0.42, 0.46, Oklab.polar(0.5, 0.025, 60))
    deep = tones.tint(0.2, 0.24, Oklab.polar(0.3, 0.02, 270))
    albedo = between(deep, stone, np.clip(height * np.float32(1.2) - np.float32(0.1), 0, 1))
    outside = tones.haze * np.float32(0.8) + tones.key * np.float32(0.55)
    inside = tones.fill * np.float32(0.16) + tones.haze * np.float32(0.12)
    glow = tinted(lit, outside)
    bounce = tinted(side * (np.float32(0.4) + np.float32(0.8) * fall), inside)
    return cv.product(albedo, cv.weighted(glow, 1.25, bounce, 1.0))


def _sampled(rock: Floats, across: Floats, down: Floats) -> Floats:
    """Samples of an endless tile at any places."""
    size = np.float32(rock.shape[0] - 1)
    return cv.remap(rock, np.mod(across, size), np.mod(down, size))


def _icicles(
    stage: Stage,
    tones: Tones,
    mouth: Mouth,
    sheet: Sheet,
    drawn: tuple[Floats, Floats],
    row: int,
) -> None:
    """Stalactites and some stalagmites in a ring about the opening; ``row`` 0 is the farthest."""
    rng = stage.generator("icicles", row)
    colour, cover = drawn
    mask, level = sheet.mask(), sheet.mask()
    unit = stage.unit
    ring = 1.0 + 0.42 * row
    for _ in range(int(rng.integers(7, 13)) - row):
        angle = float(rng.uniform(-0.66, 0.66)) * math.pi / 2
        x = mouth.x + math.sin(angle) * mouth.across * ring
        column = np.linspace(mouth.y - 3 * mouth.up, mouth.y, 400, dtype=np.float32)[:, None]
        rock = mouth.distance(np.full((1, 1), x, np.float32), column, stage)[:, 0] > ring
        top = float(column[:, 0][rock][-1] if rock.any() else column[0, 0]) - 0.05 * unit
        long = float(rng.uniform(0.05, 0.15)) * unit * (1 + 0.75 * row)
        _cone(sheet, mask, level, rng, (x, top), long + 0.06 * unit, 0.2 * (long + 0.03 * unit))
    if row:
        for _ in range(int(rng.integers(1, 4))):
            x = mouth.x + float(rng.choice([-1, 1])) * mouth.across * ring * rng.uniform(0.5, 1.0)
            foot = mouth.y + mouth.down * ring * 1.12 + 0.04 * unit
            long = -float(rng.uniform(0.06, 0.13)) * unit * (1 + 0.6 * row)
            _cone(sheet, mask, level, rng, (x, foot), long, -0.22 * long)
    rows = np.flatnonzero(mask.any(axis=1))
    if not rows.size:
        return
    band = slice(int(rows[0]), int(rows[-1]) + 1)
    share = cv.shares(mask[band])
    stone = tones.tint(0.3, 0.4, Oklab.polar(0.5, 0.025, 60))
    outside = tones.haze * np.float32(0.6) + tones.key * np.float32(0.4)
    bare = stone * (tones.fill * np.float32(0.07) + tones.haze * np.float32(0.02))
    lit = bare + outside * stone * np.float32(0.95 / (1 + 0.9 * row))
    colour[band] = mixed(colour[band], between(bare, lit, cv.shares(level[band])), share)
    np.maximum(cover[band], share, out=cover[band])


def _cone(
    sheet: Sheet,
    mask: Bytes,
    level: Bytes,
    rng: np.random.Generator,
    root: tuple[float, float],
    long: float,
    half: float,
) -> None:
    """A dripstone from its root downwards, or upwards if ``long`` is negative; lit at one rim."""
    steps = np.linspace(0, 1, 9)
    bumps = 1 + rng.normal(0, 0.1, 9)
    width = half * ((1 - steps) ** 1.5 * 0.86 + 0.14 * (1 - steps)) * bumps
    width *= np.minimum(steps / 0.2, 1) ** 0.6
    middle = root[0] + np.cumsum(rng.normal(0, 0.02, 9)) * abs(long) * 0.4
    y = root[1] + long * steps
    left, right = np.stack([middle - width, y], 1), np.stack([middle + width, y], 1)
    outline = np.concatenate([left, right[::-1]])
    sheet.fill(mask, outline)
    sheet.fill(level, outline, 36)
    inner = 1 if rng.random() < 0.5 else -1
    edge = right if inner > 0 else left
    sheet.fill(
        level,
        np.concatenate([edge, (edge - np.stack([inner * width * 0.55, 0 * y], 1))[::-1]]),
        215,
    )
