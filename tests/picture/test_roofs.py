"""Rooms and caves frame another place; streets, snow and rivers keep their laws."""

import itertools

import cv2
import numpy as np
import pytest

from kinora.picture import Painter
from kinora.picture.interior.rock import mouth_of
from kinora.picture.interior.windows import KINDS, window_of
from kinora.picture.land.banks import Course
from kinora.picture.land.drifts import snow
from kinora.picture.land.terrain import Ground
from kinora.picture.paint.tones import Tones
from kinora.picture.stage import Stage
from kinora.picture.town.vista import EYE, Vista


@pytest.mark.parametrize("place", ["room", "cave"])
def test_another_place_is_seen_through_the_opening_and_nowhere_else(spec, place):
    sea, city = (
        Painter(spec(place=place, beyond=beyond, weather="cloudy")).frame(0).astype(int)
        for beyond in ("sea", "city")
    )
    change = np.abs(sea - city).mean(axis=2)
    assert change[60:110, 60:100].mean() > 6
    assert change[:12, :12].mean() < 4
    assert change[:12, -12:].mean() < 4


def test_openings_show_the_horizon(spec):
    for seed, horizon in itertools.product(range(12), (0.25, 0.5, 0.75)):
        stage = Stage.of(spec(seed=seed, horizon=horizon), 160, 160)
        window, mouth = window_of(stage, 80.0), mouth_of(stage)
        assert window.top < stage.horizon < window.bottom
        assert window.x - window.half < stage.centre < window.x + window.half
        assert abs(mouth.x - stage.centre) < mouth.across
        assert mouth.y - mouth.up > 0


def test_every_kind_of_window_occurs(spec):
    found = {window_of(Stage.of(spec(seed=s), 160, 160), 80.0).kind for s in range(60)}
    assert found == set(KINDS)


def test_a_lamp_warms_the_room_at_night(spec):
    cool = ("#08172b", "#12406b", "#2a7f9e", "#7fc8c2", "#eefaf5")
    night = Painter(spec(place="room", time_of_day="night", palette=cool, seed=3)).frame(0)
    lab = cv2.cvtColor(night.astype(np.float32) / 255, cv2.COLOR_BGR2Lab)
    bright = lab[..., 0] > 45
    assert lab[bright, 2].max() > 25
    assert lab[~bright, 2].mean() < 5


def test_the_lamps_of_a_street_burn_at_night_only(spec):
    def brightest(hour):
        frame = Painter(spec(place="street", time_of_day=hour)).frame(0)
        return float((frame.max(axis=2) > 235)[16:].mean())

    assert brightest("night") > 3 * brightest("day")


def test_wet_asphalt_mirrors_more_light(spec):
    def road(weather):
        frame = Painter(spec(place="street", time_of_day="night", weather=weather)).frame(3)
        return float(np.quantile(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)[115:], 0.9))

    assert road("rain") > road("clear")


def test_the_ground_meets_the_fronts(spec):
    stage = Stage.of(spec(seed=5), 320, 160)
    vista = Vista.of(stage)
    for away in (6.0, 15.0, 60.0):
        x, y = vista.at(vista.half, 0.0, away)
        assert float(vista.foot(np.array([x], np.float32))[0]) == pytest.approx(y, abs=0.01)
        wall = float(vista.depths(np.array([[x]], np.float32), np.array([[y]], np.float32))[0, 0])
        assert wall == pytest.approx(vista.depth(away), abs=0.01)
    assert vista.at(0.0, EYE, 9.0)[1] == pytest.approx(vista.y)


def test_snow_is_darker_and_bluer_in_shade(spec):
    stage = Stage.of(spec(place="snowfield"), 160, 160)
    facing = np.full((9, 40), 0.7, np.float32)
    facing[:2] = 0.1
    rough = np.full_like(facing, 0.5)
    albedo = snow(stage, Tones(spec(place="snowfield")))(
        Ground(rough, rough, facing, rough, np.ones_like(facing))
    )
    shade, light = albedo[0, 0], albedo[-1, 0]
    assert shade.sum() < 0.8 * light.sum()
    assert shade[0] / shade[2] > 1.1 * light[0] / light[2]


def test_a_river_narrows_into_the_distance_and_stays_in_view(spec):
    for seed in range(12):
        stage = Stage.of(spec(seed=seed, balance=0.5), 160, 160)
        course = Course(stage, stage.horizon)
        z = np.geomspace(1, 20, 30).astype(np.float32)
        half, middle = course.half(z), course.middle(z)
        assert np.all(np.diff(half) < 0)
        assert np.all(np.abs(middle - stage.width / 2) < 0.75 * stage.width)
