"""Dissolves and wipes: stretches over which one shot's picture becomes another's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kinora.measure.change_log import ChangeLog
from kinora.measure.mixture import Mixture, mixture, swept
from kinora.measure.ramp import Ramp, ramp
from kinora.measure.strip import Doubles, Strip
from kinora.model.features import TransitionMeasure
from kinora.model.taxonomy import TransitionKind

LONGEST = 3.0
"""Seconds: a slower change is one of light or weather, not of shot."""
AFTER = 1.0
"""Seconds that a new shot must be seen to stay for, where the file goes on so long."""
_SHORTEST = 4
"""Steps between thumbnails."""
_GROWTH = 1.2
_LEAST_APART = 5.0
"""Grey levels (RMS) between two shots."""
_MOST_BESIDE_FIRST = 2.4
_MOST_BESIDE_WIPE = 1.7
_MOST_BESIDE = ((0.6, 1.1, 1.8), (2.0, 0.9, 0.35))
"""For a dissolve, by its seconds: in a long time a camera move comes nearer to a mixture."""
_LONGEST_FOUND = 2.8
_QUIET = 0.17
"""Part of the way that may be made in the third of its time before it and after it."""
_LONGEST_STEP = 0.5
_LEAST_FADED = 0.5
_CLOSE, _UNLIKE = 0.35, 0.85
"""A mixture this near to the line, of pictures so little alike, needs no loss of contrast."""
_LEAST_CHANGED = 0.35
_ALONE = 2
"""Thumbnails of each shot before and after a dissolve."""
_SAME = 0.965
"""Likeness above which both ends show one picture in another light."""
_FLAT = 2.5
"""Grey levels of contrast of what is no picture but a colour."""
_MOST_MOVED = {TransitionKind.DISSOLVE: 0.52, TransitionKind.WIPE: 0.75}
"""Share of the change that motion may explain; of a camera move it explains more than 0.65."""
_CLEAR_BURST, _MOVED_IN_BURST = 10.0, 0.15
"""Where so many times more changes than around it, motion may explain so much more of it."""
_LEAST_BURST = 1.8
_BURST, _BURST_BESIDE = 1.5, {TransitionKind.DISSOLVE: 2.4, TransitionKind.WIPE: 1.2}
"""How many times faster than around it the picture must change unexplained, and how many more the
less it is a mixture."""
_NEAR, _UNSTEADY = 0.3, 0.35
_STAYS, _RETURNED = 0.7, 0.7
"""Seconds before and after, and how much of the way may be gone within them."""
_MOST_ERROR = 0.12
_APART = 0.12
"""Seconds between two transitions in which a shot is seen alone."""
_TRIES = 24


@dataclass(frozen=True, slots=True)
class _Candidate:
    first: int
    last: int
    score: float


def crossings(strip: Strip, log: ChangeLog) -> Iterator[TransitionMeasure]:
    """All dissolves and wipes in a strip, the clearest first; they do not overlap."""
    found: list[TransitionMeasure] = []
    refused: list[_Candidate] = []
    for one in sorted(_plausible(strip, log), key=lambda one: -one.score):
        begin, end = strip.times[one.first], strip.times[one.last]
        if any(_meets(known, begin, end) for known in found):
            continue
        if any(_alike(one, other) for other in refused):
            continue
        judged = _judged(strip, one, log)
        if judged is None:
            refused.append(one)
            if len(refused) == _TRIES:
                return
        else:
            found.append(judged)
            yield judged


def _meets(known: TransitionMeasure, begin: float, end: float) -> bool:
    """Whether a stretch leaves no time for a shot between it and a transition."""
    return begin < known.at + known.duration + _APART and known.at < end + _APART


def _alike(one: _Candidate, other: _Candidate) -> bool:
    near = (one.last - one.first) / 6
    return abs(one.first - other.first) <= near and abs(one.last - other.last) <= near


def _plausible(strip: Strip, log: ChangeLog) -> list[_Candidate]:
    """The candidates in which more changes than moves, and more than around them."""
    found = list(_candidates(strip))
    if not found:
        return []
    begin = strip.times[[one.first for one in found]]
    end = strip.times[[one.last for one in found]]
    most = max(_MOST_MOVED.values()) + _MOVED_IN_BURST
    fits = (log.explained(begin, end) <= most) & (log.burst(begin, end) >= _LEAST_BURST)
    return [found[at] for at in np.flatnonzero(fits)]


def _candidates(strip: Strip) -> Iterator[_Candidate]:
    """Pairs of thumbnails between which the picture goes straight over, and only there."""
    count = len(strip)
    if count <= _SHORTEST:
        return
    step = float(np.median(np.diff(strip.times)))
    longest = min(count - 1, round(LONGEST / step))
    length = float(_SHORTEST)
    while round(length) <= longest:
        yield from _of_length(strip, round(length))
        length = max(length * _GROWTH, length + 1)


def _of_length(strip: Strip, length: int) -> Iterator[_Candidate]:
    apart, count = strip.distances, len(strip)
    first = np.arange(count - length)
    last = first + length
    total = np.maximum(apart[first, last], 1e-9)

    def share(at: NDArray[np.int64]) -> Doubles:
        way = apart[first, at] + total - apart[last, at]
        return np.asarray(way / (2 * total), dtype=np.float64)

    inner = [first + max(1, round(length * part)) for part in (0.2, 0.35, 0.5, 0.65, 0.8)]
    shares = np.stack([share(at) for at in inner])
    ways = np.stack([apart[first, at] for at in inner]) / total
    beside = (np.maximum(ways - shares**2, 0) / np.clip(shares * (1 - shares), 0.09, None)).mean(0)
    margin = max(1, round(length / 3))
    fits = (
        (total >= _LEAST_APART**2)
        & (beside <= _MOST_BESIDE_FIRST)
        & (np.diff(shares, axis=0) >= -0.05).all(axis=0)
        & (shares[0] < 0.45)
        & (shares[-1] > 0.55)
        & (share(np.maximum(first - margin, 0)) >= -_QUIET)
        & (share(np.minimum(last + margin, count - 1)) <= 1 + _QUIET)
    )
    scores = np.sqrt(total) * (3 - beside) / length**0.2
    for at in np.flatnonzero(fits):
        yield _Candidate(int(at), int(at) + length, float(scores[at]))


def _judged(strip: Strip, one: _Candidate, log: ChangeLog) -> TransitionMeasure | None:
    """The change between two thumbnails, timed, if it is one of shot."""
    first, last = one.first, one.last
    reach = max(2, (last - first) // 3)
    for _ in range(2):
        around = slice(max(0, first - reach), last + reach + 1)
        times = strip.times[around]
        way = ramp(times, np.clip(strip.shares(first, last)[around], 0, 1))
        first = max(0, int(np.searchsorted(strip.times, way.begin + 1e-9)) - 1)
        last = min(len(strip) - 1, int(np.searchsorted(strip.times, way.end - 1e-9)))
        if last - first < _SHORTEST - 1 or way.error > _MOST_ERROR:
            return None
    found = mixture(strip, first, last)
    kind = TransitionKind.WIPE if found.swept else TransitionKind.DISSOLVE
    if not (
        _other_shot(strip, first, last, kind)
        and _goes_over(found, kind, way, strip.likeness(first, last))
    ):
        return None
    if not (_stays(strip, first, last) and _no_motion(found, kind, way, log)):
        return None
    if kind is TransitionKind.WIPE:
        way = swept(strip, first, last)
    opened = max(way.begin, 0.0)
    return TransitionMeasure(at=opened, kind=kind, duration=max(way.end - opened, 0.0))


def _other_shot(strip: Strip, first: int, last: int, kind: TransitionKind) -> bool:
    """Whether both ends are pictures that are seen alone, and not the same in another light."""
    if kind is TransitionKind.DISSOLVE and not _ALONE <= first <= last < len(strip) - _ALONE:
        return False
    flat = min(strip.contrast[first], strip.contrast[last]) < _FLAT
    if flat:
        return kind is TransitionKind.WIPE
    return strip.likeness(first, last) < _SAME


def _goes_over(found: Mixture, kind: TransitionKind, way: Ramp, likeness: float) -> bool:
    """Whether the picture goes over evenly, and as such a transition does."""
    seconds = way.end - way.begin
    steps = max(later - earlier for earlier, later in pairwise(found.shares))
    wipe = kind is TransitionKind.WIPE
    beside = _MOST_BESIDE_WIPE if wipe else float(np.interp(seconds, *_MOST_BESIDE))
    return (
        found.beside <= beside
        and seconds <= _LONGEST_FOUND
        and steps <= _LONGEST_STEP
        and found.changed >= _LEAST_CHANGED
        and (
            wipe or found.faded >= _LEAST_FADED or (found.beside <= _CLOSE and likeness <= _UNLIKE)
        )
    )


def _no_motion(found: Mixture, kind: TransitionKind, way: Ramp, log: ChangeLog) -> bool:
    """Whether the picture changes otherwise than by things moving in it."""
    begin, end = np.array([way.begin]), np.array([way.end])
    burst, moved = float(log.burst(begin, end)[0]), float(log.explained(begin, end)[0])
    if np.isinf(burst):
        # Too fast for flow: the mixture alone must speak for itself.
        fades = found.faded >= _LEAST_FADED and found.beside <= _CLOSE
        return fades or kind is TransitionKind.WIPE
    most = _MOST_MOVED[kind] + (_MOVED_IN_BURST if burst >= _CLEAR_BURST else 0.0)
    return moved <= most and burst >= _BURST + _BURST_BESIDE[kind] * found.beside


def _stays(strip: Strip, first: int, last: int) -> bool:
    """Whether the old picture stood before, the new one stands after, and the old is gone."""
    times, shares = strip.times, strip.shares(first, last)
    near = min(_NEAR, float(times[last] - times[first]))
    for reach, most in ((near, _UNSTEADY), (_STAYS, _RETURNED)):
        before = times[:first] >= times[first] - reach
        after = times[last:] <= times[last] + reach
        if (shares[:first][before] > most).any() or (shares[last:][after] < 1 - most).any():
            return False
    return True
