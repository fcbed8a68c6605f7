"""Ink and smoke: noise folded twice by moving noise, in clouds that bloom, fall or meet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinora.picture.fields.field import Glance
from kinora.picture.fields.grid import Grid
from kinora.picture.fields.vessels import Vessel
from kinora.picture.fields.weave import Warp, anywhere
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import smoothstep, stretched, tile
from kinora.picture.paint.scroll import endless
from kinora.picture.stage import Stage

_SIZE = 256
_THIN = 4


@dataclass(frozen=True)
class Liquid:
    """One kind of ink."""

    shape: str
    size: float
    """Length over which the fine structure repeats, in units."""
    fold: float
    """Strength of the two warps."""
    ridged: float
    """0 billows, 1 filaments."""
    soft: float
    """Width of the clouds' edges."""
    ragged: float
    """How far the structure breaks up the cloud's shape."""
    water: float
    """Light of the clear water: near 0 dark, near 1 bright."""
    body: float
    """Light of thick ink."""
    rim: float
    """Light of its thin edges."""
    relief: float
    """Light and shade of the folds."""


LIQUIDS = (
    Liquid("fall", 1.2, 0.9, 0.4, 0.5, 1.0, 0.84, 0.16, 0.0, 0.55),
    Liquid("bloom", 1.0, 0.8, 0.2, 0.4, 0.8, 0.12, 0.62, 0.3, 0.7),
    Liquid("meet", 1.4, 1.1, 0.5, 0.5, 0.9, 0.1, 0.55, 0.35, 0.7),
    Liquid("rise", 1.3, 0.7, 0.3, 0.9, 0.9, 0.06, 0.5, 0.1, 0.6),
    Liquid("marble", 1.6, 1.5, 0.8, 0.25, 1.3, 0.7, 0.2, 0.15, 0.5),
    Liquid("drops", 0.9, 0.7, 0.3, 0.35, 0.7, 0.88, 0.22, 0.0, 0.6),
    Liquid("swirl", 1.2, 0.9, 0.6, 0.6, 0.9, 0.14, 0.6, 0.4, 0.6),
)


class Plume:
    """Two inks in one liquid, and a pale cloud far behind them."""

    def __init__(self, stage: Stage, liquid: Liquid) -> None:
        rng = stage.generator("ink")
        self._liquid = liquid
        self._warp = Warp(rng, cells=4, octaves=2, size=float(rng.uniform(1.7, 2.5)))
        self._tile = _structure(rng, liquid.ridged)
        self._origin = rng.uniform(0, _SIZE, 2)
        self._vessel = Vessel(rng, liquid.shape, stage)
        self._own = float(rng.choice([0.12, 0.3, 0.75]))
        self._other = (self._own + float(rng.uniform(0.35, 0.5))) % 1.0
        self._clear = 0.92 if liquid.water > 0.5 else 0.1
        self._pace = float(rng.uniform(0.8, 1.2))

    def at(self, glance: Glance) -> tuple[Floats, Floats]:
        liquid, flow = self._liquid, self._pace * glance.moment.flow
        near, far = glance.grid(0.55), glance.grid(0.1)
        thin = near.thinned(_THIN)
        first = self._warp.at(thin.xs, thin.ys, 0.035 * flow)
        second = self._warp.again(first, thin, 0.32 * liquid.fold, 0.05 * flow, 1.6)
        shift = first * np.float32(0.1) + second * np.float32(0.085)
        shift *= np.float32(liquid.fold)
        amount = self._vessel.amount(
            thin.xs[None, :] + shift[..., 0] * 1.3, thin.ys[:, None] + shift[..., 1] * 1.3, flow
        )
        thins = cv.channel(shift, 0), cv.channel(shift, 1), amount, cv.channel(second, 2)
        across, down, amount, mood = (near.spread(plane, _THIN) for plane in thins)
        grain = self._sampled(near, across, down, flow)
        behind = far.thinned(8)
        pale = far.spread(self._warp.at(behind.xs, behind.ys, 0.03 * flow, 1), 8)
        return self._coloured(grain, amount, mood, pale)

    def _sampled(self, grid: Grid, across: Floats, down: Floats, flow: float) -> Floats:
        """(rows, columns, 4) of the fine structure at warped places."""
        per = np.float32(_SIZE / self._liquid.size)
        across *= per
        across += (grid.xs * per + np.float32(self._origin[0]))[None, :]
        down *= per
        down += (grid.ys * per + np.float32((self._origin[1] - 6.0 * flow) % _SIZE))[:, None]
        return anywhere(self._tile, across, down)

    def _coloured(
        self, grain: Floats, amount: Floats, mood: Floats, pale: Floats
    ) -> tuple[Floats, Floats]:
        liquid = self._liquid
        noise, relief = cv.channel(grain, 0), cv.channel(grain, 1)
        density = cv.weighted(noise, liquid.ragged, amount, 1, -0.5 * liquid.ragged)
        density = smoothstep(0.0, liquid.soft, density)
        thin = density * (np.float32(1) - density)
        behind = cv.channel(pale, 0)
        clear = cv.weighted(behind, 0.06, behind, 0, liquid.water)
        inked = cv.weighted(
            relief, liquid.relief, noise, 0.35 * liquid.body, liquid.body - 0.18 * liquid.body
        )
        light = clear + density * (inked - clear)
        light = cv.weighted(light, 1, thin, 2.4 * liquid.rim)
        tint = np.clip(cv.weighted(mood, 0.75, noise, 0.5, 0.25), 0, 1)
        ink = cv.weighted(tint, self._other - self._own, noise, 0.1, self._own)
        water = cv.weighted(behind, 0.1, cv.channel(pale, 1), 0.06, self._clear)
        share = np.minimum(density * np.float32(2.2), 1)
        return water + share * (ink - water), np.clip(light, 0.0, 1)


def _structure(rng: np.random.Generator, ridged: float) -> Floats:
    """Endless (.., 4): billows or filaments 0..1, their relief -1..1, and two more of another."""
    layers = []
    for cells in (4, 8):
        soft = tile(_SIZE, rng, (cells, cells), 4, 0.5)
        ridge = 1 - np.abs(2 * tile(_SIZE, rng, (cells, cells), 3, 0.5) - 1)
        height = stretched((soft * (1 - ridged) + ridge * ridge * ridged).astype(np.float32))
        slope = height - np.roll(height, (3, 3), axis=(0, 1))
        layers += [height, np.clip(slope / (2.5 * slope.std()), -1, 1).astype(np.float32)]
    return endless(cv.merge(layers))
