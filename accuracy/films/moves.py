"""Ways to film a still: a window that glides, grows or shakes over a much larger picture.

The stills are some six times as large as the films, so that a window's whole pixels are a small
part of a film's.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

_ZOOM = 2.2
"""How much of the still lies outside the window: 2.2 windows fit side by side."""


@dataclass(frozen=True)
class Shot:
    """How long, how fast and how large is filmed."""

    seconds: float = 3.0
    fps: str = "24"
    size: tuple[int, int] = (320, 240)

    @property
    def time(self) -> str:
        """Seconds, in the words of ffmpeg's ``zoompan``."""
        return f"(on/({self.fps}))"

    def over(self, still: int, zoom: str, x: str, y: str) -> str:
        """A window over a still, its place and zoom as expressions of :attr:`time`."""
        frames = round(self.seconds * Fraction(self.fps))
        width, height = self.size
        return (
            f"[{still}:v]format=gbrp,zoompan=z='{zoom}':x='{x}':y='{y}':d={frames}"
            f":s={width}x{height}:fps={self.fps},setsar=1"
        )


def gliding(shot: Shot, x: float, y: float, still: int = 0, bend: float = 0.0) -> str:
    """The camera moves ``x`` to the right and ``y`` down, in frame widths a second.

    ``bend`` makes it quicker towards the end: a velocity of 0 at the start for 1, at the end for
    -1.
    """
    way = f"({shot.time}-{shot.seconds / 2})"
    if bend:
        eased = f"pow({way}*{2 / shot.seconds},2)*{shot.seconds / 4}"
        way = f"({way}+{bend}*{eased})"
    return shot.over(
        still,
        f"{_ZOOM}",
        f"(iw-iw/zoom)/2+{x}*iw/zoom*{way}",
        f"(ih-ih/zoom)/2+{y}*iw/zoom*{way}",
    )


def pulsing(shot: Shot, x: float, beats: float, still: int = 0) -> str:
    """A glide that comes and goes ``beats`` times a second: its mean velocity is ``x``."""
    turn = f"{2 * 3.14159265 * beats}"
    way = f"({shot.time}-{shot.seconds / 2}-sin({turn}*{shot.time})/{turn})"
    place = f"(iw-iw/zoom)/2+{x}*iw/zoom*{way}"
    return shot.over(still, f"{_ZOOM}", place, "(ih-ih/zoom)/2")


def zooming(shot: Shot, rate: float, still: int = 0) -> str:
    """The picture grows by ``rate`` (of its scale, a second), or shrinks where it is negative."""
    zoom = f"{_ZOOM}*exp({rate}*({shot.time}-{shot.seconds / 2}))"
    return shot.over(still, zoom, "(iw-iw/zoom)/2", "(ih-ih/zoom)/2")


def rolling(shot: Shot, rate: float, still: int = 0) -> str:
    """The picture turns by ``rate`` radians a second, clockwise where that is positive."""
    width, height = shot.size
    frames = round(shot.seconds * Fraction(shot.fps))
    large = f"scale={4 * width}:{4 * height}:flags=area"
    turn = f"rotate=a='{rate}*n/({shot.fps})':bilinear=1"
    middle = f"crop={2 * width}:{2 * height},scale={width}:{height}:flags=area"
    return f"[{still}:v]{large},{held(shot)},trim=end_frame={frames},{turn},{middle},setsar=1"


def shaking(shot: Shot, reach: float, still: int = 0) -> str:
    """The window trembles about its place by ``reach`` frame widths, at 1.7 to 4.3 hertz."""
    time = shot.time
    x = f"(0.6*sin({time}*12.1)+0.4*sin({time}*26.7+1))*{reach}"
    y = f"(0.6*sin({time}*10.3+2)+0.4*sin({time}*23.9))*{reach}"
    return shot.over(
        still, f"{_ZOOM}", f"(iw-iw/zoom)/2+{x}*iw/zoom", f"(ih-ih/zoom)/2+{y}*iw/zoom"
    )


def standing(shot: Shot, still: int = 0) -> str:
    """The window does not move."""
    return gliding(shot, 0.0, 0.0, still)


def held(shot: Shot) -> str:
    """One picture for as long as the shot lasts."""
    frames = round(shot.seconds * Fraction(shot.fps))
    return f"loop={frames}:1,setpts=N/({shot.fps})/TB,fps={shot.fps}"
