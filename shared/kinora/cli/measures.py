"""kinora extract: what is in a video, as curves and colours rather than numbers alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from kinora.bootstrap import stage
from kinora.cli.bars import curve
from kinora.cli.output import print_json, settings_for
from kinora.cli.swatches import swatch
from kinora.model.features import Features, WindowMeasure
from kinora.registry.measures import decibels

_FULL_MOTION = 0.05
_QUIETEST = -48.0


def show_features(video: Path, home: Path | None, *, as_json: bool) -> None:
    """Print what is in a video.

    Raises:
        UnreadableMedia: it is no complete video.
    """
    from kinora.loop.extract import extract_file  # noqa: PLC0415 - loads OpenCV

    features, _ = extract_file(video, stage(settings_for(home)).ffmpeg())
    if as_json:
        print_json(features.model_dump(mode="json"))
        return
    for label, text in _lines(features):
        sys.stdout.write(f"{label:12} {text}\n")


def _lines(features: Features) -> Iterator[tuple[str, str]]:
    whole, facts, windows = features.whole, features.video, features.windows
    yield "video", f"{facts.width}x{facts.height}, {facts.frames} frames at {facts.fps:g} fps"
    palette = [(item.colour, item.share) for item in whole.palette]
    shown = "  ".join(f"{swatch(colour)} {share:.0%}" for colour, share in palette)
    yield "colours", shown or f"{swatch(whole.colour.dominant)} {whole.colour.share:.0%}"
    levels = [window.motion.level for window in windows]
    motion = whole.motion
    yield (
        "motion",
        (
            f"{curve(levels, max([_FULL_MOTION, *levels]))}  {motion.level:.3f} frame widths "
            f"a second, {motion.trend}, {motion.rhythm}, towards {motion.direction}"
        ),
    )
    yield "camera", ", ".join(_cameras(windows))
    light = whole.light
    brightness = curve([window.light.brightness for window in windows], 1.0)
    yield (
        "light",
        (
            f"{brightness}  brightness {light.brightness:.2f}, contrast {light.contrast:.2f}, "
            f"saturation {light.saturation:.2f}"
        ),
    )
    gradient, centre, graphics = whole.gradient, whole.composition, whole.graphics
    yield "gradient", f"{gradient.kind}, {gradient.strength:.2f} from end to end"
    yield (
        "composition",
        (
            f"light's centre at {centre.centre_x:.2f} across, {centre.centre_y:.2f} down, "
            f"balance {centre.balance:+.2f}"
        ),
    )
    yield (
        "graphics",
        (
            f"{graphics.edge_density:.1%} edges, spatial variance {graphics.spatial_variance:.2f}, "
            f"busyness {graphics.busyness:.2f}"
        ),
    )
    yield "depth", f"{whole.depth.layers} layers, parallax {whole.depth.parallax:.2f}"
    changes = [
        f"{change.kind} at {change.at:.2f} s"
        + (f" for {change.duration:.2f} s" if change.duration else "")
        for change in whole.transitions
    ]
    yield "changes", ", ".join(changes) or "none"
    temporal = whole.temporal
    yield (
        "pace",
        (
            f"{curve([window.temporal.pacing for window in windows])}  {temporal.pacing:.2f} "
            f"pictures a second, shots of {temporal.shot_seconds:.1f} s"
        ),
    )
    yield "sound", _sound(features)


def _sound(features: Features) -> str:
    audio, loudness = features.whole.audio, features.whole.loudness_lufs
    if loudness is None:
        return "none" if not features.video.has_audio else "silent"
    rises = [max(0.0, decibels(window.audio.level) - _QUIETEST) for window in features.windows]
    tempo = f"{features.whole.tempo_bpm:.0f} bpm" if features.whole.tempo_bpm else "no beat"
    words = [str(audio.role), *([str(audio.mood)] if audio.mood else []), tempo]
    return f"{curve(rises, -_QUIETEST)}  {', '.join(words)}, {loudness:.1f} LUFS"


def _cameras(windows: tuple[WindowMeasure, ...]) -> Iterator[str]:
    for kind, same in groupby(windows, key=lambda window: window.camera.kind):
        stretch = list(same)
        end = stretch[-1].start + stretch[-1].duration
        yield f"{kind.replace('_', ' ')} {stretch[0].start:.0f}-{end:.1f} s"
