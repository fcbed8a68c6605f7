"""Neon: signs and roof lines far brighter than their walls, so that bloom makes their light."""

from __future__ import annotations

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.radiance import dimmed
from kinora.picture.paint.tones import Tones
from kinora.picture.stage import Sheet, Stage
from kinora.picture.town.buildings import Skyline

_REACH = 4
"""A blur reaches this many standard deviations."""


def paint_signs(stage: Stage, tones: Tones, row: Skyline, rng: np.random.Generator) -> None:
    """Add signs to a drawn skyline where lamps are lit, in the accent and the palette's lights."""
    if tones.hour.lamps < 0.5:
        return
    sheet, unit = row.sheet, stage.unit
    hues = [
        tones.accent(0.72, 2.2),
        tones.tint(0.62, 0.7) * np.float32(2.2),
        tones.tint(0.85, 0.78) * np.float32(1.8),
    ]
    light = np.zeros_like(row.colour)
    for _ in range(int(rng.integers(5, 10))):
        tone = hues[int(rng.integers(len(hues)))]
        x = float(rng.uniform(-stage.margin_x, stage.width + stage.margin_x))
        y = sheet.bottom - float(rng.uniform(0.06, 0.17)) * unit
        wide, tall = (0.012, float(rng.uniform(0.04, 0.09)))
        if rng.random() < 0.4:
            wide, tall = float(rng.uniform(0.04, 0.08)), 0.012
        _sign(light, sheet, (x, y), (wide * unit, tall * unit), tone)
    row.colour += dimmed(light, row.cover)


def _sign(
    light: Floats, sheet: Sheet, at: tuple[float, float], size: tuple[float, float], tone: Floats
) -> None:
    """A frame with a few strokes inside."""
    (x, y), (wide, tall) = at, size
    sigma = max(min(size) * sheet.scale * 1.6, 1.0)
    reach = (_REACH * sigma + 2) / sheet.scale
    sheet, rows, columns = sheet.window(
        (x - reach, y - reach), (x + wide + reach, y + tall + reach)
    )
    if not sheet.columns or not sheet.rows:
        return
    mask = sheet.mask()
    sheet.fill(mask, [(x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall)], 200)
    strokes = max(int(max(wide, tall) / (min(wide, tall) * 1.3)), 2)
    for i in range(1, strokes):
        part = i / strokes
        if tall > wide:
            sheet.line(mask, [(x, y + tall * part), (x + wide, y + tall * part)], 1.2, 60)
        else:
            sheet.line(mask, [(x + wide * part, y), (x + wide * part, y + tall)], 1.2, 60)
    level = cv.shares(mask)
    halo = cv.blurred(level, sigma)
    light[rows, columns] += (level + np.float32(0.3) * halo)[..., None] * tone
