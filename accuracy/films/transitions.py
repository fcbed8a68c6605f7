"""Changes of shot whose kinds, times and lengths are known, and what only looks like one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle

from accuracy.films.moves import Shot, gliding, standing
from accuracy.films.take import Facts, Take

_FPS = 24
_PAIRS = (
    ("astronaut", "china"), ("coffee", "hills"), ("flower", "rocket"), ("chelsea", "clouds"),
    ("china", "fractal"), ("hills", "chelsea"),
)  # fmt: skip
_WIPES = ("wipeleft", "wiperight", "wipeup", "wipedown", "smoothleft", "smoothup")


def transitions() -> Iterator[Take]:
    """All films with changes of shot, and a few that have none."""
    yield from _cuts()
    yield from _between()
    yield from _at_the_ends()
    yield from _none()


def _facts(*changes: tuple[str, float, float], pace: float | None = None) -> dict[str, Facts]:
    """What happens: kind, beginning and duration of each change."""
    facts: dict[str, Facts] = {
        "transitions": {
            "all": [
                {"kind": kind, "at": at, "duration": duration} for kind, at, duration in changes
            ]
        }
    }
    return facts if pace is None else facts | {"temporal": {"pacing": pace}}


def _cuts() -> Iterator[Take]:
    for name, stills, drift, lengths in (
        ("still", ("astronaut", "china", "hills", "coffee"), 0.0, (1.0, 1.0, 1.0, 1.0)),
        ("quick", ("flower", "clouds", "rocket", "chelsea"), 0.0, (0.5, 0.5, 0.5, 0.5)),
        ("moving", ("china", "coffee", "fractal"), 0.12, (1.25, 1.0, 1.5)),
        ("alike", ("china", "china", "china"), 0.03, (1.5, 1.0, 1.0)),
    ):
        parts = []
        for at, seconds in enumerate(lengths):
            tint = ",eq=brightness=0.06:saturation=0.8" if name == "alike" and at % 2 else ""
            closer = ",crop=200:150,scale=320:240" if name == "alike" and at % 2 else ""
            parts.append(f"{gliding(Shot(seconds), drift, 0, at)}{closer}{tint}[s{at}]")
        ins = "".join(f"[s{at}]" for at in range(len(lengths)))
        graph = ";".join(parts) + f";{ins}concat=n={len(lengths)}[v]"
        times = [sum(lengths[:at]) for at in range(1, len(lengths))]
        pace = len(times) / sum(lengths) if drift == 0.0 else None
        facts = _facts(*(("cut", at, 0.0) for at in times), pace=pace)
        yield Take(f"cut-{name}", graph, facts, stills, seconds=sum(lengths))


def _between() -> Iterator[Take]:
    pairs = cycle(_PAIRS)
    for seconds in (0.25, 0.5, 1.0, 1.5):
        for drift in (0.0, 0.04):
            name = f"dissolve-{'moving' if drift else 'still'}-{seconds:g}"
            yield _crossed(name, "dissolve", "fade", seconds, next(pairs), drift)
    for seconds, drift in ((0.5, 0.0), (1.0, 0.04)):
        for way in _WIPES[:4] if seconds == 1.0 else _WIPES:
            yield _crossed(f"wipe-{way}-{seconds:g}", "wipe", way, seconds, next(pairs), drift)
    for colour in ("black", "white"):
        for seconds, drift in ((0.5, 0.0), (1.0, 0.04), (1.5, 0.0)):
            yield _through(f"fade-{colour}-{seconds:g}", colour, seconds, next(pairs), drift)


def _crossed(
    name: str, kind: str, effect: str, seconds: float, stills: Sequence[str], drift: float
) -> Take:
    """One shot gives way to the next while both are seen."""
    begins, each = 1.5, 1.5 + seconds
    shots = f"{gliding(Shot(each), drift, 0, 0)}[a];{gliding(Shot(each), -drift, 0, 1)}[b]"
    graph = f"{shots};[a][b]xfade=transition={effect}:duration={seconds}:offset={begins}[v]"
    facts = _facts((kind, begins, seconds))
    return Take(name, graph, facts, tuple(stills), seconds=3.0 + seconds)


def _through(name: str, colour: str, seconds: float, stills: Sequence[str], drift: float) -> Take:
    """One shot goes out into a colour, out of which the next one comes."""
    half = seconds / 2
    each, begins = 1.5 + half, 1.5
    out = f"fade=t=out:st={begins}:d={half}:c={colour}"
    graph = (
        f"{gliding(Shot(each), drift, 0, 0)},{out}[a];"
        f"{gliding(Shot(each), -drift, 0, 1)},fade=t=in:st=0:d={half}:c={colour}[b];"
        "[a][b]concat=n=2[v]"
    )
    return Take(
        name, graph, _facts(("fade", begins, seconds)), tuple(stills), seconds=2 * each
    )  # fmt: skip


def _at_the_ends() -> Iterator[Take]:
    for still, seconds in (("astronaut", 0.5), ("hills", 1.0)):
        shot = Shot(3.0)
        come = f"{standing(shot)},fade=t=in:st=0:d={seconds}[v]"
        yield Take(
            f"fade-in-{seconds:g}", come, _facts(("fade", 0.0, seconds)), (still,)
        )  # fmt: skip
        begins = 3.0 - seconds
        go = f"{standing(shot)},fade=t=out:st={begins}:d={seconds}[v]"
        yield Take(
            f"fade-out-{seconds:g}", go, _facts(("fade", begins, seconds)), (still,)
        )  # fmt: skip


def _none() -> Iterator[Take]:
    """No shot changes here, whatever it looks like."""
    flash = "between(n,30,32)"
    brighter = "lutrgb=r=min(val*2+60\\,255):g=min(val*2+60\\,255):b=min(val*2+70\\,255)"
    shot = standing(Shot(3.0))
    yield Take("none-flash", f"{shot},{brighter}:enable='{flash}'[v]", _facts(), ("hills",))
    sweep = "eq=brightness='-0.25+0.5*t/3':eval=frame"
    yield Take("none-sweep", f"{shot},{sweep}[v]", _facts(), ("china",))
    lamps = "eq=brightness='0.12*sin(2*PI*t*1.5)':eval=frame"
    yield Take("none-lamps", f"{shot},{lamps}[v]", _facts(), ("coffee",))
    large = "[1:v]crop=2000:2000,scale=200:200,setsar=1,loop=-1:1[o]"
    passing = f"{shot}[s];{large};[s][o]overlay=x='-200+t*190':y=20:shortest=1[v]"
    yield Take("none-passer-by", passing, _facts(), ("china", "coffee"))
    swish = f"{gliding(Shot(2.0), 0.5, 0)}[v]"
    yield Take("none-swish", swish, _facts(), ("hills",), seconds=2.0)
