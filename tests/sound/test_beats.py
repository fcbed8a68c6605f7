from __future__ import annotations

import numpy as np
import pytest

from kinora.beats import accent, drive
from kinora.loudness import SAMPLE_RATE
from kinora.measure import listen
from kinora.measure.tempo import ONSET_RATE, onsets
from kinora.model.taxonomy import Mood, Presence
from kinora.sound import render


@pytest.mark.parametrize("tempo", [60.0, 97.0, 128.3, 200.0])
def test_accents_start_exactly_on_their_beats(tempo):
    for beat in range(200):
        at = beat * 60 / tempo
        assert accent(at, tempo, 2.0) == pytest.approx((1.0, 0.25, 0.6, 0.25)[beat % 4])
        assert accent(at - 0.004, tempo, 2.0) < 0.25
        assert accent(at + 0.05, tempo, 2.0) < accent(at, tempo, 2.0)


def test_pacing_drives_them():
    assert accent(0.0, 100.0, 1.2) == 0.0
    assert 0 < accent(0.0, 100.0, 1.3) < accent(0.0, 100.0, 1.5) < 1
    assert accent(0.0, 100.0, 1.6) == accent(0.0, 100.0, 2.0) == 1.0
    assert drive(0.5) == 0.0
    assert accent(-0.1, 100.0, 2.0) == 0.0


@pytest.mark.parametrize("mood", [Mood.CALM, Mood.DARK, Mood.UPLIFTING, Mood.MYSTERIOUS])
@pytest.mark.parametrize("presence", [Presence.FULL, Presence.MUSIC])
def test_the_music_is_struck_where_the_picture_is_accented(scene, mood, presence):
    """The onset strength at the first beats of bars stands far above that of other instants."""
    spec = scene(
        mood=mood, presence=presence, seconds=8.0, tempo_bpm=110.0, pacing=1.6, density=0.2
    )
    samples = render(spec)
    assert len(samples) == 8 * SAMPLE_RATE
    strength = onsets(listen([samples], 24.0).bands)
    bars = [round(bar * 4 * 60 / 110.0 * ONSET_RATE) for bar in range(1, 3)]
    struck = [strength[at - 3 : at + 4].max() for at in bars]
    assert min(struck) > 4 * np.median(strength)
    assert min(struck) > np.percentile(strength, 93)
