"""A full moon over the landscape."""

from __future__ import annotations

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import field, generator
from kinora.picture.stage import Stage

_RADIUS = 0.115
"""Against the stage's unit: larger than any moon of the landscape itself, which it covers."""
_TONE = (1.0, 0.965, 0.85)
_HALO = 0.34
_BOW = ((0.95, 0.3, 0.28), (0.98, 0.75, 0.3), (0.95, 0.95, 0.45), (0.4, 0.85, 0.5),
        (0.3, 0.6, 0.95), (0.6, 0.4, 0.85))  # fmt: skip
_BOW_AT = (-1.0, -0.6, -0.2, 0.2, 0.6, 1.0)


def rise(frame: Floats, spec: SceneSpec) -> tuple[float, float, float]:
    """Draw a full moon into a landscape, (rows, columns, 3) 0..1, where its own moon stands.

    The moon's column and row and its radius, in pixels of the frame.
    """
    rows, columns = frame.shape[:2]
    stage = Stage.of(spec, columns, rows)
    x, y = stage.sun
    radius = _RADIUS * min(columns, rows)
    y = max(y, radius * 1.25)
    ys, xs = np.mgrid[0:rows, 0:columns].astype(np.float32)
    far = np.hypot(xs - np.float32(x), ys - np.float32(y)) / np.float32(radius)
    disc = np.clip((1 - far) * np.float32(radius) + np.float32(0.5), 0, 1)[..., None]
    rng = generator(spec.seed, "full moon")
    spot = max(radius * 0.6, 2.0)
    seas = field((rows, columns), rng, (rows / spot, columns / spot), 3)
    face = np.clip(np.float32(0.86) + np.float32(0.2) * seas, 0, 1)[..., None]
    tone = np.array(_TONE, np.float32)
    above = np.clip((np.float32(stage.horizon) - ys) / np.float32(radius), 0, 1)[..., None]
    halo = np.exp(-((far / np.float32(1.9)) ** 2))[..., None] * np.float32(_HALO) * above
    frame += halo * tone * (1 - frame)
    frame *= 1 - disc
    frame += disc * face * tone
    return float(x), float(y), radius


def rainbow(frame: Floats, spec: SceneSpec) -> None:
    """A faint bow above the horizon, red outside."""
    rows, columns = frame.shape[:2]
    ys, xs = np.mgrid[0:rows, 0:columns].astype(np.float32)
    horizon = np.float32(spec.horizon * rows)
    radius = np.float32(0.52 * min(columns, rows * 0.9))
    band = np.float32(0.1) * radius
    far = (np.hypot(xs - np.float32(columns * 0.5), ys - horizon) - radius) / band
    strength = np.exp(-((far / np.float32(1.15)) ** 4)) * np.clip((horizon - ys) / band, 0, 1)
    colours = np.stack(
        [np.interp(-far, _BOW_AT, [tone[i] for tone in _BOW]) for i in range(3)], axis=-1
    ).astype(np.float32)
    share = (np.float32(0.34) * strength)[..., None]
    frame *= 1 - share
    frame += colours * share
