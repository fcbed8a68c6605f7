"""The nearest rock: dark shapes at the frame's edges, in front of everything in a cave."""

from __future__ import annotations

import numpy as np

from kinora.colour.scalar import Oklab
from kinora.picture.interior.rock import Mouth
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import profile
from kinora.picture.paint.radiance import pack
from kinora.picture.paint.tones import Tones
from kinora.picture.paint.washes import between
from kinora.picture.plate import Layer, Plate
from kinora.picture.stage import Sheet, Stage


def boulders(stage: Stage, tones: Tones, mouth: Mouth, *, pooled: bool) -> Layer:
    """Rocks along the foot of the frame, higher at its sides, and stone that hangs from its top."""
    rng = stage.generator("boulders")
    sheet = stage.sheet(-stage.margin_y, stage.height + stage.margin_y)
    unit = np.float32(stage.unit)
    side = (sheet.xs - np.float32(mouth.x)) / unit
    lift = np.clip(np.abs(side) - 0.22, 0, 0.7) ** np.float32(1.3)
    jag = profile(sheet.xs, rng, 0.3 * stage.unit, 5, 0.55)
    base = stage.height + (0.05 if pooled else 0.0) * stage.unit
    foot = base - unit * (lift * np.float32(0.62) + np.float32(0.085) * (jag + 0.4))
    crag = profile(sheet.xs, rng, 0.26 * stage.unit, 5, 0.55)
    teeth = np.maximum(profile(sheet.xs, rng, 0.12 * stage.unit, 2, 0.5) - 0.25, 0) ** 1.4
    hang = unit * (
        lift * np.float32(0.55) + np.float32(0.05) * (crag + 0.3) + np.float32(0.3) * teeth
    ) - np.float32(0.01 * stage.unit)
    lower = sheet.below(foot.astype(np.float32))
    upper = 1 - sheet.below(hang.astype(np.float32))
    cover = np.maximum(lower, upper)
    return Plate(pack(_lit(tones, sheet, foot, hang, unit), cover), sheet, 1.0)


def _lit(tones: Tones, sheet: Sheet, foot: Floats, hang: Floats, unit: np.float32) -> Floats:
    """Almost black, with the opening's light along the edges."""
    stone = tones.tint(0.25, 0.3, Oklab.polar(0.4, 0.02, 60))
    below = np.maximum(sheet.ys[:, None] - foot[None, :], 0) / unit
    above = np.maximum(hang[None, :] - sheet.ys[:, None], 0) / unit
    edge = np.exp(-np.minimum(below + (below == 0), above + (above == 0)) * 60)
    outside = tones.haze * np.float32(0.3) + tones.key * np.float32(0.12)
    dark = stone * (tones.fill * np.float32(0.08) + tones.haze * np.float32(0.03))
    return between(dark, dark + np.float32(0.5) * stone * outside, cv.blurred(edge, 1.0))
