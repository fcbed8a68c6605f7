"""What the sound engine plays, as the measures hear it."""

from __future__ import annotations

from collections import Counter
from random import Random

import numpy as np
import pytest

from kinora.measure import listen, measure
from kinora.measure.audio import Semantics
from kinora.measure.tempo import onsets, tempo
from kinora.model.features import AudioRole, SoundKind
from kinora.model.format import VideoFormat
from kinora.model.spec import SceneSpec, Shot, SoundSpec
from kinora.model.taxonomy import Effect, Mood, Place, Presence, TimeOfDay, Weather
from kinora.scene.soundtrack import PULSES
from kinora.sound import render


def scene(seconds: float = 6.0, seed: int = 3, **sound) -> SceneSpec:
    clip = VideoFormat(width=64, height=64, fps=24, duration_seconds=seconds)
    return SceneSpec(
        prompt="heard",
        seed=seed,
        format=clip,
        place=Place.FOREST,
        time_of_day=TimeOfDay.DAY,
        weather=Weather.CLEAR,
        palette=("#101020", "#405060", "#90a0b0", "#f0f0e0"),
        accent="#ffcc88",
        shots=(Shot(first_frame=0, frames=clip.frames),),
        sound=SoundSpec(**sound),
    )


def asked(
    mood: Mood, seed: int, presence: Presence, effects: tuple[Effect, ...], seconds: float
) -> SceneSpec:
    """A scene with the tempo, brightness and density that scenes of this mood are given."""
    chance, pulse = Random(f"{mood}{seed}"), PULSES[mood]
    return scene(
        seconds,
        chance.randrange(10**6),
        mood=mood,
        presence=presence,
        effects=effects,
        tempo_bpm=chance.uniform(pulse.tempo - pulse.spread, pulse.tempo + pulse.spread),
        root=chance.randrange(12),
        density=chance.uniform(0.4, 0.9),
        brightness=min(1.0, max(0.0, pulse.brightness + chance.uniform(-0.15, 0.15))),
    )


def heard(spec: SceneSpec) -> Semantics:
    return Semantics(listen([render(spec)], 24.0))


@pytest.mark.parametrize("mood", Mood)
def test_the_beat_is_found_at_the_specs_tempo(mood):
    """Within 2 %, octaves apart allowed; one miss in six is forgiven."""
    chance = Random(mood)
    hits = 0
    for _ in range(6):
        bpm = chance.uniform(62, 148)
        spec = scene(
            6.0,
            chance.randrange(1000),
            mood=mood,
            tempo_bpm=bpm,
            root=chance.randrange(12),
            density=chance.random(),
            brightness=chance.random(),
        )
        found = tempo(onsets(listen([render(spec)], 24.0).bands))
        hits += any(abs(found / (bpm * octave) - 1) < 0.02 for octave in (0.5, 1, 2))
    assert hits >= 5


def test_moods_are_heard_as_they_were_asked_for():
    """By chance one in nine would be; over hundreds of pieces 7 in 10 are."""
    hits = Counter()
    for mood in Mood:
        for seed in range(4):
            effects = (tuple(Effect)[(seed * 3 + len(mood)) % len(Effect)],)
            piece = heard(asked(mood, 7000 + seed, Presence.FULL, effects, 6.0))
            hits[mood] += piece.whole().mood is mood
    assert sum(hits.values()) >= 0.55 * 4 * len(Mood)
    assert all(hits[mood] for mood in Mood)


@pytest.mark.parametrize("presence", Presence)
def test_presence_is_heard_as_it_was_asked_for(presence):
    """Whole and second by second; 19 in 20 are over hundreds of pieces."""
    # What stands out of music is told from more of it.
    length = 10 if presence is Presence.FULL else 6
    whole, seconds = [], []
    for seed, effect in enumerate(Effect):
        effects = () if presence is Presence.MUSIC else (effect,)
        mood = tuple(Mood)[seed % len(Mood)]
        semantics = heard(asked(mood, 8000 + seed, presence, effects, float(length)))
        whole.append(semantics.whole().presence)
        seconds += [semantics.window(float(at), 1.0).presence for at in range(1, length - 1)]
    assert whole.count(presence) >= 0.8 * len(whole)
    assert seconds.count(presence) >= 0.75 * len(seconds)


@pytest.mark.parametrize(
    ("sound", "role"),
    [
        ({"presence": Presence.MUSIC, "mood": Mood.WARM}, AudioRole.MUSIC),
        ({"presence": Presence.FULL, "effects": (Effect.WAVES,)}, AudioRole.MUSIC),
        ({"presence": Presence.SFX, "effects": (Effect.RAIN,)}, AudioRole.EFFECTS),
        ({"presence": Presence.SFX, "effects": (Effect.WIND,)}, AudioRole.EFFECTS),
        ({"presence": Presence.SFX, "effects": (Effect.CRICKETS,)}, AudioRole.EFFECTS),
        ({"presence": Presence.AMBIENT}, AudioRole.AMBIENT),
        ({"presence": Presence.SILENCE}, AudioRole.SILENCE),
    ],
)
def test_presence_is_heard_as_its_role(facts, sound, role):
    frame = np.zeros((16, 160, 3), dtype=np.uint8)
    spec = scene(**sound)
    features = measure(facts(48, 8.0, has_audio=True), [frame] * 48, [render(spec)])
    roles = [window.audio.role for window in features.windows]
    assert roles.count(role) >= 5
    kinds = {item.sound.kind for item in features.frames[4:-4]}
    if role is AudioRole.SILENCE:
        assert kinds == {SoundKind.SILENCE}
        assert features.whole.loudness_lufs is not None
        assert features.whole.loudness_lufs < -50
    else:
        assert features.whole.loudness_lufs == pytest.approx(-16, abs=1)
