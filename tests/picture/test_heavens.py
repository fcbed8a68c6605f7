"""Clouds, aurora, space and the deep: what is particular to each."""

import itertools

import cv2
import numpy as np
import pytest

from kinora.model.spec import Motion
from kinora.model.taxonomy import Place
from kinora.picture import Painter
from kinora.picture.deep.column import water_tone
from kinora.picture.deep.growth import brain, fan, grass, kelp, staghorn, table, tubes
from kinora.picture.deep.school import School
from kinora.picture.deep.shapes import Tint, lay_shapes, smoothed
from kinora.picture.film.pose import Pose
from kinora.picture.film.tempo import Tempo
from kinora.picture.paint.noise import generator
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.sky.cumulus import Heap, facing, heaped
from kinora.picture.space.planet import WORLDS, Orb, Planet
from kinora.picture.stage import Sheet, Stage

STILL = Pose((80.0, 80.0), 1.0)
HEAP = Heap(4, (20.0, 60.0), (20.0, 40.0), 14.0, 0.7, 10.0)


def luma(frame):
    return cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY).astype(float)


def test_heaped_clouds_repeat_across_and_are_lit_from_the_sun():
    relief = heaped(generator(4, "heap"), (90, 512), HEAP)
    step = np.abs(np.diff(np.concatenate([relief.cover, relief.cover[:, :1]], axis=1), axis=1))
    assert step[:, -1].max() <= 1.5 * step.max(axis=0).mean() + 0.3
    assert 0.1 < float(relief.cover.mean()) < 0.9
    left, right = (facing(relief, (side, -0.4, 0.2), HEAP.puff) for side in (-0.8, 0.8))
    solid = relief.cover > 0.9
    assert float(np.abs(left - right)[solid].mean()) > 0.08


def test_clouds_below_are_the_lighter_by_day_and_drift(spec):
    painter = Painter(spec(place="sky", seconds=6.0, seed=2))
    first, later = (cv2.GaussianBlur(luma(painter.frame(i)), (0, 0), 2) for i in (0, 40))
    assert first[100:].mean() > 90
    assert np.abs(first - later)[100:].mean() > 1


@pytest.mark.parametrize("hour", ["day", "dusk", "night"])
def test_aurora_lights_a_dark_sky_more_than_a_bright_one(spec, hour):
    """The sky with the curtains against the same sky without them."""
    from kinora.picture.places import aurora

    given = spec(place="aurora", time_of_day=hour, seed=4)
    stage, tones = Stage.of(given, 160, 160), Tones(given)
    sky, curtains = aurora.heaven(given, stage, tones)
    moment = Tempo(given).moment(10, STILL)
    canvas = Canvas(160, 160)
    sky.draw(canvas, moment)
    before = canvas.pixels[..., :3].astype(float).sum()
    curtains.draw(canvas, moment)
    gain = canvas.pixels[..., :3].astype(float).sum() / before
    assert gain > 1.0
    assert (gain > 1.3) == (hour == "night") or hour == "dusk"


def test_the_lake_mirrors_the_aurora(spec):
    """Of many seeds some have a lake; there the lower half takes the colour of the upper."""
    found = []
    for seed in range(6):
        frame = Painter(spec(place="aurora", time_of_day="night", seed=seed, wind=0.0)).frame(0)
        upper = luma(frame)[10:70].mean(axis=0)
        lower = luma(frame)[110:140].mean(axis=0)
        found.append(float(np.corrcoef(upper[30:130], lower[30:130])[0, 1]))
    assert max(found) > 0.45


def test_water_is_bright_above_and_deep_below(spec):
    for hour in ("day", "night"):
        tones = Tones(spec(place="underwater", time_of_day=hour))
        heights = [float(water_tone(tones, h).sum()) for h in (0.0, 0.5, 1.0)]
        assert heights[0] < heights[1] < heights[2]
    frame = luma(Painter(spec(place="underwater", seed=3)).frame(0))
    assert frame[:40].mean() > 1.5 * frame[-40:].mean()


def test_fish_of_a_school_turn_together(spec):
    """Most swim the same way at any time, and the way changes over time."""
    given = spec(place="underwater", seconds=20.0)
    stage = Stage.of(given, 160, 160)
    dark = np.full(3, 0.1, np.float32)
    school = School(stage, "s", (dark, dark), count=30, length=0.05, depth=0.5, area=(30.0, 110.0))
    ways = []
    for time in np.arange(0.0, 30.0, 0.5):
        at = np.full(30, time) - school._late
        ways.append(np.sign(school._at(at + 0.15)[:, 0] - school._at(at)[:, 0]))
    together = [abs(way.mean()) for way in ways]
    assert np.median(together) > 0.9
    assert {np.sign(way.mean()) for way in ways} >= {-1.0, 1.0}


@pytest.mark.parametrize("plant", [kelp, grass, staghorn, fan, tubes, brain, table])
def test_plants_stand_on_their_foot(plant):
    sheet = Sheet(0.0, 0.0, 1.0, 200, 200)
    mask = sheet.mask()
    plant(sheet, mask, generator(5, "plant"), 100.0, 150.0, 90.0)
    rows = np.flatnonzero(mask.max(axis=1))
    assert rows[0] < 125
    assert mask[140:150, 40:160].any()
    assert rows[0] > 20


def test_shapes_are_laid_with_their_strength():
    canvas = Canvas(64, 64)
    canvas.pixels[..., 3] = 65535
    box = np.array([(10.0, 10.0), (30.0, 10.0), (30.0, 30.0), (10.0, 30.0)])
    tint = Tint(np.array([0.25, 0.5, 1.0], np.float32))
    lay_shapes(canvas, [box], tint, [128])
    inside = canvas.pixels[20, 20, :3] / 16384
    assert inside == pytest.approx(np.array([0.25, 0.5, 1.0]) * 128 / 255, abs=0.01)
    assert not canvas.pixels[40, 40, :3].any()
    lay_shapes(canvas, [box + 500], tint, [255])


def test_smoothing_keeps_an_outline_inside_its_corners():
    box = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])
    round_ = smoothed(box)
    assert len(round_) == 16
    assert round_.min() >= 0
    assert round_.max() <= 1
    assert np.hypot(*(round_ - 0.5).T).max() < 0.65


@pytest.mark.parametrize("world", WORLDS)
def test_a_planet_is_lit_from_one_side_and_turns(spec, world):
    given = spec(place="space", seconds=8.0)
    stage, tones = Stage.of(given, 160, 160), Tones(given)
    orb = Orb(80.0, 80.0, 50.0, world, (0.8, -0.3, 0.52), 0.4, 0.03, 0.8)
    planet = Planet(stage, tones, orb, "test")
    drawn = []
    for frame in (0, 60):
        canvas = Canvas(160, 160)
        canvas.pixels[..., 3] = 65535
        planet.draw(canvas, Tempo(given).moment(frame, STILL))
        drawn.append(canvas.pixels[..., :3].astype(float))
    lit, dark = drawn[0][60:100, 95:120].mean(), drawn[0][60:100, 35:60].mean()
    assert lit > 4 * dark
    assert not drawn[0][5, 5].any()
    assert np.abs(drawn[0] - drawn[1]).max() > 300


def test_worlds_differ(spec):
    given = spec(place="space")
    stage, tones = Stage.of(given, 160, 160), Tones(given)
    seen = []
    for world in WORLDS:
        orb = Orb(80.0, 80.0, 60.0, world, (0.4, -0.3, 0.87), 0.4, 0.0, 0.5)
        canvas = Canvas(160, 160)
        canvas.pixels[..., 3] = 65535
        Planet(stage, tones, orb, "test").draw(canvas, Tempo(given).moment(0, STILL))
        seen.append(canvas.pixels[40:120, 60:130, :3].astype(float) / 16384)
    assert min(np.abs(a - b).mean() for a, b in itertools.combinations(seen, 2)) > 0.02


def test_stars_drift_in_space_under_a_still_camera(spec):
    painter = Painter(
        spec(place="space", seconds=8.0, motion=Motion(kind="flow"), width=256, height=256)
    )
    a, b = painter.frame(0).astype(int), painter.frame(90).astype(int)
    assert (np.abs(a - b).max(axis=2) > 25).sum() > 120


@pytest.mark.parametrize(
    ("place", "beyond"),
    [
        (Place.UNDERWATER, Place.CITY),
        (Place.SPACE, Place.CITY),
        (Place.FLOW, Place.MOUNTAINS),
        (Place.SEA, Place.SPACE),
        (Place.MOUNTAINS, Place.AURORA),
        (Place.SKY, Place.MOUNTAINS),
    ],
)
def test_places_lend_each_other_their_backgrounds(spec, place, beyond):
    alone = Painter(spec(place=place, time_of_day="dusk")).frame(0).astype(int)
    mixed = Painter(spec(place=place, beyond=beyond, time_of_day="dusk")).frame(0).astype(int)
    assert np.abs(alone - mixed)[:100].mean() > 4
    assert mixed.std() > 8
