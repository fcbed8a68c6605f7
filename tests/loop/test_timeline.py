import numpy as np
import pytest

from kinora.loop.timeline import timeline
from kinora.measure import measure
from kinora.model.features import TransitionMeasure, VideoFacts

MOTION, CHANGE = (86, 156, 120), (200, 110, 150)
NO_SOUND = np.zeros((0, 2), np.float32)


@pytest.fixture(scope="module")
def features():
    """Two seconds of a drifting pattern at 12 frames a second."""
    rng = np.random.default_rng(4)
    wide = np.repeat(np.repeat(rng.integers(0, 255, (8, 40, 3), np.uint8), 12, 0), 12, 1)
    frames = [wide[:, 2 * number : 2 * number + 96] for number in range(24)]
    facts = VideoFacts(
        width=96, height=96, fps=12, frames=24, duration_seconds=2.0, has_audio=False
    )
    return measure(facts, iter(np.ascontiguousarray(frame) for frame in frames), NO_SOUND)


def area(strip, colour):
    return (strip == colour).all(axis=2)


def with_motion(features, levels):
    windows = tuple(
        window.model_copy(update={"motion": window.motion.model_copy(update={"level": level})})
        for window, level in zip(features.windows, levels, strict=True)
    )
    return features.model_copy(update={"windows": windows})


def test_twice_the_motion_is_twice_as_high(features):
    bars = area(timeline(with_motion(features, (0.04, 0.08)), 400), MOTION)
    slow, fast = bars[:, 50:150].sum(), bars[:, 250:350].sum()
    assert slow / fast == pytest.approx(0.5, abs=0.05)


def test_a_dissolve_is_as_wide_as_it_lasts(features):
    change = TransitionMeasure(at=0.5, kind="dissolve", duration=0.25)
    whole = features.whole.model_copy(update={"transitions": (change,)})
    still = with_motion(features, (0.0, 0.0)).model_copy(update={"whole": whole})
    marked = area(timeline(still, 400), CHANGE)[60].nonzero()[0]
    assert (marked.min(), marked.max()) == (100, 150)
    assert not area(timeline(with_motion(features, (0.0, 0.0)), 400), CHANGE).any()


def test_a_narrow_strip_has_no_room_for_words_and_stands(features):
    assert timeline(features, 16).shape == (112, 16, 3)
