"""Specs for the picture engine's tests."""

import pytest

from kinora.model.format import VideoFormat
from kinora.model.spec import SceneSpec, Shot, SoundSpec

PALETTE = ("#16213e", "#533a71", "#c25b7a", "#f0a35e", "#ffe8b8")
NATURAL = ("#17301f", "#3f6f4a", "#86a873", "#cfd9a0", "#f6f2dc")


@pytest.fixture
def spec():
    """A maker of specs: a small, short clip unless told otherwise."""

    def make(*, width=160, height=160, fps=12, seconds=4.0, shots=None, **fields) -> SceneSpec:
        format_ = VideoFormat(width=width, height=height, fps=fps, duration_seconds=seconds)
        given = {
            "prompt": "a test",
            "seed": 7,
            "place": "sea",
            "time_of_day": "day",
            "weather": "clear",
            "palette": PALETTE,
            "accent": "#ffb347",
            "sound": SoundSpec(),
        }
        whole = (Shot(first_frame=0, frames=format_.frames),)
        return SceneSpec(format=format_, shots=shots or whole, **(given | fields))

    return make
