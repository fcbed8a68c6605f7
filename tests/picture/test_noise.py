"""Noise tiles repeat without a seam."""

import numpy as np

from kinora.picture.paint.noise import field, generator, profile, tile
from kinora.picture.paint.scroll import endless, sample


def test_tiles_join_without_a_seam():
    values = tile(128, generator(1, "t"), (8, 4), 4)
    inner = np.abs(np.diff(values, axis=0)).max()
    across = np.abs(np.diff(values, axis=1)).max()
    assert np.abs(values[0] - values[-1]).max() <= 1.5 * inner
    assert np.abs(values[:, 0] - values[:, -1]).max() <= 1.5 * across
    assert values.min() == 0
    assert values.max() == 1


def test_sampling_repeats_with_the_tiles_period():
    values = endless(tile(64, generator(2, "t"), (4, 4), 3))
    x = np.linspace(-20, 150, 300, dtype=np.float32)[None].repeat(4, axis=0)
    y = np.array([-7.5, 0.25, 63.9, 200.0], np.float32)
    first = sample(values, x.copy(), y)
    again = sample(values, x + np.float32(64 * 3), y - np.float32(64 * 2))
    assert np.abs(first - again).max() < 2e-3
    assert np.abs(np.diff(first, axis=1)).max() < 0.2


def test_fields_and_profiles_are_smooth_and_bounded():
    values = field((40, 90), generator(3, "f"), (2, 5), 3)
    assert values.shape == (40, 90)
    assert (values.min(), values.max()) == (0.0, 1.0)
    xs = np.linspace(-100, 100, 2000, dtype=np.float32)
    curve = profile(xs, generator(3, "p"), 40.0, 3)
    assert np.abs(curve).max() <= 1
    assert np.abs(np.diff(curve)).max() < 0.05
