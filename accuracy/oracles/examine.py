"""All checks, and examining one clip with those that concern it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from accuracy.oracles import (
    cameras,
    colours,
    denials,
    hours,
    lighting,
    lightning,
    loudness,
    motion,
    symmetry,
    tempo,
    transitions,
    words,
)
from accuracy.oracles.film import Film, Note
from accuracy.oracles.promise import Check, Figure, Measures, Seen

CHECKS: tuple[Check, ...] = (
    colours.CHECK, hours.CHECK, lighting.CHECK, cameras.CHECK, motion.CHECK, symmetry.CHECK,
    transitions.CHECK, lightning.CHECK, words.CHECK, tempo.CHECK, loudness.CHECK, denials.CHECK,
)  # fmt: skip
Examined = tuple[Note, dict[str, Measures]]


def examine(path: Path) -> Examined:
    """All measures of one clip, from its note's path: the file is decoded once for all checks."""
    note, film = Note.read(path), Film(path.with_suffix(".mp4"))
    return note, {check.name: check.measure(film, note) for check in CHECKS if check.examines(note)}


def cross_check(examined: Sequence[Examined]) -> Iterator[Figure]:
    """What the judges say when each is shown another clip than its note speaks of."""
    for check in CHECKS:
        seen = [Seen(note, found[check.name]) for note, found in examined if check.name in found]
        others = seen[check.turns :] + seen[: check.turns]
        if check.turns and seen:
            yield from check.judge(
                [Seen(one.note, other.measures) for one, other in zip(seen, others, strict=True)]
            )


def judge(examined: Sequence[Examined]) -> Iterator[Figure]:
    """The figures of all checks over all clips."""
    for check in CHECKS:
        seen = [Seen(note, found[check.name]) for note, found in examined if check.name in found]
        if seen:
            yield from check.judge(seen)
