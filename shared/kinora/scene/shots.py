"""Cutting a clip into shots: how many, how long, from where, and how they follow one another."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from kinora.model.format import VideoFormat
from kinora.model.instruction import Instruction
from kinora.model.spec import Shot
from kinora.model.taxonomy import CameraKind, ShotSize, TransitionKind
from kinora.scene.learned import BLENDS, Learning, has, member, number, of_kind

_MIN_SHOT_SECONDS = 2.4
_USUAL_SHOT_SECONDS = 4.5
_TRANSITION_SECONDS = 0.7
_TRANSITION_RANGE = (0.3, 1.5)
_LONGEST_SHOT_SECONDS = 9.0
_LEARNED_CAMERA, _LEARNED_LENGTH, _LEARNED_TRANSITION = 0.5, 0.5, 0.4
_USUAL_SPEED = 0.03
"""Measured speed of a camera, in frame widths a second, at which nothing is changed."""
_SPEED_RANGE = (0.6, 1.6)
_FOLLOWING = {
    ShotSize.WIDE: (ShotSize.MEDIUM, ShotSize.CLOSE),
    ShotSize.MEDIUM: (ShotSize.CLOSE, ShotSize.WIDE),
    ShotSize.CLOSE: (ShotSize.WIDE, ShotSize.MEDIUM),
    ShotSize.POV: (ShotSize.WIDE, ShotSize.POV),
    ShotSize.HANDHELD: (ShotSize.HANDHELD, ShotSize.CLOSE),
}
_SIDEWISE = (
    CameraKind.PAN_LEFT,
    CameraKind.PAN_RIGHT,
    CameraKind.TRUCK_LEFT,
    CameraKind.TRUCK_RIGHT,
    CameraKind.ORBIT,
    CameraKind.ROLL,
    CameraKind.HANDHELD,
)
_SUDDEN = (CameraKind.ROLL, CameraKind.HANDHELD)


def compose_shots(
    instruction: Instruction, form: VideoFormat, pacing: float, learning: Learning, rng: Random
) -> tuple[Shot, ...]:
    """Shots that cover the clip exactly. An explainer stays in one, so its text can be read.

    What the prompt leaves open is sometimes learned: how the first shot moves and how fast, how
    long shots are, and how one follows another.
    """
    chance = learning.chance(rng)
    lengths = _lengths(
        instruction, form, _usual_seconds(instruction, pacing, learning, chance), rng
    )
    size = instruction.shot or rng.choices(list(ShotSize), (10, 4, 2, 1, 1))[0]
    transition, lasting = _transition(instruction, learning, chance, rng)
    kind, faster = _camera(instruction, learning, chance, rng)
    first = 0
    shots = []
    for index, frames in enumerate(lengths):
        opening = index == 0
        soft = transition is not TransitionKind.CUT and (not opening or instruction.transition)
        length = min(round(lasting * form.fps), frames // 2) if soft else 0
        shots.append(
            Shot(
                first_frame=first,
                frames=frames,
                size=size,
                camera=kind,
                camera_speed=round(min(2.0, rng.uniform(0.5, 1.0) * pacing * faster), 3),
                transition=transition if length else TransitionKind.CUT,
                transition_frames=length,
            )
        )
        first += frames
        size = rng.choice(_FOLLOWING[size])
        if instruction.camera is None:
            kind = _other_camera(kind, instruction, rng)
    return tuple(shots)


def _usual_seconds(
    instruction: Instruction, pacing: float, learning: Learning, chance: Random
) -> float:
    """How long a shot lasts: shorter at a quick pace, or half of the way to a learned length."""
    usual = _USUAL_SHOT_SECONDS / pacing
    if instruction.pacing is None:
        fits = has("shot_seconds")
        entry = learning.draw(_LEARNED_LENGTH, ("temporal", BLENDS), "pacing", chance, fits)
        learned = number(entry, "shot_seconds") if entry is not None else None
        if learned:
            usual += (min(max(learned, _MIN_SHOT_SECONDS), _LONGEST_SHOT_SECONDS) - usual) / 2
    return usual


def _lengths(instruction: Instruction, form: VideoFormat, usual: float, rng: Random) -> list[int]:
    seconds = form.frames / form.fps
    most = max(1, int(seconds / _MIN_SHOT_SECONDS))
    count = min(most, max(1, round(seconds / usual)))
    if instruction.text is not None:
        count = 1
    shares = [rng.uniform(0.85, 1.15) for _ in range(count)]
    edges = [round(form.frames * sum(shares[:i]) / sum(shares)) for i in range(count + 1)]
    return [after - before for before, after in pairwise(edges)]


def _transition(
    instruction: Instruction, learning: Learning, chance: Random, rng: Random
) -> tuple[TransitionKind, float]:
    """The kind that the prompt asks for or that was learned, and its seconds."""
    kind = rng.choices(list(TransitionKind), (4, 2, 4, 2))[0]
    lasting = _TRANSITION_SECONDS
    fits = of_kind(TransitionKind, "duration")
    entry = learning.draw(_LEARNED_TRANSITION, ("transition", BLENDS), "transition", chance, fits)
    if entry is not None:
        kind = member(entry, "kind", TransitionKind) or kind
        shortest, longest = _TRANSITION_RANGE
        lasting = min(max(number(entry, "duration") or lasting, shortest), longest)
    return instruction.transition or kind, lasting


def _camera(
    instruction: Instruction, learning: Learning, chance: Random, rng: Random
) -> tuple[CameraKind, float]:
    """How the first shot moves, and a factor of speed; what the prompt asks for is not learned."""
    allowed = _allowed(instruction)
    gentle = [kind for kind in allowed if kind not in _SUDDEN] or allowed
    seeded = rng.choice(gentle or [CameraKind.STATIC])
    if instruction.camera is not None:
        return instruction.camera, 1.0
    fits = of_kind(CameraKind)
    entry = learning.draw(_LEARNED_CAMERA, ("camera", BLENDS), "camera", chance, fits)
    kind = member(entry, "kind", CameraKind) if entry is not None else None
    if entry is None or kind is None or kind not in allowed:
        return seeded, 1.0
    speed = number(entry, "speed")
    slower, faster = _SPEED_RANGE
    return kind, min(max(speed / _USUAL_SPEED, slower), faster) if speed else 1.0


def _other_camera(kind: CameraKind, instruction: Instruction, rng: Random) -> CameraKind:
    allowed = _allowed(instruction)
    others = [other for other in allowed if other not in (kind, *_SUDDEN)]
    return rng.choice(others or [kind])


def _allowed(instruction: Instruction) -> list[CameraKind]:
    """Moves that the prompt does not rule out; nothing sidewise where symmetry is asked for."""
    barred = (*instruction.avoid.cameras, *(_SIDEWISE if instruction.symmetric else ()))
    return [kind for kind in CameraKind if kind not in barred]
