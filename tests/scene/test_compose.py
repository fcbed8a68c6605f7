from collections import Counter
from itertools import pairwise

import pytest

from kinora.colour.scalar import oklab_from_hex
from kinora.language.interpret import interpret
from kinora.model.errors import InvalidFormat
from kinora.model.format import VideoFormat
from kinora.model.knowledge import Entry, Snapshot
from kinora.model.spec import SceneSpec
from kinora.scene.compose import compose

NOTHING = Snapshot()


def scene(prompt, seed=1, knowledge=NOTHING, **form):
    return compose(interpret(prompt, knowledge), knowledge, seed, VideoFormat(**form))


def entry(category, value, name="Some Known Thing", weight=1.0):
    return Entry(registry="dynamic", category=category, key="1", name=name, value=value, count=9, weight=weight)  # fmt: skip


def test_pure_and_hashed():
    one, other = scene("a red city"), scene("a red city")
    assert one == other
    assert one.sha256 == other.sha256
    assert SceneSpec.model_validate_json(one.canonical()) == one
    assert scene("a red city", seed=2).sha256 != one.sha256


def test_what_is_asked_for_is_kept():
    spec = scene("a noir forest at dawn in snow, pan left, close-up, wipe, epic music at 140 bpm")
    assert (spec.place, spec.time_of_day, spec.weather) == ("forest", "dawn", "snow")
    assert (spec.lighting, spec.sound.mood, spec.sound.tempo_bpm) == ("noir", "epic", 140.0)
    assert spec.shots[0].size == "close"
    assert {shot.camera for shot in spec.shots} == {"pan_left"}


@pytest.mark.parametrize("seed", range(40))
def test_what_is_denied_is_not_chosen(seed):
    spec = scene("ocean, not calm, no rain, no fog, not at night, no zooming in", seed)
    assert spec.place == "sea"
    assert spec.sound.mood != "calm"
    assert spec.weather not in {"rain", "fog"}
    assert spec.time_of_day != "night"
    assert spec.shots[0].camera != "zoom_in"


def test_open_choices_vary_with_the_seed():
    specs = [scene("anything", seed) for seed in range(60)]
    assert len({spec.palette for spec in specs}) == 60
    for read in (lambda s: s.motion.kind, lambda s: s.shots[0].camera, lambda s: s.gradient.kind):
        found = Counter(map(read, specs))
        assert len(found) >= 3
        assert max(found.values()) < 40


def test_unknown_words_always_choose_the_same_kind_of_scene():
    kinds = {(s.place, s.time_of_day) for s in (scene("zyxq flumber", seed) for seed in range(9))}
    assert len(kinds) == 1
    others = {
        scene(word, 1).place
        for word in ("blorp", "quux", "snib", "plonk", "frood", "grult", "mip", "vox")
    }
    assert len(others) > 2


def test_named_colours_reach_the_palette():
    crimson = oklab_from_hex("#b9122f")
    with_it = scene("a crimson sea", 3).palette
    without = scene("a sea", 3).palette
    nearest = [min(oklab_from_hex(c).distance(crimson) for c in p) for p in (with_it, without)]
    assert nearest[0] < 0.1 < nearest[1]


def test_avoided_colours_do_not():
    for seed in range(10):
        for colour in scene("a meadow by day, no green", seed).palette:
            lab = oklab_from_hex(colour)
            assert not (110 < lab.hue < 175 and lab.chroma > 0.1), colour


def test_palettes_run_from_dark_to_light():
    for seed in range(20):
        lightness = [oklab_from_hex(c).lightness for c in scene("a lake", seed).palette]
        assert lightness == sorted(lightness)
        assert lightness[-1] - lightness[0] > 0.3


def test_learning_is_used_and_noted():
    learned = Snapshot(
        version=99,
        entries=(
            entry("static_colors", {"colour": "#18d818"}, "Odd Bright Green"),
            entry("motion", {"level": 0.24, "trend": "steady"}),
            entry("camera", {"kind": "roll", "speed": 0.1}),
            entry("gradient", {"kind": "radial", "strength": 0.9}),
            entry("audio_semantic", {"role": "music", "tempo_bpm": 180.0}),
        ),
    )
    before = [scene("a lake", seed) for seed in range(40)]
    after = [scene("a lake", seed, learned) for seed in range(40)]
    green = oklab_from_hex("#18d818")

    def nearest(spec):
        return min(oklab_from_hex(colour).distance(green) for colour in spec.palette)

    assert sum(map(nearest, after)) < 0.7 * sum(map(nearest, before))
    for read in (
        lambda s: s.sound.tempo_bpm,
        lambda s: s.motion.amount,
        lambda s: s.shots[0].camera == "roll",
        lambda s: s.gradient.kind == "radial",
    ):
        assert sum(map(read, after)) > sum(map(read, before))
    used = {note.used_for for spec in after for note in spec.learned}
    assert used >= {"palette", "accent", "motion", "camera", "gradient", "tempo"}
    assert all(not spec.learned for spec in before)


@pytest.mark.parametrize("seconds", [1, 2.5, 6, 17.3, 60, 600])
@pytest.mark.parametrize("fps", [1, 24, 60])
def test_shots_cover_any_length(seconds, fps):
    spec = scene("a fast lake, dissolve", duration_seconds=seconds, fps=fps)
    assert sum(shot.frames for shot in spec.shots) == spec.format.frames


def test_an_explainer_is_one_shot():
    assert len(scene("explain tides", duration_seconds=20).shots) == 1


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"width": 0}, "width"),
        ({"height": 511}, "height"),
        ({"width": 3842}, "width"),
        ({"height": 2162}, "height"),
        ({"fps": 0}, "fps"),
        ({"fps": 61}, "fps"),
        ({"duration_seconds": 0.0}, "duration"),
        ({"duration_seconds": -3.0}, "duration"),
        ({"duration_seconds": 601.0}, "duration"),
    ],
)
def test_impossible_formats_name_the_field(form, field):
    with pytest.raises(InvalidFormat, match=f"^{field}: .*; allowed: "):
        scene("a lake", **form)


def test_learned_greys_do_not_fade_the_palettes():
    greys = tuple(
        entry("static_colors", {"colour": f"#{n:02x}{n:02x}{n:02x}", "chroma": 0.0}, f"Grey {n}")
        for n in range(40, 220, 20)
    )
    learned = Snapshot(version=99, entries=greys)

    def chroma(knowledge):
        specs = [scene("a lake", seed, knowledge) for seed in range(40)]
        colours = [oklab_from_hex(colour) for spec in specs for colour in spec.palette]
        return sum(colour.chroma for colour in colours) / len(colours)

    assert chroma(learned) > 0.85 * chroma(NOTHING)


def test_a_second_place_lies_beyond_the_nearer_one():
    for prompt in ("a city by the sea", "the sea before a city"):
        spec = scene(prompt)
        assert (spec.place, spec.beyond) == ("sea", "city")
    assert scene("a nebula over the forest").place == "forest"
    assert scene("a pine forest").beyond is None


@pytest.mark.parametrize("seed", range(12))
def test_rooms_and_caves_look_out_on_something_that_was_not_ruled_out(seed):
    for prompt in ("a quiet room, no city, no sea", "a cave, no mountains"):
        spec = scene(prompt, seed)
        assert spec.beyond is not None
        assert spec.beyond not in interpret(prompt, NOTHING).avoid.places
        assert spec.beyond not in {"room", "cave"}


@pytest.mark.parametrize("seconds", [1.0, 6.0, 60.0])
def test_only_storms_have_lightning_and_all_of_them_do(seconds):
    strikes = scene("the sea in a thunderstorm", duration_seconds=seconds).strikes
    assert strikes
    at = [strike.second for strike in strikes]
    assert at[0] >= 0.0
    assert at[-1] < seconds
    assert all(later - earlier > 1.0 for earlier, later in pairwise(at))
    assert not scene("the sea in the rain", duration_seconds=seconds).strikes


def test_particles_and_figures_are_asked_for_or_ruled_out():
    spec = scene("a forest with embers and fireflies, behind a grid")
    assert set(spec.particles) == {"embers", "fireflies"}
    assert spec.figure is not None
    assert spec.figure.kind == "grid"
    assert all(not scene("a desert, no dust", seed).particles for seed in range(20))


def test_unknown_words_give_something_of_their_own():
    words = (
        "zorblax",
        "quendling",
        "fremmel",
        "ostravane",
        "mirkwollen",
        "tessaract",
        "ulonia",
        "bravenor",
    )
    first, again = ([scene(word, seed=5) for word in words] for _ in range(2))
    assert first == again
    assert len({spec.place for spec in first}) >= 4
    assert len({(spec.place, spec.time_of_day, spec.weather) for spec in first}) >= 7
    for word in words:
        same = {scene(word, seed).place for seed in range(5)}
        assert len(same) == 1


def test_no_rain_means_no_storm_either():
    specs = [scene("the sea, no rain", seed) for seed in range(60)]
    specs += [scene(f"the sea near quelm{seed}, no rain", seed) for seed in range(60)]
    assert not {"rain", "storm"} & {str(spec.weather) for spec in specs}
