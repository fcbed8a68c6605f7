from __future__ import annotations

from collections.abc import Callable

import pytest

from kinora.model.format import VideoFormat
from kinora.model.spec import SceneSpec, Shot, SoundSpec, Strike
from kinora.model.taxonomy import Particles, Place, Tension, TimeOfDay, Weather


def _scene(
    *,
    seconds: float = 4.0,
    fps: int = 24,
    seed: int = 7,
    place: Place = Place.SEA,
    weather: Weather = Weather.CLEAR,
    tension: Tension = Tension.FLAT,
    pacing: float = 1.0,
    time_of_day: TimeOfDay = TimeOfDay.DAY,
    strikes: tuple[Strike, ...] = (),
    particles: tuple[Particles, ...] = (),
    beyond: Place | None = None,
    **sound,
) -> SceneSpec:
    clip = VideoFormat(width=128, height=128, fps=fps, duration_seconds=seconds)
    return SceneSpec(
        prompt="a scene",
        seed=seed,
        format=clip,
        place=place,
        beyond=beyond,
        time_of_day=time_of_day,
        weather=weather,
        strikes=strikes,
        particles=particles,
        palette=("#101020", "#405060", "#90a0b0", "#f0f0e0"),
        accent="#ffcc88",
        shots=(Shot(first_frame=0, frames=clip.frames),),
        tension=tension,
        pacing=pacing,
        sound=SoundSpec(**sound),
    )


@pytest.fixture(scope="session")
def scene() -> Callable[..., SceneSpec]:
    """Scenes whose sound is set by keywords (mood, tempo_bpm, ...)."""
    return _scene
