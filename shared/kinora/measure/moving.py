"""What moves in a video: flow, the camera behind it and depth, eight times a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kinora.measure.camera import FrameCamera, frame_camera, travelling, turning
from kinora.measure.change_log import ChangeLog
from kinora.measure.flow import Bytes, FlowMeter
from kinora.measure.motion import FrameMotion, frame_motion
from kinora.measure.parallax import FlowPool, Rates
from kinora.measure.similarity import centres
from kinora.model.features import CameraMeasure, DepthMeasure, TransitionMeasure

_FLOWS_A_SECOND = 8
_FAR_ENOUGH, _TOO_NEAR = 0.05, 0.012
"""Widths that the picture must move for near and far to be told apart well, and at all."""
_LONG_ENOUGH = 2.0
"""Seconds after which it is read off however little moved."""
_BESIDE = 2
"""Windows before and after one that help to name its camera."""


@dataclass(slots=True)
class Moves:
    """What moved in a window: each step with its begin and end in seconds."""

    spans: list[tuple[float, float]] = field(default_factory=list)
    motions: list[FrameMotion] = field(default_factory=list)
    cameras: list[FrameCamera] = field(default_factory=list)
    travel: list[tuple[float, float, Rates]] = field(default_factory=list)

    def without(self, transitions: Sequence[TransitionMeasure]) -> Moves:
        """Those steps alone over which the picture did not change its shot."""
        changes = [(one.at, one.at + one.duration) for one in transitions if one.duration > 0]
        if not changes:
            return self

        def apart(begin: float, end: float) -> bool:
            return all(end <= first or begin >= last for first, last in changes)

        kept = [at for at, span in enumerate(self.spans) if apart(*span)]
        return Moves(
            spans=[self.spans[at] for at in kept],
            motions=[self.motions[at] for at in kept],
            cameras=[self.cameras[at] for at in kept],
            travel=[one for one in self.travel if apart(one[0], one[1])],
        )


def cameras(
    windows: Sequence[Moves], shots: Sequence[int]
) -> list[tuple[CameraMeasure, DepthMeasure]]:
    """The camera of each window, and how far near and far move apart under it.

    Where the camera eases in and out, near and far hardly move; so what the windows beside it show
    counts too, as long as it is the same shot and seems the same movement.

    Args:
        windows: what moved in each.
        shots: the number of the shot that each shows.
    """
    found = [turning(window.cameras) for window in windows]
    named = []
    for at, window in enumerate(windows):
        around = [
            rates
            for other in _beside(
                at, [(one.kind, shot) for one, shot in zip(found, shots, strict=True)]
            )
            for _, _, rates in windows[other].travel
        ]
        named.append(travelling(found[at], [one[2] for one in window.travel], around))
    return named


def _beside(at: int, kinds: Sequence[object]) -> range:
    """The places next to one, up to two before and after, that are of its kind without a gap."""
    first = last = at
    while first > max(0, at - _BESIDE) and kinds[first - 1] == kinds[at]:
        first -= 1
    while last < min(len(kinds) - 1, at + _BESIDE) and kinds[last + 1] == kinds[at]:
        last += 1
    return range(first, last + 1)


class Movement:
    """Measures flow eight times a second, however many frames lie between.

    Over an eighth of a second even a slow drift moves the picture by more than grain does. A pair
    counts for the window of its later frame; no pair spans a cut.
    """

    def __init__(self, fps: float) -> None:
        self.log = ChangeLog()
        self._meter = FlowMeter()
        self._fps = fps
        self._gap = max(1, round(fps / _FLOWS_A_SECOND))
        self._reference: Bytes | None = None
        self._since = 0
        self._pool, self._pooled_from = FlowPool(), 0.0
        self._moves = Moves()

    def restart(self) -> None:
        """Another shot begins: what came before is not compared with it."""
        self._reference = None
        self._empty(self._since / self._fps)

    def window(self) -> Moves:
        """Begin another window; what is returned takes the steps that follow."""
        self._moves = Moves()
        return self._moves

    def finish(self) -> None:
        """No frame follows."""
        self._empty(self._since / self._fps)

    def add(self, number: int, grey: Bytes) -> None:
        """The frame of that number, (h, w)."""
        if self._reference is not None and number - self._since < self._gap:
            return
        if self._reference is not None:
            self._step(self._reference, grey, self._since / self._fps, number / self._fps)
        self._reference, self._since = grey, number

    def _step(self, before: Bytes, after: Bytes, begin: float, end: float) -> None:
        flow = self._meter.between(before, after)
        self.log.add(begin, end, flow)
        moves, seconds = self._moves, end - begin
        moves.spans.append((begin, end))
        moves.motions.append(frame_motion(flow, seconds))
        moves.cameras.append(frame_camera(flow, seconds))
        if not self._pool.steps:
            self._pooled_from = begin
        self._pool.add(flow, seconds)
        if self._pool.shift >= _FAR_ENOUGH or self._pool.seconds >= _LONG_ENOUGH:
            self._empty(end)

    def _empty(self, until: float) -> None:
        """Read near and far off the flow so far, if it went far enough."""
        if self._pool.steps and self._pool.shift >= _TOO_NEAR:
            rates = self._pool.take(*centres(*self._pool.shape))
            if rates is not None:
                self._moves.travel.append((self._pooled_from, until, rates))
        self._pool = FlowPool()
