"""SceneSpec: everything needed to draw and sound one video. Pure data, decided once."""

from __future__ import annotations

import hashlib
from typing import Annotated, Self

from pydantic import Field, model_validator

from kinora.model.base import Frozen
from kinora.model.format import VideoFormat
from kinora.model.taxonomy import (
    CameraKind,
    Effect,
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

SPEC_VERSION = 2

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
"""An sRGB colour, ``#rrggbb``."""
Unit = Annotated[float, Field(ge=0.0, le=1.0)]


class Gradient(Frozen):
    """How colour runs over the sky and the light. ``angle`` in degrees, for the angled kind."""

    kind: GradientKind = GradientKind.VERTICAL
    angle: Annotated[float, Field(ge=0.0, lt=360.0)] = 45.0
    strength: Unit = 0.6


class Motion(Frozen):
    """How the scene itself moves. ``speed`` 1 is natural; ``amount`` scales how far."""

    kind: MotionKind = MotionKind.FLOW
    speed: Annotated[float, Field(ge=0.1, le=4.0)] = 1.0
    amount: Unit = 0.5


class Shot(Frozen):
    """One uninterrupted view. Frame numbers count from the start of the clip."""

    first_frame: Annotated[int, Field(ge=0)]
    frames: Annotated[int, Field(ge=1)]
    size: ShotSize = ShotSize.WIDE
    camera: CameraKind = CameraKind.STATIC
    camera_speed: Annotated[float, Field(ge=0.0, le=2.0)] = 0.5
    transition: TransitionKind = TransitionKind.CUT
    """How this shot takes over from the one before it; the first shot: how the clip opens."""
    transition_frames: Annotated[int, Field(ge=0)] = 0
    """Length of the transition, counted from ``first_frame``; 0 for a cut."""


class TextOverlay(Frozen):
    """Words laid over the picture."""

    title: Annotated[str, Field(min_length=1, max_length=80)]
    points: Annotated[tuple[str, ...], Field(max_length=3)] = ()


class Figure(Frozen):
    """A plain figure laid over the picture. Lengths in shares of the frame's smaller side."""

    kind: ShapeKind
    size: Annotated[float, Field(ge=0.1, le=1.0)] = 0.5
    centre: tuple[Unit, Unit] = (0.5, 0.5)
    """From the frame's top left."""
    turn: Annotated[float, Field(ge=-180.0, le=180.0)] = 0.0
    """Degrees turned over the clip."""


class Strike(Frozen):
    """One stroke of lightning, which picture and sound both follow."""

    second: Annotated[float, Field(ge=0.0)]
    strength: Unit = 1.0
    """1 is near: the brightest flash, and thunder half a second later."""
    across: Unit = 0.5
    """Where it stands: 0 left, 1 right."""


class SoundSpec(Frozen):
    """What is heard. ``root`` is a pitch class, 0 for C; ``brightness`` and ``density`` shape."""

    mood: Mood = Mood.CALM
    tempo_bpm: Annotated[float, Field(ge=40.0, le=200.0)] = 84.0
    presence: Presence = Presence.FULL
    root: Annotated[int, Field(ge=0, le=11)] = 0
    brightness: Unit = 0.5
    density: Unit = 0.5
    effects: tuple[Effect, ...] = ()


class Learned(Frozen):
    """One registry entry that shaped this spec, and the field it went into."""

    registry: str
    category: str
    key: str
    name: str
    used_for: str


class SceneSpec(Frozen):
    """A whole clip. The same spec and version give the same frames and samples."""

    version: int = SPEC_VERSION
    prompt: str
    seed: Annotated[int, Field(ge=0, lt=2**53)]
    format: VideoFormat
    place: Place
    beyond: Place | None = None
    """Another place that is seen behind this one, in its windows or in its sky."""
    time_of_day: TimeOfDay
    weather: Weather
    wind: Unit = 0.3
    strikes: tuple[Strike, ...] = ()
    particles: tuple[Particles, ...] = ()
    palette: Annotated[tuple[Colour, ...], Field(min_length=4, max_length=6)]
    """From the deepest shadow to the brightest light."""
    tinting: Unit = 0.0
    """How far the palette's hues stand in for those that air and materials have of themselves."""
    accent: Colour
    """Sun, moon, lamps, flowers: the small bright thing that the eye goes to."""
    lighting: Lighting = Lighting.NEUTRAL
    gradient: Gradient = Gradient()
    motion: Motion = Motion()
    balance: Unit = 0.5
    """Horizontal place of the visual centre: 0 left, 1 right."""
    symmetry: Unit = 0.0
    horizon: Annotated[float, Field(ge=0.2, le=0.8)] = 0.55
    """Height of the horizon, from the top, as a share of the frame's height."""
    depth: Unit = 0.6
    """Strength of the parallax between near and far."""
    pacing: Annotated[float, Field(ge=0.3, le=2.0)] = 1.0
    tension: Tension = Tension.FLAT
    shots: Annotated[tuple[Shot, ...], Field(min_length=1)]
    text: TextOverlay | None = None
    figure: Figure | None = None
    sound: SoundSpec
    genre: Genre = Genre.GENERAL
    style: str = "cinematic"
    themes: tuple[str, ...] = ()
    learned: tuple[Learned, ...] = ()

    @model_validator(mode="after")
    def _shots_cover_the_clip(self) -> Self:
        frame = 0
        for shot in self.shots:
            if shot.first_frame != frame:
                raise ValueError(f"a shot starts at frame {shot.first_frame}, expected {frame}")
            if shot.transition_frames > shot.frames:
                raise ValueError("a transition is longer than its shot")
            frame += shot.frames
        if frame != self.format.frames:
            raise ValueError(f"the shots cover {frame} of {self.format.frames} frames")
        return self

    def canonical(self) -> bytes:
        """The spec as UTF-8 JSON in a fixed field order: what is stored and hashed."""
        return self.model_dump_json().encode()

    @property
    def sha256(self) -> str:
        """Hex digest of the canonical form: the identity of the video."""
        return hashlib.sha256(self.canonical()).hexdigest()
