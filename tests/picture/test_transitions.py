"""Cuts, fades, dissolves and wipes happen when and how the spec says."""

import numpy as np
import pytest

from kinora.model.spec import Motion, Shot
from kinora.picture import Painter
from kinora.picture.film.transitions import cue

SIZES = ("wide", "close")


@pytest.fixture
def clip(spec):
    """A painter of two quite different shots of 24 frames; the second begins with a transition."""

    def make(kind, frames=12, *, opening="cut", opening_frames=0):
        shots = (
            Shot(
                first_frame=0,
                frames=24,
                transition=opening,
                transition_frames=opening_frames,
            ),
            Shot(
                first_frame=24,
                frames=24,
                size="close",
                transition=kind,
                transition_frames=frames,
            ),
        )
        quiet = Motion(kind="slow", speed=0.1, amount=0.0)
        return Painter(spec(place="city", time_of_day="golden_hour", shots=shots, motion=quiet))

    return make


def difference(a, b):
    return np.abs(a.astype(float) - b).mean()


def test_a_cut_changes_between_two_frames(clip):
    painter = clip("cut", 0)
    before, last, first, after = (painter.frame(i) for i in (22, 23, 24, 25))
    assert difference(last, first) > 4 * max(difference(before, last), difference(first, after))


def test_a_fade_goes_through_black_in_its_middle(clip):
    painter, hard = clip("fade"), clip("cut", 0)
    light = [painter.frame(i).mean() for i in range(23, 38)]
    darkest = int(np.argmin(light))
    assert 5 <= darkest <= 9
    assert light[darkest] < 0.35 * light[0]
    assert np.array_equal(painter.frame(23), hard.frame(23))
    assert np.array_equal(painter.frame(36), hard.frame(36))


def test_a_dissolve_mixes_both_shots(clip):
    painter, hard = clip("dissolve"), clip("cut", 0)
    old, new, middle = hard.frame(23), hard.frame(31), painter.frame(29)
    span = difference(old, new)
    assert difference(old, middle) < 0.8 * span
    assert difference(new, middle) < 0.8 * span
    assert middle.mean() > 0.8 * min(old.mean(), new.mean())


def test_a_wipe_reveals_the_new_shot_from_the_left(clip):
    painter, hard, fade = clip("wipe"), clip("cut", 0), clip("fade")
    middle, new = painter.frame(29), hard.frame(29)
    assert difference(middle[:, :50], new[:, :50]) < 2.5
    assert difference(middle[:, -50:], new[:, -50:]) > 8
    assert not np.array_equal(middle, fade.frame(29))
    shown = [
        np.mean(np.abs(painter.frame(i).astype(float) - hard.frame(i)).mean(axis=(0, 2)) < 3)
        for i in range(24, 36, 2)
    ]
    assert shown == sorted(shown)


@pytest.mark.parametrize("kind", ["fade", "dissolve"])
def test_a_clip_opens_from_black(clip, kind):
    painter = clip("cut", 0, opening=kind, opening_frames=12)
    light = [painter.frame(i).mean() for i in range(13)]
    assert light[0] < 0.4 * light[-1]
    assert light == sorted(light)


def test_a_clip_that_opens_with_a_wipe_uncovers_black(clip):
    middle = clip("cut", 0, opening="wipe", opening_frames=12).frame(5)
    assert middle[:, -40:].mean() < 8
    assert middle[:, :40].mean() > 40


def test_transitions_last_exactly_as_long_as_the_spec_says(spec):
    shots = (
        Shot(first_frame=0, frames=24),
        Shot(first_frame=24, frames=24, transition="dissolve", transition_frames=6),
    )
    given = spec(shots=shots)
    assert [cue(given, i).shot for i in (0, 23, 24, 47)] == [0, 0, 1, 1]
    mixing = [i for i in range(48) if cue(given, i).progress < 1]
    assert mixing == list(range(24, 30))
    progress = [cue(given, i).progress for i in mixing]
    assert 0 < progress[0] < progress[-1] < 1
    assert progress == sorted(progress)
