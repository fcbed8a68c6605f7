"""A symmetric composition: the right half of the scene is the left half, mirrored."""

from __future__ import annotations

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import CameraKind, ShotSize
from kinora.picture.film.tempo import Moment
from kinora.picture.plate import Canvas, Layer

_UPRIGHT = frozenset(
    {
        CameraKind.STATIC, CameraKind.TILT_UP, CameraKind.TILT_DOWN, CameraKind.ZOOM_IN,
        CameraKind.ZOOM_OUT, CameraKind.DOLLY_IN, CameraKind.DOLLY_OUT, CameraKind.CRANE_UP,
        CameraKind.CRANE_DOWN,
    }
)  # fmt: skip
"""Moves that keep the middle of the picture in the middle."""


class Mirror:
    """Mirrors what was drawn so far."""

    def draw(self, canvas: Canvas, moment: Moment) -> None:  # noqa: ARG002 - a layer's signature
        half = canvas.width // 2
        rows = canvas.pixels[: canvas.floor]
        rows[:, canvas.width - half :] = rows[:, :half][:, ::-1]


def mirror(spec: SceneSpec) -> list[Layer]:
    """The layer for a fully symmetric spec, unless a camera moves its middle aside."""
    upright = all(
        shot.camera in _UPRIGHT and shot.size is not ShotSize.HANDHELD for shot in spec.shots
    )
    return [Mirror()] if spec.symmetry == 1.0 and upright else []
