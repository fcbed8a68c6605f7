"""Cutting a clip into shots: how many, how long, from where, and how they follow one another."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from kinora.model.format import VideoFormat
from kinora.model.instruction import Instruction
from kinora.model.spec import Shot
from kinora.model.taxonomy import CameraKind, ShotSize, TransitionKind
from kinora.scene.learned import Learning

_MIN_SHOT_SECONDS = 2.4
_USUAL_SHOT_SECONDS = 4.5
_TRANSITION_SECONDS = 0.7
_LEARNED_CAMERA = 0.5
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
    """Shots that cover the clip exactly. An explainer stays in one, so its text can be read."""
    lengths = _lengths(instruction, form, pacing, rng)
    size = instruction.shot or rng.choices(list(ShotSize), (10, 4, 2, 1, 1))[0]
    transition = instruction.transition or rng.choices(list(TransitionKind), (4, 2, 4, 2))[0]
    kind, first = _camera(instruction, learning, rng), 0
    shots = []
    for index, frames in enumerate(lengths):
        opening = index == 0
        soft = transition is not TransitionKind.CUT and (not opening or instruction.transition)
        length = min(round(_TRANSITION_SECONDS * form.fps), frames // 2) if soft else 0
        shots.append(
            Shot(
                first_frame=first,
                frames=frames,
                size=size,
                camera=kind,
                camera_speed=round(min(2.0, rng.uniform(0.5, 1.0) * pacing), 3),
                transition=transition if length else TransitionKind.CUT,
                transition_frames=length,
            )
        )
        first += frames
        size = rng.choice(_FOLLOWING[size])
        if instruction.camera is None:
            kind = _other_camera(kind, instruction, rng)
    return tuple(shots)


def _lengths(instruction: Instruction, form: VideoFormat, pacing: float, rng: Random) -> list[int]:
    seconds = form.frames / form.fps
    most = max(1, int(seconds / _MIN_SHOT_SECONDS))
    count = min(most, max(1, round(seconds * pacing / _USUAL_SHOT_SECONDS)))
    if instruction.text is not None:
        count = 1
    shares = [rng.uniform(0.85, 1.15) for _ in range(count)]
    edges = [round(form.frames * sum(shares[:i]) / sum(shares)) for i in range(count + 1)]
    return [after - before for before, after in pairwise(edges)]


def _camera(instruction: Instruction, learning: Learning, rng: Random) -> CameraKind:
    if instruction.camera is not None:
        return instruction.camera
    if rng.random() < _LEARNED_CAMERA:
        entry = learning.pick(("camera",), "camera", rng)
        if entry is not None:
            kind = CameraKind(str(entry.value["kind"]))
            if kind in _allowed(instruction):
                return kind
    allowed = _allowed(instruction)
    gentle = [kind for kind in allowed if kind not in _SUDDEN] or allowed
    return rng.choice(gentle or [CameraKind.STATIC])


def _other_camera(kind: CameraKind, instruction: Instruction, rng: Random) -> CameraKind:
    allowed = _allowed(instruction)
    others = [other for other in allowed if other not in (kind, *_SUDDEN)]
    return rng.choice(others or [kind])


def _allowed(instruction: Instruction) -> list[CameraKind]:
    """Moves that the prompt does not rule out; nothing sidewise where symmetry is asked for."""
    barred = (*instruction.avoid.cameras, *(_SIDEWISE if instruction.symmetric else ()))
    return [kind for kind in CameraKind if kind not in barred]
