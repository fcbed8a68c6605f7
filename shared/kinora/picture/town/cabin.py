"""A lonely cabin: logs under a roof white with snow, a chimney, and light in its window."""

from __future__ import annotations

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.picture.land.trees import Tree, conifer
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes, Floats
from kinora.picture.paint.radiance import ONE, pack
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer, Plate
from kinora.picture.stage import Sheet, Stage
from kinora.picture.town.smoke import Smoke


def cabin(
    stage: Stage, tones: Tones, at: tuple[float, float], wide: float, depth: float, wind: float
) -> list[Layer]:
    """The cabin with its foot at a stage place, ``wide`` in stage pixels, and its smoke."""
    rng = stage.generator("cabin")
    sheet = stage.sheet(at[1] - 1.9 * wide, at[1] + 1.2 * wide)
    wall, side, roof, panes, wood = (sheet.mask() for _ in range(5))
    flip = float(rng.choice([-1.0, 1.0]))
    pitch = float(rng.uniform(0.42, 0.72))

    def p(x: float, y: float) -> tuple[float, float]:
        return at[0] + flip * x * wide, at[1] - y * wide

    eave = 0.34
    ridge = eave + pitch * 0.5
    sheet.fill(
        wall, [p(-0.5, -0.05), p(-0.5, eave), p(-0.22, ridge), p(0.06, eave), p(0.06, -0.05)]
    )
    sheet.fill(side, [p(0.06, -0.05), p(0.06, eave), p(0.52, eave), p(0.52, -0.03)])
    sheet.fill(
        roof,
        [p(-0.22, ridge + 0.07), p(0.3, ridge + 0.06), p(0.6, eave - 0.03), p(0.1, eave - 0.06)],
    )
    left = [p(-0.22, ridge + 0.07), p(-0.22, ridge - 0.02), p(-0.55, eave - 0.06), p(-0.57, eave)]
    sheet.fill(roof, left)
    stack = [p(0.12, ridge - 0.1), p(0.12, ridge + 0.2), p(0.22, ridge + 0.2), p(0.22, ridge - 0.1)]
    sheet.fill(wood, stack)
    sheet.fill(
        roof,
        [p(0.1, ridge + 0.19), p(0.11, ridge + 0.24), p(0.23, ridge + 0.24), p(0.24, ridge + 0.19)],
    )
    sheet.fill(wood, [p(-0.44, 0.0), p(-0.44, 0.24), p(-0.31, 0.24), p(-0.31, 0.0)])
    for x0, x1 in ((-0.2, -0.03), (0.16, 0.29), (0.36, 0.46)):
        sheet.fill(panes, [p(x0, 0.12), p(x0, 0.25), p(x1, 0.25), p(x1, 0.12)])
        middle = (x0 + x1) / 2
        sheet.line(
            panes, [p(middle, 0.12), p(middle, 0.25)], max(0.012 * wide, 1 / sheet.scale), 40
        )
    trees = sheet.mask()
    for x, tall in ((-0.95, 1.25), (-1.3, 0.85), (0.9, 1.1))[: int(rng.integers(0, 4))]:
        conifer(sheet, trees, Tree(*p(x, -0.06), tall * wide, int(rng.integers(1 << 40))))
    colour, cover = _painted(tones, sheet, (wall, side, roof, wood, trees))
    lamp = tones.light(0.75, 0.25 + 1.5 * tones.hour.lamps)
    glass = cv.shares(panes)
    colour += (lamp - colour) * glass[..., None]
    pixels = pack(colour, np.maximum(cover, glass))
    glow = _spill(sheet, glass, wide, at[1])
    light = np.zeros((*cover.shape, 4), np.float32)
    light[..., :3] = glow[..., None] * tones.light(0.75, 0.5 * tones.hour.lamps) * ONE
    cv.add_light(pixels, cv.fixed(light))
    smoke = tones.haze * np.float32(0.85) + tones.fill * np.float32(0.12)
    top = p(0.17, ridge + 0.22)
    return [
        Smoke(stage, top, depth, smoke, 1.1 * wide, wind, "cabin smoke"),
        Plate(pixels, sheet, depth),
    ]


def _painted(
    tones: Tones, sheet: Sheet, masks: tuple[Bytes, Bytes, Bytes, Bytes, Bytes]
) -> tuple[Floats, Floats]:
    """Colour and coverage of walls, roof, woodwork and trees."""
    wall, side, roof, wood, trees = (cv.shares(mask) for mask in masks)
    timber = Oklab.polar(0.45, 0.06, 55)
    logs = np.float32(0.82) + np.float32(0.18) * np.sin(
        sheet.ys * np.float32(0.9) / max(1.0, 1 / sheet.scale)
    )
    front = tones.surface(tones.tint(0.24, 0.36, timber), 0.42)
    flank = tones.surface(tones.tint(0.18, 0.3, timber), 0.16)
    dark = tones.surface(tones.tint(0.08, 0.2, timber), 0.2)
    needles = tones.surface(tones.tint(0.12, 0.26, Oklab.polar(0.4, 0.05, 150)), 0.25)
    white = tones.surface(tones.tint(0.95, 0.92, Oklab(0.95, 0, -0.01), 0.5), 0.62)
    colour = np.zeros((*wall.shape, 3), np.float32)
    cover = np.zeros_like(wall)
    layers = ((trees, needles), (side, flank), (wall, front), (wood, dark), (roof, white))
    for share, tone in layers:
        shade = logs[:, None] if tone is front or tone is flank else np.float32(1)
        colour += (
            (tone * shade[..., None] - colour) * share[..., None]
            if isinstance(shade, np.ndarray)
            else (tone - colour) * share[..., None]
        )
        cover = np.maximum(cover, share)
    return colour.astype(np.float32), cover


def _spill(sheet: Sheet, glass: Floats, wide: float, foot: float) -> Floats:
    """The windows' light about them and on the snow below."""
    sigma = 0.11 * wide * sheet.scale
    near = cv.blurred(glass, max(sigma, 1.0)) * np.float32(1.2)
    drop = round(0.42 * wide * sheet.scale)
    fallen = np.roll(glass, drop, axis=0)
    ground: Floats = cv.blurred(fallen, max(1.3 * sigma, 1.0)) * (sheet.ys > foot)[:, None]
    return (near + ground * np.float32(1.5)).astype(np.float32)
