from __future__ import annotations

import numpy as np
import pytest

from kinora.colour.scalar import oklab_from_hex, rgb_from_hex
from kinora.measure import measure

PAINTS = {"#b02020": 0.5, "#2040c0": 0.3, "#e0d040": 0.2}


@pytest.fixture
def whole(facts, no_sound):
    def of(frames):
        return measure(facts(len(frames)), frames, no_sound).whole

    return of


def striped(shares):
    frame, left = np.zeros((160, 160, 3), np.uint8), 0
    for colour, share in shares.items():
        right = left + round(160 * share)
        frame[:, left:right] = rgb_from_hex(colour)[::-1]
        left = right
    return frame


def test_the_palette_is_what_was_painted(whole):
    found = whole([striped(PAINTS)] * 12).palette
    assert len(found) == 3
    for one, (colour, share) in zip(found, PAINTS.items(), strict=True):
        assert oklab_from_hex(one.colour).distance(oklab_from_hex(colour)) < 0.02
        assert one.share == pytest.approx(share, abs=0.05)


def test_the_order_of_frames_does_not_change_the_palette(whole):
    frames = [striped({colour: 1.0}) for colour in PAINTS for _ in range(8)]
    assert whole(frames).palette == whole(frames[::-1]).palette


def test_colours_that_did_not_last_are_no_palette(whole):
    one, other = (np.full((160, 160, 3), level, np.uint8) for level in (40, 220))
    (only,) = whole([*([one] * 60), other]).palette
    assert only.share > 0.95


def test_at_most_five_colours(whole, texture):
    chance = np.random.default_rng(2)
    tiles = chance.integers(0, 256, (10, 10, 3), dtype=np.uint8)
    found = whole([np.repeat(np.repeat(tiles, 16, 0), 16, 1)] * 6).palette
    assert 1 <= len(found) <= 5
    assert sum(one.share for one in found) <= 1.0
    assert sorted((one.share for one in found), reverse=True) == [one.share for one in found]


def test_pacing_counts_shots_and_widths(whole, filmed, texture):
    scenes = [filmed(0.5, scenery=texture(seed)) for seed in (0, 5, 7, 8)]
    cut = whole([frame for scene in scenes for frame in scene]).temporal
    assert cut.cuts == 3
    assert cut.pacing == pytest.approx(1.5, abs=0.01)
    assert cut.shot_seconds == pytest.approx(0.5)
    calm = whole(filmed(2.0, pan=0.1)).temporal
    assert calm.cuts == 0
    assert calm.pacing == pytest.approx(0.1, rel=0.1)
    assert calm.shot_seconds == pytest.approx(2.0)


def test_what_is_transparent_is_seen_on_black(facts, no_sound):
    half = np.full((160, 160, 4), 128, np.uint8)
    clear = np.zeros((160, 160, 4), np.uint8)
    features = measure(facts(2), [half, clear], no_sound)
    assert [frame.colour.opacity for frame in features.frames] == pytest.approx([128 / 255, 0.0])
    assert features.whole.colour.opacity == pytest.approx(64 / 255)
    assert features.frames[0].colour.dominant == "#808080"
