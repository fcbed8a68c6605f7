"""Plates with a depth at every place stand where a solid would."""

import numpy as np
import pytest

from kinora.picture.film.pose import Pose
from kinora.picture.film.tempo import Tempo
from kinora.picture.plate import Canvas, Plate
from kinora.picture.receding import Receding, Recession, ground
from kinora.picture.stage import Stage
from kinora.picture.town.vista import Vista

POSES = [
    Pose((80.0, 70.0), 1.0),
    Pose((80.0, 70.0), 1.0, truck=30.0),
    Pose((80.0, 70.0), 1.0, crane=-18.0, dolly=0.3),
    Pose((80.0, 70.0), 0.6, pan=20.0, zoom=1.3),
]


def speckled(sheet):
    chance = np.random.default_rng(1)
    return chance.integers(0, 40000, (sheet.rows, sheet.columns, 4)).astype(np.uint16)


@pytest.mark.parametrize("pose", POSES)
def test_places_found_stand_where_they_were_looked_for(spec, pose):
    stage = Stage.of(spec(place="street"), 160, 160)
    vista = Vista.of(stage)
    recession = Recession(stage.sheet(-stage.margin_y, stage.height + stage.margin_y), vista.depths)
    xs, ys = np.linspace(0, 160, 9, dtype=np.float32), np.linspace(0, 160, 9, dtype=np.float32)
    x, y = recession.stage_at(pose, xs, ys)
    depth = vista.depths(x, y)
    for row in range(9):
        for column in range(9):
            view = pose.view(float(depth[row, column]))
            back = view.to_screen(float(x[row, column]), float(y[row, column]))
            assert back == pytest.approx((xs[column], ys[row]), abs=1.5)


@pytest.mark.parametrize("pose", POSES)
def test_at_one_depth_it_is_a_plate(spec, pose):
    given = spec()
    stage, moment = Stage.of(given, 160, 160), Tempo(given).moment(0, pose)
    sheet = stage.sheet(-stage.margin_y, stage.height + stage.margin_y)
    pixels = speckled(sheet)
    pixels[..., 3] = 65535
    flat, deep = Canvas(160, 160), Canvas(160, 160)
    Plate(pixels.copy(), sheet, 0.7).draw(flat, moment)
    level = np.float32(0.7)
    Receding(pixels.copy(), sheet, stage, lambda xs, ys: level + 0 * (xs + ys)).draw(deep, moment)
    apart = flat.pixels[8:-8, 8:-8].astype(int) - deep.pixels[8:-8, 8:-8]
    assert np.abs(apart).mean() < 300


def test_near_ground_moves_more_than_far(spec):
    stage = Stage.of(spec(), 160, 160)
    recession = Recession(stage.sheet(60, 200), ground(stage, 80.0))
    xs, ys = np.array([80.0], np.float32), np.array([90.0, 150.0], np.float32)
    still, _ = recession.stage_at(POSES[0], xs, ys)
    moved, _ = recession.stage_at(POSES[1], xs, ys)
    far, near = np.abs(moved - still)[:, 0]
    assert near > 1.8 * far


def test_only_gaps_let_what_is_behind_be_seen(spec):
    given = spec()
    stage = Stage.of(given, 160, 160)
    sheet = stage.sheet(-stage.margin_y, stage.height + stage.margin_y)
    pixels = np.full((sheet.rows, sheet.columns, 4), 65535, np.uint16)
    _, rows, columns = sheet.window((60, 60), (100, 100))
    pixels[rows, columns] = 0
    layer = Receding(pixels, sheet, stage, Vista.of(stage).depths)
    for pose in POSES:
        canvas, moment = Canvas(160, 160), Tempo(given).moment(0, pose)
        layer.draw(canvas, moment)
        open_ = canvas.pixels[..., 3] < 30000
        assert 0.3 * 1600 < open_.sum() < 4 * 1600
        first, last = layer.covered(moment, 160)
        assert not open_[first:last].any()
