"""Pacing: how fast pictures follow one another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kinora.model.features import TemporalMeasure, TransitionMeasure
from kinora.model.taxonomy import TransitionKind

_EDGE = 0.1
"""Seconds from the file's ends within which a fade only opens or closes it."""


def shots(
    transitions: Sequence[TransitionMeasure], seconds: float
) -> tuple[tuple[float, float], ...]:
    """First and last second of each shot; one gives way to the next half-way through a transition.

    A fade that opens or closes the video changes no shot, and no more does a wipe from nothing.
    """
    edges = [one.at + one.duration / 2 for one in transitions if changes_shot(one, seconds)]
    return tuple(pairwise([0.0, *edges, seconds]))


def changes_shot(one: TransitionMeasure, seconds: float) -> bool:
    """Whether another shot is seen after this transition than before it."""
    if one.kind is TransitionKind.CUT:
        return True
    return one.at > _EDGE and one.at + one.duration < seconds - _EDGE


def temporal(
    transitions: Sequence[TransitionMeasure],
    level: float,
    shots_seen: Sequence[tuple[float, float]],
    seconds: float,
    length: float,
) -> TemporalMeasure:
    """The pace of a stretch of time.

    Each new shot exchanges the whole picture, and what moves by a frame's width exchanges it once:
    pacing is the shots begun and the widths moved in a second.

    Args:
        transitions: those that begin in this time.
        level: mean speed of motion, frame widths a second.
        shots_seen: first and last second of each shot of which something is seen in it.
        seconds: how long it is.
        length: of the whole video, in seconds.
    """
    begun = sum(changes_shot(one, length) for one in transitions)
    lengths = [last - first for first, last in shots_seen]
    return TemporalMeasure(
        pacing=level + begun / max(seconds, 1e-6),
        cuts=begun,
        shot_seconds=sum(lengths) / max(1, len(lengths)),
    )


def seen_between(
    shots_of_all: Sequence[tuple[float, float]], begin: float, end: float
) -> list[tuple[float, float]]:
    """The shots of which something is seen between two instants."""
    return [shot for shot in shots_of_all if shot[0] < end and shot[1] > begin]
