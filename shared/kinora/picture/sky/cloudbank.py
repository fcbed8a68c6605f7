"""Banks of heaped clouds that drift past for ever, churning, each at a depth of its own."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import TimeOfDay
from kinora.picture.coarse import coarse_size, enlarged, step_for
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.noise import smoothstep
from kinora.picture.paint.radiance import lay_over, pack
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.sky.cumulus import Heap, Relief, facing, heaped
from kinora.picture.stage import Stage

_PERIOD = 1024
"""Columns after which a bank repeats."""
_CELL = 16
SHADED = {
    TimeOfDay.DAWN: (0.34, 0.42),
    TimeOfDay.DAY: (0.6, 0.6),
    TimeOfDay.GOLDEN_HOUR: (0.24, 0.35),
    TimeOfDay.DUSK: (0.16, 0.23),
    TimeOfDay.MOONLIGHT: (0.2, 0.15),
    TimeOfDay.NIGHT: (0.2, 0.1),
}
"""Palette place and lightness of a cloud's shaded side."""
LIT = {
    TimeOfDay.DAWN: (0.86, 0.92),
    TimeOfDay.DAY: (1.0, 1.0),
    TimeOfDay.GOLDEN_HOUR: (0.84, 0.92),
    TimeOfDay.DUSK: (0.74, 0.66),
    TimeOfDay.MOONLIGHT: (0.75, 0.55),
    TimeOfDay.NIGHT: (0.6, 0.37),
}


@dataclass(frozen=True)
class Bank:
    """Where a bank stands; lengths in stage units but for ``foot``, a stage row."""

    foot: float
    tall: tuple[float, float]
    """Heights of its lowest and highest towers."""
    puff: float
    depth: float
    haze: float
    """Share of haze over it, 0..1."""
    towers: int
    """Over one repeat."""
    wide: float
    """Half-width of its towers."""
    drift: float
    """Units a second of scene time."""
    skirt: float = 0.12
    """How far its foot fades out downwards."""


class CloudBank:
    """One bank, drawn at half the frame's size or less."""

    def __init__(self, spec: SceneSpec, stage: Stage, tones: Tones, bank: Bank, label: str) -> None:
        rng = stage.generator("cloud bank", label)
        self._stage, self._bank = stage, bank
        wide = stage.width + 2 * stage.margin_x
        self._scale = min(0.5, _PERIOD / (1.15 * wide))
        self._step = step_for(stage, 256)
        unit = stage.unit * self._scale
        base = bank.skirt * unit + 4
        rows = math.ceil((bank.tall[1] * 1.12 + bank.puff) * unit + base) + 4
        heap = Heap(
            bank.towers,
            (bank.tall[0] * unit, bank.tall[1] * unit),
            (0.6 * bank.wide * unit, 1.3 * bank.wide * unit),
            bank.puff * unit,
            0.85 - 0.5 * bank.depth,
            base,
        )
        relief = heaped(rng, (rows, _PERIOD), heap)
        sun = (
            (stage.sun[0] - stage.width / 2) / stage.unit,
            (stage.sun[1] - bank.foot) / stage.unit,
        )
        self._top = bank.foot - (rows - base) / self._scale
        shade = self._shaded(spec, tones, relief, heap, sun)
        self._pixels = _repeated(shade, math.ceil(1.7 * wide * self._scale))
        self._start = float(rng.uniform(0, _PERIOD))
        self._phase = rng.uniform(0, math.tau, 4)

    def _shaded(
        self, spec: SceneSpec, tones: Tones, relief: Relief, heap: Heap, sun: tuple[float, float]
    ) -> Radiance:
        """Premultiplied colour; the foot fades out."""
        side = math.copysign(
            0.45 + 0.25 * min(abs(sun[0]), 1), sun[0] if abs(sun[0]) > 0.05 else 1.0
        )
        up = -float(np.clip(-sun[1] * 1.1, 0.3, 0.85))
        light = facing(relief, (side, up, 0.22), heap.puff)
        place, lightness = SHADED[spec.time_of_day]
        body = tones.cloud(place, lightness - 0.1 * tones.overcast)
        place, lightness = LIT[spec.time_of_day]
        lit = tones.cloud(place, lightness) * np.float32(1.12)
        lit = lit + (body - lit) * np.float32(0.5 * tones.overcast)
        warm = tones.light(0.35, 0.9) * np.float32(
            (1 - tones.overcast) * (0.2 if tones.night else 1)
        )
        rows = relief.cover.shape[0]
        fade = smoothstep(0, heap.base - 3, np.arange(rows, 0, -1, dtype=np.float32) - 3)
        cover = relief.cover * fade[:, None]
        edge = cover * (1 - cover) * 4
        haze = self._bank.haze + (0.9 - self._bank.haze) * tones.murk
        veil = np.clip(haze + 0.3 * (1 - smoothstep(-0.1, 0.4, relief.rise)) * (1 - haze), 0, 1)
        planes = []
        for c in range(3):
            plane = cv.weighted(
                light, float(lit[c] - body[c]), edge, 0.16 * float(warm[c]), float(body[c])
            )
            plane += veil * (np.float32(tones.haze[c]) - plane)
            planes.append(plane)
        return pack(
            [np.ascontiguousarray(p, np.float32) for p in planes],
            np.ascontiguousarray(cover, np.float32),
        )

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        bank, stage, scale = self._bank, self._stage, self._scale
        view = moment.pose.view(bank.depth)
        tall = self._pixels.shape[0] / scale
        step = self._step
        first = max(int(view.to_screen(0, self._top)[1]) // step * step, 0)
        last = min(math.ceil(view.to_screen(0, self._top + tall)[1]), canvas.floor)
        if first >= last:
            return
        size = coarse_size(canvas.width, last - first, step)
        across = canvas.width / size[0]
        columns, rows = -(-size[0] // _CELL) + 2, -(-size[1] // _CELL) + 2
        xs = (np.arange(columns) - 0.5) * _CELL * across - view.x
        ys = (np.arange(rows) - 0.5) * _CELL * step + first - view.y
        xs, ys = ((at / view.scale).astype(np.float32) for at in (xs, ys))
        travel = self._start + bank.drift * stage.unit * scale * moment.flow
        room = stage.margin_x * scale
        u = np.repeat(
            (xs * np.float32(scale) + np.float32(room + travel % _PERIOD))[None, :], rows, axis=0
        )
        v = np.repeat(((ys - np.float32(self._top)) * np.float32(scale))[:, None], columns, axis=1)
        self._churn(u, v, travel, moment.flow)
        fine = columns * _CELL, rows * _CELL
        there = np.s_[_CELL : _CELL + size[1], _CELL : _CELL + size[0]]
        small = cv.remap(
            self._pixels, cv.resize(u, fine)[there], cv.resize(v, fine)[there], border=cv.CLEAR
        )
        lay_over(canvas.pixels[first:last], enlarged(canvas, small, step)[: last - first])

    def _churn(self, u: Floats, v: Floats, travel: float, flow: float) -> None:
        """Let the heaps swell: slow waves that travel with the bank."""
        size = self._bank.puff * self._stage.unit * self._scale
        p, reach = self._phase, np.float32(0.16 * size)
        a, b = (u - np.float32(travel)) / np.float32(1.6 * size), v / np.float32(1.6 * size)
        du = np.sin(b + p[0] + 0.5 * flow) * np.sin(0.7 * a + p[1])
        dv = np.sin(a + p[2] - 0.45 * flow) + 0.6 * np.sin(0.8 * a + b + p[3] + 0.6 * flow)
        u += reach * du
        v += reach * dv * np.float32(0.8)


def _repeated(pixels: Radiance, more: int) -> Radiance:
    """One repeat and as many columns more, with a clear row above."""
    pixels[0] = 0
    turns = -(-(_PERIOD + more) // _PERIOD)
    return np.ascontiguousarray(np.concatenate([pixels] * turns, axis=1)[:, : _PERIOD + more])
