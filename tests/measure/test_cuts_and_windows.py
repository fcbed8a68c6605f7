from __future__ import annotations

import cv2
import numpy as np
import pytest

from kinora.measure import ANALYSIS_WIDTH, measure
from kinora.model.errors import UnreadableMedia


@pytest.fixture
def cuts(facts, no_sound):
    def of(frames, fps=24.0):
        return measure(facts(len(frames), fps), frames, no_sound).whole.cuts

    return of


@pytest.fixture(scope="module")
def shots(filmed, texture):
    return (
        filmed(1.25, pan=0.1),
        filmed(1.25, pan=-0.05, scenery=texture(5)),
        filmed(1.25, tilt=0.1, scenery=texture(7) // 3),
    )


def test_cuts_are_found_where_they_are(cuts, shots):
    first, second, third = shots
    assert cuts([*first, *second, *third]) == pytest.approx((1.25, 2.5))


def test_a_cut_to_a_closer_view_of_the_same_place(cuts, filmed, texture):
    closer = cv2.resize(texture(), None, fx=1.8, fy=1.8)
    assert cuts([*filmed(1.0), *filmed(1.0, scenery=closer)]) == pytest.approx((1.0,))


def test_a_flash_is_no_cut(cuts, shots):
    frames = [frame.copy() for frame in shots[0]]
    for number in (10, 11, 12):
        frames[number] = cv2.addWeighted(frames[number], 0.3, np.full_like(frames[0], 255), 0.7, 0)
    frames[20] = np.full_like(frames[0], 255)
    assert cuts(frames) == ()


def test_fast_moves_shakes_and_grain_are_no_cuts(cuts, filmed):
    assert cuts(filmed(1.5, pan=1.2)) == ()
    assert cuts(filmed(1.5, shake=0.06)) == ()
    assert cuts(filmed(1.5, grain=20.0)) == ()


@pytest.mark.parametrize("length", [8, 12, 24])
def test_dissolves_and_fades_are_no_cuts(cuts, shots, length):
    first, second, _ = shots
    done = [min(1.0, max(0.0, (number - 3) / length)) for number in range(30)]
    mixed = [
        cv2.addWeighted(a, 1 - share, b, share, 0)
        for a, b, share in zip(first, second, done, strict=True)
    ]
    assert cuts(mixed) == ()
    rising = [(frame * share).astype(np.uint8) for frame, share in zip(first, done, strict=True)]
    assert cuts(rising) == ()


def test_a_cut_in_fog_is_faint_but_found(cuts, filmed, texture):
    def fog(frames):
        return [cv2.addWeighted(f, 0.18, np.full_like(f, 190), 0.82, 0) for f in frames]

    assert cuts([*fog(filmed(1.0)), *fog(filmed(1.0, scenery=texture(4)))]) == pytest.approx((1.0,))


@pytest.mark.parametrize("fps", [24.0, 30000 / 1001, 24000 / 1001, 12.5, 25.0])
@pytest.mark.parametrize("count", [24, 61, 100])
def test_windows_are_seconds_of_true_time(facts, no_sound, fps, count):
    still = np.full((90, ANALYSIS_WIDTH, 3), 70, dtype=np.uint8)
    features = measure(facts(count, fps), (still for _ in range(count)), no_sound)
    length = count / fps
    assert [frame.at for frame in features.frames] == pytest.approx(
        [number / fps for number in range(count)]
    )
    assert [window.start for window in features.windows] == list(range(len(features.windows)))
    assert len(features.windows) == int((count - 1) / fps + 1e-9) + 1
    last = features.windows[-1]
    assert all(window.duration == 1.0 for window in features.windows[:-1])
    assert last.duration == pytest.approx(min(1.0, length - last.start))


def test_windows_follow_what_happens_in_them(facts, no_sound):
    dark, light = (np.full((90, 160, 3), value, dtype=np.uint8) for value in (20, 230))
    fps = 30000 / 1001
    frames = [dark if number / fps < 1 else light for number in range(60)]
    first, second, *_ = measure(facts(60, fps), frames, no_sound).windows
    assert first.light.brightness < 0.25
    assert second.light.brightness > 0.85


def test_a_single_frame_is_a_video(facts, no_sound):
    features = measure(facts(1), [np.full((160, 160, 3), 9, dtype=np.uint8)], no_sound)
    assert len(features.frames) == len(features.windows) == 1
    assert features.whole.motion.level == 0.0
    assert features.whole.loudness_lufs is None


def test_less_than_a_frame_a_second(facts, no_sound):
    still = np.zeros((160, 160, 3), dtype=np.uint8)
    features = measure(facts(3, 0.5), [still] * 3, no_sound)
    assert [window.start for window in features.windows] == [0.0, 2.0, 4.0]


def test_a_video_without_frames_is_refused(facts, no_sound):
    with pytest.raises(UnreadableMedia):
        measure(facts(0), [], no_sound)


def test_measuring_twice_gives_the_same(facts, no_sound, shots):
    frames = shots[0]
    assert measure(facts(30), frames, no_sound) == measure(facts(30), frames, no_sound)
