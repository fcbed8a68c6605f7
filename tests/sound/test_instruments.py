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
    closed, opened, side = pads.chord(texture, pitches, 0.5, np.random.default_rng(1))
    hertz = np.fft.rfftfreq(pads.LONGEST, 1 / SAMPLE_RATE)
    centroids = []
    for sound in (closed, opened):
        power = np.square(np.abs(np.fft.rfft(sound)))
        centroids.append(float(hertz @ power / power.sum()))
        for pitch in pitches:
            near = np.abs(1200 * np.log2(np.maximum(hertz, 1) / frequency(pitch))) < 45
            assert power[near].sum() > 0.01 * power.sum()
    assert centroids[1] > 1.1 * centroids[0]
    left, right = opened + side, opened - side
    assert np.square([left, right]).mean() == pytest.approx(1, rel=0.01)
    assert 0.2 < np.corrcoef(left, right)[0, 1] < 0.95
    jump = abs(opened[0] - opened[-1])
    assert jump <= np.abs(np.diff(opened)).max()


def test_pads_are_made_no_longer_than_they_are_heard():
    short = pads.chord(Texture.SOFT, (60,), 0.5, np.random.default_rng(1), 0.9)
    assert 0.9 <= short.shape[1] / SAMPLE_RATE < 1.3
    held = pads.sweep(short, 40_000, 0.5, 0.2, 1.0)
    assert held.shape == (2, round(0.9 * SAMPLE_RATE))
    assert np.abs(held[:, [0, -1]]).max() < 1e-3
    assert not np.array_equal(held[0], held[1])


@pytest.mark.parametrize("drum", Drum)
def test_drums_start_and_end_at_nothing(drum):
    sound = kit.hit(drum, 0.5, np.random.default_rng(1))
    assert sound[0] == 0.0
    assert sound[-1] == 0.0
    assert np.abs(sound).max() == pytest.approx(1.0)
    assert np.argmax(np.abs(sound)) < 0.06 * SAMPLE_RATE
    assert set(kit.PANS) == set(Drum)
