"""The quay at a city's feet: a wall, a row of lamps, and small trees between the houses."""

from __future__ import annotations

import numpy as np

from kinora.picture.land.trees import Tree, broadleaf
from kinora.picture.paint import cv
from kinora.picture.paint.radiance import ONE, pack
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Plate
from kinora.picture.stage import Stage


def quay(stage: Stage, tones: Tones, shore: float, depth: float) -> Plate:
    """Draw the quay; its wall stands on the water at stage row ``shore``."""
    rng = stage.generator("quay")
    unit = stage.unit
    wall, post = 0.016 * unit, 0.036 * unit
    sheet = stage.sheet(shore - 0.12 * unit, shore + 0.03 * unit, depth)
    mask, lamps = sheet.mask(), sheet.mask()
    x = sheet.left
    while x < sheet.right:
        x += float(rng.uniform(0.012, 0.09)) * unit
        broadleaf(
            sheet,
            mask,
            Tree(
                x,
                shore - wall * 0.7,
                unit * float(rng.uniform(0.022, 0.04)),
                int(rng.integers(1 << 40)),
            ),
        )
    gap = 0.085 * unit
    for x in np.arange(sheet.left, sheet.right, gap):
        sheet.line(mask, [(x, shore - wall), (x, shore - wall - post)], 0.0022 * unit)
        sheet.disc(lamps, (float(x), shore - wall - post), max(0.004 * unit, 0.9 / sheet.scale))
    sheet.fill(
        mask,
        [
            (sheet.left, shore - wall),
            (sheet.right, shore - wall),
            (sheet.right, shore + wall),
            (sheet.left, shore + wall),
        ],
    )
    cover = cv.shares(mask)
    down = np.clip((sheet.ys - np.float32(shore - wall)) / np.float32(wall), 0, 1)[:, None]
    stone = tones.surface(
        np.broadcast_to(tones.tint(0.12, 0.3), (*cover.shape, 3)).astype(np.float32),
        0.15 + 0.15 * (1 - down),
    )
    colour = stone + (tones.haze - stone) * np.float32(0.06 + 0.4 * tones.murk)
    light = cv.shares(lamps)
    spread = cv.blurred(light, 0.018 * unit * sheet.scale) * np.float32(2.2)
    shine = tones.light(0.6, 1.7 * tones.hour.lamps)
    pixels = pack((colour + spread[..., None] * shine * 0.25).astype(np.float32), cover)
    glow = np.zeros((*cover.shape, 4), np.float32)
    glow[..., :3] = (light + spread * np.float32(0.16))[..., None] * shine * ONE
    cv.add_light(pixels, cv.fixed(glow))
    return Plate(pixels, sheet, depth)
