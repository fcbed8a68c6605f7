"""Cloth and plants: they hang or stand, and what is far from the hold moves most."""

from __future__ import annotations

import numpy as np

from kinora.providers.embedded.clips.cycle import TURN, cycles, noise
from kinora.providers.embedded.clips.laws.law import Shift
from kinora.providers.embedded.clips.patch import Patch
from kinora.providers.embedded.vision.view import Floats

_PLANT, _CLOTH = 0.011, 0.007
"""Largest displacement as a share of 1280 pixels, at the usual strength."""


def _waving(patch: Patch, reach: Floats, phase: Floats, count: int) -> tuple[int, Floats, Floats]:
    """A wave across, with a fifth of it down, so that tips move on small arcs."""
    size = reach * patch.weight
    cosine, sine = size * np.cos(phase), size * np.sin(phase)
    down = np.float32(0.2)
    first = np.stack([cosine, down * sine], axis=-1)
    second = np.stack([-sine, down * cosine], axis=-1)
    return count, np.ascontiguousarray(first, np.float32), np.ascontiguousarray(second, np.float32)


def plant(patch: Patch, force: float, seconds: float, rng: np.random.Generator) -> Shift:
    """Stems bend from below; neighbours follow each other; leaves flutter a little."""
    height, _ = patch.size
    tip = np.linspace(1, 0, height, dtype=np.float32)[:, None] ** np.float32(0.8)
    reach = np.asarray((0.25 + 0.75 * tip) * (_PLANT * 1280 * patch.unit * force), np.float32)
    reach = np.minimum(reach, np.float32(0.06 * min(patch.size)))
    cell = 90 * patch.unit
    bend = noise(patch.size, (2 * cell, cell), rng) * np.float32(1.6)
    flutter = noise(patch.size, (cell * 0.4, cell * 0.4), rng) * np.float32(3.0)
    return Shift(
        patch,
        [
            _waving(patch, reach, bend, cycles(seconds, 0.33)),
            _waving(patch, reach * np.float32(0.22), flutter, cycles(seconds, 0.85)),
        ],
    )


def cloth(patch: Patch, force: float, seconds: float, rng: np.random.Generator) -> Shift:
    """A slow wave runs down the cloth; its edges are held."""
    height, _ = patch.size
    fall = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    reach = np.asarray((0.35 + 0.65 * fall) * (_CLOTH * 1280 * patch.unit * force), np.float32)
    reach = np.minimum(reach, np.float32(0.07 * min(patch.size)))
    folds = noise(patch.size, (420 * patch.unit, 80 * patch.unit), rng) * np.float32(0.8)
    running = np.asarray(folds - fall * np.float32(0.5 * TURN), np.float32)
    again = np.asarray(folds * 2 - fall * np.float32(0.9 * TURN), np.float32)
    return Shift(
        patch,
        [
            _waving(patch, reach, running, cycles(seconds, 0.3)),
            _waving(patch, reach * np.float32(0.3), again, cycles(seconds, 0.55)),
        ],
    )
