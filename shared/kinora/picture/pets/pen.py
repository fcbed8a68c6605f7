"""The pen: vector art in layers, shaded towards one light."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from kinora.picture.pets.curves import ellipse
from kinora.picture.pets.tints import deepen, lift


class Layer(StrEnum):
    """What is drawn together, from back to front."""

    COAT = "coat"
    """Fur, feathers, shell: its edges may be roughened."""
    WORN = "worn"
    """What is worn: before the body, behind the chin."""
    HEAD = "head"
    """Coat again, of what is before the neck."""
    TRIM = "trim"
    """Eyes, nose, whiskers: always sharp."""
    GLINT = "glint"
    """Light in the eyes, which no shade dims."""


class Pen:
    """Collects shapes. ``side`` is where the light comes from: -1 left, 1 right."""

    def __init__(self, side: float = -1.0) -> None:
        self.side = side
        self.layer = Layer.COAT
        self._defs: dict[str, str] = {}
        self._drawn: dict[Layer, list[str]] = {layer: [] for layer in Layer}
        self._frames: list[str] = []

    def drawn(self, layer: Layer) -> bool:
        """Whether anything is in a layer."""
        return bool(self._drawn[layer])

    def merge(self, layer: Layer, into: Layer) -> None:
        """Lay all of one layer on top of another."""
        self._drawn[into] += self._drawn[layer]
        self._drawn[layer] = []

    def svg(self, layer: Layer, box: tuple[float, float, float, float], width: int) -> str:
        """One layer as SVG text; ``box`` is left, top, width and height in drawing units."""
        left, top, wide, high = box
        height = max(1, round(width * high / wide))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {wide} {high}" '
            f'width="{width}" height="{height}" preserveAspectRatio="none"><defs>'
            f"{''.join(self._defs.values())}</defs>{''.join(self._drawn[layer])}</svg>"
        )

    @contextmanager
    def on(self, layer: Layer) -> Iterator[None]:
        """Draw into another layer for a while."""
        before, self.layer = self.layer, layer
        try:
            yield
        finally:
            self.layer = before

    @contextmanager
    def at(
        self, x: float, y: float, scale: float = 1.0, turn: float = 0.0, flip: bool = False
    ) -> Iterator[None]:
        """Draw in a frame of its own: moved, turned clockwise in degrees, scaled, mirrored.

        In a mirrored frame the light comes from the other side, as the frame sees it.
        """
        across = -scale if flip else scale
        frame = f"translate({x:.1f} {y:.1f}) rotate({turn:.1f}) scale({across:.3f} {scale:.3f})"
        self._frames.append(frame)
        self.side *= -1 if flip else 1
        try:
            yield
        finally:
            self.side *= -1 if flip else 1
            self._frames.pop()

    def fill(
        self, d: str, paint: str, *, inside: str = "", blur: float = 0.0, opacity: float = 1.0
    ) -> None:
        """Fill a path. ``inside`` is a clip of this same frame; ``blur`` is a deviation."""
        seen = f' fill-opacity="{max(opacity, 0.0):.3f}"' if opacity < 1.0 else ""
        self._put(f'<path d="{d}" fill="{paint}"{seen}', inside, blur)

    def line(
        self,
        d: str,
        colour: str,
        width: float,
        *,
        inside: str = "",
        blur: float = 0.0,
        opacity: float = 1.0,
    ) -> None:
        """Draw along a path with round ends."""
        stroke = f'stroke="{colour}" stroke-width="{width:.1f}" stroke-linecap="round"'
        seen = f' stroke-opacity="{max(opacity, 0.0):.3f}"' if opacity < 1.0 else ""
        self._put(f'<path d="{d}" fill="none" {stroke} stroke-linejoin="round"{seen}', inside, blur)

    def soft(
        self,
        x: float,
        y: float,
        wide: float,
        high: float,
        colour: str,
        *,
        opacity: float = 1.0,
        inside: str = "",
        turn: float = 0.0,
        core: float = 0.0,
    ) -> None:
        """An ellipse that fades to nothing at its edge; ``core`` is the share that does not."""
        fade = (
            f'<stop offset="{core:.2f}" stop-color="{colour}"/>'
            f'<stop offset="{core + (1 - core) * 0.5:.2f}" stop-color="{colour}" '
            f'stop-opacity=".5"/><stop offset="1" stop-color="{colour}" stop-opacity="0"/>'
        )
        paint = self._define("radialGradient", "", fade)
        self.fill(ellipse(x, y, wide, high, turn), paint, inside=inside, opacity=opacity)

    def part(self, d: str, colour: str, *, depth: float = 1.0) -> str:
        """A rounded part of a body, lit from the light's side; the clip of its shape."""
        self.fill(d, self.volume(colour, depth))
        return self.clip(d)

    def volume(self, colour: str, depth: float = 1.0) -> str:
        """Paint of a round thing: light, own colour, shade."""
        stops = (
            (0.0, lift(colour, 0.07 * depth)),
            (0.5, colour),
            (0.8, deepen(colour, 0.07 * depth)),
            (1.0, deepen(colour, 0.15 * depth)),
        )
        focus = f'cx="{0.5 + 0.17 * self.side:.2f}" cy=".27" r=".78"'
        return self._define("radialGradient", focus, _stops(stops))

    def fade(self, *colours: str, across: bool = False) -> str:
        """Paint that runs evenly from the top down, or from left to right."""
        last = max(len(colours) - 1, 1)
        stops = tuple((index / last, colour) for index, colour in enumerate(colours))
        way = 'x1="0" y1="0" x2="1" y2="0"' if across else 'x1="0" y1="0" x2="0" y2="1"'
        return self._define("linearGradient", way, _stops(stops))

    def clear(self, colour: str, start: float, end: float, across: bool = False) -> str:
        """Paint of one colour whose opacity runs from ``start`` to ``end``."""
        way = 'x1="0" y1="0" x2="1" y2="0"' if across else 'x1="0" y1="0" x2="0" y2="1"'
        stops = (
            f'<stop offset="0" stop-color="{colour}" stop-opacity="{start:.2f}"/>'
            f'<stop offset="1" stop-color="{colour}" stop-opacity="{end:.2f}"/>'
        )
        return self._define("linearGradient", way, stops)

    def radial(self, *stops: tuple[float, str], x: float = 0.5, y: float = 0.5) -> str:
        """Paint that runs outwards from a point of the shape's box."""
        return self._define("radialGradient", f'cx="{x}" cy="{y}" r=".6"', _stops(stops))

    def clip(self, d: str) -> str:
        """Remember a shape to draw inside of."""
        return self._define("clipPath", "", f'<path d="{d}"/>').removeprefix("url(").rstrip(")")

    def _define(self, tag: str, attributes: str, content: str) -> str:
        key = f"{tag}|{attributes}|{content}"
        if key not in self._defs:
            name = f"d{len(self._defs)}"
            self._defs[key] = f'<{tag} id="{name}" {attributes}>{content}</{tag}>'
        name = self._defs[key].split('"', 2)[1]
        return f"url(#{name})"

    def _put(self, element: str, inside: str, blur: float) -> None:
        if blur > 0.0:
            reach = 'x="-60%" y="-60%" width="220%" height="220%"'
            step = f'<feGaussianBlur stdDeviation="{blur:.1f}"/>'
            element += f' filter="{self._define("filter", reach, step)}"'
        element += "/>"
        if self._frames:
            element = f'<g transform="{" ".join(self._frames)}">{element}</g>'
        drawn = self._drawn[self.layer]
        if not inside:
            drawn.append(element)
            return
        # One clip for all that follows each other in it: every clip costs a layer.
        frame = f' transform="{" ".join(self._frames)}"' if self._frames else ""
        opening = f'<g{frame} clip-path="url({inside})">'
        if self._frames:
            element = element.removeprefix(f"<g{frame}>").removesuffix("</g>")
        if drawn and drawn[-1].startswith(opening):
            drawn[-1] = drawn[-1].removesuffix("</g>") + element + "</g>"
        else:
            drawn.append(f"{opening}{element}</g>")


def _stops(stops: tuple[tuple[float, str], ...]) -> str:
    return "".join(f'<stop offset="{at:.2f}" stop-color="{colour}"/>' for at, colour in stops)
