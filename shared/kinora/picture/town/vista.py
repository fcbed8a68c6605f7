"""The geometry of a straight street seen along its middle: metres to the stage and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinora.picture.film.pose import Pose
from kinora.picture.paint.arrays import Floats
from kinora.picture.stage import Stage

EYE = 2.4
"""Metres of the eye above the road."""
_FAR = 0.1
"""Depth of the vanishing point."""


@dataclass(frozen=True)
class Vista:
    """Where the street runs."""

    x: float
    y: float
    """The vanishing point, a stage place."""
    focus: float
    """Stage pixels of a metre at a metre's distance."""
    half: float
    """Metres from the middle to the fronts on either side."""
    kerb: float
    """Metres from the middle to the kerb."""
    nearest: float
    """Metres to the ground at the frame's foot."""

    @classmethod
    def of(cls, stage: Stage) -> Vista:
        rng = stage.generator("vista")
        half = float(rng.uniform(4.2, 5.6))
        row = min(max(stage.horizon, 0.44 * stage.height), 0.66 * stage.height)
        focus = stage.unit * float(rng.uniform(0.95, 1.15))
        nearest = EYE * focus / (stage.height - row)
        return cls(stage.centre, row, focus, half, half - 1.9, nearest)

    def at(self, across: float, up: float, away: float) -> tuple[float, float]:
        """The stage place of a point: metres from the middle, above the road, from the eye."""
        return self.x + self.focus * across / away, self.y + self.focus * (EYE - up) / away

    def depth(self, away: float) -> float:
        return _FAR + (1 - _FAR) * min(self.nearest / away, 1.0)

    def depths(self, xs: Floats, ys: Floats) -> Floats:
        """Parallax depths of fronts and road at stage places."""
        wall = np.abs(xs - np.float32(self.x)) / np.float32(self.half)
        road = (ys - np.float32(self.y)) / np.float32(EYE)
        near = np.maximum(wall, road) / np.float32(self.focus)
        depth: Floats = _FAR + (1 - _FAR) * np.clip(near * np.float32(self.nearest), 0, 1)
        return depth.astype(np.float32)

    def screen(self, pose: Pose, across: float, up: float, away: float) -> tuple[float, float]:
        """The screen place of a point in metres."""
        return pose.view(self.depth(away)).to_screen(*self.at(across, up, away))

    def foot(self, xs: Floats) -> Floats:
        """Stage rows of the fronts' feet."""
        reach: Floats = np.abs(xs - np.float32(self.x)) * np.float32(EYE / self.half)
        return np.float32(self.y) + reach
