"""Camera motion: one global model fitted to the flow of all blocks.

A rotation, a zoom and a shift of the whole picture are what a plane seen by a moving camera does
at first order. From such a model alone a truck cannot be told from a pan, a dolly from a zoom,
nor a crane from a tilt: the names here are those of the rotations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.measure.flow import BlockFlow
from kinora.model.features import CameraMeasure
from kinora.model.taxonomy import CameraKind

_Doubles: TypeAlias = NDArray[np.float64]

_ROUNDS = 4
_TOLERANCE = 0.002
"""Frame widths: a block further from the model than this, and than a third of the mean motion,
moves by itself."""
_TOLERANCE_SHARE = 0.33
_LEAST_TRUSTED = 0.25
_LEAST_AGREEING = 0.45
"""Shares of the frame that must move believably, and of those that must agree with the model."""
_SLOWEST = 0.006
"""Frame widths a second of the picture's mean displacement below which the camera stands."""
_SHAKE_SHARE = 1.2
_SLOWEST_SHAKE = 0.01
_FEWEST_TURNS = 2


@dataclass(frozen=True, slots=True)
class FrameCamera:
    """What the picture does between two frames, per second.

    ``x``, ``y``: shift in frame widths; ``zoom``: growth of scale; ``roll``: radians clockwise;
    ``radius``: RMS distance of the frame's blocks from its centre, in widths.
    """

    x: float = 0.0
    y: float = 0.0
    zoom: float = 0.0
    roll: float = 0.0
    radius: float = 0.4


def frame_camera(flow: BlockFlow, seconds: float) -> FrameCamera:
    """Fit shift, zoom and roll by reweighted least squares.

    Where too little of the frame moves, or too little of it moves as one, the camera is still.

    Args:
        flow: what moved.
        seconds: in what time.
    """
    across, down = _centres(*flow.trust.shape)
    radius = float(np.sqrt(np.mean(across**2 + down**2)))
    trust = flow.trust.reshape(-1).astype(np.float64)
    believed = trust > 0.5
    if believed.mean() < _LEAST_TRUSTED:
        return FrameCamera(radius=radius)
    u, v = flow.vectors.reshape(-1, 2).astype(np.float64).T / np.maximum(trust, 1e-6)
    weights = np.where(believed, trust, 0.0)
    tolerance = max(_TOLERANCE, _TOLERANCE_SHARE * float(np.hypot(u, v)[believed].mean()))
    away = np.zeros_like(u)
    robust = weights
    shift_x = shift_y = zoom = roll = 0.0
    for _ in range(_ROUNDS):
        shift_x, shift_y, zoom, roll = _least_squares(across, down, u, v, robust)
        away = np.hypot(
            u - (shift_x + zoom * across - roll * down), v - (shift_y + zoom * down + roll * across)
        )
        robust = weights / (1 + (away / tolerance) ** 2) ** 2
    if (away[believed] < tolerance).mean() < _LEAST_AGREEING:
        return FrameCamera(radius=radius)
    rate = 1 / seconds
    return FrameCamera(shift_x * rate, shift_y * rate, zoom * rate, roll * rate, radius)


def camera(steps: Sequence[FrameCamera]) -> CameraMeasure:
    """Name the window's camera by the strongest part of its mean motion.

    The picture moves the other way: shifted to the left it was panned to the right, and growing it
    was zoomed in. ``speed`` is in frame widths a second for pan, tilt and handheld, scale per
    second for zoom, radians per second for roll.
    """
    if not steps:
        return CameraMeasure(kind=CameraKind.STATIC, speed=0.0)
    rows = np.array([(step.x, step.y, step.zoom, step.roll) for step in steps])
    x, y, zoom, roll = (float(value) for value in rows.mean(axis=0))
    radius = steps[0].radius
    displacement = {
        CameraKind.PAN_LEFT if x > 0 else CameraKind.PAN_RIGHT: (abs(x), abs(x)),
        CameraKind.TILT_UP if y > 0 else CameraKind.TILT_DOWN: (abs(y), abs(y)),
        CameraKind.ZOOM_IN if zoom > 0 else CameraKind.ZOOM_OUT: (abs(zoom) * radius, abs(zoom)),
        CameraKind.ROLL: (abs(roll) * radius, abs(roll)),
    }
    kind, (strength, speed) = max(displacement.items(), key=lambda item: item[1][0])
    shake = _shake(rows[:, :2])
    if shake > max(_SLOWEST_SHAKE, _SHAKE_SHARE * strength):
        return CameraMeasure(kind=CameraKind.HANDHELD, speed=shake)
    if strength < _SLOWEST:
        return CameraMeasure(kind=CameraKind.STATIC, speed=0.0)
    return CameraMeasure(kind=kind, speed=speed)


def _shake(velocities: _Doubles) -> float:
    """Deviation of the velocity (n, 2) if it goes to and fro, 0 if it changes only once."""
    deviation = velocities.std(axis=0)
    wobble = (velocities - velocities.mean(axis=0))[:, deviation > deviation.max() / 3]
    turns = int(np.count_nonzero(np.diff(np.sign(wobble), axis=0)))
    return float(np.hypot(*deviation)) if turns >= _FEWEST_TURNS else 0.0


def _centres(rows: int, columns: int) -> tuple[_Doubles, _Doubles]:
    """Blocks' places relative to the frame's centre, in frame widths, flattened."""
    across, down = np.meshgrid(np.arange(columns) + 0.5, np.arange(rows) + 0.5)
    return (across / columns - 0.5).reshape(-1), ((down - rows / 2) / columns).reshape(-1)


def _least_squares(
    across: _Doubles, down: _Doubles, u: _Doubles, v: _Doubles, weights: _Doubles, /
) -> tuple[float, float, float, float]:
    """Shift x, shift y, zoom and roll of the weighted best fit, by its normal equations."""
    total = float(weights.sum()) + 1e-12
    x0, y0 = float(weights @ across) / total, float(weights @ down) / total
    u0, v0 = float(weights @ u) / total, float(weights @ v) / total
    x, y = across - x0, down - y0
    spread = float(weights @ (x * x + y * y)) + 1e-12
    zoom = float(weights @ (x * u + y * v)) / spread
    roll = float(weights @ (x * v - y * u)) / spread
    return u0 - zoom * x0 + roll * y0, v0 - zoom * y0 - roll * x0, zoom, roll
