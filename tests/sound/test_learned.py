"""What was learned is heard."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from kinora.loudness import SAMPLE_RATE
from kinora.model.instruction import Instruction
from kinora.model.knowledge import Entry, Snapshot
from kinora.model.spec import SoundSpec
from kinora.model.taxonomy import Lighting, Mood, Place, Presence, TimeOfDay, Weather
from kinora.scene.learned import Learning
from kinora.scene.setting import Setting
from kinora.scene.soundtrack import PULSES, compose_mood, compose_sound
from kinora.sound import render

FOREST = Setting(
    Place.FOREST, None, TimeOfDay.DAY, Weather.CLEAR, Lighting.NEUTRAL, wind=0.2, particles=()
)


def entry(category: str, **value) -> Entry:
    return Entry(
        registry="dynamic" if category == "audio_semantic" else "static",
        category=category,
        key=str(sorted(value.items())),
        name="known",
        value=value,
        count=3,
        weight=2.0,
    )


def beat(tempo: float, role: str = "music") -> Entry:
    return entry("audio_semantic", role=role, tempo_bpm=tempo, level_db=-18.0)


def colour(centroid: float, flatness: float) -> Entry:
    return entry(
        "static_sound", kind="tone", level_db=-18.0, centroid_hz=centroid, flatness=flatness
    )


def composed(*entries: Entry, seed: int = 1, **asked) -> tuple[SoundSpec, Learning]:
    learning = Learning(Snapshot(version=99, entries=entries))
    sound = compose_sound(
        Instruction(prompt="x", **asked), FOREST, Mood.WARM, 1.0, learning, Random(seed)
    )
    return sound, learning


def mean(field: str, *entries: Entry) -> float:
    return float(np.mean([getattr(composed(*entries, seed=s)[0], field) for s in range(60)]))


def test_learned_sounds_pull_tempo_brightness_and_density():
    assert mean("tempo_bpm", beat(140.0)) > mean("tempo_bpm") + 10
    assert mean("tempo_bpm", beat(0.0, "ambient")) < mean("tempo_bpm") - 3
    assert mean("brightness", colour(2400.0, 0.3)) > mean("brightness") + 0.08
    assert mean("brightness", colour(120.0, 0.3)) < mean("brightness") - 0.08
    assert mean("density", colour(500.0, 0.6)) > mean("density") + 0.05
    assert mean("density", colour(500.0, 0.0)) < mean("density") - 0.1


@pytest.mark.parametrize(
    ("role", "presence"),
    [("effects", Presence.SFX), ("ambient", Presence.AMBIENT), ("silence", Presence.AMBIENT)],
)
def test_a_learned_role_sometimes_decides_an_open_presence(role, presence):
    def share(*entries: Entry) -> float:
        return sum(composed(*entries, seed=s)[0].presence is presence for s in range(80)) / 80

    assert share(beat(90.0, role)) > share() + 0.07
    asked = {composed(beat(90.0, role), seed=s, presence="music")[0].presence for s in range(20)}
    assert asked == {Presence.MUSIC}


def test_a_learned_tempo_sometimes_decides_among_fitting_moods():
    def moods(*entries: Entry, **asked) -> list[Mood]:
        return [
            compose_mood(
                Instruction(prompt="x", **asked),
                TimeOfDay.DAY,
                Weather.CLEAR,
                Random(seed),
                Learning(Snapshot(version=99, entries=entries)),
            )
            for seed in range(80)
        ]

    fastest = max((Mood.UPLIFTING, Mood.WARM, Mood.CALM), key=lambda mood: PULSES[mood].tempo)
    assert moods(beat(150.0)).count(fastest) > moods().count(fastest) + 8
    assert set(moods(beat(150.0), mood=Mood.DARK)) == {Mood.DARK}


def test_what_was_used_is_noted_and_nothing_else():
    entries = (beat(140.0), colour(2400.0, 0.6))
    for seed in range(30):
        sound, learning = composed(*entries, seed=seed)
        purposes = {note.used_for for note in learning.used}
        assert purposes <= {"tempo", "presence", "brightness", "density"}
        assert ("tempo" in purposes) == (sound.tempo_bpm > 95)
        asked, learning = composed(*entries, seed=seed, tempo_bpm=90.0)
        assert asked.tempo_bpm == 90.0
        assert "tempo" not in {note.used_for for note in learning.used}


def test_without_knowledge_nothing_is_noted():
    assert composed()[1].used == []


def test_knowledge_changes_what_is_heard(scene):
    """Quick entries against none, bright against dull ones: tempo and centroid follow."""

    def centroid(sound: SoundSpec) -> float:
        fields = sound.model_copy(update={"presence": Presence.MUSIC, "effects": (), "root": 0})
        samples = render(scene(seconds=5.0).model_copy(update={"sound": fields}))
        power = np.square(np.abs(np.fft.rfft(samples.sum(axis=1))))
        hertz = np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)
        audible = (hertz > 200) & (hertz < 16_000)
        return float(hertz[audible] @ power[audible] / power[audible].sum())

    bright = (beat(150.0), colour(6000.0, 0.6))
    dull = (beat(150.0), colour(120.0, 0.6))
    used = {s: {note.used_for for note in composed(*bright, seed=s)[1].used} for s in range(40)}
    seeds = [s for s, purposes in used.items() if {"tempo", "brightness"} <= purposes][:4]
    rises = []
    for seed in seeds:
        one, other = composed(*bright, seed=seed)[0], composed(*dull, seed=seed)[0]
        assert one.tempo_bpm > 1.15 * composed(seed=seed)[0].tempo_bpm
        rises.append(centroid(one) / centroid(other))
    assert np.prod(rises) ** (1 / len(rises)) > 1.1
