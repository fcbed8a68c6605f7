from __future__ import annotations

import numpy as np
import pytest

from kinora.measure import measure
from kinora.model.features import Direction, Rhythm, Trend
from kinora.model.taxonomy import CameraKind


@pytest.fixture
def windows(facts, no_sound):
    def of(frames, fps=24.0):
        return measure(facts(len(frames), fps), iter(frames), no_sound).windows

    return of


@pytest.mark.parametrize(
    ("move", "kind", "speed", "direction"),
    [
        ({"pan": 0.1}, CameraKind.PAN_RIGHT, 0.1, Direction.LEFT),
        ({"pan": -0.1}, CameraKind.PAN_LEFT, 0.1, Direction.RIGHT),
        ({"tilt": -0.1}, CameraKind.TILT_UP, 0.1, Direction.DOWN),
        ({"tilt": 0.1}, CameraKind.TILT_DOWN, 0.1, Direction.UP),
        ({"pan": 0.03}, CameraKind.PAN_RIGHT, 0.03, Direction.LEFT),
        ({"pan": 0.6}, CameraKind.PAN_RIGHT, 0.6, Direction.LEFT),
        ({"zoom": 0.15}, CameraKind.ZOOM_IN, 0.15, Direction.NONE),
        ({"zoom": -0.15}, CameraKind.ZOOM_OUT, 0.15, Direction.NONE),
        ({"roll": 10.0}, CameraKind.ROLL, np.radians(10), Direction.NONE),
        ({"roll": -10.0}, CameraKind.ROLL, np.radians(10), Direction.NONE),
    ],
)
def test_camera_moves_are_named_and_timed(filmed, windows, move, kind, speed, direction):
    (window,) = windows(filmed(**move))
    assert window.camera.kind is kind
    assert window.camera.speed == pytest.approx(speed, rel=0.15)
    assert window.motion.direction is direction
    assert window.motion.rhythm is Rhythm.STEADY
    assert window.motion.trend is Trend.STEADY


@pytest.mark.parametrize("fps", [10, 23.976, 60])
def test_speed_does_not_depend_on_the_frame_rate(filmed, windows, fps):
    window = windows(filmed(1.0, fps, pan=0.2), fps)[0]
    assert window.camera.speed == pytest.approx(0.2, rel=0.1)
    assert window.motion.level == pytest.approx(0.2, rel=0.1)


@pytest.mark.parametrize("height", [90, 284])
def test_other_shapes_of_frame(filmed, windows, height):
    assert windows(filmed(zoom=0.2, height=height))[0].camera.kind is CameraKind.ZOOM_IN
    assert windows(filmed(tilt=0.1, height=height))[0].camera.kind is CameraKind.TILT_DOWN


@pytest.mark.parametrize("grain", [0.0, 2.0, 6.0, 15.0])
def test_grain_on_a_frozen_picture_is_not_motion(filmed, windows, grain):
    (window,) = windows(filmed(grain=grain))
    assert window.motion.level < 0.001
    assert window.motion.rhythm is Rhythm.STILL
    assert window.motion.direction is Direction.NONE
    assert window.camera.kind is CameraKind.STATIC
    assert window.camera.speed == 0.0


def test_motion_is_seen_through_grain(filmed, windows):
    (window,) = windows(filmed(pan=0.1, grain=6.0))
    assert window.camera.kind is CameraKind.PAN_RIGHT
    assert window.camera.speed == pytest.approx(0.1, rel=0.15)
    assert window.motion.level > 0.05


def test_a_hand_that_holds_the_camera_is_recognised(filmed, windows):
    for window in windows(filmed(2.0, shake=0.01)):
        assert window.camera.kind is CameraKind.HANDHELD


def test_something_small_that_moves_is_not_the_camera(filmed, windows, texture):
    frames = filmed()
    ball = texture(5)[:40, :40]
    for number, frame in enumerate(frames):
        frame[60:100, 10 + 3 * number : 50 + 3 * number] = ball
    (window,) = windows(frames)
    assert window.camera.kind is CameraKind.STATIC
    assert window.motion.level > 0.01
    assert window.motion.direction is Direction.RIGHT


def test_speeding_up_is_a_rising_trend_and_stopping_a_falling_one(filmed, windows):
    frames = filmed(3.0, pan=0.15)
    order = [round(10 * (number / 24) ** 2 * 2.4) for number in range(24)]
    (rising,) = windows([frames[number] for number in order])
    (falling,) = windows([frames[number] for number in reversed(order)])
    assert rising.motion.trend is Trend.RISING
    assert falling.motion.trend is Trend.FALLING


def test_stop_and_go_is_a_pulse(filmed, windows):
    frames = filmed(4.0, pan=0.2)
    order = [number // 12 * 12 + min(2 * (number % 12), 11) for number in range(48)]
    for window in windows([frames[number] for number in order]):
        assert window.motion.rhythm is Rhythm.PULSING


@pytest.mark.parametrize("size", [(2, 160), (16, 160), (40, 160), (160, 24), (31, 33), (2, 2)])
def test_frames_of_any_shape_are_measured(windows, texture, size):
    height, width = size
    frames = [
        np.ascontiguousarray(texture()[300 : 300 + height, 300 + n : 300 + n + width])
        for n in range(12)
    ]
    (window,) = windows(frames)
    assert window.motion.level >= 0.0


def test_a_low_strip_still_shows_its_motion(filmed, windows):
    (window,) = windows(filmed(pan=0.2, height=32))
    assert window.camera.kind is CameraKind.PAN_RIGHT
    assert window.camera.speed == pytest.approx(0.2, rel=0.15)


def test_an_even_grey_picture_is_still(windows):
    (window,) = windows([np.full((160, 160, 3), 90, dtype=np.uint8)] * 24)
    assert window.motion.level == 0.0
    assert window.camera.kind is CameraKind.STATIC


def test_no_flow_is_measured_across_a_cut(filmed, windows, texture):
    other = filmed(0.5, scenery=texture(8))
    (window,) = windows([*filmed(0.5), *other])
    assert window.motion.level < 0.001
