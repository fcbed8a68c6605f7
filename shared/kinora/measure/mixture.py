"""How one shot's picture turns into another's: everywhere at once, or place by place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinora.measure.ramp import Ramp
from kinora.measure.strip import SIDE, Doubles, Flags, Strip

_LEAST_CHANGED = 6.0
"""Grey levels (RMS of the channels) from which a place has changed."""
_FEWEST = 8
"""Places that show an order."""
_ROUNDS = 4
_WIDENS = 0.3
_EARLY = 0.03
_PLANE_SHARE = 0.85
_SWEPT_SHARE = 0.5
_SWEPT_SPREAD = 0.07
"""A wipe's places change in an order: their moments lie on a plane or a bowl over the frame, which
explains half of their variance and spreads by 0.07 of the whole change (a hard edge: 0.29)."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """How a strip's thumbnails between two of them follow from these two.

    ``shares`` (n,) how far each has come, 0..1; ``beside`` what of the way lies beside the line, as
    a share of ``shares * (1 - shares)``: 0 for a mixture, 1 for a wipe, about 3 where the picture
    moved on by itself; ``faded`` how much contrast is lost half-way, 1 as in a mixture, 0 as where
    things move; ``changed`` the share of places that changed; ``swept`` whether they changed one
    after another, in order over the frame.
    """

    shares: Doubles
    beside: float
    faded: float
    changed: float
    swept: bool


def mixture(strip: Strip, first: int, last: int) -> Mixture:
    """Explain the thumbnails from ``first`` to ``last``, at least one of them in between."""
    apart = strip.distances
    shares = strip.shares(first, last)[first : last + 1]
    total = max(apart[first, last], 1e-9)
    product = np.clip(shares * (1 - shares), 0.09, None)
    beside = np.maximum(apart[first, first : last + 1] / total - shares**2, 0)
    inner = slice(1, -1)
    middle = (shares > 0.2) & (shares < 0.8)
    changed, swept = _order(strip, first, last)
    return Mixture(
        shares=shares,
        beside=float(np.mean((beside / product)[inner])),
        faded=_faded(strip, first, last, shares, middle),
        changed=changed,
        swept=swept,
    )


def _faded(strip: Strip, first: int, last: int, shares: Doubles, middle: Flags) -> float:
    """Loss of spread half-way, over what a mixture loses: ``a (1 - a)`` of the distance."""
    if not middle.any():
        return 0.0
    apart = strip.pixels[last] - strip.pixels[first]
    lost = float(apart.var(axis=0).mean())
    spread, part = strip.spread[first : last + 1][middle], np.clip(shares[middle], 0, 1)
    kept = (1 - part) * strip.spread[first] + part * strip.spread[last]
    return float(np.mean((kept - spread) / (part * (1 - part)))) / max(lost, 1e-9)


def _order(strip: Strip, first: int, last: int) -> tuple[float, bool]:
    """The share of places that changed, and whether the moments of their change are in order."""
    voters, come = _come(strip, first, last, slice(first, last + 1))
    changed = float(voters.mean())
    if changed < _FEWEST / SIDE**2:
        return changed, False
    fitted, explained = _plan(voters, 1 - come.mean(axis=0))
    swept = explained >= _SWEPT_SHARE and float(fitted[voters].std()) >= _SWEPT_SPREAD
    return changed, swept


def _plan(voters: Flags, moments: Doubles) -> tuple[Doubles, float]:
    """The plane or bowl through the voters' moments, at every place, and how well it fits.

    A plane alone if it explains them nearly as well.
    """
    places = (np.arange(SIDE) + 0.5) / SIDE - 0.5
    x, y = (axis.reshape(-1) for axis in np.meshgrid(places, places))
    design = np.stack([np.ones_like(x), x, y, x * x + y * y], axis=1)
    variance = max(float(moments.var()), 1e-12)
    fits = []
    for terms in (3, 4):
        plan, *_ = np.linalg.lstsq(design[voters, :terms], moments, rcond=None)
        fitted = design[:, :terms] @ plan
        fits.append((fitted, float(fitted[voters].var()) / variance))
    plane, bowl = fits
    return plane if plane[1] >= _PLANE_SHARE * bowl[1] else bowl


def swept(strip: Strip, first: int, last: int) -> Ramp:
    """When a wipe's edge entered and left, in seconds.

    The moments at which places change lie on a plane or a bowl over the frame, which also tells of
    those where both shots look alike. Its range says from where to where to look again.
    """
    times = strip.times
    begin, end = float(times[first]), float(times[last])
    for _ in range(_ROUNDS):
        voters, come = _come(strip, first, last, slice(first, last + 1))
        if int(voters.sum()) < _FEWEST:
            break
        length = float(times[last] - times[first])
        moments = 1 - come.mean(axis=0)
        fitted, _ = _plan(voters, moments)
        early, late = np.quantile(moments, (_EARLY, 1 - _EARLY))
        low, high = min(float(fitted.min()), early), max(float(fitted.max()), late)
        span = (high - low) * length
        half = (span / (SIDE - 1) + max(0.0, _softness(come) * length - span / SIDE)) / 2
        begin = float(times[first]) + low * length - half
        end = float(times[first]) + high * length + half
        most = length * _WIDENS
        begin, end = max(begin, times[first] - most), min(end, times[last] + most)
        before, behind = first, last
        first = max(0, int(np.searchsorted(times, begin, side="right")) - 1)
        last = min(len(strip) - 1, int(np.searchsorted(times, end)))
        if (first, last) == (before, behind) or last - first < 2:
            break
    return Ramp(begin, end, 0.0)


def _softness(come: Doubles) -> float:
    """How much of the time a place is neither old nor new, of a straight change: its length."""
    return float(((come > 0.15) & (come < 0.85)).mean()) / 0.7


def _come(strip: Strip, first: int, last: int, which: slice) -> tuple[Flags, Doubles]:
    """Which places change between two thumbnails, and how far each has come in others, 0..1."""
    old = strip.pixels[first].astype(np.float64)
    way = strip.pixels[last].astype(np.float64) - old
    length = np.square(way).sum(axis=1)
    voters = length > 3 * _LEAST_CHANGED**2
    between = strip.pixels[which, voters].astype(np.float64) - old[voters]
    come = np.einsum("kpc,pc->kp", between, way[voters]) / length[voters]
    return voters, np.clip(come, 0, 1)
