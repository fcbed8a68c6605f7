from __future__ import annotations

from collections.abc import Callable
from functools import cache

import cv2
import numpy as np
import pytest

from kinora.model.features import VideoFacts

SIDE = 160


@cache
def _texture(seed: int = 0, size: int = 700) -> np.ndarray:
    """A wide coloured landscape of blobs of several sizes, (size, size, 3) uint8."""
    chance = np.random.default_rng(seed)
    total = np.zeros((size, size, 3), dtype=np.float32)
    for sigma in (2, 6, 20):
        noise = chance.standard_normal((size, size, 3)).astype(np.float32)
        total += sigma**2 * cv2.GaussianBlur(noise, (0, 0), sigma)
    total = (total - total.mean()) / total.std()
    return np.clip(128 + 45 * total, 0, 255).astype(np.uint8)


@pytest.fixture(scope="session")
def texture() -> Callable[..., np.ndarray]:
    return _texture


@pytest.fixture(scope="session")
def filmed() -> Callable[..., list[np.ndarray]]:
    """Film a flat landscape with a camera that moves: widths, scale and degrees a second."""
    landscape = _texture()

    def film(
        seconds: float = 1.0,
        fps: float = 24,
        *,
        pan: float = 0.0,
        tilt: float = 0.0,
        zoom: float = 0.0,
        roll: float = 0.0,
        shake: float = 0.0,
        grain: float = 0.0,
        height: int = SIDE,
        scenery: np.ndarray | None = None,
    ) -> list[np.ndarray]:
        ground = landscape if scenery is None else scenery
        chance = np.random.default_rng(3)
        middle = ground.shape[0] / 2
        frames = []
        for number in range(round(seconds * fps)):
            time = number / fps
            x = middle + SIDE * (pan * time + shake * np.sin(2 * np.pi * 1.7 * time))
            y = middle + SIDE * (tilt * time + shake * np.sin(2 * np.pi * 2.3 * time + 1))
            turn = cv2.getRotationMatrix2D((x, y), roll * time, float(np.exp(zoom * time)))
            turn[0, 2] += SIDE / 2 - x
            turn[1, 2] += height / 2 - y
            frame = cv2.warpAffine(ground, turn, (SIDE, height), flags=cv2.INTER_LINEAR)
            if grain:
                noise = chance.normal(0, grain, frame.shape[:2])[..., None]
                frame = np.clip(frame + noise, 0, 255).astype(np.uint8)
            frames.append(frame)
        return frames

    return film


@pytest.fixture(scope="session")
def facts() -> Callable[..., VideoFacts]:
    def make(frames: int, fps: float = 24.0, *, has_audio: bool = False) -> VideoFacts:
        return VideoFacts(
            width=SIDE,
            height=SIDE,
            fps=fps,
            frames=frames,
            duration_seconds=frames / fps,
            has_audio=has_audio,
        )

    return make


@pytest.fixture(scope="session")
def no_sound() -> np.ndarray:
    return np.zeros((0, 2), dtype=np.float32)
