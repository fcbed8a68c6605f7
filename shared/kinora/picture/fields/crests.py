"""Row behind row of waves, from the far haze to the viewer, with light along every crest."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kinora.picture.fields.field import Glance
from kinora.picture.paint.arrays import Floats
from kinora.picture.stage import Stage


@dataclass(frozen=True)
class Surf:
    """One kind of layered waves."""

    rows: int
    height: float
    """Height of the nearest waves, in units."""
    length: float
    """Length of the nearest waves, in units."""
    rim: float
    """Light of the crests."""
    edge: float
    """Width of that light, as a share of the room between two rows."""
    sharp: float
    """0 round, 1 pointed crests."""
    paper: float
    """Shadow that a row throws on the next, as of cut paper."""
    hanging: bool = False
    """Rows hang from above rather than stand below."""


SURFS = (
    Surf(9, 0.1, 0.9, 0.5, 0.3, 0.0, 0.2),
    Surf(13, 0.07, 0.55, 0.8, 0.12, 0.35, 0.0),
    Surf(7, 0.15, 1.3, 0.15, 0.5, 0.0, 0.8),
    Surf(18, 0.09, 0.7, 1.0, 0.1, 0.15, 0.1),
    Surf(10, 0.12, 0.8, 0.4, 0.4, 0.8, 0.3, hanging=True),
)


class Crests:
    """Each row has a depth of its own, so a moving camera slides them over one another."""

    def __init__(self, stage: Stage, surf: Surf) -> None:
        rng = stage.generator("crests")
        self._surf = surf
        count = surf.rows
        self._near = np.linspace(0, 1, count)
        tall = stage.height / stage.unit
        first = float(rng.uniform(-0.36, -0.12))
        self._foot = (first + (0.56 - first) * self._near**1.35) * tall
        self._top = -0.5 * tall
        self._phase = rng.uniform(0, math.tau, (3, count))
        self._ratio = rng.uniform(0.8, 1.25, (3, count))
        self._way = rng.choice([-1.0, 1.0], count) if rng.random() < 0.5 else np.ones(count)
        self._back = float(rng.uniform(0, 1))
        self._sun = (stage.centre - stage.width / 2) / stage.unit
        self._shares = (1.0, float(rng.uniform(0.2, 0.6)), float(rng.uniform(0.04, 0.22)))
        self._ratios = (1.0, float(rng.uniform(1.7, 2.9)), float(rng.uniform(3.7, 6.3)))

    def at(self, glance: Glance) -> tuple[Floats, Floats]:
        surf, flow = self._surf, glance.moment.flow
        grid = glance.grid(0.0)
        sign = -1.0 if surf.hanging else 1.0
        order = np.float32(sign) * grid.ys
        rise = np.clip(
            (order - np.float32(self._top)) / np.float32(self._foot[0] - self._top), 0, 1
        )
        place = np.repeat(
            ((1 - rise) * np.float32(0.3 * self._back) + rise * 0.85)[:, None], grid.columns, axis=1
        ).astype(np.float32)
        light = np.repeat((0.35 + 0.42 * rise * rise)[:, None], grid.columns, axis=1).astype(
            np.float32
        )
        halo = np.exp(-np.abs(order - np.float32(self._foot[0])) * np.float32(7))
        across = (grid.xs - np.float32(self._sun)) * np.float32(3.2)
        light += np.outer(halo * np.float32(0.42), np.exp(-across * across)).astype(np.float32)
        for i, near in enumerate(self._near):
            self._row(glance, i, float(near), sign, flow, place, light)
        return place, np.clip(light, 0, 1)

    def _row(
        self,
        glance: Glance,
        i: int,
        near: float,
        sign: float,
        flow: float,
        place: Floats,
        light: Floats,
    ) -> None:
        """Paint one row over those behind it."""
        surf, grid = self._surf, glance.grid(0.12 + 0.83 * near)
        crest = self._crest(grid.xs, i, near, flow)
        ys = np.float32(sign) * grid.ys
        if sign < 0:
            place, light, ys = place[::-1], light[::-1], ys[::-1]
        shade = surf.paper * (0.03 + 0.05 * near)
        first = int(np.searchsorted(ys, float(crest.min()) - 5 * shade - abs(grid.step_y)))
        if first >= ys.size:
            return
        below = ys[first:, None] - crest[None, :]
        cover = np.clip(below * np.float32(1 / abs(grid.step_y)) + np.float32(0.5), 0, 1)
        room = 0.05 + 0.22 * near
        depth = np.maximum(below, 0)
        rim = np.exp(depth * np.float32(-1 / (surf.edge * room)))
        there = (slice(first, None), slice(None))
        if surf.paper > 0:
            shadow = np.exp(np.minimum(below, 0) * np.float32(1 / shade))
            light[there] *= 1 - np.float32(0.6 * surf.paper) * shadow
        tone = (0.62 - 0.5 * near) - depth * np.float32(0.25)
        own = 0.86 - 0.72 * near + rim * np.float32(0.3)
        rim *= (0.55 + 0.75 * np.exp(-(((grid.xs - self._sun) * (2.6 - 1.4 * near)) ** 2)))[None, :]
        level = np.maximum(tone, np.float32(0.08)) + rim * np.float32(
            surf.rim * (0.34 + 0.12 * near)
        )
        place[there] += cover * (own - place[there])
        light[there] += cover * (level - light[there])

    def _crest(self, xs: Floats, i: int, near: float, flow: float) -> Floats:
        """Height of the crest at every column, downwards."""
        surf = self._surf
        length = surf.length * (0.3 + 0.7 * near)
        tall = surf.height * (0.25 + 0.75 * near)
        pace = self._way[i] * (0.5 + 0.8 * near)
        total = np.zeros(xs.size)
        for k, (share, ratio) in enumerate(zip(self._shares, self._ratios, strict=True)):
            angle = xs * (math.tau / length * ratio * self._ratio[k, i]) + self._phase[k, i]
            wave = np.sin(angle - pace * flow * (1 + 0.35 * k))
            if surf.sharp > 0:
                wave = wave * (1 - surf.sharp) + surf.sharp * (
                    1.3 - 2.2 * np.abs(np.sin(angle / 2 - pace * flow / 2))
                )
            total += share * wave
        return np.asarray(self._foot[i] - tall * total * 0.6, np.float32)
