"""Each kind of entry moves what it is about, and only as far as the home's runs let it."""

from __future__ import annotations

from random import Random
from statistics import mean

import pytest

from kinora.colour.scalar import oklab_from_hex
from kinora.language.interpret import interpret
from kinora.model.format import VideoFormat
from kinora.model.knowledge import Entry, Snapshot
from kinora.scene.compose import compose
from kinora.scene.learned import Learning, colours_of, has, of_kind
from kinora.scene.palette import relit

FORM = VideoFormat(duration_seconds=18.0)


def entry(category: str, weight: float = 2.0, **value) -> Entry:
    return Entry(
        registry="dynamic", category=category, key=str(value), name="known", value=value,
        count=3, weight=weight,
    )  # fmt: skip


def specs(*entries: Entry, prompt: str = "a video", version: int = 60):
    known = Snapshot(version=version if entries else 0, entries=entries)
    asked = interpret(prompt, known)
    return [compose(asked, known, seed, FORM) for seed in range(40)]


def lightness(spec) -> float:
    return mean(oklab_from_hex(colour).lightness for colour in spec.palette)


CASES = {
    "centre of light": (
        entry("composition", centre_x=0.62, centre_y=0.5, balance=0.3), "composition", lambda s: s.balance,
    ),
    "depth": (entry("depth", parallax=2.0, layers=4), "depth", lambda s: s.depth),
    "transition": (
        entry("transition", kind="wipe", duration=1.2), "transition",
        lambda s: sum(shot.transition == "wipe" for shot in s.shots),
    ),
    "its length": (
        entry("transition", kind="dissolve", duration=1.4), "transition",
        lambda s: max(shot.transition_frames for shot in s.shots),
    ),
    "length of shots": (
        entry("temporal", pacing=0.2, cuts=1, shot_seconds=2.5), "pacing", lambda s: len(s.shots),
    ),
    "light": (
        entry("lighting", brightness=0.8, contrast=0.2, saturation=0.4), "lighting", lightness,
    ),
    "camera's speed": (
        entry("camera", kind="zoom_in", speed=0.3), "camera", lambda s: s.shots[0].camera_speed,
    ),
    "mood": (
        entry("audio_semantic", role="music", mood="mysterious", presence="full", tempo_bpm=80.0),
        "mood", lambda s: s.sound.mood == "mysterious",
    ),
    "presence": (
        entry("audio_semantic", role="music", presence="sfx", tempo_bpm=80.0),
        "presence", lambda s: s.sound.presence == "sfx",
    ),
    "motion of a blend": (entry("learned_blends", level=0.2, rhythm="steady"), "motion", lambda s: s.motion.amount),
    "tempo of a blend": (
        entry("learned_blends", role="music", mood="none", presence="music", tempo_bpm=190.0),
        "tempo", lambda s: s.sound.tempo_bpm,
    ),
    "colours of a blend": (
        entry("learned_blends", colours="#ff7a10 #e03020 #ffb020"),
        "palette", lambda s: mean(oklab_from_hex(c).b for c in s.palette),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CASES)
def test_an_entry_moves_what_it_is_about(what):
    known, purpose, read = CASES[what]
    before, after = specs(), specs(known)
    assert mean(map(read, after)) > mean(map(read, before))
    assert purpose in {note.used_for for spec in after for note in spec.learned}


def test_entries_without_the_fields_are_passed_over():
    odd = [entry(category, other=1) for category in (
        "motion", "camera", "gradient", "lighting", "composition", "depth", "transition", "temporal",
        "audio_semantic", "static_sound", "static_colors", "learned_colors", "learned_blends",
    )]  # fmt: skip
    odd += [
        entry("learned_blends", kind="none", duration=0.0, number=0),
        entry("camera", kind="sideways", speed="quick"),
    ]
    before, after = specs(), specs(*odd)
    assert [spec.palette for spec in after] == [spec.palette for spec in before]
    assert not any(spec.learned for spec in after)


def test_nothing_is_drawn_before_the_first_run():
    known = [known for known, _, _ in CASES.values()]
    assert not any(spec.learned for spec in specs(*known, version=0))
    few, many = (
        sum(len(spec.learned) for spec in specs(*known, version=version)) for version in (1, 60)
    )
    assert 0 < few < many / 2


def test_learned_colours_are_unlike_one_another():
    shades = [entry("static_colors", 9.0, colour=f"#b0{n:02x}20") for n in range(16, 32)]
    blue = entry("static_colors", 1.0, colour="#2040c0")
    learning = Learning(Snapshot(version=60, entries=(*shades, blue)))
    picks = [learning.colours(("static_colors",), "palette", Random(n), 2) for n in range(60)]
    assert sum("#2040c0" in pick for pick in picks) > 30
    assert all(len(pick) == 2 for pick in picks)


def test_a_beat_is_taken_in_the_octave_that_the_home_speaks_for():
    slow = [entry("audio_semantic", role="music", tempo_bpm=bpm) for bpm in (54.0, 56.0, 58.0)]
    doubled = entry("audio_semantic", role="music", tempo_bpm=112.0)
    learning = Learning(Snapshot(version=9, entries=(*slow, doubled)))
    assert learning.tempo(doubled, ("audio_semantic",)) == 56.0
    assert learning.tempo(slow[0], ("audio_semantic",)) == 54.0
    alone = Learning(Snapshot(version=9, entries=(doubled,)))
    assert alone.tempo(doubled, ("audio_semantic",)) == 112.0
    assert alone.tempo(entry("audio_semantic", tempo_bpm=0.0), ("audio_semantic",)) == 0.0


def test_relighting_keeps_the_order_and_the_hour():
    palette = specs()[0].palette
    for figures in ((0.0, 0.0, 1.0), (1.0, 1.0, 0.05), (0.4, 0.2, 0.0)):
        lit = [oklab_from_hex(colour) for colour in relit(palette, *figures)]
        levels = [lab.lightness for lab in lit]
        assert levels == sorted(levels)
        assert abs(mean(levels) - mean(oklab_from_hex(c).lightness for c in palette)) < 0.075


def test_what_entries_hold():
    assert colours_of(entry("x", colours="#102030 #405060")) == ["#102030", "#405060"]
    assert colours_of(entry("x", level=1.0)) == []
    assert has("level")(entry("x", level=1))
    assert not has("level", "trend")(entry("x", level=1, trend="rising"))
    from kinora.model.taxonomy import GradientKind

    assert of_kind(GradientKind, "strength")(entry("x", kind="radial", strength=0.3))
    assert not of_kind(GradientKind)(entry("x", kind="zoom_in"))
