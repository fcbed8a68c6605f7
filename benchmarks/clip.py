"""The measures of a clip that nobody filmed: as many and as varied as those of a real one."""

from __future__ import annotations

from random import Random

from kinora.colour.scalar import Oklab, hex_from_oklab
from kinora.model.features import (
    AudioMeasure,
    AudioRole,
    CameraMeasure,
    ColourMeasure,
    ColourShare,
    CompositionMeasure,
    DepthMeasure,
    Direction,
    Features,
    FrameMeasure,
    GradientMeasure,
    GraphicsMeasure,
    LightMeasure,
    MotionMeasure,
    Rhythm,
    SoundKind,
    SoundMeasure,
    TemporalMeasure,
    Tone,
    Trend,
    VideoFacts,
    WholeMeasure,
    WindowMeasure,
)
from kinora.model.taxonomy import CameraKind, GradientKind, Mood, Presence

_FPS, _SECONDS = 24, 6


def clip(seed: int) -> Features:
    """6 s at 24 fps: two shots, each around a colour of its own, with music that swells."""
    chance = Random(seed)
    shots = [
        Oklab(chance.uniform(0.2, 0.8), chance.uniform(-0.1, 0.1), chance.uniform(-0.1, 0.1))
        for _ in range(2)
    ]
    frames = tuple(
        FrameMeasure(
            at=index / _FPS, colour=_colour(shots[index // 72], chance), sound=_sound(index, chance)
        )
        for index in range(_FPS * _SECONDS)
    )
    windows = tuple(_window(second, chance) for second in range(_SECONDS))
    first = windows[0]
    return Features(
        video=VideoFacts(
            width=512, height=512, fps=_FPS, frames=_FPS * _SECONDS,
            duration_seconds=float(_SECONDS), has_audio=True,
        ),
        frames=frames,
        windows=windows,
        whole=WholeMeasure(
            colour=frames[0].colour, motion=first.motion, light=first.light, camera=first.camera,
            composition=first.composition, gradient=first.gradient, graphics=first.graphics,
            audio=first.audio, temporal=first.temporal, depth=first.depth,
            palette=tuple(ColourShare(colour=hex_from_oklab(shot), share=0.4) for shot in shots),
            tempo_bpm=first.audio.tempo_bpm, loudness_lufs=-16.0, cuts=(3.0,),
        ),
    )  # fmt: skip


def _colour(around: Oklab, chance: Random) -> ColourMeasure:
    drift = Oklab(*(part + chance.gauss(0.0, 0.015) for part in around))
    lightness = min(max(drift.lightness, 0.0), 1.0)
    return ColourMeasure(
        dominant=hex_from_oklab(drift), share=0.4, brightness=lightness, luminance=lightness**2,
        contrast=0.2, saturation=0.4, chroma=drift.chroma, hue=drift.hue % 360.0, variance=0.02,
    )  # fmt: skip


def _sound(index: int, chance: Random) -> SoundMeasure:
    level = 0.05 + 0.1 * (index % 24) / 24 + chance.uniform(0.0, 0.02)
    return SoundMeasure(
        amplitude=level, centroid_hz=chance.lognormvariate(6.6, 0.25), strength=min(1.0, 2 * level),
        flatness=chance.uniform(0.05, 0.25), harmonicity=chance.uniform(0.5, 1.0),
        tone=Tone.MIDDLE, kind=SoundKind.TONE,
    )  # fmt: skip


def _window(second: int, chance: Random) -> WindowMeasure:
    return WindowMeasure(
        start=float(second),
        duration=1.0,
        motion=MotionMeasure(
            level=chance.lognormvariate(-4.0, 0.8), std=0.01, trend=chance.choice(list(Trend)),
            direction=chance.choice(list(Direction)), rhythm=chance.choice(list(Rhythm)),
        ),
        camera=CameraMeasure(
            kind=chance.choice(list(CameraKind)), speed=chance.lognormvariate(-3.0, 0.5)
        ),
        light=LightMeasure(
            brightness=chance.uniform(0.2, 0.7), contrast=chance.uniform(0.1, 0.4),
            saturation=chance.uniform(0.1, 0.7),
        ),
        composition=CompositionMeasure(
            centre_x=chance.uniform(0.3, 0.7), centre_y=chance.uniform(0.3, 0.7),
            balance=chance.uniform(-0.4, 0.4),
        ),
        gradient=GradientMeasure(
            kind=chance.choice(list(GradientKind)), strength=chance.uniform(0.1, 0.9)
        ),
        graphics=GraphicsMeasure(
            edge_density=chance.uniform(0.0, 0.5), spatial_variance=chance.uniform(0.0, 0.5),
            busyness=chance.uniform(0.0, 0.4),
        ),
        audio=AudioMeasure(
            role=AudioRole.MUSIC, mood=chance.choice(list(Mood)), presence=Presence.MUSIC,
            tempo_bpm=chance.uniform(60.0, 140.0),
            level=chance.uniform(0.05, 0.2),
        ),
        temporal=TemporalMeasure(
            pacing=chance.uniform(0.0, 0.5), cuts=0, shot_seconds=chance.uniform(1.0, 6.0)
        ),
        depth=DepthMeasure(parallax=chance.uniform(0.3, 1.5), layers=chance.randint(2, 4)),
    )  # fmt: skip
