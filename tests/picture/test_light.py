"""Hour, weather, palette, lighting and seed decide how a scene looks."""

import itertools

import cv2
import numpy as np
import pytest

from kinora.model.spec import Gradient
from kinora.model.taxonomy import GradientKind, Lighting, Place, TimeOfDay, Weather
from kinora.picture import Painter


def luma(frame):
    return float(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY).mean())


def mean_lab(frame):
    lab = cv2.cvtColor(frame.astype(np.float32) / 255, cv2.COLOR_BGR2Lab)
    return lab.reshape(-1, 3).mean(axis=0)


def apart(a, b):
    """Mean absolute difference of the large shapes, 0..255."""
    small = [cv2.resize(x, (20, 20), interpolation=cv2.INTER_AREA).astype(int) for x in (a, b)]
    return np.abs(small[0] - small[1]).mean()


@pytest.mark.parametrize("place", list(Place))
def test_night_is_much_darker_than_day(spec, place):
    day = Painter(spec(place=place)).frame(0)
    night = Painter(spec(place=place, time_of_day="night")).frame(0)
    assert luma(night) < 0.5 * luma(day)
    assert luma(night) > 6


def test_hours_of_the_day_look_different(spec):
    frames = [Painter(spec(place="mountains", time_of_day=hour)).frame(0) for hour in TimeOfDay]
    assert min(apart(a, b) for a, b in itertools.combinations(frames, 2)) > 8


def test_weathers_look_different(spec):
    frames = [Painter(spec(place="forest", weather=weather)).frame(20) for weather in Weather]
    assert min(apart(a, b) for a, b in itertools.combinations(frames, 2)) > 3


@pytest.mark.parametrize("place", list(Place))
def test_the_palette_colours_the_scene(spec, place):
    warm = ("#2b1010", "#7a2020", "#d1495b", "#edae49", "#fff0c9")
    cool = ("#08172b", "#12406b", "#2a7f9e", "#7fc8c2", "#eefaf5")
    hour = "golden_hour"
    first = mean_lab(Painter(spec(place=place, palette=warm, time_of_day=hour)).frame(0))
    second = mean_lab(Painter(spec(place=place, palette=cool, time_of_day=hour)).frame(0))
    assert np.linalg.norm(first[1:] - second[1:]) > 12


def test_the_accent_colours_the_sun(spec):
    red = Painter(spec(accent="#ff3030", time_of_day="golden_hour")).frame(0)
    blue = Painter(spec(accent="#3060ff", time_of_day="golden_hour")).frame(0)
    change = red.astype(int) - blue
    assert change[..., 2].max() > 20
    assert change[..., 0].min() < -20


def test_noir_is_nearly_without_colour_and_neon_has_more(spec):
    saturation = {}
    for lighting in Lighting:
        frame = Painter(spec(place="city", time_of_day="dusk", lighting=lighting)).frame(0)
        lab = cv2.cvtColor(frame.astype(np.float32) / 255, cv2.COLOR_BGR2Lab)
        saturation[lighting] = float(np.hypot(lab[..., 1], lab[..., 2]).mean())
    assert saturation[Lighting.NOIR] < 0.25 * saturation[Lighting.NEUTRAL]
    assert saturation[Lighting.NEON] > 1.15 * saturation[Lighting.NEUTRAL]
    assert saturation[Lighting.DOCUMENTARY] < saturation[Lighting.NEUTRAL]


def test_gradient_kinds_change_the_sky(spec):
    frames = [
        Painter(spec(time_of_day="dusk", gradient=Gradient(kind=kind, strength=0.9))).frame(0)
        for kind in GradientKind
    ]
    skies = [frame[:70] for frame in frames]
    assert min(apart(a, b) for a, b in itertools.combinations(skies, 2)) > 3


@pytest.mark.parametrize("place", list(Place))
def test_seeds_vary_the_layout(spec, place):
    frames = [Painter(spec(place=place, seed=seed, balance=0.5)).frame(0) for seed in range(3)]
    assert min(apart(a, b) for a, b in itertools.combinations(frames, 2)) > 2.5


def test_balance_moves_the_sun(spec):
    columns = []
    for balance in (0.1, 0.9):
        frame = Painter(spec(time_of_day="golden_hour", balance=balance)).frame(0)
        bright = cv2.GaussianBlur(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)[:88], (0, 0), 4)
        columns.append(int(np.unravel_index(bright.argmax(), bright.shape)[1]))
    assert columns[0] < 60
    assert columns[1] > 100


def test_the_horizon_is_where_the_spec_puts_it(spec):
    """Water changes within a third of a second, sky hardly does."""
    for horizon in (0.3, 0.7):
        painter = Painter(spec(seed=3, horizon=horizon))
        a, b = (cv2.GaussianBlur(painter.frame(i), (0, 0), 1.5).astype(float) for i in (0, 4))
        change = np.abs(a - b).mean(axis=(1, 2))
        row = round(160 * horizon)
        assert change[row + 10 : row + 40].mean() > 2 * change[row - 40 : row - 12].mean()


def test_symmetry_mirrors_the_composition(spec):
    def lopsided(symmetry):
        frame = Painter(spec(place="city", symmetry=symmetry, balance=0.5, weather="fog")).frame(0)
        return apart(frame, frame[:, ::-1])

    assert lopsided(1.0) < 0.55 * lopsided(0.0)


def test_smooth_skies_do_not_band(spec):
    frame = Painter(spec(width=512, height=512, place="desert", time_of_day="night")).frame(0)
    patch = frame[40:56, 40:200].astype(float)
    assert patch.std(axis=(0, 1)).min() > 0.4


def test_grain_is_slight_and_new_in_every_frame(spec):
    painter = Painter(spec(place="desert", motion={"kind": "slow", "speed": 0.1, "amount": 0.0}))
    first, second = painter.frame(0).astype(float), painter.frame(1).astype(float)
    change = (second - first)[:20]
    assert 0.5 < change.std() < 4.0
