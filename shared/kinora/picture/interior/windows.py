"""Windows of several kinds: their openings, frames and bars."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kinora.picture.paint.arrays import Bytes
from kinora.picture.stage import Sheet, Stage

KINDS = ("grid", "arch", "panorama", "round", "gable", "bay")


@dataclass(frozen=True)
class Window:
    """An opening in the back wall, in stage pixels."""

    kind: str
    x: float
    top: float
    bottom: float
    half: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def outline(self, grown: float = 0.0) -> list[tuple[float, float]]:
        """Corners of the opening, larger all around by ``grown``."""
        x, half = self.x, self.half + grown
        top, bottom = self.top - grown, self.bottom + grown
        if self.kind == "arch":
            turn = np.linspace(math.pi, 2 * math.pi, 40)
            spring = top + half * 0.9
            curve = [(x + half * math.cos(a), spring + half * 0.9 * math.sin(a)) for a in turn]
            return [(x - half, bottom), *curve, (x + half, bottom)]
        if self.kind == "round":
            turn = np.linspace(0, 2 * math.pi, 72, endpoint=False)
            up = (bottom - top) / 2
            return [(x + half * math.cos(a), self.middle + up * math.sin(a)) for a in turn]
        if self.kind == "gable":
            eave = top + (bottom - top) * 0.42
            return [
                (x - half, bottom),
                (x - half, eave),
                (x, top),
                (x + half, eave),
                (x + half, bottom),
            ]
        return [(x - half, top), (x + half, top), (x + half, bottom), (x - half, bottom)]

    def bars(self) -> list[tuple[list[tuple[float, float]], float]]:
        """Lines of the bars and their widths as shares of the frame's."""
        x, half, top, bottom = self.x, self.half, self.top, self.bottom
        tall = bottom - top

        def upright(at: float, thick: float = 0.5) -> tuple[list[tuple[float, float]], float]:
            return [(x + half * at, top), (x + half * at, bottom)], thick

        def level(at: float, thick: float = 0.5) -> tuple[list[tuple[float, float]], float]:
            return [(x - half, top + tall * at), (x + half, top + tall * at)], thick

        match self.kind:
            case "grid":
                return [
                    upright(0, 0.9),
                    upright(-0.5, 0.4),
                    upright(0.5, 0.4),
                    level(0.33, 0.4),
                    level(0.66, 0.4),
                ]
            case "arch":
                spring = top + half * 0.9
                rays = [math.pi * part for part in (1.25, 1.5, 1.75)]
                fan = [
                    (
                        [(x, spring), (x + half * math.cos(a), spring + half * 0.9 * math.sin(a))],
                        0.4,
                    )
                    for a in rays
                ]
                low = [([(x + half * at, spring), (x + half * at, bottom)], thick)
                       for at, thick in ((0.0, 0.8), (-0.5, 0.4), (0.5, 0.4))]  # fmt: skip
                cross = [([(x - half, spring), (x + half, spring)], 0.7)]
                return [*fan, *low, *cross, level(0.72, 0.4)]
            case "panorama":
                return [upright(-0.34, 0.55), upright(0.34, 0.55)]
            case "round":
                return [upright(0, 0.55), level(0.5, 0.55)]
            case "gable":
                return [upright(0, 0.9), upright(-0.5, 0.6), upright(0.5, 0.6), level(0.42, 0.8)]
        return [upright(-0.55, 0.8), upright(0.55, 0.8), level(0.26, 0.5)]

    def paint(self, sheet: Sheet, stage: Stage, glass: Bytes, frame: Bytes) -> None:
        """Fill the glass and the frame with its bars."""
        thick = 0.016 * stage.unit
        sheet.fill(frame, self.outline(thick))
        inner = sheet.mask()
        sheet.fill(inner, self.outline())
        frame[inner > 127] = 0
        sheet.fill(glass, self.outline())
        bars = sheet.mask()
        for line, share in self.bars():
            sheet.line(bars, line, max(thick * share, 1.5 / sheet.scale))
        bars = np.minimum(bars, inner)
        np.maximum(frame, bars, out=frame)
        np.minimum(glass, 255 - frame, out=glass)


def window_of(stage: Stage, axis: float) -> Window:
    """A window about the visual centre that shows the horizon; ``axis`` is the eye's row."""
    rng = stage.generator("window")
    unit, horizon = stage.unit, stage.horizon
    kind = KINDS[int(rng.integers(len(KINDS)))]
    wide, up, down = {
        "grid": (0.34, 0.36, 0.14), "arch": (0.27, 0.42, 0.2), "panorama": (0.58, 0.29, 0.12),
        "round": (0.3, 0.3, 0.3), "gable": (0.42, 0.44, 0.24), "bay": (0.46, 0.36, 0.15),
    }[kind]  # fmt: skip
    grown = float(rng.uniform(0.9, 1.12))
    top = max(min(axis - up * unit * grown, horizon - 0.16 * unit), 0.03 * stage.height)
    bottom = max(axis + down * unit * grown, horizon + 0.1 * unit)
    bottom = min(bottom, 0.88 * stage.height)
    half = min(wide * unit * grown, 0.4 * stage.width)
    if kind == "round":
        half = min((bottom - top) / 2, half)
        middle = (top + bottom) / 2
        top, bottom = middle - half, middle + half
    drift = float(rng.uniform(-0.06, 0.06)) * (1 - stage.symmetry) * unit
    return Window(kind, stage.centre + drift, top, bottom, half)
