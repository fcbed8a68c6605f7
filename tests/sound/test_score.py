from __future__ import annotations

from itertools import pairwise

import pytest

from kinora.model.taxonomy import Mood, Presence, Tension
from kinora.sound.form import Section, spans
from kinora.sound.moods import STYLES
from kinora.sound.score import compose
from kinora.sound.styles import Drum


@pytest.mark.parametrize("seconds", [1.0, 2.5, 6.0, 17.0, 61.0, 600.0])
@pytest.mark.parametrize("tempo", [40.0, 84.0, 200.0])
def test_spans_cover_the_clip_without_gaps(scene, seconds, tempo):
    times = spans(scene(seconds=seconds, tempo_bpm=tempo))
    assert times[0].beat == 0
    assert all(a.beat + a.beats == pytest.approx(b.beat) for a, b in pairwise(times))
    end = (times[-1].beat + times[-1].beats) * 60 / tempo
    assert end == pytest.approx(seconds, abs=0.03)
    assert [span.last for span in times] == [False] * (len(times) - 1) + [True]
    assert times[-1].section is Section.OUTRO


def test_a_few_seconds_still_leave_home_and_come_back(scene):
    chords = compose(scene(seconds=6.0, tempo_bpm=84)).chords
    assert len(chords) >= 4
    assert len({held.pitches for held in chords}) >= 3


def test_a_long_clip_has_all_sections(scene):
    assert {span.section for span in spans(scene(seconds=120, tempo_bpm=100))} == set(Section)


@pytest.mark.parametrize("mood", Mood)
@pytest.mark.parametrize("root", [0, 5, 11])
def test_the_end_is_on_the_tonic(scene, mood, root):
    score = compose(scene(seconds=12, mood=mood, root=root))
    assert score.bass[-1].pitch % 12 == root
    assert score.melody[-1].pitch % 12 == root
    home = {(root + tone) % 12 for tone in STYLES[mood].home.tones}
    assert {pitch % 12 for pitch in score.chords[-1].pitches} == home


@pytest.mark.parametrize("mood", Mood)
def test_notes_stand_on_the_grid(scene, mood):
    spec = scene(seconds=20, mood=mood, tempo_bpm=97.0, density=0.9)
    score, sixteenth = compose(spec), 60 / 97.0 / 4
    for note in (*score.bass, *score.figure):
        step = round(note.at / sixteenth)
        late = note.at - step * sixteenth
        assert 0 <= late + 1e-9 <= (0.26 * sixteenth if step % 2 else 1e-6)
    on_beat = [s for s in score.drums if abs(s.at / (4 * sixteenth) % 1) < 1e-6]
    assert len(on_beat) >= len(score.drums) // 5
    for stroke in score.drums:
        nearest = min(abs(stroke.at - k * sixteenth) for k in range(round(20 / sixteenth) + 2))
        assert nearest < 0.5 * sixteenth


@pytest.mark.parametrize("mood", Mood)
def test_melody_keeps_to_a_singable_compass_and_to_the_chord_on_strong_beats(scene, mood):
    spec = scene(seconds=40, mood=mood, tempo_bpm=90.0, seed=11)
    score = compose(spec)
    pitches = [note.pitch for note in score.melody]
    assert max(pitches) - min(pitches) <= 21
    assert len(set(pitches)) >= 3
    starts = {round(held.at, 6): held for held in score.chords}
    strong = [note for note in score.melody if round(note.at, 6) in starts]
    fitting = [
        note.pitch % 12 in {pitch % 12 for pitch in starts[round(note.at, 6)].pitches}
        for note in strong
    ]
    assert len(strong) >= 4
    assert sum(fitting) >= 0.8 * len(strong)


def test_density_pacing_and_tension_shape_how_much_is_played(scene):
    def count(**change) -> int:
        score = compose(scene(seconds=30, mood=Mood.WARM, tempo_bpm=90, **change))
        return len(score.figure) + len(score.drums)

    assert count(density=0.1) < 0.7 * count(density=0.5) < 0.9 * count(density=1.0)
    assert count(pacing=0.4) < count(pacing=1.8)
    score = compose(scene(seconds=60, mood=Mood.EPIC, tempo_bpm=100, tension=Tension.RISING))
    early = sum(stroke.at < 20 for stroke in score.drums)
    late = sum(20 < stroke.at - 20 < 40 for stroke in score.drums)
    assert early < 0.8 * late


def test_seeds_write_different_pieces_and_the_same_seed_the_same(scene):
    scores = [compose(scene(seconds=8, seed=seed)) for seed in range(8)]
    assert len({score.melody for score in scores}) == 8
    assert compose(scene(seconds=8, seed=3)) == scores[3]


def test_ambient_is_chords_alone(scene):
    score = compose(scene(presence=Presence.AMBIENT))
    assert score.chords
    assert score.bass == score.figure == score.melody == score.drums == ()


@pytest.mark.parametrize("mood", Mood)
def test_fast_pacing_puts_an_accent_on_the_first_beat_of_every_bar(scene, mood):
    spec = scene(mood=mood, seconds=12, tempo_bpm=100.0, pacing=1.6, density=0.0)
    strokes = compose(spec).drums
    low = {Drum.KICK, Drum.TAIKO}
    for beat in range(20):
        here = [stroke for stroke in strokes if abs(stroke.at - beat * 0.6) < 1e-9]
        drums = [stroke.drum for stroke in here]
        assert drums, beat
        if beat % 2 == 0:
            assert low & set(drums)
        if beat % 4 == 0:
            assert Drum.CRASH in drums
            assert max(stroke.level for stroke in here if stroke.drum in low) == pytest.approx(1)
        assert len(set(drums)) == len(drums)


def test_slow_pacing_has_no_accents_of_its_own(scene):
    calm = compose(scene(mood=Mood.CALM, seconds=12, pacing=1.2)).drums
    assert Drum.CRASH not in {stroke.drum for stroke in calm}
    faster = compose(scene(mood=Mood.CALM, seconds=12, pacing=1.3)).drums
    hardest = compose(scene(mood=Mood.CALM, seconds=12, pacing=1.6)).drums
    crash = [max(s.level for s in drums if s.drum is Drum.CRASH) for drums in (faster, hardest)]
    assert crash[0] < crash[1]
