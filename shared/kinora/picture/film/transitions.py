"""How one shot takes over from another, in linear light."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import TransitionKind
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Radiance

_SOFT = 0.06
"""Width of a wipe's soft edge, as a share of the frame's width."""


@dataclass(frozen=True)
class Cue:
    """What is on screen at a frame: a shot and, during a transition, how far it has come."""

    shot: int
    kind: TransitionKind = TransitionKind.CUT
    progress: float = 1.0


def cue(spec: SceneSpec, frame: int) -> Cue:
    """The cue of a frame."""
    shots = spec.shots
    index = max(i for i, shot in enumerate(shots) if shot.first_frame <= frame)
    shot = shots[index]
    done = frame - shot.first_frame
    if shot.transition is TransitionKind.CUT or done >= shot.transition_frames:
        return Cue(index)
    part = (done + 1) / (shot.transition_frames + 1)
    return Cue(index, shot.transition, part * part * (3 - 2 * part))


def dissolve(old: Radiance, new: Radiance, share: float) -> None:
    """Cross-dissolve into ``new``, in place."""
    cv.weighted(old, 1 - share, new, share, 0, out=new)


def darken(light: Radiance, share: float) -> None:
    """Scale the light to ``share``, in place."""
    cv.scale_light(light, (share, share, share, 1.0))


def wipe(old: Radiance, new: Radiance, share: float) -> None:
    """Reveal ``new`` from left to right, in place."""
    width = new.shape[1]
    at = np.arange(width, dtype=np.float32) / np.float32(width)
    edge = np.float32(share * (1 + _SOFT))
    shown = np.clip((edge - at) / np.float32(_SOFT), 0, 1)
    full = int(np.searchsorted(-shown, -0.9999, side="right"))
    none = int(np.searchsorted(-shown, -0.0001, side="left"))
    new[:, none:] = old[:, none:]
    if none > full:
        weight = shown[full:none, None]
        mixed = new[:, full:none] * weight + old[:, full:none] * (1 - weight)
        new[:, full:none] = np.round(mixed).astype(np.uint16)
