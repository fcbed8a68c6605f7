"""Whether a video is what its spec decided, as far as that can be measured."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator

from kinora.colour.scalar import oklab_from_hex
from kinora.loop.reasons import Departure, strayed
from kinora.model.features import Features
from kinora.model.spec import SceneSpec, Shot
from kinora.model.taxonomy import NIGHTS, CameraKind, Place, Presence, TimeOfDay

TEMPO_TOLERANCE = 0.04
_FEW_BEATS_SECONDS = 5.0
"""A shorter clip holds too few beats to be sure of their rate."""
QUIETEST, LOUDEST = -20.0, -12.0
"""LUFS; the mix is mastered to -16."""
_ROOM_TONE = -35.0
"""LUFS below which what is heard counts as silence."""
_SPILL = 2.5
_BRIGHTEST_NIGHT, _DARKEST_DAY = 0.5, 0.22
_LIGHT_SPILL = 0.1
_FARTHEST = 0.08
"""In OKLab's colour plane, from a picture's usual colours to the nearest of its palette."""
_NAMED = 0.5
"""Tinting from which the palette is one that the prompt asked for."""
_OUTDOORS = frozenset(
    {
        Place.SEA, Place.LAKE, Place.FOREST, Place.MOUNTAINS, Place.MEADOW, Place.DESERT,
        Place.SNOWFIELD, Place.CITY, Place.STREET, Place.SKY,
    }
)  # fmt: skip
"""Places whose brightness follows the hour."""
_LEFT, _RIGHT, _UP, _DOWN, _IN, _OUT = "left", "right", "up", "down", "in", "out"
_WAYS = {
    CameraKind.PAN_LEFT: _LEFT, CameraKind.TRUCK_LEFT: _LEFT,
    CameraKind.PAN_RIGHT: _RIGHT, CameraKind.TRUCK_RIGHT: _RIGHT,
    CameraKind.TILT_UP: _UP, CameraKind.CRANE_UP: _UP,
    CameraKind.TILT_DOWN: _DOWN, CameraKind.CRANE_DOWN: _DOWN,
    CameraKind.ZOOM_IN: _IN, CameraKind.DOLLY_IN: _IN,
    CameraKind.ZOOM_OUT: _OUT, CameraKind.DOLLY_OUT: _OUT,
}  # fmt: skip
"""Which way a move goes; a picture alone does not tell a truck from a pan."""
_AGAINST = {_LEFT: _RIGHT, _RIGHT: _LEFT, _UP: _DOWN, _DOWN: _UP, _IN: _OUT, _OUT: _IN}
_MOSTLY = 0.5


def disobedient(features: Features, spec: SceneSpec) -> Iterator[Departure]:
    """Every departure from camera, light, colours, tempo, presence and loudness."""
    yield from _camera(features, spec)
    yield from _light(features, spec)
    yield from _colours(features, spec)
    if spec.sound.presence is Presence.SILENCE:
        yield from _not_silent(features)
        return
    if spec.sound.presence in {Presence.MUSIC, Presence.FULL}:
        yield from _tempo(features, spec)
    yield from _loudness(features)


def _camera(features: Features, spec: SceneSpec) -> Iterator[Departure]:
    """A camera that goes the other way, by the windows that lie inside the shot.

    That it seems to stand, or to go a way of its own, says little: scenes move too.
    """
    for shot in spec.shots:
        way = _WAYS.get(shot.camera)
        seen = [_WAYS.get(kind) for kind in _seen(features, shot, spec.format.fps)]
        if way is None or not seen:
            continue
        opposite = seen.count(_AGAINST[way])
        if opposite > _MOSTLY * len(seen) and way not in seen:
            # Where a move begins and ends it is too slow to be seen to go anywhere.
            against = opposite / sum(each is not None for each in seen)
            asked = str(shot.camera).replace("_", " ")
            reason = f"disobedient: {asked} was decided, the picture goes {_AGAINST[way]}"
            yield strayed(against, _MOSTLY, f"{reason} for {against:.0%} of the shot")


def _seen(features: Features, shot: Shot, fps: float) -> list[CameraKind]:
    first = (shot.first_frame + shot.transition_frames) / fps
    last = (shot.first_frame + shot.frames) / fps
    return [
        window.camera.kind
        for window in features.windows
        if window.start >= first - 0.05 and window.start + window.duration <= last + 0.05
    ]


def _light(features: Features, spec: SceneSpec) -> Iterator[Departure]:
    """Nights are darker than days."""
    if spec.place not in _OUTDOORS:
        return
    brightness, hour = features.whole.light.brightness, spec.time_of_day
    if hour in NIGHTS and brightness > _BRIGHTEST_NIGHT:
        over = brightness - _BRIGHTEST_NIGHT
        reason = f"disobedient: {hour} was decided, brightness {brightness:.2f}"
        yield strayed(over, _LIGHT_SPILL, reason)
    if hour is TimeOfDay.DAY and brightness < _DARKEST_DAY:
        under = _DARKEST_DAY - brightness
        yield strayed(
            under, _LIGHT_SPILL, f"disobedient: day was decided, brightness {brightness:.2f}"
        )


def _colours(features: Features, spec: SceneSpec) -> Iterator[Departure]:
    """Where the prompt named colours, the picture's usual colours are near its palette."""
    if spec.tinting < _NAMED:
        return
    wanted = [oklab_from_hex(colour) for colour in (*spec.palette, spec.accent)]
    apart = []
    for frame in features.frames:
        seen = oklab_from_hex(frame.colour.dominant)
        apart.append(min(math.hypot(seen.a - one.a, seen.b - one.b) for one in wanted))
    usual = statistics.median(apart)
    if usual > _FARTHEST:
        reason = f"disobedient: colours lie {usual:.2f} from those asked for (OKLab)"
        yield strayed(usual, _FARTHEST, reason)


def _tempo(features: Features, spec: SceneSpec) -> Iterator[Departure]:
    """Within four per cent, or an octave off, as listeners tap.

    No beat found says nothing, and in a brief clip a wrong one says little.
    """
    heard, asked = features.whole.tempo_bpm, spec.sound.tempo_bpm
    if heard <= 0:
        return
    octaves = math.log2(heard / asked)
    off = 2 ** abs(octaves - round(octaves)) - 1
    if off > TEMPO_TOLERANCE:
        reason = f"disobedient: {asked:g} bpm were decided, {heard:.1f} are heard"
        brief = features.video.duration_seconds < _FEW_BEATS_SECONDS
        yield Departure(1, reason) if brief else strayed(off, TEMPO_TOLERANCE, reason)


def _loudness(features: Features) -> Iterator[Departure]:
    loudness = features.whole.loudness_lufs
    if loudness is not None and not QUIETEST <= loudness <= LOUDEST:
        off = max(QUIETEST - loudness, loudness - LOUDEST)
        reason = f"loudness {loudness:.1f} LUFS, {QUIETEST:.0f} to {LOUDEST:.0f} is wanted"
        yield strayed(off, _SPILL, reason)


def _not_silent(features: Features) -> Iterator[Departure]:
    loudness = features.whole.loudness_lufs
    if loudness is not None and loudness > _ROOM_TONE:
        yield Departure(2, f"disobedient: silence was decided, {loudness:.1f} LUFS are heard")
