"""What was learned is seen and heard: two homes with opposite tastes, eighteen runs each.

Every run goes the whole way: picked, composed, drawn, encoded, decoded, measured, grown, folded,
published. New specs are then composed with what each home knows, and with nothing, from the same
seeds, so the differences are paired. They are held against Student's t: beyond 2.9 a paired t of
twenty pairs or more comes by chance less than once in a hundred times.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise
from random import Random

import numpy as np
import pytest

from kinora.bootstrap import stage
from kinora.colour.scalar import oklab_from_hex
from kinora.language.interpret import interpret
from kinora.measure import measure
from kinora.model.features import Features, VideoFacts
from kinora.model.format import VideoFormat
from kinora.model.knowledge import Snapshot
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import CameraKind
from kinora.picture import Painter
from kinora.scene.compose import compose
from kinora.settings import Settings
from kinora.sound import render
from tests.loop.conftest import Walk

RUNS, SEEDS = 18, range(28)
NOTHING = Snapshot()
SIGNIFICANT = 2.9
FORM = VideoFormat(width=128, height=128, fps=12, duration_seconds=6)
NEUTRAL = ("a video", "a clip, please", "show me a scene", "make some video")
"""They hold no word with a meaning, so every choice is open."""
WARM = (
    "{subject}, warm tones, {colour} and orange, racing fast, energetic happy music at {tempo} bpm"
)
COLD = "{subject}, cool tones, {colour} and teal, very slow, gloomy music at {tempo} bpm"
TASTES = {
    "warm": (WARM, ("red", "amber", "crimson", "gold"), (136, 140, 144, 148), (
        "ribbons in sunny daylight", "a burning desert by day", "a market street at sunset",
        "a meadow of poppies by day", "a cloud of ink by day",
    )),
    "cold": (COLD, ("blue", "navy", "indigo", "petrol"), (52, 54, 56, 58), (
        "a still lake by moonlight", "an arctic plain at night", "a cave at night",
        "the deep sea at night", "mountains by moonlight in fog",
    )),
}  # fmt: skip


def live(home, taste: str) -> Snapshot:
    """Eighteen runs of a home with a taste, through every state of the loop; what it knows then."""
    template, colours, tempos, subjects = TASTES[taste]
    ports, chance = stage(Settings(home=home)), Random(taste)
    for number in range(RUNS):
        prompt = template.format(
            subject=chance.choice(subjects),
            colour=chance.choice(colours),
            tempo=chance.choice(tempos),
        )
        run_id = f"20260102T03{number // 60:02d}{number % 60:02d}Z-explorer-aaaaaa"
        small = {"width": 64, "height": 64, "fps": 12, "duration_seconds": 3.0}
        run = Walk(ports, run_id, prompt=prompt, seed=1000 + number, **small).sync()
    known = ports.snapshot(run.synced.snapshot)
    ports.tables().close()
    return known


@pytest.fixture(scope="module")
def homes(tmp_path_factory) -> dict[str, Snapshot]:
    return {taste: live(tmp_path_factory.mktemp(taste) / "home", taste) for taste in TASTES}


def composed(knowledge: Snapshot, seeds: Sequence[int] = SEEDS) -> list[SceneSpec]:
    """Specs of prompts that ask for nothing in particular."""
    return [
        compose(interpret(NEUTRAL[seed % len(NEUTRAL)], knowledge), knowledge, seed, FORM)
        for seed in seeds
    ]


@pytest.fixture(scope="module")
def specs(homes) -> dict[str, list[SceneSpec]]:
    return {"none": composed(NOTHING), **{taste: composed(known) for taste, known in homes.items()}}


def paired_t(one: Sequence[float], other: Sequence[float]) -> float:
    """Student's t of the paired differences ``one`` - ``other``."""
    apart = [a - b for a, b in zip(one, other, strict=True)]
    return statistics.mean(apart) / (statistics.stdev(apart) / math.sqrt(len(apart)))


def warmth(spec: SceneSpec) -> float:
    """Mean OKLab b plus a of the palette: high for reds and ambers, low for blues and teals."""
    labs = [oklab_from_hex(colour) for colour in (*spec.palette, spec.accent)]
    return statistics.mean(lab.a + lab.b for lab in labs)


SHIFTS: dict[str, Callable[[SceneSpec], float]] = {
    "palette": warmth,
    "motion amount": lambda spec: spec.motion.amount,
    "motion speed": lambda spec: spec.motion.speed,
    "tempo": lambda spec: spec.sound.tempo_bpm,
    "sound's brightness": lambda spec: spec.sound.brightness,
}


def test_a_home_has_learned_its_taste(homes):
    for known in homes.values():
        assert known.version == RUNS
        assert known.loop.good_count > 0.8 * RUNS
        assert len(known.of("static_colors")) > 20
        assert {"learned_motion", "camera", "audio_semantic"} <= {e.category for e in known.entries}


@pytest.mark.parametrize("what", SHIFTS)
def test_opposite_tastes_shift_new_specs_in_opposite_directions(specs, what):
    read = SHIFTS[what]
    none, warm, cold = ([read(spec) for spec in specs[home]] for home in ("none", "warm", "cold"))
    assert paired_t(warm, cold) > SIGNIFICANT
    assert paired_t(warm, none) > 0 > paired_t(cold, none)
    assert max(paired_t(warm, none), -paired_t(cold, none)) > SIGNIFICANT


@pytest.mark.parametrize("home", TASTES)
def test_palettes_move_towards_the_learned_colours(specs, homes, home):
    """The chamfer distance in OKLab between the palette and the home's weightiest colours falls."""
    entries = sorted(homes[home].of("learned_colors"), key=lambda entry: -entry.weight)[:12]
    learned = [oklab_from_hex(str(entry.value["colour"])) for entry in entries]

    def distance(spec: SceneSpec) -> float:
        labs = [oklab_from_hex(colour) for colour in spec.palette]
        there = statistics.mean(min(one.distance(lab) for lab in labs) for one in learned)
        back = statistics.mean(min(lab.distance(one) for one in learned) for lab in labs)
        return there + back

    before, after = ([distance(spec) for spec in specs[name]] for name in ("none", home))
    assert paired_t(before, after) > SIGNIFICANT


def test_moods_move_towards_the_learned_sound(specs):
    lively, gloomy = {"uplifting", "epic", "tense"}, {"dark", "melancholy", "calm"}

    def share(home: str, moods: set[str]) -> float:
        return sum(spec.sound.mood in moods for spec in specs[home]) / len(specs[home])

    assert share("warm", lively) >= share("none", lively) >= share("cold", lively)
    assert share("warm", lively) > share("cold", lively)
    assert share("cold", gloomy) > share("warm", gloomy)


@pytest.mark.parametrize("home", TASTES)
def test_learning_keeps_its_variety(specs, home):
    """Palettes stay about as far from one another as without knowledge, and no two are alike."""

    def spread(name: str) -> float:
        palettes = [[oklab_from_hex(c) for c in spec.palette] for spec in specs[name]]
        return statistics.mean(
            statistics.mean(a.distance(b) for a, b in zip(one, other, strict=True))
            for one, other in combinations(palettes, 2)
        )

    assert spread(home) > 0.75 * spread("none")
    assert len({spec.palette for spec in specs[home]}) == len(SEEDS)
    assert len({spec.place for spec in specs[home]}) == len({spec.place for spec in specs["none"]})


def seen(spec: SceneSpec) -> float:
    """The pixels' warmth (mean a + b): of every ninth frame, drawn."""
    painter = Painter(spec)
    frames = [painter.frame(index) for index in range(0, spec.format.frames, 9)]
    mean = np.mean(frames, axis=(0, 1, 2)) / 255
    lab = oklab_from_hex("#" + "".join(f"{round(255 * value):02x}" for value in mean[::-1]))
    return lab.a + lab.b


def heard(spec: SceneSpec) -> Features:
    """The features of the whole sound, rendered, under a picture that holds nothing."""
    samples = render(spec)
    still = np.zeros((FORM.height, FORM.width, 3), np.uint8)
    facts = VideoFacts(
        width=FORM.width, height=FORM.height, fps=1, frames=round(FORM.duration_seconds),
        duration_seconds=FORM.duration_seconds, has_audio=True,
    )  # fmt: skip
    return measure(facts, [still] * facts.frames, [samples.astype(np.float32)])


def heard_as_decided(clip: Features, spec: SceneSpec) -> bool:
    if not clip.whole.tempo_bpm:
        return False
    octaves = math.log2(clip.whole.tempo_bpm / spec.sound.tempo_bpm)
    return abs(octaves - round(octaves)) < math.log2(1.04)


def test_it_shows_in_the_pixels_and_samples(specs):
    """Sixteen clips of each home, drawn and sounded: warmth of the pixels, and the beat."""
    pixels = {home: [seen(spec) for spec in made[:16]] for home, made in specs.items()}
    assert paired_t(pixels["warm"], pixels["cold"]) > SIGNIFICANT
    assert paired_t(pixels["warm"], pixels["none"]) > 0 > paired_t(pixels["cold"], pixels["none"])

    pairs = zip(specs["warm"][:16], specs["cold"][:16], strict=True)
    beating = [
        (one, other)
        for one, other in pairs
        if heard_as_decided(heard(one), one) and heard_as_decided(heard(other), other)
    ]
    assert len(beating) >= 6
    warm, cold = ([pair[side].sound.tempo_bpm for pair in beating] for side in (0, 1))
    assert paired_t(warm, cold) > SIGNIFICANT


def standing(spec: SceneSpec) -> SceneSpec:
    """The scene before a camera that stands: most change is the camera's, and hides the scene's."""
    shots = [shot.model_copy(update={"camera": CameraKind.STATIC}) for shot in spec.shots]
    return spec.model_copy(update={"shots": tuple(shots)})


def change(spec: SceneSpec) -> float:
    """The logarithm of the pixels' mean change from frame to frame, over three seconds."""
    painter = Painter(spec)
    frames = [painter.frame(index).astype(np.float32) for index in range(36)]
    return math.log(statistics.mean(np.abs(a - b).mean().item() for a, b in pairwise(frames)))


def test_learned_motion_moves_the_pixels_more(specs):
    """The same scenes, with only the motion that each home gives them."""
    moved = [
        [change(standing(spec).model_copy(update={"motion": taste.motion})) for taste in tastes]
        for spec, *tastes in zip(specs["none"], specs["warm"], specs["cold"], strict=True)
        if tastes[0].motion != tastes[1].motion
    ][:20]
    warm, cold = zip(*moved, strict=True)
    assert len(moved) >= 12
    assert paired_t(warm, cold) > SIGNIFICANT


WISHES = {
    "a sea at dawn in the snow": lambda s: (s.place, s.time_of_day, s.weather)
    == ("sea", "dawn", "snow"),
    "a lake, 76 bpm": lambda s: s.sound.tempo_bpm == 76.0,
    "a lake, epic piano music only": lambda s: (s.sound.mood, s.sound.presence) == ("epic", "music"),
    "a lake, pan left, wide shot, with wipes": lambda s: (
        {shot.camera for shot in s.shots} == {"pan_left"}
        and s.shots[0].size == "wide"
        and all(shot.transition == "wipe" for shot in s.shots[1:])
    ),
    "a lake, noir, radial gradient, symmetrical": lambda s: (
        (s.lighting, s.gradient.kind, s.symmetry) == ("noir", "radial", 1.0)
    ),
    "a lake, very slow": lambda s: s.motion.kind == "slow" and s.motion.speed < 0.76,
    "a lake, silent": lambda s: s.sound.presence == "silence",
    "a green lake": lambda s: min(
        oklab_from_hex(c).distance(oklab_from_hex("#2f9e3f")) for c in s.palette
    ) < 0.1,
    "a lake, no zooming, no pan right": lambda s: s.shots[0].camera not in {"zoom_in", "pan_right"},
    "a lake, not dark": lambda s: s.sound.mood != "dark",
}  # fmt: skip


@pytest.mark.parametrize("prompt", WISHES)
def test_a_prompts_own_wishes_win_over_what_was_learned(homes, prompt):
    for known in homes.values():
        for seed in range(12):
            assert WISHES[prompt](compose(interpret(prompt, known), known, seed, FORM)), seed


def test_the_say_of_the_learned_grows_with_the_runs(homes):
    """The same entries shift a young home's specs less than an old one's."""

    def shift(version: int) -> float:
        young = homes["warm"].model_copy(update={"version": version})
        return statistics.mean(map(warmth, composed(young)))

    assert shift(0) < shift(2) < shift(30)
    assert shift(0) == statistics.mean(map(warmth, composed(NOTHING)))
