"""Where the camera looks, and what that does to a layer at a depth, 0 far to 1 near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import ShotSize

SHOT_SCALE = {
    ShotSize.WIDE: 1.0,
    ShotSize.MEDIUM: 1.22,
    ShotSize.CLOSE: 1.5,
    ShotSize.POV: 1.1,
    ShotSize.HANDHELD: 1.12,
}
"""How large the nearest things are, against a wide shot."""


def parallax(spec: SceneSpec) -> float:
    """How differently near and far layers move, 0.25..1."""
    return 0.25 + 0.75 * spec.depth


@dataclass(frozen=True)
class View:
    """Stage to screen for one depth: ``screen = scale * stage + (x, y)``."""

    scale: float
    x: float
    y: float

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        return self.scale * x + self.x, self.scale * y + self.y


@dataclass(frozen=True)
class Pose:
    """Where the camera looks. Lengths in stage pixels; ``roll`` in radians, clockwise camera."""

    centre: tuple[float, float]
    parallax: float
    pan: float = 0.0
    tilt: float = 0.0
    truck: float = 0.0
    crane: float = 0.0
    zoom: float = 1.0
    dolly: float = 0.0
    roll: float = 0.0

    @classmethod
    def resting(
        cls, size: ShotSize, parallax: float, centre: tuple[float, float] = (0.0, 0.0)
    ) -> Self:
        """Before any move: closer shots are partly a longer lens, partly a step forward."""
        scale = SHOT_SCALE[size]
        return cls(centre, parallax, zoom=scale**0.6, dolly=scale**0.4 - 1)

    def view(self, depth: float) -> View:
        """The transform of the layer at ``depth``."""
        near = 0.5 + (depth - 0.5) * self.parallax
        scale = self.zoom * (1 + self.dolly * (0.12 + 0.88 * near))
        x = self.pan * (0.9 + 0.1 * near) + self.truck * near
        y = self.tilt * (0.9 + 0.1 * near) + self.crane * near
        cx, cy = self.centre
        return View(scale, cx * (1 - scale) - x, cy * (1 - scale) - y)
