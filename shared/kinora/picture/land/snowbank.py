"""A snowy bank at the viewer's feet: low in the middle, higher at the sides."""

from __future__ import annotations

import numpy as np

from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import field, profile
from kinora.picture.paint.radiance import pack
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Plate
from kinora.picture.stage import Stage


def bank_line(stage: Stage, side: float, x: float) -> float:
    """Stage y of the bank at stage x; ``side`` is 1 if the right side is the higher, or -1."""
    return float(_line(stage, side, np.array([x], np.float32))[0])


def snowbank(stage: Stage, tones: Tones, side: float, depth: float) -> Plate:
    """The bank, lit along its crest, darker towards the viewer."""
    sheet = stage.sheet(stage.height - 0.3 * stage.unit, stage.height + stage.margin_y)
    line = _line(stage, side, sheet.xs)
    below = np.maximum(sheet.ys[:, None] - line[None, :], 0) / np.float32(stage.unit)
    shape = (sheet.rows, sheet.columns)
    rng = stage.generator("snowbank")
    drift = field(shape, rng, (sheet.rows / 26, sheet.columns / 90), 3)
    slope = np.gradient(line, sheet.xs).astype(np.float32)
    towards = np.tanh((stage.sun[0] - sheet.xs) / np.float32(0.4 * stage.unit))
    facing = 0.34 + 0.6 * np.exp(below * np.float32(-26)) * np.clip(
        0.6 + 2 * slope * towards, 0.2, 1.2
    )
    facing = facing * (0.72 + 0.5 * drift) * (1 - 0.5 * np.clip(below * np.float32(2.4), 0, 1))
    albedo = np.empty((*shape, 3), np.float32)
    albedo[:] = tones.snow * np.float32(0.7)
    return Plate(
        pack(tones.surface(albedo, facing.astype(np.float32)), sheet.below(line)), sheet, depth
    )


def _line(stage: Stage, side: float, xs: Floats) -> Floats:
    across = (xs - np.float32(stage.width / 2)) / np.float32(0.5 * stage.width)
    lean = across * np.float32(side * (1 - stage.symmetry))
    rise = 0.02 + 0.1 * np.clip(np.abs(across), 0, 1.6) ** 2 + 0.045 * lean
    wave = profile(xs, stage.generator("bank"), 0.5 * stage.unit, 3) * np.float32(0.012)
    line = np.float32(stage.height) - (rise + wave) * np.float32(stage.unit)
    return np.asarray(line, np.float32)
