from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from kinora.loudness import SAMPLE_RATE, integrated, true_peak
from kinora.model.spec import Strike
from kinora.model.taxonomy import Effect, Mood, Place, Presence, Weather
from kinora.sound import Track, render
from kinora.sound.effects.storm import arrival
from kinora.sound.mix import WINDOW


def spectrum(samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    mono = samples.sum(axis=1) * np.hanning(len(samples))
    return np.fft.rfftfreq(len(mono), 1 / SAMPLE_RATE), np.abs(np.fft.rfft(mono)) ** 2


def centroid(samples: np.ndarray) -> float:
    hertz, power = spectrum(samples)
    return float(hertz @ power / power.sum())


AUDIBLE = [presence for presence in Presence if presence is not Presence.SILENCE]


@pytest.mark.parametrize("presence", AUDIBLE)
@pytest.mark.parametrize("seconds", [1.0, 3.0])
@pytest.mark.parametrize("effects", [(), (Effect.WAVES, Effect.BIRDS)])
def test_every_presence_is_levelled_and_clean(scene, presence, seconds, effects):
    samples = render(scene(seconds=seconds, presence=presence, effects=effects))
    assert samples.shape == (round(seconds * SAMPLE_RATE), 2)
    assert samples.dtype == np.float32
    assert samples.flags.c_contiguous
    assert np.isfinite(samples).all()
    loudness = integrated(samples)
    assert loudness is not None
    assert abs(loudness + 16) < 1
    assert true_peak(samples) <= -1
    assert not samples[0].any()
    assert not samples[-1].any()
    assert np.abs(samples[:10]).max() < 0.02
    assert np.abs(samples[-100:]).max() < 0.005


@pytest.mark.parametrize("mood", Mood)
def test_every_mood_is_levelled_wide_and_safe_in_mono(scene, mood):
    samples = render(scene(mood=mood, seconds=5.0, seed=21, effects=(Effect.RAIN,)))
    loudness = integrated(samples)
    assert loudness is not None
    assert abs(loudness + 16) < 1
    assert true_peak(samples) <= -1
    left, right = samples.T
    assert 0.1 < float(np.corrcoef(left, right)[0, 1]) < 0.97
    tail = samples[-SAMPLE_RATE // 2 :]
    quarters = [float(np.abs(part).mean()) for part in np.array_split(tail, 4)]
    assert quarters == sorted(quarters, reverse=True)


def test_the_length_is_that_of_the_frames(scene):
    spec = scene(seconds=1.03, fps=30)
    assert spec.format.frames == 31
    assert len(render(spec)) == round(31 / 30 * SAMPLE_RATE)


def test_silence_is_room_tone(scene):
    samples = render(scene(presence=Presence.SILENCE, effects=(Effect.WAVES,)))
    level = 20 * np.log10(float(np.sqrt(np.mean(np.square(samples)))))
    assert level == pytest.approx(-60, abs=1.5)
    assert np.count_nonzero(samples) > 0.99 * samples.size
    assert not samples[0].any()
    assert not samples[-1].any()


def test_one_spec_gives_one_sound_and_any_change_another(scene):
    base = {"mood": Mood.WARM, "effects": (Effect.WIND,), "seconds": 2.0}
    first = render(scene(**base)).tobytes()
    assert render(scene(**base)).tobytes() == first
    changes = (
        {"seed": 8},
        {"root": 1},
        {"tempo_bpm": 91.0},
        {"mood": Mood.DARK},
        {"brightness": 0.6},
        {"effects": ()},
    )
    others = {render(scene(**{**base, **change})).tobytes() for change in changes}
    assert len(others) == len(changes)
    assert first not in others


@pytest.mark.parametrize("mood", [Mood.CALM, Mood.DARK, Mood.UPLIFTING])
def test_brightness_is_heard(scene, mood):
    dull, bright = (
        centroid(render(scene(mood=mood, brightness=b, presence=Presence.MUSIC)))
        for b in (0.0, 1.0)
    )
    assert bright > 1.25 * dull


@pytest.mark.parametrize("root", [0, 4, 9])
def test_the_last_chord_sounds_in_the_key(scene, root):
    """Most of the mid-range power of the ending lies on the tonic chord's pitch classes."""
    samples = render(scene(mood=Mood.CALM, root=root, seconds=8.0, presence=Presence.AMBIENT))
    hertz, power = spectrum(samples[-2 * SAMPLE_RATE :])
    middle = (hertz > 140) & (hertz < 900)
    pitch = 69 + 12 * np.log2(hertz[middle] / 440)
    classes = np.bincount(np.round(pitch).astype(int) % 12, power[middle], minlength=12)
    home = [(root + tone) % 12 for tone in (0, 4, 7, 11, 2)]
    assert classes[home].sum() > 0.8 * classes.sum()
    assert classes[(root + 1) % 12] < 0.05 * classes.sum()


def test_music_leaves_effects_out_and_sfx_leaves_music_out(scene):
    plain = render(scene(presence=Presence.MUSIC))
    assert render(scene(presence=Presence.MUSIC, effects=(Effect.RAIN,))).tobytes() == (
        plain.tobytes()
    )
    rain = {"presence": Presence.SFX, "effects": (Effect.RAIN,)}
    assert render(scene(**rain, mood=Mood.EPIC)).tobytes() == (
        render(scene(**rain, mood=Mood.EPIC, tempo_bpm=140.0, root=5)).tobytes()
    )


def test_a_long_clip_is_level_throughout(scene):
    samples = render(scene(mood=Mood.MYSTERIOUS, seconds=45.0, effects=(Effect.CRICKETS,)))
    loudness = integrated(samples)
    assert loudness is not None
    assert abs(loudness + 16) < 1
    thirds = [integrated(part) for part in np.array_split(samples, 3)]
    assert all(part is not None and -24 < part < -12 for part in thirds)


def test_a_track_is_the_same_however_its_mix_is_kept(scene):
    spec = scene(mood=Mood.EPIC, seconds=5.0, pacing=1.6, effects=(Effect.WIND,))
    whole = render(spec)
    track = Track(spec)
    mix = np.concatenate(list(track.mix()))
    assert len(mix) == track.length == len(whole)
    for size in (1_000, 77_777):
        pieces = (mix[start : start + size] for start in range(0, len(mix), size))
        assert np.concatenate(list(track.master(pieces))).tobytes() == whole.tobytes()


def test_memory_does_not_grow_with_the_clip(scene):
    """Pieces are of one size, and what is made for them is let go again."""

    def most(seconds: float) -> int:
        effects = (Effect.RAIN, Effect.WAVES)
        track = Track(scene(seconds=seconds, mood=Mood.WARM, tempo_bpm=120, effects=effects))
        tracemalloc.start()
        for number, piece in enumerate(track.mix()):
            assert len(piece) <= WINDOW
            if number == 20:
                tracemalloc.reset_peak()
            if number == 44:
                break
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    assert most(600.0) < 1.15 * most(32.0) < 90e6


def test_under_water_the_music_is_muffled(scene):
    def high_share(place: Place) -> float:
        hertz, power = spectrum(render(scene(place=place, mood=Mood.UPLIFTING, seconds=4.0)))
        return float(power[hertz > 1500].sum() / power.sum())

    assert high_share(Place.UNDERWATER) < 0.001 * high_share(Place.SEA)


@pytest.mark.parametrize("place", Place)
def test_effects_alone_are_heard_in_every_place(scene, place):
    samples = render(scene(place=place, presence=Presence.SFX, seconds=3.0))
    loudness = integrated(samples)
    assert loudness is not None
    assert abs(loudness + 16) < 1
    assert true_peak(samples) <= -1
    level = np.sqrt(np.square(samples[: SAMPLE_RATE // 10]).mean())
    assert level < 0.5 * np.sqrt(np.square(samples).mean())


def test_a_storm_is_loud_where_it_thunders_and_level_as_a_whole(scene):
    strikes = (Strike(second=1.0, strength=0.9), Strike(second=4.0, strength=0.3))
    spec = scene(
        seconds=8.0,
        weather=Weather.STORM,
        strikes=strikes,
        presence=Presence.SFX,
        effects=(Effect.THUNDER, Effect.RAIN),
    )
    samples = render(spec)
    assert integrated(samples) == pytest.approx(-16, abs=1)
    assert true_peak(samples) <= -1
    at = round(arrival(strikes[0]) * SAMPLE_RATE)
    before, after = samples[at - 24_000 : at], samples[at : at + 24_000]
    assert np.square(after).mean() > 8 * np.square(before).mean()


def test_a_cave_rings_longer_than_a_room(scene):
    """Between the chirps of crickets, more is left in a cave."""

    def between(place: Place) -> float:
        spec = scene(place=place, presence=Presence.SFX, effects=(Effect.CRICKETS,), seconds=8.0)
        power = np.square(render(spec)).mean(axis=1)[: 6 * SAMPLE_RATE].reshape(-1, 480)
        levels = np.sqrt(power.mean(axis=1))
        return float(np.percentile(levels, 10) / levels.mean())

    assert between(Place.CAVE) > 1.5 * between(Place.ROOM)


@pytest.mark.parametrize("mood", [Mood.CALM, Mood.TENSE, Mood.EPIC])
def test_music_begins_softly_unless_its_first_beat_is_an_accent(scene, mood):
    def start(pacing: float) -> float:
        samples = render(scene(mood=mood, seconds=6.0, pacing=pacing, presence=Presence.MUSIC))
        first = np.sqrt(np.square(samples[: SAMPLE_RATE // 10]).mean())
        return float(first / np.sqrt(np.square(samples).mean()))

    assert start(1.0) < 0.75
    assert start(1.6) > 1.5 * start(1.0)
