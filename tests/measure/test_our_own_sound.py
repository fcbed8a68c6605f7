"""What the sound engine plays, as the measures hear it."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from kinora.measure import measure
from kinora.measure.tempo import onsets, tempo
from kinora.model.features import AudioRole, SoundKind
from kinora.model.format import VideoFormat
from kinora.model.spec import SceneSpec, Shot, SoundSpec
from kinora.model.taxonomy import Effect, Mood, Place, Presence, TimeOfDay, Weather
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


@pytest.mark.parametrize("mood", Mood)
def test_the_beat_is_found_at_the_specs_tempo(mood):
    """Within 4 %, octaves apart allowed; one miss in six is forgiven."""
    chance = Random(mood)
    hits = 0
    for _ in range(6):
        bpm = chance.uniform(62, 148)
        spec = scene(
            8.0,
            chance.randrange(1000),
            mood=mood,
            tempo_bpm=bpm,
            root=chance.randrange(12),
            density=chance.random(),
            brightness=chance.random(),
        )
        found = tempo(onsets(render(spec)))
        hits += any(abs(found / (bpm * octave) - 1) < 0.04 for octave in (0.5, 1, 2))
    assert hits >= 5


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
    features = measure(facts(144, has_audio=True), [frame] * 144, render(scene(**sound)))
    roles = [window.audio.role for window in features.windows]
    assert roles.count(role) >= 5
    kinds = {item.sound.kind for item in features.frames[12:-12]}
    if role is AudioRole.SILENCE:
        assert kinds == {SoundKind.SILENCE}
        assert features.whole.loudness_lufs is not None
        assert features.whole.loudness_lufs < -50
    else:
        assert features.whole.loudness_lufs == pytest.approx(-16, abs=1)
