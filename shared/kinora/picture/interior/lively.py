"""Small motion indoors: a cat's tail, a flame, steam over a cup, a lamp on a cord."""

from __future__ import annotations

import math

import numpy as np

from kinora.picture.film.tempo import Moment
from kinora.picture.life.sprite import lay_sprite, silhouette
from kinora.picture.paint.arrays import Bytes, Floats, Radiance
from kinora.picture.paint.radiance import pack
from kinora.picture.plate import Canvas
from kinora.picture.stage import Sheet
from kinora.picture.town.lamps import add_glow, light_sprite

_POSES = 16


class Tail:
    """A tail that curls up and swishes from side to side."""

    def __init__(
        self, root: tuple[float, float], size: float, tone: Floats, depth: float, *, hanging: bool
    ) -> None:
        self._root, self._depth, self._size = root, depth, max(size, 6.0)
        self._hanging = hanging
        self._sprites = [self._drawn(i / (_POSES - 1) * 2 - 1, tone) for i in range(_POSES)]

    def _drawn(self, swing: float, tone: Floats) -> Radiance:
        size = self._size

        def draw(sheet: Sheet, mask: Bytes) -> None:
            steps = np.linspace(0, 1, 14)
            bend = np.sin(steps * 2.6) * 0.32 * swing + 0.1 * np.sin(steps * 6)
            y = size * (0.06 + 0.86 * steps) if self._hanging else size * (0.94 - 0.86 * steps)
            spine = np.stack([size * (0.5 + bend * steps), y], axis=1)
            sheet.line(mask, spine, max(0.1 * size, 1.0))

        return silhouette((math.ceil(size), math.ceil(size)), draw, tone)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        wave = math.sin(1.15 * moment.flow) * (0.6 + 0.4 * math.sin(0.37 * moment.flow + 1))
        sprite = self._sprites[round((wave + 1) / 2 * (_POSES - 1))]
        view = moment.pose.view(self._depth)
        foot = 0.06 if self._hanging else 0.94
        anchor = (0.5 * self._size + 2, foot * self._size + 2)
        lay_sprite(canvas, sprite, anchor, view.to_screen(*self._root), view.scale)


class Flame:
    """A candle's flame and its halo, never quite at rest."""

    def __init__(self, at: tuple[float, float], size: float, tone: Floats, depth: float) -> None:
        """``tone`` is the (3,) linear BGR of the flame."""
        self._at, self._depth, self._size = at, depth, max(size, 5.0)
        self._halos = [
            light_sprite(max(5.5 * size, 6.0), tone * np.float32(0.1 + 0.018 * i)) for i in range(8)
        ]
        self._body = self._drawn(tone)

    def _drawn(self, tone: Floats) -> Radiance:
        size = self._size
        wide, tall = math.ceil(0.7 * size), math.ceil(1.5 * size)
        x = (np.arange(wide + 4, dtype=np.float32) - (wide + 3) / 2) / np.float32(0.26 * size)
        y = (np.arange(tall + 4, dtype=np.float32) - 2) / np.float32(tall)
        half = np.sqrt(np.clip(y, 0, 1)) * np.sqrt(np.clip(1.06 - y, 0, 1)) * np.float32(1.9)
        share = np.clip((half[:, None] - np.abs(x)[None, :]) * 2.5, 0, 1)
        return pack(
            np.broadcast_to(tone, (*share.shape, 3)).astype(np.float32), share.astype(np.float32)
        )

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        time = moment.seconds
        unrest = math.sin(7.3 * time) * 0.5 + math.sin(11.9 * time + 1) * 0.3 + math.sin(3.1 * time)
        view = moment.pose.view(self._depth)
        at = view.to_screen(*self._at)
        level = min(max(round((unrest * 0.5 + 1) * 3.5 * moment.glow), 0), 7)
        add_glow(canvas, self._halos[level], at[0], at[1] - 0.6 * self._size * view.scale)
        anchor = (self._body.shape[1] / 2, self._body.shape[0] - 3)
        lay_sprite(canvas, self._body, anchor, at, view.scale * (1 + 0.07 * unrest), 0.06 * unrest)
