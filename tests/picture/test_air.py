"""Lightning, beats, particles and figures are seen when and where the spec has them."""

import numpy as np
import pytest

from kinora.model.spec import Figure, Motion, SoundSpec, Strike
from kinora.model.taxonomy import Particles, Place, ShapeKind
from kinora.picture import Painter
from kinora.picture.film.tempo import flicker


def luma(frame):
    return float((frame @ np.array([0.114, 0.587, 0.299])).mean())


def test_a_strike_lights_the_scene_for_a_moment_and_at_its_time(spec):
    clip = spec(weather="storm", time_of_day="night", fps=24, strikes=(Strike(second=2.0),))
    painter = Painter(clip)
    seen = [luma(painter.frame(index)) for index in range(44, 66)]
    assert int(np.argmax(seen)) == 4
    assert max(seen) > 1.6 * seen[0]
    assert abs(seen[-1] - seen[0]) < 0.15 * seen[0]


def test_a_far_strike_is_fainter_and_stands_where_it_is_told(spec):
    def lit(**strike):
        given = {"weather": "storm", "time_of_day": "night", "fps": 24}
        dark = Painter(spec(**given)).frame(48).astype(int)
        return Painter(spec(**given, strikes=(Strike(second=2.0, **strike),))).frame(48) - dark

    assert lit(strength=1.0).mean() > 1.5 * lit(strength=0.4).mean()
    for across in (0.15, 0.85):
        columns = lit(across=across)[:80].sum(axis=(0, 2))
        assert (np.argmax(columns) < 80) == (across < 0.5)


def test_flicker_is_dark_before_and_after():
    assert flicker(-0.01) == 0.0
    assert flicker(0.0) == 1.0
    assert flicker(1.0) < 0.01


def test_lights_beat_with_quick_music_only(spec):
    def rows(pacing):
        sound = SoundSpec(tempo_bpm=120.0)
        motion = Motion(kind="slow", amount=0.0)
        clip = spec(
            place="city", time_of_day="night", fps=24, pacing=pacing, sound=sound, motion=motion
        )
        painter = Painter(clip)
        return np.array([luma(painter.frame(index)) for index in range(44, 68)])

    quick, slow = rows(1.6), rows(1.0)
    assert int(np.argmax(quick)) in {4, 5}
    assert np.ptp(quick) > 3 * np.ptp(slow)


@pytest.mark.parametrize("kind", list(Particles))
def test_particles_are_seen_and_move(spec, kind):
    given = {"place": "mountains", "time_of_day": "dusk", "width": 256, "height": 256}
    bare, full = Painter(spec(**given)), Painter(spec(**given, particles=(kind,)))
    there = [np.abs(full.frame(i).astype(int) - bare.frame(i)).max(axis=2) > 12 for i in (10, 20)]
    for mask in there:
        assert 20 < mask.sum() < 0.2 * mask.size
    assert (there[0] & there[1]).sum() < 0.6 * there[0].sum()


@pytest.mark.parametrize("kind", list(ShapeKind))
@pytest.mark.parametrize("size", [(256, 256), (320, 96), (64, 64)])
def test_a_figure_draws_itself_inside_the_frame(spec, kind, size):
    width, height = size
    given = {"width": width, "height": height, "place": "ink"}
    figure = Figure(kind=kind, size=0.6, turn=40)
    bare, drawn = Painter(spec(**given)), Painter(spec(**given, figure=figure))

    def share(index):
        changed = (drawn.frame(index) != bare.frame(index)).any(axis=2)
        border = np.concatenate([changed[0], changed[-1], changed[:, 0], changed[:, -1]])
        assert not border.any()
        return changed.mean()

    assert 0 < share(2) < share(30) < 0.5


def test_places_mix_far_and_near(spec):
    alone = Painter(spec(place="meadow", width=128, height=128)).frame(5).astype(int)
    mixed = Painter(spec(place="meadow", beyond="city", width=128, height=128)).frame(5)
    apart = np.abs(alone - mixed).mean(axis=(1, 2))
    assert apart[40:70].max() > 8
    assert apart[-12:].max() < 2


@pytest.mark.parametrize("beyond", [Place.SEA, Place.SPACE, Place.UNDERWATER, Place.INK])
def test_an_opening_shows_what_lies_beyond(spec, beyond):
    one = Painter(spec(place="cave", beyond=beyond)).frame(5).astype(int)
    other = Painter(spec(place="cave", beyond="desert")).frame(5)
    assert np.abs(one - other).max(axis=2)[60:100, 50:110].mean() > 10
