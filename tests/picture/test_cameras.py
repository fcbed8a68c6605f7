"""The sixteen cameras, measured in the picture: it moves against the camera."""

import cv2
import numpy as np
import pytest

from kinora.model.spec import Motion, Shot
from kinora.model.taxonomy import CameraKind, ShotSize
from kinora.picture import Painter
from kinora.picture.film.camera import Camera, Pose, eased
from kinora.picture.stage import Stage

QUIET = Motion(kind="slow", speed=0.1, amount=0.0)


def flow(spec, camera, **fields):
    """Mean optical flow over the middle of the shot, (height, width, 2) pixels."""
    shots = (Shot(first_frame=0, frames=48, camera=camera, camera_speed=1.2),)
    painter = Painter(
        spec(place="mountains", shots=shots, motion=QUIET, width=192, height=192, seed=9, **fields)
    )
    a, b = (cv2.cvtColor(painter.frame(i), cv2.COLOR_BGR2GRAY) for i in (21, 27))
    dis = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    return dis.calc(a, b, None)


@pytest.mark.parametrize(
    ("camera", "axis", "sign"),
    [
        ("pan_left", 0, 1),
        ("pan_right", 0, -1),
        ("truck_left", 0, 1),
        ("truck_right", 0, -1),
        ("tilt_up", 1, 1),
        ("tilt_down", 1, -1),
        ("crane_up", 1, 1),
        ("crane_down", 1, -1),
    ],
)
def test_the_picture_moves_against_the_camera(spec, camera, axis, sign):
    moved = flow(spec, camera)[60:]
    assert sign * np.median(moved[..., axis]) > 0.5
    assert abs(np.median(moved[..., axis])) > 3 * abs(np.median(moved[..., 1 - axis]))


@pytest.mark.parametrize(
    ("camera", "grows"),
    [("zoom_in", True), ("zoom_out", False), ("dolly_in", True), ("dolly_out", False)],
)
def test_zooms_and_dollies_spread_or_gather_the_picture(spec, camera, grows):
    moved = flow(spec, camera)
    spread = np.median(moved[60:, 130:, 0]) - np.median(moved[60:, :60, 0])
    assert (spread > 0.4) if grows else (spread < -0.4)


def test_a_roll_turns_the_picture(spec):
    moved = flow(spec, "roll")
    left, right = np.median(moved[70:120, :50, 1]), np.median(moved[70:120, 140:, 1])
    assert left * right < 0
    assert abs(left - right) > 0.8


def test_a_static_camera_stands_still(spec):
    assert np.abs(np.median(flow(spec, "static"), axis=(0, 1))).max() < 0.05


def test_a_hand_held_camera_shakes(spec):
    stage = Stage.of(spec(), 160, 160)
    shot = Shot(first_frame=0, frames=48, camera="handheld")
    camera = Camera(spec(), stage, shot, 0)
    pans = [camera.pose(i).pan for i in range(48)]
    assert 0.1 < np.std(pans) < 4
    assert np.sum(np.diff(np.sign(np.diff(pans))) != 0) >= 3


def test_trucks_move_the_near_most_and_pans_move_all_alike(spec):
    stage = Stage.of(spec(), 160, 160)

    def moved(kind, depth):
        camera = Camera(spec(), stage, Shot(first_frame=0, frames=48, camera=kind), 0)
        first, last = camera.pose(0).view(depth), camera.pose(47).view(depth)
        return abs(last.x - first.x)

    assert moved("truck_right", 1.0) > 3 * moved("truck_right", 0.1)
    assert moved("pan_right", 1.0) < 1.2 * moved("pan_right", 0.1)


def test_the_specs_depth_sets_the_parallax(spec):
    def spread(depth):
        pose = Pose((80.0, 80.0), 0.25 + 0.75 * depth, truck=20.0)
        return abs(pose.view(1.0).x - pose.view(0.0).x)

    assert spread(1.0) > 2 * spread(0.0)


def test_moves_start_and_end_gently():
    steps = np.diff([eased(i / 100) for i in range(101)])
    assert eased(0) == 0
    assert eased(1) == pytest.approx(1)
    assert steps[0] < 0.1 * steps.max()
    assert steps[-1] < 0.1 * steps.max()
    assert steps.min() >= 0


@pytest.mark.parametrize("camera", list(CameraKind))
@pytest.mark.parametrize("size", [ShotSize.WIDE, ShotSize.HANDHELD])
def test_no_camera_leaves_what_is_drawn(spec, camera, size):
    """Every layer's visible part stays within the margins, even at full speed over a long shot."""
    given = spec(seconds=20.0, wind=0.0)
    stage = Stage.of(given, 160, 160)
    shot = Shot(first_frame=0, frames=240, camera=camera, camera_speed=2.0, size=size)
    for index in (0, 3):
        mover = Camera(given, stage, shot, index)
        for frame in range(0, 240, 8):
            for depth in (0.02, 0.5, 1.0):
                view = mover.pose(frame).view(depth)
                left, right = -view.x / view.scale, (160 - view.x) / view.scale
                assert left >= -stage.margin_x
                assert right <= 160 + stage.margin_x


def test_closer_shots_enlarge(spec):
    stage = Stage.of(spec(), 160, 160)
    scales = []
    for size in (ShotSize.WIDE, ShotSize.MEDIUM, ShotSize.CLOSE):
        camera = Camera(spec(), stage, Shot(first_frame=0, frames=48, size=size), 0)
        scales.append(camera.pose(20).view(1.0).scale)
    assert scales == sorted(scales)
    assert scales[2] > 1.3 * scales[0]
