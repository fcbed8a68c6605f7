"""How the spec's gradient runs over a field."""

from __future__ import annotations

import math

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import GradientKind
from kinora.picture.fields.grid import Grid
from kinora.picture.paint.arrays import Floats
from kinora.picture.stage import Stage

_COARSE = 8


class Slope:
    """Places of 0..1 over the frame, low to high along the gradient."""

    def __init__(self, spec: SceneSpec, stage: Stage) -> None:
        self._kind, self._angle = spec.gradient.kind, math.radians(spec.gradient.angle)
        self._share = 0.35 + 0.4 * spec.gradient.strength
        self._wide, self._tall = stage.width / stage.unit, stage.height / stage.unit
        self._centre = (stage.centre - stage.width / 2) / stage.unit
        turned = stage.generator("slope").random() < 0.4
        self._sign = -1.0 if turned else 1.0

    def mixed(self, place: Floats, grid: Grid) -> Floats:
        """Move a pattern's places, 0..1, towards the gradient; in place."""
        place *= np.float32(1 - self._share)
        share = np.float32(self._share)
        match self._kind:
            case GradientKind.VERTICAL:
                place += (share * self._along(grid.ys / np.float32(self._tall)))[:, None]
            case GradientKind.HORIZONTAL:
                place += (share * self._along(grid.xs / np.float32(self._wide)))[None, :]
            case GradientKind.ANGLED:
                reach = abs(math.cos(self._angle)) * self._wide
                reach += abs(math.sin(self._angle)) * self._tall
                across = grid.xs * np.float32(math.cos(self._angle) / reach)
                down = grid.ys * np.float32(-math.sin(self._angle) / reach)
                tilted = np.add.outer(down, across).astype(np.float32, copy=False)
                tilted *= np.float32(self._sign)
                tilted += np.float32(0.5)
                place += share * np.clip(tilted, 0, 1, out=tilted)
            case GradientKind.RADIAL:
                place += share * self._radial(grid)
        return place

    def _along(self, at: Floats) -> Floats:
        run: Floats = np.clip(np.float32(self._sign) * at + np.float32(0.5), 0, 1)
        return run

    def _radial(self, grid: Grid) -> Floats:
        small = grid.thinned(_COARSE)
        x = (small.xs - np.float32(self._centre)) / np.float32(self._wide)
        y = small.ys / np.float32(self._tall)
        away = np.sqrt(np.add.outer(y * y, x * x)).astype(np.float32) * np.float32(1.6)
        if self._sign > 0:
            away = 1 - away
        return grid.spread(np.clip(away, 0, 1).astype(np.float32), _COARSE)
