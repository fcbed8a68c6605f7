"""How scene time runs: pacing, tension and the kind of motion turn frames into moments.

Everything is a closed form of the frame number, so any frame can be asked for at any time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from kinora.beats import accent
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import MotionKind, Tension
from kinora.picture.film.pose import Pose

_RATE = {
    MotionKind.SLOW: 0.45,
    MotionKind.WAVE: 0.9,
    MotionKind.FLOW: 1.0,
    MotionKind.FAST: 2.1,
    MotionKind.PULSE: 0.9,
}
_SURGE = {MotionKind.WAVE: (0.55, 1.6), MotionKind.PULSE: (0.8, 4.0)}
"""Depth of the swelling of speed, and its angular frequency in radians a second."""
_NUDGE, _BRIGHTENING = 0.012, 0.4
"""How far an accented beat pushes the camera in, and how much it brightens lights."""


def flicker(since: float) -> float:
    """The brightness of a lightning stroke, 0..1, seconds after it began: a stroke and a second."""
    if since < 0:
        return 0.0
    second = 0.75 * math.exp(-(since - 0.13) / 0.11) if since > 0.13 else 0.0
    return max(math.exp(-since / 0.045), second)


@dataclass(frozen=True)
class Moment:
    """One instant of a clip."""

    frame: int
    seconds: float
    """Clock time; rain and flicker follow it."""
    flow: float
    """Scene time in seconds, which runs faster and slower; waves, clouds and sway follow it."""
    energy: float
    """About 0.4..1.6: tension times pacing."""
    sway: float
    """How far wind-moved things move, 0..about 2."""
    glow: float
    """Strength of lights, near 1; it beats when motion pulses or the music's pace is quick."""
    flash: float
    """Brightness of lightning, 0 for none to 1 for a strike nearby."""
    pose: Pose


class Tempo:
    """Moments of one clip."""

    def __init__(self, spec: SceneSpec) -> None:
        self._fps = spec.format.fps
        self._length = max(spec.format.frames / spec.format.fps, 1e-6)
        self._tension = spec.tension
        self._pacing = spec.pacing
        self._motion = spec.motion
        self._wind = spec.wind
        self._beat = spec.sound.tempo_bpm
        self._strikes = spec.strikes

    def moment(self, frame: int, pose: Pose) -> Moment:
        """The moment of a frame, seen from a pose."""
        seconds = frame / self._fps
        motion = self._motion
        rate = _RATE[motion.kind] * motion.speed * self._pacing
        flow = rate * self._worked(seconds)
        glow = 1.0
        surge, frequency = _SURGE.get(motion.kind, (0.0, 1.0))
        frequency *= motion.speed**0.5
        flow -= rate * surge / frequency * math.sin(frequency * seconds)
        if motion.kind is MotionKind.PULSE:
            glow = 1.0 + 0.16 * math.sin(frequency * seconds) * (0.4 + motion.amount)
        energy = self._energy(seconds / self._length)
        beat = accent(seconds, self._beat, self._pacing)
        glow += _BRIGHTENING * beat
        pose = replace(pose, zoom=pose.zoom * (1 + _NUDGE * beat))
        sway = (0.3 + 1.4 * motion.amount) * (0.35 + 1.3 * self._wind) * energy
        strokes = (one.strength * flicker(seconds - one.second) for one in self._strikes)
        flash = max(strokes, default=0.0)
        return Moment(frame, seconds, flow, energy * self._pacing**0.5, sway, glow, flash, pose)

    def _energy(self, part: float) -> float:
        match self._tension:
            case Tension.FLAT:
                return 1.0
            case Tension.RISING:
                return 0.55 + 0.9 * part
            case Tension.FALLING:
                return 1.45 - 0.9 * part
            case Tension.ARC:
                return 0.6 + 2.4 * part * (1 - part)

    def _worked(self, seconds: float) -> float:
        """The integral of the energy from the start to ``seconds``."""
        part, length = seconds / self._length, self._length
        match self._tension:
            case Tension.FLAT:
                return seconds
            case Tension.RISING:
                return length * (0.55 * part + 0.45 * part**2)
            case Tension.FALLING:
                return length * (1.45 * part - 0.45 * part**2)
            case Tension.ARC:
                return length * (0.6 * part + 1.2 * part**2 - 0.8 * part**3)
