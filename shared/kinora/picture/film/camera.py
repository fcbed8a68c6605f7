"""The camera: what the sixteen moves do to layers at different depths.

Depth is 0 at infinity and 1 at the nearest layer. Pans, tilts, zooms and rolls turn the view and
move everything alike; trucks, cranes, dollies and orbits travel, and the near moves most.
"""

from __future__ import annotations

import math
from dataclasses import replace

from kinora.model.spec import SceneSpec, Shot
from kinora.model.taxonomy import CameraKind, ShotSize
from kinora.picture.film.pose import Pose, parallax
from kinora.picture.paint.noise import generator
from kinora.picture.stage import Stage
from kinora.seeding import derive

_TRAVELS: dict[CameraKind, dict[str, float]] = {
    CameraKind.PAN_LEFT: {"pan": -0.28},
    CameraKind.PAN_RIGHT: {"pan": 0.28},
    CameraKind.TILT_UP: {"tilt": -0.2},
    CameraKind.TILT_DOWN: {"tilt": 0.2},
    CameraKind.CRANE_UP: {"crane": -0.26, "tilt": -0.03},
    CameraKind.CRANE_DOWN: {"crane": 0.26, "tilt": 0.03},
    CameraKind.ORBIT: {"truck": 0.42, "pan": -0.2},
    CameraKind.ROLL: {"roll": 0.2},
    CameraKind.TRUCK_LEFT: {"truck": -0.42},
    CameraKind.TRUCK_RIGHT: {"truck": 0.42},
}
"""Full travel of each move at a reach of 1: in frame widths or heights, or radians."""
_CLOSES: dict[CameraKind, tuple[str, float]] = {
    CameraKind.ZOOM_IN: ("zoom", 0.34),
    CameraKind.ZOOM_OUT: ("zoom", -0.34),
    CameraKind.DOLLY_IN: ("dolly", 0.46),
    CameraKind.DOLLY_OUT: ("dolly", -0.46),
}
"""Growth of the picture over a move; out moves run the same way backwards."""


def eased(progress: float) -> float:
    """0..1 to 0..1: slow start, steady middle, slow end."""
    clamped = min(max(progress, 0.0), 1.0)
    smooth = clamped * clamped * clamped * (clamped * (clamped * 6 - 15) + 10)
    return 0.55 * smooth + 0.45 * clamped * clamped * (3 - 2 * clamped)


class Camera:
    """The camera of one shot."""

    def __init__(self, spec: SceneSpec, stage: Stage, shot: Shot, index: int) -> None:
        rng = generator(spec.seed, "shot", index)
        self._shot, self._stage = shot, stage
        self._fps = spec.format.fps
        focus_y = stage.horizon * 0.7 + stage.height * 0.5 * 0.3
        centre = (stage.centre * 0.6 + stage.width * 0.2, focus_y)
        self._rest = Pose.resting(shot.size, parallax(spec), centre)
        seconds = shot.frames / spec.format.fps
        self._reach = min(shot.camera_speed * (0.35 + 0.22 * seconds) * spec.pacing**0.5, 1.0)
        self._frame_x = float(rng.uniform(-0.05, 0.05)) * (1 - spec.symmetry) * (index > 0)
        self._frame_y = float(rng.uniform(-0.02, 0.02)) * (index > 0)
        self._phases = [derive(spec.seed, "shake", index, i) % 10000 / 1591.5 for i in range(6)]

    def pose(self, frame: float) -> Pose:
        """The pose at a frame counted from the shot's start; it may lie past the shot's end."""
        shot, stage, rest = self._shot, self._stage, self._rest
        width, height = stage.width, stage.height
        along = eased(frame / max(shot.frames - 1, 1)) - 0.5
        move = self._moved(along * self._reach)
        shake_x, shake_y, shake_roll = self._shake(frame / self._fps)
        return replace(
            rest,
            pan=(move.get("pan", 0.0) + self._frame_x) * width + shake_x,
            tilt=(move.get("tilt", 0.0) + self._frame_y) * height + shake_y,
            truck=move.get("truck", 0.0) * width,
            crane=move.get("crane", 0.0) * height,
            zoom=rest.zoom * (1 + move.get("zoom", 0.0)),
            dolly=rest.dolly + (1 + rest.dolly) * move.get("dolly", 0.0),
            roll=move.get("roll", 0.0) + shake_roll,
        )

    def _moved(self, travel: float) -> dict[str, float]:
        """The move at ``travel``, -0.5..0.5 times the reach; lengths in frame sizes."""
        kind = self._shot.camera
        moves = {name: share * travel for name, share in _TRAVELS.get(kind, {}).items()}
        if kind in _CLOSES:
            name, share = _CLOSES[kind]
            begun = travel + 0.5 * self._reach
            moves[name] = share * begun if share > 0 else -share * (self._reach - begun)
        return moves

    def _shake(self, seconds: float) -> tuple[float, float, float]:
        """A hand's unrest in stage pixels and radians; a walker's step for a point of view."""
        shot, unit = self._shot, self._stage.unit
        amount = 0.0
        if shot.camera is CameraKind.HANDHELD:
            amount = 0.5 + 0.8 * shot.camera_speed
        if shot.size is ShotSize.HANDHELD:
            amount = max(amount, 0.7)
        phase = self._phases
        step_x = step_y = 0.0
        if shot.size is ShotSize.POV:
            step_x = math.sin(seconds * 5.2 + phase[4]) * 0.0022
            step_y = math.sin(seconds * 10.4 + phase[5]) * 0.0026
        x = math.sin(seconds * 2.3 + phase[0]) * 0.006 + math.sin(seconds * 5.9 + phase[1]) * 0.0024
        y = math.sin(seconds * 2.9 + phase[2]) * 0.005 + math.sin(seconds * 7.1 + phase[3]) * 0.002
        roll = math.sin(seconds * 1.7 + phase[1]) * 0.005 * amount
        return (x * amount + step_x) * unit, (y * amount + step_y) * unit, roll
