"""Changes of shot against clips that are mixed here, frame by frame."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from kinora.measure import measure
from kinora.model.taxonomy import TransitionKind

FPS = 24
SECONDS = 4.0
BLACK, WHITE = 0, 255


@pytest.fixture(scope="module")
def shots(filmed, texture):
    """Two shots that both move a little."""
    return filmed(SECONDS, pan=0.03), filmed(SECONDS, pan=-0.03, scenery=texture(5))


@pytest.fixture
def whole(facts, no_sound):
    def of(frames, fps=FPS):
        return measure(facts(len(frames), fps), iter(frames), no_sound).whole

    return of


@pytest.fixture
def transitions(whole):
    def of(frames, fps=FPS):
        return whole(frames, fps).transitions

    return of


def share(number, at, seconds):
    return float(np.clip((number / FPS - at) / seconds, 0, 1))


def mixed(one, other, at, seconds, *, linear=False):
    frames = []
    for number, (old, new) in enumerate(zip(one, other, strict=True)):
        part = share(number, at, seconds)
        if linear:
            light = (1 - part) * (old / 255) ** 2.2 + part * (new / 255) ** 2.2
            frames.append((255 * light ** (1 / 2.2)).astype(np.uint8))
        else:
            frames.append(cv2.addWeighted(old, 1 - part, new, part, 0))
    return frames


def wiped(one, other, at, seconds, way, soft):
    height, width = one[0].shape[:2]
    down, across = np.mgrid[0:height, 0:width] / height - 0.5
    place = across * way[0] + down * way[1]
    place = (place - place.min()) / np.ptp(place)
    frames = []
    for number, (old, new) in enumerate(zip(one, other, strict=True)):
        edge = (number / FPS - at) / seconds * (1 + soft)
        shown = np.clip((edge - place) / max(soft, 1e-6), 0, 1)[..., None]
        frames.append((old * (1 - shown) + new * shown).astype(np.uint8))
    return frames


def flat(like, level):
    return [np.full_like(frame, level) for frame in like]


@pytest.mark.parametrize("linear", [False, True])
@pytest.mark.parametrize("seconds", [0.25, 0.5, 1.0, 2.0])
def test_a_dissolve_is_found_where_it_is(transitions, shots, seconds, linear):
    (found,) = transitions(mixed(*shots, 1.0, seconds, linear=linear))
    assert found.kind is TransitionKind.DISSOLVE
    assert found.at == pytest.approx(1.0, abs=0.05 + 0.05 * seconds)
    assert found.duration == pytest.approx(seconds, rel=0.15)


@pytest.mark.parametrize("way", [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1)])
@pytest.mark.parametrize(("seconds", "soft"), [(0.25, 0.0), (0.5, 0.2), (1.0, 0.0)])
def test_a_wipe_is_found_from_any_side(transitions, shots, seconds, soft, way):
    (found,) = transitions(wiped(*shots, 1.5, seconds, way, soft))
    assert found.kind is TransitionKind.WIPE
    assert found.at == pytest.approx(1.5, abs=0.12)
    assert found.duration == pytest.approx(seconds, rel=0.3)


@pytest.mark.parametrize("level", [BLACK, WHITE, 90])
@pytest.mark.parametrize("seconds", [0.3, 1.0])
def test_a_clip_that_opens_and_closes_with_fades(transitions, shots, level, seconds):
    scene = shots[0]
    opening = mixed(flat(scene, level), scene, 0.0, seconds)
    first, last = transitions(mixed(opening, flat(scene, level), SECONDS - seconds - 0.04, seconds))
    for found, at in ((first, 0.0), (last, SECONDS - seconds - 0.04)):
        assert found.kind is TransitionKind.FADE
        assert found.at == pytest.approx(at, abs=0.1)
        assert found.duration == pytest.approx(seconds, rel=0.3)


def test_out_and_in_through_black_is_one_fade(whole, shots):
    one, other = shots
    down = mixed(one, flat(one, BLACK), 1.2, 0.5)
    up = mixed(flat(one, BLACK), other, 1.9, 0.5)
    frames = [*down[: round(1.8 * FPS)], *up[round(1.8 * FPS) :]]
    found = whole(frames)
    (fade,) = found.transitions
    assert fade.kind is TransitionKind.FADE
    assert fade.at == pytest.approx(1.2, abs=0.15)
    assert fade.duration == pytest.approx(1.2, abs=0.25)
    assert found.cuts == ()
    assert found.temporal.cuts == 1


def test_all_kinds_in_one_clip_in_order(whole, filmed, texture):
    scenes = [filmed(3.0, pan=0.02, scenery=texture(seed)) for seed in (0, 5, 7, 8)]
    second = [*scenes[0][:48], *scenes[1]]
    third = mixed(second[:120], [*scenes[2][:48], *scenes[2]], 3.5, 0.5)
    frames = wiped(third, [*scenes[3][:48], *scenes[3]], 4.3, 0.4, (1, 0), 0.0)
    found = whole(frames)
    assert [one.kind for one in found.transitions] == [
        TransitionKind.CUT,
        TransitionKind.DISSOLVE,
        TransitionKind.WIPE,
    ]
    assert found.cuts == pytest.approx((2.0,))
    assert found.temporal.cuts == 3
    assert found.temporal.shot_seconds == pytest.approx(5.0 / 4, rel=0.02)
    assert all(one.at < other.at for one, other in pairwise(found.transitions))


def flickering(frames):
    return [
        np.clip(f * (1 + 0.3 * np.sin(1.3 * n)), 0, 255).astype(np.uint8)
        for n, f in enumerate(frames)
    ]


def dimming(frames):
    last = len(frames) - 1
    return [(f * (1 - 0.7 * n / last)).astype(np.uint8) for n, f in enumerate(frames)]


def switched_down(frames):
    return [(f * (1 - 0.6 * share(n, 1.3, 1.0))).astype(np.uint8) for n, f in enumerate(frames)]


def lightning(frames):
    glow = [200 * np.exp(-(n - 40) / 5) * (n >= 40) for n in range(len(frames))]
    return [
        np.clip(f.astype(float) + light, 0, 255).astype(np.uint8)
        for f, light in zip(frames, glow, strict=True)
    ]


def flash_frame(frames):
    return [np.full_like(f, 255) if n == 40 else f for n, f in enumerate(frames)]


def passing(frames):
    """Something almost as large as the frame goes through it."""
    thing = cv2.flip(frames[0], 1)
    changed = []
    for number, frame in enumerate(frames):
        left, picture = -140 + 5 * number, frame.copy()
        first, last = max(0, left), min(160, left + 130)
        if first < last:
            picture[10:150, first:last] = thing[10:150, first - left : last - left]
        changed.append(picture)
    return changed


def rain(frames):
    chance, changed = np.random.default_rng(0), []
    for _ in frames:
        picture = frames[0].copy()
        for x, y in chance.integers(0, 160, (250, 2)):
            cv2.line(picture, (int(x), int(y)), (int(x) + 1, int(y) + 8), (200, 200, 200), 1)
        changed.append(picture)
    return changed


def grain(frames):
    chance = np.random.default_rng(1)
    noise = (chance.normal(0, 15, frames[0].shape[:2])[..., None] for _ in frames)
    return [np.clip(frames[0] + one, 0, 255).astype(np.uint8) for one in noise]


@pytest.mark.parametrize(
    "happening",
    [flickering, dimming, switched_down, lightning, flash_frame, passing, rain, grain],
    ids=lambda happening: happening.__name__,
)
def test_what_is_no_change_of_shot(transitions, shots, happening):
    assert transitions(happening(shots[0])) == ()


@pytest.mark.parametrize(
    "move",
    [{"pan": 0.1}, {"pan": 0.5}, {"tilt": 0.2}, {"zoom": 0.3}, {"zoom": -0.15}, {"roll": 20}],
    ids=str,
)
def test_camera_moves_are_no_change_of_shot(transitions, filmed, move):
    assert transitions(filmed(3.0, **move)) == ()


@pytest.mark.parametrize("seconds", [0.4, 0.8, 1.5])
def test_a_camera_that_swings_from_rest_to_rest(transitions, filmed, seconds):
    far = filmed(2.0, fps=100, pan=0.2)
    parts = [share(number, 1.2, seconds) for number in range(96)]
    smooth = [round((len(far) - 1) * part * part * (3 - 2 * part)) for part in parts]
    assert transitions([far[at] for at in smooth]) == ()


@pytest.mark.parametrize("fps", [12, 25, 60])
def test_the_rate_of_frames_does_not_matter(transitions, shots, fps):
    kept = [round(number * FPS / fps) for number in range(int(3.5 * fps))]
    frames = mixed(*shots, 1.0, 1.0)
    (found,) = transitions([frames[at] for at in kept], fps)
    assert found.kind is TransitionKind.DISSOLVE
    assert found.at == pytest.approx(1.0, abs=0.12)
    assert found.duration == pytest.approx(1.0, rel=0.15)


def test_a_long_video_is_searched_to_its_end(transitions, filmed, texture):
    scenes = [filmed(1.5, pan=0.02, scenery=texture(seed)) for seed in (0, 5)]
    still = [scenes[0][-1]] * (20 * FPS)
    tail = mixed(still[:96], [scenes[1][-1]] * 96, 2.0, 1.0)
    (found,) = transitions([*scenes[0], *still, *tail])
    assert found.kind is TransitionKind.DISSOLVE
    assert found.at == pytest.approx(23.5, abs=0.1)


def test_windows_hold_the_transitions_that_begin_in_them(facts, no_sound, shots):
    features = measure(facts(96), mixed(*shots, 1.5, 1.0), no_sound)
    assert [len(window.transitions) for window in features.windows] == [0, 1, 0, 0]
    assert features.windows[1].transitions == features.whole.transitions
    assert [window.temporal.cuts for window in features.windows] == [0, 1, 0, 0]
    assert features.windows[0].temporal.shot_seconds == pytest.approx(2.0, abs=0.05)


def test_what_moves_meanwhile_is_not_read_off_a_dissolve(facts, no_sound, filmed, texture):
    still = [filmed(0.1)[0]] * 96, [filmed(0.1, scenery=texture(5))[0]] * 96
    features = measure(facts(96), mixed(*still, 1.0, 2.0), no_sound)
    assert features.whole.motion.level < 0.001
    assert all(window.camera.speed == 0 for window in features.windows)
