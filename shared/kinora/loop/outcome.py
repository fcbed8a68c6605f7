"""Good or not: a video must move, must not be flat, frozen, noise or silent."""

from __future__ import annotations

from kinora.model.features import Features
from kinora.model.run import Outcome
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Presence

LEAST_MOTION = 0.0008
"""Frame widths a second; below it nothing in the picture is seen to move."""
LEAST_CONTRAST = 0.02
MOST_BUSYNESS = 0.7
QUIETEST, LOUDEST = -20.0, -12.0


def judge(features: Features, spec: SceneSpec) -> Outcome:
    """The verdict with every reason against it, or with what speaks for it."""
    whole = features.whole
    busyness = max((window.graphics.busyness for window in features.windows), default=0.0)
    against: list[str] = []
    if whole.motion.level < LEAST_MOTION:
        against.append(f"frozen: motion {whole.motion.level:.4f} frame widths a second")
    if whole.light.contrast < LEAST_CONTRAST:
        against.append(f"flat: contrast {whole.light.contrast:.3f}")
    if busyness > MOST_BUSYNESS:
        against.append(f"noisy: busyness {busyness:.2f}")
    if features.video.frames != spec.format.frames:
        against.append(f"{features.video.frames} frames of {spec.format.frames} in the file")
    loudness = whole.loudness_lufs
    if spec.sound.presence is not Presence.SILENCE:
        if loudness is None:
            against.append("silent although its spec asks for sound")
        elif not QUIETEST <= loudness <= LOUDEST:
            against.append(f"loudness {loudness:.1f} LUFS")
    if against:
        return Outcome(good=False, reasons=tuple(against))
    sound = "silence as asked" if loudness is None else f"{loudness:.1f} LUFS"
    return Outcome(
        good=True,
        reasons=(
            f"moves at {whole.motion.level:.3f} frame widths a second",
            f"contrast {whole.light.contrast:.2f}",
            sound,
        ),
    )
