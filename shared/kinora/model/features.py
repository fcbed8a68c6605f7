"""What was measured in a finished video. Every number comes from the decoded file."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kinora.model.base import Frozen
from kinora.model.spec import Colour, Unit
from kinora.model.taxonomy import CameraKind, GradientKind, Mood, Presence, TransitionKind


class SoundKind(StrEnum):
    """The coarse kind of an instant of sound."""

    SILENCE = "silence"
    RUMBLE = "rumble"
    TONE = "tone"
    HISS = "hiss"


class Tone(StrEnum):
    """Where a sound's spectral centroid lies: below 200 Hz, below 2 kHz, or above."""

    NONE = "none"
    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class AudioRole(StrEnum):
    """What the sound of a window does."""

    SILENCE = "silence"
    AMBIENT = "ambient"
    MUSIC = "music"
    EFFECTS = "effects"


class Trend(StrEnum):
    FALLING = "falling"
    STEADY = "steady"
    RISING = "rising"


class Direction(StrEnum):
    NONE = "none"
    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"


class Rhythm(StrEnum):
    STILL = "still"
    STEADY = "steady"
    PULSING = "pulsing"


class ColourMeasure(Frozen):
    """One frame's colour. Brightness, luminance, contrast, saturation and share in 0..1.

    ``dominant`` is the centre of the frame's largest cluster in OKLab, ``hue`` is in degrees
    (circular mean weighted by chroma), ``chroma`` and ``variance`` are OKLab figures.
    """

    dominant: Colour
    share: Unit
    brightness: Unit
    luminance: Unit
    contrast: Unit
    saturation: Unit
    chroma: Annotated[float, Field(ge=0.0)]
    hue: Annotated[float, Field(ge=0.0, lt=360.0)]
    variance: Annotated[float, Field(ge=0.0)]
    opacity: Unit = 1.0
    """Mean alpha where the file has it, else 1."""


class SoundMeasure(Frozen):
    """The sound around one frame's instant.

    ``amplitude`` RMS of full scale, ``centroid_hz`` spectral centroid and ``tone`` its band;
    timbre as ``flatness``, 0 tonal to 1 noisy, and ``harmonicity``, 0 without a pitch to 1 for a
    periodic sound; ``strength`` the peak of full scale.
    """

    amplitude: Unit
    centroid_hz: Annotated[float, Field(ge=0.0)]
    tone: Tone
    flatness: Unit
    harmonicity: Unit
    strength: Unit
    kind: SoundKind


class FrameMeasure(Frozen):
    """One frame; ``at`` in seconds."""

    at: float
    colour: ColourMeasure
    sound: SoundMeasure


class MotionMeasure(Frozen):
    """Optical flow of a window: mean speed in frame widths a second, its deviation, and shape."""

    level: Annotated[float, Field(ge=0.0)]
    std: Annotated[float, Field(ge=0.0)]
    trend: Trend
    direction: Direction
    rhythm: Rhythm


class CameraMeasure(Frozen):
    """The global motion model's reading; ``speed`` in frame widths a second (or its like)."""

    kind: CameraKind
    speed: Annotated[float, Field(ge=0.0)]


class LightMeasure(Frozen):
    """Means over the window, each 0..1."""

    brightness: Unit
    contrast: Unit
    saturation: Unit


class CompositionMeasure(Frozen):
    """Centre of light in 0..1 of width and height, and its left-right balance in -1..1."""

    centre_x: Unit
    centre_y: Unit
    balance: Annotated[float, Field(ge=-1.0, le=1.0)]


class GradientMeasure(Frozen):
    """Which way light falls off over the frame, and how strongly (0..1)."""

    kind: GradientKind
    strength: Unit


class GraphicsMeasure(Frozen):
    """Edge density, spread of brightness between blocks, and local busyness, each 0..1."""

    edge_density: Unit
    spatial_variance: Unit
    busyness: Unit


class AudioMeasure(Frozen):
    """What sound does, and its level (RMS 0..1).

    ``tempo_bpm`` is 0 where there is no beat; silence has no mood.
    """

    role: AudioRole
    mood: Mood | None
    tempo_bpm: Annotated[float, Field(ge=0.0)]
    presence: Presence
    level: Unit


class TemporalMeasure(Frozen):
    """How fast pictures follow one another.

    ``pacing``: how much of the picture is exchanged in a second, 1 for a wholly new picture each
    second. ``cuts``: how many shots begin, by whatever transition. ``shot_seconds``: the mean
    length of the shots that are seen.
    """

    pacing: Annotated[float, Field(ge=0.0)]
    cuts: Annotated[int, Field(ge=0)]
    shot_seconds: Annotated[float, Field(ge=0.0)]


class DepthMeasure(Frozen):
    """How far near and far move apart.

    ``parallax``: difference in speed of the fast and the slow parts of the picture under the same
    camera, over their mean: 0 for a plane. ``layers``: how many distances can be told apart.
    """

    parallax: Annotated[float, Field(ge=0.0)]
    layers: Annotated[int, Field(ge=1, le=5)]


class TransitionMeasure(Frozen):
    """One change of shot: ``at`` where it begins and its ``duration`` in seconds, 0 for a cut."""

    at: Annotated[float, Field(ge=0.0)]
    kind: TransitionKind
    duration: Annotated[float, Field(ge=0.0)]


class ColourShare(Frozen):
    """A colour of the whole video and the mean share of the picture that it held."""

    colour: Colour
    share: Unit


class WindowMeasure(Frozen):
    """One window of a second of true time (the last may be shorter)."""

    start: float
    duration: float
    motion: MotionMeasure
    camera: CameraMeasure
    light: LightMeasure
    composition: CompositionMeasure
    gradient: GradientMeasure
    graphics: GraphicsMeasure
    audio: AudioMeasure
    temporal: TemporalMeasure
    depth: DepthMeasure
    transitions: tuple[TransitionMeasure, ...] = ()
    """Those that begin in this window."""


class VideoFacts(Frozen):
    """What the container and its streams say, checked against what was decoded."""

    width: int
    height: int
    fps: float
    frames: int
    duration_seconds: float
    has_audio: bool


class WholeMeasure(Frozen):
    """Aggregates over the whole video. ``loudness_lufs`` is None below the gate (silence)."""

    colour: ColourMeasure
    palette: tuple[ColourShare, ...]
    """At most five colours that lasted, the largest share first."""
    motion: MotionMeasure
    camera: CameraMeasure
    """The kind that lasted longest, and its mean speed."""
    light: LightMeasure
    composition: CompositionMeasure
    gradient: GradientMeasure
    graphics: GraphicsMeasure
    audio: AudioMeasure
    temporal: TemporalMeasure
    depth: DepthMeasure
    transitions: tuple[TransitionMeasure, ...] = ()
    """All of them, in order; a fade in at the start and a fade out at the end count too."""
    tempo_bpm: Annotated[float, Field(ge=0.0)]
    loudness_lufs: float | None
    cuts: tuple[float, ...] = ()
    """Times of hard cuts, in seconds."""


class Features(Frozen):
    """All measures of one video."""

    version: int = 2
    video: VideoFacts
    frames: tuple[FrameMeasure, ...]
    windows: tuple[WindowMeasure, ...]
    whole: WholeMeasure
