from __future__ import annotations

import numpy as np
import pytest

from kinora.loudness import SAMPLE_RATE
from kinora.model.taxonomy import Effect, Place, Weather
from kinora.sound import effects
from kinora.sound.mix import Desk

SECONDS = 18


@pytest.fixture(scope="module")
def sounds() -> dict[Effect, np.ndarray]:
    made = {}
    for effect in Effect:
        desk = Desk(SECONDS * SAMPLE_RATE)
        for sound in effects.make(effect, 5, SECONDS * SAMPLE_RATE):
            desk.add(sound)
        made[effect] = desk.dry
    return made


def share(sound: np.ndarray, low: float, high: float) -> float:
    power = np.square(np.abs(np.fft.rfft(sound))).sum(axis=0)
    hertz = np.fft.rfftfreq(sound.shape[1], 1 / SAMPLE_RATE)
    return float(power[(hertz >= low) & (hertz < high)].sum() / power.sum())


def swell(sound: np.ndarray, window: float) -> np.ndarray:
    """RMS over windows of some seconds."""
    size = round(window * SAMPLE_RATE)
    pieces = sound[:, : sound.shape[1] // size * size].reshape(2, -1, size)
    return np.sqrt(np.square(pieces).mean(axis=(0, 2)))


def test_waves_come_every_six_to_nine_seconds(sounds):
    level = swell(sounds[Effect.WAVES], 0.25)
    assert level.max() > 3 * level.min()
    level = level - level.mean()
    similar = np.correlate(level, level, mode="full")[len(level) :]
    period = (12 + np.argmax(similar[11 : 11 + 30])) * 0.25
    assert 4.8 <= period <= 10.2


def test_rain_is_a_steady_bright_hiss_with_drops(sounds):
    rain = sounds[Effect.RAIN]
    assert share(rain, 1000, 16_000) > 0.7
    level = swell(rain, 0.5)
    assert level.std() < 0.3 * level.mean()
    assert np.abs(rain).max() > 3.5 * np.sqrt(np.square(rain).mean())


def test_wind_is_low_and_wanders(sounds):
    wind = sounds[Effect.WIND]
    assert share(wind, 40, 2500) > 0.9
    level = swell(wind, 0.5)
    assert level.max() > 2 * level.min()


def test_birds_whistle_and_pause(sounds):
    birds = sounds[Effect.BIRDS]
    assert share(birds, 1500, 9000) > 0.85
    level = swell(birds, 0.05)
    assert np.percentile(level, 95) > 6 * np.percentile(level, 10)


def test_crickets_pulse_between_four_and_five_kilohertz(sounds):
    crickets = sounds[Effect.CRICKETS]
    assert share(crickets, 3900, 5100) > 0.8
    level = swell(crickets, 0.01)
    assert level.max() > 4 * np.percentile(level, 10)


def test_traffic_hums_low_and_passes_from_side_to_side(sounds):
    traffic = sounds[Effect.TRAFFIC]
    assert share(traffic, 40, 400) > 0.5
    size = SAMPLE_RATE // 4
    tyres = np.diff(traffic, n=2, axis=1)
    pieces = tyres[:, : tyres.shape[1] // size * size].reshape(2, -1, size)
    left, right = np.square(pieces).mean(axis=2)
    leaning = (right - left) / (right + left)
    assert leaning.max() > 0.15
    assert leaning.min() < -0.15


@pytest.mark.parametrize("effect", Effect)
def test_effects_are_their_seeds_and_stand_in_stereo(effect, sounds):
    left, right = sounds[effect]
    assert float(np.corrcoef(left, right)[0, 1]) < 0.95
    again = Desk(SAMPLE_RATE)
    other = Desk(SAMPLE_RATE)
    for seed, desk in ((5, again), (6, other)):
        for sound in effects.make(effect, seed, SAMPLE_RATE):
            desk.add(sound)
    assert not np.array_equal(again.dry, other.dry)


def test_beds_join_without_clicks(sounds):
    for effect in (Effect.WAVES, Effect.WIND, Effect.TRAFFIC):
        steps = np.abs(np.diff(sounds[effect], axis=1))
        seams = [steps[:, k * 4 * SAMPLE_RATE - 1].max() for k in range(1, 5)]
        assert max(seams) < np.percentile(steps, 99.9) * 1.5


@pytest.mark.parametrize("place", Place)
def test_every_place_has_a_sound_of_its_own(scene, place):
    assert effects.natural(scene(place=place))
    assert effects.natural(scene(place=place, weather=Weather.RAIN)) == (Effect.RAIN,)
