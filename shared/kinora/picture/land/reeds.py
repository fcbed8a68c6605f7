"""Reeds and bulrushes that stand in the shallows at the sides of the frame and bow in the wind."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kinora.colour.scalar import Oklab
from kinora.picture.land.sway import Swaying
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes, Floats
from kinora.picture.paint.radiance import pack
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer
from kinora.picture.stage import Sheet, Stage


def reeds(stage: Stage, tones: Tones, tall: float, opening: float, snow: float = 0.0) -> Layer:
    """Two thickets; ``tall`` and the half-width of the ``opening`` between them in stage units."""
    rng = stage.generator("reeds")
    unit = stage.unit
    root = stage.height + 0.03 * unit
    sheet = stage.sheet(root - 1.35 * tall * unit, stage.height + stage.margin_y)
    cover, level = sheet.mask(), sheet.mask()
    heads: list[tuple[float, float, float, float]] = []
    side = float(rng.choice([-1.0, 1.0]))
    for x, high in _stand(stage, sheet, rng, opening, side):
        lean = tall * unit * float(rng.normal(0.05, 0.14))
        height = high * tall * unit * float(rng.uniform(0.7, 1.15))
        blade = _blade((x, root + 0.02 * unit), height, lean, 0.0034 * unit * rng.uniform(0.7, 1.6))
        fixed = sheet.fixed(blade)
        sheet.fill_fixed(cover, fixed)
        sheet.fill_fixed(level, fixed, int(rng.integers(30, 235)))
        if rng.random() < 0.2 and high > 0.7:
            heads.append((x + lean * 0.92, root - height * 0.97, 0.03 * unit * high, 0.0))
    for x, y, long, _ in heads:
        corners = [(x, y - long), (x, y + long * 0.4)]
        sheet.line(cover, corners, max(0.3 * long, 1.0))
        sheet.line(level, corners, max(0.3 * long, 1.0), 12)
        sheet.line(cover, [(x, y), (x, y - 1.7 * long)], 1.0)
    return Swaying(
        pack(_lit(tones, sheet, level, (root, tall * unit), snow), cv.shares(cover)),
        sheet,
        1.0,
        root=root,
        tip=root - tall * unit,
        reach=0.04 * unit,
        wavelength=0.5 * unit,
        rate=1.7,
    )


def _stand(
    stage: Stage, sheet: Sheet, rng: np.random.Generator, opening: float, side: float
) -> list[tuple[float, float]]:
    """Places of stems and their heights, 0..1: thickest at the edges, thicker at one side."""
    found = []
    unit = stage.unit
    for x in np.arange(sheet.left, sheet.right, 0.0052 * unit):
        at = float(x + rng.normal(0, 0.006) * unit)
        away = abs(at - stage.centre) / unit - opening
        weight = 1.0 if (at - stage.centre) * side > 0 else 0.55
        thick = float(np.clip(away * 3.2 + 0.2, 0, 1)) * weight
        thick *= 0.35 + 0.65 * (np.sin(at / unit * 9 + side) > -0.3)
        if rng.random() < thick:
            found.append((at, 0.45 + 0.55 * thick))
    return found


def _blade(
    foot: tuple[float, float], height: float, lean: float, half: float
) -> NDArray[np.float64]:
    """A tall leaf that tapers and bends to its tip; (14, 2) corners."""
    steps = np.linspace(0, 1, 7)
    x = foot[0] + lean * steps**2.2
    y = foot[1] - height * (steps - 0.07 * abs(lean) / max(height, 1) * steps**3)
    width = half * (1 - steps**2)
    left, right = np.stack([x - width, y], axis=1), np.stack([x + width, y], axis=1)
    return np.concatenate([left, right[::-1]])


def _lit(
    tones: Tones,
    sheet: Sheet,
    level: Bytes,
    place: tuple[float, float],
    snow: float,
) -> Floats:
    """Darker towards the water, lighter and warmer at the tips."""
    root, tall = place
    green = Oklab.polar(0.5, 0.09, 118)
    dark, pale = tones.tint(0.1, 0.2, green), tones.tint(0.6, 0.58, green)
    pale = pale + (tones.snow - pale) * np.float32(0.5 * snow)
    height = np.clip((np.float32(root) - sheet.ys) / np.float32(tall), 0, 1)[:, None]
    mix = cv.shares(level) * (np.float32(0.12) + np.float32(0.88) * height)
    albedo = (dark + (pale - dark) * mix[..., None]).astype(np.float32)
    return tones.surface(albedo, np.float32(0.12) + np.float32(0.6) * mix)
