"""What a face is read by: eyes, nose, mouth, whiskers, blush."""

from __future__ import annotations

from dataclasses import dataclass

from kinora.picture.pets.curves import closed, ellipse, through
from kinora.picture.pets.look import Eyes, Look, Mouth
from kinora.picture.pets.pen import Layer, Pen
from kinora.picture.pets.tints import deepen, lift, lightness, mix

_LINE = "#3a2420"
_WHITE = "#ffffff"


@dataclass(frozen=True)
class EyeStyle:
    """Half axes of an eye and its make. ``dark`` eyes show little iris."""

    wide: float = 46.0
    high: float = 52.0
    pupil: float = 0.62
    """Share of the eye's width."""
    slit: float = 1.12
    """Height of the pupil against its width."""
    dark: bool = False
    lash: bool = True


def eyes(
    pen: Pen, look: Look, apart: float, y: float, style: EyeStyle, fur: str, x: float = 0.0
) -> None:
    """A pair of eyes, ``apart`` from the middle, both looking where the look says."""
    for side in (-1.0, 1.0):
        # Turning the head brings the far eye nearer to the nose, and makes it narrower.
        turned = look.gaze[0] * side
        squeeze = 1 - 0.1 * max(turned, 0.0)
        with pen.at(x + side * apart * (1 - 0.06 * turned), y):
            _eye(pen, look, side, style, squeeze, fur)


def _eye(pen: Pen, look: Look, side: float, style: EyeStyle, squeeze: float, fur: str) -> None:
    wide, high = style.wide * squeeze, style.high
    if look.eyes is Eyes.CLOSED:
        _closed_eye(pen, wide, side, style, fur)
        return
    with pen.on(Layer.TRIM):
        pen.fill(ellipse(0, 0, wide + 5, high + 5), "#2b1a17")
        ball = ellipse(0, 0, wide, high)
        inside = pen.clip(ball)
        iris = look.eye_colour
        deep = deepen(iris, 0.24)
        stops = ((0.0, lift(iris, 0.12)), (0.55, iris), (1.0, deep))
        pen.fill(ball, pen.radial(*stops, x=0.5, y=0.82))
        across, down = look.gaze[0] * wide * 0.17, look.gaze[1] * high * 0.14
        reach = wide * (0.86 if style.dark else style.pupil)
        tall = reach * style.slit
        pupil = mix("#0d0808", deep, 0.12)
        pen.fill(ellipse(across, down - 2, reach, tall), pupil, inside=inside)
        # Light that came in above leaves at the lower edge.
        pen.soft(
            across * 0.5, high * 0.62, wide * 0.62, high * 0.36, lift(iris, 0.2), opacity=0.75,
            inside=inside,
        )  # fmt: skip
        pen.soft(0, -high * 0.95, wide * 1.25, high * 0.72, "#120a0c", opacity=0.6, inside=inside)
        if look.eyes is Eyes.HALF:
            _half_lid(pen, wide, high, fur, side)
        elif style.lash:
            _lash(pen, wide, high, side)
    with pen.on(Layer.GLINT):
        _glints(pen, look, wide, high)


def _glints(pen: Pen, look: Look, wide: float, high: float) -> None:
    low = 0.16 if look.eyes is Eyes.HALF else 0.0
    x = pen.side * wide * 0.3 + look.gaze[0] * wide * 0.08
    pen.fill(ellipse(x, (low - 0.34) * high, wide * 0.27, high * 0.26, 12 * pen.side), _WHITE)
    pen.fill(ellipse(-x * 1.15, 0.36 * high, wide * 0.13, high * 0.12), _WHITE, opacity=0.9)
    pen.fill(ellipse(x * 0.1, 0.52 * high, wide * 0.06, high * 0.06), _WHITE, opacity=0.7)


def _closed_eye(pen: Pen, wide: float, side: float, style: EyeStyle, fur: str) -> None:
    reach = wide * 1.02
    line = _LINE if lightness(fur) > 0.45 else mix(fur, "#d9c6c0", 0.55)
    with pen.on(Layer.TRIM):
        lid = [(-reach, -2.0), (-reach * 0.5, wide * 0.3), (0.0, wide * 0.42)]
        lid += [(reach * 0.5, wide * 0.3), (reach, -2.0)]
        pen.line(through(lid), line, max(wide * 0.17, 5.0))
        if style.lash:
            outer = side * reach
            for long, drop in ((0.34, 0.1), (0.3, 0.34)):
                start = (outer * (1 - drop * 0.5), wide * drop * 0.55)
                end = (start[0] + side * wide * long, start[1] + wide * 0.14)
                pen.line(through([start, end]), line, max(wide * 0.1, 3.0))


def _half_lid(pen: Pen, wide: float, high: float, fur: str, side: float) -> None:
    """A lid that has sunk, the lower at its outer end: sleepy, not cross."""
    inside = pen.clip(ellipse(0, 0, wide + 7, high + 7))
    x = side * wide
    line = [(-1.14 * x, -0.36 * high), (-0.45 * x, -0.45 * high), (0.35 * x, -0.3 * high)]
    line.append((1.16 * x, 0.1 * high))
    d = through(line) + f"L{1.3 * x:.1f} {-high - 8:.1f}L{-1.3 * x:.1f} {-high - 8:.1f}Z"
    pen.fill(d, pen.fade(lift(fur, 0.03), deepen(fur, 0.08)), inside=inside)
    pen.line(through(line), "#2b1a17", 8.0)


def _lash(pen: Pen, wide: float, high: float, side: float) -> None:
    """The dark upper lid with a flick at its outer end."""
    x = side * wide
    lid = [(-x * 0.95, -high * 0.42), (-x * 0.3, -high * 1.0), (x * 0.55, -high * 0.9)]
    lid += [(x * 1.02, -high * 0.4), (x * 1.3, -high * 0.42)]
    pen.line(through(lid), "#2b1a17", 8.0)


def nose(pen: Pen, x: float, y: float, wide: float, colour: str) -> None:
    """A rounded triangle with a wet shine."""
    high = wide * 0.68
    shape = [(x - wide, y - high * 0.5), (x - wide * 0.45, y - high * 0.82)]
    shape += [(x + wide * 0.45, y - high * 0.82), (x + wide, y - high * 0.5)]
    shape += [(x + wide * 0.42, y + high * 0.5), (x, y + high * 0.78)]
    shape += [(x - wide * 0.42, y + high * 0.5)]
    with pen.on(Layer.TRIM):
        pen.fill(closed(shape), pen.fade(lift(colour, 0.06), deepen(colour, 0.08)))
        pen.soft(x + pen.side * wide * 0.3, y - high * 0.45, wide * 0.38, high * 0.26, _WHITE,
                 opacity=0.85)  # fmt: skip


def mouth(pen: Pen, look: Look, x: float, y: float, wide: float, drop: float) -> None:
    """Two soft curves under the nose at ``y``; open, with a tongue, when the look says so."""
    top = y + drop
    with pen.on(Layer.TRIM):
        if look.mouth is Mouth.OPEN and look.eyes is not Eyes.CLOSED:
            gape = [(x - wide * 0.62, top + 3), (x, top), (x + wide * 0.62, top + 3)]
            gape += [(x + wide * 0.42, top + wide * 0.75), (x, top + wide * 1.0)]
            gape += [(x - wide * 0.42, top + wide * 0.75)]
            hole = closed(gape)
            pen.fill(hole, pen.fade("#5a1f24", "#7c2f35"))
            inside = pen.clip(hole)
            tongue = ellipse(x, top + wide * 0.86, wide * 0.4, wide * 0.5)
            pen.fill(tongue, pen.fade("#f59aa4", "#e87c8b"), inside=inside)
        pen.line(f"M{x:.1f} {y:.1f}V{top:.1f}", _LINE, 5.0, opacity=0.85)
        curl = wide * (0.42 if look.mouth is Mouth.CALM else 0.6)
        for side in (-1, 1):
            lip = [(x, top), (x + side * wide * 0.3, top + curl * 0.62)]
            lip += [
                (x + side * wide * 0.72, top + curl * 0.5),
                (x + side * wide, top - curl * 0.16),
            ]
            pen.line(through(lip), _LINE, 5.5, opacity=0.9)


def whiskers(pen: Pen, x: float, y: float, apart: float, long: float, colour: str) -> None:
    """Three on each side, thin and bent, and the dots that they grow from."""
    with pen.on(Layer.TRIM):
        for side in (-1, 1):
            for index, rise in enumerate((-0.2, 0.02, 0.24)):
                start = (x + side * apart, y + (index - 1) * 13)
                half = (start[0] + side * long * 0.55, start[1] + rise * long * 0.62 - 6)
                end = (start[0] + side * long, start[1] + rise * long + 8)
                pen.line(through([start, half, end]), colour, 2.6, opacity=0.85)
                pen.fill(ellipse(start[0] - side * 14, start[1], 3.2, 3.2), _LINE, opacity=0.3)


def blush(pen: Pen, x: float, apart: float, y: float, inside: str, strength: float = 0.5) -> None:
    for side in (-1, 1):
        pen.soft(x + side * apart, y, 50, 30, "#f2788a", opacity=strength, inside=inside)
