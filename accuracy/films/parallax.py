"""Planes at several distances, and a camera that travels past, towards or around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from accuracy.films.take import Facts, Take

_FINE = 2
"""The planes are moved on a canvas this many times as large as the film: by half pixels."""
_WIDTH, _HEIGHT = 320, 240
_SECONDS, _FPS = 3.0, 24
_FRAMES = round(_SECONDS * _FPS)
_NAMES = ("far", "middle", "near")
_PLANES = {
    "two": (0.05, 0.15),
    "three": (0.05, 0.12, 0.22),
    "shallow": (0.09, 0.12),
}
"""Speeds in frame widths a second, from far to near."""


def parallax() -> Iterator[Take]:
    """Trucks, cranes, dollies and orbits, and a pan over the same planes."""
    for depth, speeds in _PLANES.items():
        for way, across, down in (
            ("truck-left", 1, 0), ("truck-right", -1, 0), ("crane-up", 0, 1), ("crane-down", 0, -1),
        ):  # fmt: skip
            moves = [(across * speed, down * speed) for speed in speeds]
            direction = "none", "right", "down", "up", "left"
            facts = {"direction": direction[across + 2 * down]}
            yield _take(f"{way}-{depth}", _shifted(moves), speeds, facts)
    for way, sign in (("dolly-in", 1), ("dolly-out", -1)):
        for depth, rates in (("two", (0.05, 0.25)), ("three", (0.05, 0.15, 0.35))):
            signed = [sign * rate for rate in rates]
            yield _take(f"{way}-{depth}", _grown(signed), rates, {"direction": "none"})
    for way, sign in (("one", 1), ("other", -1)):
        speeds = (-0.1 * sign, 0.0, 0.15 * sign)
        graph = _shifted([(speed, 0) for speed in speeds])
        yield _take(f"orbit-{way}-way", graph, (), {}, 3)
    for way, sign in (("pan-left", 1), ("pan-right", -1)):
        flat = _shifted([(sign * 0.12, 0)] * 3)
        yield _take(f"{way}-flat", flat, (0.12, 0.12), {"level": 0.12}, 1)


def _take(name: str, graph: str, speeds: Sequence[float], motion: Facts, layers: int = 0) -> Take:
    kind = "_".join(name.split("-")[:2]) if not name.startswith("orbit") else "orbit"
    depth: dict[str, object] = {"layers": layers or len(speeds)}
    if speeds:
        far, near = speeds[0], speeds[-1]
        depth["parallax"] = 2 * (near - far) / (near + far)
    return Take(
        f"depth-{name}",
        graph,
        {
            "camera": {"kind": kind},
            "motion": motion,
            "depth": depth,
            "transitions": {"all": []},
        },
        _stills(graph),
        seconds=_SECONDS,
    )


def _stills(graph: str) -> tuple[str, ...]:
    return _NAMES if "[2:v]" in graph else (_NAMES[0], _NAMES[2])


def _shifted(moves: Sequence[tuple[float, float]]) -> str:
    """Each plane moves by its own velocity, in frame widths a second."""
    wide, high = _WIDTH * _FINE, _HEIGHT * _FINE
    way = f"(n/{_FPS}-{_SECONDS / 2})*{wide}"
    turn = "transpose=1," if any(y for _, y in moves) else ""
    parts = [
        f"[{plane}:v]{turn}format=gbrap,loop=-1:1,setpts=N/{_FPS}/TB[p{plane}]"
        for plane in range(len(moves))
    ]
    places = [f"x='(W-w)/2+{x}*{way}':y='(H-h)/2+{y}*{way}'" for x, y in moves]
    return _composed(parts, places, wide, high)


def _grown(rates: Sequence[float]) -> str:
    """Each plane grows by its own rate, of its scale a second."""
    wide, high = _WIDTH * _FINE, _HEIGHT * _FINE
    parts = [
        f"[{plane}:v]crop=1280:960,format=gbrap,loop=-1:1,setpts=N/{_FPS}/TB,"
        f"scale=w='2*trunc(500*exp({rate}*(n/{_FPS}-{_SECONDS / 2})))':h=-2:eval=frame[p{plane}]"
        for plane, rate in enumerate(rates)
    ]
    return _composed(parts, ["x='(W-w)/2':y='(H-h)/2'"] * len(rates), wide, high)


def _composed(parts: Sequence[str], places: Sequence[str], wide: int, high: int) -> str:
    """The planes over one another, from far to near, brought to the film's size."""
    canvas = f"color=black:s={wide}x{high}:r={_FPS}:d={_SECONDS},format=gbrp[c0]"
    layers = [
        f"[c{plane}][p{plane}]overlay={place}:format=gbrp:shortest=1[c{plane + 1}]"
        for plane, place in enumerate(places)
    ]
    last = f"[c{len(places)}]trim=end_frame={_FRAMES},scale={_WIDTH}:{_HEIGHT}:flags=area,setsar=1"
    return ";".join([canvas, *parts, *layers, f"{last}[v]"])
