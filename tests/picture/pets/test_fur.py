"""Combing moves edges a little and invents nothing."""

import numpy as np

from kinora.picture.pets.fur import Whorl, frayed

WHORLS = (Whorl(60, 40, 30), Whorl(60, 60, 60))


def disc():
    ys, xs = np.mgrid[0:120, 0:120].astype(np.float32)
    cover = (np.hypot(xs - 60, ys - 60) < 40).astype(np.float32)
    return np.repeat(cover[..., None], 4, axis=2) * np.array([0.6, 0.4, 0.2, 1], np.float32)


def test_no_length_leaves_the_picture_as_it_is():
    assert np.array_equal(frayed(disc(), WHORLS, 0.0, 1), disc())


def test_edges_fray_by_about_the_length_of_the_tufts():
    combed = frayed(disc(), WHORLS, 4.0, 1)
    ys, xs = np.mgrid[0:120, 0:120]
    far = np.hypot(xs - 60, ys - 60)
    assert combed[..., 3][far > 46].max() == 0
    assert combed[..., 3][far < 34].min() == 1
    rim = combed[..., 3][(far > 37) & (far < 43)]
    assert rim.std() > 0.3


def test_strands_lighten_and_darken_without_leaving_the_range():
    combed = frayed(disc(), WHORLS, 4.0, 1)
    inside = combed[40:80, 40:80, 0]
    assert 0.004 < inside.std() < 0.06
    assert (combed[..., :3] <= combed[..., 3:] + 1e-6).all()
