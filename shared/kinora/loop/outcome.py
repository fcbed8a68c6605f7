"""Good or not: a video must be whole, lively, coherent, obedient to its spec, and heard.

The rule: one failing that spoils a video (broken, frozen, flat, noise, silent) is enough to call it
not good. Any other departure from the spec weighs one, or two where it lies far off; from two on
the video is not good. So one small thing is forgiven, two are not.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kinora.loop.coherence import incoherent
from kinora.loop.obedience import disobedient
from kinora.loop.reasons import Departure, strayed
from kinora.model.features import Features, SoundKind, WindowMeasure
from kinora.model.run import Outcome
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import MotionKind, Presence

LEAST_MOTION = 0.0008
"""Frame widths a second; below it nothing in the picture is seen to travel."""
LEAST_CHANGE = 0.003
"""Drift of light and shapes below which nothing is seen to change; grain stays below 0.002."""
_LEAST_EXCHANGE = 0.02
"""Share of the picture exchanged a second."""
LEAST_CONTRAST, LEAST_LIGHT = 0.02, 0.012
MOST_BUSYNESS, MOST_EDGES = 0.7, 0.6
MOST_FLATNESS = 0.93
"""Median spectral flatness; music under heavy rain stays below 0.8."""
_MOST_SILENCE = 0.5
_ENOUGH = 2
_RESTLESS = 0.45
_LEAST_WINDOW = 0.5


class Change(NamedTuple):
    """How a picture lives: its motion, and how light and shapes drift from second to second."""

    motion: float
    drift: float
    exchange: float


def judge(features: Features, spec: SceneSpec) -> Outcome:
    """The verdict with every reason against it in words and figures, or with what speaks for it.

    Args:
        features: what was measured in the finished file.
        spec: what was decided.
    """
    spoiled = list(_spoiled(features, spec))
    departures = [
        *_unfitting_motion(features, spec),
        *incoherent(features, spec),
        *disobedient(features, spec),
    ]
    weight = sum(departure.weight for departure in departures)
    if spoiled or weight >= _ENOUGH:
        return Outcome(good=False, reasons=(*spoiled, *(d.reason for d in departures)))
    forgiven = tuple(f"forgiven: {departure.reason}" for departure in departures)
    return Outcome(good=True, reasons=(*_praise(features, spec), *forgiven))


def judge_alone(features: Features) -> Outcome:
    """The verdict on a video that nothing was decided about: it must be lively and be heard."""
    loud = features.whole.loudness_lufs
    spoiled = [*_lifeless(features), *_busy(features), *_silent(features)]
    if spoiled:
        return Outcome(good=False, reasons=tuple(spoiled))
    change = change_of(features)
    lively = f"lively: moves at {change.motion:.3f} frame widths a second"
    return Outcome(good=True, reasons=("made elsewhere", lively, f"heard: {loud:.1f} LUFS"))


def change_of(features: Features) -> Change:
    """Measured over windows of at least half a second, where a video has such.

    The drift adds the ranges, over the windows, of brightness, contrast, the centre of light and
    the spread of light between blocks: grain moves none of them, drifting fog does.
    """
    whole = features.whole
    windows = [w for w in features.windows if w.duration >= _LEAST_WINDOW] or features.windows
    return Change(whole.motion.level, _drift(windows), whole.temporal.pacing)


def _drift(windows: Sequence[WindowMeasure]) -> float:
    followed = [
        (
            window.light.brightness,
            window.light.contrast,
            window.composition.centre_x,
            window.composition.centre_y,
            window.graphics.spatial_variance,
        )
        for window in windows
    ]
    ranges: list[float] = [max(one) - min(one) for one in zip(*followed, strict=True)]
    return sum(ranges)


def _spoiled(features: Features, spec: SceneSpec) -> Iterator[str]:
    yield from _broken(features, spec)
    yield from _lifeless(features)
    yield from _noise(features, spec)
    if spec.sound.presence is not Presence.SILENCE:
        yield from _silent(features)


def _broken(features: Features, spec: SceneSpec) -> Iterator[str]:
    video, form = features.video, spec.format
    if video.frames != form.frames:
        yield f"broken: {video.frames} frames of {form.frames} in the file"
    if (video.width, video.height) != (form.width, form.height):
        asked = f"{form.width}x{form.height}"
        yield f"broken: {video.width}x{video.height} pixels, {asked} were asked for"
    if abs(video.fps - form.fps) > 0.01 * form.fps:
        yield f"broken: {video.fps:.2f} frames a second, {form.fps} were asked for"


def _lifeless(features: Features) -> Iterator[str]:
    light = features.whole.light
    if light.contrast < LEAST_CONTRAST:
        yield f"flat: contrast {light.contrast:.3f}, at least {LEAST_CONTRAST} makes a picture"
    elif light.brightness < LEAST_LIGHT:
        yield f"flat: black, brightness {light.brightness:.3f}"
    change = change_of(features)
    still = change.motion < LEAST_MOTION and change.drift < LEAST_CHANGE
    if still and change.exchange < _LEAST_EXCHANGE:
        yield (
            f"frozen: motion {change.motion:.4f} frame widths a second, "
            f"light drifts by {change.drift:.4f}"
        )


def _noise(features: Features, spec: SceneSpec) -> Iterator[str]:
    yield from _busy(features)
    if spec.sound.presence in {Presence.MUSIC, Presence.FULL}:
        flatness = statistics.median(frame.sound.flatness for frame in features.frames)
        if flatness > MOST_FLATNESS:
            yield f"noise: the sound's flatness is {flatness:.2f} where music was asked for"


def _busy(features: Features) -> Iterator[str]:
    busyness = max((window.graphics.busyness for window in features.windows), default=0.0)
    edges = max((window.graphics.edge_density for window in features.windows), default=0.0)
    if busyness > MOST_BUSYNESS:
        yield f"noise: busyness {busyness:.2f}"
    elif edges > MOST_EDGES:
        yield f"noise: edges on {edges:.0%} of the picture"


def _silent(features: Features) -> Iterator[str]:
    if features.whole.loudness_lufs is None:
        yield "silent although its spec asks for sound"
        return
    kinds = [frame.sound.kind for frame in features.frames]
    share = kinds.count(SoundKind.SILENCE) / max(1, len(kinds))
    if share > _MOST_SILENCE:
        yield f"silent for {share:.0%} of its length"


def _unfitting_motion(features: Features, spec: SceneSpec) -> Iterator[Departure]:
    """Calm is no fault where it was asked for, nor is haste."""
    level = features.whole.motion.level
    if spec.motion.kind is MotionKind.FAST and level < LEAST_MOTION:
        yield Departure(1, f"not lively: fast was asked for, motion {level:.4f}")
    if spec.motion.kind is MotionKind.SLOW and level > _RESTLESS:
        reason = f"restless: slow was asked for, motion {level:.2f} frame widths a second"
        yield strayed(level, _RESTLESS, reason)


def _praise(features: Features, spec: SceneSpec) -> Iterator[str]:
    whole, change = features.whole, change_of(features)
    if change.motion >= LEAST_MOTION:
        yield f"lively: moves at {change.motion:.3f} frame widths a second"
    else:
        yield f"lively: stands calm while its light drifts by {change.drift:.3f}"
    shots = "one shot" if len(spec.shots) == 1 else f"{len(spec.shots)} shots"
    yield f"coherent: {shots} as decided, contrast {whole.light.contrast:.2f}"
    beat, music = "", {Presence.MUSIC, Presence.FULL}
    if spec.sound.presence in music and whole.tempo_bpm:
        beat = f", {spec.sound.tempo_bpm:g} bpm decided and {whole.tempo_bpm:.0f} heard"
    loudness = whole.loudness_lufs
    heard = "silence as asked" if loudness is None else f"{loudness:.1f} LUFS"
    yield f"obedient: {features.video.frames} frames{beat}"
    yield f"heard: {heard}"
