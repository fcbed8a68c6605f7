"""A room's walls, floor and ceiling in perspective, and how its window and its lamp light them.

The room is a box before the eye. A pixel's ray meets one of its sides; places in the room are given
in pixels of the back wall: across and down from the eye's axis, and out from the wall to the eye.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.paint.noise import field, smoothstep
from kinora.picture.paint.radiance import blended, dimmed
from kinora.picture.paint.tones import Tones
from kinora.picture.paint.washes import between, mixed, tinted
from kinora.picture.receding import Depths
from kinora.picture.stage import Sheet, Stage


@dataclass(frozen=True)
class Chamber:
    """The box, all in stage pixels: distances of its sides from the eye's axis."""

    x: float
    y: float
    """Where the eye's axis meets the back wall."""
    left: float
    right: float
    floor: float
    ceiling: float
    deep: float
    """From the back wall to the eye."""
    ends: float
    """The stage row of the frame's foot."""

    def nearness(self, xs: Floats, ys: Floats) -> tuple[Floats, Floats, Floats]:
        """Of what is seen at stage places: distance over that of the back wall, 0..1; x and y."""
        x, y = xs - np.float32(self.x), ys - np.float32(self.y)
        tiny = np.float32(1e-3)
        across = np.where(x > 0, self.right / np.maximum(x, tiny), self.left / np.maximum(-x, tiny))
        down = np.where(
            y > 0, self.floor / np.maximum(y, tiny), self.ceiling / np.maximum(-y, tiny)
        )
        share = np.minimum(np.minimum(across, down), 1).astype(np.float32)
        return share, x * share, y * share

    def depths(self) -> Depths:
        """Parallax depths: the back wall in the middle, the floor at the viewer's feet near."""
        nearest = max((self.ends - self.y) / self.floor, 1.2)

        def of(xs: Floats, ys: Floats) -> Floats:
            share, _, _ = self.nearness(xs, ys)
            part = np.clip((1 / share - 1) / np.float32(nearest - 1), 0, 1)
            depth: Floats = (0.5 + 0.5 * part).astype(np.float32)
            return depth

        return of


@dataclass(frozen=True)
class Bulb:
    """A lamp's light: where it hangs in the room (x, y, out), and its (3,) linear BGR."""

    at: tuple[float, float, float]
    tone: Floats


def painted(
    stage: Stage, tones: Tones, sheet: Sheet, room: Chamber, panes: Floats, bulb: Bulb
) -> Floats:
    """The lit room, (rows, columns, 3); ``panes`` is how far the window lets light in, by pixel."""
    share, x, y = room.nearness(sheet.xs[None, :], sheet.ys[:, None])
    out = (1 - share) * np.float32(room.deep)
    on_floor = smoothstep(-1.5, -0.5, y - np.float32(room.floor))
    on_ceiling = smoothstep(-1.5, -0.5, -y - np.float32(room.ceiling))
    on_side = smoothstep(1e-4, 3e-3, 1 - share) * (1 - on_floor) * (1 - on_ceiling)
    albedo = _materials(stage, tones, sheet, room, (x, y, out), (on_floor, on_ceiling, on_side))
    light = _diffuse(stage, tones, sheet, room, panes, bulb)
    if tones.hour.key * (1 - tones.overcast) > 0.15:
        patch = _sunlit(stage, sheet, room, panes, (x, y, out))
        patch *= np.maximum(on_floor, np.float32(0.8) * on_side)
        light = cv.weighted(light, 1.0, tinted(patch, tones.key), 0.95)
    return cv.product(albedo, light)


def _diffuse(
    stage: Stage, tones: Tones, sheet: Sheet, room: Chamber, panes: Floats, bulb: Bulb
) -> Floats:
    """All light but the sun's, (rows, columns, 3), worked out on a coarser grid."""
    columns, rows = sheet.columns // 3, sheet.rows // 3
    small = Sheet(sheet.left, sheet.top, sheet.scale / 3, columns, rows)
    share, x, y = room.nearness(small.xs[None, :], small.ys[:, None])
    place = (x, y, (1 - share) * np.float32(room.deep))
    on_floor = smoothstep(-1.5, -0.5, y - np.float32(room.floor))
    on_ceiling = smoothstep(-1.5, -0.5, -y - np.float32(room.ceiling))
    on_side = smoothstep(1e-4, 3e-3, 1 - share) * (1 - on_floor) * (1 - on_ceiling)
    panes = cv.resize(panes, (columns, rows), how=cv.AREA)
    seen = _window_light(small, room, panes, place, (on_floor, on_ceiling, on_side))
    sky = tones.haze * np.float32(0.75) + tones.fill * np.float32(0.9)
    bounce = np.float32(0.23) + np.float32(0.06) * on_ceiling + np.float32(0.1) * on_side
    light = seen[..., None] * sky + bounce[..., None] * (tones.fill + tones.haze * np.float32(0.3))
    light += _lamp_light(bulb, place, stage.unit)[..., None] * bulb.tone
    light *= _corners(room, place, stage.unit)[..., None]
    return cv.resize(light.astype(np.float32), (sheet.columns, sheet.rows))


def _materials(
    stage: Stage,
    tones: Tones,
    sheet: Sheet,
    room: Chamber,
    place: tuple[Floats, Floats, Floats],
    on: tuple[Floats, Floats, Floats],
) -> Floats:
    """Wallpaper or boards, a wooden or tiled floor, a pale ceiling."""
    rng = stage.generator("room walls")
    unit = np.float32(stage.unit)
    x, y, out = (part / unit for part in place)
    along = np.where(on[2] > 0.5, out, x)
    tint = float(rng.uniform(0.35, 0.75))
    wall = tones.tint(tint, 0.62)
    lower = tones.tint(tint - 0.3, 0.42)
    pattern, flooring = int(rng.integers(4)), int(rng.integers(3))
    mark: Floats = np.zeros_like(x)
    if pattern == 1:
        mark = smoothstep(0.3, 0.36, np.abs(np.mod(along / 0.05, 1) - 0.5)) * np.float32(0.5)
    elif pattern == 2:
        mark = smoothstep(0.46, 0.5, np.abs(np.mod(along / 0.075, 1) - 0.5))
    elif pattern == 3:
        brick = np.mod(along / 0.11 + 0.5 * (np.floor(y / 0.045) % 2), 1)
        mark = np.maximum(
            smoothstep(0.45, 0.49, np.abs(brick - 0.5)),
            smoothstep(0.4, 0.46, np.abs(np.mod(y / 0.045, 1) - 0.5)),
        )
    dado = np.float32(room.floor / stage.unit) - y
    panelled = np.float32(rng.random() < 0.55) * smoothstep(0.155, 0.15, dado)
    rail = np.float32(0.5) * panelled * smoothstep(0.012, 0.006, np.abs(dado - 0.15))
    skirting = smoothstep(0.036, 0.032, dado)
    tone = tinted(1 - np.float32(0.3) * mark, wall)
    tone = dimmed(blended(tone, lower, np.maximum(panelled, skirting)), 1 + rail)
    first = int(np.flatnonzero(on[0].any(axis=1))[0]) if on[0].any() else sheet.rows - 1
    below = np.s_[first:]
    ground = _floor(tones, rng, flooring, x[below], out[below])
    tone[below] = mixed(tone[below], ground, on[0][below])
    beam = smoothstep(0.36, 0.4, np.abs(np.mod(out / 0.22, 1) - 0.5)) * np.float32(
        rng.random() < 0.5
    )
    last = int(np.flatnonzero(on[1].any(axis=1))[-1]) + 1 if on[1].any() else 1
    top = np.s_[:last]
    above = tinted(1 - np.float32(0.6) * beam[top], tones.tint(0.85, 0.72))
    tone[top] = mixed(tone[top], above, on[1][top])
    return tone


def _floor(
    tones: Tones,
    rng: np.random.Generator,
    kind: int,
    x: Floats,
    out: Floats,
) -> Floats:
    """Boards towards the viewer, boards across, or tiles; on some a rug."""
    dark, pale = tones.tint(0.2, 0.32), tones.tint(0.5, 0.56)
    grain = field((x.shape[0], x.shape[1]), rng, (x.shape[0] / 3, x.shape[1] / 50), 2)
    shades = rng.uniform(0, 1, 64).astype(np.float32)
    if kind == 0:
        board, other = x / np.float32(0.07), out * 0
    elif kind == 1:
        board, other = out / np.float32(0.09), x * 0
    else:
        board, other = x / np.float32(0.12), out / np.float32(0.12)
    index = (np.floor(board) * 7 + np.floor(other) * 13).astype(np.int64) % 64
    shade = shades[index] * np.float32(0.5) + grain * np.float32(0.35)
    seam = smoothstep(0.455, 0.49, np.abs(np.mod(board, 1) - 0.5))
    if kind == 2:
        seam = np.maximum(seam, smoothstep(0.455, 0.49, np.abs(np.mod(other, 1) - 0.5)))
    tone = dimmed(between(dark, pale, shade), 1 - np.float32(0.55) * seam)
    if rng.random() < 0.6:
        centre, size = float(rng.uniform(-0.1, 0.1)), (0.42, 0.26)
        away = np.sqrt(((x - centre) / size[0]) ** 2 + ((out - 0.62) / size[1]) ** 2)
        rug = smoothstep(1.0, 0.985, away)
        ring = smoothstep(0.05, 0.03, np.abs(away - 0.82)) + smoothstep(
            0.03, 0.015, np.abs(away - 0.6)
        )
        cloth = between(tones.tint(0.45, 0.45), tones.accent(0.62), np.clip(ring, 0, 1))
        tone = mixed(tone, cloth, rug)
    return tone


def _window_light(
    sheet: Sheet,
    room: Chamber,
    panes: Floats,
    place: tuple[Floats, Floats, Floats],
    on: tuple[Floats, Floats, Floats],
) -> Floats:
    """Daylight from the whole window on floor, ceiling and side walls, about 0..1."""
    x, y, out = place
    weight = float(panes.sum()) + 1e-6
    wx = float((panes.sum(axis=0) * sheet.xs).sum()) / weight - room.x
    wy = float((panes.sum(axis=1) * sheet.ys).sum()) / weight - room.y
    area = weight / sheet.scale**2
    dx, dy = x - np.float32(wx), y - np.float32(wy)
    distance = np.sqrt(dx * dx + dy * dy + out * out + np.float32(0.12 * area))
    leaving = out / distance
    meeting = on[0] * np.abs(dy) + on[1] * np.abs(dy) + on[2] * np.abs(dx)
    direct = leaving * meeting / distance * np.float32(area) / (distance * distance)
    gloss = (
        on[0]
        * np.exp(-((dx / np.float32(0.6 * area**0.5)) ** 2))
        * np.exp(-out / np.float32(0.35 * room.deep))
    )
    light: Floats = direct * np.float32(0.75) + gloss * np.float32(0.2)
    return light


def sun_way(stage: Stage) -> tuple[float, float]:
    """How far sunlight goes aside and down on its way out from the window wall."""
    rng = stage.generator("sun patch")
    height = (stage.horizon - stage.sun[1]) / max(stage.horizon, 1)
    aside = float(rng.choice([-1.0, 1.0])) * float(rng.uniform(0.12, 0.5))
    return aside, 0.35 + 0.55 * max(height, 0.0)


def _sunlit(
    stage: Stage, sheet: Sheet, room: Chamber, panes: Floats, place: tuple[Floats, Floats, Floats]
) -> Floats:
    """Where the sun falls through the panes."""
    x, y, out = place
    aside, rise = sun_way(stage)
    from_x = x - out * np.float32(aside) + np.float32(room.x)
    from_y = y - out * np.float32(rise) + np.float32(room.y)
    across = (from_x - np.float32(sheet.left)) * np.float32(sheet.scale)
    down = (from_y - np.float32(sheet.top)) * np.float32(sheet.scale)
    lit = cv.remap(panes, across.astype(np.float32), down.astype(np.float32), border=cv.CLEAR)
    return cv.blurred(lit, 0.0022 * stage.unit * sheet.scale + 0.4)


def _lamp_light(bulb: Bulb, place: tuple[Floats, Floats, Floats], unit: float) -> Floats:
    """Light of the lamp by distance."""
    x, y, out = (part - np.float32(at) for part, at in zip(place, bulb.at, strict=True))
    away = (x * x + y * y + out * out) / np.float32(unit * unit)
    lit: Floats = (1 / (1 + away * np.float32(15))).astype(np.float32)
    return lit


def _corners(room: Chamber, place: tuple[Floats, Floats, Floats], unit: float) -> Floats:
    """Darker where two sides meet."""
    x, y, out = place
    side = np.minimum(np.float32(room.right) - x, x + np.float32(room.left))
    level = np.minimum(np.float32(room.floor) - y, y + np.float32(room.ceiling))
    second = np.sort(np.stack([side, level, out]), axis=0)[1] / np.float32(unit)
    shade: Floats = 1 - np.float32(0.4) * np.exp(-second * np.float32(26))
    return shade
