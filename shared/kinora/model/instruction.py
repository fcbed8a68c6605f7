"""Instruction: what a prompt asks for. A field that the prompt does not speak of is None."""

from __future__ import annotations

from pydantic import Field

from kinora.model.base import Frozen
from kinora.model.spec import Colour, TextOverlay
from kinora.model.taxonomy import (
    CameraKind,
    Genre,
    GradientKind,
    Lighting,
    Mood,
    MotionKind,
    Particles,
    Place,
    Presence,
    ShapeKind,
    ShotSize,
    Tension,
    TimeOfDay,
    TransitionKind,
    Weather,
)

MAX_PROMPT = 2_000


class Avoid(Frozen):
    """What the prompt rules out, by field."""

    places: tuple[Place, ...] = ()
    times: tuple[TimeOfDay, ...] = ()
    weathers: tuple[Weather, ...] = ()
    motions: tuple[MotionKind, ...] = ()
    cameras: tuple[CameraKind, ...] = ()
    lightings: tuple[Lighting, ...] = ()
    moods: tuple[Mood, ...] = ()
    particles: tuple[Particles, ...] = ()
    colours: tuple[Colour, ...] = ()


class Instruction(Frozen):
    """The meaning of one prompt. The same prompt and knowledge give the same instruction."""

    prompt: str
    """The prompt as it was read: trimmed, white space folded."""
    place: Place | None = None
    beyond: Place | None = None
    """A second place that the prompt speaks of: what is seen behind the first or in its sky."""
    time_of_day: TimeOfDay | None = None
    weather: Weather | None = None
    particles: tuple[Particles, ...] = ()
    figure: ShapeKind | None = None
    wind: float | None = Field(default=None, ge=0.0, le=1.0)
    colours: tuple[Colour, ...] = ()
    """Colours that the prompt names, in its order; learned colours count by their names."""
    warmth: float | None = Field(default=None, ge=-1.0, le=1.0)
    """Colour temperature asked for: -1 cold, 1 warm."""
    motion: MotionKind | None = None
    gradient: GradientKind | None = None
    camera: CameraKind | None = None
    shot: ShotSize | None = None
    lighting: Lighting | None = None
    transition: TransitionKind | None = None
    mood: Mood | None = None
    tempo_bpm: float | None = Field(default=None, ge=40.0, le=200.0)
    presence: Presence | None = None
    genre: Genre | None = None
    pacing: float | None = Field(default=None, ge=0.3, le=2.0)
    tension: Tension | None = None
    symmetric: bool | None = None
    style: str | None = None
    duration_seconds: float | None = Field(default=None, ge=1.0, le=600.0)
    text: TextOverlay | None = None
    themes: tuple[str, ...] = ()
    """Words of the prompt that carry meaning but name no field: they steer the seeded choices."""
    avoid: Avoid = Avoid()
    because: dict[str, str] = Field(default_factory=dict)
    """For each field that was set: the words that set it."""
