"""Leaving out what is not seen changes no picture."""

import numpy as np
import pytest

from kinora.model.spec import Shot
from kinora.model.taxonomy import CameraKind, Place
from kinora.picture.film.camera import Camera
from kinora.picture.film.tempo import Tempo
from kinora.picture.paint import cv
from kinora.picture.paint.resample import moved
from kinora.picture.paint.tones import Tones
from kinora.picture.patches import Ground
from kinora.picture.places import build
from kinora.picture.plate import Canvas
from kinora.picture.stack import Stack
from kinora.picture.stage import Stage


@pytest.mark.parametrize("place", list(Place))
@pytest.mark.parametrize("camera", [CameraKind.CRANE_UP, CameraKind.ORBIT, CameraKind.DOLLY_IN])
def test_hidden_rows_may_stay_undrawn(spec, place, camera):
    shot = Shot(first_frame=0, frames=48, camera=camera, camera_speed=1.0)
    clip = spec(place=place, width=192, height=160, wind=0.8, shots=(shot,))
    stage = Stage.of(clip, 192, 160)
    layers = build(clip, stage, Tones(clip))
    eye = Camera(clip, stage, clip.shots[0], 0)
    lazy, thorough = Canvas(192, 160), Canvas(192, 160)
    lazy.pixels[:], thorough.pixels[:] = 1234, 4321
    for frame in (0, clip.format.frames - 1):
        moment = Tempo(clip).moment(frame, eye.pose(frame))
        Stack(layers).draw(lazy, moment)
        for layer in layers:
            layer.draw(thorough, moment)
        assert np.abs(lazy.pixels.astype(int) - thorough.pixels)[..., :3].max() < 64


def _drawn(rng, rows=330, columns=500):
    """A layer of a few blots over a ground line."""
    pixels = np.zeros((rows, columns, 4), np.uint16)
    for _ in range(5):
        y, x = rng.integers(0, rows - 40), rng.integers(0, columns - 30)
        pixels[y : y + 40, x : x + 30] = rng.integers(1, 65535, 4)
    pixels[-25:] = 65535
    pixels[7, 11, 1] = 9
    return pixels


@pytest.mark.parametrize("slack", [0.0, 5.0, 23.0])
def test_patches_hold_everything_once(slack):
    for seed in range(12):
        pixels = _drawn(np.random.default_rng(seed))
        held = np.zeros(pixels.shape[:2], int)
        for left, top, right, bottom in Ground(pixels).patches(slack):
            held[top:bottom, left:right] += 1
        assert held.max() == 1
        for y, x in np.argwhere(pixels.any(axis=2)):
            reach = int(slack)
            near = held[max(y - 1, 0) : y + 1, max(x - 1 - reach, 0) : x + reach + 1]
            assert near.min() == 1
        assert held.mean() < 0.8


def test_nothing_drawn_has_no_patches():
    assert Ground(np.zeros((60, 70, 4), np.uint16)).patches(3.0) == []


@pytest.mark.parametrize("place", [(0, 0), (13, 9), (4.25, 3), (7, 5.5), (8.75, 6.125), (-3.5, 2)])
def test_sliding_is_what_warping_gives(place):
    source = np.random.default_rng(1).integers(0, 65535, (60, 80, 4), dtype=np.uint16)
    matrix = np.array([[1, 0, place[0]], [0, 1, place[1]]], np.float32)
    difference = moved(source, matrix, (40, 30)).astype(int) - cv.warp(source, matrix, (40, 30))
    assert np.abs(difference).max() <= 2


def test_a_slide_past_the_border_repeats_the_edge():
    source = np.random.default_rng(1).integers(0, 65535, (20, 20, 4), dtype=np.uint16)
    matrix = np.array([[1, 0, 15], [0, 1, 0]], np.float32)
    assert np.array_equal(moved(source, matrix, (10, 10))[:, 9], source[:10, 19])
