"""What hangs over a street: signs on the fronts, lamps at the kerb, lanterns on cords, wires."""

from __future__ import annotations

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes, Floats
from kinora.picture.paint.tones import Tones
from kinora.picture.stage import Sheet, Stage
from kinora.picture.town.vista import Vista


def blades(
    stage: Stage,
    tones: Tones,
    sheet: Sheet,
    vista: Vista,
    colour: Floats,
    light: Floats,
    cover: Floats,
) -> None:
    """Signs that stand out from the fronts towards the viewer, far to near, drawn in place."""
    level = 0.1 if tones.hour.lamps == 0 else 0.25 + 0.6 * tones.hour.lamps
    rng = stage.generator("blades")
    hues = [
        tones.accent(0.7, 1.7), tones.accent(0.78, 1.5), tones.tint(0.62, 0.68) * np.float32(1.9),
        tones.light(0.15, 1.3), tones.tint(0.85, 0.78) * np.float32(1.5),
    ]  # fmt: skip
    count = int(rng.integers(10, 19))
    for away in np.sort(np.exp(rng.uniform(np.log(8.5), np.log(48), count)))[::-1]:
        side = float(rng.choice([-1.0, 1.0]))
        wide, tall = float(rng.uniform(0.7, 1.1)), float(rng.uniform(1.8, 4.2))
        if rng.random() < 0.3:
            wide, tall = float(rng.uniform(1.1, 1.5)), float(rng.uniform(0.9, 1.3))
        foot = float(rng.uniform(3.4, 6.5))
        outer, inner = side * (vista.half - 0.15), side * (vista.half - 0.15 - wide)
        x0, y1 = vista.at(min(outer, inner), foot, float(away))
        x1, y0 = vista.at(max(outer, inner), foot + tall, float(away))
        hue = hues[int(rng.integers(len(hues)))]
        fade = np.float32(np.exp(-away / 60) * level)
        _sign(sheet, (colour, light, cover), (x0, y0, x1, y1), hue * fade, tones, rng)


def _sign(
    sheet: Sheet,
    drawn: tuple[Floats, Floats, Floats],
    box: tuple[float, float, float, float],
    tone: Floats,
    tones: Tones,
    rng: np.random.Generator,
) -> None:
    """A lit frame with strokes like writing on a dark or a bright ground."""
    colour, light, cover = drawn
    x0, y0, x1, y1 = box
    narrow, rows, columns = sheet.window((x0 - 2, y0 - 2), (x1 + 2, y1 + 2))
    if narrow.columns < 2 or narrow.rows < 2:
        return
    body, lit = narrow.mask(), narrow.mask()
    corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    narrow.fill(body, corners)
    bright = bool(rng.random() < 0.4)
    narrow.fill(lit, corners, 205 if bright else 26)
    wide, tall = x1 - x0, y1 - y0
    thin = max(0.07 * min(wide, tall), 0.8 / sheet.scale)
    if not bright:
        narrow.line(lit, [*corners, corners[0]], thin)
    cells = max(round(tall / wide), 1)
    ink = 40 if bright else 255
    for i in range(cells):
        top = y0 + tall * (i + 0.2) / cells
        size = (0.56 * wide, 0.6 * tall / cells)
        left = x0 + 0.22 * wide
        for _ in range(int(rng.integers(3, 5))):
            a, b, c = rng.random(3)
            ends = [(left, top + a * size[1]), (left + size[0], top + a * size[1])]
            if b < 0.45:
                ends = [(left + c * size[0], top), (left + c * size[0], top + size[1])]
            narrow.line(lit, ends, thin * 1.2, ink)
    share = cv.shares(body)[..., None]
    dark = tones.tint(0.05, 0.12) * (tones.fill * np.float32(0.4))
    colour[rows, columns] += (dark - colour[rows, columns]) * share
    glow = cv.shares(np.minimum(lit, body))[..., None] * tone
    light[rows, columns] += (glow - light[rows, columns]) * share
    np.maximum(cover[rows, columns], cv.shares(body), out=cover[rows, columns])


def lamps(
    stage: Stage, sheet: Sheet, vista: Vista
) -> tuple[Bytes, Bytes, list[tuple[float, float]]]:
    """Posts at the kerbs: masks of iron and of light, and the lamps' (across, away) in metres."""
    rng = stage.generator("street lamps")
    iron, glow = sheet.mask(), sheet.mask()
    tall, arm = float(rng.uniform(4.6, 6.2)), float(rng.uniform(0.0, 1.4))
    step, first = float(rng.uniform(11, 16)), float(rng.uniform(6.5, 10))
    both = bool(rng.random() < 0.6)
    places = []
    for i in range(7)[::-1]:
        for side in (-1.0, 1.0):
            away = first + i * step + (0 if both or side < 0 else step / 2)
            post = side * (vista.kerb + 0.25)
            head = post - side * arm
            thick = max(0.11 * vista.focus / away, 0.9 / sheet.scale)
            sheet.line(iron, [vista.at(post, 0, away), vista.at(post, tall, away)], thick)
            if arm > 0.4:
                sheet.line(
                    iron,
                    [vista.at(post, tall, away), vista.at(head, tall + 0.1, away)],
                    thick * 0.8,
                )
            radius = max(0.15 * vista.focus / away, 1.0 / sheet.scale)
            sheet.disc(glow, vista.at(head if arm > 0.4 else post, tall, away), radius)
            places.append((head, away))
    if rng.random() < 0.5:
        _wires(sheet, iron, vista, rng)
    return iron, glow, places


def _wires(sheet: Sheet, iron: Bytes, vista: Vista, rng: np.random.Generator) -> None:
    """Cables across the street and along it."""
    for away in np.exp(rng.uniform(np.log(7), np.log(35), 7)):
        left, right = rng.uniform(6.5, 9.5, 2)
        steps = np.linspace(-1, 1, 17)
        sag = float(rng.uniform(0.3, 0.9))
        heights = left + (right - left) * (steps + 1) / 2 - sag * (1 - steps**2)
        line = [
            vista.at(s * vista.half, h, float(away)) for s, h in zip(steps, heights, strict=True)
        ]
        sheet.line(iron, line, max(0.03 * vista.focus / away, 0.7 / sheet.scale), 190)
