"""Great curtains of northern light, as they hang: folded ribbons in depth with rays along them.

Every curtain is a curve on the map, so it folds behind itself, brightens where it is seen edge-on
and recedes to the horizon. Its points are counted into an image of emission at the hem; from there
every ray fades upwards, drawn by one recursive sweep over the rows, in a space where rays are
columns: they all meet in the magnetic zenith.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import TimeOfDay
from kinora.picture.coarse import coarse_size, enlarged, step_for
from kinora.picture.film.pose import View
from kinora.picture.film.tempo import Moment
from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import tile
from kinora.picture.paint.radiance import ONE
from kinora.picture.paint.tones import Tones
from kinora.picture.plate import Canvas
from kinora.picture.stage import Stage

_POINTS = 880
_LINES = 120
"""Lines of the small picture over one unit."""
_BELOW = 0.12
"""Room under the horizon for hems, in units."""
_SEEN = {
    TimeOfDay.NIGHT: 1.0,
    TimeOfDay.MOONLIGHT: 0.8,
    TimeOfDay.DUSK: 0.62,
    TimeOfDay.DAWN: 0.34,
    TimeOfDay.GOLDEN_HOUR: 0.26,
    TimeOfDay.DAY: 0.2,
}
"""How much of the light the hour's own sky lets through."""


@dataclass(frozen=True)
class Display:
    """One kind of aurora."""

    curtains: tuple[int, int]
    fold: tuple[float, float]
    """How far the curves wind, least and most: above 1 they fold over themselves."""
    rays: float
    """Contrast of the rays, 0 a smooth arc to 1 separate pillars."""
    tall: float
    """Height of the rays of the nearest curtain, in units."""
    zenith: float
    """Height of the point where rays meet, in units above the horizon."""
    far: float
    """Distance of the farthest stretch, 1 for a curtain across the view."""


_DISPLAYS = (
    Display((3, 4), (0.9, 1.8), 0.6, 0.3, 2.8, 3.2),
    Display((2, 3), (0.3, 0.7), 0.35, 0.24, 5.0, 1.8),
    Display((4, 6), (0.6, 1.3), 0.95, 0.5, 2.0, 2.4),
    Display((2, 2), (1.6, 2.6), 0.55, 0.36, 2.4, 3.6),
    Display((3, 3), (0.8, 1.5), 0.85, 0.3, 1.3, 2.2),
    Display((1, 2), (1.2, 2.0), 0.45, 0.4, 3.4, 1.6),
)
_BANDS = (0.5, 1.6)
"""Heights of rays that the sweep knows, times the display's; a point's own lies between."""


class Curtains:
    """The aurora of one sky."""

    depth = 0.03

    def __init__(self, spec: SceneSpec, stage: Stage, tones: Tones) -> None:
        rng = stage.generator("curtains")
        self._stage = stage
        self._show = show = _DISPLAYS[int(rng.integers(len(_DISPLAYS)))]
        count = int(rng.integers(show.curtains[0], show.curtains[1] + 1))
        self._across = np.linspace(-1, 1, _POINTS) * 1.2 * (stage.width / stage.unit)
        self._depths = np.sort(rng.uniform(1.0, show.far, count))[::-1]
        self._slant = rng.uniform(-0.6, 0.6, count)
        self._number = rng.uniform(1.3, 3.2, (3, count))
        self._phase = rng.uniform(0, math.tau, (4, count))
        self._fold = rng.uniform(*show.fold, count)
        self._level = rng.uniform(0.55, 1.0, count)
        self._noise = np.append(tile(1024, rng, (1, 128), 4, 0.7)[0], 0)
        self._noise[-1] = self._noise[0]
        self._height = float(rng.uniform(0.26, 0.42))
        self._lean = float(rng.uniform(-0.3, 0.3))
        self._tones = _colours(spec, tones, rng)

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        view = moment.pose.view(self.depth)
        stage = self._stage
        bottom = math.ceil(view.to_screen(0, stage.horizon + _BELOW * stage.unit)[1])
        bottom = min(canvas.floor, bottom)
        step = step_for(stage, _LINES)
        if bottom < 2 * step:
            return
        size = coarse_size(canvas.width, bottom, step)
        light = self._shown(view, size, (canvas.width / size[0], step), moment)
        glow = cv.blurred(light, 0.07 * _LINES)
        light = cv.weighted(light, 0.9, glow, 0.3)
        planes = [cv.fixed(light[..., i].copy(), ONE * moment.glow) for i in range(3)]
        planes.append(np.zeros_like(planes[0]))
        cv.add_light(canvas.pixels[:bottom], enlarged(canvas, cv.merge(planes), step)[:bottom])

    def _shown(
        self, view: View, size: tuple[int, int], pixel: tuple[float, float], moment: Moment
    ) -> Floats:
        """(rows, columns, 3) linear light of the screen's small picture."""
        stage, unit = self._stage, self._stage.unit
        xs = ((np.arange(size[0]) + 0.5) * pixel[0] - view.x) / view.scale
        ys = ((np.arange(size[1]) + 0.5) * pixel[1] - view.y) / view.scale
        x = (xs - stage.width / 2) / unit - self._lean
        y = (stage.horizon - ys) / unit
        swept, left, pace, low, rise = self._swept(moment.flow)
        widen = self._show.zenith / np.maximum(self._show.zenith - y, 0.12)
        u = np.outer((widen / pace).astype(np.float32), x.astype(np.float32))
        u -= np.float32(left / pace)
        v = np.empty_like(u)
        v[:] = ((swept.shape[0] - 1) - (y - low) / rise).astype(np.float32)[:, None]
        return cv.remap(swept, u, v, border=cv.CLEAR)

    def _swept(self, flow: float) -> tuple[Floats, float, float, float, float]:
        """The light in the space of rays: (rows, columns, 3), its left, pace, lowest and rise."""
        show, stage = self._show, self._stage
        pace = rise = 1 / _LINES
        reach = 0.5 * stage.width / stage.unit + 0.5
        low, high = -_BELOW, (stage.horizon + stage.margin_y) / stage.unit + 0.05
        columns, rows = int(2 * reach / pace), int((high - low) / rise)
        bands = len(_BANDS)
        emitted = np.zeros(bands * rows * columns)
        for i, depth in enumerate(self._depths):
            x, hem, tall, level = self._hung(i, float(depth), flow)
            ray = x * show.zenith / (show.zenith - np.minimum(hem, show.zenith - 0.3))
            column, row = (ray + reach) / pace, (high - hem) / rise
            emitted += _counted(column, row, tall, level, (bands, rows, columns))
        image = emitted.reshape(bands, rows, columns).astype(np.float32)
        light = _risen(image, np.array(_BANDS) * show.tall / rise, self._tones)
        return light, -reach, pace, low, rise

    def _hung(
        self, i: int, depth: float, flow: float
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Points of one curtain: place across, height of hem and rays, brightness."""
        s, time = self._across, 0.22 * flow
        a, b, c = self._number[:, i]
        p = self._phase[:, i]
        fold = self._fold[i]
        winding = np.sin(a * s + p[0] + 0.7 * time)
        x = (
            s
            + fold / a * np.sin(a * s + p[1] - time)
            + 0.2 * fold / b * np.sin(2.3 * b * s - 1.6 * time)
        )
        z = (
            depth
            + self._slant[i] * s * 0.6
            + 0.55 * fold * winding
            + 0.12 * np.sin(c * 2 * s + p[2])
        )
        z = np.clip(z, 0.7, 6.0)
        hem = (
            self._height
            / z
            * (1 + 0.16 * np.sin(2.3 * s + p[3] + 0.5 * time) + 0.05 * np.sin(7.1 * s - time))
        )
        turn = np.interp((s * 150 + 311 * p[0] + 9 * time) % 1024, _STEPS, self._noise)
        pulse = np.interp((s * 26 + 173 * p[1] - 30 * time) % 1024, _STEPS, self._noise)
        rays = self._show.rays
        level = (1 - rays) * 0.55 + rays * np.clip(2.1 * turn - 0.55, 0, 2) ** 1.5
        level *= self._level[i] * np.clip(2.2 * pulse - 0.45, 0.08, 1.5)
        tall = (0.6 + 0.9 * turn) / z
        return x / z, hem, tall, level / math.sqrt(depth)


_LUMA = np.array([0.0722, 0.7152, 0.2126], np.float32)
_STEPS = np.arange(1025)


def _counted(
    column: np.ndarray,
    row: np.ndarray,
    tall: np.ndarray,
    level: np.ndarray,
    shape: tuple[int, int, int],
) -> np.ndarray:
    """Weights of points in a flat (bands, rows, columns) image, spread over neighbours."""
    bands, rows, columns = shape
    inside = (column >= 0) & (column < columns - 1) & (row >= 0) & (row < rows - 1)
    column, row, tall, level = column[inside], row[inside], tall[inside], level[inside]
    band = np.interp(np.log(tall), np.log(_BANDS), np.arange(bands))
    places, weights = [], []
    x, y, k = np.floor(column), np.floor(row), np.minimum(np.floor(band), bands - 2)
    for dk in (0, 1):
        for dy in (0, 1):
            for dx in (0, 1):
                places.append(((k + dk) * rows + y + dy) * columns + x + dx)
                share = np.abs(1 - dk - (band - k)) * np.abs(1 - dy - (row - y))
                weights.append(level * share * np.abs(1 - dx - (column - x)))
    at = np.concatenate(places).astype(np.int64)
    return np.bincount(at, np.concatenate(weights), bands * rows * columns)


def _risen(image: Floats, heights: np.ndarray, tones: list[Floats]) -> Floats:
    """Let the emission of (bands, rows, columns) rise: (rows, columns, 3) linear light."""
    bands, rows, columns = image.shape
    reach = np.concatenate([heights * share for share in (0.16, 0.5, 1.0)])
    keep = np.exp(-1 / reach).astype(np.float32).reshape(3, bands, 1)
    state = np.zeros((3, bands, columns), np.float32)
    levels = np.zeros((rows, 3, columns), np.float32)
    source = np.ascontiguousarray(image.transpose(1, 0, 2))
    lit = np.flatnonzero(source.reshape(rows, -1).any(axis=1))
    for row in range(int(lit[-1]) if lit.size else -1, -1, -1):
        state *= keep
        state += source[row]
        np.add(state[:, 0], state[:, 1], out=levels[row])
    low, middle, top = (np.ascontiguousarray(levels[:, i]) for i in range(3))
    top = np.maximum(cv.weighted(top, 1, middle, -0.75), 0)
    middle = np.maximum(cv.weighted(middle, 1, low, -0.6), 0)
    planes = []
    for foot, ray, crown in zip(*tones, strict=True):
        both = cv.weighted(low, float(foot), middle, float(ray))
        planes.append(cv.weighted(both, 1, top, float(crown)))
    return cv.blurred(cv.merge(planes), 0.55)


def _vivid(tone: Floats) -> Floats:
    """The tone at unit strength with the least of its three parts taken down: light, not paint."""
    pure = np.maximum(tone - np.float32(0.55) * tone.min(), 0)
    level = float((pure * _LUMA).sum())
    return np.asarray(pure * np.float32(0.55 / level), np.float32)


def _colours(spec: SceneSpec, tones: Tones, rng: np.random.Generator) -> list[Floats]:
    """Light of the hem, of the rays, and of their tops."""
    level = _SEEN[spec.time_of_day] * max(1 - 0.9 * tones.overcast, 0.12)
    hem, top = [(0.74, 0.3), (0.5, 0.85), (0.62, 0.12)][int(rng.integers(3))]
    middle = _vivid(tones.tint(hem, 0.7))
    crown = _vivid(tones.tint(top, 0.6) if rng.random() < 0.6 else tones.accent(0.62))
    foot = _vivid(tones.tint(min(hem + 0.2, 1.0), 0.84))
    shares = ((foot, 0.17), (middle, 0.2), (crown, 0.3))
    return [tone * np.float32(share * level) for tone, share in shares]
