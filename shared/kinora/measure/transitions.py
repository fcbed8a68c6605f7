"""All changes of shot of a video, found while its frames go by."""

from __future__ import annotations

import math
from collections import deque

from kinora.measure.change_log import ChangeLog
from kinora.measure.crossings import AFTER, LONGEST, crossings
from kinora.measure.cuts import CutFinder
from kinora.measure.fades import Leg, joined, legs
from kinora.measure.strip import Bytes, Strip, Thumbnail, thumbnail
from kinora.model.features import TransitionMeasure
from kinora.model.taxonomy import TransitionKind

_RATE = 30
"""Thumbnails a second at most."""
_EVERY = 1.5
"""Seconds between two searches."""
_HELD = LONGEST + 2 * AFTER + _EVERY
"""Seconds of thumbnails that a search needs."""


class TransitionFinder:
    """Looks for cuts, fades, dissolves and wipes in a stream of frames.

    It holds six and a half seconds of thumbnails (16x16), whatever the video's length.
    """

    def __init__(self, fps: float, log: ChangeLog) -> None:
        """``log`` is kept up to date by who measures the flow."""
        self._fps = fps
        self._log = log
        self._cuts = CutFinder(fps)
        self._step = max(1, math.ceil(fps / _RATE - 1e-6))
        self._pixels: deque[Bytes] = deque()
        self._times, self._contrast = deque[float](), deque[float]()
        self._number = 0
        self._searched = 0.0
        self._legs: list[Leg] = []
        self._crossings: list[TransitionMeasure] = []

    def add(self, frame: Bytes) -> Thumbnail:
        """The next frame, (h, w, 3) BGR; returns it reduced."""
        small = thumbnail(frame)
        self._cuts.add(small)
        at = self._number / self._fps
        self._number += 1
        if (self._number - 1) % self._step == 0:
            self._keep(at, small)
        return small

    def _keep(self, at: float, small: Thumbnail) -> None:
        if at - self._searched >= _EVERY:
            self._search(closes=False)
            self._searched = at
            while self._times and self._times[0] < at - _HELD:
                for kept in (self._pixels, self._times, self._contrast):
                    kept.popleft()
        self._pixels.append(small.coarse)
        self._times.append(at)
        self._contrast.append(small.contrast)

    def jumped(self) -> bool:
        """Whether the newest frame looks like another shot than the one before it."""
        return self._cuts.jumped()

    def transitions(self) -> tuple[TransitionMeasure, ...]:
        """All of them in order; to be called once, after the last frame."""
        if self._times:
            self._search(closes=True)
        fades = list(joined(self._legs))
        others = [
            one for one in self._crossings if not any(_overlap(one, other) for other in fades)
        ]
        soft = [*fades, *others]
        margin = 1.5 / self._fps
        cuts = [
            TransitionMeasure(at=number / self._fps, kind=TransitionKind.CUT, duration=0.0)
            for number in self._cuts.cuts()
        ]
        hard = [
            cut
            for cut in cuts
            if not any(one.at - margin <= cut.at <= one.at + one.duration + margin for one in soft)
        ]
        return tuple(sorted([*soft, *hard], key=lambda one: one.at))

    def _search(self, *, closes: bool) -> None:
        strip = Strip.of(self._times, self._pixels, self._contrast)
        until = math.inf if closes else float(strip.times[-1]) - AFTER
        opens = bool(strip.times[0] == 0)
        for leg in legs(strip, self._log, opens=opens, closes=closes):
            # What reaches the strip's end may yet go on; what was found before is known.
            if leg.end <= until and all(
                leg.begin >= known.end - _slack(leg) for known in self._legs
            ):
                self._legs.append(leg)
        for one in crossings(strip, self._log):
            known = any(_overlap(one, other) for other in self._crossings)
            if one.at + one.duration <= until and not known:
                self._crossings.append(one)


def _slack(leg: Leg) -> float:
    return (leg.end - leg.begin) / 3


def _overlap(one: TransitionMeasure, other: TransitionMeasure) -> bool:
    shared = min(one.at + one.duration, other.at + other.duration) - max(one.at, other.at)
    return shared > 0
