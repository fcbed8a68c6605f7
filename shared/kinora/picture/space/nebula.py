"""Gas between the stars: churning clouds in the palette's colours, with dark lanes of dust."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.picture.coarse import rows_to_floor, step_for
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats, Radiance
from kinora.picture.paint.noise import field, smoothstep
from kinora.picture.paint.radiance import pack
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas, inverse_map
from kinora.picture.sky.sky import gradient_shift
from kinora.picture.stage import Sheet, Stage

_DEPTH = 0.02
_PIXELS = 420_000
"""Most pixels of the drawn gas."""
_CELL = 16
"""Coarse cells of the churning, in pixels of the small picture."""


@dataclass(frozen=True)
class Form:
    """How the gas lies in the view."""

    kind: str
    """band, heart, ring or everywhere."""
    filaments: float
    """0 soft clouds, 1 threads."""
    dust: float
    glow: float


FORMS = (
    Form("band", 0.35, 0.9, 1.0),
    Form("heart", 0.5, 0.7, 1.2),
    Form("ring", 0.7, 0.3, 1.1),
    Form("everywhere", 0.3, 0.6, 0.7),
    Form("band", 0.8, 0.5, 0.9),
    Form("heart", 0.15, 1.0, 1.0),
)


class Nebula:
    """Fills the frame; drawn at half its size."""

    def __init__(self, spec: SceneSpec, stage: Stage, tones: Tones) -> None:
        rng = stage.generator("nebula")
        self._stage, self._step = stage, step_for(stage, 300)
        wide, tall = stage.width + 2 * stage.margin_x, stage.height + 2 * stage.margin_y
        scale = min(0.5, math.sqrt(_PIXELS / (wide * tall)))
        self._sheet = Sheet(
            -stage.margin_x,
            -stage.margin_y,
            scale,
            math.ceil(wide * scale),
            math.ceil(tall * scale),
        )
        self._form = FORMS[int(rng.integers(len(FORMS)))]
        self._gas = self._painted(spec, tones, rng)
        self._phase = rng.uniform(0, math.tau, 6)
        self._drift = rng.uniform(-1, 1, 2) * (0.006, 0.003)
        self.bright = self._brightest()

    def _painted(self, spec: SceneSpec, tones: Tones, rng: np.random.Generator) -> Radiance:
        form, sheet, stage = self._form, self._sheet, self._stage
        shape = (sheet.rows, sheet.columns)
        cells = (
            sheet.rows / (0.42 * stage.unit * sheet.scale),
            sheet.columns / (0.42 * stage.unit * sheet.scale),
        )
        reach = 0.16 * stage.unit * sheet.scale
        first = _folded(field(shape, rng, cells, 6, 0.55), rng, cells, reach)
        second = _folded(field(shape, rng, cells, 6, 0.55), rng, cells, 1.4 * reach)
        ridge = 1 - np.abs(2 * _folded(field(shape, rng, cells, 5, 0.55), rng, cells, reach) - 1)
        where = self._where(rng)
        body = smoothstep(0.34, 1.05, first * (1 - 0.3 * form.filaments) + where * 0.5)
        fine = field(shape, rng, (7 * cells[0], 7 * cells[1]), 3, 0.6)
        thread = (ridge**4 + 0.5 * ridge**12) * (0.4 + fine) * form.filaments
        thread *= smoothstep(0.08, 0.6, where)
        lanes = smoothstep(0.36, 0.72, 1 - np.abs(2 * second - 1)) * form.dust
        clear = np.exp(-2.4 * lanes * smoothstep(0.1, 0.6, where)).astype(np.float32)
        shift = gradient_shift(spec, stage, sheet)
        place = np.clip(second * 0.8 + 0.35 * first - 0.1, 0, 1)
        if shift is not None:
            place = np.clip(place + 0.7 * shift, 0, 1)
        else:
            run = (sheet.ys / np.float32(stage.height) - 0.5)[:, None]
            place = np.clip(place + run * np.float32(0.5 * spec.gradient.strength), 0, 1)
        light = (body * (0.35 + 0.75 * first) + 0.6 * thread) * clear
        core = smoothstep(0.72, 1.05, where * 0.75 + first * 0.4) * clear
        return pack(
            self._coloured(
                tones, light.astype(np.float32), place.astype(np.float32), core, form.glow
            )
        )

    def _where(self, rng: np.random.Generator) -> Floats:
        """(rows, columns) 0..1: where gas is."""
        sheet, stage, kind = self._sheet, self._stage, self._form.kind
        x = ((sheet.xs - stage.centre) / stage.unit)[None, :]
        y = ((sheet.ys - 0.42 * stage.height) / stage.unit)[:, None]
        angle = float(rng.uniform(-0.9, 0.9))
        along, off = (
            x * math.cos(angle) + y * math.sin(angle),
            y * math.cos(angle) - x * math.sin(angle),
        )
        if kind == "band":
            width = 0.2 + 0.07 * np.sin(along * 2.3 + rng.uniform(0, 6))
            found = np.exp(-((off / width) ** 2))
        elif kind == "heart":
            found = np.exp(-((along / 0.5) ** 2) - (off / 0.34) ** 2)
        elif kind == "ring":
            away = np.sqrt(along**2 + (off * 1.3) ** 2)
            turn = np.arctan2(off, along)
            edge = 0.3 + 0.05 * np.sin(3 * turn + rng.uniform(0, 6)) + 0.03 * np.sin(7 * turn)
            found = 0.8 * np.exp(-(((away - edge) / 0.12) ** 2)) + 0.45 * np.exp(
                -((away / 0.22) ** 2)
            )
        else:
            found = 0.55 + 0.25 * np.sin(along * 2.1) * np.sin(off * 2.7 + 1)
        return np.asarray(np.clip(found, 0, 1), np.float32)

    def _coloured(
        self, tones: Tones, light: Floats, place: Floats, core: Floats, glow: float
    ) -> Floats:
        """Emission over the dark between the stars."""
        sky = tones.hour.sky
        dark, bright = 0.1 + 0.34 * sky[-1][2], sky[0][2]
        steps = np.linspace(0, 1, 33)
        low = np.array([tones.tint(0.25 * float(p), dark * 0.62) for p in steps])
        ramp = np.array(
            [
                tones.tint(0.1 + 0.85 * float(p), 0.4 * bright + 0.36 * bright * float(p))
                for p in steps
            ]
        )
        hot = tones.tint(1.0, bright) * np.float32(1.1) + tones.accent(0.6 * bright, 0.4)
        table = np.stack([low, ramp], axis=0).astype(np.float32)
        across = (place * np.float32(32)).astype(np.float32)
        base = cv.remap(table[:1].copy(), across, np.zeros_like(across))
        gas = cv.remap(table[1:].copy(), across, np.zeros_like(across))
        colour = base + gas * (light * np.float32(1.15 * glow))[..., None]
        return np.asarray(colour + core[..., None] * hot * np.float32(0.5 * glow), np.float32)

    def _brightest(self) -> tuple[float, float]:
        """The stage place of the brightest gas."""
        small = cv.blurred(cv.channel(self._gas, 1).astype(np.float32), 12)
        row, column = np.unravel_index(int(small.argmax()), small.shape)
        return float(self._sheet.xs[column]), float(self._sheet.ys[row])

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        step = self._step
        rows = rows_to_floor(canvas, step)
        size = -(-canvas.width // step), -(-rows // step)
        columns, lines = -(-size[0] // _CELL) + 2, -(-size[1] // _CELL) + 2
        matrix = inverse_map(self._sheet, moment.pose, _DEPTH)
        xs = ((np.arange(columns) - 0.5) * _CELL * canvas.width / size[0]).astype(np.float32)
        ys = ((np.arange(lines) - 0.5) * _CELL * rows / size[1]).astype(np.float32)
        u = np.repeat((matrix[0, 0] * xs + matrix[0, 2])[None, :], lines, axis=0)
        v = np.repeat((matrix[1, 1] * ys + matrix[1, 2])[:, None], columns, axis=1)
        self._churn(u, v, moment.flow)
        fine = (columns * _CELL, lines * _CELL)
        there = np.s_[_CELL : _CELL + size[1], _CELL : _CELL + size[0]]
        small = canvas.spare(size[1], size[0])
        cv.remap(self._gas, cv.resize(u, fine)[there], cv.resize(v, fine)[there], out=small)
        cv.resize(small, (canvas.width, rows), out=canvas.pixels[:rows])

    def _churn(self, u: Floats, v: Floats, flow: float) -> None:
        """Move places by slow waves; the whole drifts to and fro."""
        unit = self._stage.unit * self._sheet.scale
        p = self._phase
        a, b = u * np.float32(5 / unit), v * np.float32(5 / unit)
        reach = np.float32(0.02 * unit)
        du = np.sin(b * 1.0 + p[0] + 0.45 * flow) + 0.6 * np.sin(
            a * 0.8 - b * 1.3 + p[1] - 0.6 * flow
        )
        dv = np.sin(a * 1.1 + p[2] - 0.4 * flow) + 0.6 * np.sin(
            b * 0.9 + a * 1.2 + p[3] + 0.55 * flow
        )
        u += reach * du + np.float32(14 * self._drift[0] * unit * math.sin(0.22 * flow + p[4]))
        v += reach * dv + np.float32(14 * self._drift[1] * unit * math.sin(0.19 * flow + p[5]))


def _folded(
    values: Floats, rng: np.random.Generator, cells: tuple[float, float], reach: float
) -> Floats:
    """The values moved by other noise, so that they look stirred."""
    shape = values.shape
    x = (field(shape, rng, cells, 3) - np.float32(0.5)) * np.float32(2 * reach)
    y = (field(shape, rng, cells, 3) - np.float32(0.5)) * np.float32(2 * reach)
    x += np.arange(shape[1], dtype=np.float32)
    y += np.arange(shape[0], dtype=np.float32)[:, None]
    return cv.remap(values, x, y, border=cv.REFLECT)
