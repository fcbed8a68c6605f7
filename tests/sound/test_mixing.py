from __future__ import annotations

import numpy as np
import pytest

from kinora.loudness import SAMPLE_RATE, integrated, true_peak
from kinora.model.taxonomy import Place
from kinora.sound import master
from kinora.sound.mix import WINDOW, Bus, Placed, Tilt, duck, windows
from kinora.sound.space import ROOMS, Convolver, impulse, muffler, pan


def in_blocks(convolver: Convolver, sound: np.ndarray, block: int) -> np.ndarray:
    starts = range(0, sound.shape[-1], block)
    return np.concatenate([convolver.answer(sound[..., s : s + block]) for s in starts], axis=-1)


@pytest.mark.parametrize("block", [4096, 2**15])
def test_convolution_is_that_of_the_textbook(block):
    chance = np.random.default_rng(2)
    send = chance.standard_normal(90_000).astype(np.float32)
    room = impulse(1.4, 0.5)
    heard = in_blocks(Convolver(room, block), send, block)
    size = len(send) + room.shape[1]
    wanted = np.fft.irfft(np.fft.rfft(send, n=size) * np.fft.rfft(room, n=size), n=size)
    assert np.allclose(heard, wanted[:, : len(send)], atol=1e-4)


def test_water_lets_the_low_through_and_stops_the_high():
    time = np.arange(3 * 4096) / SAMPLE_RATE
    for hertz, low, high in ((100, 0.98, 1.02), (850, 0.3, 0.7), (2000, 0.0, 0.005)):
        tone = np.stack([np.sin(2 * np.pi * hertz * time)] * 2).astype(np.float32)
        heard = in_blocks(muffler(850.0, 2, 4096), tone, 4096)[:, 4096:]
        assert low <= np.abs(heard).max() <= high


@pytest.mark.parametrize("place", Place)
def test_rooms_decay_in_their_time(place):
    seconds, brightness, _ = ROOMS[place]
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


def test_a_window_leaves_out_what_lies_outside():
    bus = Bus(100, np.zeros((2, 10), dtype=np.float32), np.zeros(10, dtype=np.float32))
    ones = np.ones(6, dtype=np.float32)
    bus.add(Placed(97, ones))
    bus.add(Placed(108, np.ones((2, 6), dtype=np.float32), gain=2.0, send=0.5))
    bus.add(Placed(130, ones))
    bus.add(Placed(70, ones))
    assert bus.dry[0].tolist() == [1, 1, 1, 0, 0, 0, 0, 0, 2, 2]
    assert bus.send.tolist() == [0] * 8 + [1, 1]


def test_sounds_ring_on_from_window_to_window():
    chance = np.random.default_rng(1)
    starts = sorted(chance.integers(-4000, 3 * WINDOW, 40).tolist())
    sounds = [
        Placed(start, chance.standard_normal(int(chance.integers(1, 90_000))).astype(np.float32))
        for start in starts
    ]
    length = 2 * WINDOW + 777
    whole = Bus(0, np.zeros((2, length), np.float32), np.zeros(length, np.float32))
    for sound in sounds:
        whole.add(sound)
    buses = list(windows(iter(sounds), length))
    assert [bus.send.size for bus in buses] == [WINDOW, WINDOW, 777]
    assert np.array_equal(np.concatenate([bus.dry for bus in buses], axis=1), whole.dry)


def test_no_more_sounds_are_made_than_a_window_needs():
    made = []

    def endless():
        for start in range(0, 10**9, WINDOW // 2):
            made.append(start)
            yield Placed(start, np.ones(10, dtype=np.float32))

    next(windows(endless(), 10**9))
    assert len(made) == 3


def test_tilt_lifts_the_treble_alone_and_has_no_seams():
    time = np.arange(600_000) / SAMPLE_RATE
    for hertz, decibels in ((60.0, 0.0), (3000.0, 2.8), (12_000.0, 11.1)):
        sound = np.sin(2 * np.pi * hertz * time).astype(np.float32)
        before = float(np.square(sound).mean())
        wanted = sound + 2 * np.diff(sound, prepend=np.float32(0))
        tilt = Tilt(2.0)
        for piece in np.split(sound, [1, 5000, 300_001]):
            tilt.lift(piece)
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


def levelled(mix: np.ndarray, size: int = 2**15) -> np.ndarray:
    finisher = master.Master()
    for start in range(0, len(mix), size):
        finisher.hear(mix[start : start + size])
    pieces = (mix[start : start + size] for start in range(0, len(mix), size))
    return np.concatenate(list(finisher.finish(pieces)))


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
    master.fade(sound, 0, length)
    samples = levelled(sound.T)
    loudness = integrated(samples)
    assert samples.shape == (length, 2)
    assert loudness is not None
    assert abs(loudness + 16) < 1
    assert true_peak(samples) <= -1
    assert np.abs(samples).max() <= master.CEILING + 1e-4


def test_digital_silence_stays_silent():
    assert not levelled(np.zeros((SAMPLE_RATE, 2), dtype=np.float32)).any()


def test_mastering_is_the_same_for_any_size_of_pieces():
    chance = np.random.default_rng(9)
    mix = (chance.standard_normal((150_000, 2)) * chance.uniform(0, 1, (150_000, 1)) ** 8).astype(
        np.float32
    )
    assert levelled(mix, 150_000).tobytes() == levelled(mix, 7_919).tobytes()


def test_the_limiter_comes_down_before_a_peak_and_lets_go_after_it():
    peaks = np.full(600, 0.2, dtype=np.float32)
    peaks[300] = 8.0
    energies = np.full(600, 0.02, dtype=np.float32)
    gains = master.level(energies, peaks)
    assert gains[300] * 8.0 <= master.CEILING * 1.0001
    assert gains[100] == pytest.approx(gains[0])
    assert gains[500] == pytest.approx(gains[0])
    falling = gains[250:301]
    assert np.all(np.diff(falling) <= 1e-6)


@pytest.mark.parametrize("seconds", [1, 6, 60])
def test_a_clip_starts_and_ends_at_nothing_however_it_is_cut(seconds):
    length = seconds * SAMPLE_RATE
    whole = np.ones((2, length), dtype=np.float32)
    master.fade(whole, 0, length)
    assert not whole[:, [0, -1]].any()
    half_level = np.argmax(whole[0, length // 2 :] < 0.5) + length // 2
    assert 0.2 <= (length - half_level) / SAMPLE_RATE <= 0.9
    pieces = []
    for start in range(0, length, 31_000):
        piece = np.ones((2, min(31_000, length - start)), dtype=np.float32)
        master.fade(piece, start, length)
        pieces.append(piece)
    assert np.array_equal(np.concatenate(pieces, axis=1), whole)
