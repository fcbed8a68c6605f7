"""Blades of grass and flowers that bow in the wind, in two rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kinora.colour.scalar import Oklab
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Weather
from kinora.picture.land.sway import Swaying
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Bytes, Floats
from kinora.picture.paint.radiance import pack
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Layer
from kinora.picture.stage import Sheet, Stage


def sward(spec: SceneSpec, stage: Stage, tones: Tones, green: Oklab) -> list[Layer]:
    """Grass along the lower edge of the frame, the nearer row larger and darker."""
    rows: list[Layer] = []
    snow = spec.weather is Weather.SNOW
    for i, (foot, height, depth) in enumerate(((0.975, 0.11, 0.85), (1.06, 0.2, 1.0))):
        rng = stage.generator("grass", i)
        root, tall = stage.height * foot, height * stage.unit
        sheet = stage.sheet(root - tall * 1.5, root + 0.14 * stage.unit, depth)
        dark, light = (
            tones.tint(0.12, 0.3 - 0.06 * i, green),
            tones.tint(0.5, 0.62 - 0.12 * i, green),
        )
        if snow:
            light = tones.snow * np.float32(0.7)
        colour, cover = _blades(sheet, tones, rng, (root, tall), (dark, light), 700 - 330 * i)
        if not snow:
            _flowers(sheet, tones, rng, (colour, cover), (root, tall), 70 - 25 * i)
        rows.append(
            Swaying(
                pack(colour, cv.shares(cover)),
                sheet,
                depth,
                root=root,
                tip=root - tall,
                reach=0.03 * stage.unit * (1 + 0.5 * i),
                wavelength=0.55 * stage.unit,
                rate=2.1,
            )
        )
    return rows


def _blades(
    sheet: Sheet,
    tones: Tones,
    rng: np.random.Generator,
    place: tuple[float, float],
    pair: tuple[Floats, Floats],
    count: int,
) -> tuple[Floats, Bytes]:
    """Curved blades, later ones over earlier ones."""
    root, tall = place
    cover = sheet.mask()
    level = sheet.mask()
    grown = [
        (
            rng.uniform(sheet.left, sheet.right),
            tall * rng.uniform(0.35, 1.05),
            tall * rng.normal(0.0, 0.22),
            tall * rng.uniform(0.01, 0.022),
            root + tall * rng.uniform(0.0, 0.5),
            int(rng.integers(40, 230)),
        )
        for _ in range(count)
    ]
    for blade, (*_, value) in zip(sheet.fixed(_outlines(grown, root)), grown, strict=True):
        sheet.fill_fixed(cover, blade)
        sheet.fill_fixed(level, blade, value)
    floor = (sheet.ys > root + tall * 0.35)[:, None]
    cover = np.maximum(cover, np.where(floor, 255, 0).astype(np.uint8))
    height = np.clip((np.float32(root + tall * 0.3) - sheet.ys) / np.float32(tall * 1.2), 0, 1)
    mix = cv.shares(level) * (np.float32(0.25) + np.float32(0.75) * height[:, None])
    albedo = pair[0] + (pair[1] - pair[0]) * mix[..., None]
    facing = np.float32(0.2) + np.float32(0.6) * mix
    return tones.surface(albedo.astype(np.float32), facing), cover


def _outlines(
    grown: list[tuple[float, float, float, float, float, int]], root: float
) -> NDArray[np.float64]:
    """Corners, (blades, 12, 2), from each blade's place, height, lean, half width and foot."""
    x, height, lean, half, foot, _ = (column[:, None] for column in np.array(grown).T)
    steps = np.linspace(0, 1, 6)[None, :]
    spine_x, spine_y = x + lean * steps**2, foot - (height + foot - root) * steps
    width = half * (1 - steps**1.5)
    sides = np.concatenate([spine_x - width, (spine_x + width)[:, ::-1]], axis=1)
    return np.stack([sides, np.concatenate([spine_y, spine_y[:, ::-1]], axis=1)], axis=2)


def _flowers(
    sheet: Sheet,
    tones: Tones,
    rng: np.random.Generator,
    drawn: tuple[Floats, Bytes],
    place: tuple[float, float],
    count: int,
) -> None:
    """Stems with blossoms in the accent and a lighter tone."""
    (colour, cover), (root, tall) = drawn, place
    petals = [
        tones.surface(tone, 0.6)
        for tone in (tones.accent(0.68), tones.accent(0.8), tones.tint(0.95, 0.9))
    ]
    for _ in range(count):
        x, y = rng.uniform(sheet.left, sheet.right), root - tall * rng.uniform(0.5, 1.15)
        radius = tall * rng.uniform(0.035, 0.065)
        sheet.line(cover, [(x + tall * 0.03, root), (x, y)], tall * 0.014)
        narrow, at = sheet.part(x - 3 * radius, x + 3 * radius)
        if narrow.columns == 0:
            continue
        mask = narrow.mask()
        turn = rng.uniform(0, 1)
        for i in range(5):
            angle = 2 * np.pi * (i + turn) / 5
            petal = (x + np.cos(angle) * radius * 0.75, y + np.sin(angle) * radius * 0.6)
            narrow.disc(mask, petal, radius * 0.62)
        part = mask.astype(np.float32)[..., None] / 255
        colour[:, at] += (petals[int(rng.integers(3))] - colour[:, at]) * part
        np.maximum(cover[:, at], mask, out=cover[:, at])
