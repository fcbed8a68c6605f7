"""Plane pictures under a moving camera: speeds and kinds are known."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from accuracy.films.moves import Shot, gliding, pulsing, rolling, shaking, standing, zooming
from accuracy.films.take import Facts, Take

_STILLS = ("clouds", "fractal", "hills", "astronaut", "coffee", "chelsea", "china")
_WAYS = {
    "pan-left": (-1, 0, "right"),
    "pan-right": (1, 0, "left"),
    "tilt-up": (0, -1, "down"),
    "tilt-down": (0, 1, "up"),
}
"""The camera's way, and the picture's."""
_SPEEDS = {"slow": 0.03, "middling": 0.1, "fast": 0.3}
_SIZES = ((320, 240), (256, 192), (400, 300), (512, 384))
_SHOT = Shot()
_PAN: dict[str, Facts] = {"camera": {"kind": "pan_right"}}
"""A speed that changes is no second's speed."""


def cameras() -> Iterator[Take]:
    """Pans, tilts, zooms, rolls, shaken and standing cameras."""
    yield from _glides()
    yield from _zooms()
    yield from _rolls()
    yield from _shaken()
    yield from _standing()
    yield from _uneven()


def seen(kind: str, speed: float, **motion: object) -> dict[str, Facts]:
    """The facts of one camera over a plane: no depth, and no change of shot."""
    return {
        "camera": {"kind": kind, "speed": speed},
        "motion": motion,
        "depth": {"parallax": 0.0, "layers": 1},
        "transitions": {"all": []},
    }


def _glides() -> Iterator[Take]:
    stills, sizes = cycle(_STILLS), cycle(_SIZES)
    for way, (x, y, direction) in _WAYS.items():
        for pace, speed in _SPEEDS.items():
            shot = Shot(2.5, size=next(sizes))
            truth = seen(way.replace("-", "_"), speed, level=speed, direction=direction)
            yield Take(
                f"camera-{way}-{pace}",
                f"{gliding(shot, x * speed, y * speed)}[v]",
                truth | {"motion": {**truth["motion"], "trend": "steady", "rhythm": "steady"}},
                (next(stills),), seconds=2.5, size=shot.size,
            )  # fmt: skip


def _zooms() -> Iterator[Take]:
    stills = cycle(_STILLS)
    for pace, rate in (("slow", 0.06), ("middling", 0.15), ("fast", 0.35)):
        for way, sign in (("in", 1), ("out", -1)):
            yield Take(
                f"camera-zoom-{way}-{pace}",
                f"{zooming(_SHOT, sign * rate)}[v]",
                seen(f"zoom_{way}", rate, direction="none"),
                (next(stills),),
            )


def _rolls() -> Iterator[Take]:
    for still, rate in (("clouds", 0.1), ("coffee", 0.2), ("hills", -0.3), ("china", -0.15)):
        way = "clockwise" if rate > 0 else "back"
        yield Take(
            f"camera-roll-{way}-{still}",
            f"{rolling(_SHOT, rate)}[v]",
            seen("roll", abs(rate), direction="none"),
            (still,),
        )


def _shaken() -> Iterator[Take]:
    for still, reach in (("clouds", 0.006), ("astronaut", 0.012), ("hills", 0.02)):
        yield Take(
            f"camera-handheld-{still}",
            f"{shaking(_SHOT, reach)}[v]",
            {key: value for key, value in seen("handheld", 0.0).items() if key != "motion"},
            (still,),
        )


def _standing() -> Iterator[Take]:
    still = {"level": 0.0, "direction": "none", "trend": "steady", "rhythm": "still"}
    for name in ("clouds", "fractal", "astronaut", "china"):
        yield Take(
            f"camera-static-{name}", f"{standing(_SHOT)}[v]", seen("static", 0.0, **still), (name,)
        )
    for name, path in (
        ("crossing", "x='-60+t*120':y=90"),
        ("falling", "x=130:y='-60+t*110'"),
        ("circling", "x='130+90*sin(t*3)':y='90+60*cos(t*3)'"),
    ):
        thing = "[1:v]crop=1200:1200,scale=60:60,setsar=1,loop=-1:1"
        graph = f"{standing(_SHOT)}[s];{thing}[o];[s][o]overlay={path}:shortest=1[v]"
        facts: dict[str, Facts] = {
            "camera": {"kind": "static", "speed": 0.0},
            "transitions": {"all": []},
        }
        yield Take(f"camera-static-{name}", graph, facts, ("china", "fractal"))


def _uneven() -> Iterator[Take]:
    """Movement that grows, falls off, or comes and goes."""
    for still in ("clouds", "coffee"):
        for trend, bend in (("rising", 0.9), ("falling", -0.9)):
            truth = seen("pan_right", 0.15, level=0.15, direction="left", trend=trend)
            graph = f"{gliding(_SHOT, 0.15, 0, bend=bend)}[v]"
            yield Take(f"motion-{trend}-{still}", graph, truth | _PAN, (still,))
        truth = seen("pan_right", 0.12, level=0.12, direction="left", rhythm="pulsing")
        graph = f"{pulsing(Shot(4.0), 0.12, 1.5)}[v]"
        yield Take(f"motion-pulsing-{still}", graph, truth | _PAN, (still,), seconds=4.0)
