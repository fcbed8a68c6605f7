"""Whether a video holds together: no cut that was not decided, no flicker, one set of colours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kinora.beats import ACCENTED_PACING
from kinora.loop.reasons import Departure, strayed
from kinora.model.features import Features
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import TransitionKind

_BESIDE = 0.25
"""Seconds around a decided change, a flash or an accented beat in which a jump is no surprise."""
_JUMP = 0.03
"""Change of brightness between two frames that is seen as a jump."""
_MOST_JUMPS = 0.15
_LEAST_HELD = 0.12
"""Share of the picture that the lasting colours hold together at least."""


def incoherent(features: Features, spec: SceneSpec) -> Iterator[Departure]:
    """Every departure, with times and figures."""
    unasked = unasked_cuts(features, spec)
    if unasked:
        places = ", ".join(f"{second:.2f}" for second in unasked[:4])
        more = f" and {len(unasked) - 4} more" if len(unasked) > 4 else ""
        yield strayed(len(unasked), 1, f"incoherent: cuts nobody decided at {places}{more} s")
    jumps = _jumps(features, spec)
    if jumps > _MOST_JUMPS:
        yield strayed(
            jumps, _MOST_JUMPS, f"flickers: brightness jumps in {jumps:.0%} of the frames"
        )
    palette = features.whole.palette
    held = sum(colour.share for colour in palette)
    if palette and held < _LEAST_HELD:
        yield Departure(1, f"incoherent: its lasting colours hold only {held:.0%} of the picture")


def unasked_cuts(features: Features, spec: SceneSpec) -> list[float]:
    """Times in seconds of the hard cuts that no decided change of shot, flash or beat explains."""
    measured = {*features.whole.cuts}
    measured |= {t.at for t in features.whole.transitions if t.kind is TransitionKind.CUT}
    found: list[float] = []
    for second in sorted(measured):
        twice = bool(found) and second - found[-1] < 1 / spec.format.fps + 1e-6
        if not twice and not _explained(second, spec):
            found.append(second)
    return found


def _explained(second: float, spec: SceneSpec) -> bool:
    fps = spec.format.fps
    for shot in spec.shots:
        first, last = shot.first_frame, shot.first_frame + shot.transition_frames
        if first / fps - _BESIDE <= second <= last / fps + _BESIDE:
            return True
    if any(-0.1 <= second - strike.second <= 2 * _BESIDE for strike in spec.strikes):
        return True
    if spec.pacing <= ACCENTED_PACING:
        return False
    beat = second * spec.sound.tempo_bpm / 60
    return abs(beat - round(beat)) * 60 / spec.sound.tempo_bpm < 2.5 / fps


def _jumps(features: Features, spec: SceneSpec) -> float:
    """Share of the frames whose brightness jumps for no decided reason."""
    jumps = sum(
        abs(after.colour.brightness - before.colour.brightness) > _JUMP
        and not _explained(after.at, spec)
        for before, after in pairwise(features.frames)
    )
    return jumps / max(1, len(features.frames) - 1)
