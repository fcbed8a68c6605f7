from __future__ import annotations

import numpy as np
import pytest

from kinora.loudness import SAMPLE_RATE
from kinora.sound import kit, pads, struck, sustained
from kinora.sound.harmony import frequency
from kinora.sound.styles import Drum, Texture, Timbre

STRUCK = [timbre for timbre in Timbre if timbre not in sustained.SUSTAINED]


def strongest(sound: np.ndarray) -> float:
    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), n=2**18))
    return float(np.argmax(power) * SAMPLE_RATE / 2**18)


def in_tune(sound: np.ndarray, pitch: int) -> bool:
    """The strongest partial is one of the first four harmonics, to ten cents."""
    ratio = strongest(sound) / frequency(pitch)
    return any(abs(1200 * np.log2(ratio / order)) < 10 for order in (1, 2, 3, 4))


@pytest.mark.parametrize("timbre", STRUCK)
@pytest.mark.parametrize("pitch", [52, 64, 84])
def test_struck_notes_are_in_tune_and_die_away(timbre, pitch):
    sound = struck.strike(timbre, pitch, 1.2, 0.5)
    assert in_tune(sound[: SAMPLE_RATE // 2], pitch)
    assert sound[0] == 0.0
    assert sound[-1] == 0.0
    first, last = np.square(sound[:9600]).mean(), np.square(sound[-19_200:-4800]).mean()
    assert last < 0.5 * first


@pytest.mark.parametrize("timbre", sorted(sustained.SUSTAINED))
@pytest.mark.parametrize("pitch", [52, 64, 84])
def test_held_notes_are_in_tune_and_hold(timbre, pitch):
    left, right = sustained.hold(timbre, pitch, 1.2, 0.5)
    assert in_tune(left[: SAMPLE_RATE // 4], pitch)
    assert not np.array_equal(left, right)
    assert np.square(left[24_000:48_000]).mean() > 0.5
    assert abs(float(left[0])) < 1e-3
    assert abs(float(left[-1])) < 1e-3


def test_modes_are_the_sum_of_decaying_sines():
    partials = struck.Partials(
        np.array([440.0, 1250.0]), np.array([1.0, 0.4]), np.array([3.0, 9.0])
    )
    time = np.arange(round(0.7 * SAMPLE_RATE)) / SAMPLE_RATE
    wanted = np.exp(-3 * time) * np.sin(2 * np.pi * 440 * time)
    wanted += 0.4 * np.exp(-9 * time) * np.sin(2 * np.pi * 1250 * time)
    assert np.allclose(struck.ring(partials, 0.7), wanted, atol=1e-4)


def test_modes_near_nyquist_are_left_out():
    partials = struck.Partials(np.array([23_000.0]), np.array([1.0]), np.array([1.0]))
    assert not struck.ring(partials, 0.1).any()


@pytest.mark.parametrize("timbre", Timbre)
def test_no_energy_folds_back_from_nyquist(timbre):
    """A high, bright note has next to nothing below its fundamental."""
    if timbre in sustained.SUSTAINED:
        sound = sustained.hold(timbre, 96, 1.0, 1.0)[0]
    else:
        sound = struck.strike(timbre, 96, 1.0, 1.0)
    power = np.square(np.abs(np.fft.rfft(sound * np.hanning(len(sound)))))
    hertz = np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE)
    assert power[hertz < 0.7 * frequency(96)].sum() < 0.003 * power.sum()


@pytest.mark.parametrize("texture", Texture)
def test_pads_hold_their_chord_and_open_up(texture):
    pitches = (53, 60, 64, 69)
    looped = pads.chord(texture, pitches, 0.5, np.random.default_rng(1))
    closed, opened = looped
    hertz = np.fft.rfftfreq(pads.LOOP, 1 / SAMPLE_RATE)
    centroids = []
    for sound in (closed, opened):
        power = np.square(np.abs(np.fft.rfft(sound[0])))
        centroids.append(float(hertz @ power / power.sum()))
        for pitch in pitches:
            near = np.abs(1200 * np.log2(np.maximum(hertz, 1) / frequency(pitch))) < 45
            assert power[near].sum() > 0.01 * power.sum()
    assert centroids[1] > 1.1 * centroids[0]
    jump = np.abs(opened[:, 0] - opened[:, -1]).max()
    assert jump <= np.abs(np.diff(opened, axis=1)).max()


@pytest.mark.parametrize("drum", Drum)
def test_drums_start_and_end_at_nothing(drum):
    sound = kit.hit(drum, 0.5, np.random.default_rng(1))
    assert sound[0] == 0.0
    assert sound[-1] == 0.0
    assert np.abs(sound).max() == pytest.approx(1.0)
    assert np.argmax(np.abs(sound)) < 0.06 * SAMPLE_RATE
    assert set(kit.PANS) == set(Drum)
