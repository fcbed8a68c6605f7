"""Two hundred invented clips: none looks like another, nothing prevails."""

import pytest

from showcase import gallery
from showcase.invent import invent
from showcase.variety import FORM, distance, look, two_hundred


@pytest.fixture(scope="module")
def figures():
    return two_hundred()


def test_no_two_clips_look_alike(figures):
    assert figures.clips == 200
    assert figures.nearest > 2.0
    assert figures.median_nearest > 5.0


def test_nothing_prevails(figures):
    for kind in ("palette", "place", "camera"):
        assert figures.shares[kind][1] <= 0.15, figures.shares[kind]
    assert figures.shares["dominant colour"][1] < 0.03, figures.shares["dominant colour"]


def test_the_distance_tells_clips_from_themselves_and_others():
    one, other = (look(spec) for spec in invent(range(2), FORM))
    assert distance(one, one) == 0.0
    assert distance(one, other) == distance(other, one) > 0.0


def test_the_gallery_is_drawn_from_its_seeds(tmp_path, figures):
    import imageio.v3 as iio

    form = gallery.FORM.model_copy(update={"width": 96, "height": 64})
    specs = invent(range(5), form)
    gallery.draw(specs, tmp_path / "gallery.jpg")
    sheet = iio.imread(tmp_path / "gallery.jpg")
    assert sheet.shape == (2 * (64 + 16 + 8) + 8, 4 * (96 + 8) + 8, 3)
    page = gallery.page(specs, figures)
    assert all(spec.prompt in page for spec in specs)
