"""Near and far under every camera, against planes that slide and grow at known rates."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from kinora.measure import measure
from kinora.model.taxonomy import CameraKind

SIDE, FPS = 160, 24
NEAR_AND_FAR = (0.4, 1.0)


@pytest.fixture(scope="module")
def layered(texture):
    """Film planes one before the other, each in its own strip, moving at its own rate."""
    grounds = [texture(seed) for seed in (0, 4, 5, 7)]

    def film(rates, *, seconds=1.0, across=False, grain=0.0, pan=0.0, tilt=0.0, zoom=0.0, roll=0.0):
        chance = np.random.default_rng(1)
        masks = []
        for number in range(len(rates)):
            mask = np.zeros(grounds[0].shape[:2], np.uint8)
            start = 0 if number == 0 else 350 - SIDE // 2 + SIDE * number // len(rates)
            mask[(slice(None), slice(start, None)) if across else slice(start, None)] = 255
            masks.append(mask)
        frames = []
        for number in range(round(seconds * FPS)):
            time, frame = number / FPS, np.zeros((SIDE, SIDE, 3), np.float64)
            for rate, ground, mask in zip(rates, grounds, masks, strict=False):
                x, y = (350 + SIDE * speed * rate * time for speed in (pan, tilt))
                turn = cv2.getRotationMatrix2D((x, y), roll * time, np.exp(zoom * rate * time))
                turn[:, 2] += (SIDE / 2 - x, SIDE / 2 - y)
                covered = cv2.warpAffine(mask, turn, (SIDE, SIDE))[..., None] / 255
                frame = frame * (1 - covered) + cv2.warpAffine(ground, turn, (SIDE, SIDE)) * covered
            noise = chance.normal(0, grain, (SIDE, SIDE, 1)) if grain else 0
            frames.append(np.clip(frame + noise, 0, 255).astype(np.uint8))
        return frames

    return film


@pytest.fixture
def window(facts, no_sound):
    def of(frames):
        return measure(facts(len(frames)), iter(frames), no_sound).windows[0]

    return of


MOVES = [
    ({"pan": 0.1}, CameraKind.PAN_RIGHT, CameraKind.TRUCK_RIGHT),
    ({"pan": -0.1}, CameraKind.PAN_LEFT, CameraKind.TRUCK_LEFT),
    ({"tilt": -0.1}, CameraKind.TILT_UP, CameraKind.CRANE_UP),
    ({"tilt": 0.1}, CameraKind.TILT_DOWN, CameraKind.CRANE_DOWN),
    ({"zoom": 0.2}, CameraKind.ZOOM_IN, CameraKind.DOLLY_IN),
    ({"zoom": -0.2}, CameraKind.ZOOM_OUT, CameraKind.DOLLY_OUT),
]


@pytest.mark.parametrize(("move", "turning", "travelling"), MOVES, ids=str)
@pytest.mark.parametrize("across", [False, True])
def test_parallax_tells_a_travelling_camera_from_a_turning_one(
    layered, window, move, turning, travelling, across
):
    plane = window(layered((1.0, 1.0), across=across, **move))
    assert plane.camera.kind is turning
    assert (plane.depth.parallax, plane.depth.layers) == (0.0, 1)
    deep = window(layered(NEAR_AND_FAR, across=across, **move))
    assert deep.camera.kind is travelling
    assert deep.depth.layers == 2


@pytest.mark.parametrize("across", [False, True])
def test_an_orbit_moves_near_against_far(layered, window, across):
    found = window(layered((-0.8, 1.0), across=across, pan=0.1))
    assert found.camera.kind is CameraKind.ORBIT
    assert found.camera.speed == pytest.approx(0.09, rel=0.2)
    assert found.depth.layers >= 2
    assert found.depth.parallax == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("rates", "layers"),
    [((0.4, 1.0), (2,)), ((0.33, 0.66, 1.0), (2, 3)), ((0.3, 0.6, 1.0, 1.5), (2, 3, 4))],
)
@pytest.mark.parametrize("move", [{"pan": 0.12}, {"tilt": -0.12}], ids=str)
def test_parallax_is_the_ratio_of_speeds(layered, window, rates, layers, move):
    found = window(layered(rates, **move)).depth
    true = (max(rates) - min(rates)) / ((max(rates) + min(rates)) / 2)
    assert found.parallax == pytest.approx(true, rel=0.35)
    assert found.layers in layers


@pytest.mark.parametrize("grain", [0.0, 5.0])
@pytest.mark.parametrize(
    "move",
    [
        {},
        {"pan": 0.03},
        {"pan": 0.1},
        {"pan": 0.4},
        {"tilt": 0.1},
        {"zoom": 0.1},
        {"zoom": -0.3},
        {"roll": 10.0},
        {"roll": 5.0, "pan": 0.1},
        {"pan": 0.05, "zoom": 0.1},
    ],
    ids=str,
)
def test_a_plane_has_no_parallax(filmed, window, move, grain):
    depth = window(filmed(grain=grain, **move)).depth
    assert (depth.parallax, depth.layers) == (0.0, 1)


def test_near_and_far_that_a_turned_camera_sees_alike_is_no_travelling(layered, window):
    assert window(layered((0.93, 1.0), pan=0.1)).camera.kind is CameraKind.PAN_RIGHT


def test_a_thing_that_moves_before_a_camera_that_stands_is_no_parallax(filmed, window, texture):
    frames = filmed()
    for number, frame in enumerate(frames):
        frame[40:110, 5 + 2 * number : 75 + 2 * number] = texture(5)[:70, :70]
    found = window(frames)
    assert found.camera.kind is CameraKind.STATIC
    assert (found.depth.parallax, found.depth.layers) == (0.0, 1)


def test_the_whole_video_has_the_camera_that_lasted(facts, no_sound, layered):
    frames = [*layered((1.0,), seconds=3.0, pan=0.1), *layered((1.0,), tilt=0.1)]
    whole = measure(facts(len(frames)), frames, no_sound).whole
    assert whole.camera.kind is CameraKind.PAN_RIGHT
    assert whole.camera.speed == pytest.approx(0.1, rel=0.1)
    deep = layered(NEAR_AND_FAR, seconds=2.0, tilt=-0.1)
    found = measure(facts(len(deep)), deep, no_sound).whole
    assert found.camera.kind is CameraKind.CRANE_UP
    assert found.depth.layers == 2
