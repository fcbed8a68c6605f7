"""Fades: a picture that sinks into a flat colour, or rises from one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kinora.measure.change_log import ChangeLog
from kinora.measure.mixture import mixture
from kinora.measure.ramp import Ramp, ramp
from kinora.measure.strip import Doubles, Strip
from kinora.model.features import TransitionMeasure
from kinora.model.taxonomy import TransitionKind

_FLAT, _FLAT_SHARE = 1.6, 0.08
"""Contrast, in grey levels and as a share of the picture's, of what is only a colour."""
_DIM_SHARE, _EDGE_SHARE = 0.5, 0.4
"""Contrast that must be lost where the flat colour itself is not seen: between two frames, or
before the first and behind the last."""
_LEAST_CONTRAST = 5.0
_LONGEST = 3.0
_SHORTEST = 0.09
_FEWEST = 3
"""Steps between thumbnails."""
_LONGEST_STEP = 0.7
_STALL = 0.01
_OTHER, _SAME = 0.7, 0.8
"""Likeness below which two pictures are different shots, and above which they are one."""
_MOST_BESIDE = 1.4
_FLASH = 0.25
_TOGETHER = 1.0
"""Seconds of flat colour between a fade out and a fade in that are still one fade."""
_MOST_ERROR = 0.1
_MOST_MOVED = 0.7
"""Share of the change that motion may explain: of a picture that leaves, it explains more."""
_LEAST_SETTLED = 0.5


@dataclass(frozen=True, slots=True)
class Leg:
    """Half of a fade: down into the colour or up from it, in seconds."""

    begin: float
    end: float
    rising: bool


def legs(strip: Strip, log: ChangeLog, *, opens: bool, closes: bool) -> Iterator[Leg]:
    """All fades' halves in a strip.

    Args:
        strip: thumbnails.
        log: what moved meanwhile.
        opens: whether it begins with the file's first frame.
        closes: whether it ends with the last.
    """
    for low, high in _valleys(strip, opens=opens, closes=closes):
        down, up = _walk(strip, low, -1), _walk(strip, high, 1)
        falls, rises = _leg(strip, log, down, low), _leg(strip, log, high, up)
        if not (falls and rises) and _flashes(strip, low, high):
            continue
        if falls and down > 0:
            yield Leg(falls.begin, falls.end, rising=False)
        if rises and up < len(strip) - 1:
            yield Leg(rises.begin, rises.end, rising=True)


def joined(found: Sequence[Leg]) -> Iterator[TransitionMeasure]:
    """Whole fades in order: out and in through one colour are one."""
    left = sorted(found, key=lambda leg: leg.begin)
    while left:
        leg = left.pop(0)
        end = leg.end
        if not leg.rising and left and left[0].rising and left[0].begin - end < _TOGETHER:
            end = left.pop(0).end
        begin = max(leg.begin, 0.0)
        yield TransitionMeasure(at=begin, kind=TransitionKind.FADE, duration=end - begin)


def _valleys(strip: Strip, *, opens: bool, closes: bool) -> Iterator[tuple[int, int]]:
    """First and last thumbnails of what is flat, or darkest between two shots."""
    contrast, count = strip.contrast, len(strip)
    flat = contrast <= max(_FLAT, 0.0) if count < _FEWEST else contrast <= _level(strip)
    at = 0
    while at < count:
        if flat[at]:
            high = at
            while high + 1 < count and flat[high + 1]:
                high += 1
            yield at, high
            at = high + 1
            continue
        if _dips(strip, at) or _edge(contrast, at, opens=opens, closes=closes):
            yield at, at
        at += 1


def _level(strip: Strip) -> Doubles:
    """Up to what contrast each thumbnail is flat: by the largest within a second and a half."""
    times, contrast = strip.times, strip.contrast
    starts = np.searchsorted(times, times - _LONGEST / 2)
    ends = np.searchsorted(times, times + _LONGEST / 2, side="right")
    most = np.array([contrast[a:b].max() for a, b in zip(starts, ends, strict=True)])
    return np.maximum(_FLAT, _FLAT_SHARE * most)


def _dips(strip: Strip, at: int) -> bool:
    """Whether one shot sinks towards a colour here and another rises, with no flat frame."""
    contrast = strip.contrast
    if not 0 < at < len(strip) - 1 or contrast[at] > min(contrast[at - 1], contrast[at + 1]):
        return False
    down, up = _walk(strip, at, -1), _walk(strip, at, 1)
    deep = contrast[at] <= _DIM_SHARE * min(contrast[down], contrast[up])
    return deep and strip.likeness(max(at - 1, down), min(at + 1, up)) < _OTHER


def _edge(contrast: Doubles, at: int, *, opens: bool, closes: bool) -> bool:
    """Whether the file opens or closes here in the midst of a fade."""
    near = contrast[: len(contrast) // 2 + 1] if at == 0 else contrast[len(contrast) // 2 :]
    dim = bool(contrast[at] <= _EDGE_SHARE * near.max())
    return dim and ((opens and at == 0) or (closes and at == len(contrast) - 1))


def _walk(strip: Strip, start: int, way: int) -> int:
    """How far contrast goes on growing, forwards (1) or backwards (-1)."""
    contrast, at = strip.contrast, start
    while 0 <= at + way < len(strip) and abs(strip.times[at + way] - strip.times[start]) < _LONGEST:
        following = contrast[at + way]
        if following <= contrast[at] * (1 + _STALL):
            beyond = at + 2 * way
            if not 0 <= beyond < len(strip) or contrast[beyond] <= contrast[at] * (1 + 2 * _STALL):
                break
        at += way
    return at


def _leg(strip: Strip, log: ChangeLog, first: int, last: int) -> Ramp | None:
    """The change between a picture and its valley, timed, if it is a gradual fading."""
    lost = strip.contrast[first : last + 1]
    most = float(lost.max())
    gone = 1 - lost / max(most, 1e-6)
    seconds = float(strip.times[last] - strip.times[first])
    if last - first < _FEWEST or most < _LEAST_CONTRAST or seconds < _SHORTEST:
        return None
    if float(np.abs(np.diff(gone)).max()) > _LONGEST_STEP or not _fades(strip, first, last):
        return None
    rising = bool(lost[-1] > lost[0])
    margin = max(2, (last - first) // 3)
    around = slice(first, last + margin + 1) if rising else slice(max(0, first - margin), last + 1)
    times = strip.times[around]
    share = np.clip(1 - strip.contrast[around] / most, 0, 1)
    if rising:
        way = ramp(-times[::-1], share[::-1], darkening=True)
        found = Ramp(-way.end, -way.begin, way.error)
    else:
        found = ramp(times, share, darkening=True)
    moved = log.explained(np.array([found.begin]), np.array([found.end]))[0]
    settles = _settles(strip, first, last, rising=rising)
    return found if found.error <= _MOST_ERROR and moved <= _MOST_MOVED and settles else None


def _settles(strip: Strip, first: int, last: int, *, rising: bool) -> bool:
    """Whether the picture stands in full contrast beyond the leg, where that is seen.

    A light that goes on dimming or brightening does not.
    """
    reach = max(2, (last - first) // 3)
    full, beyond = (last, last + reach) if rising else (first, first - reach)
    if not 0 <= beyond < len(strip):
        return True
    contrast = strip.contrast
    inside = abs(contrast[last] - contrast[first]) * reach / (last - first)
    return bool(abs(contrast[beyond] - contrast[full]) < _LEAST_SETTLED * inside)


def _fades(strip: Strip, first: int, last: int) -> bool:
    """Whether the picture sinks everywhere at once, where it stands."""
    found = mixture(strip, first, last)
    return not found.swept and found.beside <= _MOST_BESIDE


def _flashes(strip: Strip, low: int, high: int) -> bool:
    """Whether one picture is seen on both sides of a short flat moment."""
    before, after = low - 1, min(_walk(strip, high, 1), len(strip) - 1)
    if before < 0 or high >= len(strip) - 1 or strip.times[high] - strip.times[low] >= _FLASH:
        return False
    return strip.likeness(_walk(strip, low, -1), after) > _SAME
