"""Camera motion: one global model fitted to the flow of all blocks.

A rotation, a zoom and a shift of the whole picture are what a plane seen by a moving camera does
at first order, and what a turning or zooming one does to everything. Where near and far move
differently, the camera itself travels: the pan is a truck, the tilt a crane, the zoom a dolly, and
where near moves against far it orbits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kinora.measure.flow import BlockFlow
from kinora.measure.parallax import Rates, against, depth, rates
from kinora.measure.similarity import centres, similarity
from kinora.model.features import CameraMeasure, DepthMeasure
from kinora.model.taxonomy import CameraKind

_Doubles: TypeAlias = NDArray[np.float64]

_LEAST_TRUSTED = 0.25
_LEAST_AGREEING = 0.45
"""Shares of the frame that must move believably, and of those that must agree with the model."""
_LEAST_MOVING = 0.4
"""Share of the blocks with texture that must move for the camera to be what moves."""
_SLOWEST = 0.006
"""Frame widths a second of the picture's mean displacement below which the camera stands."""
_SHAKE_SHARE = 1.2
_SLOWEST_SHAKE = 0.01
_FEWEST_TURNS = 2
_TRAVELS_FROM, _NEARS_FROM = 0.36, 0.5
"""Parallax from which the camera itself travels sideways, and towards things or away from them: a
turning one near its subject shows some, and the less the flow, the more of it is what moves of
itself."""
_TRAVELS = {
    CameraKind.PAN_LEFT: CameraKind.TRUCK_LEFT,
    CameraKind.PAN_RIGHT: CameraKind.TRUCK_RIGHT,
    CameraKind.TILT_UP: CameraKind.CRANE_UP,
    CameraKind.TILT_DOWN: CameraKind.CRANE_DOWN,
    CameraKind.ZOOM_IN: CameraKind.DOLLY_IN,
    CameraKind.ZOOM_OUT: CameraKind.DOLLY_OUT,
}


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
    across, down = centres(*flow.trust.shape)
    radius = float(np.sqrt(np.mean(across**2 + down**2)))
    trust = flow.trust.reshape(-1).astype(np.float64)
    believed = trust > 0.5
    moving = believed.sum() / max(1, int((believed | flow.still.reshape(-1)).sum()))
    if believed.mean() < _LEAST_TRUSTED or moving < _LEAST_MOVING:
        return FrameCamera(radius=radius)
    u, v = flow.vectors.reshape(-1, 2).astype(np.float64).T / np.maximum(trust, 1e-6)
    found = similarity((across, down), (u, v), np.where(believed, trust, 0.0))
    agrees = float((found.away[believed] < found.tolerance).mean()) >= _LEAST_AGREEING
    rate = 1 / seconds
    if agrees:
        return FrameCamera(
            found.x * rate, found.y * rate, found.zoom * rate, found.roll * rate, radius
        )
    known = (believed & flow.textured.reshape(-1)) | flow.still.reshape(-1)
    travel = rates(np.where(believed, (u, v), 0.0).T, known, across, down, seconds)
    if travel is None:
        return FrameCamera(radius=radius)
    return FrameCamera(travel.x * rate, travel.y * rate, travel.zoom * rate, 0.0, radius)


def turning(steps: Sequence[FrameCamera]) -> CameraMeasure:
    """Name a stretch's camera by the strongest part of its mean motion, as if it only turned.

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


def travelling(
    found: CameraMeasure, own: Sequence[Rates], around: Sequence[Rates]
) -> tuple[CameraMeasure, DepthMeasure]:
    """Tell by near and far whether the camera travels where it seems to turn, and how deep it sees.

    Args:
        found: the camera as it seems to turn.
        own: how near and far followed in this stretch.
        around: the same in it and in those beside it that show the same movement.
    """
    if against(own):
        return CameraMeasure(kind=CameraKind.ORBIT, speed=_speed(own)), depth(own)
    if found.kind not in _TRAVELS:
        return found, depth([])
    seen = depth(around)
    zooms = found.kind in {CameraKind.ZOOM_IN, CameraKind.ZOOM_OUT}
    if seen.parallax >= (_NEARS_FROM if zooms else _TRAVELS_FROM):
        return CameraMeasure(kind=_TRAVELS[found.kind], speed=found.speed), seen
    return found, seen


def _speed(travel: Sequence[Rates]) -> float:
    """Root mean square speed, in widths a second."""
    return sum(one.shift for one in travel) / max(sum(one.seconds for one in travel), 1e-6)


def _shake(velocities: _Doubles) -> float:
    """Deviation of the velocity (n, 2) if it goes to and fro, 0 if it changes only once."""
    deviation = velocities.std(axis=0)
    wobble = (velocities - velocities.mean(axis=0))[:, deviation > deviation.max() / 3]
    turns = int(np.count_nonzero(np.diff(np.sign(wobble), axis=0)))
    return float(np.hypot(*deviation)) if turns >= _FEWEST_TURNS else 0.0
