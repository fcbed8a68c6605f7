"""Every cell of sound and of what changes can be reached."""

import math

import numpy as np
import pytest

from kinora.measure.camera import FrameCamera, turning
from kinora.measure.extraction import window_of
from kinora.measure.motion import FrameMotion, motion
from kinora.model.features import (
    AudioMeasure,
    CameraMeasure,
    DepthMeasure,
    TemporalMeasure,
    TransitionMeasure,
)
from kinora.model.taxonomy import CameraKind
from kinora.registry.codebooks import CODEBOOKS
from tests.registry.drawing import band, quantised, some


def test_sounds_of_every_kind_can_be_played():
    book, chosen = some("static_sound", 60)
    noise = np.random.default_rng(2)
    for cell in chosen:
        assert any(heard(book, cell, noise) == cell[:4] for _ in range(900)), cell


def heard(book, cell, noise):
    """Play something near the middle of the cell, and quantise what is heard of it."""
    target, samples = book.centre(cell), 4096
    if target["kind"] == "silence":
        return quantised(book, np.zeros(samples))[:4]
    hertz = target["centroid_hz"] * 2 ** noise.uniform(-0.5, 0.5)
    time = np.arange(samples) / 48_000
    recipes = (
        lambda: np.sin(2 * np.pi * hertz * time),
        lambda: np.sign(np.sin(2 * np.pi * hertz * 0.6 * time)),
        lambda: band(noise, hertz * 0.8, hertz * 1.25),
        lambda: band(noise, hertz * 0.2, hertz * 2),
        lambda: band(noise, hertz, hertz * 4),
    )
    wave = recipes[noise.integers(len(recipes))]()
    wave = wave + 10 ** noise.uniform(-2, 0) * band(noise, 50, max(120, hertz * 1.5))
    wave = np.clip(wave * 10 ** noise.uniform(0, 1.5), -1, 1)
    wave = wave * min(10 ** (target["level_db"] / 20) / wave.std(), 0.999 / np.abs(wave).max())
    return quantised(book, wave)[:4]


@pytest.mark.parametrize("cell", some("motion", 120)[1])
def test_every_motion_can_be_made(cell):
    book = CODEBOOKS["motion"]
    value = book.centre(cell)
    steps = 8
    rise = {"falling": -1.0, "steady": 0.0, "rising": 1.0}[value["trend"]]
    strong = value["rhythm"] == "pulsing"
    line = np.linspace(-1, 1, steps) * rise * (0.9 if strong else 0.4)
    beat = np.tile([1, -1, -1, 1], steps // 4) * (0.6 if strong and not rise else 0.0)
    levels = value["level"] * (1 + line + beat)
    way = {"none": (0, 0), "left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
    x, y = way[value["direction"]]
    measured = motion([FrameMotion(level, level * x, level * y) for level in levels])
    assert book.quantise(measured.model_dump()) == cell


@pytest.mark.parametrize("cell", some("camera", 999)[1])
def test_every_camera_can_be_moved(cell):
    """Those that turn by their measure; those that travel need a scene with depth besides."""
    book = CODEBOOKS["camera"]
    value = book.centre(cell)
    kind, speed = CameraKind(value["kind"]), value["speed"]
    moves = {
        CameraKind.PAN_LEFT: {"x": speed}, CameraKind.PAN_RIGHT: {"x": -speed},
        CameraKind.TILT_UP: {"y": speed}, CameraKind.TILT_DOWN: {"y": -speed},
        CameraKind.ZOOM_IN: {"zoom": speed}, CameraKind.ZOOM_OUT: {"zoom": -speed},
        CameraKind.ROLL: {"roll": speed}, CameraKind.STATIC: {},
    }  # fmt: skip
    if kind == CameraKind.HANDHELD:
        measured = turning([FrameCamera(x=speed * (-1) ** number) for number in range(8)])
    elif kind in moves:
        # In a tall frame, which reaches far from its centre, slow zooms are seen.
        measured = turning([FrameCamera(radius=1.2, **moves[kind])] * 8)
    else:
        measured = CameraMeasure(kind=kind, speed=speed)
    assert book.quantise(measured.model_dump()) == cell


def test_a_window_of_every_length_and_rate_can_be_filmed():
    book, every = some("time", 999)
    found = set()
    for fps in [*np.linspace(0.5, 12, 300), *np.linspace(12, 70, 600)]:
        for frames in range(1, 3 * math.ceil(fps) + 1):
            last = window_of(frames - 1, fps)
            for start in {0, last}:
                duration = min(1.0, frames / fps - start)
                found.add(book.quantise({"duration": duration, "fps": fps}))
    assert found == set(every)


def test_every_pace_can_be_cut():
    """By as many shots in a second as the cell says, over as much motion as it leaves."""
    book, every = some("temporal", 999)
    for cell in every:
        value = book.centre(cell)
        cuts = int(value["cuts"])
        pacing = max(value["pacing"], cuts + 0.05) if cuts else value["pacing"]
        measured = TemporalMeasure(pacing=pacing, cuts=cuts, shot_seconds=value["shot_seconds"])
        assert book.quantise(measured.model_dump()) == cell


@pytest.mark.parametrize(
    ("category", "model"),
    [("depth", DepthMeasure), ("transition", lambda **fields: TransitionMeasure(at=0.0, **fields))],
)
def test_measures_that_reach_every_cell_are_valid(category, model):
    book, every = some(category, 999)
    for cell in every:
        assert book.quantise(model(**book.centre(cell)).model_dump()) == cell


def test_every_mood_can_be_heard_with_every_presence():
    book, every = some("audio_semantic", 9999)
    for cell in every:
        value = book.centre(cell)
        mood = None if value["mood"] == "none" else value["mood"]
        measured = AudioMeasure(**{**value, "mood": mood}, level=0.0 if mood is None else 0.1)
        assert book.quantise({**measured.model_dump(), "mood": measured.mood or "none"}) == cell


def test_files_of_every_form_can_be_made():
    book, every = some("technical", 999)
    for cell in every:
        value = book.centre(cell)
        width, height = value["width"], value["height"]
        assert width % 2 == height % 2 == 0
        assert (
            book.quantise(
                {"side": min(width, height), "aspect": width / height, "fps": value["fps"]}
            )
            == cell
        )
