"""Cameras: the global motion of the picture, frame by frame and over the whole move.

Corners are tracked there and back; a similarity is fitted to their moves with RANSAC, so that what
moves by itself (clouds, leaves, cars) is outvoted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from accuracy.oracles.film import Film, Note
from accuracy.oracles.promise import Check, Figure, Measures, Promise, Seen, grouped

_ORACLE = "OpenCV corners, Lucas-Kanade, RANSAC similarity"
_STRIDE = 2
_FEWEST = 8
_THERE_AND_BACK = 0.5
_TRAVELS: dict[str, tuple[str, int]] = {
    "pan_left": ("x", 1), "pan_right": ("x", -1),
    "truck_left": ("x", 1), "truck_right": ("x", -1),
    "tilt_up": ("y", 1), "tilt_down": ("y", -1),
    "crane_up": ("y", 1), "crane_down": ("y", -1),
}  # fmt: skip
"""Axis of the picture's travel and its sign: it goes the other way than the camera."""
_SAME_WAY = {
    "truck_left": "pan_left", "truck_right": "pan_right",
    "crane_up": "tilt_up", "crane_down": "tilt_down",
}  # fmt: skip
_GROWS = {"zoom_in": 1, "dolly_in": 1, "zoom_out": -1, "dolly_out": -1}
_TRAVEL = Promise(
    "travel", "pans, tilts, trucks and cranes move the picture the other way", _ORACLE,
    "% of the side", 16, least=5.0,
)  # fmt: skip
_STRAIGHT = Promise(
    "straight", "and along one axis: motion across over motion along", _ORACLE, "", 16, most=0.2
)
_GROWTH = Promise(
    "growth", "zooms and dollies in make it grow, those out make it shrink", _ORACLE, "%", 8,
    least=8.0,
)  # fmt: skip
_TURN = Promise(
    "turn", "a roll turns it, against the camera's clockwise turn", _ORACLE, "degrees", 2, least=5.0
)
_DEPTH = Promise(
    "parallax",
    "a truck or crane has more parallax than the pan or tilt the same way: "
    "fast over slow fifth of the corners, over that of pan or tilt",
    _ORACLE, "", 12, least=1.05,
)  # fmt: skip
_FLAT = Promise(
    "no parallax",
    "a pan moves near and far nearly alike (clouds drift): fast over slow fifth", _ORACLE, "", 6,
    most=1.3,
)  # fmt: skip
_ORBIT = Promise(
    "orbit", "an orbit shifts near against far: fast less slow fifth", _ORACLE, "% of the side", 3,
    least=4.0,
)  # fmt: skip
_SHAKE = Promise(
    "shake", "a hand-held camera shakes: length of its path", _ORACLE, "% of the side", 3, least=2.5
)
_DRIFT = Promise("no drift", "but it does not go anywhere", _ORACLE, "% of the side", 3, most=2.5)
_STILL = Promise(
    "stillness", "a static camera stands still while the scene moves: mean shift of the frame",
    _ORACLE, "% of the side", 3, most=2.0,
)  # fmt: skip

_WHATEVER_MOVES = (_TRAVEL, _GROWTH, _TURN)
"""What can be told of a restless scene, whose moving, mirroring water leaves few fixed points."""


def _measure(film: Film, _note: Note) -> Measures:
    greys = film.greys
    height, width = greys.shape[1:]
    whole = np.eye(3)
    steps, fifths = [], np.zeros((2, 2))
    for at in range(0, len(greys) - _STRIDE, _STRIDE):
        before, after = _tracked(greys[at], greys[at + _STRIDE])
        fitted = _fitted(before, after)
        whole = fitted @ whole
        steps.append(fitted[:2, 2])
        if len(before) >= _FEWEST:
            fifths += np.percentile(after - before, (20, 80), axis=0)
    side = min(height, width)
    grid = np.array([(x, y, 1) for x in (-0.4, 0, 0.4) for y in (-0.4, 0, 0.4)]).T
    grid[:2] *= side
    path = np.array(steps) / side * 100
    return {
        "x": float(path[:, 0].sum()),
        "y": float(path[:, 1].sum()),
        "path": float(np.abs(path).sum(axis=0).mean()),
        "growth": float(np.sqrt(np.linalg.det(whole[:2, :2])) - 1) * 100,
        "turn": float(np.degrees(np.arctan2(whole[1, 0], whole[0, 0]))),
        "shift": float(np.linalg.norm((whole @ grid - grid)[:2], axis=0).mean() / side * 100),
        "fifths": (fifths / side * 100).tolist(),
    }


def _tracked(
    before: NDArray[np.uint8], after: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Corners that are found again, and again on the way back, from the middle: (n, 2) each."""
    none = np.empty((0, 2), np.float32)
    corners = np.asarray(cv2.goodFeaturesToTrack(before, 300, 0.01, 6), np.float32)
    if corners.ndim != 3:  # OpenCV gives None where it finds no corner
        return none, none
    there, found, _ = cv2.calcOpticalFlowPyrLK(before, after, corners, np.empty(0))
    back, again, _ = cv2.calcOpticalFlowPyrLK(after, before, there, np.empty(0))
    same = np.linalg.norm(corners - back, axis=2)[:, 0] < _THERE_AND_BACK
    kept = same & (found[:, 0] == 1) & (again[:, 0] == 1)
    middle = np.array(before.shape[::-1], np.float32) / 2
    return corners[kept, 0] - middle, there[kept, 0] - middle


def similarity(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The similarity (3, 3) from one grey picture to a later one, about the frame's middle."""
    return _fitted(*_tracked(before, after))


def _fitted(before: NDArray[np.float32], after: NDArray[np.float32]) -> NDArray[np.float64]:
    """The similarity from one to the other as a 3 x 3 matrix; none where corners are too few."""
    whole = np.eye(3)
    if len(before) >= _FEWEST:
        cv2.setRNGSeed(1)
        similarity, _ = cv2.estimateAffinePartial2D(before, after, ransacReprojThreshold=1.0)
        if similarity is not None:
            whole[:2] = similarity
    return whole


def _judge(seen: Sequence[Seen]) -> Iterator[Figure]:
    for one in seen:
        camera, found = one.note.asked["camera"]["camera"], one.measures
        saw = (
            f"x {found['x']:+.1f}, y {found['y']:+.1f}, growth {found['growth']:+.1f} %, "
            f"turn {found['turn']:+.1f} degrees"
        )
        for promise, value in _figures(camera, found):
            if one.note.asked["camera"]["restless"] and promise not in _WHATEVER_MOVES:
                continue
            yield Figure(promise, (one.note.name,), value, saw)
    steady = [one for one in seen if not one.note.asked["camera"]["restless"]]
    for cameras in grouped(steady, "camera", "camera").values():
        for travel, turn in _SAME_WAY.items():
            if {travel, turn} <= cameras.keys():
                ratios = [_spread(name, cameras[name].measures) for name in (travel, turn)]
                clips = (cameras[travel].note.name, cameras[turn].note.name)
                saw = f"{ratios[0]:.2f} and {ratios[1]:.2f}"
                yield Figure(_DEPTH, clips, ratios[0] / ratios[1], saw)


def _spread(camera: str, found: Measures) -> float:
    """How much faster the fast fifth of the corners goes along the camera's axis."""
    place = "xy".index(_TRAVELS[camera][0])
    speeds = sorted(abs(fifth[place]) for fifth in found["fifths"])
    return float(speeds[1] / max(speeds[0], 1e-6))


def _figures(camera: str, found: Measures) -> Iterator[tuple[Promise, float]]:
    if camera in _TRAVELS:
        axis, sign = _TRAVELS[camera]
        along, across = found[axis] * sign, abs(found["y" if axis == "x" else "x"])
        yield _TRAVEL, along
        yield _STRAIGHT, across / max(along, 1e-6)
        if camera.startswith("pan"):
            yield _FLAT, _spread(camera, found)
    elif camera in _GROWS:
        yield _GROWTH, found["growth"] * _GROWS[camera]
    elif camera == "roll":
        yield _TURN, -found["turn"]
    elif camera == "orbit":
        slow, fast = (fifth[0] for fifth in found["fifths"])
        yield _ORBIT, fast - slow
    elif camera == "handheld":
        yield _SHAKE, found["path"]
        yield _DRIFT, found["shift"]
    elif camera == "static":
        yield _STILL, found["shift"]


CHECK = Check(
    "camera",
    (_TRAVEL, _STRAIGHT, _GROWTH, _TURN, _DEPTH, _FLAT, _ORBIT, _SHAKE, _DRIFT, _STILL),
    _measure,
    _judge,
    turns=5,
)
