"""Abstract fields: coordinates, colours, gradients, symmetry, the camera, and variety."""

import itertools

import cv2
import numpy as np
import pytest

from kinora.model.spec import Gradient, Motion, Shot
from kinora.model.taxonomy import GradientKind, Place
from kinora.picture import Painter
from kinora.picture.coarse import rows_to_floor, step_for
from kinora.picture.fields.bokeh import LENSES
from kinora.picture.fields.caustics import caustic_tile
from kinora.picture.fields.cells import TISSUES, Cells
from kinora.picture.fields.crests import SURFS, Crests
from kinora.picture.fields.dye import Dye
from kinora.picture.fields.field import Glance
from kinora.picture.fields.grid import Lens
from kinora.picture.fields.plume import LIQUIDS, Plume
from kinora.picture.fields.ripples import POOLS, Ripples
from kinora.picture.fields.silk import CLOTHS, Silk
from kinora.picture.fields.vessels import SHAPES, Vessel
from kinora.picture.fields.weave import anywhere, woven
from kinora.picture.film.pose import Pose
from kinora.picture.film.tempo import Tempo
from kinora.picture.paint.noise import generator
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage

FIELDS = [Place.FLOW, Place.CELLS, Place.WAVES, Place.INK, Place.LIGHT]
STILL = Motion(kind="slow", speed=0.1, amount=0.0)
PATTERNS = [
    *((Silk, kind) for kind in CLOTHS),
    *((Cells, kind) for kind in TISSUES),
    *((Ripples, kind) for kind in POOLS),
    *((Crests, kind) for kind in SURFS),
    *((Plume, kind) for kind in LIQUIDS),
]


def glance(spec, stage, frame=0, pose=None):
    moment = Tempo(spec).moment(frame, pose or Pose((80.0, 80.0), 1.0))
    return Glance(Lens(stage, 2), (stage.width, stage.height), moment)


def lab(frame):
    return cv2.cvtColor(frame.astype(np.float32) / 255, cv2.COLOR_BGR2Lab)


@pytest.mark.parametrize(("pattern", "kind"), PATTERNS)
def test_every_structure_fills_its_range_and_moves(spec, pattern, kind):
    given = spec(seconds=6.0)
    stage = Stage.of(given, 160, 160)
    drawn = pattern(stage, kind)
    place, light = drawn.at(glance(given, stage))
    _, later = drawn.at(glance(given, stage, 30))
    assert place.shape == light.shape == (80, 80)
    assert np.isfinite(place).all()
    assert float(light.std()) > 0.05
    assert -0.5 < float(place.mean()) < 1.5
    assert float(np.abs(later - light).mean()) > 0.01


def test_structures_differ_from_each_other(spec):
    given = spec()
    stage = Stage.of(given, 160, 160)
    lights = [pattern(stage, kind).at(glance(given, stage))[1] for pattern, kind in PATTERNS]
    pairs = itertools.combinations(lights, 2)
    assert min(float(np.abs(a - b).mean()) for a, b in pairs) > 0.03


@pytest.mark.parametrize("place", FIELDS)
def test_gradients_run_their_own_way(spec, place):
    """The colour differs most along the gradient, whatever the structure."""
    frames = {
        kind: lab(
            Painter(
                spec(place=place, seed=3, gradient=Gradient(kind=kind, angle=0.0, strength=1.0))
            ).frame(0)
        )
        for kind in GradientKind
    }

    def spread(frame, axis):
        halves = np.array_split(frame[..., 1:], 2, axis=axis)
        return float(np.linalg.norm(halves[0].mean((0, 1)) - halves[1].mean((0, 1))))

    across, down = (
        spread(frames[GradientKind.HORIZONTAL], 1),
        spread(frames[GradientKind.VERTICAL], 0),
    )
    assert across > spread(frames[GradientKind.VERTICAL], 1)
    assert down > spread(frames[GradientKind.HORIZONTAL], 0)
    around = [frames[kind][40:120, 40:120, 1:].mean((0, 1)) for kind in GradientKind]
    assert np.linalg.norm(around[2] - around[0]) > 1


@pytest.mark.parametrize("place", FIELDS)
def test_full_symmetry_mirrors_a_field(spec, place):
    frame = Painter(spec(place=place, symmetry=1.0, balance=0.5)).frame(20)
    seen = cv2.GaussianBlur(frame, (0, 0), 2).astype(float)
    free = Painter(spec(place=place, symmetry=0.0, balance=0.5)).frame(20)
    loose = cv2.GaussianBlur(free, (0, 0), 2).astype(float)
    lopsided, before = (np.abs(x - x[:, ::-1]).mean() for x in (seen, loose))
    assert lopsided < 0.5 * before


@pytest.mark.parametrize("place", FIELDS)
def test_fields_move_against_a_panning_camera(spec, place):
    shots = (Shot(first_frame=0, frames=48, camera="pan_right", camera_speed=1.5),)
    painter = Painter(spec(place=place, shots=shots, motion=STILL, width=192, height=192, seed=11))
    a, b = (cv2.cvtColor(painter.frame(i), cv2.COLOR_BGR2GRAY) for i in (22, 25))
    dis = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    moved = dis.calc(a, b, None)
    strong = cv2.Laplacian(cv2.GaussianBlur(a, (0, 0), 2), cv2.CV_32F)
    edges = np.abs(strong) >= np.quantile(np.abs(strong), 0.8)
    assert float(np.median(moved[..., 0][edges])) < -0.4


def test_layers_of_a_field_have_parallax(spec):
    stage = Stage.of(spec(), 160, 160)
    lens = Lens(stage, 2)
    for depth, other in ((0.1, 0.6),):
        before = [lens.grid(Pose((80.0, 80.0), 1.0), (160, 160), d).left for d in (depth, other)]
        trucked = Pose((80.0, 80.0), 1.0, truck=30.0)
        after = [lens.grid(trucked, (160, 160), d).left for d in (depth, other)]
        assert after[1] - before[1] > 2 * (after[0] - before[0]) > 0


def test_spreading_a_thinned_grid_keeps_places(spec):
    stage = Stage.of(spec(), 160, 160)
    grid = Lens(stage, 2).grid(Pose((80.0, 80.0), 1.0), (160, 160), 0.5)
    thin = grid.thinned(4)
    across = np.broadcast_to(thin.xs[None, :], (thin.rows, thin.columns)).copy()
    assert np.allclose(grid.spread(across, 4)[5], grid.xs, atol=1e-4)


def test_tiles_can_be_sampled_anywhere_without_a_seam():
    tile = woven(generator(1, "t"), 8, 3)
    at = np.full((1, 400), 17.25, np.float32)
    near = np.linspace(254.0, 258.0, 400, dtype=np.float32)[None, :].copy()
    for shift in (0.0, 256.0 * 7, -256.0 * 5):
        line = anywhere(tile, near + np.float32(shift), at.copy())[0, :, 0]
        assert np.abs(np.diff(line)).max() < 0.02


def test_caustics_keep_the_light_and_gather_it():
    light = caustic_tile(generator(3, "net"))
    assert float(light.mean()) == pytest.approx(1.0, abs=0.06)
    assert float(np.quantile(light, 0.99)) > 2.0
    wrapped = np.concatenate([light, light], axis=1)
    seam = np.abs(np.diff(wrapped, axis=1))
    assert seam[:, 255].mean() < 2.5 * seam.mean()


def test_the_dye_runs_from_dark_to_light_without_steps(spec):
    dye = Dye(Tones(spec()))
    light = np.linspace(0, 1, 256, dtype=np.float32)[:, None].repeat(3, axis=1)
    place = np.full_like(light, 0.5)
    out = np.zeros((256, 3, 4), np.uint16)
    dye.colour(place, light, out)
    green = out[:, 1, 1].astype(int)
    assert np.all(np.diff(green) >= 0)
    assert green[-1] > 12 * max(green[0], 100)
    assert np.all(out[..., 3] == 65535)


@pytest.mark.parametrize("shape", SHAPES)
def test_ink_never_fills_a_long_clip(spec, shape):
    stage = Stage.of(spec(), 160, 160)
    vessel = Vessel(generator(2, "vessel"), shape, stage)
    at = np.linspace(-0.5, 0.5, 64)
    for flow in (0.0, 10.0, 1200.0):
        amount = vessel.amount(at[None, :], at[:, None], flow)
        assert 0.02 < float((amount > 0).mean()) < 0.97


def test_lenses_draw_different_bokeh(spec):
    from kinora.picture.fields.bokeh import _iris

    shapes = [_iris(20.0, lens, 0.3) for lens in LENSES]
    assert all(float(shape[0].max()) == 0 for shape in shapes)
    pairs = itertools.combinations(shapes, 2)
    assert min(float(np.abs(a - b).mean()) for a, b in pairs) > 0.005


def test_coarse_rows_reach_the_floor_in_whole_steps(spec):
    canvas = Canvas(160, 162)
    for step in (2, 3, 4):
        for floor in (2, 77, 160, 162):
            canvas.floor = floor
            rows = rows_to_floor(canvas, step)
            assert floor <= rows <= 162
            assert rows % step == 0 or rows == 162
    assert step_for(Stage.of(spec(), 1920, 1080), 256) == 4
    assert step_for(Stage.of(spec(), 64, 64), 256) == 2
