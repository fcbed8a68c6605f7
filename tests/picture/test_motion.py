"""Things move with a cause, and the kinds of motion differ."""

import itertools

import numpy as np
import pytest

from kinora.model.spec import Motion
from kinora.model.taxonomy import MotionKind, Place, Tension
from kinora.picture import Painter
from kinora.picture.film.camera import Pose
from kinora.picture.film.tempo import Tempo

STILL = Pose((80.0, 80.0), 1.0)


@pytest.mark.parametrize("place", list(Place))
@pytest.mark.parametrize("hour", ["day", "night"])
def test_every_place_moves_under_a_still_camera(spec, place, hour):
    import cv2

    painter = Painter(spec(place=place, time_of_day=hour, wind=0.5, seconds=6.0))
    first, later = (cv2.GaussianBlur(painter.frame(i), (0, 0), 1.5).astype(float) for i in (0, 60))
    assert np.abs(first - later).max() > 6


def test_nothing_jumps_between_frames(spec):
    for place in Place:
        painter = Painter(spec(place=place, fps=24, seconds=2.0, weather="cloudy"))
        frames = [painter.frame(i).astype(float) for i in range(20, 26)]
        steps = [np.abs(b - a).mean() for a, b in itertools.pairwise(frames)]
        assert max(steps) < 2.2 * min(steps) + 0.5


def test_flow_runs_forwards_and_kinds_differ(spec):
    ends = {}
    for kind in MotionKind:
        tempo = Tempo(spec(motion=Motion(kind=kind), seconds=8.0))
        flow = [tempo.moment(i, STILL).flow for i in range(96)]
        assert np.all(np.diff(flow) > 0)
        ends[kind] = flow
    assert ends[MotionKind.FAST][-1] > 1.7 * ends[MotionKind.FLOW][-1] > ends[MotionKind.SLOW][-1]
    assert np.std(np.diff(ends[MotionKind.WAVE])) > 5 * np.std(np.diff(ends[MotionKind.FLOW]))


def test_only_a_pulse_beats_in_the_light(spec):
    for kind in MotionKind:
        tempo = Tempo(spec(motion=Motion(kind=kind)))
        glow = [tempo.moment(i, STILL).glow for i in range(48)]
        assert (np.ptp(glow) > 0.1) == (kind is MotionKind.PULSE)


def test_tension_shapes_the_energy(spec):
    def speeds(tension):
        tempo = Tempo(spec(tension=tension, seconds=10.0))
        return np.diff([tempo.moment(i, STILL).flow for i in range(120)])

    rising, falling, arc = (speeds(t) for t in (Tension.RISING, Tension.FALLING, Tension.ARC))
    assert rising[-1] > 2 * rising[0]
    assert falling[0] > 2 * falling[-1]
    assert arc[60] > 1.5 * max(arc[0], arc[-1])
    assert np.ptp(speeds(Tension.FLAT)) < 1e-9


def test_flow_is_the_integral_of_energy(spec):
    for tension in Tension:
        tempo = Tempo(spec(tension=tension, fps=60, seconds=10.0))
        moments = [tempo.moment(i, STILL) for i in range(600)]
        summed = np.cumsum([m.energy for m in moments]) / 60
        assert moments[-1].flow == pytest.approx(summed[-1], rel=0.01)


def test_wind_and_amount_widen_the_sway(spec):
    calm = Tempo(spec(wind=0.0)).moment(0, STILL).sway
    windy = Tempo(spec(wind=1.0)).moment(0, STILL).sway
    lively = Tempo(spec(wind=1.0, motion=Motion(amount=1.0))).moment(0, STILL).sway
    assert calm < windy < lively
