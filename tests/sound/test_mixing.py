from __future__ import annotations

import numpy as np
import pytest

from kinora.loudness import SAMPLE_RATE, integrated, true_peak
from kinora.model.taxonomy import Place
from kinora.sound import master
from kinora.sound.mix import Desk, Placed, duck, tilt
from kinora.sound.space import ROOMS, convolve, impulse, pan


def test_convolution_is_that_of_the_textbook():
    chance = np.random.default_rng(2)
    send = chance.standard_normal(90_000).astype(np.float32)
    room = impulse(1.4, 0.5)
    into = np.zeros((2, len(send)), dtype=np.float32)
    convolve(send, room, into)
    size = len(send) + room.shape[1]
    wanted = np.fft.irfft(np.fft.rfft(send, n=size) * np.fft.rfft(room, n=size), n=size)
    assert np.allclose(into, wanted[:, : len(send)], atol=1e-4)


@pytest.mark.parametrize("place", Place)
def test_rooms_decay_in_their_time(place):
    seconds, brightness = ROOMS[place]
    room = impulse(seconds, brightness)
    power = np.square(room).sum(axis=0)
    left = 10 * np.log10(np.cumsum(power[::-1])[::-1] / power.sum() + 1e-12)
    start, stop = np.argmax(left < -5), np.argmax(left < -35)
    measured = 2 * (stop - start) / SAMPLE_RATE
    assert measured == pytest.approx(seconds, rel=0.25)


def test_panning_keeps_power_and_sides():
    for position in (-1.0, -0.3, 0.0, 0.8):
        left, right = pan(position)
        assert left**2 + right**2 == pytest.approx(2)
    assert pan(-1.0)[0] > 1.4
    assert pan(0.0) == pytest.approx((1.0, 1.0))


def test_the_desk_cuts_what_lies_outside():
    desk = Desk(10)
    ones = np.ones(6, dtype=np.float32)
    desk.add(Placed(-3, ones))
    desk.add(Placed(8, np.ones((2, 6), dtype=np.float32), gain=2.0, send=0.5))
    desk.add(Placed(30, ones))
    desk.add(Placed(-30, ones))
    assert desk.dry[0].tolist() == [1, 1, 1, 0, 0, 0, 0, 0, 2, 2]
    assert desk.send.tolist() == [0] * 8 + [1, 1]


def test_tilt_lifts_the_treble_alone_and_has_no_seams():
    time = np.arange(600_000) / SAMPLE_RATE
    for hertz, decibels in ((60.0, 0.0), (3000.0, 2.8), (12_000.0, 11.1)):
        sound = np.sin(2 * np.pi * hertz * time).astype(np.float32)
        before = float(np.square(sound).mean())
        wanted = sound + 2 * np.diff(sound, prepend=np.float32(0))
        tilt(sound, 2.0)
        assert np.allclose(sound, wanted, atol=1e-5)
        lift = 10 * np.log10(float(np.square(sound).mean()) / before)
        assert lift == pytest.approx(decibels, abs=0.2)


def test_ducking_dips_under_each_kick_and_recovers():
    gains = duck(SAMPLE_RATE, SAMPLE_RATE, (0.9, 1.5), 0.5)
    assert gains.min() == pytest.approx(0.5, abs=0.01)
    assert np.argmin(gains) == pytest.approx(SAMPLE_RATE // 2 + 190, abs=60)
    assert gains[-1] == 1.0
    assert gains[0] < 1.0
    assert np.abs(np.diff(gains)).max() < 0.02


@pytest.mark.parametrize("kind", ["noise", "clicks", "tone", "burst"])
def test_mastering_reaches_its_target_under_the_ceiling(kind):
    chance = np.random.default_rng(4)
    length = 3 * SAMPLE_RATE
    sound = np.zeros((2, length), dtype=np.float32)
    if kind == "noise":
        sound += 0.01 * chance.standard_normal((2, length)).astype(np.float32)
    elif kind == "clicks":
        sound += 0.05 * chance.standard_normal((2, length)).astype(np.float32)
        sound[:, ::12_000] = 3.0
    elif kind == "tone":
        sound += np.sin(np.arange(length) * 0.05).astype(np.float32)
    else:
        sound[:, SAMPLE_RATE : SAMPLE_RATE * 2] = chance.standard_normal((2, SAMPLE_RATE))
    master.fade(sound)
    samples = master.level(sound)
    loudness = integrated(samples)
    assert samples.shape == (length, 2)
    assert loudness is not None
    assert abs(loudness + 16) < 1
    assert true_peak(samples) <= -1
    assert np.abs(samples).max() <= master.CEILING + 1e-4


def test_digital_silence_stays_silent():
    assert not master.level(np.zeros((2, SAMPLE_RATE), dtype=np.float32)).any()
