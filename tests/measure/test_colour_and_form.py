from __future__ import annotations

import numpy as np
import pytest

from kinora.colour.scalar import oklab_from_hex, rgb_from_hex
from kinora.measure import measure
from kinora.measure.colour import frame_colour
from kinora.model.taxonomy import GradientKind


def flat(colour: str, side: int = 160) -> np.ndarray:
    red, green, blue = rgb_from_hex(colour)
    return np.full((side, side, 3), (blue, green, red), dtype=np.uint8)


def grey(luma: np.ndarray) -> np.ndarray:
    """A picture from luma 0..1, (h, w)."""
    return np.repeat(np.round(luma * 255).astype(np.uint8)[..., None], 3, axis=2)


def ramp(x: float, y: float, side: int = 160) -> np.ndarray:
    down, across = np.mgrid[0:side, 0:side] / (side - 1)
    values = x * across + y * down
    return grey((values - values.min()) / np.ptp(values))


@pytest.fixture
def window(facts, no_sound):
    def of(frame: np.ndarray):
        return measure(facts(2), [frame, frame], no_sound).windows[0]

    return of


@pytest.mark.parametrize(
    "colour", ["#000000", "#ffffff", "#808080", "#c03020", "#1a2b6c", "#30d070", "#f0c8a0"]
)
def test_a_flat_colour_is_itself(colour):
    measured = frame_colour(flat(colour)).measure
    lab = oklab_from_hex(colour)
    assert oklab_from_hex(measured.dominant).distance(lab) < 0.01
    assert measured.share == 1.0
    assert measured.brightness == pytest.approx(lab.lightness, abs=0.005)
    assert measured.chroma == pytest.approx(lab.chroma, abs=0.005)
    assert measured.contrast == pytest.approx(0, abs=0.005)
    assert measured.variance == pytest.approx(0, abs=1e-4)
    if lab.chroma > 0.02:
        assert measured.hue == pytest.approx(lab.hue, abs=1.5)


def test_luminance_is_linear_light_and_brightness_is_perceived():
    measured = frame_colour(flat("#808080")).measure
    assert measured.luminance == pytest.approx(0.216, abs=0.003)
    assert measured.brightness == pytest.approx(0.60, abs=0.01)


def test_the_larger_of_two_colours_dominates():
    frame = flat("#2040a0")
    frame[:, 110:] = flat("#e0a030")[:, 110:]
    measured = frame_colour(frame).measure
    assert oklab_from_hex(measured.dominant).distance(oklab_from_hex("#2040a0")) < 0.02
    assert measured.share == pytest.approx(110 / 160, abs=0.02)


def test_shades_of_one_colour_count_as_one():
    """A noisy blue over 60 % of the frame outweighs a clean orange over 40 %."""
    chance = np.random.default_rng(1)
    frame = flat("#2040a0").astype(float) + chance.normal(0, 9, (160, 160, 1))
    frame = np.clip(frame, 0, 255).astype(np.uint8)
    frame[:, 96:] = flat("#e0a030")[:, 96:]
    measured = frame_colour(frame).measure
    assert oklab_from_hex(measured.dominant).distance(oklab_from_hex("#2040a0")) < 0.03
    assert measured.share == pytest.approx(0.6, abs=0.05)


def test_hue_is_a_circular_mean():
    """Reds on both sides of hue 0 (pinkish 350, orange-ish 20) must not average to cyan."""
    frame = flat("#e04080")
    frame[:, 80:] = flat("#e04a30")[:, 80:]
    hues = sorted(oklab_from_hex(c).hue for c in ("#e04080", "#e04a30"))
    assert frame_colour(frame).measure.hue == pytest.approx(sum(hues) / 2, abs=6)
    wrapped = flat("#ff60c0")
    wrapped[:, 80:] = flat("#ff7040")[:, 80:]
    hue = frame_colour(wrapped).measure.hue
    assert min(hue, 360 - hue) < 60


def test_half_black_half_white():
    frame = np.zeros((160, 160, 3), dtype=np.uint8)
    frame[:, 80:] = 255
    measured = frame_colour(frame).measure
    assert measured.contrast == pytest.approx(1.0, abs=0.01)
    assert measured.saturation == 0.0
    assert measured.chroma == pytest.approx(0.0, abs=0.001)


def test_saturation_runs_from_grey_to_pure():
    values = [frame_colour(flat(c)).measure.saturation for c in ("#777777", "#a06060", "#ff0000")]
    assert values[0] == 0.0
    assert values[1] == pytest.approx(0.4, abs=0.01)
    assert values[2] == 1.0


def test_the_whole_videos_colour_is_the_one_that_lasted(facts, no_sound):
    frames = [flat("#204080")] * 5 + [flat("#d09030")] * 3
    whole = measure(facts(8), frames, no_sound).whole.colour
    assert oklab_from_hex(whole.dominant).distance(oklab_from_hex("#204080")) < 0.01
    assert whole.share == pytest.approx(5 / 8, abs=0.01)


def test_the_centre_of_light_is_where_the_light_is(window):
    frame = np.zeros((160, 160, 3), dtype=np.uint8)
    frame[:, 120:] = 255
    measured = window(frame).composition
    assert measured.centre_x == pytest.approx(140 / 160, abs=0.01)
    assert measured.centre_y == pytest.approx(0.5, abs=0.01)
    assert measured.balance == pytest.approx(1.0, abs=0.01)
    top = window(np.ascontiguousarray(np.rot90(frame))).composition
    assert top.centre_y == pytest.approx(20 / 160, abs=0.01)
    assert top.balance == pytest.approx(0.0, abs=0.01)


def test_a_black_frame_balances(window):
    measured = window(np.zeros((160, 160, 3), dtype=np.uint8))
    assert (measured.composition.centre_x, measured.composition.centre_y) == (0.5, 0.5)
    assert measured.composition.balance == 0.0
    assert measured.light.brightness == 0.0


@pytest.mark.parametrize(
    ("x", "y", "kind"),
    [
        (0, 1, GradientKind.VERTICAL),
        (0, -1, GradientKind.VERTICAL),
        (1, 0, GradientKind.HORIZONTAL),
        (-1, 0.2, GradientKind.HORIZONTAL),
        (1, 1, GradientKind.ANGLED),
        (1, -0.8, GradientKind.ANGLED),
    ],
)
def test_ramps_are_named_by_their_direction(window, x, y, kind):
    measured = window(ramp(x, y)).gradient
    assert measured.kind is kind
    assert measured.strength > 0.9


@pytest.mark.parametrize("inward", [True, False])
def test_a_bowl_of_light_is_radial(window, inward):
    down, across = np.mgrid[0:160, 0:160] / 159 - 0.5
    distance = np.hypot(across, down) / np.hypot(0.5, 0.5)
    measured = window(grey(1 - distance if inward else distance)).gradient
    assert measured.kind is GradientKind.RADIAL
    assert measured.strength > 0.8


def test_a_soft_ramp_is_weak_and_a_flat_frame_has_none(window):
    assert window(flat("#808080")).gradient.strength == pytest.approx(0.0, abs=0.001)
    soft = window(grey(0.4 + 0.1 * np.mgrid[0:160, 0:160][0] / 159)).gradient
    assert soft.kind is GradientKind.VERTICAL
    assert soft.strength == pytest.approx(0.1, abs=0.02)


def test_a_checkerboard_varies_between_blocks(window):
    cells = np.indices((8, 8)).sum(axis=0) % 2
    board = grey(np.kron(cells, np.ones((20, 20))))
    measured = window(board).graphics
    assert measured.spatial_variance > 0.8
    assert 0.05 < measured.edge_density < 0.3
    assert window(flat("#808080")).graphics.spatial_variance == pytest.approx(0, abs=0.001)


def test_fine_texture_is_busy_and_a_ramp_is_not(window):
    fine = grey((np.indices((160, 160)).sum(axis=0) // 2 % 2).astype(float))
    measured = window(fine).graphics
    assert measured.busyness > 0.9
    assert measured.edge_density > 0.5
    assert measured.spatial_variance < 0.1
    smooth = window(ramp(1, 0)).graphics
    assert smooth.busyness < 0.05
    assert smooth.edge_density == 0.0
