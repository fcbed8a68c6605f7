from __future__ import annotations

import numpy as np
import pytest

from kinora.loudness import SAMPLE_RATE
from kinora.model.spec import SceneSpec, Strike
from kinora.model.taxonomy import Effect, Particles, Place, TimeOfDay, Weather
from kinora.sound import effects
from kinora.sound.effects.storm import arrival
from kinora.sound.mix import windows

SECONDS = 18


STRIKES = (Strike(second=2.0, strength=1.0, across=0.1), Strike(second=9.0, strength=0.1))


def mixed(effect: Effect, spec: SceneSpec) -> np.ndarray:
    length = round(spec.format.duration_seconds * SAMPLE_RATE)
    buses = windows(effects.make(effect, spec, length), length)
    return np.concatenate([bus.dry for bus in buses], axis=1)


@pytest.fixture(scope="module")
def sounds(scene) -> dict[Effect, np.ndarray]:
    spec = scene(seconds=SECONDS, seed=5, strikes=STRIKES)
    return {effect: mixed(effect, spec) for effect in Effect}


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


def test_a_stream_babbles_quickly_and_gurgles(sounds):
    stream = sounds[Effect.STREAM]
    assert share(stream, 200, 5000) > 0.9
    level = swell(stream, 0.02)
    slow = np.convolve(level, np.ones(50) / 50, mode="same")
    quick = (level - slow)[50:-50]
    assert quick.std() > 0.12 * level.mean()
    waves = swell(sounds[Effect.WAVES], 0.02)
    calm = (waves - np.convolve(waves, np.ones(50) / 50, mode="same"))[50:-50]
    assert quick.std() / level.mean() > 1.5 * calm.std() / waves.mean()


def test_under_water_nothing_bright_is_heard_and_bubbles_rise(sounds):
    deep = sounds[Effect.UNDERWATER]
    assert share(deep, 0, 1200) > 0.99
    bubbles = np.fft.irfft(np.fft.rfft(deep) * (np.arange(deep.shape[1] // 2 + 1) > 450 * SECONDS))
    level = swell(bubbles, 0.05)
    assert np.percentile(level, 97) > 4 * np.median(level)


def test_a_fire_crackles_over_a_low_breath(sounds):
    fire = sounds[Effect.FIRE]
    assert share(fire, 20, 800) > 0.5
    assert share(fire, 1000, 16_000) > 0.05
    rms = np.sqrt(np.square(fire).mean())
    assert np.abs(fire).max() > 8 * rms
    snaps = (
        np.abs(np.diff(fire, n=2, prepend=0, append=0))
        .max(axis=0)
        .reshape(-1, SAMPLE_RATE // 100)
        .max(axis=1)
    )
    count = np.count_nonzero(snaps > 6 * np.median(snaps)) / SECONDS
    assert 3 < count < 60


def test_thunder_follows_its_lightning(sounds):
    """The near stroke cracks soon and loud from its side; the far one rumbles late."""
    thunder = sounds[Effect.THUNDER]
    first, second = (arrival(strike) for strike in STRIKES)
    assert 0.3 <= first - 2.0 <= 0.6
    assert 2.0 <= second - 9.0 <= 3.0
    quiet = np.abs(thunder[:, : round(first * SAMPLE_RATE)]).max()
    assert quiet == 0.0
    at = [round(when * SAMPLE_RATE) for when in (first, second)]
    near, far = (thunder[:, start : start + 2 * SAMPLE_RATE] for start in at)
    assert np.abs(near).max() > 5 * np.abs(far).max()
    assert share(near, 700, 9000) > 4 * share(far, 700, 9000)
    assert share(far, 20, 300) > 0.9
    left, right = np.square(near).mean(axis=1)
    assert left > 1.3 * right
    levels = swell(thunder[:, at[0] :], 0.5)
    assert levels[6] < 0.5 * levels[0]
    assert levels[2] > 0.05 * levels[0]


def test_thunder_without_lightning_is_far_away(scene):
    spec = scene(seconds=12, seed=5)
    assert share(mixed(Effect.THUNDER, spec), 20, 300) > 0.9


@pytest.mark.parametrize("effect", Effect)
def test_effects_are_their_seeds_and_stand_in_stereo(effect, sounds, scene):
    left, right = sounds[effect]
    assert float(np.corrcoef(left, right)[0, 1]) < 0.95
    first, again, other = (mixed(effect, scene(seconds=4, seed=seed)) for seed in (5, 5, 6))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("effect", Effect)
def test_sounds_come_in_order_of_time(effect, scene):
    spec = scene(seconds=10, strikes=STRIKES)
    starts = [sound.start for sound in effects.make(effect, spec, 10 * SAMPLE_RATE)]
    assert starts == sorted(starts)


def test_beds_join_without_clicks(sounds):
    for effect in (Effect.WAVES, Effect.WIND, Effect.TRAFFIC):
        steps = np.abs(np.diff(sounds[effect], axis=1))
        seams = [steps[:, k * 2 * SAMPLE_RATE - 1].max() for k in range(1, 9)]
        assert max(seams) < np.percentile(steps, 99.9) * 1.5


SILENT = {Place.SPACE, Place.FLOW, Place.CELLS, Place.WAVES, Place.INK, Place.LIGHT}


@pytest.mark.parametrize("place", Place)
def test_every_place_has_a_sound_of_its_own(scene, place):
    heard = effects.natural(scene(place=place))
    assert bool(heard) == (place not in SILENT)
    wet = effects.natural(scene(place=place, weather=Weather.RAIN))
    sheltered = place in {Place.CAVE, Place.UNDERWATER, Place.SPACE}
    assert wet == (heard if sheltered else (Effect.RAIN,))


def test_a_room_hears_its_fire_or_what_is_outside(scene):
    def room(**change) -> tuple[Effect, ...]:
        return effects.natural(scene(place=Place.ROOM, **change))

    assert room() == (Effect.FIRE,)
    assert room(beyond=Place.SEA) == (Effect.WAVES,)
    assert room(beyond=Place.SEA, time_of_day=TimeOfDay.MOONLIGHT) == (Effect.FIRE,)
    assert room(beyond=Place.CITY, particles=(Particles.EMBERS,)) == (Effect.FIRE,)
    assert room(weather=Weather.STORM) == (Effect.THUNDER, Effect.RAIN)
