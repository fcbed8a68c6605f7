"""Small life that gives a picture its scale: birds, sailing boats, fireflies, seeds on the air."""

from __future__ import annotations

import math

import numpy as np

from kinora.picture.air.dots import splat
from kinora.picture.film.tempo import Moment
from kinora.picture.life.sprite import lay_sprite, silhouette
from kinora.picture.paint.arrays import Bytes, Floats, Radiance
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.stage import Sheet, Stage

_WINGBEATS = 8


class Birds:
    """A loose flock that crosses the sky."""

    depth = 0.2

    def __init__(self, stage: Stage, tones: Tones, label: str = "birds", top: float = 0.25) -> None:
        """``top`` is the highest place of the flock as a share of the horizon's height."""
        rng = stage.generator(label)
        self._stage = stage
        self._span = max(0.034 * stage.unit, 5.0)
        tone = tones.sky_colour(0.9) * np.float32(0.16)
        self._wings = [self._drawn(i / _WINGBEATS, tone) for i in range(_WINGBEATS)]
        count = int(rng.integers(5, 10))
        self._offset = rng.normal(0, 1, (count, 2)) * (0.075, 0.03)
        self._size = rng.uniform(0.55, 1.0, count)
        self._beat = rng.uniform(1.7, 2.4, count)
        self._phase = rng.uniform(0, 1, count)
        self._way = float(rng.choice([-1.0, 1.0]))
        self._start = float(rng.uniform(0, 1))
        self._y = stage.horizon * float(rng.uniform(top, 0.72))

    def _drawn(self, beat: float, tone: Floats) -> Radiance:
        span = self._span
        size = (math.ceil(span), math.ceil(span))
        lift = math.sin(2 * math.pi * beat) * 0.32 * span

        def draw(sheet: Sheet, mask: Bytes) -> None:
            middle = (span / 2, span * 0.5 + lift * 0.15)
            for side in (-1, 1):
                elbow = (middle[0] + side * span * 0.22, middle[1] - span * 0.07 - lift * 0.55)
                tip = (middle[0] + side * span * 0.5, middle[1] - lift)
                sheet.fill(
                    mask,
                    [
                        (middle[0], middle[1] - span * 0.03),
                        elbow,
                        tip,
                        (elbow[0], elbow[1] + span * 0.06),
                        (middle[0], middle[1] + span * 0.055),
                    ],
                )

        return silhouette(size, draw, tone)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        stage = self._stage
        view = moment.pose.view(self.depth)
        track = stage.width + 2 * stage.margin_x
        lead = (self._start + 0.035 * moment.flow) % 1.0 * track - stage.margin_x
        for i, (dx, dy) in enumerate(self._offset):
            bob = 0.012 * math.sin(moment.flow * 0.9 + 7 * self._phase[i])
            x = lead + dx * stage.unit
            x = x if self._way > 0 else stage.width - x
            glide = math.sin(moment.flow * 0.7 + 9 * self._phase[i]) > 0.55
            beat = 0.05 if glide else (self._phase[i] + self._beat[i] * moment.flow) % 1.0
            wing = self._wings[int(beat * _WINGBEATS) % _WINGBEATS]
            at = view.to_screen(x, self._y + (dy + bob) * stage.unit)
            lay_sprite(
                canvas,
                wing,
                (self._span / 2 + 2, self._span / 2 + 2),
                at,
                self._size[i] * view.scale,
            )


class Boats:
    """Sails on the horizon, rocking; drawn before the water, which then mirrors them."""

    depth = 0.1

    def __init__(self, stage: Stage, tones: Tones, count: int) -> None:
        rng = stage.generator("boats")
        self._stage = stage
        self._tall = 0.085 * stage.unit
        tone = tones.tint(0.1, 0.2 if not tones.night else 0.12) * np.float32(
            0.5
        ) + tones.haze * np.float32(0.22)
        self._pixels = [self._drawn(kind, tone) for kind in (0, 1)]
        self._kind = rng.integers(0, 2, count)
        self._x = rng.uniform(0.02, 0.98, count)
        self._size = rng.uniform(0.45, 1.1, count)
        self._way = rng.choice([-1.0, 1.0], count)
        self._phase = rng.uniform(0, 6.28, count)

    def _drawn(self, kind: int, tone: Floats) -> Radiance:
        h = self._tall
        w = h * 0.9

        def draw(sheet: Sheet, mask: Bytes) -> None:
            sheet.fill(
                mask, [(w * 0.12, h * 0.88), (w * 0.9, h * 0.88), (w * 0.8, h), (w * 0.24, h)]
            )
            sheet.fill(
                mask,
                [
                    (w * 0.47, h * 0.02),
                    (w * 0.49, h * 0.02),
                    (w * 0.5, h * 0.9),
                    (w * 0.46, h * 0.9),
                ],
            )
            sheet.fill(mask, [(w * 0.5, h * 0.05), (w * 0.84, h * 0.8), (w * 0.52, h * 0.82)], 235)
            front = 0.2 if kind else 0.14
            sheet.fill(mask, [(w * 0.46, h * 0.1), (w * 0.45, h * 0.82), (w * front, h * 0.8)], 215)

        return silhouette((math.ceil(w), math.ceil(h)), draw, tone)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        stage = self._stage
        view = moment.pose.view(self.depth)
        track = stage.width + 2 * stage.margin_x
        for i in range(len(self._x)):
            along = (self._x[i] + self._way[i] * 0.004 * moment.flow) % 1.0
            rock = 0.05 * math.sin(moment.flow * 1.1 + self._phase[i])
            at = view.to_screen(along * track - stage.margin_x, stage.horizon + 0.004 * stage.unit)
            pixels = self._pixels[self._kind[i]]
            anchor = (self._tall * 0.45 + 2, self._tall * 0.97 + 2)
            lay_sprite(canvas, pixels, anchor, at, self._size[i] * view.scale, rock)


class Motes:
    """Bright specks on slow wandering paths: pulsing fireflies, or seeds and dust in the light."""

    def __init__(
        self, stage: Stage, tone: Floats, count: int, area: tuple[float, float], *, pulsing: bool
    ) -> None:
        """``area`` is the highest and lowest stage row that they reach."""
        rng = stage.generator("motes")
        self._stage, self._pulsing = stage, pulsing
        self._x = rng.uniform(-stage.margin_x, stage.width + stage.margin_x, count)
        self._y = rng.uniform(*area, count)
        self._phase = rng.uniform(0, 6.283, (4, count))
        self._rate = rng.uniform(0.15, 0.5, (4, count))
        self._depth = rng.uniform(0.45, 0.98, count)
        self._tone, self._level = tone, rng.uniform(0.3, 1.0, count)
        self._size = max(3, round(stage.unit * 0.006))

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        unit, time = self._stage.unit, moment.flow
        swing = np.sin(self._phase + self._rate * time)
        x = self._x + (swing[0] * 0.08 + swing[1] * 0.03) * unit
        y = self._y + (swing[2] * 0.05 + swing[3] * 0.02) * unit
        near, far = moment.pose.view(1.0), moment.pose.view(0.0)
        scale = far.scale + (near.scale - far.scale) * self._depth
        at = np.stack(
            [
                x * scale + far.x + (near.x - far.x) * self._depth,
                y * scale + far.y + (near.y - far.y) * self._depth,
            ],
            axis=1,
        ).astype(np.float32)
        level = self._level
        if self._pulsing:
            level = (
                level
                * np.clip(np.sin(self._phase[1] + moment.seconds * (1 + 3 * self._rate[2])), 0, 1)
                ** 2
            )
        light = np.outer(level * moment.glow, self._tone).astype(np.float32)
        splat(canvas, at, light, self._size)
